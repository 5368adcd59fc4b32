//! Inputs that no study should have: every function answers with a number or a
//! typed error, and none with a panic or a number that is not one.

use cohort_report::stats::StatsError;
use cohort_report::stats::agreement::{Disagreement, kappa};
use cohort_report::stats::boschloo::boschloo;
use cohort_report::stats::cochran_armitage::cochran_armitage;
use cohort_report::stats::cochran_q::cochran_q;
use cohort_report::stats::contingency::{ContingencyTable, ContinuityCorrection, likelihood_ratio};
use cohort_report::stats::correlation::{kendall_exact, pearson, spearman_exact};
use cohort_report::stats::descriptive::{geometric_mean, median_interval, shape};
use cohort_report::stats::effect_sizes::{
    cliffs_delta, cohens_d_interval, cramers_v_interval, epsilon_squared_interval,
    standardised_difference, standardised_difference_of_levels,
};
use cohort_report::stats::hodges_lehmann::{hodges_lehmann, pseudomedian};
use cohort_report::stats::kruskal_wallis::kruskal_wallis;
use cohort_report::stats::kruskal_wallis_exact::kruskal_wallis_exact;
use cohort_report::stats::mann_whitney::{RankTestMethod, mann_whitney};
use cohort_report::stats::mantel_haenszel::mantel_haenszel;
use cohort_report::stats::means::{anova, paired_t_test, welch_anova, welch_t_test};
use cohort_report::stats::normality::{anderson_darling, shapiro_wilk};
use cohort_report::stats::rank_tests::{brunner_munzel, friedman, jonckheere_terpstra};
use cohort_report::stats::regression::{
    CoefficientInterval, Direction, FitOptions, Intercept, TermEstimate, linear, logistic, roc_area,
};
use cohort_report::stats::score_intervals::{risk_difference_score, risk_ratio_score};
use cohort_report::stats::signed_rank::signed_rank;
use cohort_report::stats::survival::competing::{CompetingObservation, cumulative_incidence};
use cohort_report::stats::survival::cox::{Subject, Ties, TimeScale, cox, proportional_hazards};
use cohort_report::stats::survival::fine_gray::fine_gray;
use cohort_report::stats::survival::gray::gray;
use cohort_report::stats::survival::life::{nelson_aalen, restricted_mean};
use cohort_report::stats::survival::log_rank_exact::{log_rank_exact, log_rank_monte_carlo};
use cohort_report::stats::survival::{
    IntervalScale, Observation, TiedTimes, kaplan_meier, log_rank,
};
use cohort_report::stats::two_by_two::{TwoByTwo, conditional_odds_ratio, odds_ratio, risk_ratio};
use cohort_report::stats::variances::{Centre, bartlett, f_test, levene};
use proptest::prelude::*;

/// A probability, or an error.
fn p<T>(result: Result<T, StatsError>, get: impl Fn(&T) -> f64, what: &str) {
    if let Ok(result) = result {
        let p = get(&result);
        assert!((0.0..=1.0 + 1e-12).contains(&p), "{what}: p = {p}");
    }
}

/// A number that is one, or an error; infinite limits are allowed for ratios.
fn number<T>(result: Result<T, StatsError>, get: impl Fn(&T) -> f64, what: &str) {
    if let Ok(result) = result {
        let value = get(&result);
        assert!(!value.is_nan(), "{what}: {value}");
    }
}

/// Ties, equal values, huge and tiny ones, and what is no number.
fn wild() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => (0..4i32).prop_map(f64::from),
        2 => -5.0..5.0f64,
        1 => Just(1e300),
        1 => Just(-1e-300),
        1 => prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(f64::NEG_INFINITY)],
    ]
}

fn tame() -> impl Strategy<Value = f64> {
    prop_oneof![(0..4i32).prop_map(f64::from), -5.0..5.0f64]
}

fn samples<V: Strategy<Value = f64> + 'static>(
    value: fn() -> V,
) -> impl Strategy<Value = (Vec<f64>, Vec<f64>, Vec<f64>)> {
    let one = move || prop::collection::vec(value(), 0..9);
    (one(), one(), one())
}

