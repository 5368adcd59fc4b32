//! The forest plot of a model: ratios on a logarithmic axis, differences on a
//! linear one.

use std::sync::Arc;

use super::FigureKind;
use crate::analyse::PlotData;
use crate::figures::alt::Alt;
use crate::figures::axis::Axis;
use crate::figures::canvas::{Align, Canvas, LABEL, SMALL, Stroke, TITLE};
use crate::figures::text::Lines;
use crate::figures::{Drawing, pages, theme};
use crate::number::Path;
use crate::number::format;
use crate::statistics::term_name;
use crate::stats::math;
use crate::study::read::read_model_id;
use crate::study::section::Section;
use crate::study::{KindRecord, Model, ModelKind, Request, Scope, Study};
use crate::wording::Wording;
use crate::words::capitalised;

const TOP: i32 = 170;
const PITCH: i32 = 125;
/// Below the lines, and between the last one and the axis.
const BELOW: i32 = 230;
const END: i32 = 30;
/// Above and below a label.
const AIR: i32 = 45;
/// Labels are not wider than this.
const LABELS: i32 = 1750;
/// Nor is the heading of the effects.
const HEADING: i32 = 1000;
/// Before the label of a level.
const INDENT: i32 = 90;

/// A row: a heading, the reference level, or a term.
struct Line {
    label: String,
    indented: bool,
    term: Option<Path>,
    reference: bool,
}

pub(super) const RECORD: KindRecord<dyn FigureKind> = KindRecord {
    word: "forest",
    read: |section, scope| Arc::new(Forest::read(section, scope)),
};

/// Effects of a model with their intervals.
#[derive(Debug, PartialEq)]
struct Forest {
    /// The model.
    model: String,
}

impl Forest {
    fn read(section: &Section<'_>, scope: &Scope<'_>) -> Self {
        Self {
            model: read_model_id(section, scope),
        }
    }
}

impl FigureKind for Forest {
    fn needs(&self) -> Vec<Request> {
        // Every model of the study file is computed.
        Vec::new()
    }

    fn draw(&self, study: &Study, _: &PlotData, alt: &mut Alt<'_>) -> Drawing {
        let Self { model } = self;
        let Some(model) = study.model(model) else {
            return Canvas::new(1, alt.style()).svg();
        };
        let effect = model.kind.effect_key();
        let lines = lines(study, model, alt);
        let language = alt.words();
        let named = |form: &str| language.text(&format!("effect.{effect}.{form}"));
        let name = capitalised(named("name"));
        let slots = [
            ("effect", name.as_str()),
            ("ci", &alt.confidence_interval()),
        ];
        let heading = language.fill("figure.forest_effect", &slots);
        let heading = Lines::fit(&heading, HEADING, TITLE);
        let texts = texts_at(&lines, effect, heading.width(), alt);
        let set: Vec<Lines> = lines.iter().map(Line::set).collect();
        let indents = lines.iter().map(Line::indent);
        let widest = set
            .iter()
            .zip(indents)
            .map(|(own, indent)| own.width() + indent);
        let widest = widest.max().unwrap_or(0);
        let heights: Vec<i32> = set
            .iter()
            .map(|own| (own.height() + AIR).max(PITCH))
            .collect();
        let places = Places::new(&lines, &heights, alt.words());
        let bottom = places.bottom;
        let mut canvas = Canvas::new(bottom + BELOW, alt.style());
        canvas.divide(TOP, bottom, places.starts.clone());
        let bounds = bounds(&lines, alt);
        let ends = (widest + 120, texts - 120);
        let axis = if model.kind.is_ratio() {
            Scale::Ratio(LogAxis::new(&bounds, ends.0, ends.1))
        } else {
            let low = bounds.iter().copied().fold(0.0, f64::min);
            let high = bounds.iter().copied().fold(0.0, f64::max);
            Scale::Difference(Axis::spanning(low, high, 4, ends.0, ends.1))
        };
        let [events, n] = ["events", "n"].map(|key| alt.get(&model.path().key(key)));
        let slots = [("effects", named("plural")), ("n", &events), ("total", &n)];
        if model.kind == ModelKind::Linear {
            alt.tell("figure.forest_of_rows", &slots);
        } else {
            alt.tell("figure.forest", &slots);
        }
        heading.draw_from(&mut canvas, (texts, 70), Align::Left);
        canvas.text(
            alt.style().p_symbol,
            (theme::WIDTH - 10, 70),
            Align::Right,
            TITLE,
        );
        axis.draw(&mut canvas, TOP + 1, bottom, &name);
        for (heading, y) in &places.continued {
            heading.draw_around(&mut canvas, (0, *y), Align::Left);
        }
        for ((line, label), &y) in lines.iter().zip(&set).zip(&places.rows) {
            label.draw_around(&mut canvas, (line.indent(), y), Align::Left);
            if line.reference {
                let reference = language.text("table.reference");
                canvas.text(reference, (texts, y), Align::Left, SMALL);
                canvas.marker(3, (axis.none(), y), theme::GREY);
            }
            if let Some(term) = &line.term {
                let term = Term {
                    path: term,
                    effect,
                    label: &line.label,
                };
                draw_term(&mut canvas, &axis, &term, (texts, y), alt);
            }
        }
        canvas.svg()
    }
}

