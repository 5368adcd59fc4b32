//! The swimmer plot: one lane for each row of the cohort.

use std::sync::Arc;

use plotters::style::RGBColor;

use super::FigureKind;
use super::kaplan_meier::time_title;
use super::rates::{Rates, Times, median, tell_start};
use crate::analyse::Lane;
use crate::figures::alt::Alt;
use crate::figures::axis::{Axis, title_below, widest_label};
use crate::figures::canvas::{Align, Canvas, LABEL, SMALL, Stroke, Type};
use crate::figures::legend::{LaneEnd, Legend, Swatch};
use crate::figures::pages::Begins;
use crate::figures::text::{LEAST, Lines};
use crate::figures::{Drawing, Refusal, Scene, pages, theme};
use crate::number::Path;
use crate::stats::survival::competing::EVENT;
use crate::study::read::{read_any_variables, read_by, read_every};
use crate::study::section::Section;
use crate::study::{
    Endpoint, EndpointSource, Kind, KindRecord, LanesRequest, Level, Request, Scope, Study,
    Survival, Ticks,
};
use crate::words::capitalised;

/// Height of a lane, and the least one with a name, and without.
const LANE: i32 = 96;
const NAMED_LANE: i32 = 72;
const LEAST_LANE: i32 = 10;
/// Pages that lanes with names may fill.
const NAMED_PAGES: i32 = 4;
const BAR: i32 = 52;
/// The longest lane is not shorter than this.
const LEAST_AXIS: i32 = 600;
/// Below the lanes.
const BELOW: i32 = 230;
const TOP: i32 = 80;
const GROUP_GAP: i32 = 60;
/// Radius of a mark, and the least one of several at one time.
const MARK: i32 = 27;
const LEAST_MARK: i32 = 10;
/// Times that differ by less are the same but for rounding.
const SAME_TIME: f64 = 1e-9;
/// Marks closer than this cover each other.
const MARK_APART: i32 = 54;

pub(super) const RECORD: KindRecord<dyn FigureKind> = KindRecord {
    word: "swimmer",
    read: |section, scope| Arc::new(Swimmer::read(section, scope)),
};

/// One lane for each row of the cohort.
#[derive(Debug, PartialEq)]
struct Swimmer {
    /// The rows and what marks them.
    lanes: LanesRequest,
    /// Distance of the ticks of the time axis.
    every: Ticks,
}

impl Swimmer {
    fn read(section: &Section<'_>, scope: &Scope<'_>) -> Self {
        let date = |kind| kind == Kind::Date;
        Self {
            lanes: LanesRequest {
                endpoint: scope.endpoint(section, "endpoint"),
                by: read_by(section, scope),
                marks: read_any_variables(section, "marks", scope, date, "a date"),
            },
            every: read_every(section),
        }
    }
}

impl Swimmer {
    /// What is told of each group, by the index of its level.
    fn groups(&self, scene: &Scene<'_>, endpoint: &Endpoint, alt: &mut Alt<'_>) -> Vec<String> {
        let by = self.lanes.by.as_deref();
        let Some(grouping) = by.and_then(|by| scene.study.variable(by)) else {
            return Vec::new();
        };
        let levels = grouping.levels.iter();
        let tell = |level: &Level| {
            let path = endpoint.path().by(&grouping.name).at(&level.id);
            let label = grouping.level_of(level, alt.words());
            self.curve(scene, endpoint, by, (&label, &path), alt)
        };
        levels.map(tell).collect()
    }

    /// The events of a curve, its median and some of its shares.
    fn curve(
        &self,
        scene: &Scene<'_>,
        endpoint: &Endpoint,
        by: Option<&str>,
        (label, path): (&str, &Path),
        alt: &mut Alt<'_>,
    ) -> String {
        let curves = scene.plot_data.curves(&endpoint.id, None);
        let end = curves.first().map_or(0.0, |curve| curve.last);
        let axis = (self.every.step(endpoint.unit, end), end);
        let times = Times::of_survival(scene.study, endpoint, by, axis);
        let rates = Rates::of_survival(label, path, endpoint);
        let told = [median(label, path, alt)].into_iter();
        told.chain(rates.told(&times, alt))
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn describe(
        &self,
        scene: &Scene<'_>,
        endpoint: &Endpoint,
        groups: &[String],
        alt: &mut Alt<'_>,
    ) {
        let cohort = &scene.study.cohort;
        // The lanes show these; all else is only told.
        let [n, _] = ["n", "events"].map(|key| alt.get(&endpoint.path().key(key)));
        let slots = [
            ("n", n.as_str()),
            ("one", &cohort.one),
            ("many", &cohort.many),
        ];
        alt.tell("figure.swimmer", &slots);
        alt.tell("figure.swimmer_event", &[("event", &endpoint.event_label)]);
        tell_start(scene.study, endpoint, alt);
        let whole = (alt.words().text("figure.all"), &endpoint.path());
        let whole = alt.aside(|alt| self.curve(scene, endpoint, None, whole, alt));
        alt.say(&whole);
        for group in groups {
            alt.say(group);
        }
        if let Some(by) = &self.lanes.by {
            alt.aside(|alt| alt.tell_p(&endpoint.path().by(by).word("test").key("p")));
        }
    }
}

impl FigureKind for Swimmer {
    fn needs(&self) -> Vec<Request> {
        let curve = |by: Option<&String>| {
            Request::Survival(Survival {
                endpoint: self.lanes.endpoint.clone(),
                by: by.cloned(),
                told_every: vec![self.every],
                ..Survival::default()
            })
        };
        let groups = self.lanes.by.as_ref();
        let curves = std::iter::once(curve(None)).chain(groups.map(|by| curve(Some(by))));
        let lanes = Request::Lanes(self.lanes.clone());
        curves.chain([lanes]).collect()
    }

