//! Numerals typed by hand in a study's templates, where an entry of the ledger
//! should be.

mod code;
mod expressions;
mod marks;
mod tags;

pub use marks::{TypedMark, typed_marks};

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::findings::{LONGEST_EXCERPT, shortened};
use crate::ledger::Ledger;
use crate::number::id::pieces;
use crate::prose::{self, DecimalMark, Markup, Numeral};
use tags::{Tag, TagKind};

/// How a template prints what is not in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// A numeral was typed by hand.
    Typed,
    /// The template computes it.
    Computed,
    /// Another file has it, which nothing else reads.
    Read,
    /// A rule prints it in the place of other text.
    Replaced,
}

impl Origin {
    /// What is said of a piece of the template.
    fn said(self) -> &'static str {
        match self {
            Self::Typed => "is typed by hand",
            Self::Computed => "prints what the template computes",
            Self::Read => "prints what another file holds",
            Self::Replaced => "may replace printed numbers",
        }
    }
}

/// A numeral that was typed by hand, or code that prints one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedNumeral {
    /// The template.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The numeral, or the code.
    pub numeral: String,
    /// Where the template has it from.
    pub origin: Origin,
    /// The text of the line.
    pub excerpt: String,
    /// Ledger ids whose text is this numeral.
    pub offers: Vec<String>,
}

impl fmt::Display for TypedNumeral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{}:{}: \"{}\" {}",
            self.file,
            self.line,
            shortened(&self.numeral, LONGEST_EXCERPT),
            self.origin.said()
        )?;
        let excerpt = shortened(&self.excerpt, LONGEST_EXCERPT);
        writeln!(f, "  {:>5} | {excerpt}", self.line)?;
        write!(f, "    help: ")?;
        if self.origin != Origin::Typed {
            return write!(
                f,
                "print entries of the ledger with << num(\"id\") >>; \
                 add `// allow: reason` to the line if it prints no result"
            );
        }
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
    /// The templates of the program, whose lines a study may have copied.
    pub built_in: &'a BTreeMap<&'static str, &'static str>,
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
        // A changed copy of a part of the program keeps most of its lines.
        let own = names
            .built_in
            .get(name.as_str())
            .copied()
            .unwrap_or_default();
        let own: BTreeSet<&str> = own.lines().map(str::trim).collect();
        let mut places = typed(text, templates, ledger, names);
        places.extend(code_of(text));
        places.sort_by_key(|place| (place.at, place.origin));
        places.dedup();
        for place in places {
            let line = prose::line_of(text, place.at);
            let written = lines.get(line - 1).copied().unwrap_or_default();
            let is_own = own.contains(written.trim());
            if is_own || remarks == Remarks::Excuse && is_allowed(&lines, line) {
                continue;
            }
            found.push(TypedNumeral {
                file: shown(name),
                line,
                excerpt: written.trim_end().to_owned(),
                offers: place
                    .numeral
                    .map_or_else(Vec::new, |own| offers(&own, ledger)),
                numeral: place.text,
                origin: place.origin,
            });
        }
    }
    found
}

/// What a template prints, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    /// In bytes.
    at: usize,
    text: String,
    origin: Origin,
    /// As it was read, if it was.
    numeral: Option<Numeral>,
}

impl Place {
    fn typed(at: usize, numeral: Numeral) -> Self {
        Self {
            at,
            text: numeral.text.replace('\u{2212}', "-"),
            origin: Origin::Typed,
            numeral: Some(numeral),
        }
    }

    fn code(at: usize, text: impl Into<String>, origin: Origin) -> Self {
        Self {
            at,
            text: text.into(),
            origin,
            numeral: None,
        }
    }
}

/// The code of a template, Typst's and that of its tags, that prints.
fn code_of(text: &str) -> Vec<Place> {
    let tags = tags::tags(text);
    let blanked = tags::blanked(text, &tags);
    let code = code::printing(&blanked).into_iter();
    let mut found: Vec<Place> = code
        .map(|own| Place::code(own.at, own.code, own.origin))
        .collect();
    found.extend(expressions::computed(text, &tags).into_iter().map(|tag| {
        let inside = text.get(tag.inside.clone()).unwrap_or_default();
        Place::code(tag.whole.start, inside.trim(), Origin::Computed)
    }));
    found
}

/// The numerals of one template, with the position of each in bytes.
fn typed(
    text: &str,
    templates: &BTreeMap<String, String>,
    ledger: &Ledger,
    names: Names<'_>,
) -> Vec<Place> {
    let tags = tags::tags(text);
    let prose = prose::only_prose(&tags::blanked(text, &tags), Markup::Typst);
    let mut found: Vec<Place> = prose::numerals(&prose, DecimalMark::Point)
        .into_iter()
        .filter(|numeral| !prose::passes(&prose, numeral))
        .map(|numeral| Place::typed(numeral.span.start, numeral))
        .collect();
    found.extend(prose::unusual(&prose).into_iter().map(|span| {
        let own = prose.get(span.clone()).unwrap_or_default();
        Place::code(span.start, own, Origin::Typed)
    }));
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
            // A name stands among arguments or makes a longer one; alone it is printed.
            let prints = expressions::prints_literal(text, tag, at);
            let is_condition = tag.is_condition(text) && !expressions::keeps(text, tag);
            if !prints && (is_name(literal) || is_condition) {
                continue;
            }
            let numerals = prose::numerals(literal, DecimalMark::Point).into_iter();
            let results = numerals.filter(|numeral| !prose::passes(literal, numeral));
            found.extend(results.map(|own| Place::typed(at + own.span.start, own)));
            found.extend(prose::unusual(literal).into_iter().map(|span| {
                let own = literal.get(span.clone()).unwrap_or_default();
                Place::code(at + span.start, own, Origin::Typed)
            }));
        }
        found.extend(printed_numbers(text, tag));
    }
    found
}

/// Number literals that a tag prints or keeps: `<< 24 >>`, `<% set n = 24 %>`.
fn printed_numbers(text: &str, tag: &Tag) -> Vec<Place> {
    let numbers = expressions::numbers(text, tag).into_iter();
    let read = numbers.filter_map(|span| {
        let own = text.get(span.clone())?;
        let numeral = prose::numerals(own, DecimalMark::Point)
            .into_iter()
            .next()?;
        Some(Place::typed(span.start, numeral))
    });
    read.collect()
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
