//! Properties that hold whatever the numbers: against brute force, against each
//! other, and against inputs that no study should have.

use cohort_report::stats::contingency::{ContingencyTable, ContinuityCorrection, chi_square};
use cohort_report::stats::descriptive::describe;
use cohort_report::stats::fisher::{fisher_exact, fisher_monte_carlo};
use cohort_report::stats::kruskal_wallis::{dunn, kruskal_wallis};
use cohort_report::stats::kruskal_wallis_exact::{
    kruskal_wallis_exact, kruskal_wallis_monte_carlo,
};
use cohort_report::stats::mann_whitney::{RankTestMethod, mann_whitney};
use cohort_report::stats::monte_carlo::Simulated;
use cohort_report::stats::multiplicity::holm;
use cohort_report::stats::proportion::{clopper_pearson, wilson};
use cohort_report::stats::quantile::{QuantileType, quantile};
use cohort_report::stats::regression::{CoefficientInterval, FitOptions};
use cohort_report::stats::survival::cox::{Subject, Ties, cox};
use cohort_report::stats::survival::log_rank_exact::{log_rank_exact, log_rank_monte_carlo};
use cohort_report::stats::survival::{
    IntervalScale, Observation, QuantileRule, kaplan_meier, log_rank, survival_quantile,
};
use proptest::prelude::*;

const PLAIN: RankTestMethod = RankTestMethod::Asymptotic {
    continuity_correction: false,
};

fn close(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance * a.abs().max(b.abs()).max(1e-300)
}

/// Small whole numbers, so that ties are common.
fn sample(most: usize) -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec((0..8i32).prop_map(f64::from), 1..most)
}

fn observations(most: usize) -> impl Strategy<Value = Vec<Observation>> {
    let one = ((0..20i32).prop_map(f64::from), any::<bool>());
    prop::collection::vec(
        one.prop_map(|(time, event)| Observation::new(time, event)),
        1..most,
    )
}

fn table() -> impl Strategy<Value = Vec<Vec<u64>>> {
    (2..4usize, 2..4usize).prop_flat_map(|(rows, columns)| {
        prop::collection::vec(prop::collection::vec(0..4u64, columns), rows)
    })
}

/// Every choice of `size` of the pooled values, by the distance of its rank sum.
fn exact_by_enumeration(x: &[f64], y: &[f64]) -> f64 {
    let pooled: Vec<f64> = x.iter().chain(y).copied().collect();
    let rank = |value: f64| {
        let below = pooled.iter().filter(|other| **other < value).count() as f64;
        let equal = pooled.iter().filter(|other| **other == value).count() as f64;
        below + (equal + 1.0) / 2.0
    };
    let ranks: Vec<f64> = pooled.iter().map(|value| rank(*value)).collect();
    let mean = ranks.iter().sum::<f64>() * x.len() as f64 / pooled.len() as f64;
    let distance = |sum: f64| (sum - mean).abs();
    let observed = distance(ranks[..x.len()].iter().sum());
    let (mut extreme, mut all) = (0u32, 0u32);
    for choice in 0u32..1 << pooled.len() {
        if choice.count_ones() as usize == x.len() {
            let chosen = ranks
                .iter()
                .enumerate()
                .filter(|(index, _)| choice >> index & 1 == 1);
            all += 1;
            extreme += u32::from(distance(chosen.map(|(_, rank)| rank).sum()) >= observed - 1e-9);
        }
    }
    f64::from(extreme) / f64::from(all)
}

