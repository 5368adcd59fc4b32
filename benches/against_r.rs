//! The same data, the same run: our time over that of R's package survival.
//!
//! `cargo bench --bench against_r`; needs `Rscript` with the package survival.
//! Prints a table as in `docs/performance.md`.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program to run by hand"
)]

use std::fmt::Write as _;
use std::fs;
use std::process::Command;
use std::time::Instant;

use cohort_report::stats::survival::{IntervalScale, kaplan_meier, log_rank};

mod registry;
use registry::Registry;

/// R reads the rows and prints the best of three times of each, in seconds.
const SCRIPT: &str = r#"
suppressPackageStartupMessages(library(survival))
d <- read.csv(commandArgs(TRUE)[1])
best <- function(f) min(replicate(3, system.time(f())[["elapsed"]]))
cat(best(function() survfit(Surv(time, event) ~ 1, d)),
    best(function() survdiff(Surv(time, event) ~ treated, d)),
    best(function() coxph(Surv(time, event) ~ age + treated, d)))
"#;

fn best(work: impl Fn()) -> f64 {
    let one = || {
        let start = Instant::now();
        work();
        start.elapsed().as_secs_f64()
    };
    (0..3).map(|_| one()).fold(f64::INFINITY, f64::min)
}

fn main() {
    let folder = std::env::temp_dir().join("cohort-report-against-r");
    fs::create_dir_all(&folder).unwrap();
    println!("| rows | function | ours, ms | R, ms | ours / R |\n| --: | --- | --: | --: | --: |");
    for size in [10_000, 100_000, 1_000_000] {
        let registry = Registry::new(size);
        let mut text = String::from("time,event,age,treated\n");
        for ((row, age), treated) in registry
            .rows
            .iter()
            .zip(&registry.age)
            .zip(&registry.treated)
        {
            let event = u8::from(row.event);
            writeln!(text, "{},{event},{age},{treated}", row.time).unwrap();
        }
        let data = folder.join("registry.csv");
        fs::write(&data, text).unwrap();
        let output = Command::new("Rscript")
            .arg("-e")
            .arg(SCRIPT)
            .arg(&data)
            .output();
        let Ok(output) = output else {
            println!("Rscript is not installed: nothing to compare with");
            return;
        };
        let theirs: Vec<f64> = String::from_utf8_lossy(&output.stdout)
            .split_whitespace()
            .map(|seconds| seconds.parse().unwrap())
            .collect();
        let ours = [
            best(|| drop(kaplan_meier(&registry.rows, 0.95, IntervalScale::Log))),
            best(|| {
                let (first, second) = registry.groups();
                drop(log_rank(&[&first, &second]));
            }),
            best(|| {
                let _ = registry.cox();
            }),
        ];
        let names = [
            "Kaplan-Meier, `survfit`",
            "log-rank, `survdiff`",
            "Cox, `coxph`",
        ];
        for ((name, ours), theirs) in names.iter().zip(ours).zip(theirs) {
            println!(
                "| {size} | {name} | {:.1} | {:.1} | {:.2} |",
                1000.0 * ours,
                1000.0 * theirs,
                ours / theirs
            );
        }
    }
}
