//! The incomplete beta function, and what follows from it: Student's t, F and
//! the quantiles of the beta distribution.

use crate::stats::math;

/// The regularised incomplete beta function I_x(a, b), `pbeta(x, a, b)`. `y` is
/// 1 - x, given apart so that neither tail loses digits.
///
/// The continued fraction of DLMF 8.17.22, by Lentz's method, on the side of
/// the mean where it converges fast.
pub(super) fn regularised_beta(x: f64, y: f64, a: f64, b: f64) -> f64 {
    if x.is_nan() || y.is_nan() {
        return f64::NAN;
    }
    if x <= 0.0 {
        return 0.0;
    }
    if y <= 0.0 {
        return 1.0;
    }
    // On one side of the mean or the other, decided once: with rounded x and y
    // both could lie above theirs.
    if x > (a + 1.0) / (a + b + 2.0) {
        1.0 - below_the_mean(y, x, b, a)
    } else {
        below_the_mean(x, y, a, b)
    }
}

fn below_the_mean(x: f64, y: f64, a: f64, b: f64) -> f64 {
    let ln_front = a * math::ln(x) + b * math::ln(y) - ln_beta(a, b);
    math::exp(ln_front) * continued_fraction(x, a, b) / a
}

/// ln B(a, b) = ln Γ(a) + ln Γ(b) - ln Γ(a + b).
///
/// For a large and a small argument the difference of two large logarithms is
/// taken from Stirling's series, where it loses no digits.
fn ln_beta(a: f64, b: f64) -> f64 {
    let (small, large) = if a < b { (a, b) } else { (b, a) };
    if large < 20.0 {
        return libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
    }
    // ln Γ(z) = (z - 1/2) ln z - z + ln(2π)/2 + δ(z).
    let sum = small + large;
    let delta = |z: f64| {
        let inverse = 1.0 / (z * z);
        (1.0 / 12.0
            - inverse
                * (1.0 / 360.0
                    - inverse
                        * (1.0 / 1260.0
                            - inverse
                                * (1.0 / 1680.0
                                    - inverse * (1.0 / 1188.0 - inverse * (691.0 / 360_360.0))))))
            / z
    };
    let difference =
        (large - 0.5) * libm::log1p(-small / sum) - small * math::ln(sum) + small + delta(large)
            - delta(sum);
    if small < 20.0 {
        libm::lgamma(small) + difference
    } else {
        (small - 0.5) * math::ln(small) - small
            + 0.5 * math::ln(2.0 * std::f64::consts::PI)
            + delta(small)
            + difference
    }
}

fn continued_fraction(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    const MOST: u32 = 100_000;
    let guard = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / guard(1.0 - (a + b) * x / (a + 1.0));
    let mut result = d;
    for step in 1..MOST {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / guard(1.0 + even * d);
        c = guard(1.0 + even / c);
        result *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / guard(1.0 + odd * d);
        c = guard(1.0 + odd / c);
        let change = d * c;
        result *= change;
        if (change - 1.0).abs() < 1e-16 {
            break;
        }
    }
    result
}

/// Quantile of the beta distribution, `qbeta(p, a, b)`.
pub fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    bisect(0.0, 1.0, |x| regularised_beta(x, 1.0 - x, a, b) < p)
}

/// Two-sided p-value of Student's t, `2 * pt(-abs(t), df)`.
pub fn student_t_two_sided(t: f64, df: f64) -> f64 {
    if t.is_infinite() {
        return 0.0;
    }
    let square = t * t;
    regularised_beta(df / (df + square), square / (df + square), df / 2.0, 0.5)
}

/// Upper tail of Student's t, `pt(t, df, lower.tail = FALSE)`.
pub fn student_t_upper(t: f64, df: f64) -> f64 {
    let tail = student_t_two_sided(t, df) / 2.0;
    if t > 0.0 { tail } else { 1.0 - tail }
}

/// Quantile of Student's t, `qt(p, df)`.
pub fn student_t_quantile(p: f64, df: f64) -> f64 {
    if p == 0.5 {
        return 0.0;
    }
    if p < 0.5 {
        return -student_t_quantile(1.0 - p, df);
    }
    // Enough for a tail of 1e-300 at one degree of freedom.
    let tail = 1.0 - p;
    let t = bisect(0.0, 1e300, |t| student_t_upper(t, df) > tail);
    // Near the centre the tail is flat; one Newton step recovers the last digits.
    let density = math::exp(
        -0.5 * (df + 1.0) * libm::log1p(t * t / df) - ln_beta(df / 2.0, 0.5) - 0.5 * math::ln(df),
    );
    if density > 0.0 && density.is_finite() {
        t + (student_t_upper(t, df) - tail) / density
    } else {
        t
    }
}

/// Upper tail of F, `pf(f, df1, df2, lower.tail = FALSE)`.
pub fn f_upper(f: f64, df1: f64, df2: f64) -> f64 {
    if f <= 0.0 {
        return 1.0;
    }
    if f.is_infinite() {
        return 0.0;
    }
    let whole = df2 + df1 * f;
    regularised_beta(df2 / whole, df1 * f / whole, df2 / 2.0, df1 / 2.0)
}

/// Where a condition that holds below stops to hold: slow and safe, to the
/// last bit.
fn bisect(mut low: f64, mut high: f64, below: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..2200 {
        let middle = if low > 0.0 && high / low > 4.0 {
            // Geometric, so that tiny and huge values are reached alike.
            (low.sqrt()) * (high.sqrt())
        } else if low == 0.0 && high > 1e-300 && high <= 1.0 {
            high / 16.0
        } else {
            f64::midpoint(low, high)
        };
        if middle <= low || middle >= high {
            break;
        }
        if below(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}
