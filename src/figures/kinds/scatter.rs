//! One number against another, every row a dot, with their rank correlation.

use std::sync::Arc;

use super::{FigureKind, read_told_apart};
use crate::figures::alt::Alt;
use crate::figures::axis::{Axis, Grain, title_below};
use crate::figures::canvas::{Align, Canvas, LABEL, Stroke, TITLE};
use crate::figures::legend::{Legend, OUTLINE, Swatch};
use crate::figures::scene::{Width, are_short};
use crate::figures::text::Lines;
use crate::figures::{Drawing, Scene, theme};
use crate::number::format;
use crate::statistics::SPEARMAN;
use crate::study::read::read_variable;
use crate::study::section::Section;
use crate::study::{DotsRequest, Kind, KindRecord, Request, Scope, StatisticsByName, Study};
use crate::words::capitalised;

const TOP: i32 = 190;
const PLOT: i32 = 2000;
/// Least room for the labels of the vertical axis.
const LEAST_LEFT: i32 = 330;
/// The same in one column.
const NARROW_PLOT: i32 = 1450;
/// From one line to the next beside or above the plot.
const LINE: i32 = 120;
/// In one column, the most groups, and the width of the widest name.
const MOST_IN_COLUMN: usize = 6;
const WIDEST_IN_COLUMN: i32 = 900;
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

    fn draw(&self, scene: &Scene<'_>, alt: &mut Alt<'_>) -> Drawing {
        let Scene {
            study,
            plot_data,
            width,
            ..
        } = *scene;
        let dots = plot_data.dots(&self.dots());
        let Self { x, y, by } = self;
        let (Some(x), Some(y)) = (study.variable(x), study.variable(y)) else {
            return Canvas::new(scene.width, 1, alt.style()).svg();
        };
        let grouping = by.as_ref().and_then(|by| study.variable(by));
        let is_narrow = width.is_column();
        // What is told of the plot stands beside it, or above it in one column.
        let (side, plot) = match width {
            Width::Page => (1000, PLOT),
            Width::Column => (60, NARROW_PLOT),
        };
        let span = |get: fn(&(f64, f64, Option<usize>)) -> f64| {
            let low = dots.iter().map(get).fold(f64::INFINITY, f64::min);
            let high = dots.iter().map(get).fold(f64::NEG_INFINITY, f64::max);
            if low.is_finite() {
                (low, high)
            } else {
                (0.0, 1.0)
            }
        };
        let (low, high) = span(|dot| dot.1);
        let grain = |get: fn(&(f64, f64, Option<usize>)) -> f64| Grain::of(dots.iter().map(get));
        let upward = |ends| Axis::closest((low, high), 5..=7, ends, grain(|dot| dot.1));
        let labels = upward((0, plot)).widest(alt.style());
        let (left, right) = (LEAST_LEFT.max(labels + 110), scene.room() - side);
        let title = Lines::fit(&y.with_unit(), scene.room() - left, TITLE);
        let spots = spots(dots);
        let sizes = Sizes::new(&spots, dots.len());
        let above = i32::from(is_narrow) * LINE * (1 + i32::from(sizes.are_shown));
        let top = TOP + title.depth() + above;
        let bottom = top + plot;
        let names = grouping.iter().flat_map(|grouping| {
            let levels = grouping.levels.iter();
            levels.map(|level| grouping.level_of(level, study.words()))
        });
        let names: Vec<String> = names.collect();
        let mark = |at| Swatch::Mark(at, theme::group(at));
        let levels = names.iter().enumerate();
        let levels = levels.map(|(at, name)| (mark(at), name.as_str()));
        let legend = Legend::new(levels, scene.room() - left);
        let below = title_below(&x.with_unit(), right - left - 2 * sizes.widest(&spots)).depth();
        let mut canvas = Canvas::new(width, bottom + 240 + below + legend.height, alt.style());
        // Large marks at either end stay within the axes.
        let pad = sizes.widest(&spots);
        let (low, high) = span(|dot| dot.0);
        let ends = (left + pad, right - pad);
        let across = (low, high);
        let across = Axis::of_values(across, 6, ends, (grain(|dot| dot.0), alt.style()));
        let up = upward((bottom - pad, top + pad));
        let grid = Stroke {
            colour: theme::PALE,
            width: theme::HAIR,
        };
        for &tick in &up.ticks {
            canvas.line((left, up.at(tick)), (right, up.at(tick)), grid);
        }
        let frame = Stroke {
            colour: theme::GREY,
            width: theme::HAIR,
        };
        canvas.path(vec![(left, top), (left, bottom), (right, bottom)], frame);
        title.draw_from(&mut canvas, (left, 70), Align::Left);
        across.draw_below(&mut canvas, bottom, &x.with_unit());
        up.draw_left(&mut canvas, left, "");
        draw_spots(
            &mut canvas,
            &spots,
            &sizes,
            (&across, &up),
            grouping.is_some(),
        );
        legend.draw(&mut canvas, (left, bottom + 290 + below));
        let path = x.path().with(&y.name).word(&SPEARMAN.id());
        let [rho, p] = ["estimate", "p"].map(|key| alt.get(&path.key(key)));
        let name = alt.words().text("figure.spearman");
        let test = alt.p(&path.key("p")).unwrap_or_else(|| p.clone());
        let is_known = alt.value(&path.key("estimate")).is_some();
        let (told, test) = match is_known {
            true => (format!("ρ = {rho}"), test),
            false => (rho.clone(), String::new()),
        };
        let counted = capitalised(&study.cohort.many);
        if is_narrow {
            let y = 70 + title.depth() + LINE;
            canvas.text(
                &format!("{name} {told}{}{test}", if is_known { ", " } else { "" }),
                (left, y),
                Align::Left,
                LABEL,
            );
            if sizes.are_shown {
                draw_sizes_in_line(&mut canvas, &sizes, &counted, (left, y + LINE));
            }
        } else {
            let side = right + 120;
            canvas.text(name, (side, top + 60), Align::Left, TITLE);
            canvas.text(&told, (side, top + 190), Align::Left, LABEL);
            canvas.text(&test, (side, top + 310), Align::Left, LABEL);
            if sizes.are_shown {
                draw_sizes(&mut canvas, &sizes, &counted, (side, top + 520));
            }
        }
        let rows = alt.peek(&path.key("estimate")).map_or(0, |own| own.n);
        let n = format::tick(rows as f64, 0, alt.style());
        let slots = [
            ("y", y.label.as_str()),
            ("x", &x.label),
            ("n", &n),
            ("one", &study.cohort.one),
            ("many", &study.cohort.many),
        ];
        let sentence = match sizes.are_shown {
            true => "figure.scatter_places",
            false => "figure.scatter",
        };
        alt.tell(sentence, &slots);
        let limits = ["ci_lower", "ci_upper"].map(|key| path.key(key));
        let has_interval = limits.iter().all(|limit| alt.is_number(limit));
        let (ci, [low, high]) = alt.aside(|alt| {
            let limits = limits.each_ref().map(|limit| alt.get(limit));
            (alt.confidence_interval(), limits)
        });
        let slots = [
            ("rho", rho.as_str()),
            ("ci", &ci),
            ("low", &low),
            ("high", &high),
            ("p", &test),
        ];
        let sentence = match (is_known, has_interval) {
            (true, true) => "figure.scatter_correlation_interval",
            (true, false) => "figure.scatter_correlation_p",
            (false, _) => "figure.scatter_correlation",
        };
        alt.tell(sentence, &slots);
        if let Some(grouping) = grouping {
            let slots = [("by", grouping.label.as_str()), ("list", &names.join(", "))];
            // Codes and answers are called with the name of their variable.
            let sentence = match grouping.levels_speak() {
                true => "figure.scatter_groups",
                false => "figure.scatter_named_groups",
            };
            alt.tell(sentence, &slots);
        }
        canvas.svg()
    }

    fn suits_column(&self, study: &Study) -> bool {
        let levels = self.by.as_ref().and_then(|by| study.variable(by));
        let levels = levels.map_or(&[][..], |own| &own.levels);
        let levels = levels.iter().map(|level| level.label.as_str());
        are_short(levels, MOST_IN_COLUMN, WIDEST_IN_COLUMN)
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

    /// Half the width of what stands at the widest place; nothing where all marks
    /// are small.
    fn widest(&self, spots: &[Spot]) -> i32 {
        if !self.are_shown {
            return 0;
        }
        let places = spots.chunk_by(|a, b| (a.x, a.y) == (b.x, b.y));
        let widths = places.map(|own| own.iter().map(|spot| self.of(spot.rows)).sum());
        widths.max().unwrap_or(0)
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
                        canvas.dot(at, radius, theme::group(0), theme::DOT);
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

/// The key of the sizes in one line.
fn draw_sizes_in_line(canvas: &mut Canvas, sizes: &Sizes, counted: &str, (left, y): (i32, i32)) {
    canvas.text(counted, (left, y), Align::Left, LABEL);
    let mut x = left + theme::text_width(counted, theme::LABEL) + 60;
    for rows in sizes.examples() {
        let radius = sizes.of(rows);
        canvas.ring((x + radius, y), radius, OUTLINE);
        x += 2 * radius + 30;
        let label = format::tick(rows as f64, 0, canvas.style());
        canvas.text(&label, (x, y), Align::Left, LABEL);
        x += theme::text_width(&label, theme::LABEL) + 80;
    }
}
