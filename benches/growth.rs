//! How the work grows with the rows: quantiles, ranks, curves, tests, models, and the
//! draft of a study.
//!
//! `cargo bench --bench growth`; sizes from a thousand to ten million rows. Prints a
//! table as in `docs/performance.md`.

#![allow(clippy::print_stdout, reason = "a program to run by hand")]

use std::hint::black_box;
use std::time::Instant;

use cohort_report::new::new_study;
use cohort_report::stats::quantile::{QuantileType, quantile};
use cohort_report::stats::ranks::rank;
use cohort_report::stats::survival::{IntervalScale, kaplan_meier, log_rank};

#[path = "peers/generate.rs"]
#[allow(dead_code, reason = "each bench uses its share")]
mod generate;
mod registry;
use registry::Registry;

const SIZES: [usize; 5] = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];
const RUNS: usize = 10;
/// Drafts of so many rows take seconds.
const DRAFTS: usize = 3;
const MOST_DRAFTED: usize = 1_000_000;

/// What is measured, and up to how many rows.
struct Family {
    name: &'static str,
    work: fn(&Registry),
    most: usize,
}

const FAMILIES: [Family; 5] = [
    Family {
        name: "quantile",
        work: |r| drop(black_box(quantile(&r.age, 0.25, QuantileType::R))),
        most: 10_000_000,
    },
    Family {
        name: "ranks",
        work: |r| drop(black_box(rank(&r.age))),
        most: 10_000_000,
    },
    Family {
        name: "Kaplan-Meier",
        work: |r| drop(black_box(kaplan_meier(&r.rows, 0.95, IntervalScale::Log))),
        most: 10_000_000,
    },
    Family {
        name: "log-rank, two groups",
        work: |r| {
            let (first, second) = r.groups();
            drop(black_box(log_rank(&[&first, &second])));
        },
        most: 10_000_000,
    },
    Family {
        name: "Cox, two covariates",
        work: |r| {
            black_box(r.cox());
        },
        most: 1_000_000,
    },
];

/// The median of the seconds that some runs take, after one that is not counted.
fn seconds(runs: usize, work: impl Fn()) -> f64 {
    work();
    let mut all: Vec<f64> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64()
        })
        .collect();
    all.sort_by(f64::total_cmp);
    all.get(runs / 2).copied().unwrap_or(f64::NAN)
}

/// The draft of a study from a registry of 21 columns.
fn draft(rows: usize) -> f64 {
    let mut file = Vec::new();
    if generate::write(rows, &mut file).is_err() {
        return f64::NAN;
    }
    let today = jiff::civil::date(2026, 1, 1);
    seconds(DRAFTS, || {
        drop(black_box(new_study("registry.csv", "draft", &file, today)));
    })
}

/// A row of the table, with the exponent between the two largest sizes.
fn print(name: &str, all: &[(usize, f64)]) {
    let mut cells: Vec<String> = all.iter().map(|(_, seconds)| shown(*seconds)).collect();
    cells.resize(SIZES.len(), String::new());
    let exponent = match all {
        [.., (less, before), (more, after)] => {
            (after / before).ln() / (*more as f64 / *less as f64).ln()
        }
        _ => f64::NAN,
    };
    println!("| {name} | {} | {exponent:.2} |", cells.join(" | "));
}

fn shown(seconds: f64) -> String {
    match seconds {
        _ if seconds < 1e-3 => format!("{:.0} µs", seconds * 1e6),
        _ if seconds < 1.0 => format!("{:.1} ms", seconds * 1e3),
        _ => format!("{seconds:.2} s"),
    }
}

fn main() {
    let everyone = Registry::new(SIZES[SIZES.len() - 1]);
    let head = SIZES.map(|size| size.to_string()).join(" | ");
    println!(
        "| function | {head} | b |\n| --- {}",
        "| --: ".repeat(SIZES.len() + 1) + "|"
    );
    for family in FAMILIES {
        let sizes = SIZES.into_iter().filter(|size| *size <= family.most);
        let of = |size: usize| {
            let registry = everyone.first(size);
            (size, seconds(RUNS, || (family.work)(&registry)))
        };
        print(family.name, &sizes.map(of).collect::<Vec<_>>());
    }
    let sizes = SIZES.into_iter().filter(|size| *size <= MOST_DRAFTED);
    let drafts: Vec<(usize, f64)> = sizes.map(|size| (size, draft(size))).collect();
    print("`new`, 21 columns", &drafts);
}
