//! One look for all figures: sizes, colours, the font.
//!
//! A canvas unit is a tenth of a point on the page, so that Plotters' whole
//! coordinates do not show.

use std::ops::RangeInclusive;

use super::letters;
use crate::fonts;
use crate::stats::math;
use plotters::style::{FontStyle, IntoFont, RGBColor, register_font};

/// Height of the tallest figure, 229 mm: what a page holds beside a caption.
pub const TALLEST: i32 = 6500;
/// The tallest beginning of a drawing that goes on overleaf: even a page that is almost
/// half full has room for it and its caption.
pub const TALLEST_BEGINNING: i32 = 3000;
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
/// printed in grey (CIE L* 6, 36, 47, 61, then between), none too light for a line or
/// a mark on white.
const GROUPS: [RGBColor; 8] = [
    RGBColor(0, 90, 143),
    RGBColor(194, 72, 32),
    RGBColor(20, 20, 20),
    RGBColor(187, 139, 0),
    RGBColor(122, 84, 160),
    RGBColor(63, 148, 122),
    RGBColor(140, 140, 140),
    RGBColor(120, 30, 50),
];

/// Fills of the levels in a stacked bar, from light to dark for each number of them
/// up to seven: levels have an order more often than not, and one that is lighter
/// than the next is so in grey as well.
const TWO: [RGBColor; 2] = [RGBColor(222, 229, 235), RGBColor(0, 90, 143)];
const FOUR: [RGBColor; 4] = [
    RGBColor(222, 229, 235),
    RGBColor(140, 180, 206),
    RGBColor(0, 90, 143),
    RGBColor(20, 30, 48),
];
const FIVE: [RGBColor; 5] = [
    RGBColor(226, 233, 239),
    RGBColor(172, 203, 222),
    RGBColor(108, 162, 199),
    RGBColor(0, 90, 143),
    RGBColor(20, 30, 48),
];
const SIX: [RGBColor; 6] = [
    RGBColor(226, 233, 239),
    RGBColor(184, 211, 228),
    RGBColor(134, 180, 210),
    RGBColor(86, 146, 189),
    RGBColor(0, 90, 143),
    RGBColor(20, 30, 48),
];
const SEVEN: [RGBColor; 7] = [
    RGBColor(226, 233, 239),
    RGBColor(190, 214, 230),
    RGBColor(152, 191, 216),
    RGBColor(110, 162, 200),
    RGBColor(38, 112, 165),
    RGBColor(0, 72, 118),
    RGBColor(18, 26, 42),
];

/// The colours of so many levels, and of more the most there are.
fn shades(count: usize) -> &'static [RGBColor] {
    match count {
        ..=2 => &TWO,
        3 | 4 => &FOUR,
        5 => &FIVE,
        6 => &SIX,
        _ => &SEVEN,
    }
}

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

/// The colour of a row at this index, of so many: its label names it, and more rows
/// than colours are alike.
pub fn row(index: usize, rows: usize) -> RGBColor {
    group(if rows > GROUPS.len() { 0 } else { index })
}

/// How a fill is told from another of the same colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hatch {
    /// Not at all.
    Plain,
    /// Lines that rise.
    Rising,
    /// Lines that fall.
    Falling,
    /// Lines from left to right.
    Level,
    /// Lines from top to bottom.
    Upright,
    /// Lines that rise and lines that fall.
    Crossed,
}

/// Every hatch, in the order in which they are used.
const HATCHES: [Hatch; 6] = [
    Hatch::Plain,
    Hatch::Rising,
    Hatch::Falling,
    Hatch::Upright,
    Hatch::Crossed,
    Hatch::Level,
];

/// The most fills that are all different.
pub const MOST_FILLS: usize = 36;
/// The most groups that a figure tells apart by colour and mark: more than are read.
pub const MOST_GROUPS: usize = 40;
/// Different marks, more than colours and without a divisor common with their
/// number: so many groups are told apart by the mark alone, also in grey.
pub const MARKS: usize = 9;

/// A colour with its hatch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fill {
    /// The colour.
    pub colour: RGBColor,
    /// What is drawn on it.
    pub hatch: Hatch,
}

/// The fill of the level at this index, of `count` levels, none lighter than the one
/// before it. More levels than shades share each between hatches.
pub fn level(index: usize, count: usize) -> Fill {
    let sharing = count.div_ceil(SEVEN.len()).max(1);
    let shades = shades(count.div_ceil(sharing));
    let colour = shades[(index / sharing).min(shades.len() - 1)];
    let hatch = HATCHES[index % sharing % HATCHES.len()];
    Fill { colour, hatch }
}

