//! Times that differ by rounding alone.

/// R's tolerance, the square root of the precision of a double.
const TOLERANCE: f64 = 1.490_116_119_384_765_6e-8;

/// The distinct times of a follow-up, once those that differ by rounding alone
/// are tied.
///
/// 0.1 + 0.2 and 0.3 are one time. As in R's `survival` (its option `timefix`,
/// function `aeqSurv`): neighbours among the sorted distinct times whose
/// difference is at most 1.5e-8, absolute or relative to the mean of the
/// distinct times, are tied, and all take the earliest of their run.
///
/// The estimators of [`super`] compare times exactly. Whoever hands follow-up to
/// them ties it first, once for all of them, so that the ties are the same for every
/// method; R ties anew in each call, and `cmprsk` not at all.
///
/// A subject whose entry and end are tied has been observed for no time. R
/// stops there; here each estimator answers with
/// [`StatsError::Domain`](crate::stats::StatsError::Domain).
#[derive(Debug, Clone, PartialEq)]
pub struct TiedTimes {
    /// The earliest of each run, rising.
    first: Vec<f64>,
}

impl TiedTimes {
    /// Ties the finite ones among `times`, ends and entries alike. O(n log n).
    pub fn new(times: impl IntoIterator<Item = f64>) -> Self {
        let mut distinct: Vec<f64> = times.into_iter().filter(|time| time.is_finite()).collect();
        distinct.sort_unstable_by(f64::total_cmp);
        distinct.dedup_by(|a, b| a == b);
        let mean = distinct.iter().map(|time| time.abs()).sum::<f64>() / distinct.len() as f64;
        let mut last = None;
        distinct.retain(|&time| {
            let tied = last.replace(time).is_some_and(|before| {
                let apart = time - before;
                apart <= TOLERANCE || apart / mean <= TOLERANCE
            });
            !tied
        });
        Self { first: distinct }
    }

    /// The time with which `time` is tied; a time before all others, and one
    /// that is not finite, stays.
    pub fn tied(&self, time: f64) -> f64 {
        if !time.is_finite() {
            return time;
        }
        let passed = self.first.partition_point(|first| *first <= time);
        let last = passed.checked_sub(1).and_then(|at| self.first.get(at));
        last.copied().unwrap_or(time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `Surv(c(0.3, 0.1 + 0.2, 0.7, 1 - 0.3, 5))` through R's `aeqSurv`.
    #[test]
    fn times_apart_by_rounding_are_one() {
        let sum = 0.1 + 0.2;
        let times = TiedTimes::new([5.0, sum, 0.3, 1.0 - 0.3, 0.7]);
        assert_eq!(times.tied(sum).to_bits(), 0.3_f64.to_bits());
        assert_eq!(times.tied(0.3).to_bits(), 0.3_f64.to_bits());
        assert_eq!(times.tied(5.0).to_bits(), 5.0_f64.to_bits());
    }

    /// The tolerance is relative to the mean of the distinct times: among times
    /// around 1e9, ten apart are tied, as R has it.
    #[test]
    fn the_tolerance_is_relative_to_the_mean() {
        let times = TiedTimes::new([1e9, 1e9 + 10.0, 1e9 + 20.0, 1e9 + 100.0]);
        assert_eq!(times.tied(1e9 + 10.0).to_bits(), 1e9_f64.to_bits());
        // A run is followed through its neighbours.
        assert_eq!(times.tied(1e9 + 20.0).to_bits(), 1e9_f64.to_bits());
        assert_eq!(
            times.tied(1e9 + 100.0).to_bits(),
            (1e9_f64 + 100.0).to_bits()
        );
    }

    #[test]
    fn what_is_not_finite_stays() {
        let times = TiedTimes::new([f64::NEG_INFINITY, 1.0, f64::NAN]);
        assert!(times.tied(f64::NEG_INFINITY).is_infinite());
        assert!(times.tied(f64::NAN).is_nan());
        assert!(TiedTimes::new([]).tied(2.0).total_cmp(&2.0).is_eq());
    }
}
