//! One number against another, every row a dot, with their rank correlation.

use std::sync::Arc;

use super::FigureKind;
use crate::analyse::PlotData;
use crate::figures::alt::Alt;
use crate::figures::axis::Axis;
use crate::figures::canvas::{Align, Canvas, LABEL, SMALL, Stroke, TITLE};
use crate::figures::{Drawing, theme};
use crate::number::format;
use crate::statistics::SPEARMAN;
use crate::study::read::{read_by, read_variable};
use crate::study::section::Section;
use crate::study::{DotsRequest, Kind, KindRecord, Request, Scope, StatisticsByName, Study};

const TOP: i32 = 190;
const PLOT: i32 = 2000;
const LEGEND: i32 = 110;

pub(super) const RECORD: KindRecord<dyn FigureKind> = KindRecord {
    word: "scatter",
    read: |section, scope| Arc::new(Scatter::read(section, scope)),
};

/// One number against another, every row a dot.
#[derive(Debug, PartialEq)]
struct Scatter {
    /// On the horizontal axis.
    x: String,
    /// On the vertical axis.
    y: String,
    /// Colours and marks.
    by: Option<String>,
}

impl Scatter {
    fn read(section: &Section<'_>, scope: &Scope<'_>) -> Self {
        let number = |key| read_variable(section, key, scope, Kind::is_numeric, "a number");
        Self {
            x: number("x"),
            y: number("y"),
            by: read_by(section, scope),
        }
    }

    fn dots(&self) -> DotsRequest {
        DotsRequest {
            x: self.x.clone(),
            y: self.y.clone(),
            by: self.by.clone(),
        }
    }
}

impl FigureKind for Scatter {
    fn needs(&self) -> Vec<Request> {
        let (of, with) = (vec![self.x.clone()], Some(self.y.clone()));
        let numbers = StatisticsByName::of_variables(vec![&SPEARMAN], of, None, with);
        vec![Request::Statistics(numbers), Request::Dots(self.dots())]
    }

    fn draw(&self, study: &Study, plot_data: &PlotData, alt: &mut Alt<'_>) -> Drawing {
        let dots = plot_data.dots(&self.dots());
        let Self { x, y, by } = self;
        let (Some(x), Some(y)) = (study.variable(x), study.variable(y)) else {
            return Canvas::new(1, alt.style()).svg();
        };
        let grouping = by.as_ref().and_then(|by| study.variable(by));
        let bottom = TOP + PLOT;
        let mut canvas = Canvas::new(
            bottom + 240 + if grouping.is_some() { LEGEND } else { 0 },
            alt.style(),
        );
        let (left, right) = (330, theme::WIDTH - 1000);
        let span = |get: fn(&(f64, f64, Option<usize>)) -> f64| {
            let low = dots.iter().map(get).fold(f64::INFINITY, f64::min);
            let high = dots.iter().map(get).fold(f64::NEG_INFINITY, f64::max);
            if low.is_finite() {
                (low, high)
            } else {
                (0.0, 1.0)
            }
        };
        let (low, high) = span(|dot| dot.0);
        let across = Axis::spanning(low, high, 6, left, right);
        let (low, high) = span(|dot| dot.1);
        let up = Axis::spanning(low, high, 5, bottom, TOP);
        let grid = Stroke {
            colour: theme::PALE,
            width: theme::HAIR,
        };
        for &tick in &up.ticks {
            canvas.line((left, up.at(tick)), (right, up.at(tick)), grid);
        }
        canvas.text(&y.with_unit(), (left, 70), Align::Left, TITLE);
        across.draw_below(&mut canvas, bottom, &x.with_unit());
        up.draw_left(&mut canvas, left, "");
        for &(a, b, level) in dots {
            let at = (across.at(a), up.at(b));
            match (grouping, level) {
                (Some(_), Some(level)) => canvas.marker(level, at, theme::group(level)),
                (Some(_), None) => canvas.dot(at, 22, theme::GREY, 0.7),
                (None, _) => canvas.dot(at, 28, theme::group(0), 0.6),
            }
        }
        if let Some(grouping) = grouping {
            let mut place = left;
            for (at, level) in grouping.levels.iter().enumerate() {
                let y = bottom + 290;
                canvas.marker(at, (place + 30, y), theme::group(at));
                canvas.text(&level.label, (place + 90, y), Align::Left, SMALL);
                place += theme::text_width(&level.label, theme::SMALL) + 220;
            }
        }
        let path = x.path().with(&y.name).word(&SPEARMAN.id());
        let [rho, p] = ["estimate", "p"].map(|key| alt.get(&path.key(key)));
        let side = right + 120;
        let name = alt.words().text("figure.spearman");
        canvas.text(name, (side, TOP + 60), Align::Left, TITLE);
        canvas.text(&format!("ρ = {rho}"), (side, TOP + 190), Align::Left, LABEL);
        let style = alt.style();
        let sign = alt
            .number(&path.key("p"))
            .map_or("", |number| format::p_sign(&number.value, &p, style));
        canvas.text(
            &format!("{}{}{p}", style.p_symbol, sign.replace('\u{a0}', " ")),
            (side, TOP + 310),
            Align::Left,
            LABEL,
        );
        let slots = [
            ("y", y.label.as_str()),
            ("x", &x.label),
            ("rho", &rho),
            ("p", &p),
        ];
        alt.tell("figure.scatter", &slots);
        canvas.svg()
    }
}
