//! The baseline hazard of a fitted model.

use super::{Subject, Ties};
use crate::stats::math;

/// The cumulative baseline hazard of a stratum just after one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BaselineStep {
    /// The stratum.
    pub stratum: usize,
    /// A time with events.
    pub time: f64,
    /// Cumulative hazard of a subject whose linear predictor is 0.
    pub cumulative_hazard: f64,
}

/// Cumulative baseline hazard, `basehaz(fit)`: of a subject with the mean of
/// every covariate when the predictors are those of a [`super::CoxFit`] whose
/// terms all have a finite estimate. Times are tied by the caller (R: `timefix`).
///
/// Breslow N. *JRSS B* 1972;34:216-217, or its counterpart with Efron's ties, as
/// the model was fitted. O(n log n).
pub fn baseline_hazard(subjects: &[Subject], predictors: &[f64], ties: Ties) -> Vec<BaselineStep> {
    let order = |key: fn(&Subject) -> f64| {
        let mut order: Vec<usize> = (0..subjects.len()).collect();
        order.sort_by(|&a, &b| {
            let (a, b) = (&subjects[a], &subjects[b]);
            a.stratum.cmp(&b.stratum).then(key(b).total_cmp(&key(a)))
        });
        order
    };
    let (by_time, by_entry) = (order(|s| s.time), order(|s| s.entry));
    let weight = |row: usize| {
        predictors
            .get(row)
            .map_or(0.0, |eta| subjects[row].weight * math::exp(*eta))
    };
    let mut steps: Vec<BaselineStep> = Vec::new();
    let same = |a: &usize, b: &usize| {
        subjects[*a].stratum == subjects[*b].stratum && subjects[*a].time == subjects[*b].time
    };
    let (mut at_risk, mut stratum, mut entered, mut passed) = (0.0, None, 0, 0);
    for block in by_time.chunk_by(same) {
        let first = &subjects[block[0]];
        if stratum != Some(first.stratum) {
            (at_risk, stratum, entered) = (0.0, Some(first.stratum), passed);
        }
        passed += block.len();
        at_risk += block.iter().map(|&row| weight(row)).sum::<f64>();
        // Those who enter at or after this time were not yet at risk.
        while by_entry.get(entered).is_some_and(|&row| {
            subjects[row].stratum == first.stratum && subjects[row].entry >= first.time
        }) {
            at_risk -= weight(by_entry[entered]);
            entered += 1;
        }
        let dead: Vec<f64> = block
            .iter()
            .filter(|&&row| subjects[row].event)
            .map(|&row| weight(row))
            .collect();
        if dead.is_empty() {
            continue;
        }
        let (count, tied) = (dead.len(), dead.iter().sum::<f64>());
        let dead_rows = block.iter().filter(|&&row| subjects[row].event);
        let counts = dead_rows.map(|&row| subjects[row].weight).sum::<f64>() / count as f64;
        let hazard = (0..count)
            .map(|k| match ties {
                Ties::Efron => counts / (at_risk - k as f64 / count as f64 * tied),
                Ties::Breslow => counts / at_risk,
            })
            .sum();
        steps.push(BaselineStep {
            stratum: first.stratum,
            time: first.time,
            cumulative_hazard: hazard,
        });
    }
    // The latest times came first.
    steps.sort_by(|a, b| a.stratum.cmp(&b.stratum).then(a.time.total_cmp(&b.time)));
    let mut sum = (None, 0.0);
    for step in &mut steps {
        if sum.0 != Some(step.stratum) {
            sum = (Some(step.stratum), 0.0);
        }
        sum.1 += step.cumulative_hazard;
        step.cumulative_hazard = sum.1;
    }
    steps
}
