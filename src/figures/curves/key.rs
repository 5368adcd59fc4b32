//! The key above a plot: the mark and name of each group with what is told of it.
//! Where the counts below the plot name the groups and nothing is told of them,
//! there is none. Names alone stand in lines; with what is told of them each has
//! a row, and many rows stand in two or three sets beside each other.

use super::{Column, INKED, Panel, Place};
use crate::figures::canvas::{Align, Canvas, SMALL, Type, Weight};
use crate::figures::legend::{Legend, Swatch};
use crate::figures::text::{self, Lines};
use crate::figures::theme;

/// Least height of a row.
const PITCH: i32 = 105;
/// Above and below a name of several lines.
const AIR: i32 = 35;
/// Between two columns.
const APART: i32 = 110;
/// From the left end to a name: its mark.
const MARK: i32 = 100;
/// Names get at least this where panels could stand below each other.
const LEAST_NAMES: i32 = 500;
/// More rows than this are set beside each other, if there is room.
const MOST_ROWS: usize = 12;
const HEADING: Type = Type {
    weight: Weight::Bold,
    ..INKED
};

fn is_shown(panel: &Panel<'_>) -> bool {
    !panel.columns.is_empty() || (panel.is_grouped() && panel.blocks.is_empty())
}

/// The width of the column's widest text.
fn width(column: &Column) -> i32 {
    let cells = column.cells.iter().map(|cell| text::width(cell, SMALL));
    let heading = text::width(&column.heading, HEADING);
    cells.max().unwrap_or(0).max(heading)
}

fn columns(panel: &Panel<'_>) -> i32 {
    panel
        .columns
        .iter()
        .map(|column| width(column) + APART)
        .sum()
}

/// Whether the names of the groups have enough room beside the columns.
pub(super) fn fits(panel: &Panel<'_>, room: i32) -> bool {
    !is_shown(panel) || room - columns(panel) >= LEAST_NAMES
}

/// The least width of the key.
pub(super) fn least(panel: &Panel<'_>) -> i32 {
    match is_shown(panel) {
        true => columns(panel) + MARK + LEAST_NAMES / 2,
        false => 0,
    }
}

/// How the key is set in its room.
enum Set {
    /// Names alone.
    Names(Legend),
    /// Names with what is told of them.
    Rows(Rows),
}

struct Rows {
    names: Vec<Lines>,
    /// Rows of each set.
    each: usize,
    /// Width of the widest name with its mark.
    lead: i32,
    /// From one set to the next.
    step: i32,
    /// Width of all sets.
    width: i32,
}

impl Rows {
    fn new(panel: &Panel<'_>, room: i32) -> Self {
        let told = columns(panel);
        let most = (room - told - MARK).max(LEAST_NAMES / 2);
        let label = |own: &super::Course| own.label.clone().unwrap_or_default();
        let labels = panel.courses.iter().map(label);
        let names: Vec<Lines> = labels
            .map(|label| Lines::fit(&label, most, INKED))
            .collect();
        let widest = names.iter().map(Lines::width).max().unwrap_or(0);
        let lead = match panel.is_grouped() {
            true => MARK + widest + APART,
            false => 0,
        };
        let step = lead + told + APART;
        let wanted = names.len().div_ceil(MOST_ROWS).max(1);
        let beside = ((room + 2 * APART) / step.max(1)).max(1) as usize;
        let sets = wanted.min(beside);
        Self {
            each: names.len().div_ceil(sets).max(1),
            names,
            lead,
            step,
            width: step * sets as i32 - 2 * APART,
        }
    }

    fn pitch(name: &Lines) -> i32 {
        (name.height() + AIR).max(PITCH)
    }

    /// The height of the highest set, below the headings.
    fn depth(&self) -> i32 {
        let sets = self.names.chunks(self.each);
        let heights = sets.map(|own| own.iter().map(Self::pitch).sum());
        heights.max().unwrap_or(0)
    }

    fn draw(&self, canvas: &mut Canvas, panel: &Panel<'_>, (left, top): (i32, i32)) {
        for (at, names) in self.names.chunks(self.each).enumerate() {
            let left = left + self.step * at as i32;
            let mut x = left + self.lead;
            for column in &panel.columns {
                canvas.text(&column.heading, (x, top), Align::Left, HEADING);
                x += width(column) + APART;
            }
            let mut y = top + PITCH;
            for (row, name) in (at * self.each..).zip(names) {
                let middle = y + name.depth() / 2;
                if panel.is_grouped() {
                    let own = panel.courses.get(row).map_or(row, |own| own.look);
                    canvas.marker(own, (left + 40, middle), theme::group(own));
                }
                name.draw_from(canvas, (left + MARK, y), Align::Left);
                let mut x = left + self.lead;
                for column in &panel.columns {
                    if let Some(cell) = column.cells.get(row) {
                        canvas.text(cell, (x, middle), Align::Left, INKED);
                    }
                    x += width(column) + APART;
                }
                y += Self::pitch(name);
            }
        }
    }
}

fn set(panel: &Panel<'_>, room: i32) -> Option<Set> {
    if !is_shown(panel) {
        return None;
    }
    if !panel.columns.is_empty() {
        return Some(Set::Rows(Rows::new(panel, room)));
    }
    let names = panel.courses.iter().filter_map(|own| {
        let swatch = Swatch::Mark(own.look, theme::group(own.look));
        Some((swatch, own.label.as_deref()?))
    });
    Some(Set::Names(Legend::new(names, room)))
}

/// The height of the key.
pub(super) fn height(panel: &Panel<'_>, room: i32) -> i32 {
    match set(panel, room) {
        None => 0,
        Some(Set::Names(legend)) => legend.height,
        Some(Set::Rows(rows)) => PITCH + rows.depth(),
    }
}

/// Where the rows of a key that begins at `y` begin and end, if they stand one below
/// the other.
pub(super) fn ends(panel: &Panel<'_>, room: i32, y: i32) -> Vec<(i32, i32)> {
    let rows = match set(panel, room) {
        Some(Set::Rows(rows)) if rows.each == rows.names.len() => rows,
        _ => return Vec::new(),
    };
    let mut top = y + PITCH / 2;
    let ends = rows.names.iter().map(|name| {
        let from = top;
        top += Rows::pitch(name);
        (from, top)
    });
    ends.collect()
}

/// Draws the key from `y` on.
pub(super) fn draw(canvas: &mut Canvas, panel: &Panel<'_>, place: &Place, y: i32) {
    let room = place.to - place.from;
    match set(panel, room) {
        None => {}
        Some(Set::Names(legend)) => {
            let left = place.left.min(place.to - legend.width).max(place.from);
            legend.draw(canvas, (left, y));
        }
        Some(Set::Rows(rows)) => {
            let left = place.left.min(place.to - rows.width).max(place.from);
            rows.draw(canvas, panel, (left, y));
        }
    }
}
