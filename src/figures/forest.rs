//! The forest plot of a model: hazard ratios on a logarithmic axis.

use super::alt::Alt;
use super::canvas::{Align, Canvas, LABEL, SMALL, Stroke, TITLE};
use super::{Drawing, theme};
use crate::ledger::format::round;
use crate::stats::math;
use crate::study::{Rounding, Study};

const TOP: i32 = 170;
const PITCH: i32 = 125;

/// A row: a heading, the reference level, or a term.
struct Line {
    label: String,
    indented: bool,
    term: Option<String>,
    reference: bool,
}

pub fn draw(study: &Study, model: &str, alt: &mut Alt<'_>) -> Drawing {
    let Some(model) = study.model(model) else {
        return Canvas::new(1).svg();
    };
    let lines = lines(study, &model.id, &model.covariates, alt);
    let bottom = TOP + PITCH * lines.len() as i32 + 30;
    let mut canvas = Canvas::new(bottom + 230);
    let widest = lines
        .iter()
        .map(|line| {
            theme::text_width(&line.label, theme::LABEL) + if line.indented { 90 } else { 0 }
        })
        .max()
        .unwrap_or(0);
    let texts = theme::WIDTH - 1250;
    let axis = LogAxis::new(&bounds(&lines, alt), widest + 120, texts - 120);
    let [events, n] = ["events", "n"].map(|key| alt.get(&format!("{}.{key}", model.id)));
    alt.say(&format!(
        "Forest plot of hazard ratios, {events} events in {n}."
    ));
    canvas.text("Hazard ratio (CI)", (texts, 70), Align::Left, TITLE);
    canvas.text("P", (theme::WIDTH - 10, 70), Align::Right, TITLE);
    axis.draw(&mut canvas, TOP - 30, bottom);
    for (row, line) in lines.iter().enumerate() {
        let y = TOP + PITCH * row as i32 + PITCH / 2;
        let x = if line.indented { 90 } else { 0 };
        canvas.text(&line.label, (x, y), Align::Left, LABEL);
        if line.reference {
            canvas.text("reference", (texts, y), Align::Left, SMALL);
            canvas.marker(3, (axis.at(1.0), y), theme::GREY);
        }
        if let Some(term) = &line.term {
            draw_term(&mut canvas, &axis, term, &line.label, (texts, y), alt);
        }
    }
    canvas.svg()
}

fn draw_term(
    canvas: &mut Canvas,
    axis: &LogAxis,
    term: &str,
    label: &str,
    (texts, y): (i32, i32),
    alt: &mut Alt<'_>,
) {
    let [ratio, lower, upper] =
        ["hr", "ci_lower", "ci_upper"].map(|key| alt.value(&format!("{term}.{key}")));
    let (Some(ratio), Some(lower), Some(upper)) = (ratio, lower, upper) else {
        let text = alt.get(&format!("{term}.hr"));
        canvas.text(&text, (texts, y), Align::Left, LABEL);
        return;
    };
    let stroke = Stroke {
        colour: theme::group(0),
        width: theme::LINE,
    };
    canvas.line((axis.at(lower), y), (axis.at(upper), y), stroke);
    for end in [lower, upper] {
        canvas.line((axis.at(end), y - 20), (axis.at(end), y + 20), stroke);
    }
    canvas.marker(3, (axis.at(ratio), y), theme::group(0));
    let [ratio, lower, upper, p] =
        ["hr", "ci_lower", "ci_upper", "p"].map(|key| alt.get(&format!("{term}.{key}")));
    canvas.text(
        &format!("{ratio} ({lower}–{upper})"),
        (texts, y),
        Align::Left,
        LABEL,
    );
    canvas.text(&p, (theme::WIDTH - 10, y), Align::Right, LABEL);
    alt.say(&format!("{label}: {ratio} ({lower} to {upper})."));
}

fn lines(study: &Study, model: &str, covariates: &[String], alt: &mut Alt<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    for variable in covariates.iter().filter_map(|name| study.variable(name)) {
        let term = format!("{model}.{}", variable.name);
        let numeric = variable.kind.is_numeric();
        lines.push(Line {
            label: match &variable.unit {
                Some(unit) if numeric => format!("{}, per {unit}", variable.label),
                _ => variable.label.clone(),
            },
            indented: false,
            term: numeric.then(|| term.clone()),
            reference: false,
        });
        for level in &variable.levels {
            let term = format!("{term}.{}", level.id);
            let known = alt.number(&format!("{term}.hr")).is_some();
            lines.push(Line {
                label: level.label.clone(),
                indented: true,
                term: known.then_some(term),
                reference: !known,
            });
        }
    }
    lines
}

/// Every limit that is drawn.
fn bounds(lines: &[Line], alt: &mut Alt<'_>) -> Vec<f64> {
    let terms = lines.iter().filter_map(|line| line.term.as_ref());
    terms
        .flat_map(|term| ["ci_lower", "ci_upper"].map(|key| format!("{term}.{key}")))
        .filter_map(|id| alt.value(&id))
        .filter(|limit| *limit > 0.0 && limit.is_finite())
        .collect()
}

/// A logarithmic axis around 1. Limits beyond a hundredfold end at its edge.
struct LogAxis {
    low: f64,
    high: f64,
    start: i32,
    end: i32,
}

impl LogAxis {
    fn new(bounds: &[f64], start: i32, end: i32) -> Self {
        const FARTHEST: f64 = 100.0;
        let low = bounds
            .iter()
            .copied()
            .fold(0.8, f64::min)
            .max(1.0 / FARTHEST);
        let high = bounds.iter().copied().fold(1.25, f64::max).min(FARTHEST);
        Self {
            low: math::ln(low),
            high: math::ln(high),
            start,
            end,
        }
    }

    fn at(&self, ratio: f64) -> i32 {
        let share = (math::ln(ratio) - self.low) / (self.high - self.low);
        self.start + (share.clamp(0.0, 1.0) * f64::from(self.end - self.start)).round() as i32
    }

    fn draw(&self, canvas: &mut Canvas, top: i32, bottom: i32) {
        let grey = Stroke {
            colour: theme::GREY,
            width: theme::HAIR,
        };
        canvas.line((self.start, bottom), (self.end, bottom), grey);
        canvas.line((self.at(1.0), top), (self.at(1.0), bottom), grey);
        let mut previous = None;
        for (tick, digits) in [
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
        ] {
            let log = math::ln(tick);
            let x = self.at(tick);
            let inside = log >= self.low - 1e-9 && log <= self.high + 1e-9;
            if inside && previous.is_none_or(|before| x - before > 150) {
                canvas.line((x, bottom), (x, bottom + 25), grey);
                canvas.text(
                    &round(tick, digits, Rounding::HalfUp),
                    (x, bottom + 75),
                    Align::Middle,
                    SMALL,
                );
                previous = Some(x);
            }
        }
        let middle = i32::midpoint(self.start, self.end);
        canvas.text("Hazard ratio", (middle, bottom + 175), Align::Middle, SMALL);
    }
}
