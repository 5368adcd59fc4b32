//! Sample quantiles by the nine definitions of Hyndman and Fan.

use super::{StatsError, math, require_finite};

/// A definition of the sample quantile.
///
/// Hyndman RJ, Fan Y. Sample quantiles in statistical packages. *The American
/// Statistician* 1996;50:361-365. The numbers are those of `quantile(type =)`
/// in R. SPSS and Minitab use type 6, SAS by default type 2, Stata's
/// `summarize` type 2, S and R type 7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct QuantileType(u8);

impl QuantileType {
    /// R's default.
    pub const R: Self = Self(7);
    /// The average at a discontinuity: the default of SAS and Stata.
    pub const AVERAGED: Self = Self(2);
    /// The default of SPSS and Minitab.
    pub const WEIBULL: Self = Self(6);
    /// Every definition, those of common packages first.
    pub const BY_USE: [Self; 9] = [
        Self::WEIBULL,
        Self::R,
        Self::AVERAGED,
        Self(5),
        Self(8),
        Self(1),
        Self(3),
        Self(4),
        Self(9),
    ];

    /// The definition with this number, if it is one of 1 to 9.
    pub fn new(number: u8) -> Option<Self> {
        (1..=9).contains(&number).then_some(Self(number))
    }

    /// The number in Hyndman and Fan's list.
    pub fn number(self) -> u8 {
        self.0
    }
}

/// The quantile at `probability` of an unsorted sample, in its unit.
///
/// # Errors
/// [`StatsError::TooFew`] for an empty sample, [`StatsError::NotFinite`],
/// [`StatsError::Domain`] for a probability outside 0..1.
pub fn quantile(
    values: &[f64],
    probability: f64,
    definition: QuantileType,
) -> Result<f64, StatsError> {
    require_finite(values)?;
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    quantile_sorted(&sorted, probability, definition)
}

/// As [`quantile`], for a sample that is sorted already and finite.
///
/// # Errors
/// [`StatsError::TooFew`] for an empty sample, [`StatsError::Domain`] for a
/// probability outside 0..1.
pub fn quantile_sorted(
    sorted: &[f64],
    probability: f64,
    definition: QuantileType,
) -> Result<f64, StatsError> {
    if !(0.0..=1.0).contains(&probability) {
        return Err(StatsError::Domain("probabilities must be between 0 and 1"));
    }
    let count = sorted.len();
    if count == 0 {
        return Err(StatsError::TooFew { needed: 1, got: 0 });
    }
    let n = count as f64;
    let p = probability;
    // R's fuzz, so that n * p that should be whole is taken as whole.
    let fuzz = 4.0 * f64::EPSILON;
    // `position` counts from 1; `weight` is the share of the next observation.
    let (position, weight) = match definition.number() {
        kind @ 1..=3 => {
            let target = if kind == 3 { n * p - 0.5 } else { n * p };
            let floor = (target + fuzz).floor();
            let beyond = target > floor + fuzz;
            let weight = match kind {
                1 => f64::from(u8::from(beyond)),
                2 => {
                    if beyond {
                        1.0
                    } else {
                        0.5
                    }
                }
                _ => f64::from(u8::from(beyond || floor.rem_euclid(2.0) == 1.0)),
            };
            (floor, weight)
        }
        kind => {
            let (a, b) = match kind {
                4 => (0.0, 1.0),
                5 => (0.5, 0.5),
                6 => (0.0, 0.0),
                7 => (1.0, 1.0),
                8 => (1.0 / 3.0, 1.0 / 3.0),
                _ => (3.0 / 8.0, 3.0 / 8.0),
            };
            let target = a + p * (n + 1.0 - a - b);
            let floor = (target + fuzz).floor();
            let weight = target - floor;
            (floor, if weight.abs() < fuzz { 0.0 } else { weight })
        }
    };
    let at = |position: f64| {
        let index = position.clamp(1.0, n) as usize - 1;
        sorted.get(index).copied().unwrap_or(f64::NAN)
    };
    let (low, high) = (at(position), at(position + 1.0));
    Ok(if weight == 0.0 || low == high {
        low
    } else if weight == 1.0 {
        high
    } else {
        math::sum([(1.0 - weight) * low, weight * high])
    })
}
