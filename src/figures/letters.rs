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
pub(super) fn set(svg: String, fonts: &Fonts, lacking: &mut BTreeSet<char>) -> String {
    if svg.chars().all(Fonts::is_usual) {
        return svg;
    }
    let mut out = String::with_capacity(svg.len() + 1024);
    let mut open: Option<&str> = None;
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
            if let Some(family) = family {
                out.push_str("<tspan font-family=\"'");
                out.extend(family.chars().filter(|c| !"'\"<>&".contains(*c)));
                out.push_str("'\">");
            }
            open = family;
        }
        out.push(shown);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_run_names_its_family() {
        let mut lacking = BTreeSet::new();
        let svg = "<text>a 男女 b\u{12000}</text>".to_owned();
        let set = set(svg, &Fonts::default(), &mut lacking);
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
