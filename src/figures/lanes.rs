//! The layout that figures by group share: one row for each group, its label on
//! the left, panels side by side on the right.

use std::ops::RangeInclusive;

use super::alt::Alt;
use super::canvas::{Align, Canvas, LABEL, SMALL, TITLE};
use super::text::Lines;
use super::{pages, theme};
use crate::study::{Level, Variable};

/// Space between panels.
const GUTTER: i32 = 170;
/// Right of the last one.
const MARGIN: i32 = 90;
/// Least width of a panel.
const LEAST_PANEL: i32 = 620;
/// Between the label and the size where they stand side by side.
const APART: i32 = 40;
/// What a size needs below its label.
const SIZE: i32 = 95;
/// Above and below what stands in a row.
const AIR: i32 = 25;

/// What stands behind a group in a sentence that lists all: "; " and, at last, ".".
pub fn list_end(row: usize, grouping: &Variable) -> &'static str {
    if row + 1 == grouping.levels.len() {
        "."
    } else {
        ";"
    }
}

/// The labels of the groups and the panels beside them.
pub struct Columns {
    labels: Vec<Lines>,
    /// Right end of the labels.
    pub label_end: i32,
    /// Left and right of each panel.
    pub panels: Vec<(i32, i32)>,
}

impl Columns {
    /// For the groups of `grouping` with their sizes, and a number of panels.
    pub fn new(grouping: Option<&Variable>, panels: usize) -> Self {
        let levels = grouping.map_or(&[][..], |grouping| &grouping.levels);
        // Wide enough for both beside each other: rows may be low.
        let size = theme::text_width("n = 00000", theme::SMALL) + APART;
        Self::beside(levels, size, panels)
    }

    /// For levels without sizes, and one panel.
    pub fn of_levels(levels: &[Level]) -> Self {
        Self::beside(levels, 0, 1)
    }

    fn beside(levels: &[Level], size: i32, panels: usize) -> Self {
        let room = theme::WIDTH / 3 - size;
        let labels: Vec<Lines> = levels
            .iter()
            .map(|level| Lines::fit(&level.label, room, LABEL))
            .collect();
        let widest = labels.iter().map(Lines::width).max();
        let label_end = widest.map_or(0, |widest| widest + size + 40);
        let count = panels.max(1) as i32;
        let first = label_end + 50;
        let width = (theme::WIDTH - MARGIN - first - GUTTER * (count - 1)) / count;
        let panel = |at: i32| {
            let left = first + at * (width + GUTTER);
            (left, left + width)
        };
        Self {
            labels,
            label_end,
            panels: (0..count).map(panel).collect(),
        }
    }

    /// How many panels stand beside each other at most.
    pub fn most(grouping: Option<&Variable>) -> usize {
        let beside = |count: &usize| {
            let panels = Self::new(grouping, *count).panels;
            panels
                .iter()
                .all(|(left, right)| right - left >= LEAST_PANEL)
        };
        (1..=8).take_while(beside).last().unwrap_or(1)
    }

    /// The titles of the panels in their lines, and how deep the deepest is.
    pub fn titles<'a>(&self, titles: impl Iterator<Item = &'a str>) -> (Vec<Lines>, i32) {
        let titles: Vec<Lines> = titles
            .zip(&self.panels)
            .map(|(title, (left, right))| Lines::fit(title, right - left + GUTTER - APART, TITLE))
            .collect();
        let depth = titles.iter().map(Lines::depth).max().unwrap_or(0);
        (titles, depth)
    }
}

/// Rows of groups and columns of panels.
pub struct Lanes {
    columns: Columns,
    /// Top of the first row.
    pub top: i32,
    /// Height of a row.
    pub pitch: i32,
    /// Below the last row.
    pub bottom: i32,
    starts: Vec<i32>,
}

impl Lanes {
    /// As many rows as there are labels, with so much above and below them; as high
    /// as a page allows, within `heights`.
    pub fn new(columns: Columns, top: i32, below: i32, heights: RangeInclusive<i32>) -> Self {
        let rows = columns.labels.len().max(1);
        let labels = columns.labels.iter().map(|own| own.height() + AIR);
        let pitch = theme::pitch(rows, top + below, heights).max(labels.max().unwrap_or(0));
        let starts = pages::starts(&vec![pitch; rows], theme::TALLEST - top - below);
        Self {
            columns,
            top,
            pitch,
            bottom: top + pitch * rows as i32,
            starts: starts.iter().map(|row| top + pitch * *row as i32).collect(),
        }
    }

    /// A canvas for it, divided among pages where one does not hold all rows.
    pub fn canvas(&self, below: i32, alt: &Alt<'_>) -> Canvas {
        let mut canvas = Canvas::new(self.bottom + below, alt.style());
        canvas.divide(self.top, self.bottom, self.starts.clone());
        canvas
    }

    /// Left and right of each panel.
    pub fn panels(&self) -> &[(i32, i32)] {
        &self.columns.panels
    }

    /// The middle of a row.
    pub fn middle(&self, row: usize) -> i32 {
        self.top + self.pitch * row as i32 + self.pitch / 2
    }

    /// Writes the labels alone.
    pub fn draw_names(&self, canvas: &mut Canvas) {
        for (row, label) in self.columns.labels.iter().enumerate() {
            let at = (self.columns.label_end, self.middle(row));
            label.draw_around(canvas, at, Align::Right);
        }
    }

    /// Writes the labels of the groups with their sizes.
    pub fn draw_labels(&self, canvas: &mut Canvas, grouping: &Variable, alt: &mut Alt<'_>) {
        let end = self.columns.label_end;
        for (row, (level, label)) in grouping.levels.iter().zip(&self.columns.labels).enumerate() {
            let y = self.middle(row);
            let size = alt.get(&grouping.path().at(&level.id).key("n"));
            let size = format!("n = {size}");
            let height = label.height();
            if height + SIZE + AIR <= self.pitch {
                label.draw_around(canvas, (end, y - SIZE / 2), Align::Right);
                canvas.text(&size, (end, y + height / 2 + 10), Align::Right, SMALL);
            } else {
                let beside = end - theme::text_width(&size, theme::SMALL) - APART;
                label.draw_around(canvas, (beside, y), Align::Right);
                canvas.text(&size, (end, y), Align::Right, SMALL);
            }
        }
    }
}
