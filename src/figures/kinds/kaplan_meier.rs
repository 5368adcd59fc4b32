//! Kaplan-Meier curves: one panel for each endpoint, the numbers at risk
//! aligned under the ticks of the time axis.

use std::sync::Arc;

use super::FigureKind;
use crate::analyse::{Curve, PlotData};
use crate::figures::alt::Alt;
use crate::figures::axis::Axis;
use crate::figures::canvas::{Align, Canvas, LABEL, SMALL, Stroke, TITLE, Type};
use crate::figures::{Drawing, theme};
use crate::number::Number;
use crate::stats::survival::Step;
use crate::study::read::{read_by, read_endpoints, read_every};
use crate::study::section::Section;
use crate::study::{Endpoint, EndpointSource, KindRecord, Request, Scope, Study, Survival, Ticks};
use crate::words::capitalised;

pub(super) const TOP: i32 = 190;
/// Room for the labels and the title of the vertical axis.
pub(super) const SHARES: i32 = 330;
const RISK_TOP: i32 = 330;
const RISK_PITCH: i32 = 105;
/// Room for a note below them.
const NOTE: i32 = 110;

pub(super) const RECORD: KindRecord<dyn FigureKind> = KindRecord {
    word: "kaplan_meier",
    read: |section, scope| Arc::new(KaplanMeier::read(section, scope)),
};

/// Kaplan-Meier curves with the numbers at risk below.
#[derive(Debug, PartialEq)]
struct KaplanMeier {
    /// One panel each.
    endpoints: Vec<String>,
    /// The grouping variable.
    by: Option<String>,
    /// Distance of the ticks of the time axis.
    every: Ticks,
}

impl KaplanMeier {
    fn read(section: &Section<'_>, scope: &Scope<'_>) -> Self {
        Self {
            endpoints: read_endpoints(section, scope),
            by: read_by(section, scope),
            every: read_every(section),
        }
    }
}

impl FigureKind for KaplanMeier {
    fn needs(&self) -> Vec<Request> {
        let curve = |endpoint: &String| {
            Request::Survival(Survival {
                endpoint: endpoint.clone(),
                by: self.by.clone(),
                probabilities_at: Vec::new(),
                quantiles: Vec::new(),
                risk_every: vec![self.every],
            })
        };
        let groups = self.by.iter().map(|by| Request::summary(by, None));
        self.endpoints.iter().map(curve).chain(groups).collect()
    }

    fn draw(&self, study: &Study, plot_data: &PlotData, alt: &mut Alt<'_>) -> Drawing {
        let Self {
            endpoints, every, ..
        } = self;
        let (by, every) = (self.by.as_deref(), *every);
        let rows = by
            .and_then(|by| study.variable(by))
            .map_or(1, |grouping| grouping.levels.len());
        let count = endpoints.len().max(1) as i32;
        let bottom = TOP + plot_height(count);
        let note = by.and_then(|by| group_missing(study, by, alt));
        let mut canvas = Canvas::new(
            bottom + RISK_TOP + RISK_PITCH * rows as i32 + if note.is_some() { NOTE } else { 10 },
            alt.style(),
        );
        let room = theme::WIDTH / count;
        for (index, id) in endpoints.iter().enumerate() {
            if let Some(endpoint) = study.endpoint(id) {
                let curves = plot_data.curves(id, by);
                let last = curves.first().map_or(0.0, |curve| curve.last);
                let every = every.step(endpoint.unit, last);
                let labels: Vec<String> = curves.iter().map(|curve| label(study, curve)).collect();
                let numbers: Vec<String> = curves
                    .iter()
                    .map(|curve| alt.get(&curve.path.key("n")))
                    .collect();
                let number = widest(&numbers);
                // A mark stands before the label of a group.
                let mark = if by.is_some() { 90 } else { 0 };
                // The heading of the numbers at risk may be longer than the labels.
                let heading = theme::text_width(at_risk(study), theme::SMALL);
                let words = (widest(&labels) + mark).max(heading);
                let left = room * index as i32 + (words + lead(number) + 20).max(SHARES);
                let right = plot_end(left, room * (index as i32 + 1), bottom);
                let panel = Panel {
                    study,
                    endpoint,
                    curves,
                    labels,
                    left,
                    right,
                    bottom,
                    every,
                    widest: number,
                };
                panel.draw(&mut canvas, alt);
            }
        }
        if let Some(note) = note {
            let y = bottom + RISK_TOP + RISK_PITCH * rows as i32 + 30;
            canvas.text(&note, (0, y), Align::Left, SMALL);
            alt.say(&note);
        }
        canvas.svg()
    }
}