fn numbers_are_numbers(x: &[f64], y: &[f64], z: &[f64]) {
    let exact = RankTestMethod::Exact;
    let groups = [x, y, z];
    p(welch_t_test(x, y, 0.95), |r| r.p, "Welch");
    p(paired_t_test(x, y, 0.95), |r| r.p, "paired t");
    p(mann_whitney(x, y, exact), |r| r.p, "Mann-Whitney");
    p(signed_rank(x, exact), |r| r.p, "signed rank");
    p(brunner_munzel(x, y, 0.95), |r| r.p, "Brunner-Munzel");
    p(f_test(x, y), |r| r.p, "F");
    p(anova(&groups), |r| r.p, "analysis of variance");
    p(
        welch_anova(&groups),
        |r| r.p,
        "Welch’s analysis of variance",
    );
    p(levene(&groups, Centre::Median), |r| r.p, "Levene");
    p(bartlett(&groups), |r| r.p, "Bartlett");
    p(kruskal_wallis(&groups), |r| r.p, "Kruskal-Wallis");
    p(
        kruskal_wallis_exact(&groups),
        |p| *p,
        "exact Kruskal-Wallis",
    );
    p(jonckheere_terpstra(&groups), |r| r.p, "Jonckheere");
    p(friedman(&groups), |r| r.p, "Friedman");
    p(shapiro_wilk(x), |r| r.p, "Shapiro-Wilk");
    p(anderson_darling(x), |r| r.p, "Anderson-Darling");
    p(pearson(x, y, 0.95), |r| r.p, "Pearson");
    if x.len() < 7 {
        p(spearman_exact(x, y), |p| *p, "Spearman");
        p(kendall_exact(x, y), |p| *p, "Kendall");
    }
    number(shape(x), |r| r.standard_error, "shape");
    number(geometric_mean(x), |r| *r, "geometric mean");
    number(median_interval(x, 0.95), |r| r.lower, "median");
    number(hodges_lehmann(x, y, 0.95), |r| r.estimate, "shift");
    number(pseudomedian(x, 0.95), |r| r.estimate, "pseudomedian");
    number(cohens_d_interval(x, y, 0.95), |r| r.interval.lower, "d");
    number(cliffs_delta(x, y, 0.95), |r| r.interval.upper, "delta");
    number(
        standardised_difference(x, y, 0.95),
        |r| r.estimate,
        "standardised difference",
    );
    number(
        epsilon_squared_interval(&groups, 0.95),
        |r| r.interval.upper,
        "epsilon squared",
    );
    p(
        linear(x, &[y], Intercept::Fitted, 0.95),
        |r| r.p,
        "linear model",
    );
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn samples_of_ordinary_numbers((x, y, z) in samples(tame)) {
        numbers_are_numbers(&x, &y, &z);
    }

    /// Nothing is said of the value here but that there is no panic.
    #[test]
    fn samples_of_anything((x, y, z) in samples(wild)) {
        let finite = [&x, &y, &z].iter().all(|s| s.iter().all(|v| v.abs() < 1e100));
        if finite {
            numbers_are_numbers(&x, &y, &z);
        } else {
            let _ = welch_t_test(&x, &y, 0.95);
            let _ = mann_whitney(&x, &y, RankTestMethod::Exact);
            let _ = kruskal_wallis_exact(&[&x, &y, &z]);
            let _ = pseudomedian(&x, 0.95);
            let _ = shapiro_wilk(&x);
            let _ = linear(&x, &[&y], Intercept::Fitted, 0.95);
            let _ = cliffs_delta(&x, &y, 0.95);
            let _ = shape(&x);
        }
    }

    #[test]
    fn counts(
        cells in prop::collection::vec(0..5u64, 4),
        rows in prop::collection::vec(prop::collection::vec(0..4u64, 3), 3),
    ) {
        let table = TwoByTwo { a: cells[0], b: cells[1], c: cells[2], d: cells[3] };
        p(boschloo(table), |p| *p, "Boschloo");
        number(odds_ratio(table, 0.95), |e| e.estimate, "odds ratio");
        number(conditional_odds_ratio(table, 0.95), |e| e.interval.lower, "conditional odds ratio");
        number(risk_ratio(table, 0.95), |e| e.interval.upper, "risk ratio");
        number(risk_ratio_score(table, 0.95), |e| e.interval.upper, "score interval of a ratio");
        number(risk_difference_score(table, 0.95), |e| e.interval.lower, "score interval");
        p(kappa(&rows, Disagreement::Linear, 0.95), |k| k.p, "kappa");
        let strata = vec![rows.clone(), rows.iter().rev().cloned().collect()];
        p(mantel_haenszel(&strata, ContinuityCorrection::Yates, 0.95), |r| r.p, "Mantel-Haenszel");
        if let Ok(table) = ContingencyTable::new(&rows) {
            prop_assert!(likelihood_ratio(&table).p <= 1.0);
            prop_assert!(!cramers_v_interval(&table, 0.95).interval.upper.is_nan());
        }
        let trials: Vec<u64> = rows.iter().map(|row| row.iter().sum()).collect();
        let events: Vec<u64> = rows.iter().map(|row| row[0]).collect();
        p(cochran_armitage(&events, &trials), |r| r.p, "Cochran-Armitage");
        number(standardised_difference_of_levels(&rows[0], &rows[1], 0.95), |e| e.estimate, "levels");
        let answers: Vec<Vec<bool>> =
            rows.iter().map(|row| row.iter().map(|n| *n > 1).collect()).collect();
        let slices: Vec<&[bool]> = answers.iter().map(Vec::as_slice).collect();
        p(cochran_q(&slices), |r| r.p, "Cochran's Q");
    }

    #[test]
    fn times(
        rows in prop::collection::vec((0..9i32, 0..3usize, 0..3usize, -2.0..2.0f64), 0..25),
    ) {
        let observations: Vec<Observation> = rows
            .iter()
            .map(|(time, cause, _, _)| Observation::new(f64::from(*time), *cause == 1))
            .collect();
        let of = |group: usize| -> Vec<Observation> {
            let own = rows.iter().zip(&observations).filter(|(row, _)| row.2 == group);
            own.map(|(_, o)| *o).collect()
        };
        let groups = [of(0), of(1), of(2)];
        let slices: Vec<&[Observation]> = groups.iter().map(Vec::as_slice).collect();
        p(log_rank(&slices), |r| r.p, "log-rank");
        p(log_rank_exact(&slices[..2]), |p| *p, "exact log-rank");
        p(log_rank_monte_carlo(&slices, 20), |s| s.p, "simulated log-rank");
        for scale in [IntervalScale::Arcsine, IntervalScale::Logit, IntervalScale::LogLog] {
            if let Ok(curve) = kaplan_meier(&observations, 0.95, scale) {
                for step in &curve.steps {
                    prop_assert!(step.lower.is_none_or(|limit| (0.0..=1.0).contains(&limit)));
                    prop_assert!(step.upper.is_none_or(|limit| (0.0..=1.0).contains(&limit)));
                }
                number(restricted_mean(&curve, 3.0), |m| m.standard_error, "restricted mean");
            }
        }
        number(nelson_aalen(&observations), |s| s.last().map_or(0.0, |s| s.cumulative_hazard), "hazard");
        let competing: Vec<CompetingObservation> = rows
            .iter()
            .map(|(time, cause, _, _)| CompetingObservation {
                time: f64::from(*time),
                cause: (*cause > 0).then_some(*cause),
            })
            .collect();
        if let Ok(steps) = cumulative_incidence(&competing, 1) {
            for step in steps {
                let Some(limits) = step.interval(0.95) else {
                    prop_assert!(step.incidence == 0.0 || step.incidence == 1.0);
                    continue;
                };
                prop_assert!(limits.lower <= step.incidence + 1e-12);
                prop_assert!(limits.upper >= step.incidence - 1e-12);
            }
        }
        let causes: Vec<Vec<CompetingObservation>> = (0..3)
            .map(|group| {
                let own = rows.iter().zip(&competing).filter(|(row, _)| row.2 == group);
                own.map(|(_, o)| *o).collect()
            })
            .collect();
        let causes: Vec<&[CompetingObservation]> = causes.iter().map(Vec::as_slice).collect();
        p(gray(&causes, 1), |r| r.p, "Gray");
        let x: Vec<f64> = rows.iter().map(|row| row.3).collect();
        let binary: Vec<f64> = rows.iter().map(|row| f64::from(u8::from(row.2 == 0))).collect();
        p(fine_gray(&competing, 1, &[&x], 0.95), |r| p_of(&r.terms[0]), "Fine and Gray");
        let subjects: Vec<Subject> = observations
            .iter()
            .map(|o| Subject { entry: f64::NEG_INFINITY, time: o.time, event: o.event, stratum: 0, weight: 1.0 })
            .collect();
        for firth in [false, true] {
            let options = FitOptions { confidence: 0.95, interval: CoefficientInterval::Wald, firth };
            p(cox(&subjects, &[&x, &binary], Ties::Efron, options), |r| p_of(&r.terms[1]), "Cox");
            let outcome: Vec<bool> = observations.iter().map(|o| o.event).collect();
            p(logistic(&outcome, &[&x, &binary], options), |r| p_of(&r.terms[1]), "logistic");
            number(roc_area(&outcome, &x, 0.95), |a| a.estimate, "area");
        }
        p(
            proportional_hazards(&subjects, &[&x], Ties::Efron, TimeScale::KaplanMeier),
            |r| r.overall.p,
            "proportional hazards",
        );
    }
}

