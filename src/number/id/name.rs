//! The names that a study gives, as they stand in ids.

use std::fmt::{self, Write};
use std::sync::Arc;

use super::step::is_marked;

/// A name in an id: of a column, an endpoint, a model, a level. It is printed
/// bare where nothing else could be read in its place, and between quotation
/// marks elsewhere, as in a dotted key of TOML: `"wt.loss"`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name {
    text: Arc<str>,
    quoted: bool,
}

impl Name {
    /// A name; quoted where its characters demand it.
    pub fn new(text: &str) -> Self {
        Self::distinct_from(text, |_| false)
    }

    /// A name that is quoted also where it is one of the words that stand in
    /// its place in other ids.
    pub fn distinct_from(text: &str, is_taken: impl Fn(&str) -> bool) -> Self {
        Self {
            quoted: demands_quotes(text) || is_taken(text),
            text: text.into(),
        }
    }

    pub(super) fn quoted(text: &str) -> Self {
        Self {
            text: text.into(),
            quoted: true,
        }
    }

    pub(super) fn bare(text: &str) -> Self {
        Self {
            text: text.into(),
            quoted: false,
        }
    }

    /// The name itself, without quotation marks.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Name {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.quoted {
            return out.write_str(&self.text);
        }
        out.write_char('"')?;
        for c in self.text.chars() {
            match c {
                '"' | '\\' => write!(out, "\\{c}")?,
                // A line break would end the line of a list.
                c if c.is_control() => write!(out, "{}", c.escape_unicode())?,
                c => out.write_char(c)?,
            }
        }
        out.write_char('"')
    }
}

/// Whether a bare name could be read as something else: several pieces, a
/// marked piece such as `by_sex`, or the mark of what a subject is.
fn demands_quotes(text: &str) -> bool {
    text.is_empty()
        || text.contains(['.', '"', '\\', '=', ':'])
        || text.chars().any(char::is_control)
        || is_marked(text)
}
