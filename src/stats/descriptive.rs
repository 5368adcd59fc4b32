//! Moments and extremes of one sample.

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