/// The opacity of a dot through which others are seen.
pub const DOT: f64 = 0.65;

/// White or ink, whichever is read better on a fill.
pub fn text_on(fill: RGBColor) -> RGBColor {
    match contrast(PAPER, fill) > contrast(INK, fill) {
        true => PAPER,
        false => INK,
    }
}

/// The contrast of two colours as the Web Content Accessibility Guidelines define
/// it, 1 to 21; text needs 4.5, lines and marks 3.
pub fn contrast(one: RGBColor, other: RGBColor) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Relative luminance of sRGB.
fn luminance(RGBColor(red, green, blue): RGBColor) -> f64 {
    let linear = |part: u8| {
        let share = f64::from(part) / 255.0;
        match share <= 0.04045 {
            true => share / 12.92,
            false => math::exp(2.4 * math::ln((share + 0.055) / 1.055)),
        }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
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

/// The width of a bold text of the sans family, in canvas units.
pub fn bold_width(text: &str, em: i32) -> i32 {
    let font = (FAMILY, f64::from(em) * HEIGHT_OF_EM, FontStyle::Bold).into_font();
    font.layout_box(text)
        .map_or(0, |((left, _), (right, _))| right - left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_read_on_what_it_stands_on() {
        for count in 1..=MOST_FILLS {
            for fill in (0..count).map(|at| level(at, count).colour) {
                assert!(contrast(text_on(fill), fill) >= 4.5, "{fill:?}");
            }
        }
        for text in [INK, GREY] {
            assert!(contrast(text, PAPER) >= 4.5, "{text:?}");
        }
        // As the guidelines define it.
        assert!((contrast(RGBColor(0, 0, 0), PAPER) - 21.0).abs() < 1e-9);
    }

    /// Success criterion 1.4.11 of the guidelines.
    #[test]
    fn lines_and_marks_are_seen_on_white() {
        for colour in GROUPS.iter().chain([&INK, &GREY]) {
            assert!(contrast(*colour, PAPER) >= 3.0, "{colour:?}");
        }
        // A dot of one row, through which others are seen.
        let RGBColor(red, green, blue) = group(0);
        let through = |part: u8| {
            let share = f64::from(part) * DOT + 255.0 * (1.0 - DOT);
            share.round() as u8
        };
        let dot = RGBColor(through(red), through(green), through(blue));
        assert!(contrast(dot, PAPER) >= 3.0, "{dot:?}");
    }

    /// The colours of few groups differ in lightness, which is what is left of them in
    /// grey and, between red and green, to one man of twelve.
    #[test]
    fn the_first_groups_differ_in_lightness() {
        let lightness = |colour| 116.0 * luminance(colour).cbrt() - 16.0;
        let mut first: Vec<f64> = (0..4).map(|at| lightness(group(at))).collect();
        first.sort_by(f64::total_cmp);
        assert!(
            first.windows(2).all(|pair| pair[1] - pair[0] > 10.0),
            "{first:?}"
        );
    }

    #[test]
    fn levels_are_different_and_darken_in_their_order() {
        for count in 2..=MOST_FILLS {
            let fills: Vec<Fill> = (0..count).map(|at| level(at, count)).collect();
            for (at, pair) in fills.windows(2).enumerate() {
                let [before, after] = [pair[0].colour, pair[1].colour].map(luminance);
                assert!(before >= after, "{at} of {count}");
                assert!(!fills[..=at].contains(&pair[1]), "{at} of {count}");
            }
        }
    }

    #[test]
    fn no_two_levels_have_one_fill_and_no_two_groups_one_colour_and_mark() {
        let fills: Vec<Fill> = (0..MOST_FILLS).map(|at| level(at, MOST_FILLS)).collect();
        let marks = (0..MOST_GROUPS).map(|at| (group(at), at % MARKS));
        let marks: Vec<(RGBColor, usize)> = marks.collect();
        for at in 1..MOST_GROUPS {
            assert!(fills.get(at).is_none_or(|own| !fills[..at].contains(own)));
            assert!(!marks[..at].contains(&marks[at]), "{at}");
        }
    }

    /// The advance of a figure in Source Sans 3 is 497 of 1000 units.
    #[test]
    fn widths_are_those_of_the_font() {
        register_fonts();
        assert!((text_width("0000000000", 1000) - 4970).abs() <= 5);
    }
}
