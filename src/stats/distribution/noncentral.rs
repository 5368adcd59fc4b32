//! Noncentral chi-squared and F: Poisson mixtures of the central ones.

use super::beta::regularised_beta;
use super::chi_squared_upper;
use crate::stats::math;

/// Distribution function of the noncentral chi-squared distribution,
/// `pchisq(x, df, ncp)`, `df` a whole number.
pub fn noncentral_chi_squared_lower(x: f64, df: f64, noncentrality: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    mixture(noncentrality, |extra| {
        1.0 - chi_squared_upper(x, df as u32 + 2 * extra)
    })
}

/// Distribution function of the noncentral F distribution, `pf(f, df1, df2, ncp)`.
pub fn noncentral_f_lower(f: f64, df1: f64, df2: f64, noncentrality: f64) -> f64 {
    if f <= 0.0 {
        return 0.0;
    }
    let whole = df2 + df1 * f;
    mixture(noncentrality, |extra| {
        let a = df1 / 2.0 + f64::from(extra);
        regularised_beta(df1 * f / whole, df2 / whole, a, df2 / 2.0)
    })
}

/// Σ Poisson(j; λ / 2) F_j, outwards from its largest weight.
fn mixture(noncentrality: f64, part: impl Fn(u32) -> f64) -> f64 {
    const NEGLIGIBLE: f64 = 1e-18;
    let mean = noncentrality / 2.0;
    if mean <= 0.0 {
        return part(0);
    }
    let centre = mean.floor();
    let top = math::exp(centre * math::ln(mean) - mean - libm::lgamma(centre + 1.0));
    let mut sum = top * part(centre as u32);
    let (mut weight, mut at) = (top, centre);
    while at > 0.0 && weight > NEGLIGIBLE {
        weight *= at / mean;
        at -= 1.0;
        sum += weight * part(at as u32);
    }
    (weight, at) = (top, centre);
    while weight > NEGLIGIBLE {
        at += 1.0;
        weight *= mean / at;
        sum += weight * part(at as u32);
    }
    sum
}
