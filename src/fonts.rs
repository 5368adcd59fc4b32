//! The bundled fonts: the only ones that figures measure with and Typst sets.

use std::sync::OnceLock;

use ab_glyph::{Font as _, FontRef};

/// File name and bytes of a font.
pub type Font = (&'static str, &'static [u8]);

macro_rules! fonts {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../fonts/", $name)))),*]
    };
}

/// Source Sans 3 and Source Serif 4 (SIL Open Font Licence).
pub const ALL: &[Font] = fonts![
    "SourceSans3-Regular.ttf",
    "SourceSans3-It.ttf",
    "SourceSans3-Semibold.ttf",
    "SourceSans3-Bold.ttf",
    "SourceSerif4-Regular.ttf",
    "SourceSerif4-It.ttf",
    "SourceSerif4-Semibold.ttf",
];

/// Whether both families have a glyph for a character, so that it can stand in
/// tables and figures as in prose.
pub fn have_glyph(c: char) -> bool {
    static REGULAR: OnceLock<Vec<FontRef<'static>>> = OnceLock::new();
    let regular = REGULAR.get_or_init(|| {
        let own = ALL
            .iter()
            .filter(|(name, _)| name.ends_with("-Regular.ttf"));
        own.filter_map(|(_, bytes)| FontRef::try_from_slice(bytes).ok())
            .collect()
    });
    c.is_whitespace() || is_invisible(c) || regular.iter().all(|font| font.glyph_id(c).0 != 0)
}

/// The width of a line in the sans family, in ems, digits as wide as one another.
pub fn sans_width(text: &str) -> f64 {
    static SANS: OnceLock<Option<FontRef<'static>>> = OnceLock::new();
    let sans = SANS.get_or_init(|| {
        let (_, bytes) = ALL.first()?;
        FontRef::try_from_slice(bytes).ok()
    });
    let advance = |c: char| {
        let font = sans.as_ref().filter(|_| !c.is_ascii_digit())?;
        let width = font.h_advance_unscaled(font.glyph_id(c));
        Some(f64::from(width) / f64::from(font.units_per_em()?))
    };
    text.chars().map(|c| advance(c).unwrap_or(FIGURE)).sum()
}

/// The width of a tabular figure in ems, about that of any other character.
const FIGURE: f64 = 0.497;

/// Marks that shape a line and have no glyph of their own.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::{have_glyph, sans_width};

    #[test]
    fn the_fonts_write_latin_greek_and_cyrillic() {
        for c in "aé×²½–−≥εκЖя\u{a0}".chars() {
            assert!(have_glyph(c), "{c}");
        }
        for c in "女年ก가ع🙂".chars() {
            assert!(!have_glyph(c), "{c}");
        }
    }

    #[test]
    fn widths_are_those_of_the_font() {
        // Advances of Source Sans 3: x 446, i 246, m 829, of 1000.
        for (text, width) in [("", 0.0), ("12", 0.994), ("x", 0.446), ("im", 1.075)] {
            assert!(
                (sans_width(text) - width).abs() < 1e-6,
                "{text}: {}",
                sans_width(text)
            );
        }
    }
}
