//! Box plots by group: every row of the cohort a point, or the density of many.

use std::sync::Arc;

use plotters::style::RGBColor;

use super::FigureKind;
use crate::analyse::Sample;
use crate::figures::alt::Alt;
use crate::figures::axis::{Axis, Grain};
use crate::figures::canvas::{Align, Canvas, SMALL, Stroke};
use crate::figures::lanes::{Columns, Lanes, list_end, suit_column};
use crate::figures::text::Lines;
use crate::figures::{Drawing, Scene, bands, theme};
use crate::number::format;
use crate::stats::density::density;
use crate::study::read::{read_required_by, read_variables};
use crate::study::section::Section;
use crate::study::{Kind, KindRecord, Request, SampleRequest, Scope, Study, Variable};

const TOP: i32 = 190;
/// Height of a row, and where there are many: as little as a label and a box need.
const PITCH: i32 = 300;
const LEAST_PITCH: i32 = 130;
/// Below the rows, and for a note of one line below the axis.
const AXIS: i32 = 230;
const NOTE: i32 = 150;
/// About the room of such a number.
const SIZES: i32 = 350;

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

    fn draw(&self, scene: &Scene<'_>, alt: &mut Alt<'_>) -> Drawing {
        let Scene {
            study, plot_data, ..
        } = *scene;
        let Self { variables, by } = self;
        let Some(grouping) = study.variable(by) else {
            return Canvas::new(scene.width, 1, alt.style()).svg();
        };
        alt.tell("figure.boxes", &[("by", &grouping.label)]);
        let samples = variables
            .iter()
            .filter_map(|name| plot_data.sample(name, Some(by)));
        let largest = samples
            .flat_map(|sample| &sample.groups)
            .map(Vec::len)
            .max();
        let note = largest
            .is_some_and(|largest| largest > MOST_POINTS)
            .then(|| {
                let most = format::tick(MOST_POINTS as f64, 0, alt.style());
                let slots = [("most", most.as_str()), ("many", &study.cohort.many)];
                alt.words().fill("figure.violins", &slots)
            });
        let foot = note.as_ref().map(|note| foot(note, scene, alt));
        let below = AXIS + foot.as_ref().map_or(0, Canvas::height);
        let mut drawn = Vec::new();
        let most = Columns::most(Some(grouping), scene);
        let beside = bands::beside(variables.len(), most);
        for names in variables.chunks(beside) {
            let columns = Columns::new(Some(grouping), beside, &scene.below(drawn.len()));
            columns.check()?;
            let shown = || names.iter().filter_map(|name| study.variable(name));
            let (titles, depth) = columns.titles(shown().map(|own| own.label.as_str()));
            let units = shown().map(|own| own.unit.as_deref().unwrap_or_default());
            let units = columns.below(units, if beside == 1 { 0 } else { SIZES });
            let lanes = Lanes::new(columns, TOP + depth, below + units, LEAST_PITCH..=PITCH);
            let mut canvas = lanes.canvas(AXIS + units, alt);
            // Of one variable alone, the sizes are those of its values.
            let alone = shown().next().filter(|_| beside == 1);
            let sizes = alone.map(|own| own.path().by(by));
            lanes.draw_labels(&mut canvas, grouping, sizes, alt);
            for ((variable, title), &panel) in shown().zip(&titles).zip(lanes.panels()) {
                title.draw_from(&mut canvas, (panel.0, 70), Align::Left);
                canvas.panel(&variable.label);
                if let Some(sample) = plot_data.sample(&variable.name, Some(by)) {
                    let panel = match beside {
                        1 => panel,
                        _ => lanes.draw_sizes(&mut canvas, panel, (variable, grouping), alt),
                    };
                    draw_panel(&mut canvas, &lanes, panel, variable, sample, grouping, alt);
                }
            }
            drawn.push(canvas);
        }
        if let Some(note) = note {
            alt.say(&note);
        }
        bands::print(drawn, foot.as_ref(), scene.begins)
    }

    fn suits_column(&self, study: &Study) -> bool {
        let by = study.variable(&self.by);
        self.variables.len() == 1 && by.is_some_and(|by| suit_column(&by.levels))
    }
}

