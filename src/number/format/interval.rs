//! The digits of an estimate beside those of its confidence limits.

use super::cell::digits_of_small;
use super::rounding::{is_zero, round, rounded};
use super::{FURTHER, Format};
use crate::number::Value;
use crate::number::conventions::Rounding;

/// What an estimate is measured on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// A ratio of hazards or odds, which is above zero.
    Ratio,
    /// A difference, a correlation or a coefficient.
    Difference,
}

/// How an estimate and the ends of its interval become text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IntervalFormats {
    /// Of the estimate.
    pub estimate: Format,
    /// Of both ends.
    pub ends: Format,
}

/// An estimate this small a part of its interval is the rounding error of a
/// zero.
const NO_PART: f64 = 1e-9;

/// An interval this many times the last digit is wide enough for an estimate
/// that rounds to zero.
const WIDE: f64 = 10.0;

impl IntervalFormats {
    /// All with this many digits.
    pub fn plain(digits: usize, scale: Scale) -> Self {
        let (estimate, ends) = match scale {
            Scale::Ratio => (Format::Ratio(digits), Format::Ratio(digits)),
            Scale::Difference => (Format::Digits(digits), Format::Digits(digits)),
        };
        Self { estimate, ends }
    }

    /// [`Self::new`] of an estimate, its lower and its upper limit, and
    /// [`Self::alone`] where a limit is no number.
    pub fn of_values(values: [&Value; 3], digits: usize, scale: Scale) -> Self {
        match values.map(Value::number) {
            [Some(estimate), Some(lower), Some(upper)] => {
                Self::new(estimate, [lower, upper], digits, scale)
            }
            [Some(estimate), _, _] => Self::alone(estimate, digits, scale),
            _ => Self::plain(digits, scale),
        }
    }

    /// Of a ratio that prints as zero between limits far apart: all three with the few
    /// digits that show it, or with the given ones, so that it is `<0.01` as its lower
    /// limit is, and lies between the limits as they are printed.
    fn of_lost_ratio(values: [f64; 3], digits: usize, scale: Scale) -> Option<Self> {
        /// Digits that the other two then have too.
        const FEW: usize = 2;
        let [lower, estimate, upper] = values;
        let text = |value: f64, digits| round(value, digits, Rounding::HalfUp);
        let is_wide = upper - lower >= WIDE * 10f64.powi(-(digits as i32));
        if scale != Scale::Ratio || !is_wide || !is_zero(&text(estimate, digits)) {
            return None;
        }
        let mut few = digits + 1..=digits + FEW;
        let shown = few.find(|digits| !is_zero(&text(estimate, *digits)));
        Some(Self::plain(shown.unwrap_or(digits), scale))
    }

    /// Of an estimate without limits: with this many digits, or where a difference
    /// would be zero with them, as many as show it.
    fn alone(estimate: f64, digits: usize, scale: Scale) -> Self {
        let is_lost = is_zero(&round(estimate, digits, Rounding::HalfUp));
        let more = match scale {
            Scale::Difference if is_lost => digits_of_small(estimate, digits),
            Scale::Difference | Scale::Ratio => None,
        };
        Self::plain(more.unwrap_or(digits), scale)
    }