    fn followed(&self) -> &[String] {
        std::slice::from_ref(&self.lanes.endpoint)
    }

    fn draw(&self, scene: &Scene<'_>, alt: &mut Alt<'_>) -> Drawing {
        let Scene {
            study, plot_data, ..
        } = *scene;
        let Self {
            lanes: wanted,
            every,
        } = self;
        let (lanes, every) = (plot_data.lanes(wanted), *every);
        let Some(endpoint) = study.endpoint(&wanted.endpoint) else {
            return Canvas::new(scene.width, 1, alt.style()).svg();
        };
        let grouping = wanted.by.as_ref().and_then(|by| study.variable(by));
        let of_event = wanted
            .marks
            .iter()
            .map(|mark| is_event(study, endpoint, mark));
        let of_event: Vec<bool> = of_event.collect();
        let end_of = |lane: &Lane| lane_end(lane, &of_event);
        let legend = legend(scene, &wanted.marks, &endpoint.event_label, lanes, &end_of);
        let top = TOP + legend.height;
        let rows = Rows::new(lanes, top, scene.begins);
        let names = lanes.iter().filter(|_| rows.are_named());
        let names = names.map(|lane| theme::text_width(&lane.name, rows.size));
        let names = names.max().unwrap_or(0);
        let labels = grouping.iter().flat_map(|grouping| {
            let levels = grouping.levels.iter();
            levels.map(|level| grouping.level_of(level, study.words()))
        });
        let labels: Vec<String> = labels.collect();
        let labels: Vec<Lines> = labels
            .iter()
            .map(|level| Lines::fit(level, scene.room() / 4, LABEL))
            .collect();
        let unknown = Lines::fit(alt.words().text("figure.unknown"), scene.room() / 4, LABEL);
        let widest = labels.iter().chain([&unknown]).map(Lines::width).max();
        let groups = grouping.and(widest).map_or(0, |widest| widest + 60);
        let left = groups + names + 50;
        if scene.room() - left < LEAST_AXIS {
            return Err(Refusal::TooNarrow {
                needed: left + LEAST_AXIS,
                room: scene.room(),
            });
        }
        // Marks may be earlier and later than what is followed.
        let marks = || lanes.iter().flat_map(|lane| &lane.marks).map(|mark| mark.1);
        let first = marks().fold(0.0, f64::min);
        let last = lanes.iter().map(|lane| lane.end).chain(marks());
        let last = last.fold(0.0, f64::max);
        let every = every.step(endpoint.unit, last - first);
        let last = last.max(every);
        let widest = widest_label(every, last.max(-first), alt.style());
        let ends = (left, scene.room() - 90);
        let axis = Axis::readable_from((first, last), every, ends, widest);
        let note = (!rows.are_named()).then(|| alt.words().text("figure.lanes_unnamed"));
        let title = time_title(study, endpoint, alt);
        let title_depth = title_below(&title, ends.1 - ends.0).depth();
        let below = BELOW + title_depth + if note.is_some() { 100 } else { 0 };
        let mut canvas = Canvas::new(scene.width, rows.bottom + below, alt.style());
        let starts = rows.starts.iter().filter_map(|row| rows.places.get(*row));
        let starts: Vec<i32> = starts.map(|y| y - rows.pitch / 2).collect();
        canvas.divide((top, rows.bottom), starts, scene.begins);
        legend.draw(&mut canvas, (10, 60));
        for &tick in &axis.ticks {
            let grid = Stroke {
                colour: theme::PALE,
                width: theme::HAIR,
            };
            canvas.line((axis.at(tick), top + 1), (axis.at(tick), rows.bottom), grid);
        }
        let groups = alt.aside(|alt| self.groups(scene, endpoint, alt));
        let mut shown = None;
        let groups_of = labels.len().max(1);
        for (row, (lane, &y)) in lanes.iter().zip(&rows.places).enumerate() {
            // Again at the top of each page.
            if grouping.is_some() && (shown != Some(lane.level) || rows.starts.contains(&row)) {
                shown = Some(lane.level);
                let label = lane.level.and_then(|level| labels.get(level));
                label
                    .unwrap_or(&unknown)
                    .draw_from(&mut canvas, (0, y), Align::Left);
            }
            if let Some(told) = lane.level.and_then(|level| groups.get(level)) {
                canvas.row(y, told);
            } else if rows.are_named() {
                canvas.row(y, &lane.name);
            }
            if rows.are_named() {
                let look = Type {
                    em: rows.size,
                    ..SMALL
                };
                canvas.text(&lane.name, (left - 30, y), Align::Right, look);
            }
            let colour = lane.level.map(|level| theme::row(level, groups_of));
            let colour = colour.unwrap_or(if grouping.is_some() {
                theme::GREY
            } else {
                theme::group(0)
            });
            draw_lane(
                &mut canvas,
                lane,
                (y, rows.pitch),
                &axis,
                (colour, end_of(lane)),
            );
        }
        axis.draw_below(&mut canvas, rows.bottom, &title);
        if let Some(note) = note {
            canvas.text(
                note,
                (left, rows.bottom + BELOW + title_depth + 20),
                Align::Left,
                SMALL,
            );
        }
        self.describe(scene, endpoint, &groups, alt);
        canvas.svg()
    }

