//! The studentised range, for Tukey's and Games and Howell's comparisons.

use super::normal_lower;
use crate::stats::math;

/// Nodes and weights of Gauss and Legendre's rule with 16 points on -1..1.
const RULE: [(f64, f64); 8] = [
    (0.095_012_509_837_637_44, 0.189_450_610_455_068_5),
    (0.281_603_550_779_258_9, 0.182_603_415_044_923_6),
    (0.458_016_777_657_227_4, 0.169_156_519_395_002_54),
    (0.617_876_244_402_643_7, 0.149_595_988_816_576_73),
    (0.755_404_408_355_003, 0.124_628_971_255_533_87),
    (0.865_631_202_387_831_7, 0.095_158_511_682_492_78),
    (0.944_575_023_073_232_6, 0.062_253_523_938_647_894),
    (0.989_400_934_991_649_9, 0.027_152_459_411_754_095),
];

/// The integral of `f` from `low` to `high` in `pieces` pieces.
fn integrate(low: f64, high: f64, pieces: u32, f: impl Fn(f64) -> f64) -> f64 {
    let half = (high - low) / f64::from(pieces) / 2.0;
    let mut total = 0.0;
    for piece in 0..pieces {
        let middle = low + half * (2.0 * f64::from(piece) + 1.0);
        for (node, weight) in RULE {
            total += weight * half * (f(middle - half * node) + f(middle + half * node));
        }
    }
    total
}

/// The probability that the range of `groups` standard normal variables
/// exceeds `w`.
fn range_upper(w: f64, groups: f64) -> f64 {
    if w <= 0.0 {
        return 1.0;
    }
    // With z the largest: k φ(z) (Φ(z)^(k-1) - (Φ(z) - Φ(z - w))^(k-1)).
    let density = |z: f64| math::exp(-z * z / 2.0) / (2.0 * std::f64::consts::PI).sqrt();
    let power = groups - 1.0;
    integrate(-8.5, 8.5, 8, |z| {
        let all = normal_lower(z);
        if all <= 0.0 {
            return 0.0;
        }
        // 1 - (1 - s)^(k-1) without cancellation where s is small.
        let outside = normal_lower(z - w) / all;
        let missed = -libm::expm1(power * libm::log1p(-outside.min(1.0)));
        groups * density(z) * math::exp(power * math::ln(all)) * missed
    })
}

/// Upper tail of the studentised range, `ptukey(q, groups, df, lower.tail = FALSE)`.
///
/// The double integral over the largest variable and over the estimated
/// standard deviation, by Gauss and Legendre's rule; absolute error below 1e-12
/// for two degrees of freedom or more.
pub fn studentized_range_upper(q: f64, groups: f64, df: f64) -> f64 {
    if q.is_nan() || groups < 2.0 || df < 1.0 {
        return f64::NAN;
    }
    if q <= 0.0 {
        return 1.0;
    }
    if q.is_infinite() {
        return 0.0;
    }
    if df > 25_000.0 {
        return range_upper(q, groups).min(1.0);
    }
    // s = chi / sqrt(df) has a density proportional to this; its constant is
    // found by the same rule, since its closed form cancels for many df.
    let density = |s: f64| math::exp((df - 1.0) * math::ln(s) - df * (s * s - 1.0) / 2.0);
    let spread = 10.0 / (2.0 * df).sqrt();
    let (low, high) = ((1.0 - spread).max(0.0), 1.0 + spread);
    // With few degrees of freedom the density is wide and skew.
    let pieces = if df < 10.0 { 32 } else { 8 };
    let whole = integrate(low, high, pieces, density);
    let tail = integrate(low, high, pieces, |s| {
        density(s) * range_upper(q * s, groups)
    });
    (tail / whole).clamp(0.0, 1.0)
}

/// Quantile of the studentised range, `qtukey(p, groups, df)`.
pub fn studentized_range_quantile(p: f64, groups: f64, df: f64) -> f64 {
    let tail = 1.0 - p;
    let excess = |q: f64| studentized_range_upper(q, groups, df) - tail;
    let mut high = 4.0;
    while excess(high) > 0.0 && high < 1e6 {
        high *= 2.0;
    }
    math::root(0.0, high, excess)
}
