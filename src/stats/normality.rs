//! Tests of normality: Shapiro-Wilk, Anderson-Darling.

use super::distribution::{normal_lower, normal_quantile, normal_upper};
use super::{StatsError, math, require_finite};

/// Result of a test of normality.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Normality {
    /// W of Shapiro and Wilk, or A² of Anderson and Darling.
    pub statistic: f64,
    /// Its p-value: small when the sample does not look normal.
    pub p: f64,
}

/// Royston's polynomials, constant term first.
const FIRST: [f64; 6] = [0.0, 0.221_157, -0.147_981, -2.071_19, 4.434_685, -2.706_056];
const SECOND: [f64; 6] = [
    0.0, 0.042_981, -0.293_762, -1.752_461, 5.682_633, -3.582_633,
];
const SMALL_BOUND: [f64; 2] = [-2.273, 0.459];
const SMALL_MEAN: [f64; 4] = [0.544, -0.399_78, 0.025_054, -6.714e-4];
const SMALL_SPREAD: [f64; 4] = [1.382_2, -0.778_57, 0.062_767, -0.002_032_2];
const LARGE_MEAN: [f64; 4] = [-1.586_1, -0.310_82, -0.083_751, 0.003_891_5];
const LARGE_SPREAD: [f64; 3] = [-0.480_3, -0.082_676, 0.003_030_2];

fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients
        .iter()
        .rev()
        .fold(0.0, |sum, coefficient| sum * x + coefficient)
}

fn sorted(values: &[f64], least: usize) -> Result<Vec<f64>, StatsError> {
    require_finite(values)?;
    if values.len() < least {
        return Err(StatsError::TooFew {
            needed: least,
            got: values.len(),
        });
    }
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    if sorted.first() == sorted.last() {
        return Err(StatsError::NoVariation);
    }
    Ok(sorted)
}

/// Shapiro and Wilk's test, `shapiro.test(x)`.
///
/// Royston P. Algorithm AS R94. *Applied Statistics* 1995;44:547-551.
///
/// # Errors
/// [`StatsError::TooFew`] below 3 values, [`StatsError::Domain`] above 5000, for
/// which the approximation was not made, [`StatsError::NoVariation`],
/// [`StatsError::NotFinite`].
pub fn shapiro_wilk(values: &[f64]) -> Result<Normality, StatsError> {
    if values.len() > 5000 {
        return Err(StatsError::Domain(
            "the Shapiro-Wilk test is limited to 5000 values",
        ));
    }
    let x = sorted(values, 3)?;
    let n = x.len() as f64;
    let weights = weights(x.len());
    let range = x[x.len() - 1] - x[0];
    let mean = math::sum(x.iter().map(|value| value / range)) / n;
    let squares = math::sum(x.iter().map(|value| {
        let deviation = value / range - mean;
        deviation * deviation
    }));
    let contrast = math::sum(
        weights
            .iter()
            .zip(x.iter().zip(x.iter().rev()))
            .map(|(a, (low, high))| a * (high - low) / range),
    );
    // 1 - W without cancellation where W is close to 1.
    let root = squares.sqrt();
    let missing = (root - contrast) * (root + contrast) / squares;
    Ok(Normality {
        statistic: 1.0 - missing,
        p: p_of_w(missing, x.len()),
    })
}

/// Weights of the ordered differences, the outermost first.
fn weights(n: usize) -> Vec<f64> {
    if n == 3 {
        return vec![0.5_f64.sqrt()];
    }
    let size = n as f64;
    let scores: Vec<f64> = (1..=n / 2)
        .map(|rank| normal_quantile((rank as f64 - 0.375) / (size + 0.25)))
        .collect();
    let squares = 2.0 * scores.iter().map(|score| score * score).sum::<f64>();
    let root = squares.sqrt();
    let inverse = 1.0 / size.sqrt();
    let first = polynomial(&FIRST, inverse) - scores[0] / root;
    let mut weights = vec![first];
    let (mut rest, mut whole) = (
        squares - 2.0 * scores[0] * scores[0],
        1.0 - 2.0 * first * first,
    );
    if n > 5 {
        let second = polynomial(&SECOND, inverse) - scores[1] / root;
        weights.push(second);
        rest -= 2.0 * scores[1] * scores[1];
        whole -= 2.0 * second * second;
    }
    let factor = (rest / whole).sqrt();
    weights.extend(
        scores
            .iter()
            .skip(weights.len())
            .map(|score| -score / factor),
    );
    weights
}

fn p_of_w(missing: f64, n: usize) -> f64 {
    let size = n as f64;
    if n == 3 {
        let w = (1.0 - missing).max(0.75);
        let arc = libm::asin(w.sqrt()) - libm::asin(0.75_f64.sqrt());
        return (6.0 / std::f64::consts::PI * arc).clamp(0.0, 1.0);
    }
    let y = math::ln(missing);
    if n <= 11 {
        let bound = polynomial(&SMALL_BOUND, size);
        if y >= bound {
            return 1e-99;
        }
        let moved = -math::ln(bound - y);
        return normal_upper(
            (moved - polynomial(&SMALL_MEAN, size)) / math::exp(polynomial(&SMALL_SPREAD, size)),
        );
    }
    let ln = math::ln(size);
    normal_upper((y - polynomial(&LARGE_MEAN, ln)) / math::exp(polynomial(&LARGE_SPREAD, ln)))
}

/// Anderson and Darling's test with estimated mean and variance,
/// `nortest::ad.test(x)`.
///
/// Stephens MA, in D'Agostino and Stephens, *Goodness-of-Fit Techniques*, 1986,
/// table 4.9.
///
/// # Errors
/// [`StatsError::TooFew`] below 8 values, [`StatsError::NoVariation`],
/// [`StatsError::NotFinite`].
pub fn anderson_darling(values: &[f64]) -> Result<Normality, StatsError> {
    let x = sorted(values, 8)?;
    let n = x.len() as f64;
    let mean = math::sum(x.iter().copied()) / n;
    let squares = math::sum(x.iter().map(|value| (value - mean) * (value - mean)));
    let deviation = (squares / (n - 1.0)).sqrt();
    let z = |value: f64| (value - mean) / deviation;
    let sum = math::sum(
        x.iter()
            .zip(x.iter().rev())
            .enumerate()
            .map(|(index, (low, high))| {
                let weight = 2.0 * index as f64 + 1.0;
                weight * (math::ln(normal_lower(z(*low))) + math::ln(normal_upper(z(*high))))
            }),
    );
    let statistic = -n - sum / n;
    let a = statistic * (1.0 + 0.75 / n + 2.25 / (n * n));
    let p = if a < 0.2 {
        1.0 - math::exp(-13.436 + 101.14 * a - 223.73 * a * a)
    } else if a < 0.34 {
        1.0 - math::exp(-8.318 + 42.796 * a - 59.938 * a * a)
    } else if a < 0.6 {
        math::exp(0.9177 - 4.279 * a - 1.38 * a * a)
    } else if a < 10.0 {
        math::exp(1.2937 - 5.709 * a + 0.0186 * a * a)
    } else {
        3.7e-24
    };
    Ok(Normality { statistic, p })
}