    fn suits_column(&self, _: &Study) -> bool {
        // Marks that are days apart are told apart on a long lane.
        false
    }
}

/// The rows of the lanes: as high as one page allows, then on several, then too low
/// for names.
struct Rows {
    /// The middle of each lane.
    places: Vec<i32>,
    pitch: i32,
    /// Font size of the names; 0 where there is no room for them.
    size: i32,
    bottom: i32,
    /// The lanes at which a page begins.
    starts: Vec<usize>,
}

impl Rows {
    fn new(lanes: &[Lane], top: i32, begins: Begins) -> Self {
        let groups = lanes.windows(2).filter(|pair| {
            let [a, b] = pair else { return false };
            a.level != b.level
        });
        let gaps = GROUP_GAP * groups.count() as i32;
        let besides = top + BELOW + 120;
        let room = theme::TALLEST - besides;
        let count = i32::try_from(lanes.len().max(1)).unwrap_or(i32::MAX);
        let fitting = |pages: i32| ((room - gaps) * pages / count).min(LANE);
        let (pitch, size) = match (
            fitting(1),
            fitting(NAMED_PAGES),
            fitting(pages::MOST as i32),
        ) {
            (one, ..) if one >= NAMED_LANE => (one, theme::SMALL.min(one)),
            (_, few, _) if few >= NAMED_LANE => (NAMED_LANE, LEAST),
            (one, _, _) if one >= LEAST_LANE => (one, 0),
            (_, _, many) => (many.max(LEAST_LANE), 0),
        };
        let mut heights = Vec::with_capacity(lanes.len());
        let mut places = Vec::with_capacity(lanes.len());
        let mut previous: Option<Option<usize>> = None;
        let mut y = top;
        for lane in lanes {
            let gap = match previous {
                Some(level) if level != lane.level => GROUP_GAP,
                _ => 0,
            };
            previous = Some(lane.level);
            places.push(y + gap + pitch / 2);
            heights.push(gap + pitch);
            y += gap + pitch;
        }
        Self {
            places,
            pitch,
            size,
            bottom: y + 20,
            starts: pages::starts(&heights, begins.room(besides)),
        }
    }

