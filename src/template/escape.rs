//! Any string as inert Typst.
//!
//! Markup gets `#"…";`: a string expression whose closing semicolon keeps what
//! follows from being read as code. Inside the quotes every ASCII character
//! that could mean anything, in whatever context an author put the string, is
//! written as `\u{..}`: a quote cannot end it, `*/` cannot end a comment, a
//! backtick cannot end raw text. In a context that takes no string expression
//! Typst fails with an error; it never runs the string as code.

use std::fmt::Write;

use super::together::{self, Piece};
use crate::words::{joined, with_breaks};

/// A string literal for Typst code: `"…"`.
pub fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars().map(shown) {
        let plain = c.is_ascii_alphanumeric()
            || matches!(c, ' ' | '.' | ',' | '-' | '%')
            || (!c.is_ascii() && !c.is_control());
        if plain {
            out.push(c);
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        }
    }
    out.push('"');
    out
}

/// A control character has no glyph, and a PDF/A must show what it holds: its
/// place is marked by U+FFFD. Tabs and line ends are white space.
fn shown(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' => c,
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}

/// The string as markup: `#"…";`, and `#box[#"…";];` for what stands on one line.
/// Words too long for a column can break.
pub fn markup(text: &str) -> String {
    let text = joined(&with_apostrophes(text));
    let pieces = together::pieces(&text).into_iter();
    let written = pieces.map(|piece| match piece {
        Piece::Free(text) => format!("#{};", literal(&with_breaks(text))),
        Piece::Kept(text) => boxed(text),
    });
    written.collect()
}

/// The string as markup that stands on one line.
pub(super) fn boxed(text: &str) -> String {
    format!("#box[#{};];", literal(text))
}

/// The text with the apostrophe of print between two letters: today’s.
fn with_apostrophes(text: &str) -> String {
    let mut before = None;
    let mut following = text.chars().skip(1);
    let printed = text.chars().map(|c| {
        let after = following.next();
        let between = [before, after]
            .iter()
            .all(|c| c.is_some_and(char::is_alphabetic));
        before = Some(c);
        if c == '\'' && between { '\u{2019}' } else { c }
    });
    printed.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_literal() {
        assert_eq!(
            markup("a\"; #panic()"),
            r#"#"a\u{22}\u{3b} \u{23}panic\u{28}\u{29}";"#
        );
        assert_eq!(
            markup("\\\n*/`$<x>"),
            r#"#"\u{5c}\u{a}\u{2a}\u{2f}\u{60}\u{24}\u{3c}x\u{3e}";"#
        );
        assert_eq!(markup("a\u{19}\u{1b}b"), "#\"a\u{fffd}\u{fffd}b\";");
        assert_eq!(markup("12.5 %, µm – é"), "#\"12.5 %, µm – é\";");
    }

    #[test]
    fn a_unit_stands_on_one_line() {
        assert_eq!(
            markup("In g/dl \"#"),
            "#\"In \";#box[#\"g\\u{2f}dl\";];#\" \\u{22}\\u{23}\";"
        );
    }

    #[test]
    fn an_apostrophe_is_that_of_print() {
        assert_eq!(markup("today's"), "#\"today’s\";");
        for quote in ["'a'", "5'", "the patients' ", "'"] {
            assert!(markup(quote).contains("\\u{27}"), "{quote}");
        }
    }

    proptest::proptest! {
        /// Between the quotes stand only inert characters and escapes of them.
        #[test]
        fn every_string_is_inert(text in ".*") {
            let written = literal(&text);
            let inner = &written[1..written.len() - 1];
            proptest::prop_assert!(!inner.contains(['"', '#', '*', '/', '`', '$', '<', '[', '(', ';', '\n']));
            let only_escapes = inner.split('\\').skip(1).all(|rest| rest.starts_with("u{"));
            proptest::prop_assert!(only_escapes);
        }
    }
}
