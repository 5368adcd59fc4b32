//! Box plots by group, every row of the cohort a point.

use std::sync::Arc;

use plotters::style::RGBColor;

use super::FigureKind;
use crate::analyse::{PlotData, Sample};
use crate::figures::alt::Alt;
use crate::figures::axis::Axis;
use crate::figures::canvas::{Align, Canvas, Stroke};
use crate::figures::lanes::{Columns, Lanes, list_end};
use crate::figures::{Drawing, theme};
use crate::study::read::{read_required_by, read_variables};
use crate::study::section::Section;
use crate::study::{Kind, KindRecord, Request, SampleRequest, Scope, Study, Variable};

const TOP: i32 = 190;
/// Height of a row, and where there are many: as little as a label and a box need.
const PITCH: i32 = 300;
const LEAST_PITCH: i32 = 130;
/// Below the rows.
const AXIS: i32 = 230;

pub(super) const RECORD: KindRecord<dyn FigureKind> = KindRecord {
    word: "boxes",
    read: |section, scope| Arc::new(Boxes::read(section, scope)),
};

/// Box plots of numeric variables by group, every row a point.
#[derive(Debug, PartialEq)]
struct Boxes {
    /// One panel each.
    variables: Vec<String>,
    /// The grouping variable.
    by: String,
}

impl Boxes {
    fn read(section: &Section<'_>, scope: &Scope<'_>) -> Self {
        Self {
            variables: read_variables(section, "variables", scope, Kind::is_numeric, "a number"),
            by: read_required_by(section, scope),
        }
    }
}

impl FigureKind for Boxes {
    fn needs(&self) -> Vec<Request> {
        let mut needs = vec![Request::summary(&self.by, None)];
        for variable in &self.variables {
            needs.push(Request::summary(variable, Some(&self.by)));
            needs.push(Request::Sample(SampleRequest {
                variable: variable.clone(),
                by: Some(self.by.clone()),
            }));
        }
        needs
    }

    fn draw(&self, study: &Study, plot_data: &PlotData, alt: &mut Alt<'_>) -> Drawing {
        let Self { variables, by } = self;
        let Some(grouping) = study.variable(by) else {
            return Canvas::new(1, alt.style()).svg();
        };
        alt.tell("figure.boxes", &[("by", &grouping.label)]);
        let mut pages = Vec::new();
        for names in variables.chunks(Columns::most(Some(grouping))) {
            let columns = Columns::new(Some(grouping), names.len());
            let shown = || names.iter().filter_map(|name| study.variable(name));
            let (titles, depth) = columns.titles(shown().map(|own| own.label.as_str()));
            let lanes = Lanes::new(columns, TOP + depth, AXIS, LEAST_PITCH..=PITCH);
            let mut canvas = lanes.canvas(AXIS, alt);
            lanes.draw_labels(&mut canvas, grouping, alt);
            for ((variable, title), &panel) in shown().zip(&titles).zip(lanes.panels()) {
                title.draw_from(&mut canvas, (panel.0, 70), Align::Left);
                if let Some(sample) = plot_data.sample(&variable.name, Some(by)) {
                    draw_panel(&mut canvas, &lanes, panel, variable, sample, grouping, alt);
                }
            }
            pages.extend(canvas.svg()?);
        }
        Ok(pages)
    }
}