/// A note below the boxes.
fn foot(note: &str, scene: &Scene<'_>, alt: &Alt<'_>) -> Canvas {
    let note = Lines::fit(note, scene.room(), SMALL);
    let mut foot = Canvas::new(scene.width, note.depth() + NOTE, alt.style());
    note.draw_from(&mut foot, (0, 60), Align::Left);
    foot
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
    // From zero where that is near; boxes are compared by place, not by length.
    let is_near_zero = least >= 0.0 && least <= NEAR_ZERO * most && least < most;
    let least = if is_near_zero || !least.is_finite() {
        0.0
    } else {
        least
    };
    let set = (Grain::of(values()), canvas.style());
    let mut axis = Axis::of_values((least, most.max(least)), 4, (left, right), set);
    if values().next().is_none() {
        axis.ticks.clear();
    }
    let style = Style::of(sample);
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
            let place = Row {
                y: lanes.middle(row),
                pitch: lanes.pitch.min(PITCH),
                colour: theme::row(row, grouping.levels.len()),
            };
            draw_group(canvas, &axis, &place, &summary, values, style);
        }
        let [n, q1, median, q3] = ["n", "q1", "median", "q3"].map(|key| alt.get(&path.key(key)));
        let label = grouping.level_of(level, alt.words());
        let slots = [
            ("level", label.as_str()),
            ("median", &median),
            ("low", &q1),
            ("high", &q3),
            ("total", &n),
        ];
        let sentence = match alt.value(&path.key("median")) {
            Some(_) => "figure.boxes_group",
            None => "figure.no_values",
        };
        let group = alt.words().fill(sentence, &slots);
        alt.say(&(group + list_end(row, grouping)));
    }
    alt.tell_p(&variable.path().by(&grouping.name).word("test").key("p"));
    axis.draw_below(canvas, lanes.bottom, unit);
}

struct Summary {
    q1: f64,
    median: f64,
    q3: f64,
}

impl Summary {
    /// Whether a value is within one and a half box lengths of the box.
    fn reaches(&self, value: f64) -> bool {
        let reach = 1.5 * (self.q3 - self.q1);
        value >= self.q1 - reach && value <= self.q3 + reach
    }
}

/// The row of a group: where it stands and how it looks.
struct Row {
    y: i32,
    pitch: i32,
    colour: RGBColor,
}

/// More points than this hide the box that they are drawn on.
const MOST_POINTS: usize = 100;
/// So many are drawn large.
const FEW_POINTS: usize = 20;
/// The share of the greatest value up to which the least one is near zero.
const NEAR_ZERO: f64 = 0.2;

/// How the values of all rows of a panel are shown, so that rows can be compared.
#[derive(Clone, Copy, PartialEq)]
enum Style {
    /// Each value a point of this radius and opacity.
    Points(i32, f64),
    /// The density.
    Density,
}

impl Style {
    /// By the largest group.
    fn of(sample: &Sample) -> Self {
        match sample.groups.iter().map(Vec::len).max().unwrap_or(0) {
            largest if largest <= FEW_POINTS => Self::Points(20, 0.7),
            largest if largest <= MOST_POINTS => Self::Points(15, 0.4),
            _ => Self::Density,
        }
    }
}

