//! One number against another, every row a dot, with their rank correlation.

use std::sync::Arc;

use super::{FigureKind, read_told_apart};
use crate::analyse::PlotData;
use crate::figures::alt::Alt;
use crate::figures::axis::Axis;
use crate::figures::canvas::{Align, Canvas, LABEL, SMALL, Stroke, TITLE};
use crate::figures::text::Lines;
use crate::figures::{Drawing, theme};
use crate::number::format;
use crate::statistics::SPEARMAN;
use crate::study::read::read_variable;
use crate::study::section::Section;
use crate::study::{DotsRequest, Kind, KindRecord, Level, Request, Scope, StatisticsByName, Study};

const TOP: i32 = 190;
const PLOT: i32 = 2000;
/// A line of the legend, and from a mark to its label.
const LEGEND: i32 = 110;
const MARK: i32 = 90;

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
            by: read_told_apart(section, scope),
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
        let (left, right) = (330, theme::WIDTH - 1000);
        let title = Lines::fit(&y.with_unit(), theme::WIDTH - left, TITLE);
        let top = TOP + title.depth();
        let bottom = top + PLOT;
        let levels = grouping.map_or(&[][..], |grouping| &grouping.levels);
        let legend = Legend::new(levels, (left, theme::WIDTH));
        let mut canvas = Canvas::new(bottom + 240 + legend.height, alt.style());
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
        let up = Axis::spanning(low, high, 5, bottom, top);
        let grid = Stroke {
            colour: theme::PALE,
            width: theme::HAIR,
        };
        for &tick in &up.ticks {
            canvas.line((left, up.at(tick)), (right, up.at(tick)), grid);
        }
        title.draw_from(&mut canvas, (left, 70), Align::Left);
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
        legend.draw(&mut canvas, bottom + 290);
        let path = x.path().with(&y.name).word(&SPEARMAN.id());
        let [rho, p] = ["estimate", "p"].map(|key| alt.get(&path.key(key)));
        let side = right + 120;
        let name = alt.words().text("figure.spearman");
        canvas.text(name, (side, top + 60), Align::Left, TITLE);
        canvas.text(&format!("ρ = {rho}"), (side, top + 190), Align::Left, LABEL);
        let style = alt.style();
        let sign = alt
            .number(&path.key("p"))
            .map_or("", |number| format::p_sign(&number.value, &p, style));
        canvas.text(
            &format!("{}{}{p}", style.p_symbol, sign.replace('\u{a0}', " ")),
            (side, top + 310),
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

/// The names of the groups with their marks, in lines.
struct Legend {
    entries: Vec<(Lines, (i32, i32))>,
    height: i32,
}

impl Legend {
    fn new(levels: &[Level], (left, right): (i32, i32)) -> Self {
        let (mut x, mut y, mut line) = (left, 0, LEGEND);
        let mut entries = Vec::new();
        for level in levels {
            let label = Lines::fit(&level.label, right - left - MARK, SMALL);
            let room = MARK + label.width();
            if x > left && x + room > right {
                (x, y, line) = (left, y + line, LEGEND);
            }
            line = line.max(label.depth() + LEGEND);
            entries.push((label, (x, y)));
            x += room + 130;
        }
        let height = if entries.is_empty() { 0 } else { y + line };
        Self { entries, height }
    }

    fn draw(&self, canvas: &mut Canvas, top: i32) {
        for (at, (label, (x, y))) in self.entries.iter().enumerate() {
            canvas.marker(at, (x + 30, top + y), theme::group(at));
            label.draw_from(canvas, (x + MARK, top + y), Align::Left);
        }
    }
}
