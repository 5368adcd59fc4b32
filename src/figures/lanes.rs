//! The layout that figures by group share: one row for each group, its label on
//! the left, panels side by side on the right.

use std::ops::RangeInclusive;

use super::alt::Alt;
use super::axis::title_below;
use super::canvas::{Align, Canvas, LABEL, SMALL, TITLE};
use super::pages::{self, Begins};
use super::scene::{Scene, Width, are_short};
use super::text::Lines;
use super::{Refusal, theme};
use crate::number::Path;
use crate::study::{Level, Variable};

/// Space between panels.
const GUTTER: i32 = 170;
/// Right of the last one.
const MARGIN: i32 = 90;
/// Least width of a panel beside others: what does not fit follows below.
const LEAST_PANEL: i32 = 900;
/// A panel that is narrower than this shows nothing.
const TOO_NARROW: i32 = 350;
/// In one column, the most labels, and the width of the widest.
const MOST_IN_COLUMN: usize = 8;
const WIDEST_IN_COLUMN: i32 = 800;
/// Between the label and the size where they stand side by side.
const APART: i32 = 40;
/// Between the right end of a panel and the numbers of its values.
const SIZE_GAP: i32 = 70;
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

/// Whether one column of a journal page is wide enough for these labels and one
/// panel.
pub fn suit_column(labels: &[Level]) -> bool {
    let labels = labels.iter().map(|level| level.label.as_str());
    are_short(labels, MOST_IN_COLUMN, WIDEST_IN_COLUMN)
}

/// What the levels are called beside their rows.
fn names(variable: &Variable, scene: &Scene<'_>) -> Vec<String> {
    let words = scene.study.words();
    let levels = variable.levels.iter();
    levels
        .map(|level| variable.level_of(level, words))
        .collect()
}

/// The labels of the groups and the panels beside them.
pub struct Columns {
    width: Width,
    begins: Begins,
    labels: Vec<Lines>,
    /// Whether sizes stand below the labels in any case.
    are_sizes_below: bool,
    /// Right end of the labels.
    pub label_end: i32,
    /// Left and right of each panel.
    pub panels: Vec<(i32, i32)>,
}

impl Columns {
    /// For the groups of `grouping` with their sizes, and a number of panels.
    pub fn new(grouping: Option<&Variable>, panels: usize, scene: &Scene<'_>) -> Self {
        let width = scene.width;
        let levels = grouping.map_or(Vec::new(), |grouping| names(grouping, scene));
        // Wide enough for both beside each other: rows may be low.
        let size = theme::text_width("n = 00000", theme::SMALL);
        // One column has no room beside them, and rows that are high enough.
        let mut own = match width {
            Width::Page => Self::beside(&levels, (size + APART, 0), panels, width),
            Width::Column => Self::beside(&levels, (0, size), panels, width),
        };
        own.are_sizes_below = width.is_column() && grouping.is_some();
        own.begins = scene.begins;
        own
    }

    /// For levels without sizes, and one panel.
    pub fn of_levels(variable: &Variable, scene: &Scene<'_>) -> Self {
        let mut own = Self::beside(&names(variable, scene), (0, 0), 1, scene.width);
        own.begins = scene.begins;
        own
    }

    /// With room for sizes beside the labels, and below them.
    fn beside(levels: &[String], (size, least): (i32, i32), panels: usize, width: Width) -> Self {
        let room = width.units() / 3 - size;
        let labels: Vec<Lines> = levels
            .iter()
            .map(|level| Lines::fit(level, room, LABEL))
            .collect();
        let widest = labels.iter().map(Lines::width).max();
        let label_end = widest.map_or(0, |widest| (widest + size).max(least) + 40);
        let count = panels.max(1) as i32;
        let first = label_end + 50;
        let own = (width.units() - MARGIN - first - GUTTER * (count - 1)) / count;
        let panel = |at: i32| {
            let left = first + at * (own + GUTTER);
            (left, left + own)
        };
        Self {
            width,
            begins: Begins::default(),
            labels,
            are_sizes_below: false,
            label_end,
            panels: (0..count).map(panel).collect(),
        }
    }

