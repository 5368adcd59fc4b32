//! P-values.

use super::rounding::{round, rounded};
use crate::number::conventions::Conventions;
use crate::number::styles::PValues;

/// The digits after the point of a p-value, and of the least and greatest that
/// its style distinguishes from 0 and 1.
fn p_digits(p: f64, conventions: &Conventions) -> (usize, usize, usize) {
    match conventions.style.p_values {
        PValues::Fixed => (
            conventions.p_digits,
            conventions.p_digits,
            conventions.p_digits,
        ),
        PValues::Graded => (if p < 0.01 { 3 } else { 2 }, 3, 2),
        PValues::GradedToFifth => (if p < 0.2 { 3 } else { 2 }, 3, 2),
        PValues::Significant => match p {
            _ if p < 0.01 => (4, 4, 2),
            _ if p < 0.1 => (3, 4, 2),
            _ => (2, 4, 2),
        },
    }
}

pub(super) fn p_text(p: f64, conventions: &Conventions) -> (String, Option<usize>) {
    let rule = conventions.rounding;
    let (digits, low, high) = p_digits(p, conventions);
    let [least, step] = [low, high].map(|digits| 10f64.powi(-(digits as i32)));
    if p < least {
        return (format!("<{}", round(least, low, rule)), None);
    }
    let text = round(p, digits, rule);
    // Where its zero is left out because a p-value is below 1, it is below 1.
    let below_one = p < 1.0 || !conventions.style.leading_zero;
    if below_one && text.starts_with('1') {
        return (format!(">{}", round(1.0 - step, high, rule)), None);
    }
    // A p below alpha must not print as alpha: show digits until it does not.
    let below = p < conventions.alpha;
    let digits = (digits..=15)
        .find(|&digits| (rounded(p, digits, rule) < conventions.alpha) == below)
        .unwrap_or(digits);
    (round(p, digits, rule), Some(digits))
}
