//! Upper tails of the chi-squared distribution.

use statrs::distribution::{ChiSquared, ContinuousCDF};

use crate::stats::math;

/// Upper tail of the chi-squared distribution, `pchisq(x, df, lower.tail = FALSE)`.
///
/// For the far tail, where the continued fraction of `statrs` underflows to
/// zero, the tail is built by the recurrence of the incomplete gamma function,
/// which is exact for whole degrees of freedom.
pub fn chi_squared_upper(x: f64, df: u32) -> f64 {
    if x.is_nan() || df == 0 {
        return f64::NAN;
    }
    if x <= 0.0 {
        return 1.0;
    }
    if x.is_infinite() {
        return 0.0;
    }
    if x < f64::from(df) {
        return ChiSquared::new(f64::from(df)).map_or(f64::NAN, |d| d.sf(x));
    }
    let half = f64::from(df) / 2.0;
    let from_first = Tails::from_first(x, df);
    let mut tails = match Tails::within_range(x, df) {
        Some(nearer) if nearer.half <= half => nearer,
        _ => from_first,
    };
    while tails.half < half {
        tails.step();
    }
    tails.value()
}

/// The upper tails at one place, each with two more degrees of freedom than the one
/// before.
///
/// Q(a + 1, y) = Q(a, y) + y^a e^-y / Gamma(a + 1): all terms are positive.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tails {
    y: f64,
    /// Half the degrees of freedom.
    pub(super) half: f64,
    tail: f64,
    term: f64,
}

impl Tails {
    /// From the first odd or even degrees of freedom, as `df` is.
    pub(super) fn from_first(x: f64, df: u32) -> Self {
        let y = x / 2.0;
        let (tail, half) = if df.is_multiple_of(2) {
            (math::exp(-y), 1.0)
        } else {
            (libm::erfc(y.sqrt()), 0.5)
        };
        let term = math::exp(ln_term(y, half));
        Self {
            y,
            half,
            tail,
            term,
        }
    }

    /// The same where the first terms are too small for a floating-point number:
    /// from the first that is not, before which the tail is below 1e-280.
    pub(super) fn within_range(x: f64, df: u32) -> Option<Self> {
        const FAR: f64 = 700.0;
        const LEAST: f64 = -650.0;
        let y = x / 2.0;
        if y <= FAR {
            return None;
        }
        // Terms grow as long as `half` is below y.
        let first = if df.is_multiple_of(2) { 1.0 } else { 0.5 };
        let (mut low, mut high) = (0.0_f64, y.floor());
        while high - low > 1.0 {
            let middle = f64::midpoint(low, high).floor();
            match ln_term(y, first + middle) < LEAST {
                true => low = middle,
                false => high = middle,
            }
        }
        let half = first + high;
        Some(Self {
            y,
            half,
            tail: 0.0,
            term: math::exp(ln_term(y, half)),
        })
    }

    /// Two degrees of freedom more.
    pub(super) fn step(&mut self) {
        self.tail += self.term;
        self.half += 1.0;
        self.term *= self.y / self.half;
    }

    pub(super) fn value(&self) -> f64 {
        self.tail.min(1.0)
    }

    /// Whether further degrees of freedom leave the tail as it is.
    pub(super) fn is_complete(&self) -> bool {
        self.half > self.y && self.term < f64::EPSILON * 1e-3
    }
}

/// ln(y^a e^-y / Gamma(a + 1)).
fn ln_term(y: f64, a: f64) -> f64 {
    a * math::ln(y) - y - libm::lgamma(a + 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `pchisq(x, df, lower.tail = FALSE)`.
    #[test]
    fn many_degrees_of_freedom_are_those_of_r() {
        for (x, df, expected) in [
            (2000.0, 2000, 0.495_794_755_819_784),
            (3000.0, 2800, 0.004_391_820_254_800_8),
            (2000.0, 1501, 6.722_869_461_401_74e-17),
        ] {
            let found = chi_squared_upper(x, df);
            assert!((found / expected - 1.0).abs() < 1e-9, "{x} {df}: {found}");
        }
    }

    #[test]
    fn both_ends_of_the_recurrence_agree() {
        let x = 1401.0;
        for df in [1300, 1301, 1400, 1401] {
            let half = f64::from(df) / 2.0;
            let mut far = Tails::from_first(x, df);
            let Some(mut near) = Tails::within_range(x, df) else {
                assert!(x / 2.0 <= 700.0);
                continue;
            };
            while far.half < half {
                far.step();
            }
            while near.half < half {
                near.step();
            }
            assert!((far.value() / near.value() - 1.0).abs() < 1e-6);
        }
    }
}
