//! Competing risks: the cumulative incidence of each cause.

use super::check_times;
use crate::stats::distribution::normal_quantile;
use crate::stats::proportion::Interval;
use crate::stats::{StatsError, math};

/// The cause that an endpoint is about; competing events are numbered from 2.
pub const EVENT: usize = 1;

/// One subject and the cause that ended its follow-up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CompetingObservation {
    /// Time from the origin; not negative.
    pub time: f64,
    /// The cause, counted from 1; `None` when censored.
    pub cause: Option<usize>,
}

/// The cumulative incidence of one cause just after one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IncidenceStep {
    /// The time, in the unit of the observations.
    pub time: f64,
    /// Probability of an event of the cause by then.
    pub incidence: f64,
    /// Its variance, by the delta method as in `cmprsk::cuminc`.
    pub variance: f64,
}

impl IncidenceStep {
    /// Confidence interval, symmetric for log(-log(incidence)), so that it
    /// stays within 0 and 1, `incidence^exp(±z √variance /
    /// (incidence ln incidence))`. `None` where the incidence is 0 or 1: the
    /// scale does not reach there, and a variance of 0 before the first event
    /// is not certainty.
    ///
    /// Choudhury JB. *Statistics in Medicine* 2002;21:1129-1144.
    pub fn interval(&self, confidence: f64) -> Option<Interval> {
        if self.incidence <= 0.0 || self.incidence >= 1.0 {
            return None;
        }
        let ln = math::ln(self.incidence);
        let z = normal_quantile(f64::midpoint(1.0, confidence));
        let half = z * self.variance.sqrt() / (self.incidence * ln);
        let limit = |exponent: f64| math::exp(ln * math::exp(exponent));
        // ln is negative, and so is half.
        Some(Interval {
            lower: limit(-half),
            upper: limit(half),
        })
    }
}

/// Aalen and Johansen's cumulative incidence of `cause`, `cmprsk::cuminc`.
///
/// Aalen O, Johansen S. *Scandinavian Journal of Statistics* 1978;5:141-150;
/// variance after Gray's `cuminc`. O(n log n). Times are tied by the caller (R:
/// `timefix`; `cuminc` itself ties none).
///
/// # Errors
/// [`StatsError::TooFew`] without observations, [`StatsError::NotFinite`],
/// [`StatsError::Domain`] for a negative time.
pub fn cumulative_incidence(
    observations: &[CompetingObservation],
    cause: usize,
) -> Result<Vec<IncidenceStep>, StatsError> {
    check(observations)?;
    let mut sorted = observations.to_vec();
    sorted.sort_by(|a, b| a.time.total_cmp(&b.time));
    let mut steps = Vec::new();
    let (mut survival, mut incidence) = (1.0_f64, 0.0_f64);
    let mut sums = VarianceSums::default();
    let mut variance = 0.0;
    let mut at_risk = sorted.len() as f64;
    let mut competing = false;
    for block in sorted.chunk_by(|a, b| a.time == b.time) {
        let own = block.iter().filter(|o| o.cause == Some(cause)).count() as f64;
        let others = block
            .iter()
            .filter(|o| o.cause.is_some_and(|c| c != cause))
            .count() as f64;
        let all = own + others;
        if all > 0.0 {
            let before = survival;
            survival *= (at_risk - all) / at_risk;
            incidence += before * own / at_risk;
            competing |= others > 0.0;
            // Where all had the event the sum is 1 but for its rounding.
            if survival == 0.0 && !competing {
                incidence = 1.0;
            }
            // Events of one time that share a risk set (Gray's correction).
            let share = |count: f64| {
                let tie = if count > 1.0 {
                    1.0 - (count - 1.0) / (at_risk - 1.0)
                } else {
                    1.0
                };
                before * before * tie * count / (at_risk * at_risk)
            };
            let weight = if survival > 0.0 { 1.0 / survival } else { 0.0 };
            if others > 0.0 && survival > 0.0 {
                sums.add(incidence * weight, weight, share(others));
            }
            if own > 0.0 {
                sums.add(1.0 + incidence * weight, weight, share(own));
                variance = sums.variance(incidence);
            }
        }
        at_risk -= block.len() as f64;
        steps.extend(block.first().map(|first| IncidenceStep {
            time: first.time,
            incidence,
            variance,
        }));
    }
    Ok(steps)
}

/// Rejects what no follow-up can be.
pub(super) fn check(observations: &[CompetingObservation]) -> Result<(), StatsError> {
    check_times(observations.iter().map(|o| o.time))
}

/// Sums of a quadratic in the incidence, as in Gray's routine `cinc`.
#[derive(Default)]
struct VarianceSums {
    constant: f64,
    linear: f64,
    quadratic: f64,
}

impl VarianceSums {
    fn add(&mut self, a: f64, b: f64, share: f64) {
        self.constant += a * a * share;
        self.linear += a * b * share;
        self.quadratic += b * b * share;
    }

    fn variance(&self, incidence: f64) -> f64 {
        self.constant + incidence * incidence * self.quadratic - 2.0 * incidence * self.linear
    }
}
