//! The log-rank test for two or more groups.

use nalgebra::{DMatrix, DVector};

use super::kaplan_meier::check;
use super::{Entries, Observation};
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
    /// Events observed in each group, weighted.
    pub observed: Vec<f64>,
    /// Events expected in each group if all had the same hazard, weighted.
    pub expected: Vec<f64>,
}

/// How much each event time counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum EventWeights {
    /// All alike: the log-rank test.
    Equal,
    /// S(t-)^rho (1 - S(t-))^gamma with the pooled Kaplan-Meier curve before the
    /// time: Fleming TR, Harrington DP. *Counting Processes and Survival
    /// Analysis*, 1991, section 7.2. `survdiff(rho =)` has gamma = 0; rho = 1 is
    /// the test of Peto and Peto.
    FlemingHarrington {
        /// Weight of early differences.
        rho: f64,
        /// Weight of late differences.
        gamma: f64,
    },
    /// The number at risk: Gehan's and Breslow's test.
    AtRisk,
}

/// Log-rank test, `survdiff(Surv(time, event) ~ group)` of R.
///
/// Mantel N. *Cancer Chemotherapy Reports* 1966;50:163-170; Klein and
/// Moeschberger, *Survival Analysis*, 2nd edition, section 7.3. Groups without
/// subjects do not count. O(n log n + d g^2) for d event times and g groups.
/// Times are tied by the caller (R: `timefix`, here [`super::TiedTimes`]).
///
/// # Errors
/// [`StatsError::TooFewGroups`], [`StatsError::NoEvents`],
/// [`StatsError::NoVariation`] when no two groups were at risk together,
/// [`StatsError::NotFinite`], [`StatsError::Domain`] for a negative time.
pub fn log_rank(groups: &[&[Observation]]) -> Result<LogRank, StatsError> {
    weighted_log_rank(&[groups], EventWeights::Equal)
}

/// Weighted and stratified log-rank test, `survdiff(Surv(time, event) ~ group +
/// strata(s), rho =)`: each stratum holds the same groups in the same order.
///
/// # Errors
/// As [`log_rank`], and [`StatsError::Lengths`] for strata of different numbers
/// of groups.
pub fn weighted_log_rank(
    strata: &[&[&[Observation]]],
    weights: EventWeights,
) -> Result<LogRank, StatsError> {
    let count = strata.first().map_or(0, |groups| groups.len());
    if let Some(other) = strata.iter().find(|groups| groups.len() != count) {
        return Err(StatsError::Lengths(count, other.len()));
    }
    let filled = (0..count)
        .filter(|&g| {
            strata
                .iter()
                .any(|groups| groups.get(g).is_some_and(|own| !own.is_empty()))
        })
        .count();
    if filled < 2 {
        return Err(StatsError::TooFewGroups(filled));
    }
    let mut sums = Sums {
        observed: vec![0.0; count],
        expected: vec![0.0; count],
        covariance: DMatrix::zeros(count, count),
    };
    for groups in strata {
        sums.add_stratum(groups, weights)?;
    }
    if strata
        .iter()
        .copied()
        .flatten()
        .copied()
        .flatten()
        .all(|o| !o.event)
    {
        return Err(StatsError::NoEvents);
    }
    let (chi_square, df) = quadratic_form(&sums.observed, &sums.expected, sums.covariance)?;
    Ok(LogRank {
        chi_square,
        df,
        p: distribution::chi_squared_upper(chi_square, df),
        observed: sums.observed,
        expected: sums.expected,
    })
}

/// One group of a stratum.
struct Followed {
    entries: Entries,
    /// When observation ends, rising.
    ends: Vec<f64>,
    /// The ends that are events, rising.
    events: Vec<f64>,
}

impl Followed {
    fn new(group: &[Observation]) -> Result<Self, StatsError> {
        if !group.is_empty() {
            check(group)?;
        }
        let mut ends: Vec<f64> = group.iter().map(|o| o.time).collect();
        let events = group.iter().filter(|o| o.event);
        let mut events: Vec<f64> = events.map(|o| o.time).collect();
        ends.sort_unstable_by(f64::total_cmp);
        events.sort_unstable_by(f64::total_cmp);
        Ok(Self {
            entries: Entries::new(group),
            ends,
            events,
        })
    }
}

/// Sums over event times.
struct Sums {
    observed: Vec<f64>,
    expected: Vec<f64>,
    covariance: DMatrix<f64>,
}

impl Sums {
    fn add_stratum(
        &mut self,
        groups: &[&[Observation]],
        weights: EventWeights,
    ) -> Result<(), StatsError> {
        let followed: Vec<Followed> = groups
            .iter()
            .map(|group| Followed::new(group))
            .collect::<Result<_, _>>()?;
        let mut times: Vec<f64> = followed
            .iter()
            .flat_map(|own| own.events.iter().copied())
            .collect();
        times.sort_unstable_by(f64::total_cmp);
        times.dedup();
        // Ends and events that each group has behind it.
        let mut passed = vec![(0_usize, 0_usize); groups.len()];
        let mut survival = 1.0;
        for time in times {
            let mut at_risk = vec![0.0; groups.len()];
            let mut events = vec![0.0; groups.len()];
            for (g, own) in followed.iter().enumerate() {
                let ended = own.ends[passed[g].0..].iter();
                passed[g].0 += ended.take_while(|end| **end < time).count();
                at_risk[g] = (own.entries.before(time) - passed[g].0) as f64;
                let now = own.events[passed[g].1..].iter();
                let now = now.take_while(|event| **event <= time).count();
                passed[g].1 += now;
                events[g] = now as f64;
            }
            let total: f64 = at_risk.iter().sum();
            let total_events: f64 = events.iter().sum();
            let weight = match weights {
                EventWeights::Equal => 1.0,
                EventWeights::FlemingHarrington { rho, gamma } => {
                    libm::pow(survival, rho) * libm::pow(1.0 - survival, gamma)
                }
                EventWeights::AtRisk => total,
            };
            self.add_time(&at_risk, &events, weight);
            survival *= (total - total_events) / total;
        }
        Ok(())
    }

    fn add_time(&mut self, at_risk: &[f64], events: &[f64], weight: f64) {
        let total: f64 = at_risk.iter().sum();
        let total_events: f64 = events.iter().sum();
        let spread = if total > 1.0 {
            (total - total_events) / (total - 1.0)
        } else {
            0.0
        };
        for (g, own_risk) in at_risk.iter().enumerate() {
            let share = own_risk / total;
            self.observed[g] += weight * events[g];
            self.expected[g] += weight * total_events * share;
            for (h, other_risk) in at_risk.iter().enumerate() {
                let own = if g == h { share } else { 0.0 };
                self.covariance[(g, h)] +=
                    weight * weight * total_events * spread * (own - share * other_risk / total);
            }
        }
    }
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