fn draw_group(
    canvas: &mut Canvas,
    axis: &Axis,
    row: &Row,
    summary: &Summary,
    values: &[f64],
    style: Style,
) {
    let height = match style {
        Style::Points(radius, opacity) => {
            // Beneath the box, which would not be seen among them.
            for (point, value) in spread(values, axis, row.pitch) {
                canvas.dot((axis.at(value), row.y + point), radius, row.colour, opacity);
            }
            row.pitch / 2
        }
        Style::Density => match violin(values, axis, row) {
            Some(shape) => {
                canvas.fill(shape.clone(), row.colour, 0.3);
                let outline = Stroke {
                    colour: row.colour,
                    width: theme::HAIR,
                };
                canvas.path(shape, outline);
                let (left, right) = (axis.at(summary.q1), axis.at(summary.q3));
                let half = row.pitch / 10;
                canvas.rectangle((left, row.y - half), (right, row.y + half), theme::PAPER);
                row.pitch / 5
            }
            None => row.pitch / 5,
        },
    };
    draw_box(canvas, axis, row, summary, values, height);
    if style == Style::Density {
        draw_outliers(canvas, axis, row, summary, values);
    }
    draw_median(canvas, axis, row, summary, height);
}

/// Values beyond the whiskers, one dot where several are.
fn draw_outliers(canvas: &mut Canvas, axis: &Axis, row: &Row, summary: &Summary, values: &[f64]) {
    let beyond = values.iter().filter(|value| !summary.reaches(**value));
    let mut places: Vec<i32> = beyond.map(|value| axis.at(*value)).collect();
    places.sort_unstable();
    places.dedup_by(|next, before| *next - *before < 6);
    for x in places {
        canvas.dot((x, row.y), 18, row.colour, 1.0);
    }
}

/// The outline of the density of the values between the least and the greatest,
/// above the middle and back below it.
fn violin(values: &[f64], axis: &Axis, row: &Row) -> Option<Vec<(i32, i32)>> {
    const STEPS: u32 = 80;
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let place = |step: u32| low + (high - low) * f64::from(step) / f64::from(STEPS);
    let places: Vec<f64> = (0..=STEPS).map(place).collect();
    let density = density(values, &places).ok()?;
    let most = density.iter().copied().fold(0.0, f64::max);
    let half = f64::from(row.pitch) * 0.42;
    let sides = places.iter().zip(&density);
    let upper = sides.map(|(place, own)| (axis.at(*place), (half * own / most).round() as i32));
    let upper: Vec<(i32, i32)> = upper.collect();
    let lower = upper.iter().rev().map(|(x, height)| (*x, row.y + height));
    let outline = upper.iter().map(|(x, height)| (*x, row.y - height));
    let mut outline: Vec<(i32, i32)> = outline.chain(lower).collect();
    outline.extend(outline.first().copied());
    Some(outline)
}

fn draw_box(
    canvas: &mut Canvas,
    axis: &Axis,
    row: &Row,
    summary: &Summary,
    values: &[f64],
    height: i32,
) {
    let Row { y, colour, .. } = *row;
    let line = Stroke {
        colour,
        width: theme::LINE,
    };
    let (left, right) = (axis.at(summary.q1), axis.at(summary.q3));
    let within = || {
        values
            .iter()
            .copied()
            .filter(|value| summary.reaches(*value))
    };
    let low = within().fold(summary.q1, f64::min);
    let high = within().fold(summary.q3, f64::max);
    canvas.line((axis.at(low), y), (left, y), line);
    canvas.line((right, y), (axis.at(high), y), line);
    for end in [low, high] {
        let (above, below) = (y - height / 4, y + height / 4);
        canvas.line((axis.at(end), above), (axis.at(end), below), line);
    }
    let (from, to) = ((left, y - height / 2), (right, y + height / 2));
    canvas.fill(vec![from, (to.0, from.1), to, (from.0, to.1)], colour, 0.14);
    canvas.frame(from, to, line);
}

fn draw_median(canvas: &mut Canvas, axis: &Axis, row: &Row, summary: &Summary, height: i32) {
    let median = axis.at(summary.median);
    let thick = Stroke {
        colour: theme::INK,
        width: 3 * theme::LINE,
    };
    let (above, below) = (row.y - height / 2, row.y + height / 2);
    canvas.line((median, above), (median, below), thick);
}

/// Points that would cover each other stand above and below the middle.
fn spread(values: &[f64], axis: &Axis, pitch: i32) -> Vec<(i32, f64)> {
    const APART: i32 = 42;
    let farthest = pitch * 2 * APART / PITCH;
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
