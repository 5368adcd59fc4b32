//! The fonts in the folder of a study.

use ab_glyph::{Font as _, FontVec};
use thiserror::Error;
use ttf_parser::{Face, name_id};

/// The endings of the files that are read.
pub const ENDINGS: &[&str] = &["ttf", "otf"];

/// Why a file of `fonts/` cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum FontError {
    /// It does not parse.
    #[error("is not a TrueType or OpenType font")]
    NoFont,
    /// It has no name by which Typst could find it.
    #[error("is a font without a family name")]
    NoFamily,
}

/// A font of a study.
#[derive(Debug)]
pub(super) struct Own {
    /// Its file in the folder.
    pub name: String,
    /// The family, as Typst calls it.
    pub family: String,
    pub font: FontVec,
}

impl Own {
    pub(super) fn new(name: &str, bytes: Vec<u8>) -> Result<Self, FontError> {
        let face = Face::parse(&bytes, 0).map_err(|_| FontError::NoFont)?;
        let names = face.names().into_iter();
        let family = names
            .filter(|name| name.name_id == name_id::FAMILY)
            .find_map(|name| name.to_string());
        let family = family.as_deref().map(typographic).unwrap_or_default();
        if family.is_empty() {
            return Err(FontError::NoFamily);
        }
        let font = FontVec::try_from_vec(bytes).map_err(|_| FontError::NoFont)?;
        Ok(Self {
            name: name.to_owned(),
            family,
            font,
        })
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.font.as_slice()
    }

    pub(super) fn has_glyph(&self, c: char) -> bool {
        self.font.glyph_id(c).0 != 0
    }
}

/// The family without the words for its weight, width and slope, which Typst
/// drops as well: "Noto Sans JP Medium" is the family "Noto Sans JP".
fn typographic(family: &str) -> String {
    const SEPARATORS: [char; 3] = [' ', '-', '_'];
    const MODIFIERS: [&str; 10] = [
        "extra", "ext", "ex", "x", "semi", "sem", "sm", "demi", "dem", "ultra",
    ];
    const SUFFIXES: [&str; 27] = [
        "normal",
        "italic",
        "oblique",
        "slanted",
        "thin",
        "th",
        "hairline",
        "light",
        "lt",
        "regular",
        "medium",
        "med",
        "md",
        "bold",
        "bd",
        "demi",
        "extb",
        "black",
        "blk",
        "bk",
        "heavy",
        "narrow",
        "condensed",
        "cond",
        "cn",
        "cd",
        "compressed",
    ];
    let family = family.trim().trim_start_matches('.');
    let lower = family.to_ascii_lowercase();
    let mut kept = lower.as_str();
    loop {
        let mut rest = kept;
        while let Some(shorter) = SUFFIXES.iter().find_map(|word| rest.strip_suffix(word)) {
            rest = shorter;
        }
        if rest.len() == kept.len() {
            break;
        }
        // A word for a style stands apart from the name.
        let Some(before) = rest.strip_suffix(SEPARATORS) else {
            break;
        };
        kept = before;
        let modified = MODIFIERS.iter().find_map(|word| before.strip_suffix(word));
        if let Some(before) = modified.and_then(|rest| rest.strip_suffix(SEPARATORS)) {
            kept = before;
        }
    }
    family.get(..kept.len()).unwrap_or(family).to_owned()
}

#[cfg(test)]
mod tests {
    use super::typographic;

    #[test]
    fn words_for_styles_are_no_part_of_a_family() {
        for (name, family) in [
            ("Noto Sans JP", "Noto Sans JP"),
            ("Noto Sans JP Medium", "Noto Sans JP"),
            ("Noto Sans CJK SC Regular", "Noto Sans CJK SC"),
            ("Sarabun Extra Light", "Sarabun"),
            ("Sarabun ExtraLight", "Sarabun ExtraLight"),
            ("Bold", "Bold"),
        ] {
            assert_eq!(typographic(name), family);
        }
    }
}