impl Line {
    fn indent(&self) -> i32 {
        if self.indented { INDENT } else { 0 }
    }

    fn set(&self) -> Lines {
        Lines::fit(&self.label, LABELS - self.indent(), LABEL)
    }
}

/// Where the lines stand.
struct Places {
    /// The middle of each line.
    rows: Vec<i32>,
    /// Headings that stand again above levels at the top of a page.
    continued: Vec<(Lines, i32)>,
    /// Where the pages after the first begin.
    starts: Vec<i32>,
    bottom: i32,
}

impl Places {
    fn new(lines: &[Line], heights: &[i32], words: Wording) -> Self {
        let again = |line: &Line| {
            let label = words.fill("figure.continued", &[("label", &line.label)]);
            Lines::fit(&label, LABELS, LABEL)
        };
        let headings = lines.iter().filter(|line| !line.indented);
        let highest = headings.map(|line| again(line).height() + AIR).max();
        let room = theme::TALLEST - TOP - BELOW - highest.unwrap_or(0) - END;
        let pages = pages::starts(heights, room);
        let mut own = Self {
            rows: Vec::new(),
            continued: Vec::new(),
            starts: Vec::new(),
            bottom: 0,
        };
        let mut heading = None;
        let mut y = TOP;
        for (at, (line, height)) in lines.iter().zip(heights).enumerate() {
            if pages.contains(&at) {
                own.starts.push(y);
                if let Some(heading) = heading.filter(|_| line.indented) {
                    let heading = again(heading);
                    let height = heading.height() + AIR;
                    own.continued.push((heading, y + height / 2));
                    y += height;
                }
            }
            if !line.indented {
                heading = Some(line);
            }
            own.rows.push(y + height / 2);
            y += height;
        }
        own.bottom = y + END;
        own
    }
}

/// A term with an estimate.
struct Term<'a> {
    path: &'a Path,
    effect: &'static str,
    label: &'a str,
}

/// From effects to canvas units.
enum Scale {
    Ratio(LogAxis),
    Difference(Axis),
}

impl Scale {
    fn at(&self, effect: f64) -> i32 {
        match self {
            Self::Ratio(axis) => axis.at(effect),
            Self::Difference(axis) => axis.at(effect),
        }
    }

    /// Whether the axis reaches so far.
    fn holds(&self, effect: f64) -> bool {
        match self {
            Self::Ratio(axis) => axis.holds(effect),
            Self::Difference(_) => true,
        }
    }

    /// Where there is no effect.
    fn none(&self) -> i32 {
        self.at(match self {
            Self::Ratio(_) => 1.0,
            Self::Difference(_) => 0.0,
        })
    }

    fn draw(&self, canvas: &mut Canvas, top: i32, bottom: i32, title: &str) {
        let grey = Stroke {
            colour: theme::GREY,
            width: theme::HAIR,
        };
        canvas.line((self.none(), top), (self.none(), bottom), grey);
        match self {
            Self::Ratio(axis) => axis.draw(canvas, bottom, title),
            Self::Difference(axis) => axis.draw_below(canvas, bottom, title),
        }
    }
}