/// Every table with the margins of this one.
fn fisher_by_enumeration(table: &ContingencyTable) -> f64 {
    fn fill(rows: &[u64], columns: &[u64], row: &[u64], probability: f64, found: &mut Vec<f64>) {
        let factorial = |n: u64| (1..=n).map(|k| k as f64).product::<f64>();
        let Some((&total, later)) = rows.split_first() else {
            if columns.iter().all(|rest| *rest == 0) {
                found.push(probability);
            }
            return;
        };
        if row.len() == columns.len() {
            if row.iter().sum::<u64>() == total {
                let left: Vec<u64> = columns.iter().zip(row).map(|(c, r)| c - r).collect();
                fill(later, &left, &[], probability, found);
            }
            return;
        }
        for count in 0..=columns[row.len()].min(total) {
            let mut longer = row.to_vec();
            longer.push(count);
            fill(
                rows,
                columns,
                &longer,
                probability / factorial(count),
                found,
            );
        }
    }
    let weight = |rows: &[Vec<u64>]| -> f64 {
        let factorial = |n: u64| (1..=n).map(|k| k as f64).product::<f64>();
        rows.iter()
            .flatten()
            .map(|count| 1.0 / factorial(*count))
            .product()
    };
    let mut found = Vec::new();
    fill(
        table.row_totals(),
        table.column_totals(),
        &[],
        1.0,
        &mut found,
    );
    let observed = weight(table.rows()) * (1.0 + 1e-7);
    let all: f64 = found.iter().sum();
    found
        .iter()
        .filter(|weight| **weight <= observed)
        .sum::<f64>()
        / all
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn exact_mann_whitney_is_the_enumeration(x in sample(7), y in sample(7)) {
        if let Ok(found) = mann_whitney(&x, &y, RankTestMethod::Exact) {
            prop_assert!(close(found.p, exact_by_enumeration(&x, &y), 1e-12));
        }
    }

    #[test]
    fn fisher_is_the_enumeration(rows in table()) {
        if let Ok(table) = ContingencyTable::new(&rows) {
            let p = fisher_exact(&table).unwrap();
            prop_assert!(close(p, fisher_by_enumeration(&table), 1e-9), "{p}");
        }
    }

    #[test]
    fn fisher_and_chi_square_do_not_see_the_order(rows in table()) {
        if let Ok(table) = ContingencyTable::new(&rows) {
            let width = rows[0].len();
            let turned: Vec<Vec<u64>> =
                (0..width).map(|column| rows.iter().rev().map(|row| row[column]).collect()).collect();
            let turned = ContingencyTable::new(&turned).unwrap();
            prop_assert!(close(fisher_exact(&table).unwrap(), fisher_exact(&turned).unwrap(), 1e-9));
            let statistic = |t: &ContingencyTable| chi_square(t, ContinuityCorrection::None).chi_square;
            prop_assert!((statistic(&table) - statistic(&turned)).abs() < 1e-9);
        }
    }

    #[test]
    fn two_groups_kruskal_wallis_is_mann_whitney(x in sample(20), y in sample(20)) {
        if let Ok(found) = kruskal_wallis(&[&x, &y]) {
            let other = mann_whitney(&x, &y, PLAIN).unwrap();
            prop_assert!(close(found.p, other.p, 1e-9), "{} {}", found.p, other.p);
        }
    }

    #[test]
    fn exact_kruskal_wallis_of_two_groups_is_exact_mann_whitney(x in sample(8), y in sample(8)) {
        let ours = kruskal_wallis_exact(&[&x, &y]);
        let other = mann_whitney(&x, &y, RankTestMethod::Exact);
        prop_assert_eq!(ours.is_ok(), other.is_ok());
        if let (Ok(ours), Ok(other)) = (ours, other) {
            prop_assert!(close(ours, other.p, 1e-9), "{ours} and {}", other.p);
        }
    }

    /// Without ties the score test of Cox's model is the log-rank test.
    #[test]
    fn log_rank_is_the_score_test_without_ties(
        keys in prop::collection::btree_set(0..10_000u32, 6..25),
        answers in prop::collection::vec((any::<bool>(), any::<bool>()), 25),
    ) {
        let subjects: Vec<Subject> = keys.iter().zip(&answers).map(|(key, (event, _))| Subject {
            entry: f64::NEG_INFINITY, time: f64::from(*key), event: *event, stratum: 0, weight: 1.0,
        }).collect();
        let group: Vec<f64> = answers.iter().take(keys.len()).map(|a| f64::from(u8::from(a.1))).collect();
        let of = |wanted: f64| -> Vec<Observation> {
            let own = subjects.iter().zip(&group).filter(|(_, g)| **g == wanted);
            own.map(|(s, _)| Observation::new(s.time, s.event)).collect()
        };
        let options = FitOptions { confidence: 0.95, interval: CoefficientInterval::Wald, firth: false };
        let fit = cox(&subjects, &[&group], Ties::Efron, options);
        if let (Ok(fit), Ok(test)) = (fit, log_rank(&[&of(0.0), &of(1.0)])) {
            prop_assert!(close(fit.score.chi_square, test.chi_square, 1e-8) || test.chi_square < 1e-12);
        }
    }

    /// Fisher's p-values enumerate to 1: the most probable table of its margins
    /// has p = 1, whichever algorithm adds the others up.
    #[test]
    fn the_most_probable_table_has_p_one(m in 1..9u64, n in 1..9u64, events in 1..9u64) {
        let (low, high) = (events.saturating_sub(n), events.min(m));
        let largest = (low..=high)
            .filter_map(|x| ContingencyTable::new(&[vec![x, m - x], vec![events - x, n.checked_sub(events - x)?]]).ok())
            .filter_map(|table| fisher_exact(&table).ok())
            .fold(0.0, f64::max);
        prop_assert!(largest == 0.0 || close(largest, 1.0, 1e-12), "{largest}");
    }

    #[test]
    fn rank_tests_do_not_see_order_shift_or_scale(a in sample(9), b in sample(9), c in sample(9)) {
        if let Ok(found) = kruskal_wallis(&[&a, &b, &c]) {
            let change = |x: &[f64]| x.iter().rev().map(|value| value * 4.0 - 7.0).collect::<Vec<_>>();
            let other = kruskal_wallis(&[&change(&c), &change(&a), &[], &change(&b)]).unwrap();
            prop_assert!(close(found.h, other.h, 1e-9) || found.h.abs() < 1e-9);
            prop_assert_eq!(found.df, other.df);
            prop_assert!((0.0..=1.0).contains(&found.p));
            prop_assert!((-1e-12..=1.0 + 1e-12).contains(&found.epsilon_squared));
        }
    }

    #[test]
    fn holm_is_never_below_the_plain_value(p in prop::collection::vec(0.0..=1.0f64, 0..12)) {
        let adjusted = holm(&p);
        prop_assert_eq!(adjusted.len(), p.len());
        for (plain, adjusted) in p.iter().zip(&adjusted) {
            prop_assert!(adjusted >= plain && *adjusted <= 1.0);
        }
    }

    #[test]
    fn quantiles_rise_and_follow_shift_and_scale(x in sample(30), kind in 1..=9u8, p in 0.0..=1.0f64, q in 0.0..=1.0f64) {
        let definition = QuantileType::new(kind).unwrap();
        let (low, high) = (p.min(q), p.max(q));
        let at = |values: &[f64], share| quantile(values, share, definition).unwrap();
        prop_assert!(at(&x, low) <= at(&x, high) + 1e-12);
        let changed: Vec<f64> = x.iter().map(|value| value * 3.0 + 2.0).collect();
        prop_assert!((at(&changed, p) - (at(&x, p) * 3.0 + 2.0)).abs() < 1e-9);
    }

    #[test]
    fn intervals_hold_their_proportion(n in 1..200u64, k in 0..200u64, level in 0.5..0.999f64) {
        let k = k.min(n);
        let share = k as f64 / n as f64;
        for interval in [wilson(k, n, level).unwrap(), clopper_pearson(k, n, level).unwrap()] {
            prop_assert!(interval.lower <= share + 1e-12 && share <= interval.upper + 1e-12);
            prop_assert!(interval.lower >= 0.0 && interval.upper <= 1.0);
        }
    }

    #[test]
    fn a_curve_without_censoring_counts_survivors(times in sample(30)) {
        let all: Vec<Observation> =
            times.iter().map(|&time| Observation::new(time, true)).collect();
        let curve = kaplan_meier(&all, 0.95, IntervalScale::Log).unwrap();
        for step in &curve.steps {
            let beyond = times.iter().filter(|time| **time > step.time).count();
            prop_assert!((step.survival - beyond as f64 / times.len() as f64).abs() < 1e-12);
        }
    }

    #[test]
    fn curves_fall_and_do_not_see_row_order(all in observations(30)) {
        let curve = kaplan_meier(&all, 0.95, IntervalScale::LogLog).unwrap();
        let turned: Vec<Observation> = all.iter().rev().copied().collect();
        prop_assert_eq!(&curve, &kaplan_meier(&turned, 0.95, IntervalScale::LogLog).unwrap());
        for pair in curve.steps.windows(2) {
            prop_assert!(pair[1].survival <= pair[0].survival && pair[1].at_risk < pair[0].at_risk);
        }
        for step in &curve.steps {
            prop_assert!(step.lower.is_none_or(|low| low <= step.survival + 1e-12));
            prop_assert!(step.upper.is_none_or(|high| high >= step.survival - 1e-12));
        }
        let quantiles = [0.25, 0.5, 0.75].map(|share| {
            survival_quantile(&curve, share, QuantileRule::Midpoint).estimate
        });
        for pair in quantiles.windows(2) {
            prop_assert!(pair[1].is_none_or(|later| pair[0].is_some_and(|first| first <= later)));
        }
    }

    #[test]
    fn log_rank_does_not_see_order_or_scale(a in observations(15), b in observations(15), c in observations(15)) {
        if let Ok(found) = log_rank(&[&a, &b, &c]) {
            let change = |group: &[Observation]| -> Vec<Observation> {
                group.iter().rev().map(|o| Observation::new(o.time * 0.5, o.event)).collect()
            };
            let other = log_rank(&[&change(&b), &change(&c), &change(&a)]).unwrap();
            prop_assert!((found.chi_square - other.chi_square).abs() < 1e-8, "{} {}", found.chi_square, other.chi_square);
            let events = |o: &[f64]| o.iter().sum::<f64>();
            prop_assert!((events(&found.observed) - events(&found.expected)).abs() < 1e-8);
        }
    }

    /// Whatever comes in, a finite number or a typed error comes out.
    #[test]
    fn no_input_panics_or_gives_nan(
        x in prop::collection::vec(any::<f64>(), 0..6),
        y in prop::collection::vec(any::<f64>(), 0..6),
        p in any::<f64>(),
    ) {
        let finite = |value: f64| prop_assert_finite(value);
        if let Ok(found) = describe(&x) { finite(found.minimum)?; }
        if let Ok(found) = quantile(&x, p, QuantileType::R) { prop_assert!(!found.is_nan()); }
        if let Ok(found) = kruskal_wallis(&[&x, &y]) { finite(found.p)?; finite(found.h)?; }
        if let Ok(found) = dunn(&[&x, &y, &x]) { for pair in found { finite(pair.p)?; } }
        for method in [PLAIN, RankTestMethod::Exact] {
            if let Ok(found) = mann_whitney(&x, &y, method) { finite(found.p)?; finite(found.rank_biserial)?; }
        }
        let group = |times: &[f64]| times.iter().enumerate().map(|(index, &time)| Observation::new(time, index % 2 == 0)).collect::<Vec<_>>();
        if let Ok(found) = kaplan_meier(&group(&x), p, IntervalScale::Plain) {
            for step in found.steps { finite(step.survival)?; }
        }
        if let Ok(found) = log_rank(&[&group(&x), &group(&y)]) { finite(found.p)?; }
    }
}

