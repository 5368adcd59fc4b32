//! Counts at the ticks of the time axis, a row for each curve.

use std::ops::Range;

use super::{Course, GUTTER, INKED, Panel, Place, Sheets, title};
use crate::figures::alt::Alt;
use crate::figures::axis::Axis;
use crate::figures::canvas::{Align, Canvas, LABEL};
use crate::figures::text::Lines;
use crate::figures::theme;
use crate::wording::Wording;

/// From the time axis to the first row.
const TOP: i32 = 260;
/// From the time axis to below its title.
const AXIS_TITLE: i32 = 220;
/// Least height of a row.
const PITCH: i32 = 105;
/// Between the rows of two blocks.
const GAP: i32 = 60;
/// Below the last block of a figure.
pub(super) const END: i32 = 10;
/// The title of a panel that stands again, where it is of one line.
const TITLE_AGAIN: i32 = 130;
/// A time axis that stands again above a block.
const AXIS_AGAIN: i32 = 330;
/// Above and below what stands in a row.
const AIR: i32 = 25;
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

/// The counts of panels beside each other, whose rows stand at one height.
pub(super) struct Rows {
    pitch: i32,
    /// Rows of a block below its heading, none where there is one curve.
    rows: usize,
    blocks: usize,
    /// Height of the titles where they stand again.
    title: i32,
    /// From the first to the last line of the title of the time axis.
    time: i32,
}

/// The title of a panel on a further page.
fn continued(panel: &Panel<'_>, room: i32, words: Wording) -> Lines {
    let text = words.fill("figure.continued", &[("label", &panel.title)]);
    title(&text, room - GUTTER)
}

/// Where they stand.
#[derive(Clone)]
pub(super) struct Places {
    pitch: i32,
    pieces: Vec<Piece>,
    /// Below all of them.
    pub(super) end: i32,
}

/// The rows of a block that stand on one page.
#[derive(Clone)]
struct Piece {
    block: usize,
    rows: Range<usize>,
    /// The middle of the heading.
    y: i32,
    /// The title and time axis that stand again above it, on another page than the
    /// plot.
    again: Option<(i32, i32)>,
}

impl Rows {
    pub(super) fn new(panels: &[Panel<'_>], room: i32, time: i32, words: Wording) -> Self {
        let labels: Vec<Labels> = panels.iter().map(|panel| set(panel, room)).collect();
        let lines = labels
            .iter()
            .flat_map(|own| own.rows.iter().chain(&own.headings));
        let pitch = lines
            .map(|own| own.height() + AIR)
            .max()
            .unwrap_or(0)
            .max(PITCH);
        let rows = labels.iter().map(|own| own.rows.len()).max();
        let blocks = panels.iter().map(|panel| panel.blocks.len()).max();
        let titles = panels.iter().map(|own| continued(own, room, words).depth());
        Self {
            time,
            title: TITLE_AGAIN + titles.max().unwrap_or(0),
            pitch,
            rows: rows.unwrap_or(0),
            blocks: blocks.unwrap_or(0),
        }
    }

    /// What stands below a plot on its page at least.
    pub(super) fn least(&self) -> i32 {
        TOP + self.time
    }

    /// The rows of a block by page: all, or as many as a page holds, about as many on
    /// each.
    fn by_page(&self) -> Vec<Range<usize>> {
        let above = self.title + AXIS_AGAIN + self.time + TOP;
        let most = (theme::TALLEST - above - GAP - END) / self.pitch - 1;
        let most = usize::try_from(most).unwrap_or(1).max(1);
        let pages = self.rows.div_ceil(most).max(1);
        let each = self.rows.div_ceil(pages);
        let piece = |page: usize| page * each..self.rows.min((page + 1) * each);
        (0..pages).map(piece).collect()
    }

    /// The places below a time axis, on further pages where one does not hold them.
    pub(super) fn places(&self, axis: i32, pages: &mut Sheets) -> Places {
        let mut y = axis + TOP + self.time;
        let mut pieces = Vec::new();
        // Below the title of the time axis.
        let mut least = axis + AXIS_TITLE + self.time;
        for block in 0..self.blocks {
            for rows in self.by_page() {
                let height = self.pitch * (rows.len() as i32 + 1);
                let start = (y - self.pitch / 2 + 20).max(least);
                let again = pages.turn_unless(start, y + height + GAP + END);
                if again {
                    y += self.title + AXIS_AGAIN + self.time;
                }
                let again = again.then_some((start + 50, start + 30 + self.title));
                pieces.push(Piece {
                    block,
                    rows,
                    y,
                    again,
                });
                y += height + GAP;
                least = start;
            }
        }
        Places {
            pitch: self.pitch,
            pieces,
            end: y,
        }
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

/// Draws the counts.
pub(super) fn draw(
    canvas: &mut Canvas,
    panel: &Panel<'_>,
    place: &Place,
    time: &Axis,
    alt: &mut Alt<'_>,
) {
    let labels = set(panel, place.to - place.from + GUTTER);
    let pitch = place.blocks.pitch;
    let lead = lead(widest(panel, alt));
    let right = place.left - lead;
    // The page of the plot tells of the panel as a whole.
    let mut is_further = false;
    for piece in &place.blocks.pieces {
        let own = (
            panel.blocks.get(piece.block),
            labels.headings.get(piece.block),
        );
        let (Some(block), Some(heading)) = own else {
            continue;
        };
        if let Some((above, axis)) = piece.again {
            let title = continued(panel, place.to - place.from + GUTTER, alt.words());
            title.draw_from(canvas, (place.left_of(&title), above), Align::Left);
            place.draw_time(canvas, time, axis);
        }
        let mut y = piece.y;
        is_further |= piece.again.is_some();
        if is_further {
            canvas.row(y, &format!("{}: {}", panel.title, block.heading));
        }
        heading.draw_around(canvas, (right, y), Align::Right);
        if panel.is_grouped() {
            y += pitch;
        }
        let shown = |at: &usize| !panel.is_grouped() || piece.rows.contains(at);
        for (at, course) in panel.courses.iter().enumerate().filter(|(at, _)| shown(at)) {
            if let Some(label) = labels.rows.get(at) {
                label.draw_around(canvas, (right, y), Align::Right);
                let mark = right - label.width() - 55;
                canvas.marker(course.look, (mark, y), theme::group(course.look));
            }
            for &tick in &time.ticks {
                let unit = panel.endpoint.unit.name();
                let id = course.path.clone().time(tick, unit).key(block.key);
                // Nothing was counted after the last row left.
                let Some(count) = alt.number(&id).map(|own| own.text.clone()) else {
                    continue;
                };
                canvas.text(&count, (time.at(tick), y), Align::Middle, INKED);
            }
            y += pitch;
        }
    }
}
