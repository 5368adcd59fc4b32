//! The log-rank test for two or more groups.

use nalgebra::{DMatrix, DVector};

use super::Observation;
use super::kaplan_meier::sorted_by_time;
use crate::stats::{StatsError, distribution};

/// Result of the log-rank test.
#[derive(Debug, Clone, PartialEq)]
pub struct LogRank {
    /// Observed less expected events, squared, over their covariance.
    pub chi_square: f64,
    /// Rank of the covariance: the number of groups at risk together, less one.
    pub df: u32,
    /// Upper tail of the chi-squared distribution.
    pub p: f64,
    /// Events observed in each group.
    pub observed: Vec<f64>,
    /// Events expected in each group if all had the same hazard.
    pub expected: Vec<f64>,
}

/// Log-rank test, `survdiff(Surv(time, event) ~ group)` of R.
///
/// Mantel N. *Cancer Chemotherapy Reports* 1966;50:163-170; Klein and
/// Moeschberger, *Survival Analysis*, 2nd edition, section 7.3. Groups without
/// subjects do not count. O(n log n + d g^2) for d event times and g groups.
///
/// # Errors
/// [`StatsError::TooFewGroups`], [`StatsError::NoEvents`],
/// [`StatsError::NoVariation`] when no two groups were at risk together,
/// [`StatsError::NotFinite`], [`StatsError::Domain`] for a negative time.
pub fn log_rank(groups: &[&[Observation]]) -> Result<LogRank, StatsError> {
    let filled = groups.iter().filter(|group| !group.is_empty()).count();
    if filled < 2 {
        return Err(StatsError::TooFewGroups(filled));
    }
    let mut sorted = Vec::with_capacity(groups.len());
    let mut times = Vec::new();
    for group in groups {
        let own = if group.is_empty() {
            Vec::new()
        } else {
            sorted_by_time(group)?
        };
        times.extend(own.iter().filter(|o| o.event).map(|o| o.time));
        sorted.push(own);
    }
    if times.is_empty() {
        return Err(StatsError::NoEvents);
    }
    times.sort_unstable_by(f64::total_cmp);
    times.dedup();

    let count = groups.len();
    let mut passed = vec![0usize; count];
    let mut observed = vec![0.0; count];
    let mut expected = vec![0.0; count];
    let mut covariance = DMatrix::<f64>::zeros(count, count);
    for time in times {
        let mut at_risk = vec![0.0; count];
        let mut total_events = 0.0;
        for (g, own) in sorted.iter().enumerate() {
            while own.get(passed[g]).is_some_and(|o| o.time < time) {
                passed[g] += 1;
            }
            at_risk[g] = (own.len() - passed[g]) as f64;
            // Within a time, events are sorted before censorings.
            let events = own[passed[g]..]
                .iter()
                .take_while(|o| o.time <= time && o.event)
                .count() as f64;
            observed[g] += events;
            total_events += events;
        }
        let total: f64 = at_risk.iter().sum();
        let spread = if total > 1.0 {
            (total - total_events) / (total - 1.0)
        } else {
            0.0
        };
        for g in 0..count {
            let share = at_risk[g] / total;
            expected[g] += total_events * share;
            for h in 0..count {
                let own = if g == h { share } else { 0.0 };
                covariance[(g, h)] += total_events * spread * (own - share * at_risk[h] / total);
            }
        }
    }
    let (chi_square, df) = quadratic_form(&observed, &expected, covariance)?;
    Ok(LogRank {
        chi_square,
        df,
        p: distribution::chi_squared_upper(chi_square, df),
        observed,
        expected,
    })
}

/// Deviations over their covariance, and its rank.
///
/// The deviations sum to zero, and a group that was never at risk together with
/// another adds no information: the generalised inverse leaves both out. Where R
/// inverts without one group, the result is the same.
fn quadratic_form(
    observed: &[f64],
    expected: &[f64],
    covariance: DMatrix<f64>,
) -> Result<(f64, u32), StatsError> {
    let deviation = DVector::from_iterator(
        observed.len(),
        observed.iter().zip(expected).map(|(o, e)| o - e),
    );
    let least = covariance.trace() * 1e-10;
    let eigen = covariance.symmetric_eigen();
    let mut chi_square = 0.0;
    let mut rank = 0;
    for (value, vector) in eigen
        .eigenvalues
        .iter()
        .zip(eigen.eigenvectors.column_iter())
    {
        if *value > least {
            let part = vector.dot(&deviation);
            chi_square += part * part / value;
            rank += 1;
        }
    }
    if rank == 0 {
        return Err(StatsError::NoVariation);
    }
    Ok((chi_square, rank))
}
