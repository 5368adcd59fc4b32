//! The key above a plot: the mark and name of each group with what is told of it.
//! Where the counts below the plot name the groups and nothing is told of them,
//! there is none.

use super::{Column, INKED, Panel, Place};
use crate::figures::canvas::{Align, Canvas, SMALL, Type, Weight};
use crate::figures::text::{self, Lines};
use crate::figures::theme;

/// Least height of a row.
const PITCH: i32 = 105;
/// Between two columns.
const APART: i32 = 110;
/// From the left end to a name: its mark.
const MARK: i32 = 100;
/// Names get at least this where panels could stand below each other.
const LEAST_NAMES: i32 = 500;
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

/// The names of the groups in their room.
fn names(panel: &Panel<'_>, room: i32) -> Vec<Lines> {
    let room = (room - columns(panel) - MARK).max(LEAST_NAMES / 2);
    let label = |own: &super::Course| own.label.clone().unwrap_or_default();
    let labels = panel.courses.iter().map(label);
    labels
        .map(|label| Lines::fit(&label, room, INKED))
        .collect()
}

fn pitch(names: &[Lines]) -> i32 {
    names
        .iter()
        .map(|name| name.height() + 35)
        .max()
        .unwrap_or(0)
        .max(PITCH)
}

/// The height of the key.
pub(super) fn height(panel: &Panel<'_>, room: i32) -> i32 {
    if !is_shown(panel) {
        return 0;
    }
    let names = names(panel, room);
    let headings = i32::from(!panel.columns.is_empty()) * PITCH;
    headings + pitch(&names) * names.len() as i32
}

/// Draws the key from `y` on; below it is the result.
pub(super) fn draw(canvas: &mut Canvas, panel: &Panel<'_>, place: &Place, y: i32) -> i32 {
    if !is_shown(panel) {
        return y;
    }
    let room = place.to - place.from;
    let names = names(panel, room);
    let widest = names.iter().map(Lines::width).max().unwrap_or(0);
    let needed = MARK + widest + columns(panel);
    let left = place.left.min(place.to - needed).max(place.from);
    let pitch = pitch(&names);
    let mut first = y;
    if !panel.columns.is_empty() {
        first += PITCH;
    }
    for (row, name) in names.iter().enumerate() {
        let y = first + pitch * row as i32;
        if panel.is_grouped() {
            canvas.marker(row, (left + 40, y), theme::group(row));
        }
        name.draw_around(canvas, (left + MARK, y), Align::Left);
    }
    let mut x = left
        + if panel.is_grouped() {
            MARK + widest + APART
        } else {
            0
        };
    for column in &panel.columns {
        canvas.text(&column.heading, (x, y), Align::Left, HEADING);
        for (row, cell) in column.cells.iter().enumerate() {
            canvas.text(cell, (x, first + pitch * row as i32), Align::Left, INKED);
        }
        x += width(column) + APART;
    }
    first + pitch * names.len() as i32
}