fn draw_panel(
    canvas: &mut Canvas,
    lanes: &Lanes,
    (left, right): (i32, i32),
    variable: &Variable,
    sample: &Sample,
    grouping: &Variable,
    alt: &mut Alt<'_>,
) {
    let values = || sample.groups.iter().flatten().copied();
    let most = values().fold(f64::NEG_INFINITY, f64::max);
    let least = values().fold(f64::INFINITY, f64::min);
    // From zero, unless that would press all boxes against one end.
    let axis = if least < 0.0 || (least.is_finite() && least > most / 2.0) {
        Axis::spanning(least, most, 4, left, right)
    } else {
        Axis::covering(most.max(0.0), 4, left, right)
    };
    for &tick in &axis.ticks {
        let grid = Stroke {
            colour: theme::PALE,
            width: theme::HAIR,
        };
        canvas.line(
            (axis.at(tick), lanes.top),
            (axis.at(tick), lanes.bottom),
            grid,
        );
    }
    let unit = variable.unit.as_deref().unwrap_or_default();
    let named = variable.with_unit();
    alt.tell("figure.boxes_of", &[("variable", &named)]);
    for (row, (level, values)) in grouping.levels.iter().zip(&sample.groups).enumerate() {
        let path = variable.path().by(&grouping.name).at(&level.id);
        let [q1, median, q3] = ["q1", "median", "q3"].map(|key| alt.value(&path.key(key)));
        if let (Some(q1), Some(median), Some(q3)) = (q1, median, q3) {
            let summary = Summary { q1, median, q3 };
            let colour = theme::row(row, grouping.levels.len());
            draw_box(canvas, &axis, lanes, (row, colour), &summary, values);
        }
        let [q1, median, q3] = ["q1", "median", "q3"].map(|key| alt.get(&path.key(key)));
        let slots = [
            ("level", level.label.as_str()),
            ("median", &median),
            ("low", &q1),
            ("high", &q3),
        ];
        let group = alt.words().fill("figure.boxes_group", &slots);
        alt.say(&(group + list_end(row, grouping)));
    }
    axis.draw_below(canvas, lanes.bottom, unit);
}

struct Summary {
    q1: f64,
    median: f64,
    q3: f64,
}

fn draw_box(
    canvas: &mut Canvas,
    axis: &Axis,
    lanes: &Lanes,
    (row, colour): (usize, RGBColor),
    summary: &Summary,
    values: &[f64],
) {
    let y = lanes.middle(row);
    let height = lanes.pitch.min(PITCH) / 2;
    let line = Stroke {
        colour,
        width: theme::LINE,
    };
    let (left, right) = (axis.at(summary.q1), axis.at(summary.q3));
    let reach = 1.5 * (summary.q3 - summary.q1);
    let within = |value: &&f64| **value >= summary.q1 - reach && **value <= summary.q3 + reach;
    let low = values
        .iter()
        .filter(within)
        .copied()
        .fold(summary.q1, f64::min);
    let high = values
        .iter()
        .filter(within)
        .copied()
        .fold(summary.q3, f64::max);
    canvas.line((axis.at(low), y), (left, y), line);
    canvas.line((right, y), (axis.at(high), y), line);
    for end in [low, high] {
        canvas.line(
            (axis.at(end), y - height / 4),
            (axis.at(end), y + height / 4),
            line,
        );
    }
    let corners = [(left, y - height / 2), (right, y + height / 2)];
    canvas.rectangle(corners[0], corners[1], theme::PAPER);
    canvas.fill(
        vec![
            corners[0],
            (right, y - height / 2),
            corners[1],
            (left, y + height / 2),
        ],
        colour,
        0.14,
    );
    canvas.frame(corners[0], corners[1], line);
    for (point, value) in spread(values, axis, lanes.pitch.min(PITCH)) {
        canvas.dot((axis.at(value), y + point), 20, colour, 0.75);
    }
    let median = axis.at(summary.median);
    let thick = Stroke {
        colour: theme::INK,
        width: 3 * theme::LINE,
    };
    canvas.line((median, y - height / 2), (median, y + height / 2), thick);
}

/// Points that would cover each other stand above and below the middle. Beyond
/// a few hundred points a box says it all.
fn spread(values: &[f64], axis: &Axis, pitch: i32) -> Vec<(i32, f64)> {
    const MOST: usize = 500;
    const APART: i32 = 42;
    let farthest = pitch * 2 * APART / PITCH;
    if values.len() > MOST {
        return Vec::new();
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mut placed: Vec<(i32, i32)> = Vec::new();
    sorted
        .into_iter()
        .map(|value| {
            let x = axis.at(value);
            let offset = [0, 1, -1, 2, -2]
                .into_iter()
                .map(|step| step * APART)
                .filter(|offset| offset.abs() <= farthest)
                .find(|offset| {
                    placed
                        .iter()
                        .rev()
                        .take(8)
                        .all(|(other, at)| (other - x).abs() >= APART || at != offset)
                })
                .unwrap_or(0);
            placed.push((x, offset));
            (offset, value)
        })
        .collect()
}
