//! Curves over time, as Kaplan-Meier figures and cumulative incidences show them:
//! a panel for each endpoint with its title, a key of the groups, notes, the plot,
//! and counts under the ticks of the time axis.

mod below;
mod key;
mod plot;

use super::Drawing;
use super::alt::Alt;
use super::axis::Axis;
use super::canvas::{Align, Canvas, LABEL, SMALL, TITLE, Type};
use super::text::Lines;
use super::theme;
use crate::number::Path;
use crate::study::Endpoint;

/// Above the plot where nothing but a title of one line stands there.
const TOP: i32 = 190;
/// Room for the labels and the title of the vertical axis.
const SHARES: i32 = 330;
/// A plot is not narrower than this where panels could stand below each other.
const LEAST_PLOT: i32 = 900;
/// Most panels beside each other.
const MOST_BESIDE: usize = 3;
/// Between the right end of a panel and the next one.
const GUTTER: i32 = 60;
/// In ink: the mark has the colour, which text would be too pale in.
const INKED: Type = Type {
    colour: theme::INK,
    ..SMALL
};

/// One endpoint.
pub struct Panel<'a> {
    /// Above it.
    pub title: String,
    /// Beside its vertical axis.
    pub share: &'a str,
    /// Below its time axis.
    pub time: String,
    /// Whose times these are.
    pub endpoint: &'a Endpoint,
    /// Distance of the ticks of the time axis.
    pub every: f64,
    /// Where the vertical axis ends, in percent: at 100, or at a round number
    /// above this one.
    pub most: Option<f64>,
    /// Its curves.
    pub courses: Vec<Course>,
    /// Columns of the key.
    pub columns: Vec<Column>,
    /// Lines above the plot.
    pub notes: Vec<String>,
    /// Counts under the time axis.
    pub blocks: Vec<Block<'a>>,
}

/// One curve.
pub struct Course {
    /// The group; `None` for the whole cohort.
    pub label: Option<String>,
    /// What the ids of its numbers begin with.
    pub path: Path,
    /// Where it begins, in percent.
    pub start: f64,
    /// Its steps.
    pub steps: Vec<Moment>,
    /// Whether its confidence band is shown.
    pub has_band: bool,
    /// The time at which half had the event, where it is marked.
    pub median: Option<f64>,
}

/// A step of a curve, in percent.
pub struct Moment {
    /// When.
    pub time: f64,
    /// The share from then on.
    pub share: f64,
    /// Its confidence limits.
    pub limits: Option<(f64, f64)>,
    /// Whether enough are at risk for a solid line.
    pub is_certain: bool,
    /// Whether a row is censored then.
    pub is_censored: bool,
}

/// A column of the key: a heading, and a cell for each curve.
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// Its cells.
    pub cells: Vec<String>,
}

/// Counts at the ticks of the time axis.
pub struct Block<'a> {
    /// Above them; beside them where there is one curve for all.
    pub heading: &'a str,
    /// Their key in the ledger.
    pub key: &'static str,
}

impl Panel<'_> {
    fn is_grouped(&self) -> bool {
        self.courses.iter().any(|course| course.label.is_some())
    }

    /// The last time of all curves, at least a tick away.
    fn last(&self) -> f64 {
        let ends = self.courses.iter().filter_map(|own| own.steps.last());
        ends.map(|step| step.time)
            .fold(0.0, f64::max)
            .max(self.every)
    }
}

/// Where the parts of a panel stand.
struct Place {
    /// Left end of its room.
    from: i32,
    /// Right end of its room.
    to: i32,
    /// Its upper end.
    top: i32,
    /// Left end of the plot.
    left: i32,
    /// Right end of the plot.
    right: i32,
    /// Upper end of the plot.
    above: i32,
    /// Lower end of the plot, where the time axis is.
    bottom: i32,
    /// The counts below it.
    blocks: below::Places,
}