/// How many rows no curve shows, because their group is not known.
fn group_missing(study: &Study, by: &str, alt: &mut Alt<'_>) -> Option<String> {
    let grouping = study.variable(by)?;
    let id = grouping.path().key("missing");
    let missing = alt.peek(&id)?;
    missing.value.number().filter(|n| *n > 0.0)?;
    let slots = [
        ("by", alt.words().in_sentence(&grouping.label)),
        ("n", alt.get(&id)),
        ("one", study.cohort.one.clone()),
        ("many", study.cohort.many.clone()),
    ];
    let slots = slots.each_ref().map(|(name, text)| (*name, text.as_str()));
    Some(alt.words().fill("figure.group_missing", &slots))
}

/// The height of the plot in a figure of so many panels beside each other.
pub(super) fn plot_height(panels: i32) -> i32 {
    if panels == 1 { 1950 } else { 1450 }
}

/// Where a plot ends that begins at `left` and has room up to `end`: curves over
/// a plot more than twice as wide as high look flatter than they are.
pub(super) fn plot_end(left: i32, end: i32, bottom: i32) -> i32 {
    (end - 60).min(left + 2 * (bottom - TOP))
}

/// Above the numbers at risk.
fn at_risk(study: &Study) -> &'static str {
    study.words().text("figure.at_risk")
}

/// The group's label, or what the whole cohort is.
fn label(study: &Study, curve: &Curve) -> String {
    curve
        .group
        .as_ref()
        .and_then(|(by, level)| study.variable(by)?.levels.get(*level))
        .map_or_else(|| at_risk(study).to_owned(), |level| level.label.clone())
}

struct Panel<'a> {
    study: &'a Study,
    endpoint: &'a Endpoint,
    curves: Vec<&'a Curve>,
    labels: Vec<String>,
    left: i32,
    right: i32,
    bottom: i32,
    every: f64,
    /// Width of the largest number at risk.
    widest: i32,
}

/// The width of the widest text.
fn widest(texts: &[String]) -> i32 {
    texts
        .iter()
        .map(|text| theme::text_width(text, theme::SMALL))
        .max()
        .unwrap_or(0)
}

fn lead(widest: i32) -> i32 {
    widest / 2 + 55
}

