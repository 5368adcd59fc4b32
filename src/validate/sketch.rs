//! What the values of a column look like.

use std::cmp::Ordering;

use jiff::civil::Date;
use serde::Serialize;

use crate::cohort::{Cohort, Column, days_between};
use crate::stats::quantile::quantile_sorted;
use crate::study::{Study, Variable};

/// A value at an end of a distribution, with its place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Extreme<T> {
    /// The value.
    pub value: T,
    /// The line of the file; the number of the row in a file without lines.
    pub line: u64,
    /// Where it is, in words: "line 3", "Sheet1!C17".
    #[serde(skip)]
    pub place: String,
}

/// A level and how often it occurs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LevelCount {
    /// As written in the file.
    pub code: String,
    /// As printed.
    pub label: String,
    /// Rows with it.
    pub count: usize,
}

/// The shape of a column.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sketch {
    /// Of numbers.
    Numbers {
        /// First quartile, median and third quartile by the study's definition.
        quartiles: [f64; 3],
        /// The smallest values, smallest first.
        lowest: Vec<Extreme<f64>>,
        /// The largest values, largest first.
        highest: Vec<Extreme<f64>>,
        /// Rows in intervals of equal length between the ends.
        bins: Vec<usize>,
    },
    /// Of dates.
    Dates {
        /// The earliest, earliest first, as `YYYY-MM-DD`.
        first: Vec<Extreme<String>>,
        /// The latest, latest first.
        last: Vec<Extreme<String>>,
        /// Rows in intervals of equal length between the ends.
        bins: Vec<usize>,
    },
    /// Of categories, in the order of the study.
    Levels(Vec<LevelCount>),
    /// Of text and identifiers.
    Text {
        /// Different values.
        distinct: usize,
        /// Characters of the longest.
        longest: usize,
    },
}

/// How many values are shown at each end.
const ENDS: usize = 3;
/// In how many intervals a distribution is counted at most.
const BINS: usize = 16;

impl Sketch {
    /// Counts that can be drawn as bars.
    pub fn bars(&self) -> Vec<usize> {
        match self {
            Self::Numbers { bins, .. } | Self::Dates { bins, .. } => bins.clone(),
            Self::Levels(levels) => levels.iter().map(|level| level.count).collect(),
            Self::Text { .. } => Vec::new(),
        }
    }
}

/// The sketch of a variable; none without a value.
pub(super) fn of(study: &Study, variable: &Variable, cohort: &Cohort) -> Option<Sketch> {
    let place = |line| cohort.addressing().cell(line, &variable.name).to_string();
    let number = |(value, line): &(f64, u64)| Extreme {
        value: *value,
        line: *line,
        place: place(*line),
    };
    let date = |(value, line): &(Date, u64)| Extreme {
        value: value.to_string(),
        line: *line,
        place: place(*line),
    };
    match cohort.column(&variable.name) {
        Column::Numbers(cells) => {
            let sorted = sorted(cells.iter(), cohort.lines(), f64::total_cmp);
            let values: Vec<f64> = sorted.iter().map(|(value, _)| *value).collect();
            let kind = study.conventions.quantile;
            let quartile = |p| quantile_sorted(&values, p, kind).unwrap_or(f64::NAN);
            let (low, high) = (*values.first()?, *values.last()?);
            Some(Sketch::Numbers {
                quartiles: [quartile(0.25), quartile(0.5), quartile(0.75)],
                bins: bins(values.iter().map(|value| value - low), high - low),
                lowest: sorted.iter().take(ENDS).map(number).collect(),
                highest: from_the_top(&sorted, f64::total_cmp).map(number).collect(),
            })
        }
        Column::Dates(cells) => {
            let sorted = sorted(cells.iter(), cohort.lines(), Date::cmp);
            let (low, high) = (sorted.first()?.0, sorted.last()?.0);
            let since = |date: Date| days_between(low, date) as f64;
            Some(Sketch::Dates {
                bins: bins(sorted.iter().map(|(value, _)| since(*value)), since(high)),
                first: sorted.iter().take(ENDS).map(date).collect(),
                last: from_the_top(&sorted, Date::cmp).map(date).collect(),
            })
        }
        Column::Levels(cells) => {
            let mut counts = vec![0; variable.levels.len()];
            for count in cells.iter().flatten() {
                if let Some(count) = counts.get_mut(count) {
                    *count += 1;
                }
            }
            let counted = variable.levels.iter().zip(&counts);
            counts.iter().any(|count| *count > 0).then(|| {
                let level = |(level, count): (&crate::study::Level, &usize)| LevelCount {
                    code: level.code.clone(),
                    label: level.label.clone(),
                    count: *count,
                };
                Sketch::Levels(counted.map(level).collect())
            })
        }
        Column::Text(cells) => {
            let mut values: Vec<&str> = cells.iter().flatten().collect();
            let longest = values.iter().map(|value| value.chars().count()).max()?;
            values.sort_unstable();
            values.dedup();
            Some(Sketch::Text {
                distinct: values.len(),
                longest,
            })
        }
    }
}

/// The largest of sorted values; of equal ones, too, the earlier line first.
fn from_the_top<T>(
    sorted: &[(T, u64)],
    order: impl Fn(&T, &T) -> Ordering,
) -> impl Iterator<Item = &(T, u64)> {
    let equal = move |a: &(T, u64), b: &(T, u64)| order(&a.0, &b.0).is_eq();
    sorted.chunk_by(equal).rev().flatten().take(ENDS)
}

/// The values that are there, with their lines, in this order; of equal ones
/// the earlier line first.
fn sorted<T: Copy>(
    cells: impl Iterator<Item = Option<T>>,
    lines: &[u64],
    order: impl Fn(&T, &T) -> Ordering,
) -> Vec<(T, u64)> {
    let with_line = |(cell, line): (Option<T>, &u64)| cell.map(|value| (value, *line));
    let mut found: Vec<(T, u64)> = cells.zip(lines).filter_map(with_line).collect();
    found.sort_by(|a, b| order(&a.0, &b.0));
    found
}

/// Counts of distances from the lowest value in intervals of equal length.
/// Whole numbers get intervals that hold as many of them each. Where all values
/// are the same there is one interval.
fn bins(distances: impl Iterator<Item = f64> + Clone, range: f64) -> Vec<usize> {
    let whole = distances.clone().all(|distance| distance.fract() == 0.0);
    let width = if whole {
        ((range + 1.0) / BINS as f64).ceil()
    } else {
        range / BINS as f64
    };
    let count = if whole {
        ((range + 1.0) / width).ceil() as usize
    } else {
        BINS
    };
    let mut counts = vec![0; count];
    for distance in distances {
        // The highest value belongs to the last interval.
        let at = ((distance / width) as usize).min(count - 1);
        if let Some(count) = counts.get_mut(at) {
            *count += 1;
        }
    }
    counts
}
