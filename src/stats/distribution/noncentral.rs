//! Noncentral chi-squared and F: Poisson mixtures of the central ones.

use super::beta::regularised_beta;
use super::chi_squared::{Tails, chi_squared_upper};
use crate::stats::math;

/// Distribution function of the noncentral chi-squared distribution,
/// `pchisq(x, df, ncp)`, `df` a whole number.
pub fn noncentral_chi_squared_lower(x: f64, df: f64, noncentrality: f64) -> f64 {
    NoncentralChiSquared::new(x, df as u32).lower(noncentrality)
}

/// Noncentral chi-squared distributions at one place, for several noncentralities:
/// the central ones of which they are mixtures are computed once, in O(√x).
#[derive(Debug, Clone)]
pub struct NoncentralChiSquared {
    x: f64,
    df: u32,
    /// The first of the upper tails that is not 0, counted in pairs of degrees of
    /// freedom.
    first: usize,
    upper: Vec<f64>,
    /// Whether the tails go up to 1.
    is_complete: bool,
}

impl NoncentralChiSquared {
    /// With these degrees of freedom at `x`.
    pub fn new(x: f64, df: u32) -> Self {
        let half = f64::from(df) / 2.0;
        let is_place = x > 0.0 && x.is_finite() && df > 0;
        let far = is_place.then(|| Tails::within_range(x, df)).flatten();
        let mut tails = far.unwrap_or_else(|| Tails::from_first(x, df));
        // Below 0 where the last tail that is 0 has fewer degrees of freedom.
        let first = (tails.half - half).max(0.0) as usize;
        let mut upper = Vec::new();
        if is_place {
            while tails.half < half {
                tails.step();
            }
            let more = |tails: &Tails| match far {
                Some(_) => !tails.is_complete(),
                None => 2.0 * tails.half <= x,
            };
            while more(&tails) {
                upper.push(tails.value());
                tails.step();
            }
        }
        Self {
            x,
            df,
            first,
            upper,
            is_complete: far.is_some(),
        }
    }

    /// The distribution function at the place.
    pub fn lower(&self, noncentrality: f64) -> f64 {
        if self.x <= 0.0 {
            return 0.0;
        }
        mixture(noncentrality, |extra| 1.0 - self.central_upper(extra))
    }

    /// The upper tail with so many pairs of degrees of freedom more.
    fn central_upper(&self, extra: u32) -> f64 {
        let Some(at) = (extra as usize).checked_sub(self.first) else {
            return 0.0;
        };
        match self.upper.get(at) {
            Some(upper) => *upper,
            None if self.is_complete => 1.0,
            None => chi_squared_upper(self.x, self.df + 2 * extra),
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// `pchisq(x, df, ncp)`.
    #[test]
    fn large_statistics_are_those_of_r() {
        for (x, df, ncp, expected) in [
            (1000.0, 3, 1000.0, 0.487_384_337_389_890),
            (1450.0, 3, 1400.0, 0.737_545_377_284_692),
            (1600.0, 7, 1500.0, 0.883_749_659_983_970),
            (5000.0, 3, 5000.0, 0.494_358_104_164_883),
            (5100.0, 3, 5000.0, 0.754_756_189_389_033),
            (60_000.0, 4, 59_000.0, 0.979_506_858_351_817),
        ] {
            let found = NoncentralChiSquared::new(x, df).lower(ncp);
            assert!((found - expected).abs() < 1e-9, "{x} {df} {ncp}: {found}");
        }
    }
}