fn draw_term(
    canvas: &mut Canvas,
    axis: &Scale,
    term: &Term<'_>,
    (texts, y): (i32, i32),
    alt: &mut Alt<'_>,
) {
    let [ratio, lower, upper] =
        [term.effect, "ci_lower", "ci_upper"].map(|key| alt.value(&term.path.key(key)));
    let (Some(ratio), Some(lower), Some(upper)) = (ratio, lower, upper) else {
        let text = alt.get(&term.path.key(term.effect));
        canvas.text(&text, (texts, y), Align::Left, LABEL);
        return;
    };
    let stroke = Stroke {
        colour: theme::group(0),
        width: theme::LINE,
    };
    let middle = axis.at(ratio);
    for end in [lower, upper] {
        let x = axis.at(end);
        if axis.holds(end) {
            canvas.line((middle, y), (x, y), stroke);
            canvas.line((x, y - 20), (x, y + 20), stroke);
        } else {
            canvas.arrow((middle, y), (x, y), 20, stroke);
        }
    }
    if axis.holds(ratio) {
        canvas.marker(3, (middle, y), theme::group(0));
    }
    let [ratio, lower, upper, p] =
        [term.effect, "ci_lower", "ci_upper", "p"].map(|key| alt.get(&term.path.key(key)));
    let text = alt.with_interval(&term.path.key(term.effect), term.path);
    canvas.text(&text, (texts, y), Align::Left, LABEL);
    canvas.text(&p, (theme::WIDTH - 10, y), Align::Right, LABEL);
    let test = alt.p(&term.path.key("p")).unwrap_or(p);
    let slots = [
        ("label", term.label),
        ("effect", &ratio),
        ("low", &lower),
        ("high", &upper),
        ("p", &test),
    ];
    alt.tell("figure.forest_term", &slots);
}

fn lines(study: &Study, model: &Model, alt: &mut Alt<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    let covariates = model.covariates.iter();
    for variable in covariates.filter_map(|name| study.variable(name)) {
        let term = model.path().at(&term_name(&variable.name));
        let numeric = variable.kind.is_numeric();
        lines.push(Line {
            label: match &variable.unit {
                Some(unit) if numeric => {
                    let one = alt.words().one_of(unit);
                    let slots = [("label", variable.label.as_str()), ("unit", &one)];
                    alt.words().fill("table.per_unit", &slots)
                }
                _ => variable.label.clone(),
            },
            indented: false,
            term: numeric.then(|| term.clone()),
            reference: false,
        });
        for level in &variable.levels {
            let term = term.clone().at(&level.id);
            let known = alt.number(&term.key(model.kind.effect_key())).is_some();
            // A level without rows has no term and is no reference.
            let rows = alt.peek(&term.key("n")).and_then(|n| n.value.number());
            lines.push(Line {
                label: level.label.clone(),
                indented: true,
                reference: !known && rows != Some(0.0),
                term: known.then_some(term),
            });
        }
    }
    lines
}

/// The left end of the effects, which leave room for the p-values on their right.
fn texts_at(lines: &[Line], effect: &str, heading: i32, alt: &mut Alt<'_>) -> i32 {
    let terms = || lines.iter().filter_map(|line| line.term.as_ref());
    let effects = terms().map(|term| alt.with_interval(&term.key(effect), term));
    let widths = effects.map(|text| theme::text_width(&text, theme::LABEL));
    let widest = widths.max().unwrap_or(0).max(heading);
    let tests = terms().map(|term| alt.get(&term.key("p")));
    let tests = tests
        .map(|text| theme::text_width(&text, theme::LABEL))
        .max();
    theme::WIDTH - 10 - tests.unwrap_or(0).max(60) - 90 - widest
}

/// Every limit that is drawn.
fn bounds(lines: &[Line], alt: &mut Alt<'_>) -> Vec<f64> {
    let terms = lines.iter().filter_map(|line| line.term.as_ref());
    terms
        .flat_map(|term| ["ci_lower", "ci_upper"].map(|key| term.key(key)))
        .filter_map(|id| alt.value(&id))
        .filter(|limit| limit.is_finite())
        .collect()
}

/// Where a logarithmic axis may have a tick, and the digits of its label.
const TICKS: [(f64, usize); 13] = [
    (0.01, 2),
    (0.02, 2),
    (0.05, 2),
    (0.1, 1),
    (0.2, 1),
    (0.5, 1),
    (1.0, 0),
    (2.0, 0),
    (5.0, 0),
    (10.0, 0),
    (20.0, 0),
    (50.0, 0),
    (100.0, 0),
];

