//! The one place where a number becomes text.
//!
//! What a number is decides how small or large it may be before its digits no
//! longer show it: [`Format`]. The digits themselves are those of
//! [`round`](rounding::round), their look that of the journal.

mod cell;
mod groups;
mod interval;
mod p_value;
mod rounding;
mod styled;
#[cfg(test)]
mod tests;

pub use cell::{are_exact, digits_of_times, shared_digits};
pub use groups::{beside_grouped, is_grouped, whole_digits};
pub use interval::{IntervalFormats, Scale};
pub use rounding::{round, rounded, tie, typeset};
pub use styled::{
    End, Ends, MOST_TICK_DIGITS, p_phrase, p_sign, p_text_apart, range_mark, setting, tick,
};

use jiff::civil::Date;

use super::Value;
use super::conventions::Conventions;
use crate::wording::Wording;
use p_value::p_text;
use rounding::{is_zero, scientific};
use styled::{styled, without_zero};

/// What kind of text a number becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A computed statistic with this many digits after the point. Where they
    /// are all zeros it is zero: what is left may be the rounding error of its
    /// computation. Scientific below a millionth, where they are not.
    Digits(usize),
    /// The same of a statistic that cannot exceed 1, such as a correlation, whose zero
    /// before the decimal mark some styles leave out.
    Bounded(usize),
    /// What was measured, with up to [`FURTHER`] digits more where they would
    /// all be zeros, and scientific below these and below a millionth.
    Measured(usize),
    /// A positive ratio that may be as small as it likes: `<0.01` where its
    /// digits would all be zeros.
    Ratio(usize),
    /// A percentage of rows (0..100), by the digits of convention and journal:
    /// `<1` and `>99` where all rows or none would be misread.
    Percent,
    /// A probability value, `<0.001` when smaller than its digits can show.
    PValue,
    /// All digits of the shortest decimal, for settings such as 30.4375.
    Exact,
    /// The same of a level of significance, which has a p-value's zero.
    Level,
    /// Month and year.
    Month,
}

/// How many digits are added at most to show that a number is not zero, or that
/// the ends of an interval differ.
pub const FURTHER: usize = 4;

/// Shares of rows closer than this to none or all are there by the rounding
/// error of their computation.
const NO_SHARE: f64 = 1e-9;

impl Format {
    /// As `results.json` calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Digits(_) | Self::Bounded(_) | Self::Measured(_) | Self::Ratio(_) => "number",
            Self::Percent => "percentage",
            Self::PValue => "p-value",
            Self::Exact | Self::Level => "setting",
            Self::Month => "month",
        }
    }
}

/// A value as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// The text; that of a percentage does not include the sign.
    pub text: String,
    /// Digits behind the decimal mark; `None` where the text is no rounded
    /// number, as `<0.001`.
    pub decimals: Option<usize>,
}

/// The text of a value from this many rows.
pub fn print(value: &Value, format: Format, rows: usize, conventions: &Conventions) -> Printed {
    let words = |text: &str| Printed {
        text: text.to_owned(),
        decimals: None,
    };
    let language = conventions.style.words;
    match value {
        Value::Number(number) => print_number(*number, format, rows, conventions),
        Value::Date(date) => match format {
            Format::Month => words(&month_text(*date, language)),
            _ => words(&date.to_string()),
        },
        Value::NotReached => words(language.text("number.not_reached")),
        Value::NotComputable(_) => words(language.text("number.not_available")),
    }
}