/// The p-value of a term; 1 for one without a finite estimate.
fn p_of(term: &TermEstimate) -> f64 {
    term.finite().map_or(1.0, |coefficient| coefficient.p)
}

const PLAIN: FitOptions = FitOptions {
    confidence: 0.95,
    interval: CoefficientInterval::Wald,
    firth: false,
};

fn subject(time: f64, event: bool) -> Subject {
    Subject {
        entry: f64::NEG_INFINITY,
        time,
        event,
        stratum: 0,
        weight: 1.0,
    }
}

/// A rare covariate that all with the event have, or none: it has no finite
/// estimate, and the other covariate is that of the model without its rows.
#[test]
fn a_rare_covariate_that_separates_has_no_finite_estimate() {
    for rare in [2, 5, 400] {
        let x: Vec<f64> = (0..1000)
            .map(|row| f64::from(u8::from(row < rare)))
            .collect();
        let age: Vec<f64> = (0..1000).map(|row| f64::from(row * 7 % 50)).collect();
        let outcome: Vec<bool> = (0..1000).map(|row| row < rare || row % 3 == 0).collect();
        let others = usize::try_from(rare).unwrap()..1000;
        let agree = |terms: &[TermEstimate], without: &[TermEstimate], what: &str| {
            let (age, alone) = (terms[0].finite().unwrap(), without[0].finite().unwrap());
            assert!((age.estimate - alone.estimate).abs() < 1e-9, "{what}");
            let errors = age.standard_error / alone.standard_error;
            assert!((errors - 1.0).abs() < 1e-9, "{what}");
        };
        let fit = logistic(&outcome, &[&age, &x], PLAIN).unwrap();
        let infinite = TermEstimate::Infinite(Direction::Positive);
        assert_eq!(fit.terms[1], infinite, "logistic, {rare} of 1000");
        let alone = logistic(&outcome[others.clone()], &[&age[others.clone()]], PLAIN).unwrap();
        agree(&fit.terms, &alone.terms, "logistic");
        let penalised = FitOptions {
            firth: true,
            ..PLAIN
        };
        let fit = logistic(&outcome, &[&age, &x], penalised).unwrap();
        assert!(fit.terms[1].finite().is_some());
        let subjects: Vec<Subject> = (0..1000)
            .map(|row| subject(f64::from(row % 90) + 1.0, row >= rare && row % 3 == 0))
            .collect();
        let fit = cox(&subjects, &[&age, &x], Ties::Efron, PLAIN).unwrap();
        let infinite = TermEstimate::Infinite(Direction::Negative);
        assert_eq!(fit.terms[1], infinite, "Cox, {rare} of 1000");
        assert!(fit.wald.is_err());
        let own = (&subjects[others.clone()], &age[others.clone()]);
        let alone = cox(own.0, &[own.1], Ties::Efron, PLAIN).unwrap();
        agree(&fit.terms, &alone.terms, "Cox");
        let fit = cox(&subjects, &[&age, &x], Ties::Efron, penalised).unwrap();
        assert!(fit.terms[1].finite().is_some());
    }
}

