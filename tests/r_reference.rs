//! Every statistic against R, on public data sets: `tests/reference` holds the
//! data, the values, and the R script that makes both.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may fail and tell"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use cohort_report::stats::contingency::{
    ContingencyTable, ContinuityCorrection, chi_square, cramers_v,
};
use cohort_report::stats::descriptive::describe;
use cohort_report::stats::distribution::{chi_squared_upper, normal_quantile, normal_two_sided};
use cohort_report::stats::fisher::fisher_exact;
use cohort_report::stats::kruskal_wallis::{dunn, kruskal_wallis};
use cohort_report::stats::mann_whitney::{RankTestMethod, mann_whitney};
use cohort_report::stats::multiplicity::holm;
use cohort_report::stats::proportion::{clopper_pearson, wilson};
use cohort_report::stats::quantile::{QuantileType, quantile};
use cohort_report::stats::survival::{
    IntervalScale, Observation, kaplan_meier, log_rank, survival_quantile,
};

/// One value of R.
struct Expected {
    method: String,
    data: String,
    x: String,
    by: String,
    option: String,
    part: String,
    value: Option<f64>,
}

impl Expected {
    fn name(&self) -> String {
        let Self {
            method,
            data,
            x,
            by,
            option,
            part,
            ..
        } = self;
        format!("{method} {data} {x} {by} {option} {part}")
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference")
}

fn expected() -> Vec<Expected> {
    let mut reader = csv::Reader::from_path(folder().join("expected.csv")).unwrap();
    reader
        .records()
        .map(|record| {
            let record = record.unwrap();
            let field = |index: usize| record[index].to_owned();
            Expected {
                method: field(0),
                data: field(1),
                x: field(2),
                by: field(3),
                option: field(4),
                part: field(5),
                value: (&record[6] != "NA").then(|| record[6].parse().unwrap()),
            }
        })
        .collect()
}

/// A data set: columns of text, empty where missing.
struct Data(BTreeMap<String, Vec<String>>);

impl Data {
    fn read(name: &str) -> Self {
        let path = folder().join("data").join(format!("{name}.csv"));
        let mut reader = csv::Reader::from_path(path).unwrap();
        let header = reader.headers().unwrap().clone();
        let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let columns = header.iter().enumerate().map(|(index, name)| {
            (
                name.to_owned(),
                records
                    .iter()
                    .map(|record| record[index].to_owned())
                    .collect(),
            )
        });
        Self(columns.collect())
    }

    fn numbers(&self, name: &str) -> Vec<f64> {
        self.0[name]
            .iter()
            .filter_map(|cell| cell.parse().ok())
            .collect()
    }

    /// The values of `x` in each level of `by`, levels in R's order for
    /// numbers and for text.
    fn groups(&self, x: &str, by: &str) -> Vec<(String, Vec<f64>)> {
        let pairs = self.0[by].iter().zip(&self.0[x]);
        let known = pairs.filter(|(level, cell)| !level.is_empty() && !cell.is_empty());
        let mut groups: Vec<(String, Vec<f64>)> = Vec::new();
        for (level, cell) in known {
            let value = cell.parse().unwrap();
            match groups.iter_mut().find(|(name, _)| name == level) {
                Some((_, values)) => values.push(value),
                None => groups.push((level.clone(), vec![value])),
            }
        }
        groups.sort_by(
            |(a, _), (b, _)| match (a.parse::<f64>(), b.parse::<f64>()) {
                (Ok(a), Ok(b)) => a.total_cmp(&b),
                _ => a.cmp(b),
            },
        );
        groups
    }

    fn table(&self, x: &str, by: &str) -> ContingencyTable {
        let mut counts: BTreeMap<&str, BTreeMap<&str, u64>> = BTreeMap::new();
        let mut levels: Vec<&str> = self.0[by].iter().map(String::as_str).collect();
        levels.retain(|level| !level.is_empty());
        levels.sort_unstable();
        levels.dedup();
        for (row, column) in self.0[x].iter().zip(&self.0[by]) {
            if !row.is_empty() && !column.is_empty() {
                *counts.entry(row).or_default().entry(column).or_default() += 1;
            }
        }
        let rows: Vec<Vec<u64>> = counts
            .values()
            .map(|row| {
                levels
                    .iter()
                    .map(|level| row.get(level).copied().unwrap_or(0))
                    .collect()
            })
            .collect();
        ContingencyTable::new(&rows).unwrap()
    }