    /// With this many digits, or with as many more as it takes to tell the
    /// estimate from zero and from the ends: `1.0002 (0.9999–1.0006)`, not
    /// `1.00 (1.00–1.00)`; and an end from no effect, which the interval excludes:
    /// `−0.031 (−0.061 to −0.001)`, not `−0.03 (−0.06 to 0.00)`. Where [`FURTHER`]
    /// digits do not suffice, a larger unit is needed.
    pub fn new(estimate: f64, [lower, upper]: [f64; 2], digits: usize, scale: Scale) -> Self {
        let plain = Self::plain(digits, scale);
        let width = upper - lower;
        let all_finite = [estimate, lower, upper].iter().all(|x| x.is_finite());
        if !all_finite || width <= 0.0 {
            return plain;
        }
        let text = |value: f64, digits| round(value, digits, Rounding::HalfUp);
        let alike = text(lower, digits) == text(upper, digits);
        if estimate.abs() <= NO_PART * width {
            // Zero is zero with any digits; its ends need not be.
            let shown = |end: f64, digits: usize| end == 0.0 || !is_zero(&text(end, digits));
            let enough = |d: &usize| shown(lower, *d) && shown(upper, *d);
            let further = (digits + 1..=digits + FURTHER).find(enough);
            return match further.filter(|_| alike) {
                Some(digits) => Self::plain(digits, scale),
                None => plain,
            };
        }
        if let Some(formats) = Self::of_lost_ratio([lower, estimate, upper], digits, scale) {
            return formats;
        }
        let step = 10f64.powi(-(digits as i32));
        let lost = is_zero(&text(estimate, digits)) && width < WIDE * step;
        let no_effect = match scale {
            Scale::Ratio => 1.0,
            Scale::Difference => 0.0,
        };
        // A ratio of 1.00 is one of no effect, so that nothing else is printed as it.
        let is_read_as_one = |value: f64, digits: usize| {
            scale == Scale::Ratio
                && value != no_effect
                && text(value, digits) == text(no_effect, digits)
        };
        let ends_told = |digits: usize| {
            let mut ends = [lower, upper].into_iter();
            !ends.any(|end| is_read_as_one(end, digits))
        };
        // The end on the side of no effect, where the interval excludes it.
        let nearest = match (lower > no_effect, upper < no_effect) {
            (true, _) => Some(lower),
            (_, true) => Some(upper),
            _ => None,
        };
        let excludes =
            |digits: usize| nearest.is_none_or(|end| text(end, digits) != text(no_effect, digits));
        let is_readable = !alike && !lost && excludes(digits);
        if is_readable && ends_told(digits) {
            return plain;
        }
        let apart = |end: f64, digits: usize| {
            // A limit at the estimate itself cannot be told from it.
            end == estimate || text(end, digits) != text(estimate, digits)
        };
        // What may as well be zero needs no second digit: `0.0005 (0.0000–0.0049)`.
        let least = match (scale, nearest) {
            (Scale::Difference, None) => 1,
            _ => 2,
        };
        let shown = |digits: usize| {
            let printed = text(estimate, digits);
            let significant = printed.chars().filter(char::is_ascii_digit);
            let significant = significant.skip_while(|digit| *digit == '0').count();
            significant >= least || rounded(estimate, digits, Rounding::HalfUp) == estimate
        };
        let mut further = digits + 1..=digits + FURTHER;
        let told = |d: &usize| apart(lower, *d) && apart(upper, *d) && shown(*d);
        let clear = |d: &usize| told(d) && excludes(*d) && ends_told(*d);
        // One digit more may tell the estimate from 1 too.
        let clear = further.clone().find(clear).map(|digits| {
            let more = is_read_as_one(estimate, digits) && digits < *further.end();
            digits + usize::from(more)
        });
        let enough = match clear {
            None if is_readable => return plain,
            None => further.clone().find(|d| told(d) && excludes(*d)),
            found => found,
        };
        let enough = match enough {
            None if alike || lost => further.find(told),
            found => found,
        };
        match enough {
            Some(digits) => Self::plain(digits, scale),
            None if [lower, estimate, upper]
                .iter()
                .all(|x| is_zero(&text(*x, digits))) =>
            {
                let measured = |digits| Self {
                    estimate: Format::Measured(digits),
                    ends: Format::Measured(digits),
                };
                // All three with the digits of the greatest, not one of them as a power.
                let greatest = lower.abs().max(upper.abs());
                match digits_of_small(greatest, digits) {
                    Some(digits) if scale == Scale::Difference => Self::plain(digits, scale),
                    _ => measured(digits),
                }
            }
            None => plain,
        }
    }
}
