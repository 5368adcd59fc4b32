//! The fonts of a report: the two families that it is set in, those in the
//! `fonts/` folder of its study, and those that stand in for other scripts.
//! Figures are measured with the same ones that Typst sets.

mod fallback;
mod own;
mod shaped;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use ab_glyph::{Font as _, FontRef};

use fallback::FALLBACK;
use own::Own;
pub use own::{ENDINGS, FontError};
pub use shaped::Piece;

/// File name and bytes of a font.
pub type Font = (&'static str, &'static [u8]);

macro_rules! fonts {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../fonts/", $name)))),*]
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

/// The family of tables, figures and headings.
pub const SANS: &str = "Source Sans 3";

/// The family of emoji.
pub const EMOJI: &str = "Noto Emoji";

/// Which font writes a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writer {
    /// Both families.
    Families,
    /// One of the study, by its place.
    Own(usize),
    /// The sans family alone.
    Sans,
    /// One that is bundled for another script, by its place.
    Fallback(usize),
}

/// The fonts that one report may use.
#[derive(Debug, Clone, Default)]
pub struct Fonts {
    own: Arc<Vec<Own>>,
}

impl Fonts {
    /// The bundled fonts and these files of a study, by name.
    ///
    /// # Errors
    /// [`FontError`] of each file that is no font.
    pub fn new(files: BTreeMap<String, Vec<u8>>) -> Result<Self, Vec<(String, FontError)>> {
        let (mut own, mut errors) = (Vec::new(), Vec::new());
        for (name, bytes) in files {
            match Own::new(&name, bytes) {
                Ok(font) => own.push(font),
                Err(error) => errors.push((name, error)),
            }
        }
        match errors.is_empty() {
            true => Ok(Self { own: Arc::new(own) }),
            false => Err(errors),
        }
    }

    /// Name and bytes of each font of the study.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.own
            .iter()
            .map(|font| (font.name.as_str(), font.bytes()))
    }

    /// Whether any font writes this character.
    pub fn has_glyph(&self, c: char) -> bool {
        self.writer(c).is_some()
    }

    /// Whether the two families write this character, so that no other font is
    /// needed.
    pub fn is_usual(c: char) -> bool {
        c.is_ascii() || is_invisible(c) || c.is_whitespace() || {
            let regular = regular().iter();
            regular.clone().count() > 0 && regular.clone().all(|font| font.glyph_id(c).0 != 0)
        }
    }

    /// The families that the text of a report is set in after its own, in the
    /// order in which they are asked for a character.
    pub fn families<'a>(&'a self, characters: &BTreeSet<char>) -> Vec<&'a str> {
        let own = self.own.iter().map(|font| font.family.as_str());
        let bundled = self.needed(characters).map(|font| font.family);
        let mut families: Vec<&str> = own.chain([SANS]).chain(bundled).collect();
        let mut known = BTreeSet::new();
        families.retain(|family| known.insert(*family));
        families
    }

    /// File name and bytes of the bundled fonts that these characters need.
    pub fn bundled(&self, characters: &BTreeSet<char>) -> Vec<Font> {
        let needed = self.needed(characters);
        needed.map(|font| (font.file, font.bytes)).collect()
    }

    fn needed(&self, characters: &BTreeSet<char>) -> impl Iterator<Item = &'static fallback::Face> {
        let writers: Vec<_> = characters.iter().filter_map(|c| self.writer(*c)).collect();
        let faces = FALLBACK.iter().enumerate();
        faces
            .filter(move |(at, _)| writers.contains(&Writer::Fallback(*at)))
            .map(|(_, face)| face)
    }

    /// The family that writes this character in a figure, if it is not the sans
    /// family.
    pub fn family_of(&self, c: char) -> Option<&str> {
        match self.writer(c)? {
            Writer::Families | Writer::Sans => None,
            Writer::Own(at) => self.own.get(at).map(|font| font.family.as_str()),
            Writer::Fallback(at) => FALLBACK.get(at).map(|face| face.family),
        }
    }

    /// The width of a line in the sans family, in ems, digits as wide as one another.
    pub fn width(&self, text: &str) -> f64 {
        let letters: Vec<char> = text.chars().collect();
        let runs = letters.chunk_by(|before, after| {
            is_joined(*before) && is_joined(*after) && self.writer(*before) == self.writer(*after)
        });
        let width = |run: &[char]| match run {
            [alone] if !is_joined(*alone) => self.advance(*alone),
            run => {
                let run: String = run.iter().collect();
                self.pieces(&run).iter().map(|piece| piece.advance).sum()
            }
        };
        runs.map(width).sum()
    }

    /// A run of characters that one font writes in the pieces in which a drawing may
    /// place it, with their widths. It is one piece where its letters are written as
    /// they stand.
    pub fn pieces(&self, run: &str) -> Vec<Piece> {
        let font = match run.chars().find(|c| is_joined(*c)) {
            Some(c) => self.writer(c).and_then(|writer| self.bytes(writer)),
            None => None,
        };
        let shaped = font.and_then(|font| shaped::pieces(run, font));
        shaped.unwrap_or_else(|| {
            vec![Piece {
                text: run.to_owned(),
                advance: run.chars().map(|c| self.advance(c)).sum(),
                is_compound: false,
            }]
        })
    }

    /// The file of a font that stands in for the two families.
    fn bytes(&self, writer: Writer) -> Option<&[u8]> {
        match writer {
            Writer::Families | Writer::Sans => None,
            Writer::Own(at) => self.own.get(at).map(Own::bytes),
            Writer::Fallback(at) => FALLBACK.get(at).map(|face| face.bytes),
        }
    }

    /// The width of a character in ems.
    pub fn advance(&self, c: char) -> f64 {
        if c.is_ascii_digit() {
            return FIGURE;
        }
        let advance = match self.writer(c) {
            Some(Writer::Families | Writer::Sans) => sans().and_then(|font| advance(font, c)),
            Some(Writer::Own(at)) => self.own.get(at).and_then(|font| advance(&font.font, c)),
            Some(Writer::Fallback(at)) => fallback(at).and_then(|font| advance(font, c)),
            // Its number stands for it, with a blank before that of another one.
            None => {
                let printed = number_of(c);
                let sign = |c: char| sans().and_then(|font| advance(font, c)).unwrap_or(FIGURE);
                return sign(' ') + printed.chars().map(sign).sum::<f64>();
            }
        };
        advance.unwrap_or(FIGURE)
    }

    fn writer(&self, c: char) -> Option<Writer> {
        if Self::is_usual(c) {
            return Some(Writer::Families);
        }
        let own = self.own.iter().position(|font| font.has_glyph(c));
        if let Some(at) = own {
            return Some(Writer::Own(at));
        }
        if sans().is_some_and(|font| font.glyph_id(c).0 != 0) {
            return Some(Writer::Sans);
        }
        let has_glyph = |at: &usize| fallback(*at).is_some_and(|font| font.glyph_id(c).0 != 0);
        (0..FALLBACK.len()).find(has_glyph).map(Writer::Fallback)
    }
}

