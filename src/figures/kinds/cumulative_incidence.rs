//! Cumulative incidence with competing events: one panel for each endpoint, the
//! events of each group below.

use std::sync::Arc;

use super::FigureKind;
use super::kaplan_meier::{SHARES, TOP, plot_end, plot_height, push_point, time_title};
use crate::analyse::{Incidence, PlotData};
use crate::figures::alt::Alt;
use crate::figures::axis::Axis;
use crate::figures::canvas::{Align, Canvas, LABEL, SMALL, Stroke, TITLE, Type};
use crate::figures::{Drawing, theme};
use crate::statistics::CUMULATIVE_INCIDENCE;
use crate::study::read::{read_by, read_endpoints, read_every};
use crate::study::section::Section;
use crate::study::{
    Endpoint, IncidenceRequest, KindRecord, Request, Scope, StatisticsByName, Study, Ticks,
};
use crate::words::capitalised;

const LEGEND_TOP: i32 = 330;
const LEGEND_PITCH: i32 = 105;

pub(super) const RECORD: KindRecord<dyn FigureKind> = KindRecord {
    word: "cumulative_incidence",
    read: |section, scope| Arc::new(CumulativeIncidence::read(section, scope)),
};

/// Cumulative incidence with competing events.
#[derive(Debug, PartialEq)]
struct CumulativeIncidence {
    /// One panel each.
    endpoints: Vec<String>,
    /// The grouping variable.
    by: Option<String>,
    /// Distance of the ticks of the time axis.
    every: Ticks,
}

impl CumulativeIncidence {
    fn read(section: &Section<'_>, scope: &Scope<'_>) -> Self {
        let endpoints = read_endpoints(section, scope);
        for id in &endpoints {
            let endpoint = scope.endpoints.iter().find(|endpoint| endpoint.id == *id);
            if endpoint.is_some_and(|endpoint| endpoint.competing.is_empty()) {
                section.problem(
                    "endpoints",
                    format!("\"{id}\" has no competing events"),
                    format!("add competing = […] to [endpoints.{id}], or draw kaplan_meier"),
                );
            }
        }
        Self {
            endpoints,
            by: read_by(section, scope),
            every: read_every(section),
        }
    }
}

impl FigureKind for CumulativeIncidence {
    fn needs(&self) -> Vec<Request> {
        let statistics = vec![&CUMULATIVE_INCIDENCE];
        let numbers =
            StatisticsByName::of_endpoints(statistics, self.endpoints.clone(), self.by.clone());
        let steps = self.endpoints.iter().map(|endpoint| {
            Request::Incidence(IncidenceRequest {
                endpoint: endpoint.clone(),
                by: self.by.clone(),
            })
        });
        std::iter::once(Request::Statistics(numbers))
            .chain(steps)
            .collect()
    }

    fn draw(&self, study: &Study, plot_data: &PlotData, alt: &mut Alt<'_>) -> Drawing {
        let Self {
            endpoints, every, ..
        } = self;
        let (by, every) = (self.by.as_deref(), *every);
        let grouping = by.and_then(|by| study.variable(by));
        let rows = grouping.map_or(1, |grouping| grouping.levels.len()) as i32;
        let count = endpoints.len().max(1) as i32;
        let bottom = TOP + plot_height(count);
        let mut canvas = Canvas::new(bottom + LEGEND_TOP + LEGEND_PITCH * rows, alt.style());
        let room = theme::WIDTH / count;
        for (index, id) in endpoints.iter().enumerate() {
            let Some(endpoint) = study.endpoint(id) else {
                continue;
            };
            let curves = plot_data.incidences(id, by);
            let left = room * index as i32 + SHARES;
            let right = plot_end(left, room * (index as i32 + 1), bottom);
            let last = curves
                .iter()
                .filter_map(|curve| curve.steps.last())
                .map(|step| step.time)
                .fold(0.0, f64::max);
            let every = every.step(endpoint.unit, last);
            let last = last.max(every);
            let widest = theme::text_width(&last.round().to_string(), theme::SMALL);
            let time = Axis::readable(every, last, left, right, widest);
            let most = curves
                .iter()
                .flat_map(|curve| &curve.steps)
                .map(|step| 100.0 * step.incidence)
                .fold(0.0, f64::max);
            let share = Axis::covering(most, 5, bottom, TOP);
            let title = capitalised(&endpoint.event_label);
            canvas.text(&title, (left, 70), Align::Left, TITLE);
            share.draw_left(&mut canvas, left, "%");
            let title = study.words().text("figure.incidence_axis");
            share.title_left(&mut canvas, left, "%", title);
            time.draw_below(&mut canvas, bottom, &time_title(study, endpoint));
            for (at, curve) in curves.iter().enumerate() {
                draw_curve(&mut canvas, curve, at, &time, &share);
            }
            legend(&mut canvas, study, endpoint, &curves, (left, bottom), alt);
        }
        canvas.svg()
    }
}

fn draw_curve(canvas: &mut Canvas, curve: &Incidence, at: usize, time: &Axis, share: &Axis) {
    let mut points = vec![(time.at(0.0), share.at(0.0))];
    let mut level = share.at(0.0);
    for step in &curve.steps {
        let x = time.at(step.time);
        push_point(&mut points, (x, level));
        level = share.at(100.0 * step.incidence);
        push_point(&mut points, (x, level));
    }
    let end = points.last().copied();
    let stroke = Stroke {
        colour: theme::group(at),
        width: theme::LINE + theme::HAIR,
    };
    canvas.path(points, stroke);
    if let (Some(end), true) = (end, curve.group.is_some()) {
        canvas.marker(at, end, theme::group(at));
    }
}

/// The groups with their events, competing events and rows.
fn legend(
    canvas: &mut Canvas,
    study: &Study,
    endpoint: &Endpoint,
    curves: &[&Incidence],
    (left, bottom): (i32, i32),
    alt: &mut Alt<'_>,
) {
    let words = alt.words();
    alt.tell(
        "figure.cumulative_incidence",
        &[("event", &endpoint.event_label)],
    );
    for (at, curve) in curves.iter().enumerate() {
        let y = bottom + LEGEND_TOP + LEGEND_PITCH * at as i32 - 20;
        let label = curve
            .group
            .as_ref()
            .and_then(|(by, level)| study.variable(by)?.levels.get(*level))
            .map_or_else(
                || words.text("figure.all").to_owned(),
                |level| level.label.clone(),
            );
        let [events, competing, n] =
            ["events", "competing", "n"].map(|key| alt.get(&curve.path.key(key)));
        let slots = [
            ("label", label.as_str()),
            ("n", &events),
            ("competing", &competing),
            ("total", &n),
        ];
        let text = words.fill("figure.incidence_group", &slots);
        if curve.group.is_some() {
            canvas.marker(at, (left + 40, y), theme::group(at));
        }
        let look = Type {
            colour: theme::INK,
            ..if curves.len() > 1 { SMALL } else { LABEL }
        };
        canvas.text(&text, (left + 110, y), Align::Left, look);
        alt.say(&format!("{text}."));
    }
}