/// Draws the panels in as few rows as their widths allow, a note below them.
pub fn draw(panels: &[Panel<'_>], note: Option<&str>, alt: &mut Alt<'_>) -> Drawing {
    let beside = (1..=panels.len().clamp(1, MOST_BESIDE))
        .rev()
        .find(|beside| panels.iter().all(|panel| fits(panel, *beside, alt)))
        .unwrap_or(1);
    let height = plot_height(panels.len().min(beside));
    let room = theme::WIDTH / beside as i32;
    let mut places = Vec::new();
    let mut pages = Sheets::default();
    let mut top = 0;
    for row in panels.chunks(beside) {
        let above = row.iter().map(|panel| heading(panel, room - GUTTER)).max();
        let bottom = top + above.unwrap_or(TOP) + height;
        let rows = below::Rows::new(row, room);
        pages.turn_unless(top, bottom + rows.least());
        let blocks = rows.places(bottom, &mut pages);
        for (at, panel) in row.iter().enumerate() {
            let from = room * at as i32;
            let left = from + below::labels(panel, room, alt).max(SHARES);
            places.push(Place {
                from,
                to: from + room - GUTTER,
                top,
                left,
                // Curves over a plot more than twice as wide as high look flatter
                // than they are.
                right: (from + room - GUTTER).min(left + 2 * height),
                above: bottom - height,
                bottom,
                blocks: blocks.clone(),
            });
        }
        top = blocks.end;
    }
    let note = note.map(|note| Lines::fit(note, theme::WIDTH, SMALL));
    let last = note.as_ref().map_or(below::END, |note| note.height() + 40);
    if note.is_some() {
        pages.turn_unless(top, top + last);
    }
    let mut canvas = Canvas::new(top + last, alt.style());
    canvas.divide(0, top + last, pages.starts);
    for (panel, place) in panels.iter().zip(&places) {
        draw_panel(&mut canvas, panel, place, alt);
    }
    if let Some(note) = note {
        note.draw_from(&mut canvas, (0, top + 30), Align::Left);
    }
    canvas.svg()
}

/// The pages of a figure as it grows.
#[derive(Default)]
struct Sheets {
    /// Where the present one begins.
    top: i32,
    /// Where those after the first begin.
    starts: Vec<i32>,
}

impl Sheets {
    /// Begins a page at `from` unless the present one reaches to `end`, or begins
    /// there; whether it did.
    fn turn_unless(&mut self, from: i32, end: i32) -> bool {
        let turns = from > self.top && end - self.top > theme::TALLEST;
        if turns {
            self.top = from;
            self.starts.push(from);
        }
        turns
    }
}

/// Whether so many panels beside each other leave room for this one's plot and key.
fn fits(panel: &Panel<'_>, beside: usize, alt: &mut Alt<'_>) -> bool {
    let room = theme::WIDTH / beside as i32;
    let left = below::labels(panel, room, alt).max(SHARES);
    beside == 1 || (room - GUTTER - left >= LEAST_PLOT && key::fits(panel, room - GUTTER))
}

/// The height of the plot in a figure of so many panels beside each other.
fn plot_height(beside: usize) -> i32 {
    if beside == 1 { 1950 } else { 1450 }
}

/// The height of all above the plot.
fn heading(panel: &Panel<'_>, room: i32) -> i32 {
    let title = Lines::fit(&panel.title, room - SHARES, TITLE).depth();
    let notes = notes(panel, room).map(|note| note.height() + NOTE_GAP);
    let told = key::height(panel, room) + notes.sum::<i32>();
    TOP + title + told + if told > 0 { APART } else { 0 }
}

/// Between what is told above the plot and the highest curve.
const APART: i32 = 40;
/// Between two notes.
const NOTE_GAP: i32 = 35;

fn notes(panel: &Panel<'_>, room: i32) -> impl Iterator<Item = Lines> {
    panel
        .notes
        .iter()
        .map(move |note| Lines::fit(note, room - SHARES, LABEL))
}

fn draw_panel(canvas: &mut Canvas, panel: &Panel<'_>, place: &Place, alt: &mut Alt<'_>) {
    let room = place.to - place.from;
    let title = Lines::fit(&panel.title, room - SHARES, TITLE);
    let title_left = place.left.min(place.from + SHARES);
    let title_left = if title.width() > place.to - place.left {
        title_left
    } else {
        place.left
    };
    title.draw_from(canvas, (title_left, place.top + 70), Align::Left);
    let mut y = place.top + 70 + title.depth() + 110;
    y = key::draw(canvas, panel, place, y);
    for note in notes(panel, room) {
        let left = if note.width() > place.to - place.left {
            title_left
        } else {
            place.left
        };
        note.draw_from(canvas, (left, y), Align::Left);
        y += note.height() + NOTE_GAP;
    }
    let last = panel.last();
    let widest =
        below::widest(panel, alt).max(theme::text_width(&last.round().to_string(), theme::SMALL));
    let time = Axis::readable(panel.every, last, place.left, place.right, widest);
    let share = match panel.most {
        None => Axis::stepped(25.0, 100.0, place.bottom, place.above),
        Some(most) => Axis::covering(most, 5, place.bottom, place.above),
    };
    plot::draw(canvas, panel, &time, &share);
    share.draw_left(canvas, place.left, "%");
    share.title_left(canvas, place.left, "%", panel.share);
    time.draw_below(canvas, place.bottom, &panel.time);
    below::draw(canvas, panel, place, &time, alt);
}
