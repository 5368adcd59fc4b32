//! The fonts for scripts and signs that the two families of a report lack, in
//! the order in which they are asked.

/// A bundled font.
#[derive(Debug)]
pub(super) struct Face {
    pub file: &'static str,
    pub family: &'static str,
    pub bytes: &'static [u8],
}

macro_rules! faces {
    ($($family:literal $file:literal),* $(,)?) => {
        &[$(Face {
            file: $file,
            family: $family,
            bytes: include_bytes!(concat!("../../fonts/fallback/", $file)),
        }),*]
    };
}

/// Each without hinting, which neither a PDF nor an SVG uses. `fonts/README.md`
/// has their origins.
pub(super) const FALLBACK: &[Face] = faces![
    "Noto Sans" "NotoSans-Regular.ttf",
    "Noto Sans Arabic" "NotoSansArabic-Regular.ttf",
    "Noto Sans Armenian" "NotoSansArmenian-Regular.ttf",
    "Noto Sans Bengali" "NotoSansBengali-Regular.ttf",
    "Noto Sans Devanagari" "NotoSansDevanagari-Regular.ttf",
    "Noto Sans Ethiopic" "NotoSansEthiopic-Regular.ttf",
    "Noto Sans Georgian" "NotoSansGeorgian-Regular.ttf",
    "Noto Sans Gujarati" "NotoSansGujarati-Regular.ttf",
    "Noto Sans Gurmukhi" "NotoSansGurmukhi-Regular.ttf",
    "Noto Sans Hebrew" "NotoSansHebrew-Regular.ttf",
    "Noto Sans Kannada" "NotoSansKannada-Regular.ttf",
    "Noto Sans Khmer" "NotoSansKhmer-Regular.ttf",
    "Noto Sans Lao" "NotoSansLao-Regular.ttf",
    "Noto Sans Malayalam" "NotoSansMalayalam-Regular.ttf",
    "Noto Sans Myanmar" "NotoSansMyanmar-Regular.ttf",
    "Noto Sans Oriya" "NotoSansOriya-Regular.ttf",
    "Noto Sans Sinhala" "NotoSansSinhala-Regular.ttf",
    "Noto Sans Tamil" "NotoSansTamil-Regular.ttf",
    "Noto Sans Telugu" "NotoSansTelugu-Regular.ttf",
    "Noto Sans Thai" "NotoSansThai-Regular.ttf",
    "Droid Sans Fallback" "DroidSansFallback.ttf",
    "Noto Sans Math" "NotoSansMath-Regular.ttf",
    "Noto Sans Symbols" "NotoSansSymbols-Regular.ttf",
    "Noto Sans Symbols2" "NotoSansSymbols2-Regular.ttf",
    "Noto Emoji" "NotoEmoji-Regular.ttf",
];
