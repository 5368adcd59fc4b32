//! Elementary functions that give the same bits on every machine.
//!
//! `f64::ln` and its kin call the C library of the platform, whose last digit
//! differs from one to the next. The `libm` crate is plain Rust and does not.

/// Natural logarithm.
#[inline]
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// Exponential function.
#[inline]
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// Natural logarithm of `n!`.
pub fn ln_factorial(n: u64) -> f64 {
    // Products up to 20! are exact in u64, and 1 needs no rounding at all.
    if n <= 20 {
        return ln((1..=n).product::<u64>() as f64);
    }
    libm::lgamma(n as f64 + 1.0)
}

/// [`ln_factorial`] of small numbers from a table, the others computed: the same
/// bits, without the cost of a logarithm for each draw of a simulation.
pub(super) struct LnFactorials(Vec<f64>);

impl LnFactorials {
    /// A table up to `largest`, as far as it costs no more than 8 MB.
    pub(super) fn up_to(largest: u64) -> Self {
        const MOST: u64 = 1_000_000;
        Self((0..=largest.min(MOST)).map(ln_factorial).collect())
    }

    /// Natural logarithm of `n!`.
    pub(super) fn of(&self, n: u64) -> f64 {
        let known = usize::try_from(n).ok().and_then(|n| self.0.get(n));
        known.copied().unwrap_or_else(|| ln_factorial(n))
    }
}

/// A root of a continuous function between two points where its signs differ,
/// by the Illinois variant of regula falsi: as safe as bisection, few steps.
///
/// Dowell M, Jarratt P. *BIT* 1971;11:168-174.
pub fn root(low: f64, high: f64, f: impl Fn(f64) -> f64) -> f64 {
    let ends = ((low, f(low)), (high, f(high)));
    root_within(ends, 0.0, f)
}

/// The same between two points where the function is known, as soon as it is within
/// `error`.
pub fn root_within(
    ((mut low, mut at_low), (mut high, mut at_high)): ((f64, f64), (f64, f64)),
    error: f64,
    f: impl Fn(f64) -> f64,
) -> f64 {
    const MOST: usize = 200;
    let mut kept = 0;
    for _ in 0..MOST {
        if at_low == 0.0 {
            return low;
        }
        let least = 4.0 * f64::EPSILON * high.abs().max(low.abs());
        if at_high == 0.0 || (high - low).abs() <= least.max(error) {
            return high;
        }
        let mut middle = (low * at_high - high * at_low) / (at_high - at_low);
        if !(middle > low.min(high) && middle < low.max(high)) {
            middle = f64::midpoint(low, high);
        }
        let value = f(middle);
        if (value > 0.0) == (at_high > 0.0) {
            (high, at_high) = (middle, value);
            if kept == 1 {
                at_low /= 2.0;
            }
            kept = 1;
        } else {
            (low, at_low) = (middle, value);
            if kept == 2 {
                at_high /= 2.0;
            }
            kept = 2;
        }
    }
    f64::midpoint(low, high)
}

/// Where a function with one peak between two points has it, by golden section.
pub fn maximum(mut low: f64, mut high: f64, f: impl Fn(f64) -> f64) -> f64 {
    // Each step keeps 0.618 of the interval; the peak is flat to half the digits.
    const STEPS: usize = 60;
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut a, mut b) = (high - golden * (high - low), low + golden * (high - low));
    let (mut at_a, mut at_b) = (f(a), f(b));
    for _ in 0..STEPS {
        if at_a < at_b {
            low = a;
            (a, at_a) = (b, at_b);
            b = low + golden * (high - low);
            at_b = f(b);
        } else {
            high = b;
            (b, at_b) = (a, at_a);
            a = high - golden * (high - low);
            at_a = f(a);
        }
    }
    f64::midpoint(low, high)
}

/// The sum of the numbers with Neumaier's compensation, so that the order of
/// rows moves the result by no more than the last digit.
pub fn sum(values: impl IntoIterator<Item = f64>) -> f64 {
    let (total, lost) = sum_and_lost(values);
    total + lost
}

/// The rounded sum of the numbers and what rounding took from it, as Neumaier
/// adds: together nearly twice the working precision.
pub(super) fn sum_and_lost(values: impl IntoIterator<Item = f64>) -> (f64, f64) {
    let mut total = 0.0_f64;
    let mut lost = 0.0_f64;
    for value in values {
        let next = total + value;
        lost += if total.abs() >= value.abs() {
            (total - next) + value
        } else {
            (value - next) + total
        };
        total = next;
    }
    (total, lost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compensated_sum_keeps_small_terms() {
        assert_eq!(sum([1.0, 1e100, 1.0, -1e100]), 2.0);
    }

    #[test]
    fn factorials_join_at_the_switch() {
        let exact = ln(2_432_902_008_176_640_000.0) + ln(21.0);
        assert!((ln_factorial(21) - exact).abs() < 1e-13 * exact);
    }
}
