//! Tests of means: Student, Welch, paired, analysis of variance, and their
//! effect sizes.

use super::descriptive::{Moments, satterthwaite};
use super::distribution::{f_upper, student_t_quantile, student_t_two_sided};
use super::proportion::Interval;
use super::samples::filled;
use super::{StatsError, math};

/// Confidence interval of a mean by Student's t, `t.test(x)$conf.int`.
///
/// # Errors
/// [`StatsError::TooFew`] for fewer than two values, [`StatsError::NotFinite`].
pub fn mean_interval(values: &[f64], confidence: f64) -> Result<Interval, StatsError> {
    let moments = Moments::of(values, 2)?;
    let error = (moments.variance() / moments.n).sqrt();
    Ok(around(moments.mean, error, moments.n - 1.0, confidence))
}

fn around(estimate: f64, error: f64, df: f64, confidence: f64) -> Interval {
    let half = student_t_quantile(f64::midpoint(1.0, confidence), df) * error;
    Interval {
        lower: estimate - half,
        upper: estimate + half,
    }
}

/// Result of a t test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TTest {
    /// Difference of means over its standard error.
    pub t: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// Two-sided p-value.
    pub p: f64,
    /// Mean of the first less mean of the second sample.
    pub difference: f64,
    /// Its confidence interval.
    pub interval: Interval,
}

fn t_test(difference: f64, error: f64, df: f64, confidence: f64) -> Result<TTest, StatsError> {
    if error == 0.0 {
        return Err(StatsError::NoVariation);
    }
    let t = difference / error;
    Ok(TTest {
        t,
        df,
        p: student_t_two_sided(t, df),
        difference,
        interval: around(difference, error, df, confidence),
    })
}

/// Student's t test with pooled variance, `t.test(x, y, var.equal = TRUE)`.
///
/// # Errors
/// [`StatsError::TooFew`], [`StatsError::NoVariation`], [`StatsError::NotFinite`].
pub fn student_t_test(x: &[f64], y: &[f64], confidence: f64) -> Result<TTest, StatsError> {
    let (a, b) = (Moments::of(x, 2)?, Moments::of(y, 2)?);
    let df = a.n + b.n - 2.0;
    let error = ((a.squares + b.squares) / df * (1.0 / a.n + 1.0 / b.n)).sqrt();
    t_test(a.mean - b.mean, error, df, confidence)
}

/// Welch's t test, `t.test(x, y)`.
///
/// Welch BL. *Biometrika* 1947;34:28-35.
///
/// # Errors
/// As [`student_t_test`].
pub fn welch_t_test(x: &[f64], y: &[f64], confidence: f64) -> Result<TTest, StatsError> {
    let (a, b) = (Moments::of(x, 2)?, Moments::of(y, 2)?);
    let (p, q) = (a.variance() / a.n, b.variance() / b.n);
    let df = satterthwaite(p, a.n, q, b.n);
    t_test(a.mean - b.mean, (p + q).sqrt(), df, confidence)
}

/// Paired t test, `t.test(x, y, paired = TRUE)`.
///
/// # Errors
/// [`StatsError::Lengths`], and as [`student_t_test`].
pub fn paired_t_test(x: &[f64], y: &[f64], confidence: f64) -> Result<TTest, StatsError> {
    if x.len() != y.len() {
        return Err(StatsError::Lengths(x.len(), y.len()));
    }
    let differences: Vec<f64> = x.iter().zip(y).map(|(x, y)| x - y).collect();
    let moments = Moments::of(&differences, 2)?;
    let error = (moments.variance() / moments.n).sqrt();
    t_test(moments.mean, error, moments.n - 1.0, confidence)
}

/// Cohen's d: difference of means over the pooled standard deviation.
///
/// Cohen J. *Statistical Power Analysis for the Behavioral Sciences*, 2nd
/// edition, 1988, page 67.
///
/// # Errors
/// As [`student_t_test`].
pub fn cohens_d(x: &[f64], y: &[f64]) -> Result<f64, StatsError> {
    let (a, b) = (Moments::of(x, 2)?, Moments::of(y, 2)?);
    let pooled = ((a.squares + b.squares) / (a.n + b.n - 2.0)).sqrt();
    if pooled == 0.0 {
        return Err(StatsError::NoVariation);
    }
    Ok((a.mean - b.mean) / pooled)
}

