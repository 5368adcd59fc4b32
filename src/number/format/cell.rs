//! The digits of numbers that stand in one cell, such as a median and its quartiles.

use super::rounding::{is_zero, round, rounded};
use crate::number::conventions::Rounding;

/// How many more digits numbers take for one among them that would be zero
/// without: `3.0 (0.3–5.0)`. What needs more stands alone with them.
const MOST_SHARED: usize = 2;

/// The digits of measured numbers of one cell: those of the variable, or as many more as it
/// takes to show that none of them is zero.
pub fn shared_digits(numbers: impl IntoIterator<Item = f64>, digits: usize) -> usize {
    let needed = numbers.into_iter().filter_map(|number| {
        let shows = |digits: &usize| !is_zero(&round(number, *digits, Rounding::HalfUp));
        (digits..=digits + MOST_SHARED).find(shows)
    });
    needed.max().unwrap_or(digits)
}

/// Whether numbers have no more digits than these, so that more would be zeros
/// which nobody measured.
pub fn are_exact(numbers: impl IntoIterator<Item = f64>, digits: usize) -> bool {
    let mut numbers = numbers.into_iter();
    numbers.all(|number| rounded(number, digits, Rounding::HalfUp) == number)
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
        ] {
            assert_eq!(shared_digits(numbers, digits), shared, "{numbers:?}");
        }
    }

    #[test]
    fn whole_numbers_need_no_digits() {
        assert!(are_exact([3395.0, 3090.0, 3853.0], 0));
        assert!(!are_exact([3395.5, 3090.0, 3853.0], 0));
        assert!(are_exact([0.25, 1.5], 2));
        assert!(!are_exact([1.0 / 3.0], 10));
    }
}