/// The reference of three levels has no event: it is the sum of two covariates
/// that separates, neither alone, and no coefficient can be given. Nor can it
/// when every row is separated.
#[test]
fn separation_by_more_than_one_covariate_is_not_fitted() {
    let level = |at: i32| -> Vec<f64> {
        let rows = (0..300).map(|row| f64::from(u8::from(row % 3 == at)));
        rows.collect()
    };
    let (second, third) = (level(1), level(2));
    let event = |row: i32| row % 3 != 0 && row % 5 < 2;
    let subjects: Vec<Subject> = (0..300)
        .map(|row| subject(f64::from(row * 37 % 101) + 1.0, event(row)))
        .collect();
    let fit = cox(&subjects, &[&second, &third], Ties::Efron, PLAIN);
    assert!(matches!(fit, Err(StatsError::Monotone { .. })), "{fit:?}");
    let outcome: Vec<bool> = (0..300).map(event).collect();
    let fit = logistic(&outcome, &[&second, &third], PLAIN);
    assert!(matches!(fit, Err(StatsError::Monotone { .. })), "{fit:?}");
    let x: Vec<f64> = (0..300).map(f64::from).collect();
    let above: Vec<bool> = (0..300).map(|row| row > 120).collect();
    let fit = logistic(&above, &[&x], PLAIN);
    assert_eq!(fit.map(|_| ()), Err(StatsError::Monotone { term: 0 }));
}

