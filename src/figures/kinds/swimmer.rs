//! The swimmer plot: one lane for each row of the cohort.

use std::sync::Arc;

use super::FigureKind;
use super::kaplan_meier::time_title;
use crate::analyse::{Lane, PlotData};
use crate::figures::alt::Alt;
use crate::figures::axis::Axis;
use crate::figures::canvas::{Align, Canvas, LABEL, SMALL, Stroke};
use crate::figures::{Drawing, theme};
use crate::study::read::{read_by, read_every, read_variables};
use crate::study::section::Section;
use crate::study::{Kind, KindRecord, LanesRequest, Request, Scope, Study, Ticks, Variable};

const LANE: i32 = 96;
const BAR: i32 = 52;
const TOP: i32 = 190;
const GROUP_GAP: i32 = 60;

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
                marks: read_variables(section, "marks", scope, date, "a date"),
            },
            every: read_every(section),
        }
    }
}

impl FigureKind for Swimmer {
    fn needs(&self) -> Vec<Request> {
        vec![
            Request::survival(&self.lanes.endpoint, None),
            Request::Lanes(self.lanes.clone()),
        ]
    }

    fn draw(&self, study: &Study, plot_data: &PlotData, alt: &mut Alt<'_>) -> Drawing {
        let Self {
            lanes: wanted,
            every,
        } = self;
        let (lanes, every) = (plot_data.lanes(wanted), *every);
        let Some(endpoint) = study.endpoint(&wanted.endpoint) else {
            return Canvas::new(1, alt.style()).svg();
        };
        let grouping = wanted.by.as_ref().and_then(|by| study.variable(by));
        let places = places(lanes);
        let bottom = places.last().map_or(TOP, |y| y + LANE / 2 + 20);
        let names = lanes
            .iter()
            .map(|lane| theme::text_width(&lane.name, theme::SMALL))
            .max()
            .unwrap_or(0);
        let groups = grouping
            .iter()
            .flat_map(|grouping| &grouping.levels)
            .map(|level| theme::text_width(&level.label, theme::LABEL) + 60)
            .max()
            .unwrap_or(0);
        let left = groups + names + 50;
        let last = lanes.iter().map(|lane| lane.end).fold(0.0, f64::max);
        let every = every.step(endpoint.unit, last);
        let last = last.max(every);
        let widest = theme::text_width(&last.round().to_string(), theme::SMALL);
        let axis = Axis::readable(every, last, left, theme::WIDTH - 90, widest);
        let mut canvas = Canvas::new(bottom + 230, alt.style());
        draw_legend(&mut canvas, study, &wanted.marks, &endpoint.event_label);
        for &tick in &axis.ticks {
            let grid = Stroke {
                colour: theme::PALE,
                width: theme::HAIR,
            };
            canvas.line((axis.at(tick), TOP - 30), (axis.at(tick), bottom), grid);
        }
        let mut shown = None;
        for (lane, &y) in lanes.iter().zip(&places) {
            if shown != Some(lane.level) {
                shown = Some(lane.level);
                let unknown = alt.words().text("figure.unknown");
                let label =
                    grouping.map_or("", |grouping| level_label(grouping, lane.level, unknown));
                canvas.text(label, (0, y), Align::Left, LABEL);
            }
            canvas.text(&lane.name, (left - 30, y), Align::Right, SMALL);
            draw_lane(&mut canvas, lane, y, &axis);
        }
        let title = time_title(study, endpoint);
        axis.draw_below(&mut canvas, bottom, &title);
        let n = alt.get(&endpoint.path().key("n"));
        let events = alt.get(&endpoint.path().key("events"));
        let slots = [
            ("total", n.as_str()),
            ("many", &study.cohort.many),
            ("n", &events),
            ("event", &endpoint.event_label),
        ];
        alt.tell("figure.swimmer", &slots);
        canvas.svg()
    }
}

/// The middle of each lane, with a gap between groups.
fn places(lanes: &[Lane]) -> Vec<i32> {
    let mut y = TOP;
    let mut previous: Option<Option<usize>> = None;
    lanes
        .iter()
        .map(|lane| {
            if previous.is_some_and(|level| level != lane.level) {
                y += GROUP_GAP;
            }
            previous = Some(lane.level);
            let middle = y + LANE / 2;
            y += LANE;
            middle
        })
        .collect()
}

fn level_label<'a>(grouping: &'a Variable, level: Option<usize>, unknown: &'a str) -> &'a str {
    level
        .and_then(|level| grouping.levels.get(level))
        .map_or(unknown, |level| level.label.as_str())
}

fn draw_lane(canvas: &mut Canvas, lane: &Lane, y: i32, axis: &Axis) {
    let colour = lane.level.map_or(theme::GREY, theme::group);
    let (start, end) = (axis.at(0.0), axis.at(lane.end));
    let corners = vec![
        (start, y - BAR / 2),
        (end, y - BAR / 2),
        (end, y + BAR / 2),
        (start, y + BAR / 2),
    ];
    canvas.fill(corners, colour, 0.45);
    if !lane.event {
        // Still under observation: an arrow onwards.
        let stroke = Stroke {
            colour,
            width: theme::LINE,
        };
        canvas.line((end, y), (end + 60, y), stroke);
        canvas.path(
            vec![(end + 38, y - 20), (end + 60, y), (end + 38, y + 20)],
            stroke,
        );
    }
    for &(mark, time) in &lane.marks {
        // Marks of the same day stand side by side.
        let same = lane
            .marks
            .iter()
            .filter(|(other, at)| *other < mark && (axis.at(*at) - axis.at(time)).abs() < 40)
            .count();
        canvas.marker(mark, (axis.at(time) + 46 * same as i32, y), theme::INK);
    }
}

fn draw_legend(canvas: &mut Canvas, study: &Study, marks: &[String], event: &str) {
    let mut x = 45;
    for (index, mark) in marks.iter().enumerate() {
        let label = study
            .variable(mark)
            .map_or(mark.as_str(), |variable| variable.label.as_str());
        canvas.marker(index, (x, 60), theme::INK);
        canvas.text(label, (x + 55, 60), Align::Left, SMALL);
        x += 55 + theme::text_width(label, theme::SMALL) + 130;
    }
    let stroke = Stroke {
        colour: theme::GREY,
        width: theme::LINE,
    };
    canvas.line((x - 30, 60), (x + 30, 60), stroke);
    canvas.path(vec![(x + 8, 40), (x + 30, 60), (x + 8, 80)], stroke);
    let text = study
        .words()
        .fill("figure.still_observed", &[("event", event)]);
    canvas.text(&text, (x + 65, 60), Align::Left, SMALL);
}
