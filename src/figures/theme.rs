//! One look for all figures: sizes, colours, the font.
//!
//! A canvas unit is a tenth of a point on the page, so that Plotters' whole
//! coordinates do not show.

use std::ops::RangeInclusive;

use super::letters;
use crate::fonts;
use plotters::style::{FontStyle, IntoFont, RGBColor, register_font};

/// Width of every figure: the text column of the page, 165 mm.
pub const WIDTH: i32 = 4677;
/// Height of the tallest figure, 229 mm: what a page holds beside a caption.
pub const TALLEST: i32 = 6500;
/// The family, as Typst finds it among the bundled fonts. Without the quotes the
/// figure 3 would not be part of a CSS name, and Typst would fall back to a serif.
pub const FAMILY: &str = "'Source Sans 3'";
/// Labels, 8 pt.
pub const LABEL: i32 = 80;
/// Axis labels and notes, 7 pt.
pub const SMALL: i32 = 70;
/// Hair line, 0.5 pt.
pub const HAIR: u32 = 5;
/// Line of a curve or box, 1 pt.
pub const LINE: u32 = 10;

/// Text and axes.
pub const INK: RGBColor = RGBColor(26, 26, 26);
/// Secondary text and lines.
pub const GREY: RGBColor = RGBColor(95, 95, 95);
/// Grid and empty bars.
pub const PALE: RGBColor = RGBColor(222, 226, 230);
/// White, for text on dark fills.
pub const PAPER: RGBColor = RGBColor(255, 255, 255);

/// Colours of groups: distinct with any colour vision, and by lightness when
/// printed in grey (CIE L* 8, 36, 52, 67, then between).
const GROUPS: [RGBColor; 8] = [
    RGBColor(0, 90, 143),
    RGBColor(206, 88, 43),
    RGBColor(20, 20, 20),
    RGBColor(201, 154, 30),
    RGBColor(122, 84, 160),
    RGBColor(63, 148, 122),
    RGBColor(140, 140, 140),
    RGBColor(120, 30, 50),
];

/// Fills of the levels in a stacked bar, from light to dark.
const LEVELS: [RGBColor; 6] = [
    RGBColor(222, 229, 235),
    RGBColor(140, 180, 206),
    RGBColor(0, 90, 143),
    RGBColor(20, 30, 48),
    RGBColor(206, 150, 90),
    RGBColor(110, 70, 30),
];

/// The height of a row in a figure of so many, with `rest` above and below them:
/// the usual one as long as a page holds them all, and never below the least.
pub fn pitch(rows: usize, rest: i32, heights: RangeInclusive<i32>) -> i32 {
    let (least, usual) = heights.into_inner();
    let rows = i32::try_from(rows.max(1)).unwrap_or(i32::MAX);
    ((TALLEST - rest) / rows).clamp(least, usual)
}

/// The colour of the group at this index.
pub fn group(index: usize) -> RGBColor {
    GROUPS[index % GROUPS.len()]
}

/// The fill of the level at this index, of `count` levels: two levels are the
/// lightest and a dark one.
pub fn level(index: usize, count: usize) -> RGBColor {
    if count == 2 && index == 1 {
        LEVELS[2]
    } else {
        LEVELS[index % LEVELS.len()]
    }
}

/// White on dark fills, ink on light ones.
pub fn text_on(fill: RGBColor) -> RGBColor {
    let RGBColor(red, green, blue) = fill;
    let lightness = 299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue);
    if lightness < 140_000 { PAPER } else { INK }
}

/// Plotters writes a font size of `size / 1.24` into the SVG.
pub const SIZE_OF_EM: f64 = 1.24;
/// Ascent less descent of the font in em: what `ab_glyph` scales to the size.
const HEIGHT_OF_EM: f64 = 1.326;

/// Makes the bundled font known to Plotters. Repeating it does no harm.
pub fn register_fonts() {
    for (name, bytes) in fonts::ALL {
        let style = match *name {
            "SourceSans3-Regular.ttf" => FontStyle::Normal,
            "SourceSans3-Bold.ttf" => FontStyle::Bold,
            _ => continue,
        };
        // The files are part of the program; a test of widths shows that they parse.
        let _ = register_font(FAMILY, style, bytes);
    }
}

/// The width of a text at a font size, in canvas units.
pub fn text_width(text: &str, em: i32) -> i32 {
    if let Some((usual, others)) = letters::unusual(text) {
        return text_width(&usual, em) + (others * f64::from(em)).ceil() as i32;
    }
    let font = (FAMILY, f64::from(em) * HEIGHT_OF_EM).into_font();
    font.layout_box(text)
        .map_or(0, |((left, _), (right, _))| right - left)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The advance of a figure in Source Sans 3 is 497 of 1000 units.
    #[test]
    fn widths_are_those_of_the_font() {
        register_fonts();
        assert!((text_width("0000000000", 1000) - 4970).abs() <= 5);
    }
}
