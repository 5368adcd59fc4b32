//! The look of a number in a journal.

use std::borrow::Cow;

use super::is_immense;
use super::rounding::{round, scientific};
use crate::number::Value;
use crate::number::conventions::Rounding;
use crate::number::styles::{NumberStyle, RangeMark};

/// A rounded number that cannot exceed 1 in the print of a journal that omits its zero
/// before the decimal mark.
pub(super) fn without_zero(text: &str, style: NumberStyle) -> String {
    match text.split_once("0.") {
        Some((before, rest)) if matches!(before, "" | "<" | ">" | "\u{2212}") => {
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
    let separator = style.thousands.separator(style.decimal_mark);
    let long = whole.chars().filter(char::is_ascii_digit).count() >= GROUPED;
    let mut styled = grouped(whole, separator.filter(|_| long));
    if let Some(fraction) = fraction {
        styled.push(style.decimal_mark);
        styled += fraction;
    }
    styled
}

/// Digits from which on a whole number is divided into groups: 1234, 12,345.
pub(super) const GROUPED: usize = 5;

/// A whole number with its sign, its digits in groups of three.
pub(super) fn grouped(whole: &str, separator: Option<char>) -> String {
    let digits = whole.chars().filter(char::is_ascii_digit).count();
    let Some(separator) = separator else {
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

/// Digits behind the decimal mark that a scale writes out.
pub const MOST_TICK_DIGITS: usize = 6;

/// A number of a scale, with so many digits; as a power of ten where these are more
/// than are read.
pub fn tick(value: f64, digits: usize, style: NumberStyle) -> String {
    let digits = if value == 0.0 && digits > MOST_TICK_DIGITS {
        0
    } else {
        digits
    };
    if is_immense(value) || digits > MOST_TICK_DIGITS {
        let text = scientific(value);
        let (mantissa, power) = text.split_once('×').unwrap_or((&text, ""));
        let mantissa = match mantissa.contains('.') {
            true => mantissa.trim_end_matches('0').trim_end_matches('.'),
            false => mantissa,
        };
        return styled(&format!("{mantissa}×{power}"), style);
    }
    styled(&round(value, digits, Rounding::HalfUp), style)
}

/// A number of the study file, with all its digits.
pub fn setting(value: f64, style: NumberStyle) -> String {
    styled(&value.to_string(), style)
}

/// An end of a range: its value and its text.
pub type End<'a> = (&'a Value, &'a str);

/// What two ends are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// A confidence interval.
    Confidence,
    /// Quartiles, extremes and the like.
    Other,
}

/// The text between two ends: one for a pair of numbers, wherever they stand.
pub fn range_mark(low: End<'_>, high: End<'_>, of: Ends, style: NumberStyle) -> &'static str {
    // A dash beside a minus, a "<", a word or a date cannot be read.
    let plain = |(value, text): End<'_>| match value {
        Value::Number(_) => !text.starts_with(['\u{2212}', '<', '>']),
        Value::Date(_) | Value::NotReached | Value::NotComputable(_) => false,
    };
    let to = style.words.text("number.to");
    let dash = match (style.range, of) {
        (RangeMark::Comma, Ends::Confidence) if style.decimal_mark == ',' => return "; ",
        (RangeMark::Comma, Ends::Confidence) => return ", ",
        (RangeMark::To, _) => to,
        (RangeMark::Dash | RangeMark::ToInText | RangeMark::Comma, _) => "–",
        (RangeMark::Hyphen, _) => "-",
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

/// The text of a p-value as it stands behind its letter: in some styles a space
/// follows its own sign there.
pub fn p_text_apart(text: &str, style: NumberStyle) -> Cow<'_, str> {
    match text.split_at_checked(1) {
        Some((sign @ ("<" | ">"), digits)) if style.p_sign_apart => {
            Cow::Owned(format!("{sign}\u{a0}{digits}"))
        }
        _ => Cow::Borrowed(text),
    }
}

/// A p-value with its letter: "P = 0.012", "P<0.001", "P < .001".
pub fn p_phrase(value: &Value, text: &str, style: NumberStyle) -> String {
    let sign = p_sign(value, text, style);
    format!("{}{sign}{}", style.p_symbol, p_text_apart(text, style))
}
