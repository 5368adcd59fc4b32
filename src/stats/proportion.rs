//! Intervals for one proportion.

use super::{StatsError, distribution};

/// A two-sided confidence interval.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Interval {
    /// Lower limit.
    pub lower: f64,
    /// Upper limit.
    pub upper: f64,
}

/// How far, of an estimate, a limit that is the same number may lie from it.
const SAME: f64 = 1e-9;

impl Interval {
    /// The interval, where it can stand beside this estimate. Intervals of other
    /// distributions than that of the estimate, such as the noncentral
    /// chi-squared one of Cramér's V, may lie below it where the estimate is what
    /// chance alone gives in a table of many cells.
    ///
    /// # Errors
    /// [`StatsError::Domain`] for an interval that does not contain the estimate.
    pub fn beside(self, estimate: f64) -> Result<Self, StatsError> {
        let slack = SAME * estimate.abs();
        if estimate < self.lower - slack || estimate > self.upper + slack {
            return Err(StatsError::Domain(
                "its interval does not contain the estimate",
            ));
        }
        Ok(self)
    }

    /// The interval, where it says how uncertain an estimate is: that of groups
    /// which do not overlap, or do not differ at all, has no width.
    ///
    /// # Errors
    /// [`StatsError::Domain`] for an interval whose limits are equal.
    pub fn with_width(self) -> Result<Self, StatsError> {
        if self.lower >= self.upper {
            return Err(StatsError::Domain("both limits would be the estimate"));
        }
        Ok(self)
    }
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

/// How the interval of a proportion is formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProportionMethod {
    /// [`wilson`].
    Wilson,
    /// [`wilson_corrected`].
    WilsonCorrected,
    /// [`clopper_pearson`].
    ClopperPearson,
    /// [`agresti_coull`].
    AgrestiCoull,
    /// [`jeffreys`].
    Jeffreys,
}

/// The interval of a proportion by the method of one's choice.
///
/// # Errors
/// As [`wilson`].
pub fn proportion_interval(
    successes: u64,
    trials: u64,
    method: ProportionMethod,
    confidence: f64,
) -> Result<Interval, StatsError> {
    let interval = match method {
        ProportionMethod::Wilson => wilson,
        ProportionMethod::WilsonCorrected => wilson_corrected,
        ProportionMethod::ClopperPearson => clopper_pearson,
        ProportionMethod::AgrestiCoull => agresti_coull,
        ProportionMethod::Jeffreys => jeffreys,
    };
    interval(successes, trials, confidence)
}

/// Wilson's interval with continuity correction, `prop.test(correct =
/// TRUE)$conf.int`. As there, the correction is at most the distance of the
/// count from half the trials.
///
/// Newcombe RG. *Statistics in Medicine* 1998;17:857-872, method 4.
///
/// # Errors
/// As [`wilson`].
pub fn wilson_corrected(
    successes: u64,
    trials: u64,
    confidence: f64,
) -> Result<Interval, StatsError> {
    check(successes, trials)?;
    let z = distribution::normal_quantile(f64::midpoint(1.0, confidence));
    let (x, n) = (successes as f64, trials as f64);
    let shift = (x - n / 2.0).abs().min(0.5);
    let half = z * z / (2.0 * n);
    let root = |p: f64| z * (p * (1.0 - p) / n + half / (2.0 * n)).sqrt();
    let (low, high) = ((x - shift) / n, (x + shift) / n);
    Ok(Interval {
        lower: if low <= 0.0 {
            0.0
        } else {
            ((low + half - root(low)) / (1.0 + 2.0 * half)).max(0.0)
        },
        upper: if high >= 1.0 {
            1.0
        } else {
            ((high + half + root(high)) / (1.0 + 2.0 * half)).min(1.0)
        },
    })
}

/// Agresti and Coull's interval, `binom::binom.agresti.coull`, cut at 0 and 1.
///
/// Agresti A, Coull BA. *The American Statistician* 1998;52:119-126.
///
/// # Errors
/// As [`wilson`].
pub fn agresti_coull(successes: u64, trials: u64, confidence: f64) -> Result<Interval, StatsError> {
    check(successes, trials)?;
    let z = distribution::normal_quantile(f64::midpoint(1.0, confidence));
    let n = trials as f64 + z * z;
    let p = (successes as f64 + z * z / 2.0) / n;
    let half = z * (p * (1.0 - p) / n).sqrt();
    Ok(Interval {
        lower: (p - half).max(0.0),
        upper: (p + half).min(1.0),
    })
}

/// Jeffreys' interval, the quantiles of a beta distribution with half a success
/// and half a failure added; 0 and 1 where the count is 0 or all, as in
/// `DescTools::BinomCI(method = "jeffreys")`.
///
/// Brown LD, Cai TT, DasGupta A. *Statistical Science* 2001;16:101-133.
///
/// # Errors
/// As [`wilson`].
pub fn jeffreys(successes: u64, trials: u64, confidence: f64) -> Result<Interval, StatsError> {
    check(successes, trials)?;
    let tail = (1.0 - confidence) / 2.0;
    let (a, b) = (successes as f64 + 0.5, (trials - successes) as f64 + 0.5);
    Ok(Interval {
        lower: if successes == 0 {
            0.0
        } else {
            distribution::beta_quantile(tail, a, b)
        },
        upper: if successes == trials {
            1.0
        } else {
            distribution::beta_quantile(1.0 - tail, a, b)
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
