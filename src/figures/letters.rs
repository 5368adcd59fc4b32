//! Texts of figures in the fonts of a report.
//!
//! A drawing asks for the width of a text deep inside a kind of figure, so the
//! fonts are those of the drawing that this thread is at, and need not be
//! handed through every function of every kind.

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::fonts::{EMOJI, Fonts};

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
    let (usual, others): (String, String) = text.chars().partition(|c| Fonts::is_usual(*c));
    Some((usual, FONTS.with_borrow(|fonts| fonts.width(&others))))
}

/// A drawing with the family of each text that is not in the sans family. What
/// no font writes becomes U+FFFD, so that its place is seen, and is added to
/// `lacking`. Only texts of a study hold such characters: the markup is ASCII.
/// Runs whose letters change their shape beside others are added to `joined`.
pub(super) fn set(
    svg: String,
    fonts: &Fonts,
    (lacking, joined): (&mut BTreeSet<char>, &mut BTreeSet<String>),
) -> String {
    if svg.chars().all(Fonts::is_usual) {
        return svg;
    }
    let mut out = String::with_capacity(svg.len() + 1024);
    let mut open: Option<&str> = None;
    let mut run = String::new();
    for c in svg.chars() {
        // Emoji are joined by marks for which a PDF has no glyph.
        let joins = matches!(c, '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0020}'..='\u{e007f}');
        if joins && (open == Some(EMOJI) || c != '\u{200d}') {
            continue;
        }
        let shown = match fonts.has_glyph(c) || c == char::REPLACEMENT_CHARACTER {
            true => c,
            false => {
                lacking.insert(c);
                char::REPLACEMENT_CHARACTER
            }
        };
        let family = match shown {
            // A mark belongs to the character before it.
            c if !c.is_ascii() && Fonts::is_usual(c) && c.is_alphanumeric() => None,
            c if c.is_ascii() => None,
            c if Fonts::is_usual(c) => open,
            c => fonts.family_of(c),
        };
        if family != open {
            if open.is_some() {
                out.push_str("</tspan>");
            }
            if run.chars().any(is_joined) {
                joined.insert(std::mem::take(&mut run));
            }
            run.clear();
            if let Some(family) = family {
                out.push_str("<tspan font-family=\"'");
                out.extend(family.chars().filter(|c| !"'\"<>&".contains(*c)));
                out.push_str("'\">");
            }
            open = family;
        }
        if open.is_some() {
            run.push(shown);
        }
        out.push(shown);
    }
    out
}

/// Whether it is of a script whose letters change beside others or carry marks:
/// from Hebrew to the last of the Indic scripts.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{10ff}' | '\u{1700}'..='\u{1cff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_run_names_its_family() {
        let mut lacking = BTreeSet::new();
        let svg = "<text>a 男女 b\u{12000}</text>".to_owned();
        let mut joined = BTreeSet::new();
        let set = set(svg, &Fonts::default(), (&mut lacking, &mut joined));
        assert_eq!(
            set,
            "<text>a <tspan font-family=\"'Droid Sans Fallback'\">男女</tspan> b\u{fffd}</text>"
        );
        assert_eq!(lacking, ['\u{12000}'].into());
    }

    #[test]
    fn the_fonts_are_those_of_the_drawing() {
        let width = || unusual("x男").map(|(usual, width)| (usual, width.round()));
        assert_eq!(width(), Some(("x".to_owned(), 1.0)));
        assert_eq!(unusual("xé"), None);
        assert_eq!(with(&Fonts::default(), width), width());
    }
}