impl Panel<'_> {
    /// Space between the labels of the numbers at risk and the axis: the first
    /// number is centred on it.
    fn lead(&self) -> i32 {
        lead(self.widest)
    }

    fn draw(&self, canvas: &mut Canvas, alt: &mut Alt<'_>) {
        let bottom = self.bottom;
        let last = self
            .curves
            .iter()
            .map(|curve| curve.estimate.last_time())
            .fold(0.0, f64::max);
        let last = last.max(self.every);
        let widest = self
            .widest
            .max(theme::text_width(&last.round().to_string(), theme::SMALL));
        let time = Axis::readable(self.every, last, self.left, self.right, widest);
        let share = Axis::stepped(25.0, 100.0, bottom, TOP);
        canvas.text(
            &capitalised(&self.endpoint.label),
            (self.left, 70),
            Align::Left,
            TITLE,
        );
        let grouped = self.is_grouped();
        let few = self.study.conventions.few_at_risk as usize;
        for (index, curve) in self.curves.iter().enumerate() {
            let colour = theme::group(index);
            if !grouped {
                canvas.fill(band(curve, &time, &share), colour, 0.16);
            }
        }
        for (index, curve) in self.curves.iter().enumerate() {
            draw_curve(canvas, curve, theme::group(index), few, &time, &share);
        }
        if grouped {
            // The same marks as beside the labels below, where the curves end.
            for (index, curve) in self.curves.iter().enumerate() {
                if let Some(step) = curve.estimate.steps.last() {
                    let end = (time.at(step.time), share.at(100.0 * step.survival));
                    canvas.marker(index, end, theme::group(index));
                }
            }
        }
        share.draw_left(canvas, self.left, "%");
        let title = self.study.words().text("figure.survival_axis");
        share.title_left(canvas, self.left, "%", title);
        let title = time_title(self.study, self.endpoint);
        time.draw_below(canvas, bottom, &title);
        self.draw_at_risk(canvas, &time, alt);
        self.describe(alt);
    }

    fn is_grouped(&self) -> bool {
        self.curves.iter().any(|curve| curve.group.is_some())
    }

    fn draw_at_risk(&self, canvas: &mut Canvas, time: &Axis, alt: &mut Alt<'_>) {
        let grouped = self.is_grouped();
        let top = self.bottom + RISK_TOP - 70;
        if grouped {
            let heading = at_risk(self.study);
            canvas.text(heading, (self.left - self.lead(), top), Align::Right, LABEL);
        }
        for (index, (curve, label)) in self.curves.iter().zip(&self.labels).enumerate() {
            let y =
                top + 20 + RISK_PITCH * index as i32 + if grouped { RISK_PITCH - 20 } else { 0 };
            // In ink: the mark has the colour, which text would be too pale in.
            let look = Type {
                colour: theme::INK,
                ..SMALL
            };
            canvas.text(label, (self.left - self.lead(), y), Align::Right, look);
            if grouped {
                let x = self.left - self.lead() - theme::text_width(label, theme::SMALL) - 55;
                canvas.marker(index, (x, y), theme::group(index));
            }
            for &tick in &time.ticks {
                let unit = self.endpoint.unit.name();
                let id = curve.path.clone().time(tick, unit).key("at_risk");
                let text = alt.get(&id);
                canvas.text(&text, (time.at(tick), y), Align::Middle, look);
            }
        }
    }

    fn describe(&self, alt: &mut Alt<'_>) {
        let words = alt.words();
        alt.tell("figure.kaplan_meier", &[("endpoint", &self.endpoint.label)]);
        for (curve, label) in self.curves.iter().zip(&self.labels) {
            let who = if curve.group.is_some() {
                label.as_str()
            } else {
                words.text("figure.all")
            };
            let path = &curve.path;
            let (n, events) = (alt.get(&path.key("n")), alt.get(&path.key("events")));
            let median = alt.number(&path.key("median")).map_or_else(
                || words.text("number.not_available").to_owned(),
                Number::with_unit,
            );
            let slots = [
                ("label", who),
                ("n", &events),
                ("total", &n),
                ("median", &median),
            ];
            alt.tell("figure.kaplan_meier_group", &slots);
        }
        let Some(curve) = self.curves.first().filter(|curve| curve.group.is_none()) else {
            return;
        };
        let ticks = crate::analyse::ticks(self.every, 5.0 * self.every);
        let risk: Vec<String> = [1, 3, 5]
            .into_iter()
            .filter_map(|tick| {
                let time = *ticks.get(tick)?;
                let unit = self.endpoint.unit.name();
                let id = curve.path.clone().time(time, unit).key("at_risk");
                let slots = [
                    ("number", alt.number(&id)?.text.as_str()),
                    ("time", &time.to_string()),
                    ("unit", self.endpoint.unit.words(words)),
                ];
                Some(words.fill("figure.at_risk_at", &slots))
            })
            .collect();
        if !risk.is_empty() {
            alt.tell("figure.at_risk_list", &[("list", &risk.join(", "))]);
        }
    }
}