fn print_number(number: f64, format: Format, rows: usize, conventions: &Conventions) -> Printed {
    let rule = conventions.rounding;
    let (text, decimals) = match format {
        Format::Digits(_) | Format::Measured(_) | Format::Ratio(_) if is_immense(number) => {
            (scientific(number), None)
        }
        Format::Digits(digits) | Format::Bounded(digits) => {
            let text = round(number, digits, rule);
            match is_minute(number) && !is_zero(&text) {
                true => (scientific(number), None),
                false => (text, Some(digits)),
            }
        }
        Format::Measured(_) if is_minute(number) => (scientific(number), None),
        Format::Measured(digits) => match digits_that_show(number, digits, conventions) {
            Some(digits) => (round(number, digits, rule), Some(digits)),
            None => (scientific(number), None),
        },
        Format::Ratio(digits) => {
            let text = round(number, digits, rule);
            if number > 0.0 && is_zero(&text) {
                (format!("<{}", unit(digits)), None)
            } else {
                (text, Some(digits))
            }
        }
        Format::Percent => percentage(number, rows, conventions),
        Format::PValue => p_text(number, conventions),
        Format::Exact | Format::Level => (number.to_string(), None),
        Format::Month => (round(number, 0, rule), Some(0)),
    };
    let style = conventions.style;
    let text = match format {
        Format::PValue | Format::Level if !style.leading_zero => without_zero(&text, style),
        Format::Bounded(_) if !style.bounded_zero => without_zero(&text, style),
        _ => styled(&text, style),
    };
    Printed { text, decimals }
}

/// How far the text of a number that needs more digits may be from it: 0.00005 is not
/// 0.0001.
const TOO_FAR: f64 = 0.25;

/// As many digits, or as many more as it takes to show about how far a number is
/// from zero; `None` where [`FURTHER`] do not suffice.
fn digits_that_show(number: f64, digits: usize, conventions: &Conventions) -> Option<usize> {
    let shows = |digits: usize| !is_zero(&round(number, digits, conventions.rounding));
    if number == 0.0 || shows(digits) {
        return Some(digits);
    }
    let near = |digits: &usize| {
        let printed = rounded(number, *digits, conventions.rounding);
        shows(*digits) && (printed - number).abs() <= TOO_FAR * number.abs()
    };
    (digits + 1..=digits + FURTHER).find(near)
}

/// The digits of a percentage of so many rows.
pub fn percent_digits(rows: usize, conventions: &Conventions) -> usize {
    if rows < conventions.style.percent_digits_from as usize {
        0
    } else {
        conventions.percent_digits
    }
}

fn percentage(number: f64, rows: usize, conventions: &Conventions) -> (String, Option<usize>) {
    let rule = conventions.rounding;
    let digits = percent_digits(rows, conventions);
    let text = round(number, digits, rule);
    if number > NO_SHARE && is_zero(&text) {
        return (format!("<{}", unit(digits)), None);
    }
    if number < 100.0 - NO_SHARE && text.starts_with("100") {
        let below = 100.0 - 10f64.powi(-(digits as i32));
        return (format!(">{}", round(below, digits, rule)), None);
    }
    (text, Some(digits))
}

/// One in the last of so many digits.
fn unit(digits: usize) -> String {
    match digits.checked_sub(1) {
        Some(zeros) => format!("0.{}1", "0".repeat(zeros)),
        None => "1".to_owned(),
    }
}

/// Whether the digits before the decimal mark of a number are more than a
/// double holds and than a reader counts: 10¹⁵ and beyond.
pub(super) fn is_immense(number: f64) -> bool {
    number.is_finite() && number.abs() >= 1e15
}

/// Whether a number has so many zeros behind the decimal mark that a reader
/// counts them: below a millionth. However many digits a variable has, such
/// numbers have three significant ones and a power of ten, so that 5.99×10⁻¹² and
/// 7.57×10⁻¹² do not both print as their first digit.
pub(super) fn is_minute(number: f64) -> bool {
    number != 0.0 && number.abs() < 1e-6
}

/// "2 November 2026".
pub fn day(date: Date, words: Wording) -> String {
    dated(date, words, "number.day")
}

/// "November 2026".
fn month_text(date: Date, words: Wording) -> String {
    dated(date, words, "number.month")
}

fn dated(date: Date, words: Wording, key: &str) -> String {
    let slots = [
        ("day", date.day().to_string()),
        (
            "month",
            words.text(&format!("month.{}", date.month())).to_owned(),
        ),
        ("year", date.year().to_string()),
    ];
    words.fill(
        key,
        &slots.each_ref().map(|(name, text)| (*name, text.as_str())),
    )
}
