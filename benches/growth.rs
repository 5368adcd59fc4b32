//! How the work grows with the rows: quantiles, ranks, curves, tests, models.
//!
//! `cargo bench --bench growth`; sizes from a thousand to ten million rows.

use std::hint::black_box;

use cohort_report::stats::quantile::{QuantileType, quantile};
use cohort_report::stats::ranks::rank;
use cohort_report::stats::survival::{IntervalScale, kaplan_meier, log_rank};
use criterion::{BenchmarkId, Criterion, Throughput};

mod registry;
use registry::Registry;

const SIZES: [usize; 5] = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];

fn growth(criterion: &mut Criterion) {
    let everyone = Registry::new(SIZES[SIZES.len() - 1]);
    type Work = fn(&Registry);
    let families: [(&str, Work, usize); 5] = [
        (
            "quantile",
            |r| drop(black_box(quantile(&r.age, 0.25, QuantileType::R))),
            10_000_000,
        ),
        ("rank", |r| drop(black_box(rank(&r.age))), 10_000_000),
        (
            "kaplan_meier",
            |r| drop(black_box(kaplan_meier(&r.rows, 0.95, IntervalScale::Log))),
            10_000_000,
        ),
        (
            "log_rank",
            |r| {
                let (first, second) = r.groups();
                drop(black_box(log_rank(&[&first, &second])));
            },
            10_000_000,
        ),
        (
            "cox",
            |r| {
                black_box(r.cox());
            },
            1_000_000,
        ),
    ];
    for (name, work, most) in families {
        let mut group = criterion.benchmark_group(name);
        group.sample_size(10);
        for size in SIZES.into_iter().filter(|size| *size <= most) {
            let registry = everyone.first(size);
            group.throughput(Throughput::Elements(size as u64));
            group.bench_with_input(BenchmarkId::from_parameter(size), &registry, |b, r| {
                b.iter(|| work(r));
            });
        }
        group.finish();
    }
}

fn main() {
    growth(&mut Criterion::default().configure_from_args());
    Criterion::default().configure_from_args().final_summary();
}
