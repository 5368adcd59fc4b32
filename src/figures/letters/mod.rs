//! Texts of figures in the fonts of a report.
//!
//! A drawing asks for the width of a text deep inside a kind of figure, so the
//! fonts are those of the drawing that this thread is at, and need not be
//! handed through every function of every kind.

mod set;

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::fonts::{EMOJI, Fonts, number_of};

pub(super) use set::set;

thread_local! {
    static FONTS: RefCell<Fonts> = RefCell::default();
}

/// Draws with these fonts.
pub(super) fn with<T>(fonts: &Fonts, draw: impl FnOnce() -> T) -> T {
    let before = FONTS.replace(fonts.clone());
    let drawn = draw();
    FONTS.replace(before);
    drawn
}

/// A text without the characters that the sans family lacks, and the width of
/// those in ems.
pub(super) fn unusual(text: &str) -> Option<(String, f64)> {
    if text.chars().all(Fonts::is_usual) {
        return None;
    }
    FONTS.with_borrow(|fonts| {
        let mut usual = String::new();
        let mut width = 0.0;
        for run in runs(text, fonts) {
            match run.family {
                // A sign of the sans family alone is measured by the font itself.
                None if run.text.chars().all(Fonts::is_usual) => usual.push_str(&run.text),
                _ => width += fonts.width(&run.text),
            }
        }
        Some((usual, width))
    })
}

/// Characters beside each other that one font writes.
#[derive(Debug, PartialEq)]
struct Run<'a> {
    /// The font, unless it is the sans family.
    family: Option<&'a str>,
    text: String,
    /// Characters that no font writes, whose numbers stand in the text.
    lacking: BTreeSet<char>,
}

/// The runs of a text, as they are measured and as they are set.
fn runs<'a>(text: &str, fonts: &'a Fonts) -> Vec<Run<'a>> {
    let mut runs: Vec<Run<'a>> = Vec::new();
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        let open = runs.last().and_then(|run| run.family);
        // Emoji are joined by marks for which a PDF has no glyph.
        let joins = matches!(c, '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0020}'..='\u{e007f}');
        if joins && (open == Some(EMOJI) || c != '\u{200d}') {
            continue;
        }
        let is_known = fonts.has_glyph(c) || c == char::REPLACEMENT_CHARACTER;
        let family = match c {
            _ if !is_known => None,
            // A mark belongs to the character before it.
            c if !c.is_ascii() && Fonts::is_usual(c) && c.is_alphanumeric() => None,
            c if c.is_ascii() => None,
            c if Fonts::is_usual(c) => open,
            c => fonts.family_of(c),
        };
        if runs.last().is_none_or(|run| run.family != family) {
            runs.push(Run {
                family,
                text: String::new(),
                lacking: BTreeSet::new(),
            });
        }
        let Some(run) = runs.last_mut() else { continue };
        if is_known {
            run.text.push(c);
            continue;
        }
        run.lacking.insert(c);
        run.text.push_str(&number_of(c));
        // As in tables: numbers and words beside each other stand apart.
        let follows = |next: &char| next.is_alphanumeric() || !fonts.has_glyph(*next);
        if letters.peek().is_some_and(follows) {
            run.text.push(' ');
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::super::theme;
    use super::*;

    #[test]
    fn the_fonts_are_those_of_the_drawing() {
        let width = || unusual("x男").map(|(usual, width)| (usual, width.round()));
        assert_eq!(width(), Some(("x".to_owned(), 1.0)));
        assert_eq!(unusual("xé"), None);
        assert_eq!(with(&Fonts::default(), width), width());
    }

    #[test]
    fn what_no_font_writes_is_measured_as_its_number() {
        theme::register_fonts();
        for (text, shown) in [
            ("\u{12000}", "U+12000"),
            ("Age \u{12000}", "Age U+12000"),
            ("\u{16a0}\u{16a2} x", "U+16A0 U+16A2 x"),
            ("(\u{1800})", "(U+1800)"),
        ] {
            assert_eq!(
                theme::text_width(text, 80),
                theme::text_width(shown, 80),
                "{text}"
            );
            let fonts = Fonts::default();
            let set: String = runs(text, &fonts).into_iter().map(|run| run.text).collect();
            assert_eq!(set, shown);
        }
    }
}