/// Hedges' g: Cohen's d times the exact correction for small samples,
/// Γ(m/2) / (√(m/2) Γ((m−1)/2)) with m degrees of freedom.
///
/// Hedges LV. *Journal of Educational Statistics* 1981;6:107-128.
///
/// # Errors
/// As [`student_t_test`].
pub fn hedges_g(x: &[f64], y: &[f64]) -> Result<f64, StatsError> {
    let d = cohens_d(x, y)?;
    let m = (x.len() + y.len()) as f64 - 2.0;
    let ln_correction =
        libm::lgamma(m / 2.0) - 0.5 * math::ln(m / 2.0) - libm::lgamma((m - 1.0) / 2.0);
    Ok(d * math::exp(ln_correction))
}

/// Result of an analysis of variance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Anova {
    /// The F statistic.
    pub f: f64,
    /// Degrees of freedom between groups.
    pub df_between: f64,
    /// Degrees of freedom within groups.
    pub df_within: f64,
    /// Upper tail of the F distribution.
    pub p: f64,
    /// Share of the variance between groups, η²; of the classical analysis only.
    pub eta_squared: Option<f64>,
    /// ω², less biased; of the classical analysis only. 0 where the formula is
    /// negative (F below 1), since it estimates a share of the variance: as in
    /// `effectsize::omega_squared` from version 0.8.2 on.
    pub omega_squared: Option<f64>,
}

/// The moments of the groups that have values, each with at least `needed`.
fn moments_of(groups: &[&[f64]], needed: usize) -> Result<Vec<Moments>, StatsError> {
    filled(groups)?
        .into_iter()
        .map(|group| Moments::of(group, needed))
        .collect()
}

/// One-way analysis of variance, `oneway.test(x ~ g, var.equal = TRUE)`.
///
/// # Errors
/// [`StatsError::TooFewGroups`], [`StatsError::TooFew`] when no group has two
/// values, [`StatsError::NoVariation`], [`StatsError::NotFinite`].
pub fn anova(groups: &[&[f64]]) -> Result<Anova, StatsError> {
    let moments = moments_of(groups, 1)?;
    let n: f64 = moments.iter().map(|group| group.n).sum();
    let k = moments.len() as f64;
    if n <= k {
        return Err(StatsError::TooFew {
            needed: moments.len() + 1,
            got: n as usize,
        });
    }
    let mean = math::sum(moments.iter().map(|group| group.n * group.mean)) / n;
    let deviation = |group: &Moments| group.n * (group.mean - mean) * (group.mean - mean);
    let between = math::sum(moments.iter().map(deviation));
    let within = math::sum(moments.iter().map(|group| group.squares));
    if within == 0.0 {
        return Err(StatsError::NoVariation);
    }
    let (df_between, df_within) = (k - 1.0, n - k);
    let mean_square = within / df_within;
    let f = between / df_between / mean_square;
    let total = between + within;
    Ok(Anova {
        f,
        df_between,
        df_within,
        p: f_upper(f, df_between, df_within),
        eta_squared: Some(between / total),
        omega_squared: Some(
            ((between - df_between * mean_square) / (total + mean_square)).max(0.0),
        ),
    })
}

/// Welch's analysis of variance for unequal variances, `oneway.test(x ~ g)`.
///
/// Welch BL. *Biometrika* 1951;38:330-336.
///
/// # Errors
/// As [`anova`]; every group needs two values that differ.
pub fn welch_anova(groups: &[&[f64]]) -> Result<Anova, StatsError> {
    let moments = moments_of(groups, 2)?;
    if moments.iter().any(|group| group.squares == 0.0) {
        return Err(StatsError::NoVariation);
    }
    let weight = |group: &Moments| group.n / group.variance();
    let k = moments.len() as f64;
    let total = math::sum(moments.iter().map(weight));
    let mean = math::sum(moments.iter().map(|group| weight(group) * group.mean)) / total;
    let spread = math::sum(moments.iter().map(|group| {
        let share = 1.0 - weight(group) / total;
        share * share / (group.n - 1.0)
    })) / (k * k - 1.0);
    let deviation = |group: &Moments| weight(group) * (group.mean - mean) * (group.mean - mean);
    let between = math::sum(moments.iter().map(deviation));
    let f = between / ((k - 1.0) * (1.0 + 2.0 * (k - 2.0) * spread));
    let df_within = 1.0 / (3.0 * spread);
    Ok(Anova {
        f,
        df_between: k - 1.0,
        df_within,
        p: f_upper(f, k - 1.0, df_within),
        eta_squared: None,
        omega_squared: None,
    })
}
