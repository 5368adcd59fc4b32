//! The permutation distribution of the log-rank statistic.

use super::life::nelson_aalen;
use super::{Observation, log_rank};
use crate::stats::StatsError;
use crate::stats::math::ln_factorial;
use crate::stats::monte_carlo::{self, Simulated};
use crate::stats::samples::squared_sums;

/// The score of each subject: 1 for an event less the cumulative hazard of the
/// pooled sample at its time. The scores of a group sum to its observed less
/// expected events.
///
/// # Errors
/// As [`nelson_aalen`].
fn scores(pooled: &[Observation]) -> Result<Vec<f64>, StatsError> {
    let hazard = nelson_aalen(pooled)?;
    let at = |time: f64| {
        let passed = hazard.partition_point(|step| step.time <= time);
        passed
            .checked_sub(1)
            .and_then(|last| hazard.get(last))
            .map_or(0.0, |step| step.cumulative_hazard)
    };
    let score = |o: &Observation| f64::from(u8::from(o.event)) - at(o.time);
    Ok(pooled.iter().map(score).collect())
}

/// Exact two-sided log-rank test of two groups, `coin::logrank_test(Surv(time,
/// event) ~ group, distribution = "exact")`: the share of all ways to choose the
/// first group whose observed less expected events are at least as far from 0.
///
/// The split-up algorithm: both halves of the pooled sample are listed by number
/// and sum, and matched, in O(2^(n / 2)) rather than O(2^n). van de Wiel MA.
/// *Statistics and Computing* 2001;11:33-43. It holds when censoring does not
/// depend on the group.
///
/// # Errors
/// As [`log_rank`], [`StatsError::TooFewGroups`] for other than two filled
/// groups, [`StatsError::Domain`] beyond 44 subjects (see
/// [`log_rank_monte_carlo`]) and with delayed entry.
pub fn log_rank_exact(groups: &[&[Observation]]) -> Result<f64, StatsError> {
    const MOST: usize = 44;
    log_rank(groups)?;
    let filled: Vec<&[Observation]> = groups
        .iter()
        .copied()
        .filter(|group| !group.is_empty())
        .collect();
    let [first, second] = filled.as_slice() else {
        return Err(StatsError::Domain("the exact test compares two groups"));
    };
    let pooled = pooled(&[first, second])?;
    if pooled.len() > MOST {
        return Err(StatsError::Domain(
            "the exact test is limited to 44 subjects",
        ));
    }
    let scores = scores(&pooled)?;
    let size = first.len();
    let observed: f64 = scores[..size].iter().sum();
    // A sum within rounding of the observed one is as far.
    let limit = observed.abs() - 1e-9;
    let (low, high) = scores.split_at(scores.len() / 2);
    let (low, high) = (sums_by_size(low), sums_by_size(high));
    let mut far = 0_u64;
    for (count, sums) in low.iter().enumerate() {
        let Some(others) = size.checked_sub(count).and_then(|rest| high.get(rest)) else {
            continue;
        };
        for sum in sums {
            let below = others.partition_point(|other| other + sum <= -limit);
            let not_above = others.partition_point(|other| other + sum < limit);
            far += (below + others.len() - not_above.max(below)) as u64;
        }
    }
    let ln_choices = ln_factorial(scores.len() as u64)
        - ln_factorial(size as u64)
        - ln_factorial((scores.len() - size) as u64);
    // At most 44 choose 22: exact once rounded.
    Ok(far as f64 / crate::stats::math::exp(ln_choices).round())
}

fn pooled(groups: &[&[Observation]]) -> Result<Vec<Observation>, StatsError> {
    let pooled = groups.concat();
    if pooled.iter().any(|o| o.entry > f64::NEG_INFINITY) {
        return Err(StatsError::Domain(
            "subjects that enter late cannot be permuted",
        ));
    }
    Ok(pooled)
}

/// The sums of all subsets, by their size, rising.
fn sums_by_size(values: &[f64]) -> Vec<Vec<f64>> {
    let mut sums = vec![Vec::new(); values.len() + 1];
    for subset in 0_u32..1 << values.len() {
        let chosen = (0..values.len()).filter(|at| subset >> at & 1 == 1);
        sums[subset.count_ones() as usize].push(chosen.map(|at| values[at]).sum::<f64>());
    }
    for own in &mut sums {
        own.sort_unstable_by(f64::total_cmp);
    }
    sums
}

/// Log-rank test of two or more groups by random permutations of the subjects,
/// with the permutation covariance of the scores.
///
/// # Errors
/// As [`log_rank`]; [`StatsError::Domain`] with delayed entry.
pub fn log_rank_monte_carlo(
    groups: &[&[Observation]],
    replicates: u32,
) -> Result<Simulated, StatsError> {
    log_rank(groups)?;
    let mut scores = scores(&pooled(groups)?)?;
    // Under permutation the covariance is that of sampling without replacement,
    // so that the quadratic form is the sum of S² / n but for a constant.
    let limit = squared_sums(groups, &scores) * (1.0 - 1e-9);
    Ok(monte_carlo::share(replicates, &mut scores, |shuffled| {
        squared_sums(groups, shuffled) >= limit
    }))
}
