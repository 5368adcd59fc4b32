//! How the work grows with the rows: quantiles, ranks, curves, tests, models.
//!
//! `cargo bench --bench growth`; sizes from a thousand to ten million rows. Prints a
//! table as in `docs/performance.md`.

#![allow(clippy::print_stdout, reason = "a program to run by hand")]

use std::hint::black_box;
use std::time::Instant;

use cohort_report::stats::quantile::{QuantileType, quantile};
use cohort_report::stats::ranks::rank;
use cohort_report::stats::survival::{IntervalScale, kaplan_meier, log_rank};

mod registry;
use registry::Registry;

const SIZES: [usize; 5] = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];
const RUNS: usize = 10;

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
fn seconds(work: fn(&Registry), registry: &Registry) -> f64 {
    work(registry);
    let mut all: Vec<f64> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            work(registry);
            start.elapsed().as_secs_f64()
        })
        .collect();
    all.sort_by(f64::total_cmp);
    all.get(RUNS / 2).copied().unwrap_or(f64::NAN)
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
        let all: Vec<(usize, f64)> = sizes
            .map(|size| (size, seconds(family.work, &everyone.first(size))))
            .collect();
        let mut cells: Vec<String> = all.iter().map(|(_, seconds)| shown(*seconds)).collect();
        cells.resize(SIZES.len(), String::new());
        let exponent = match all.as_slice() {
            [.., (less, before), (more, after)] => {
                (after / before).ln() / (*more as f64 / *less as f64).ln()
            }
            _ => f64::NAN,
        };
        println!(
            "| {} | {} | {exponent:.2} |",
            family.name,
            cells.join(" | ")
        );
    }
}
