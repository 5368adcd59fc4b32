//! One number against another, every row a dot, with their rank correlation.

use std::sync::Arc;

use super::{FigureKind, read_told_apart};
use crate::analyse::PlotData;
use crate::figures::alt::Alt;
use crate::figures::axis::Axis;
use crate::figures::canvas::{Align, Canvas, LABEL, Stroke, TITLE};
use crate::figures::legend::{Legend, OUTLINE, Swatch};
use crate::figures::text::Lines;
use crate::figures::{Drawing, theme};
use crate::number::format;
use crate::statistics::SPEARMAN;
use crate::study::read::read_variable;
use crate::study::section::Section;
use crate::study::{DotsRequest, Kind, KindRecord, Request, Scope, StatisticsByName, Study};
use crate::words::capitalised;

const TOP: i32 = 190;
const PLOT: i32 = 2000;
/// Radius of the mark of one row, of the most rows, and the least one.
const USUAL: i32 = 27;
const LARGEST: i32 = 66;
const LEAST: i32 = 14;

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
        let levels = levels.iter().enumerate();
        let mark = |at| Swatch::Mark(at, theme::group(at));
        let levels = levels.map(|(at, level)| (mark(at), level.label.as_str()));
        let legend = Legend::new(levels, theme::WIDTH - left);
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
        let spots = spots(dots);
        let sizes = Sizes::new(&spots, dots.len());
        draw_spots(
            &mut canvas,
            &spots,
            &sizes,
            (&across, &up),
            grouping.is_some(),
        );
        legend.draw(&mut canvas, (left, bottom + 290));
        let path = x.path().with(&y.name).word(&SPEARMAN.id());
        let [rho, p] = ["estimate", "p"].map(|key| alt.get(&path.key(key)));
        let side = right + 120;
        let name = alt.words().text("figure.spearman");
        canvas.text(name, (side, top + 60), Align::Left, TITLE);
        canvas.text(&format!("ρ = {rho}"), (side, top + 190), Align::Left, LABEL);
        let test = alt.p(&path.key("p")).unwrap_or_else(|| p.clone());
        canvas.text(&test, (side, top + 310), Align::Left, LABEL);
        if sizes.are_shown {
            let counted = capitalised(&study.cohort.many);
            draw_sizes(&mut canvas, &sizes, &counted, (side, top + 520));
        }
        let slots = [
            ("y", y.label.as_str()),
            ("x", &x.label),
            ("rho", &rho),
            ("p", &test),
        ];
        alt.tell("figure.scatter", &slots);
        canvas.svg()
    }
}

/// A place with the rows that have it.
struct Spot {
    x: f64,
    y: f64,
    level: Option<usize>,
    rows: usize,
}

/// The rows by place and group.
fn spots(dots: &[(f64, f64, Option<usize>)]) -> Vec<Spot> {
    let mut sorted = dots.to_vec();
    sorted.sort_by(|a, b| {
        let places = a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1));
        places.then(a.2.cmp(&b.2))
    });
    let mut spots: Vec<Spot> = Vec::new();
    for (x, y, level) in sorted {
        match spots.last_mut() {
            Some(last) if (last.x, last.y, last.level) == (x, y, level) => last.rows += 1,
            _ => spots.push(Spot {
                x,
                y,
                level,
                rows: 1,
            }),
        }
    }
    spots
}

/// How large the mark of so many rows is: of areas in proportion where places are
/// shared, else of one size.
struct Sizes {
    most: usize,
    largest: i32,
    are_shown: bool,
}

impl Sizes {
    fn new(spots: &[Spot], rows: usize) -> Self {
        let most = spots.iter().map(|spot| spot.rows).max().unwrap_or(1);
        Self {
            most,
            largest: if most > 4 { LARGEST } else { LARGEST * 2 / 3 },
            // Most places have one row: what they share is seen by its opacity.
            are_shown: most > 1 && 5 * spots.len() <= 4 * rows,
        }
    }

    fn of(&self, rows: usize) -> i32 {
        if !self.are_shown {
            return USUAL;
        }
        let share = rows as f64 / self.most as f64;
        ((f64::from(self.largest) * share.sqrt()).round() as i32).max(LEAST)
    }

    /// One row, the most, and about half of them, for the key.
    fn examples(&self) -> Vec<usize> {
        let mut found = vec![1, self.most.div_ceil(2), self.most];
        found.dedup();
        found
    }
}

/// Draws each place; groups that share one stand side by side.
fn draw_spots(
    canvas: &mut Canvas,
    spots: &[Spot],
    sizes: &Sizes,
    (across, up): (&Axis, &Axis),
    is_grouped: bool,
) {
    for shared in spots.chunk_by(|a, b| (a.x, a.y) == (b.x, b.y)) {
        let widths = shared.iter().map(|spot| 2 * sizes.of(spot.rows));
        let mut left = -widths.sum::<i32>() / 2;
        for spot in shared {
            let radius = sizes.of(spot.rows);
            let aside = if shared.len() > 1 { left + radius } else { 0 };
            left += 2 * radius;
            let at = (across.at(spot.x) + aside, up.at(spot.y));
            match spot.level {
                Some(level) if is_grouped => {
                    canvas.marker_of(level, at, radius, theme::group(level));
                }
                _ if is_grouped => canvas.dot(at, radius, theme::GREY, 0.7),
                _ if sizes.are_shown => canvas.dot(at, radius, theme::group(0), 0.8),
                // Each row a dot: what lies on another is darker.
                _ => {
                    for _ in 0..spot.rows.min(8) {
                        canvas.dot(at, radius, theme::group(0), 0.6);
                    }
                }
            }
        }
    }
}

/// The key of the sizes, from `top` on.
fn draw_sizes(canvas: &mut Canvas, sizes: &Sizes, counted: &str, (left, top): (i32, i32)) {
    canvas.text(counted, (left, top), Align::Left, TITLE);
    let mut y = top + 60;
    for rows in sizes.examples() {
        let radius = sizes.of(rows);
        y += radius.max(40) + 20;
        canvas.ring((left + LARGEST, y), radius, OUTLINE);
        let label = format::tick(rows as f64, 0, canvas.style());
        canvas.text(&label, (left + 2 * LARGEST + 50, y), Align::Left, LABEL);
        y += radius.max(40) + 20;
    }
}