    /// Time and status; the event is status 2 in `lung` and 1 elsewhere.
    fn observations(&self, name: &str, reverse: bool) -> Vec<Observation> {
        let code = if name == "lung" { "2" } else { "1" };
        let status = self.0["status"]
            .iter()
            .map(|status| (status == code) != reverse);
        let times = self.0["time"].iter().map(|time| time.parse().unwrap());
        times
            .zip(status)
            .map(|(time, event)| Observation { time, event })
            .collect()
    }
}

/// Everything within `tolerance`, relative; "NA" of R is no value of ours.
fn check(
    methods: &[&str],
    tolerance: f64,
    compute: impl Fn(&Expected, Option<&Data>) -> Option<f64>,
) {
    let mut sets: BTreeMap<String, Data> = BTreeMap::new();
    let mut worst: (f64, String) = (0.0, String::new());
    let mut count = 0;
    for case in expected()
        .iter()
        .filter(|case| methods.contains(&case.method.as_str()))
    {
        if !case.data.is_empty() && !sets.contains_key(&case.data) {
            sets.insert(case.data.clone(), Data::read(&case.data));
        }
        let computed = compute(case, sets.get(&case.data));
        let error = match (case.value, computed) {
            (None, None) => 0.0,
            (Some(r), Some(ours)) if r == ours => 0.0,
            (Some(r), Some(ours)) => ((ours - r) / if r == 0.0 { 1.0 } else { r }).abs(),
            (r, ours) => panic!("{}: R says {r:?}, we say {ours:?}", case.name()),
        };
        assert!(
            error <= tolerance,
            "{}: R says {:?}, we say {computed:?}",
            case.name(),
            case.value
        );
        if error > worst.0 {
            worst = (error, case.name());
        }
        count += 1;
    }
    assert!(count > 0, "no value of R for {methods:?}");
    println!(
        "{methods:?}: {count} values, largest error {:.1e} ({})",
        worst.0, worst.1
    );
}

#[test]
fn descriptions() {
    check(&["describe"], 1e-12, |case, data| {
        let found = describe(&data?.numbers(&case.x)).ok()?;
        Some(match case.part.as_str() {
            "n" => found.n as f64,
            "mean" => found.mean,
            "sd" => found.standard_deviation?,
            "min" => found.minimum,
            _ => found.maximum,
        })
    });
}

#[test]
fn quantiles_of_all_nine_definitions() {
    check(&["quantile"], 1e-12, |case, data| {
        let definition = QuantileType::new(case.option.parse().ok()?)?;
        quantile(&data?.numbers(&case.x), case.part.parse().ok()?, definition).ok()
    });
}

#[test]
fn intervals_of_proportions() {
    check(&["wilson", "clopper_pearson"], 1e-9, |case, _| {
        let (k, n) = case.x.split_once('/')?;
        let (k, n, level) = (k.parse().ok()?, n.parse().ok()?, case.option.parse().ok()?);
        let found = if case.method == "wilson" {
            wilson(k, n, level)
        } else {
            clopper_pearson(k, n, level)
        };
        let found = found.ok()?;
        Some(if case.part == "lower" {
            found.lower
        } else {
            found.upper
        })
    });
}

#[test]
fn kruskal_wallis_tests() {
    check(&["kruskal_wallis"], 1e-9, |case, data| {
        let groups = data?.groups(&case.x, &case.by);
        let slices: Vec<&[f64]> = groups.iter().map(|(_, values)| values.as_slice()).collect();
        let found = kruskal_wallis(&slices).ok()?;
        Some(match case.part.as_str() {
            "h" => found.h,
            "df" => f64::from(found.df),
            "p" => found.p,
            _ => found.epsilon_squared,
        })
    });
}

#[test]
fn dunn_comparisons() {
    check(&["dunn"], 1e-9, |case, data| {
        let groups = data?.groups(&case.x, &case.by);
        let slices: Vec<&[f64]> = groups.iter().map(|(_, values)| values.as_slice()).collect();
        let found = dunn(&slices).ok()?;
        let adjusted = holm(&found.iter().map(|pair| pair.p).collect::<Vec<_>>());
        let (first, second) = case.option.split_once('|')?;
        let at = |name: &str| groups.iter().position(|(level, _)| level == name);
        let (first, second) = (at(first)?, at(second)?);
        let pair = found
            .iter()
            .position(|pair| (pair.first, pair.second) == (first.min(second), first.max(second)))?;
        Some(match case.part.as_str() {
            "z" if first > second => -found[pair].z,
            "z" => found[pair].z,
            "p" => found[pair].p,
            _ => adjusted[pair],
        })
    });
}

#[test]
fn mann_whitney_tests() {
    check(&["mann_whitney"], 1e-9, |case, data| {
        let groups = data?.groups(&case.x, &case.by);
        let method = match case.option.as_str() {
            "exact" => RankTestMethod::Exact,
            option => RankTestMethod::Asymptotic {
                continuity_correction: option == "corrected",
            },
        };
        let found = mann_whitney(&groups[0].1, &groups[1].1, method).ok()?;
        Some(if case.part == "w" { found.w } else { found.p })
    });
}

#[test]
fn contingency_tables() {
    check(&["chi_square", "fisher"], 1e-9, |case, data| {
        let table = data?.table(&case.x, &case.by);
        let correction = match case.option.as_str() {
            "yates" => ContinuityCorrection::Yates,
            _ => ContinuityCorrection::None,
        };
        if case.method == "fisher" {
            return fisher_exact(&table).ok();
        }
        let found = chi_square(&table, correction);
        Some(match case.part.as_str() {
            "chi2" => found.chi_square,
            "df" => f64::from(found.df),
            "p" => found.p,
            "least_expected" => table.least_expected(),
            _ => cramers_v(&table),
        })
    });
}

fn scale(name: &str) -> IntervalScale {
    match name {
        "plain" => IntervalScale::Plain,
        "log" => IntervalScale::Log,
        _ => IntervalScale::LogLog,
    }
}

#[test]
fn kaplan_meier_curves() {
    check(&["kaplan_meier"], 1e-9, |case, data| {
        let (scale_of, at) = case.option.split_once(' ')?;
        let at: f64 = at.parse().ok()?;
        let curve = kaplan_meier(
            &data?.observations(&case.data, false),
            0.95,
            scale(scale_of),
        )
        .ok()?;
        let step = curve.at(at);
        match case.part.as_str() {
            "survival" => Some(step.map_or(1.0, |step| step.survival)),
            "at_risk" => Some(curve.at_risk(at) as f64),
            "std_err" => step.map_or(Some(0.0), |step| {
                let error = step.survival * step.ln_standard_error;
                error.is_finite().then_some(error)
            }),
            "lower" => step.map_or(Some(1.0), |step| step.lower),
            _ => step.map_or(Some(1.0), |step| step.upper),
        }
    });
}

#[test]
fn quantiles_of_curves() {
    check(
        &["survival_quantile", "reverse_quantile"],
        1e-12,
        |case, data| {
            let (scale_of, share) = case.option.split_once(' ')?;
            let reverse = case.method == "reverse_quantile";
            let all = data?.observations(&case.data, reverse);
            let curve = kaplan_meier(&all, 0.95, scale(scale_of)).ok()?;
            let found = survival_quantile(&curve, share.parse().ok()?);
            match case.part.as_str() {
                "estimate" => found.estimate,
                "lower" => found.lower,
                _ => found.upper,
            }
        },
    );
}

#[test]
fn log_rank_tests() {
    check(&["log_rank"], 1e-9, |case, data| {
        let data = data?;
        let all = data.observations(&case.data, false);
        let levels = &data.0[&case.by];
        let mut names: Vec<&String> = levels.iter().filter(|level| !level.is_empty()).collect();
        names.sort();
        names.dedup();
        let groups: Vec<Vec<Observation>> = names
            .iter()
            .map(|name| {
                let rows = all.iter().zip(levels).filter(|(_, level)| level == name);
                rows.map(|(observation, _)| *observation).collect()
            })
            .collect();
        let slices: Vec<&[Observation]> = groups.iter().map(Vec::as_slice).collect();
        let found = log_rank(&slices).ok()?;
        let group = names.iter().position(|name| **name == case.option);
        Some(match case.part.as_str() {
            "chi2" => found.chi_square,
            "df" => f64::from(found.df),
            "p" => found.p,
            "observed" => found.observed[group?],
            _ => found.expected[group?],
        })
    });
}

#[test]
fn far_tails() {
    check(
        &["chi_squared_upper", "normal_two_sided", "normal_quantile"],
        1e-9,
        |case, _| {
            let x: f64 = case.x.parse().ok()?;
            Some(match case.method.as_str() {
                "chi_squared_upper" => chi_squared_upper(x, case.option.parse().ok()?),
                "normal_two_sided" => normal_two_sided(x),
                _ => normal_quantile(x),
            })
        },
    );
}
