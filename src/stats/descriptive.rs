//! Moments and extremes of one sample.

use super::distribution::binomial_half_quantile;
use super::proportion::Interval;
use super::{StatsError, math, require_finite};

/// Count, mean, standard deviation and range of a sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Description {
    /// Number of observations.
    pub n: usize,
    /// Arithmetic mean, in the unit of the observations.
    pub mean: f64,
    /// Standard deviation with the divisor n - 1; `None` for one observation.
    pub standard_deviation: Option<f64>,
    /// Smallest observation.
    pub minimum: f64,
    /// Largest observation.
    pub maximum: f64,
}

/// Describes a sample: `mean`, `sd`, `min` and `max` of R.
///
/// # Errors
/// [`StatsError::TooFew`] for an empty sample, [`StatsError::NotFinite`].
pub fn describe(values: &[f64]) -> Result<Description, StatsError> {
    let moments = Moments::of(values, 1)?;
    Ok(Description {
        n: values.len(),
        mean: moments.mean,
        standard_deviation: (values.len() > 1).then(|| moments.variance().sqrt()),
        minimum: values.iter().copied().fold(f64::INFINITY, f64::min),
        maximum: values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
    })
}

/// Higher moments of a sample, and its moments on other scales.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shape {
    /// Sum of the observations, in their unit.
    pub sum: f64,
    /// Standard error of the mean, in their unit.
    pub standard_error: f64,
    /// Standard deviation over mean; `None` for a mean of 0.
    pub coefficient_of_variation: Option<f64>,
    /// Skewness G1, corrected for small samples; `None` below three values.
    pub skewness: Option<f64>,
    /// Excess kurtosis G2, corrected for small samples; `None` below four.
    pub kurtosis: Option<f64>,
}

/// Sum, standard error, coefficient of variation, skewness and excess kurtosis,
/// `e1071::skewness(x, type = 2)` and `e1071::kurtosis(x, type = 2)`: the
/// definitions of SAS, SPSS and Excel. Stata's and R's other types differ.
///
/// Joanes DN, Gill CA. *The Statistician* 1998;47:183-189.
///
/// # Errors
/// [`StatsError::TooFew`] for fewer than two values, [`StatsError::NotFinite`].
pub fn shape(values: &[f64]) -> Result<Shape, StatsError> {
    let moments = Moments::of(values, 2)?;
    let (n, mean) = (moments.n, moments.mean);
    let deviation = moments.variance().sqrt();
    let central = |power: i32| math::sum(values.iter().map(|value| (value - mean).powi(power))) / n;
    let m2 = moments.squares / n;
    let varies = moments.squares > 0.0;
    let skewness = (varies && n > 2.0)
        .then(|| central(3) / (m2 * m2.sqrt()) * (n * (n - 1.0)).sqrt() / (n - 2.0));
    let kurtosis = (varies && n > 3.0).then(|| {
        let excess = central(4) / (m2 * m2) - 3.0;
        ((n + 1.0) * excess + 6.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0))
    });
    Ok(Shape {
        sum: math::sum(values.iter().copied()),
        standard_error: deviation / n.sqrt(),
        coefficient_of_variation: (mean != 0.0).then(|| deviation / mean),
        skewness,
        kurtosis,
    })
}

/// Geometric mean, `exp(mean(log(x)))`, in the unit of the observations.
///
/// # Errors
/// [`StatsError::TooFew`] for an empty sample, [`StatsError::Domain`] when a
/// value is not positive, [`StatsError::NotFinite`].
pub fn geometric_mean(values: &[f64]) -> Result<f64, StatsError> {
    if values.iter().any(|value| *value <= 0.0) {
        return Err(StatsError::Domain("a geometric mean needs positive values"));
    }
    let logarithms: Vec<f64> = values.iter().map(|value| math::ln(*value)).collect();
    Ok(math::exp(Moments::of(&logarithms, 1)?.mean))
}

/// Exact interval of a median by the sign test: the order statistics
/// `sort(x)[k]` and `sort(x)[n - k + 1]` with `k = qbinom(alpha / 2, n, 0.5)`,
/// as `DescTools::MedianCI(x)`.
///
/// Hollander, Wolfe and Chicken, *Nonparametric Statistical Methods*, 3rd
/// edition, section 3.6. O(n log n).
///
/// # Errors
/// [`StatsError::TooFew`] when even the range does not have the coverage,
/// [`StatsError::NotFinite`].
pub fn median_interval(values: &[f64], confidence: f64) -> Result<Interval, StatsError> {
    require_finite(values)?;
    let n = values.len();
    let below = binomial_half_quantile(n, (1.0 - confidence) / 2.0);
    if below == 0 {
        // The range covers the median with probability 1 - 2^(1 - n).
        let needed = 1.0 - math::ln(1.0 - confidence) / std::f64::consts::LN_2;
        return Err(StatsError::TooFew {
            needed: needed.ceil() as usize,
            got: n,
        });
    }
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    Ok(Interval {
        lower: sorted[below - 1],
        upper: sorted[n - below],
    })
}

/// Size, mean and sum of squared deviations of a sample: what tests of means
/// and variances start from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moments {
    pub(super) n: f64,
    pub(super) mean: f64,
    pub(super) squares: f64,
}

impl Moments {
    /// Of at least `needed` finite values.
    pub(super) fn of(values: &[f64], needed: usize) -> Result<Self, StatsError> {
        require_finite(values)?;
        if values.len() < needed {
            return Err(StatsError::TooFew {
                needed,
                got: values.len(),
            });
        }
        let n = values.len() as f64;
        let mean = math::sum(values.iter().copied()) / n;
        let squares = math::sum(values.iter().map(|value| (value - mean) * (value - mean)));
        Ok(Self { n, mean, squares })
    }

    /// With the divisor n - 1.
    pub(super) fn variance(&self) -> f64 {
        self.squares / (self.n - 1.0)
    }
}

/// Degrees of freedom of a sum of two variances `p` and `q`, estimated from `m`
/// and `n` values (Welch 1947, Satterthwaite 1946).
pub(super) fn satterthwaite(p: f64, m: f64, q: f64, n: f64) -> f64 {
    (p + q) * (p + q) / (p * p / (m - 1.0) + q * q / (n - 1.0))
}
