//! The bundled fonts: the only ones that figures measure with and Typst sets.

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
