//! Marks between two numbers that were typed by hand in a study's templates,
//! where that of the journal should be.

use std::collections::BTreeMap;
use std::fmt;

use super::tags::{self, Tag, TagKind};
use crate::findings::{LONGEST_EXCERPT, shortened};
use crate::prose;

/// A dash between two numbers, typed by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedMark {
    /// The template.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// As it is typed.
    pub mark: String,
    /// The text of the line.
    pub excerpt: String,
    /// What would print the range, as far as it is plain.
    call: String,
}

impl fmt::Display for TypedMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            line,
            mark,
            call,
            ..
        } = self;
        let excerpt = shortened(&self.excerpt, LONGEST_EXCERPT);
        writeln!(
            f,
            "{file}:{line}: remark: the \"{mark}\" between two numbers is typed by hand"
        )?;
        writeln!(f, "  {line:>5} | {excerpt}")?;
        write!(
            f,
            "    help: write {call}, which has the mark of the journal"
        )
    }
}

/// What people type between two ends.
const MARKS: [&str; 6] = ["–", "—", "-", "--", "---", "\u{2212}"];

/// Every dash between two tags of these templates, by name and place.
pub fn typed_marks(
    templates: &BTreeMap<String, String>,
    shown: impl Fn(&str) -> String,
) -> Vec<TypedMark> {
    let mut found = Vec::new();
    for (name, text) in templates {
        let tags = tags::tags(text);
        let lines: Vec<&str> = text.lines().collect();
        for pair in tags.windows(2) {
            let [low, high] = pair else { continue };
            let between = text.get(low.whole.end..high.whole.start);
            let mark = between.unwrap_or_default().trim();
            // A condition may choose the words of either end.
            let ends = ends_a_number(low, text) && begins_a_number(high, text);
            if !MARKS.contains(&mark) || !ends {
                continue;
            }
            let line = prose::line_of(text, low.whole.end);
            if super::is_allowed(&lines, line) {
                continue;
            }
            let id = |tag: &Tag, unknown: &str| {
                number_of(tag, text).map_or_else(|| unknown.to_owned(), str::to_owned)
            };
            found.push(TypedMark {
                file: shown(name),
                line,
                mark: mark.to_owned(),
                excerpt: lines.get(line - 1).unwrap_or(&"").trim_end().to_owned(),
                call: format!("<< range({}, {}) >>", id(low, "low"), id(high, "high")),
            });
        }
    }
    found
}

fn inside<'a>(tag: &Tag, text: &'a str) -> &'a str {
    text.get(tag.inside.clone())
        .unwrap_or_default()
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, '+' | '-'))
}

fn ends_a_number(tag: &Tag, text: &str) -> bool {
    match tag.kind {
        TagKind::Print => true,
        TagKind::Statement => inside(tag, text) == "endif",
        TagKind::Remark => false,
    }
}

fn begins_a_number(tag: &Tag, text: &str) -> bool {
    match tag.kind {
        TagKind::Print => true,
        TagKind::Statement => inside(tag, text).starts_with("if "),
        TagKind::Remark => false,
    }
}

/// The argument of a `num(…)` that a tag prints, without or with its unit.
fn number_of<'a>(tag: &Tag, text: &'a str) -> Option<&'a str> {
    let inside = inside(tag, text);
    let call = inside.strip_suffix("| unit").map_or(inside, str::trim_end);
    call.strip_prefix("num(")?.strip_suffix(')')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    fn marks(text: &str) -> Vec<String> {
        let templates = BTreeMap::from([("results.typ".to_owned(), text.to_owned())]);
        let found = typed_marks(&templates, str::to_owned);
        found.iter().map(|mark| mark.call.clone()).collect()
    }

    #[test]
    fn dashes_between_numbers_are_found() {
        for (text, call) in [
            (
                "(<< num(\"age.q1\") >>–<< num(\"age.q3\") | unit >>)",
                "<< range(\"age.q1\", \"age.q3\") >>",
            ),
            (
                "<< num(a ~ \".min\") >> -- << num(a ~ \".max\") >>",
                "<< range(a ~ \".min\", a ~ \".max\") >>",
            ),
            (
                "<% if x %><< a >><% else %>no<% endif %>-<% if y %><< b >><% endif %>",
                "<< range(low, high) >>",
            ),
        ] {
            assert_eq!(marks(text), [call], "{text}");
        }
    }

    #[test]
    fn other_dashes_are_left_alone() {
        for text in [
            "<< num(\"a\") >> to << num(\"b\") >>",
            "<< num(\"a\") >> – a lot – << num(\"b\") >>",
            "<% endfor %>\n- << num(\"b\") >>",
            "<# a #>–<< num(\"b\") >>",
            "<< num(\"a\") >>–<< num(\"b\") >> // allow: a fraction",
            "–",
        ] {
            assert!(marks(text).is_empty(), "{text}");
        }
    }
}