/// A logarithmic axis around 1, from tick to tick. Limits beyond a hundredfold
/// end at its edge.
struct LogAxis {
    low: f64,
    high: f64,
    start: i32,
    end: i32,
    ticks: Vec<(f64, usize)>,
}

impl LogAxis {
    fn new(bounds: &[f64], start: i32, end: i32) -> Self {
        let positive = bounds.iter().copied().filter(|limit| *limit > 0.0);
        let least = positive.fold(0.8, f64::min);
        let most = bounds.iter().copied().fold(1.25, f64::max);
        let below = TICKS.iter().rposition(|(tick, _)| *tick <= least);
        let above = TICKS.iter().position(|(tick, _)| *tick >= most);
        let range = below.unwrap_or(0)..=above.unwrap_or(TICKS.len() - 1);
        let all = TICKS.get(range).unwrap_or(&TICKS);
        let end_of = |tick: Option<&(f64, usize)>| math::ln(tick.map_or(1.0, |(tick, _)| *tick));
        let mut axis = Self {
            low: end_of(all.first()),
            high: end_of(all.last()),
            start,
            end,
            ticks: all.to_vec(),
        };
        if !axis.is_readable(all) {
            // The ends and what means no effect.
            let last = all.len() - 1;
            let kept = all.iter().enumerate();
            let kept = kept.filter(|(at, (tick, _))| *at == 0 || *at == last || *tick == 1.0);
            let ends = kept.map(|(_, tick)| *tick).collect();
            let decades = all.iter().filter(|(tick, _)| is_decade(*tick)).copied();
            let decades: Vec<(f64, usize)> = decades.collect();
            let are_enough = decades.len() > 2 && axis.is_readable(&decades);
            axis.ticks = if are_enough { decades } else { ends };
        }
        axis
    }

    /// Whether the labels of these ticks stand apart.
    fn is_readable(&self, ticks: &[(f64, usize)]) -> bool {
        const APART: i32 = 150;
        let places: Vec<i32> = ticks.iter().map(|(tick, _)| self.at(*tick)).collect();
        places.is_sorted_by(|before, after| after - before > APART)
    }

    fn holds(&self, ratio: f64) -> bool {
        const ROUNDING: f64 = 1e-9;
        let ln = math::ln(ratio);
        ln >= self.low - ROUNDING && ln <= self.high + ROUNDING
    }

    fn at(&self, ratio: f64) -> i32 {
        let share = (math::ln(ratio) - self.low) / (self.high - self.low);
        self.start + (share.clamp(0.0, 1.0) * f64::from(self.end - self.start)).round() as i32
    }

    fn draw(&self, canvas: &mut Canvas, bottom: i32, title: &str) {
        let grey = Stroke {
            colour: theme::GREY,
            width: theme::HAIR,
        };
        canvas.line((self.start, bottom), (self.end, bottom), grey);
        for &(tick, digits) in &self.ticks {
            let x = self.at(tick);
            canvas.line((x, bottom), (x, bottom + 25), grey);
            let label = format::tick(tick, digits, canvas.style());
            canvas.text(&label, (x, bottom + 75), Align::Middle, SMALL);
        }
        let middle = i32::midpoint(self.start, self.end);
        canvas.text(title, (middle, bottom + 175), Align::Middle, SMALL);
    }
}

fn is_decade(tick: f64) -> bool {
    [0.01, 0.1, 1.0, 10.0, 100.0].contains(&tick)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_axis_of_ratios_has_three_ticks_or_more() {
        for bounds in [
            &[][..],
            &[0.99, 1.01],
            &[0.0, 1.2],
            &[1.5, 4.8],
            &[0.03, 0.4],
            &[1e-9, 1e9],
            &[0.9, 300.0],
        ] {
            for width in [500, 1000, 3000] {
                let axis = LogAxis::new(bounds, 0, width);
                assert!(axis.ticks.len() > 2, "{bounds:?} {width}");
                assert!(axis.ticks.iter().any(|(tick, _)| *tick == 1.0));
                assert!(width < 1000 || axis.is_readable(&axis.ticks), "{bounds:?}");
            }
        }
    }
}
