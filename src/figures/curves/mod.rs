//! Curves over time, as Kaplan-Meier figures and cumulative incidences show them:
//! a panel for each endpoint with its title, a key of the groups, notes, the plot,
//! and counts under the ticks of the time axis.

mod below;
mod cut;
mod key;
mod plot;

use super::Drawing;
use super::alt::Alt;
use super::axis::{Axis, title_below, widest_label};
use super::canvas::{Align, Canvas, LABEL, SMALL, TITLE, Type};
use super::pages::Begins;
use super::scene::{Scene, Width};
use super::text::Lines;
use super::{Refusal, theme};
use crate::number::Path;
use crate::number::unit::percent_sign;
use crate::study::Endpoint;

/// Above the plot where nothing but a title of one line stands there.
const TOP: i32 = 190;
/// Room for the labels and the title of the vertical axis.
const SHARES: i32 = 330;
/// A plot is not narrower than this where panels could stand below each other.
const LEAST_PLOT: i32 = 900;
/// A plot that is narrower than this shows nothing.
const TOO_NARROW: i32 = 450;
/// Most panels beside each other.
const MOST_BESIDE: usize = 3;
/// Between the right end of a panel and the next one.
const GUTTER: i32 = 60;
/// Before the labels of a panel right of another.
const PANEL_GAP: i32 = 90;
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
    /// Its colour and mark: the index of its level, the same in every figure.
    pub look: usize,
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
    /// The title of the time axis.
    time: Lines,
    /// The counts below it.
    blocks: below::Places,
}

impl Place {
    /// Draws the time axis at a height.
    fn draw_time(&self, canvas: &mut Canvas, time: &Axis, y: i32) {
        time.draw_below(canvas, y, "");
        let middle = i32::midpoint(self.left, self.right);
        self.time
            .draw_from(canvas, (middle, y + 175), Align::Middle);
    }

    /// Where a text above the plot begins: with the plot, or further to the left
    /// where it is wider.
    fn left_of(&self, text: &Lines) -> i32 {
        match text.width() > self.to - self.left {
            true => self.left.min(self.from + SHARES),
            false => self.left,
        }
    }
}

/// A title in the room of its panel.
fn title(text: &str, room: i32) -> Lines {
    Lines::fit(text, room - SHARES, TITLE)
}

/// Draws the panels in as few rows as their widths allow, a note below them.
///
/// # Errors
/// [`Refusal`]: the key of the groups is too wide, or the whole too high.
pub fn draw(
    panels: &[Panel<'_>],
    note: Option<&str>,
    scene: &Scene<'_>,
    alt: &mut Alt<'_>,
) -> Drawing {
    let width = scene.width;
    let whole = width.units();
    let beside = (1..=panels.len().clamp(1, MOST_BESIDE))
        .rev()
        .find(|beside| {
            panels
                .iter()
                .all(|panel| fits(panel, (*beside, whole), alt))
        })
        .unwrap_or(1);
    let height = plot_height(panels.len().min(beside), width);
    let room = whole / beside as i32;
    let widest = panels.iter().map(|panel| {
        let plot = below::labels(panel, room, alt).max(SHARES) + TOO_NARROW;
        key::least(panel).max(plot) + GUTTER
    });
    if let Some(needed) = widest.max().filter(|needed| *needed > room) {
        return Err(Refusal::TooNarrow { needed, room });
    }
    let mut places = Vec::new();
    let mut pages = Sheets::default();
    let mut top = 0;
    for row in panels.chunks(beside) {
        let above = row.iter().map(|panel| heading(panel, room - GUTTER)).max();
        let bottom = top + above.unwrap_or(TOP) + height;
        let mut ends = Vec::new();
        for (at, panel) in row.iter().enumerate() {
            let from = room * at as i32;
            let left = from + below::labels(panel, room, alt).max(SHARES);
            // The last count of the panel before is no part of this one's heading.
            let left = left + if at > 0 { PANEL_GAP } else { 0 };
            // Curves over a plot more than twice as wide as high look flatter than
            // they are.
            let right = (from + room - GUTTER).min(left + 2 * height);
            ends.push((from, left, right));
        }
        let times = row.iter().zip(&ends);
        let times = times.map(|(panel, (_, left, right))| title_below(&panel.time, right - left));
        let times: Vec<Lines> = times.collect();
        let depth = times.iter().map(Lines::depth).max().unwrap_or(0);
        let rows = below::Rows::new(row, room, depth, alt.words());
        let above = bottom - height - top;
        if above + height + rows.least() <= theme::TALLEST {
            pages.turn_unless(top, bottom + rows.least());
            // Below other text, the first page ends with a row of panels.
            if scene.begins == Begins::HalfWay && pages.starts.is_empty() {
                pages.turn(top);
            }
        } else {
            // The key has pages of its own.
            pages.turn(top);
            if let [panel] = row {
                let key = top + key_from(panel, room - GUTTER);
                for (from, end) in key::ends(panel, room - GUTTER, key) {
                    pages.turn_unless(from, end);
                }
            }
            pages.turn_unless(bottom - height - APART + 2, bottom + rows.least());
        }
        let blocks = rows.places(bottom, &mut pages);
        for ((from, left, right), time) in ends.into_iter().zip(times) {
            places.push(Place {
                from,
                to: from + room - GUTTER,
                top,
                left,
                right,
                above: bottom - height,
                bottom,
                time,
                blocks: blocks.clone(),
            });
        }
        top = blocks.end;
    }
    let note = note.map(|note| Lines::fit(note, whole, SMALL));
    let last = note.as_ref().map_or(below::END, |note| note.height() + 40);
    if note.is_some() {
        pages.turn_unless(top, top + last);
    }
    let mut canvas = Canvas::new(width, top + last, alt.style());
    canvas.divide((0, top + last), pages.starts, scene.begins);
    for (panel, place) in panels.iter().zip(&places) {
        canvas.row(place.bottom, &panel.title);
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
            self.turn(from);
        }
        turns
    }

    /// Begins a page at `from` unless the present one begins there.
    fn turn(&mut self, from: i32) {
        if from > self.top {
            self.top = from;
            self.starts.push(from);
        }
    }
}

