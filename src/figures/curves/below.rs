//! Counts at the ticks of the time axis, a row for each curve.

use super::{Course, INKED, Panel, Place};
use crate::figures::alt::Alt;
use crate::figures::axis::Axis;
use crate::figures::canvas::{Align, Canvas, LABEL};
use crate::figures::text::Lines;
use crate::figures::theme;

/// From the time axis to the first row.
const TOP: i32 = 260;
/// Least height of a row.
const PITCH: i32 = 105;
/// Between the rows of two blocks.
const GAP: i32 = 60;
/// From the left end of a mark to the label.
const MARK: i32 = 90;
/// Labels take at most this share of the room of a panel.
const SHARE: (i32, i32) = (2, 5);

/// The labels of the rows, the headings of the blocks first.
struct Labels {
    headings: Vec<Lines>,
    rows: Vec<Lines>,
}

fn set(panel: &Panel<'_>, room: i32) -> Labels {
    let most = room * SHARE.0 / SHARE.1;
    let headings = panel
        .blocks
        .iter()
        .map(|block| Lines::fit(block.heading, most, LABEL));
    let rows = panel.courses.iter().filter_map(|own| own.label.as_ref());
    Labels {
        headings: headings.collect(),
        rows: rows
            .map(|label| Lines::fit(label, most - MARK, INKED))
            .collect(),
    }
}

impl Labels {
    fn pitch(&self) -> i32 {
        let all = self.rows.iter().chain(&self.headings);
        all.map(|own| own.height() + 35)
            .max()
            .unwrap_or(0)
            .max(PITCH)
    }
}

/// The width of the widest of the largest counts.
pub(super) fn widest(panel: &Panel<'_>, alt: &mut Alt<'_>) -> i32 {
    let count = |own: &Course| theme::text_width(&alt.get(&own.path.key("n")), theme::SMALL);
    panel.courses.iter().map(count).max().unwrap_or(0)
}

/// Between the labels and the axis: the first number is centred on it.
fn lead(widest: i32) -> i32 {
    widest / 2 + 55
}

/// The room that the labels need on the left of the plot.
pub(super) fn labels(panel: &Panel<'_>, room: i32, alt: &mut Alt<'_>) -> i32 {
    if panel.blocks.is_empty() {
        return 0;
    }
    let labels = set(panel, room);
    let rows = labels.rows.iter().map(|own| own.width() + MARK);
    let words = rows.chain(labels.headings.iter().map(Lines::width)).max();
    words.unwrap_or(0) + lead(widest(panel, alt)) + 20
}

/// The height of all below the time axis.
pub(super) fn height(panel: &Panel<'_>, room: i32, _: &Alt<'_>) -> i32 {
    if panel.blocks.is_empty() {
        return TOP;
    }
    let labels = set(panel, room);
    let rows = labels.rows.len() as i32 + 1;
    let blocks = panel.blocks.len() as i32;
    TOP + (labels.pitch() * rows + GAP) * blocks
}

/// Draws the counts.
pub(super) fn draw(
    canvas: &mut Canvas,
    panel: &Panel<'_>,
    place: &Place,
    time: &Axis,
    alt: &mut Alt<'_>,
) {
    let labels = set(panel, place.to - place.from);
    let pitch = labels.pitch();
    let lead = lead(widest(panel, alt));
    let right = place.left - lead;
    let mut y = place.bottom + TOP;
    for (block, heading) in panel.blocks.iter().zip(&labels.headings) {
        heading.draw_around(canvas, (right, y), Align::Right);
        if panel.is_grouped() {
            y += pitch;
        }
        for (at, course) in panel.courses.iter().enumerate() {
            if let Some(label) = labels.rows.get(at) {
                label.draw_around(canvas, (right, y), Align::Right);
                let mark = right - label.width() - 55;
                canvas.marker(at, (mark, y), theme::group(at));
            }
            for &tick in &time.ticks {
                let unit = panel.endpoint.unit.name();
                let id = course.path.clone().time(tick, unit).key(block.key);
                let count = alt.get(&id);
                canvas.text(&count, (time.at(tick), y), Align::Middle, INKED);
            }
            y += pitch;
        }
        y += GAP;
    }
}
