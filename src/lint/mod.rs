//! Numerals typed by hand in a study's templates, where an entry of the ledger
//! should be.

mod marks;
mod tags;

pub use marks::{TypedMark, typed_marks};

use std::collections::BTreeMap;
use std::fmt;

use crate::findings::{LONGEST_EXCERPT, shortened};
use crate::ledger::Ledger;
use crate::number::id::pieces;
use crate::prose::{self, DecimalMark, Markup, Numeral};
use tags::{Tag, TagKind};

/// A numeral that was typed by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedNumeral {
    /// The template.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The numeral.
    pub numeral: String,
    /// The text of the line.
    pub excerpt: String,
    /// Ledger ids whose text is this numeral.
    pub offers: Vec<String>,
}

impl fmt::Display for TypedNumeral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{}:{}: \"{}\" is typed by hand",
            self.file, self.line, self.numeral
        )?;
        let excerpt = shortened(&self.excerpt, LONGEST_EXCERPT);
        writeln!(f, "  {:>5} | {excerpt}", self.line)?;
        write!(f, "    help: ")?;
        if self.offers.is_empty() {
            write!(f, "no number of the ledger is printed like this; ")?;
        } else {
            let calls: Vec<String> = self
                .offers
                .iter()
                .map(|id| format!("<< num(\"{id}\") >>"))
                .collect();
            write!(f, "write {}; ", calls.join(" or "))?;
        }
        write!(
            f,
            "add `// allow: reason` to the line if it is not a result"
        )
    }
}

/// Names that may hold digits in a template's expressions, beside ledger ids.
#[derive(Debug, Clone, Copy)]
pub struct Names<'a> {
    /// Ids of tables and figures.
    pub parts: &'a [String],
    /// Names of variables and endpoints.
    pub subjects: &'a [String],
}

/// What a remark `// allow: reason` beside a numeral does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remarks {
    /// It excuses the numeral.
    Excuse,
    /// Nothing: whoever typed the numeral wrote the remark.
    Ignored,
}

/// Every numeral typed by hand in these templates, by name and place. `shown`
/// gives the name of a template in messages.
pub fn lint(
    templates: &BTreeMap<String, String>,
    shown: impl Fn(&str) -> String,
    ledger: &Ledger,
    names: Names<'_>,
    remarks: Remarks,
) -> Vec<TypedNumeral> {
    let mut found = Vec::new();
    for (name, text) in templates {
        let lines: Vec<&str> = text.lines().collect();
        let mut places = typed(text, templates, ledger, names);
        places.sort_by_key(|(at, _)| *at);
        places.dedup();
        for (at, numeral) in places {
            let line = prose::line_of(text, at);
            if remarks == Remarks::Excuse && is_allowed(&lines, line) {
                continue;
            }
            found.push(TypedNumeral {
                file: shown(name),
                line,
                excerpt: lines.get(line - 1).unwrap_or(&"").trim_end().to_owned(),
                offers: offers(&numeral, ledger),
                numeral: numeral.text.replace('\u{2212}', "-"),
            });
        }
    }
    found
}

/// The numerals of one template, with the position of each in bytes.
fn typed(
    text: &str,
    templates: &BTreeMap<String, String>,
    ledger: &Ledger,
    names: Names<'_>,
) -> Vec<(usize, Numeral)> {
    let tags = tags::tags(text);
    let prose = prose::only_prose(&tags::blanked(text, &tags), Markup::Typst);
    let mut found: Vec<(usize, Numeral)> = prose::numerals(&prose, DecimalMark::Point)
        .into_iter()
        .filter(|numeral| !prose::passes(&prose, numeral))
        .map(|numeral| (numeral.span.start, numeral))
        .collect();
    let is_name = |literal: &str| {
        let id = |number: &crate::number::Number| {
            let (id, inner) = (number.id.without_quotes(), literal.trim_matches('.'));
            id.starts_with(literal)
                || number.id.as_str().starts_with(literal)
                || pieces(number.id.as_str()).contains(&inner)
                || id.contains(inner) && literal.contains('.')
        };
        templates.contains_key(literal)
            || literal.ends_with(".typ")
            || names
                .parts
                .iter()
                .chain(names.subjects)
                .any(|name| name == literal)
            || (!literal.contains(' ') && ledger.iter().any(id))
    };
    for tag in tags.iter().filter(|tag| tag.kind != TagKind::Remark) {
        for (at, literal) in tag.strings(text) {
            if is_name(literal) || tag.is_condition(text) {
                continue;
            }
            let numerals = prose::numerals(literal, DecimalMark::Point).into_iter();
            let results = numerals.filter(|numeral| !prose::passes(literal, numeral));
            found.extend(results.map(|numeral| (at + numeral.span.start, numeral)));
        }
        found.extend(printed_numbers(text, tag));
    }
    found
}

/// Number literals that a tag prints or keeps: `<< 24 >>`, `<% set n = 24 %>`.
fn printed_numbers(text: &str, tag: &Tag) -> Vec<(usize, Numeral)> {
    if tag.is_condition(text) {
        return Vec::new();
    }
    let bare = tag.without_strings_and_brackets(text);
    prose::numerals(&bare, DecimalMark::Point)
        .into_iter()
        .map(|numeral| (tag.inside.start + numeral.span.start, numeral))
        .collect()
}

/// `// allow: reason` at the end of the line, or alone on the line before.
fn is_allowed(lines: &[&str], line: usize) -> bool {
    let marks = ["// allow:", "<# allow:"];
    let own = lines
        .get(line - 1)
        .is_some_and(|text| marks.iter().any(|mark| text.contains(mark)));
    let before = line
        .checked_sub(2)
        .and_then(|at| lines.get(at))
        .is_some_and(|text| marks.iter().any(|mark| text.trim_start().starts_with(mark)));
    own || before
}

/// Ids of the numbers that print so, the shortest first.
fn offers(numeral: &Numeral, ledger: &Ledger) -> Vec<String> {
    const OFFERED: usize = 3;
    let prints = |number: &&crate::number::Number| {
        number.text == numeral.text && (!numeral.percent || number.is_percentage())
    };
    let mut ids: Vec<String> = ledger
        .iter()
        .filter(prints)
        .map(|number| number.id.to_string())
        .collect();
    ids.sort_by_key(|id| (pieces(id).len(), id.len()));
    ids.truncate(OFFERED);
    ids
}
