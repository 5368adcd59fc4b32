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
    require_finite(values)?;
    let (Some(&first), n) = (values.first(), values.len()) else {
        return Err(StatsError::TooFew { needed: 1, got: 0 });
    };
    let mean = math::sum(values.iter().copied()) / n as f64;
    let standard_deviation = (n > 1).then(|| {
        let squares = math::sum(values.iter().map(|value| (value - mean) * (value - mean)));
        (squares / (n - 1) as f64).sqrt()
    });
    Ok(Description {
        n,
        mean,
        standard_deviation,
        minimum: values.iter().copied().fold(first, f64::min),
        maximum: values.iter().copied().fold(first, f64::max),
    })
}