/// Whether so many panels beside each other leave room for this one's plot and key.
fn fits(panel: &Panel<'_>, (beside, whole): (usize, i32), alt: &mut Alt<'_>) -> bool {
    let room = whole / beside as i32;
    let left = below::labels(panel, room, alt).max(SHARES);
    beside == 1
        || (room - GUTTER - left >= LEAST_PLOT
            && key::fits(panel, room - GUTTER)
            // A key of long names is lower where it is wider.
            && heading(panel, room - GUTTER) <= theme::TALLEST / 3)
}

/// The height of the plot in a figure of so many panels beside each other.
fn plot_height(beside: usize, width: Width) -> i32 {
    match (width, beside) {
        (Width::Column, _) => 1250,
        (Width::Page, 1) => 1950,
        (Width::Page, _) => 1450,
    }
}

/// From the top of a panel to the middle of the first line of its key.
fn key_from(panel: &Panel<'_>, room: i32) -> i32 {
    let notes = notes(panel, room).map(|note| note.height() + NOTE_GAP);
    70 + title(&panel.title, room).depth() + 110 + notes.sum::<i32>()
}

/// The height of all above the plot.
fn heading(panel: &Panel<'_>, room: i32) -> i32 {
    let title = title(&panel.title, room).depth();
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
    let title = title(&panel.title, room);
    title.draw_from(canvas, (place.left_of(&title), place.top + 70), Align::Left);
    let mut y = place.top + 70 + title.depth() + 110;
    // Below the title in every figure, however much the key tells.
    for note in notes(panel, room) {
        note.draw_from(canvas, (place.left_of(&note), y), Align::Left);
        y += note.height() + NOTE_GAP;
    }
    key::draw(canvas, panel, place, y);
    let last = panel.last();
    let widest = below::widest(panel, alt).max(widest_label(panel.every, last, alt.style()));
    let time = Axis::readable(panel.every, last, place.left, place.right, widest);
    let share = match panel.most {
        None => Axis::stepped(25.0, 100.0, place.bottom, place.above),
        Some(most) => Axis::covering(most, 5, place.bottom, place.above),
    };
    plot::draw(canvas, panel, &time, &share);
    let sign = percent_sign(alt.words());
    share.draw_left(canvas, place.left, sign);
    share.title_left(canvas, place.left, sign, panel.share);
    place.draw_time(canvas, &time, place.bottom);
    below::draw(canvas, panel, place, &time, alt);
}