/// Of one study as of another: the same files.
impl PartialEq for Fonts {
    fn eq(&self, other: &Self) -> bool {
        self.files().eq(other.files())
    }
}

/// The regular font of each family.
fn regular() -> &'static [FontRef<'static>] {
    static REGULAR: OnceLock<Vec<FontRef<'static>>> = OnceLock::new();
    REGULAR.get_or_init(|| {
        let own = ALL
            .iter()
            .filter(|(name, _)| name.ends_with("-Regular.ttf"));
        own.filter_map(|(_, bytes)| FontRef::try_from_slice(bytes).ok())
            .collect()
    })
}

fn sans() -> Option<&'static FontRef<'static>> {
    regular().first()
}

/// A font for another script, read when it is first needed.
fn fallback(at: usize) -> Option<&'static FontRef<'static>> {
    static FONTS: [OnceLock<Option<FontRef<'static>>>; FALLBACK.len()] =
        [const { OnceLock::new() }; FALLBACK.len()];
    let font = FONTS.get(at)?.get_or_init(|| {
        let face = FALLBACK.get(at)?;
        FontRef::try_from_slice(face.bytes).ok()
    });
    font.as_ref()
}

fn advance(font: &impl ab_glyph::Font, c: char) -> Option<f64> {
    let width = font.h_advance_unscaled(font.glyph_id(c));
    Some(f64::from(width) / f64::from(font.units_per_em()?))
}

/// The width of a tabular figure in ems, about that of any other character.
const FIGURE: f64 = 0.497;

/// Whether it is of a script whose letters change beside others or carry marks:
/// from Hebrew to the last of the Indic scripts.
pub fn is_joined(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{10ff}' | '\u{1700}'..='\u{1cff}')
}

/// How a character without a glyph is printed: by its number.
pub fn number_of(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// Marks that shape a line or the character before them, and have no glyph of
/// their own.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0001}'..='\u{e01ef}'
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn the_two_families_write_latin_greek_and_cyrillic() {
        for c in "aé×²½–−≥εκЖя\u{a0}".chars() {
            assert!(Fonts::is_usual(c), "{c}");
        }
    }

    #[test]
    fn the_bundled_fonts_write_the_scripts_of_most_readers() {
        let fonts = Fonts::default();
        let words = "女性 男性 かな カナ 여성 ชาย ຊາຍ ប្រុស ကျား ذكر زن גבר पुरुष পুরুষ ਮਰਦ પુરુષ ପୁରୁଷ \
                     ஆண் పురుషుడు ಪುರುಷ പുരുഷൻ පිරිමි կին ქალი ወንድ ☑ ✓ ♀ → ⇒ ℃ Ⅱ ① ∈ ⊂ ǅ Ԁ 🙂 ❤ 👩";
        for c in words.chars() {
            assert!(fonts.has_glyph(c), "{c} {:04X}", u32::from(c));
        }
        for c in "𒀀\u{e000}".chars() {
            assert!(!fonts.has_glyph(c), "{c}");
        }
    }

    #[test]
    fn only_the_fonts_that_are_needed_are_taken() {
        let fonts = Fonts::default();
        let needed = |text: &str| fonts.families(&text.chars().collect()).join(", ");
        assert_eq!(needed("plain é"), "Source Sans 3");
        assert_eq!(
            needed("한 ก"),
            "Source Sans 3, Noto Sans Thai, Droid Sans Fallback"
        );
    }

    #[test]
    fn widths_are_those_of_the_fonts() {
        let fonts = Fonts::default();
        // Advances of Source Sans 3: x 446, i 246, m 829, of 1000; Chinese
        // characters are as wide as they are high, vowels above take no room.
        let cases = [
            ("", 0.0),
            ("12", 0.994),
            ("x", 0.446),
            ("im", 1.075),
            ("女性", 2.0),
            ("\u{e34}", 0.0),
        ];
        for (text, width) in cases {
            let found = fonts.width(text);
            assert!((found - width).abs() < 1e-6, "{text}: {found}");
        }
    }

    /// As HarfBuzz 15 shapes them, of 1000 units.
    #[test]
    fn letters_of_several_glyphs_are_as_wide_as_all_of_them() {
        let fonts = Fonts::default();
        for (word, width) in [
            ("का", 1021.0),
            ("कु", 762.0),
            ("क्त", 1100.0),
            ("महिला", 2325.0),
            ("क्षेत्र", 1264.0),
            ("र्म", 598.0),
            ("ตำบล", 2217.0),
            ("ஆண்கள்", 4756.0),
            ("ကျား", 2182.0),
            ("ذكر", 1285.0),
        ] {
            let found = fonts.width(word) * 1000.0;
            assert!((found - width).abs() < 0.5, "{word}: {found}");
        }
        let pieces = |text| {
            let pieces = fonts.pieces(text).into_iter();
            pieces.map(|own| own.text).collect::<Vec<_>>()
        };
        assert_eq!(pieces("महिला"), ["महि", "ला"]);
        // A letter behind one of several glyphs is marked as unsafe to part, and is not.
        assert_eq!(pieces("उत्तरजीविता"), ["उत्तरजी", "वि", "ता"]);
        assert_eq!(pieces("नपुंसक"), ["नपुंसक"]);
        assert_eq!(pieces("ตำบล"), ["ตำ", "บล"]);
        assert_eq!(pieces("ذكر").concat(), "ذكر");
        for word in ["क्षेत्र", "পুরুষ", "ஆண்கள்", "ប្រុស", "ကျား", "പുരുഷൻ", "ชาย"]
        {
            assert_eq!(pieces(word).concat(), word);
            let parts: f64 = fonts
                .pieces(word)
                .iter()
                .map(|own| fonts.width(&own.text))
                .sum();
            assert!((parts - fonts.width(word)).abs() < 1e-6, "{word}");
        }
    }

    #[test]
    fn a_font_of_a_study_comes_first() {
        let (_, thai) = FALLBACK
            .iter()
            .map(|face| (face.file, face.bytes))
            .find(|(file, _)| file.contains("Thai"))
            .unwrap();
        let files = [("thai.ttf".to_owned(), thai.to_vec())].into();
        let fonts = Fonts::new(files).unwrap();
        let characters = "ก".chars().collect();
        assert!(fonts.bundled(&characters).is_empty());
        assert_eq!(fonts.family_of('ก'), Some("Noto Sans Thai"));
        let broken = [("a.otf".to_owned(), b"no font".to_vec())].into();
        assert_eq!(Fonts::new(broken).unwrap_err().len(), 1);
    }
}
