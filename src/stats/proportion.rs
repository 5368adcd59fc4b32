//! Intervals for one proportion.

use super::{StatsError, distribution};

/// A two-sided confidence interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower limit.
    pub lower: f64,
    /// Upper limit.
    pub upper: f64,
}

/// Wilson's score interval, `prop.test(correct = FALSE)$conf.int` of R.
///
/// Wilson EB. Probable inference, the law of succession, and statistical
/// inference. *JASA* 1927;22:209-212.
///
/// # Errors
/// [`StatsError::TooFew`] without trials, [`StatsError::Domain`] for more
/// successes than trials.
pub fn wilson(successes: u64, trials: u64, confidence: f64) -> Result<Interval, StatsError> {
    check(successes, trials)?;
    let z = distribution::normal_quantile(f64::midpoint(1.0, confidence));
    let n = trials as f64;
    let p = successes as f64 / n;
    let centre = p + z * z / (2.0 * n);
    let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z * z / n;
    Ok(Interval {
        lower: if successes == 0 {
            0.0
        } else {
            (centre - half) / scale
        },
        upper: if successes == trials {
            1.0
        } else {
            (centre + half) / scale
        },
    })
}

/// Clopper and Pearson's exact interval, `binom.test()$conf.int` of R.
///
/// Clopper CJ, Pearson ES. *Biometrika* 1934;26:404-413.
///
/// # Errors
/// As [`wilson`].
pub fn clopper_pearson(
    successes: u64,
    trials: u64,
    confidence: f64,
) -> Result<Interval, StatsError> {
    check(successes, trials)?;
    let tail = (1.0 - confidence) / 2.0;
    let (x, n) = (successes as f64, trials as f64);
    Ok(Interval {
        lower: if successes == 0 {
            0.0
        } else {
            distribution::beta_quantile(tail, x, n - x + 1.0)
        },
        upper: if successes == trials {
            1.0
        } else {
            distribution::beta_quantile(1.0 - tail, x + 1.0, n - x)
        },
    })
}

fn check(successes: u64, trials: u64) -> Result<(), StatsError> {
    if trials == 0 {
        return Err(StatsError::TooFew { needed: 1, got: 0 });
    }
    if successes > trials {
        return Err(StatsError::Domain("more successes than trials"));
    }
    Ok(())
}
