//! Score intervals for the difference and the ratio of two proportions.
//!
//! A value of the effect belongs to the interval when the score test does not
//! reject it; the nuisance proportion is estimated under that value.
//!
//! Miettinen O, Nurminen M. *Statistics in Medicine* 1985;4:213-226: the variance
//! carries the factor N / (N - 1), as SAS's `riskdiff(cl = mn)` and `relrisk(cl =
//! score)` do; `DescTools::BinomDiffCI(method = "mn")` agrees.

use super::StatsError;
use super::distribution::normal_quantile;
use super::math;
use super::proportion::Interval;
use super::two_by_two::{Effect, TwoByTwo};

/// Difference of two proportions with Miettinen and Nurminen's score interval.
///
/// # Errors
/// [`StatsError::TooFew`] for an empty group.
pub fn risk_difference_score(table: TwoByTwo, confidence: f64) -> Result<Effect, StatsError> {
    let (p, q, m, n) = table.shares()?;
    let estimate = p - q;
    let z = normal_quantile(f64::midpoint(1.0, confidence));
    let score = |delta: f64| {
        let second = second_under_difference(table, delta);
        let first = (second + delta).clamp(0.0, 1.0);
        standardised(
            estimate - delta,
            first * (1.0 - first) / m,
            second * (1.0 - second) / n,
            m + n,
        )
    };
    let limit =
        |from: f64, to: f64, sign: f64| math::root(from, to, |delta| score(delta) - sign * z);
    Ok(Effect {
        estimate,
        interval: Interval {
            lower: if estimate <= -1.0 {
                -1.0
            } else {
                limit(-1.0, estimate, 1.0)
            },
            upper: if estimate >= 1.0 {
                1.0
            } else {
                limit(estimate, 1.0, -1.0)
            },
        },
    })
}

/// Ratio of two proportions with Miettinen and Nurminen's score interval; limits
/// may be 0 or infinite.
///
/// # Errors
/// [`StatsError::TooFew`] for an empty group, [`StatsError::NoEvents`] when no
/// group has one.
pub fn risk_ratio_score(table: TwoByTwo, confidence: f64) -> Result<Effect, StatsError> {
    let (p, q, m, n) = table.shares()?;
    if table.a + table.c == 0 {
        return Err(StatsError::NoEvents);
    }
    let z = normal_quantile(f64::midpoint(1.0, confidence));
    let score = |ln_ratio: f64| {
        let ratio = math::exp(ln_ratio);
        let second = second_under_ratio(table, ratio);
        let first = (ratio * second).min(1.0);
        let variance = ratio * ratio * second * (1.0 - second) / n;
        standardised(p - ratio * q, first * (1.0 - first) / m, variance, m + n)
    };
    // Ratios of counts lie well within e^±50.
    const FAR: f64 = 50.0;
    let middle = if table.a == 0 {
        -FAR
    } else if table.c == 0 {
        FAR
    } else {
        math::ln(p / q)
    };
    let limit = |from: f64, to: f64, sign: f64| {
        math::exp(math::root(from, to, |ln_ratio| score(ln_ratio) - sign * z))
    };
    Ok(Effect {
        estimate: p / q,
        interval: Interval {
            lower: if table.a == 0 {
                0.0
            } else {
                limit(-FAR, middle, 1.0)
            },
            upper: if table.c == 0 {
                f64::INFINITY
            } else {
                limit(middle, FAR, -1.0)
            },
        },
    })
}

/// A deviation over its standard error, with the factor N / (N - 1); infinite
/// where the variance vanishes.
fn standardised(deviation: f64, first: f64, second: f64, total: f64) -> f64 {
    let variance = (first + second) * total / (total - 1.0);
    if variance > 0.0 {
        deviation / variance.sqrt()
    } else if deviation == 0.0 {
        0.0
    } else {
        f64::INFINITY.copysign(deviation)
    }
}

/// The most likely second proportion when the first exceeds it by `delta`: the
/// root of the derivative of the likelihood, which falls in the second
/// proportion.
fn second_under_difference(table: TwoByTwo, delta: f64) -> f64 {
    let (low, high) = ((-delta).max(0.0), (1.0 - delta).min(1.0));
    most_likely(low, high, |q| {
        let p = q + delta;
        slope(table.a, table.b, p) + slope(table.c, table.d, q)
    })
}

/// The most likely second proportion when the first is `ratio` times as large.
fn second_under_ratio(table: TwoByTwo, ratio: f64) -> f64 {
    most_likely(0.0, (1.0 / ratio).min(1.0), |q| {
        ratio * slope(table.a, table.b, ratio * q) + slope(table.c, table.d, q)
    })
}

/// d/dp of a ln p + b ln (1 - p).
fn slope(events: u64, others: u64, p: f64) -> f64 {
    let part = |count: u64, share: f64| {
        if count == 0 {
            0.0
        } else {
            count as f64 / share
        }
    };
    part(events, p) - part(others, 1.0 - p)
}

/// The maximum of a concave likelihood by bisection of its derivative.
fn most_likely(mut low: f64, mut high: f64, derivative: impl Fn(f64) -> f64) -> f64 {
    // Halving an interval of length 1 further changes nothing.
    const HALVINGS: usize = 80;
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if derivative(middle) > 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}