/// "Months since date of operation".
pub(super) fn time_title(study: &Study, endpoint: &Endpoint) -> String {
    let unit = capitalised(endpoint.unit.words(study.words()));
    let origin = match &endpoint.source {
        EndpointSource::Dates { origin, .. } => study.variable(origin),
        EndpointSource::Columns { .. } => None,
    };
    match origin {
        Some(origin) => {
            let origin = study.words().in_sentence(&origin.label);
            let slots = [("unit", unit.as_str()), ("origin", &origin)];
            study.words().fill("figure.time_since", &slots)
        }
        None => unit,
    }
}

fn draw_curve(
    canvas: &mut Canvas,
    curve: &Curve,
    colour: plotters::style::RGBColor,
    few: usize,
    time: &Axis,
    share: &Axis,
) {
    let stroke = Stroke {
        colour,
        width: theme::LINE + theme::HAIR,
    };
    let steps = &curve.estimate.steps;
    // Solid while enough are at risk; the last step ends at the last time.
    let certain = steps.iter().take_while(|step| step.at_risk >= few).count();
    let mut solid = vec![(time.at(0.0), share.at(100.0))];
    let mut level = share.at(100.0);
    for step in &steps[..certain] {
        push_step(&mut solid, &mut level, step, time, share);
    }
    let mut uncertain: Vec<(i32, i32)> = solid.last().copied().into_iter().collect();
    for step in &steps[certain..] {
        push_step(&mut uncertain, &mut level, step, time, share);
    }
    canvas.path(solid, stroke);
    canvas.dashed(&uncertain, stroke);
    let tick = Stroke {
        colour,
        width: theme::LINE,
    };
    let censored = || steps.iter().filter(|step| step.censored > 0);
    // Ticks closer than their width are one; a crowd of them would hide the curve
    // as a band, and is drawn with gaps.
    let crowded = censored().count() > MOST_TICKS;
    let apart = theme::LINE as i32 * if crowded { 5 } else { 1 };
    let mut previous = None;
    for step in censored() {
        let (x, y) = (time.at(step.time), share.at(100.0 * step.survival));
        let is_apart = |(before, height)| x - before >= apart || (!crowded && height != y);
        if previous.is_none_or(is_apart) {
            canvas.line((x, y - 32), (x, y + 32), tick);
            previous = Some((x, y));
        }
    }
}

/// The most censored times of a curve that each have a tick.
const MOST_TICKS: usize = 150;

fn push_step(
    points: &mut Vec<(i32, i32)>,
    level: &mut i32,
    step: &Step,
    time: &Axis,
    share: &Axis,
) {
    let (x, y) = (time.at(step.time), share.at(100.0 * step.survival));
    push_point(points, (x, *level));
    push_point(points, (x, y));
    *level = y;
}

/// Adds a corner; a point between two others of one straight line is no corner,
/// and a registry has more steps than a page has places.
pub(super) fn push_point(points: &mut Vec<(i32, i32)>, point: (i32, i32)) {
    if points.last() == Some(&point) {
        return;
    }
    if let [.., before, last] = points.as_slice() {
        let straight =
            (before.0 == last.0 && last.0 == point.0) || (before.1 == last.1 && last.1 == point.1);
        if straight {
            points.pop();
        }
    }
    points.push(point);
}

/// The outline of the confidence band: along the upper limits, back along the
/// lower ones. It ends where a limit is not defined.
fn band(curve: &Curve, time: &Axis, share: &Axis) -> Vec<(i32, i32)> {
    let mut upper = vec![(time.at(0.0), share.at(100.0))];
    let mut lower = upper.clone();
    let (mut top, mut bottom) = (share.at(100.0), share.at(100.0));
    for step in &curve.estimate.steps {
        let x = time.at(step.time);
        push_point(&mut upper, (x, top));
        push_point(&mut lower, (x, bottom));
        let (Some(low), Some(high)) = (step.lower, step.upper) else {
            break;
        };
        (top, bottom) = (share.at(100.0 * high), share.at(100.0 * low));
        push_point(&mut upper, (x, top));
        push_point(&mut lower, (x, bottom));
    }
    upper.extend(lower.into_iter().rev());
    upper
}