    fn are_named(&self) -> bool {
        self.size > 0
    }
}

fn draw_lane(
    canvas: &mut Canvas,
    lane: &Lane,
    (y, pitch): (i32, i32),
    axis: &Axis,
    (colour, ends): (RGBColor, Option<Ending>),
) {
    let bar = (pitch * BAR / LANE).max(4);
    let (start, end) = (axis.at(lane.start), axis.at(lane.end));
    let marks = lane.marks.iter().map(|(_, time)| axis.at(*time));
    let reach = marks.fold((start, end), |own, x| (own.0.min(x), own.1.max(x)));
    let hair = Stroke {
        colour,
        width: theme::HAIR,
    };
    // To which lane marks belong that are earlier or later than it.
    for (from, to) in [(reach.0, start), (end, reach.1)] {
        if from < to {
            canvas.line((from, y), (to, y), hair);
        }
    }
    let corners = vec![
        (start, y - bar / 2),
        (end, y - bar / 2),
        (end, y + bar / 2),
        (start, y + bar / 2),
    ];
    canvas.fill(corners, colour, 0.45);
    match ends {
        Some(Ending::Marked) => {}
        // Higher than the bar and than a mark at the same time.
        Some(Ending::Drawn(own)) => own.draw(canvas, (end, y), (bar * 3 / 2).min(pitch)),
        None => {
            // Still under observation: an arrow onwards.
            let stroke = Stroke {
                colour,
                width: theme::LINE,
            };
            let tip = bar.min(40) / 2;
            canvas.arrow((end, y), (end + 60, y), tip, stroke);
        }
    }
    draw_marks(canvas, lane, (y, pitch), axis);
}

/// How a lane ends that does not go on.
#[derive(Clone, Copy, PartialEq)]
enum Ending {
    /// With a sign of its own.
    Drawn(LaneEnd),
    /// With the mark of its event, which says the same.
    Marked,
}

/// How a lane ends; none where it goes on. `of_event` are the marks that are the event.
fn lane_end(lane: &Lane, of_event: &[bool]) -> Option<Ending> {
    let is_marked = || {
        let mut marks = lane.marks.iter();
        marks.any(|(mark, time)| {
            let is_event = of_event.get(*mark).copied().unwrap_or_default();
            is_event && (time - lane.end).abs() <= SAME_TIME * lane.end.abs().max(1.0)
        })
    };
    lane.cause.map(|cause| match cause {
        EVENT if is_marked() => Ending::Marked,
        EVENT => Ending::Drawn(LaneEnd::Event),
        _ => Ending::Drawn(LaneEnd::Competing),
    })
}

/// Whether a mark is the event of the endpoint: by its column, or by its name.
fn is_event(study: &Study, endpoint: &Endpoint, mark: &str) -> bool {
    let is_only_event = match &endpoint.source {
        EndpointSource::Dates { events, .. } => events.as_slice() == [mark],
        EndpointSource::Columns { .. } => false,
    };
    let label = study.variable(mark).map(|own| own.label.to_lowercase());
    is_only_event || label.is_some_and(|label| label == endpoint.event_label.to_lowercase())
}

/// Each mark at its time; those that would cover each other above each other.
fn draw_marks(canvas: &mut Canvas, lane: &Lane, (y, pitch): (i32, i32), axis: &Axis) {
    let mut marks: Vec<(i32, usize)> = lane
        .marks
        .iter()
        .map(|(mark, time)| (axis.at(*time), *mark))
        .collect();
    marks.sort_unstable();
    for crowd in marks.chunk_by(|before, after| after.0 - before.0 < MARK_APART) {
        let count = crowd.len() as i32;
        let step = (pitch / count).min(MARK_APART);
        let radius = match count {
            1 => MARK,
            _ => (step * 2 / 5).clamp(LEAST_MARK, MARK),
        };
        for (at, &(x, mark)) in (0..).zip(crowd) {
            let y = y + step * (2 * at - count + 1) / 2;
            canvas.marker_of(mark, (x, y), radius, theme::INK);
        }
    }
}

/// What the marks, the ends and the arrow mean.
fn legend(
    scene: &Scene<'_>,
    marks: &[String],
    event: &str,
    lanes: &[Lane],
    end_of: &impl Fn(&Lane) -> Option<Ending>,
) -> Legend {
    let study = scene.study;
    let still = study
        .words()
        .fill("figure.still_observed", &[("event", event)]);
    let label = |mark: &'_ String| {
        study
            .variable(mark)
            .map_or_else(|| mark.clone(), |own| own.label.clone())
    };
    let names: Vec<String> = marks.iter().map(label).collect();
    let marks = names.iter().enumerate();
    let marks = marks.map(|(at, name)| (Swatch::Mark(at, theme::INK), name.as_str()));
    let event = capitalised(event);
    let competing = study.words().text("figure.competing_end");
    let ends = [
        (LaneEnd::Event, event.as_str()),
        (LaneEnd::Competing, competing),
    ];
    let ends = ends.into_iter().filter(|(end, _)| {
        let drawn = Some(Ending::Drawn(*end));
        lanes.iter().any(|lane| end_of(lane) == drawn)
    });
    let ends = ends.map(|(end, name)| (Swatch::End(end), name));
    let goes_on = lanes.iter().any(|lane| end_of(lane).is_none());
    let arrow = goes_on.then_some((Swatch::Arrow, still.as_str()));
    Legend::new(marks.chain(ends).chain(arrow), scene.room())
}