/// With delayed entry, time at risk is lost in the middle: the subject with the
/// larger value, at risk from 2 to 4, has the only event while it is there.
#[test]
fn separation_is_found_with_delayed_entry() {
    let late = Subject {
        entry: 2.0,
        ..subject(4.0, true)
    };
    let rest = [
        (1.0, true),
        (3.0, false),
        (5.0, true),
        (6.0, true),
        (7.0, false),
        (8.0, true),
    ];
    let mut subjects: Vec<Subject> = rest.iter().map(|(t, e)| subject(*t, *e)).collect();
    subjects.push(late);
    let x = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0];
    let age = [3.0, 5.0, 2.0, 6.0, 1.0, 4.0, 2.0];
    let fit = cox(&subjects, &[&age, &x], Ties::Efron, PLAIN).unwrap();
    assert_eq!(fit.terms[1], TermEstimate::Infinite(Direction::Positive));
    // Without it the risk sets of the other events are the same.
    let alone = cox(&subjects[..6], &[&age[..6]], Ties::Efron, PLAIN).unwrap();
    let (age, alone) = (
        fit.terms[0].finite().unwrap(),
        alone.terms[0].finite().unwrap(),
    );
    assert!((age.estimate - alone.estimate).abs() < 1e-9);
    assert!((fit.ln_likelihood).is_finite());
}

/// The sum of seven shares of 1 is not 1 in floating point.
#[test]
fn an_incidence_of_1_is_1_and_has_no_interval() {
    for n in 1..200 {
        let all: Vec<CompetingObservation> = (0..n)
            .map(|row| CompetingObservation {
                time: f64::from(row),
                cause: Some(1),
            })
            .collect();
        let steps = cumulative_incidence(&all, 1).unwrap();
        let last = steps.last().unwrap();
        assert_eq!(last.incidence, 1.0, "{n} subjects");
        assert_eq!(last.interval(0.95), None, "{n} subjects");
    }
}

/// Before the first event of the cause there is an incidence of 0, and no
/// interval: a variance of 0 there is not certainty.
#[test]
fn an_incidence_of_0_has_no_interval() {
    let one = |time: f64, cause: Option<usize>| CompetingObservation { time, cause };
    let all = [one(1.0, Some(2)), one(2.0, Some(1)), one(3.0, None)];
    let steps = cumulative_incidence(&all, 1).unwrap();
    let intervals: Vec<bool> = steps.iter().map(|s| s.interval(0.95).is_some()).collect();
    assert_eq!(intervals, [false, true, true]);
}

/// An interval whose ends are tied has no length: R stops, here it is an error.
#[test]
fn follow_up_of_no_length_is_an_error() {
    let (entry, time) = (0.3, 0.1 + 0.2);
    let tied = TiedTimes::new([entry, time, 1.0]);
    let all = [
        Observation {
            entry: tied.tied(entry),
            time: tied.tied(time),
            event: true,
        },
        Observation::new(1.0, true),
    ];
    let curve = kaplan_meier(&all, 0.95, IntervalScale::Log);
    assert!(matches!(curve, Err(StatsError::Domain(_))), "{curve:?}");
}