fn prop_assert_finite(value: f64) -> Result<(), TestCaseError> {
    prop_assert!(value.is_finite(), "{value}");
    Ok(())
}

/// Random permutations come within five standard errors of the exact tests, and
/// are the same in every run.
#[test]
fn simulations_agree_with_the_exact_tests() {
    let near = |exact: f64, simulated: Simulated, what: &str| {
        let distance = (exact - simulated.p).abs();
        assert!(
            distance < 5.0 * simulated.standard_error,
            "{what}: {exact} and {simulated:?}"
        );
    };
    for rows in [
        vec![vec![3, 1, 4], vec![1, 5, 9]],
        vec![vec![12, 3], vec![5, 9]],
        vec![vec![2, 7, 1, 8], vec![2, 8, 1, 8], vec![2, 8, 4, 5]],
        vec![vec![90, 3, 2], vec![40, 8, 1]],
    ] {
        let table = ContingencyTable::new(&rows).unwrap();
        let simulated = fisher_monte_carlo(&table, 50_000);
        assert_eq!(simulated, fisher_monte_carlo(&table, 50_000));
        near(fisher_exact(&table).unwrap(), simulated, "Fisher");
    }
    let groups: [&[f64]; 3] = [&[1.0, 2.0, 2.0, 7.0], &[3.0, 4.0, 2.0], &[5.0, 6.0, 8.0]];
    let exact = kruskal_wallis_exact(&groups).unwrap();
    let simulated = kruskal_wallis_monte_carlo(&groups, 50_000).unwrap();
    near(exact, simulated, "Kruskal-Wallis");
    let rows = |times: &[f64]| -> Vec<Observation> {
        let own = times.iter().enumerate();
        own.map(|(at, time)| Observation::new(*time, at % 3 > 0))
            .collect()
    };
    let (first, second) = (
        rows(&[3.0, 5.0, 5.0, 8.0, 12.0]),
        rows(&[6.0, 9.0, 14.0, 15.0, 20.0, 22.0]),
    );
    let exact = log_rank_exact(&[&first, &second]).unwrap();
    let simulated = log_rank_monte_carlo(&[&first, &second], 50_000).unwrap();
    near(exact, simulated, "log-rank");
}
