//! The layout that figures by group share: one row for each group, its label on
//! the left, panels side by side on the right.

use super::alt::Alt;
use super::canvas::{Align, Canvas, LABEL, SMALL};
use super::theme;
use crate::study::Variable;

/// Rows of groups and columns of panels.
pub struct Lanes {
    /// Right end of the group labels.
    pub label_end: i32,
    /// Top of the first row.
    pub top: i32,
    /// Height of a row.
    pub pitch: i32,
    /// Left and right of each panel.
    pub panels: Vec<(i32, i32)>,
    /// Below the last row.
    pub bottom: i32,
}

/// Least height of a row whose label and size stand below each other.
const TWO_LINES: i32 = 190;
/// Between the label and the size where they stand side by side.
const APART: i32 = 40;

/// Space between panels.
const GUTTER: i32 = 170;

/// What stands behind a group in a sentence that lists all: "; " and, at last, ".".
pub fn list_end(row: usize, grouping: &Variable) -> &'static str {
    if row + 1 == grouping.levels.len() {
        "."
    } else {
        ";"
    }
}

impl Lanes {
    /// A layout for the levels of `grouping` and a number of panels.
    pub fn new(grouping: &Variable, panels: usize, top: i32, pitch: i32) -> Self {
        let widest = grouping
            .levels
            .iter()
            .map(|level| theme::text_width(&level.label, theme::LABEL))
            .max()
            .unwrap_or(0);
        let size = theme::text_width("n = 000", theme::SMALL);
        let widest = match pitch < TWO_LINES {
            true => widest + APART + size,
            false => widest.max(size),
        };
        let label_end = (widest + 40).min(theme::WIDTH / 3);
        let count = panels.max(1) as i32;
        let first = label_end + 50;
        let room = (theme::WIDTH - 90 - first - GUTTER * (count - 1)) / count;
        Self {
            label_end,
            top,
            pitch,
            panels: (0..count)
                .map(|panel| {
                    let left = first + panel * (room + GUTTER);
                    (left, left + room)
                })
                .collect(),
            bottom: top + pitch * grouping.levels.len() as i32,
        }
    }

    /// The middle of a row.
    pub fn middle(&self, row: usize) -> i32 {
        self.top + self.pitch * row as i32 + self.pitch / 2
    }

    /// Writes the labels of the groups with their sizes.
    pub fn draw_labels(&self, canvas: &mut Canvas, grouping: &Variable, alt: &mut Alt<'_>) {
        for (row, level) in grouping.levels.iter().enumerate() {
            let y = self.middle(row);
            let size = alt.get(&grouping.path().at(&level.id).key("n"));
            let size = format!("n = {size}");
            let (label_at, size_at) = if self.pitch < TWO_LINES {
                let beside = self.label_end - theme::text_width(&size, theme::SMALL) - APART;
                ((beside, y), (self.label_end, y))
            } else {
                ((self.label_end, y - 45), (self.label_end, y + 50))
            };
            canvas.text(&level.label, label_at, Align::Right, LABEL);
            canvas.text(&size, size_at, Align::Right, SMALL);
        }
    }
}
