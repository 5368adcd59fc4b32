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
    fn whole_numbers_need_no_digits() {
        assert!(are_exact([3395.0, 3090.0, 3853.0], 0));
        assert!(!are_exact([3395.5, 3090.0, 3853.0], 0));
        assert!(are_exact([0.25, 1.5], 2));
        assert!(are_exact([5.1 - 3.8, 0.1 + 0.2, 0.0], 1));
        assert!(!are_exact([1.3001], 1));
        assert!(!are_exact([1.0 / 3.0], 10));
    }
}
