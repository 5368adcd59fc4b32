//! The digits of numbers that stand in one cell, such as a median and its quartiles.

use super::rounding::{is_zero, round, rounded};
use crate::number::conventions::Rounding;

/// How many more digits numbers take for one among them that would be zero
/// without: `3.0 (0.3–5.0)`. What needs more stands alone with them.
const MOST_SHARED: usize = 2;

/// Digits that numbers take at most which are all smaller than that.
const MOST_OF_SMALL: usize = 6;

/// The digits of measured numbers of one cell: those of the variable, or as many more as it
/// takes to show that none of them is zero. Where all are smaller, the greatest has two
/// that are not zeros: `0.000046 (0.000023–0.000069)`.
pub fn shared_digits(numbers: impl IntoIterator<Item = f64>, digits: usize) -> usize {
    let numbers: Vec<f64> = numbers.into_iter().collect();
    let shows = |number: f64, digits: usize| !is_zero(&round(number, digits, Rounding::HalfUp));
    let greatest = numbers.iter().copied().map(f64::abs).fold(0.0, f64::max);
    if greatest > 0.0 && !shows(greatest, digits + MOST_SHARED) {
        let enough = |digits: &usize| {
            let mut own = numbers.iter().copied();
            greatest * 10f64.powi(*digits as i32) >= 10.0
                && own.all(|number| number == 0.0 || shows(number, *digits))
        };
        return (digits..=MOST_OF_SMALL).find(enough).unwrap_or(digits);
    }
    let needed = numbers.iter().filter_map(|number| {
        (digits..=digits + MOST_SHARED).find(|digits| shows(*number, *digits))
    });
    needed.max().unwrap_or(digits)
}

/// The digits of an estimated time and its confidence limits: as many as
/// [`shared_digits`] gives them, and up to two more with which, beside an estimate below 1,
/// each below 1 has two that are not zeros, and each limit differs from the estimate: `0.021 (0.018–0.027)`. None
/// more where all are whole multiples of the last digit: they were measured so.
pub fn digits_of_times(estimate: Option<f64>, limits: [Option<f64>; 2], digits: usize) -> usize {
    let limits = limits.into_iter().flatten();
    let all: Vec<f64> = estimate.into_iter().chain(limits.clone()).collect();
    let digits = shared_digits(all.iter().copied(), digits);
    let text = |number: f64, digits| round(number, digits, Rounding::HalfUp);
    let is_told = |number: f64, digits: usize| {
        number == 0.0 || number >= 1.0 || number * 10f64.powi(digits as i32) >= 9.5
    };
    let enough = |digits: &usize| {
        let apart = |limit: f64| {
            estimate.is_none_or(|own| own == limit || text(own, *digits) != text(limit, *digits))
        };
        // Beside an estimate of 1.7 a limit of 0.8 says enough.
        let is_long = estimate.is_some_and(|own| own >= 1.0);
        let told = is_long || all.iter().all(|number| is_told(*number, *digits));
        are_exact(all.iter().copied(), *digits) || (told && limits.clone().all(apart))
    };
    (digits..=digits + MOST_SHARED)
        .find(enough)
        .unwrap_or(digits)
}

/// The digits with which a small number has two that are not zeros, where these are not
/// too many to be read.
pub(super) fn digits_of_small(number: f64, digits: usize) -> Option<usize> {
    let enough = |digits: &usize| number.abs() * 10f64.powi(*digits as i32) >= 10.0;
    (digits..=MOST_OF_SMALL).find(enough)
}

/// A part of a number that is the rounding error of its computation: 5.1 − 3.8 is not
/// quite 1.3.
const NO_PART: f64 = 1e-12;

/// Whether numbers have no more digits than these, so that more would be zeros
/// which nobody measured.
pub fn are_exact(numbers: impl IntoIterator<Item = f64>, digits: usize) -> bool {
    let is_exact = |number: f64| {
        let rest = rounded(number, digits, Rounding::HalfUp) - number;
        rest.abs() <= NO_PART * number.abs()
    };
    numbers.into_iter().all(is_exact)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_a_cell_share_their_digits() {
        for (numbers, digits, shared) in [
            ([3.0, 0.3, 5.0], 0, 1),
            ([3.0, 0.0, 5.0], 0, 0),
            ([2.31, 0.04, 5.0], 1, 2),
            ([0.0, 0.0, 0.0], 2, 2),
            ([0.96, 0.02, 0.5], 0, 2),
            // Of four more digits the others would show noise.
            ([300.0, 0.0002, 500.0], 0, 0),
            ([-0.3, 0.0, 2.0], 0, 1),
            // All too small for the digits of the variable.
            ([0.000_046, 0.000_023, 0.000_069], 0, 6),
            ([0.0021, 0.0, 0.0049], 0, 4),
            ([0.004, 0.002, 0.011], 0, 2),
            ([4.6e-8, 2.3e-8, 6.9e-8], 0, 0),
        ] {
            assert_eq!(shared_digits(numbers, digits), shared, "{numbers:?}");
        }
    }

    #[test]
    fn times_below_one_have_two_digits_that_say_something() {
        for ([estimate, lower, upper], digits, expected) in [
            ([0.0211, 0.0178, 0.0274], 1, 3),
            ([0.28, 0.21, 0.417], 1, 2),
            // Measured with one digit.
            ([0.3, 0.2, 0.4], 1, 1),
            ([0.9, 0.51, 2.3], 1, 2),
            ([12.34, 9.87, 15.6], 1, 1),
            // Both limits print as the estimate with the usual digits.
            ([1.021, 1.008, 1.038], 1, 2),
            ([1.0214, 1.0189, 1.0238], 1, 3),
            // A limit of a curve is the estimate itself.
            ([4.26, 4.26, 9.1], 1, 1),
            ([1.71, 0.76, 3.59], 1, 1),
            ([310.0, 285.0, 363.0], 0, 0),
            ([0.0, 0.0, 2.5], 1, 1),
        ] {
            let found = digits_of_times(Some(estimate), [Some(lower), Some(upper)], digits);
            assert_eq!(found, expected, "{estimate} ({lower} {upper})");
        }
        assert_eq!(digits_of_times(Some(0.031), [Some(0.02), None], 1), 3);
        assert_eq!(digits_of_times(None, [None, None], 1), 1);
    }

    #[test]
    fn whole_numbers_need_no_digits() {
        assert!(are_exact([3395.0, 3090.0, 3853.0], 0));
        assert!(!are_exact([3395.5, 3090.0, 3853.0], 0));
        assert!(are_exact([0.25, 1.5], 2));
        assert!(are_exact([5.1 - 3.8, 0.1 + 0.2, 0.0], 1));
        assert!(!are_exact([1.3001], 1));
        assert!(!are_exact([1.0 / 3.0], 10));
    }
}