    /// How many panels stand beside each other at most.
    pub fn most(grouping: Option<&Variable>, scene: &Scene<'_>) -> usize {
        let beside = |count: &usize| {
            let panels = Self::new(grouping, *count, scene).panels;
            panels
                .iter()
                .all(|(left, right)| right - left >= LEAST_PANEL)
        };
        (1..=8).take_while(beside).last().unwrap_or(1)
    }

    /// Whether the panels are wide enough to show anything.
    ///
    /// # Errors
    /// [`Refusal::TooNarrow`].
    pub fn check(&self) -> Result<(), Refusal> {
        let widths = self.panels.iter().map(|(left, right)| right - left);
        match TOO_NARROW - widths.min().unwrap_or(TOO_NARROW) {
            lacking if lacking > 0 => Err(Refusal::TooNarrow {
                needed: self.width.units() + lacking * self.panels.len() as i32,
                room: self.width.units(),
            }),
            _ => Ok(()),
        }
    }

    /// What titles below the axes of the panels need beyond one line, where `beside`
    /// stands at their right.
    pub fn below<'a>(&self, titles: impl Iterator<Item = &'a str>, beside: i32) -> i32 {
        let depths = titles
            .zip(&self.panels)
            .map(|(title, (left, right))| title_below(title, right - left - beside).depth());
        depths.max().unwrap_or(0)
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
        let size = if columns.are_sizes_below { SIZE } else { 0 };
        let labels = columns.labels.iter().map(|own| own.height() + AIR + size);
        let pitch = theme::pitch(rows, top + below, heights).max(labels.max().unwrap_or(0));
        let starts = pages::starts(&vec![pitch; rows], columns.begins.room(top + below));
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
        let mut canvas = Canvas::new(self.columns.width, self.bottom + below, alt.style());
        let ends = (self.top, self.bottom);
        canvas.divide(ends, self.starts.clone(), self.columns.begins);
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

    /// How many values each row of a panel has, right of it, where these are not all
    /// rows of the groups; what is left for the boxes.
    pub fn draw_sizes(
        &self,
        canvas: &mut Canvas,
        (left, right): (i32, i32),
        (variable, grouping): (&Variable, &Variable),
        alt: &mut Alt<'_>,
    ) -> (i32, i32) {
        let of_values = variable.path().by(&grouping.name);
        let levels = || grouping.levels.iter();
        let is_complete = |level: &Level| {
            let of_group = grouping.path().at(&level.id).key("n");
            let of_values = of_values.clone().at(&level.id).key("n");
            let [group, values] =
                [of_group, of_values].map(|id| alt.peek(&id).map(|own| &own.value));
            group == values
        };
        if levels().all(is_complete) {
            return (left, right);
        }
        let sizes = levels().map(|level| {
            let n = alt.get(&of_values.clone().at(&level.id).key("n"));
            format!("n = {n}")
        });
        let sizes: Vec<String> = sizes.collect();
        let widths = sizes
            .iter()
            .map(|size| theme::text_width(size, theme::SMALL));
        for (row, size) in sizes.iter().enumerate() {
            canvas.text(size, (right, self.middle(row)), Align::Right, SMALL);
        }
        (left, right - widths.max().unwrap_or(0) - SIZE_GAP)
    }

    /// Writes the labels of the groups with their sizes, or those under a path of
    /// what is drawn of them.
    pub fn draw_labels(
        &self,
        canvas: &mut Canvas,
        grouping: &Variable,
        sizes: Option<Path>,
        alt: &mut Alt<'_>,
    ) {
        let sizes = sizes.unwrap_or_else(|| grouping.path());
        let end = self.columns.label_end;
        for (row, (level, label)) in grouping.levels.iter().zip(&self.columns.labels).enumerate() {
            let y = self.middle(row);
            canvas.row(y, &grouping.level_of(level, alt.words()));
            let size = alt.get(&sizes.clone().at(&level.id).key("n"));
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
