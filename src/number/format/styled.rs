//! The look of a number in a journal.

use super::is_immense;
use super::rounding::{round, scientific};
use crate::number::Value;
use crate::number::conventions::Rounding;
use crate::number::styles::{NumberStyle, RangeMark};

/// A rounded probability in the print of a journal, some of which omit the
/// zero of a number that cannot exceed 1.
pub(super) fn probability_styled(text: &str, style: NumberStyle) -> String {
    match text.split_once("0.") {
        Some((before, rest)) if !style.leading_zero && matches!(before, "" | "<" | ">") => {
            styled(&format!("{before}.{rest}"), style)
        }
        _ => styled(text, style),
    }
}

/// A rounded number in the print of a journal.
pub(super) fn styled(text: &str, style: NumberStyle) -> String {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let mut styled = grouped(whole, style);
    if let Some(fraction) = fraction {
        styled.push(style.decimal_mark);
        styled += fraction;
    }
    styled
}

/// Digits from which on a whole number is divided into groups: 1234, 12,345.
const GROUPED: usize = 5;

/// A whole number with its sign, its digits in groups of three.
fn grouped(whole: &str, style: NumberStyle) -> String {
    let separator = style.thousands.separator(style.decimal_mark);
    let digits = whole.chars().filter(char::is_ascii_digit).count();
    let Some(separator) = separator.filter(|_| digits >= GROUPED) else {
        return whole.to_owned();
    };
    let mut left = digits;
    let mut text = String::new();
    for c in whole.chars() {
        if c.is_ascii_digit() {
            if left < digits && left.is_multiple_of(3) {
                text.push(separator);
            }
            left -= 1;
        }
        text.push(c);
    }
    text
}

/// A number of a scale, with so many digits.
pub fn tick(value: f64, digits: usize, style: NumberStyle) -> String {
    if is_immense(value) {
        return styled(&scientific(value), style);
    }
    styled(&round(value, digits, Rounding::HalfUp), style)
}

/// An end of a range: its value and its text.
pub type End<'a> = (&'a Value, &'a str);

/// The text between two ends; `free` where the style leaves it open.
pub fn range_mark<'a>(low: End<'_>, high: End<'_>, free: &'a str, style: NumberStyle) -> &'a str {
    // A dash beside a minus, a "<", a word or in a date cannot be read.
    let plain = |(value, text): End<'_>| match value {
        Value::Number(_) => !text.starts_with(['\u{2212}', '<', '>']),
        Value::Date(_) | Value::NotReached | Value::NotComputable(_) => false,
    };
    let to = style.words.text("number.to");
    let dash = match style.range {
        RangeMark::Free => free,
        RangeMark::To => to,
        RangeMark::Dash | RangeMark::ToInText => "–",
        RangeMark::Hyphen => "-",
        RangeMark::Comma => return ", ",
    };
    if plain(low) && plain(high) { dash } else { to }
}

/// The text between the letter for a p-value and its text: "=" or, where the
/// text begins with its own sign, nothing, with spaces as the style requires.
pub fn p_sign(value: &Value, text: &str, style: NumberStyle) -> &'static str {
    let bare = text.starts_with(['<', '>']) || value.number().is_none();
    match (bare, style.p_spaced) {
        (true, true) => "\u{a0}",
        (true, false) => "",
        (false, true) => "\u{a0}=\u{a0}",
        (false, false) => "=",
    }
}
