//! Tails and quantiles of the distributions that the tests refer to.

mod beta;
mod chi_squared;
mod noncentral;
mod studentized_range;

pub use beta::{beta_quantile, f_upper, student_t_quantile, student_t_two_sided, student_t_upper};
pub use chi_squared::chi_squared_upper;
pub use noncentral::{NoncentralChiSquared, noncentral_chi_squared_lower, noncentral_f_lower};
pub use studentized_range::{studentized_range_quantile, studentized_range_upper};

use statrs::distribution::{ContinuousCDF, Normal};

use super::math;

/// Distribution function of the standard normal, `pnorm(z)`.
pub fn normal_lower(z: f64) -> f64 {
    normal_upper(-z)
}

/// Upper tail of the standard normal distribution, `pnorm(z, lower.tail = FALSE)`.
pub fn normal_upper(z: f64) -> f64 {
    0.5 * libm::erfc(z / std::f64::consts::SQRT_2)
}

/// Two-sided p-value of a standard normal statistic.
pub fn normal_two_sided(z: f64) -> f64 {
    libm::erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// Quantile of the standard normal distribution, `qnorm(p)`.
///
/// `statrs` gives some twelve digits; two Newton steps on the complementary
/// error function give all of them.
pub fn normal_quantile(p: f64) -> f64 {
    if p.is_nan() || p <= 0.0 || p >= 1.0 {
        return match p {
            0.0 => f64::NEG_INFINITY,
            1.0 => f64::INFINITY,
            _ => f64::NAN,
        };
    }
    if p > 0.5 {
        return -normal_quantile(1.0 - p);
    }
    let mut z = Normal::standard().inverse_cdf(p);
    for _ in 0..2 {
        let density = math::exp(-z * z / 2.0) / (2.0 * std::f64::consts::PI).sqrt();
        if density > 0.0 {
            z -= (normal_upper(-z) - p) / density;
        }
    }
    z
}

/// Quantile of the binomial distribution with even odds, `qbinom(p, n, 0.5)`.
pub fn binomial_half_quantile(n: usize, p: f64) -> usize {
    let ln_all = -(n as f64) * std::f64::consts::LN_2;
    let ln_n = math::ln_factorial(n as u64);
    let mut passed = 0.0;
    for k in 0..=n {
        let ln_choose = ln_n - math::ln_factorial(k as u64) - math::ln_factorial((n - k) as u64);
        passed += math::exp(ln_choose + ln_all);
        // R's qbinom has the same fuzz.
        if passed * (1.0 + 64.0 * f64::EPSILON) >= p {
            return k;
        }
    }
    n
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(computed: f64, reference: f64) {
        let error = ((computed - reference) / reference).abs();
        assert!(
            error < 1e-12,
            "{computed:e} against {reference:e}: {error:e}"
        );
    }

    /// R 4.2: pchisq(x, df, lower.tail = FALSE), printed with 17 digits.
    #[test]
    fn chi_squared_tail_agrees_with_r() {
        close(chi_squared_upper(3.841_458_820_694_124, 1), 0.05);
        close(chi_squared_upper(7.814_727_903_251_179, 3), 0.05);
        close(chi_squared_upper(1.0, 3), 0.801_251_956_901_200_7);
    }

    #[test]
    fn normal_quantile_agrees_with_r() {
        close(normal_quantile(0.975), 1.959_963_984_540_054);
        close(normal_quantile(1e-10), -6.361_340_902_404_056);
        assert_eq!(normal_quantile(0.5), 0.0);
    }
}
