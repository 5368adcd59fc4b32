//! Names beside marks or fills, from left to right in as many lines as they need.

use super::canvas::{Align, Canvas, SMALL, Stroke};
use super::text::Lines;
use super::theme::{self, Fill};
use plotters::style::RGBColor;

/// A line of one entry.
const LINE: i32 = 110;
/// From the left end of an entry to its name.
const NAME: i32 = 90;
/// Between two entries.
const APART: i32 = 110;

/// What stands before a name.
#[derive(Debug, Clone, Copy)]
pub enum Swatch {
    /// The mark of a group.
    Mark(usize, RGBColor),
    /// The fill of a level.
    Fill(Fill),
    /// An arrow onwards.
    Arrow,
    /// The end of a lane.
    End(LaneEnd),
}

/// How a lane ends that does not go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LaneEnd {
    /// With the event.
    Event,
    /// With one that competes with it.
    Competing,
}

impl LaneEnd {
    /// Draws it at the end of a bar of this height.
    pub fn draw(self, canvas: &mut Canvas, (x, y): (i32, i32), height: i32) {
        let (above, below) = (y - height / 2, y + height / 2);
        let stroke = |width| Stroke {
            colour: theme::INK,
            width,
        };
        match self {
            Self::Event => canvas.line((x, above), (x, below), stroke(2 * theme::LINE)),
            Self::Competing => {
                for x in [x - 14, x] {
                    canvas.line((x, above), (x, below), stroke(theme::HAIR));
                }
            }
        }
    }
}

struct Entry {
    swatch: Swatch,
    name: Lines,
    at: (i32, i32),
}

/// Entries in their lines.
pub struct Legend {
    entries: Vec<Entry>,
    /// Of all lines; 0 without entries.
    pub height: i32,
    /// Of the widest line.
    pub width: i32,
}

impl Legend {
    /// The entries in lines of this width.
    pub fn new<'a>(entries: impl Iterator<Item = (Swatch, &'a str)>, width: i32) -> Self {
        let (mut x, mut y, mut line) = (0, 0, LINE);
        let mut set = Vec::new();
        let mut widest = 0;
        for (swatch, name) in entries {
            let name = Lines::fit(name, width - NAME, SMALL);
            let room = NAME + name.width();
            if x > 0 && x + room > width {
                (x, y, line) = (0, y + line, LINE);
            }
            line = line.max(name.depth() + LINE);
            let at = (x, y);
            widest = widest.max(x + room);
            x += room + APART;
            set.push(Entry { swatch, name, at });
        }
        Self {
            width: widest,
            height: if set.is_empty() { 0 } else { y + line },
            entries: set,
        }
    }

    /// Draws it, the middle of its first line at `top`.
    pub fn draw(&self, canvas: &mut Canvas, (left, top): (i32, i32)) {
        for Entry { swatch, name, at } in &self.entries {
            let (x, y) = (left + at.0, top + at.1);
            match *swatch {
                Swatch::Mark(index, colour) => canvas.marker(index, (x + 35, y), colour),
                Swatch::Fill(fill) => {
                    let (from, to) = ((x, y - 30), (x + 65, y + 30));
                    canvas.filled(from, to, fill);
                    canvas.frame(from, to, OUTLINE);
                }
                Swatch::End(end) => {
                    canvas.rectangle((x, y - 26), (x + 60, y + 26), theme::PALE);
                    end.draw(canvas, (x + 60, y), 52);
                }
                Swatch::Arrow => canvas.arrow((x, y), (x + 60, y), 20, OUTLINE),
            }
            name.draw_from(canvas, (x + NAME, y), Align::Left);
        }
    }
}

/// Around fills, which may be as light as the paper.
pub const OUTLINE: Stroke = Stroke {
    colour: theme::GREY,
    width: theme::HAIR,
};
