//! Groups of three digits in numbers that stand together: 9,811 beside 12,236.

use super::styled::{GROUPED, grouped};
use crate::number::styles::NumberStyle;

/// The digits before the decimal mark of a text, without its sign; 0 where it is not a
/// written-out number.
pub fn whole_digits(text: &str, style: NumberStyle) -> usize {
    let separator = style.thousands.separator(style.decimal_mark);
    let whole = text.trim_start_matches(['<', '>', '\u{2212}']);
    let (whole, rest) = match whole.split_once(style.decimal_mark) {
        Some((whole, rest)) => (whole, rest),
        None => (whole, ""),
    };
    let is_whole = |c: char| c.is_ascii_digit() || Some(c) == separator;
    if whole.chars().all(is_whole) && rest.chars().all(|c| c.is_ascii_digit()) {
        whole.chars().filter(char::is_ascii_digit).count()
    } else {
        0
    }
}

/// Whether the style writes a number of so many digits in groups wherever it stands.
pub fn is_grouped(digits: usize) -> bool {
    digits >= GROUPED
}

/// The text of a number of four digits as it stands beside longer ones; `None` for
/// any other.
pub fn beside_grouped(text: &str, style: NumberStyle) -> Option<String> {
    let separator = style.thousands.separator(style.decimal_mark)?;
    if whole_digits(text, style) != GROUPED - 1 || text.contains(separator) {
        return None;
    }
    let (whole, fraction) = match text.find(style.decimal_mark) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    Some(grouped(whole, Some(separator)) + fraction)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::styles::{Thousands, styles};

    #[test]
    fn four_digits_are_grouped_beside_longer_numbers() {
        let with = |thousands, decimal_mark| NumberStyle {
            thousands,
            decimal_mark,
            ..NumberStyle::NONE
        };
        let comma = with(Thousands::Mark, '.');
        for (text, style, printed) in [
            ("9811", comma, Some("9,811")),
            ("9811.0", comma, Some("9,811.0")),
            ("\u{2212}1331.5", comma, Some("\u{2212}1,331.5")),
            ("<1000", comma, Some("<1,000")),
            ("9811,0", with(Thousands::Mark, ','), Some("9.811,0")),
            (
                "9811·0",
                with(Thousands::Space, '·'),
                Some("9\u{202f}811·0"),
            ),
            ("9811", with(Thousands::None, '.'), None),
            ("12,811", comma, None),
            ("9,811", comma, None),
            ("811.1234", comma, None),
            ("1.23×10¹⁹", comma, None),
            ("January 2012", comma, None),
            ("2012-03-04", comma, None),
            ("not reached", comma, None),
            ("", comma, None),
        ] {
            assert_eq!(beside_grouped(text, style).as_deref(), printed, "{text}");
        }
    }

    #[test]
    fn digits_are_counted_in_every_style() {
        for (_, style) in styles() {
            for (value, digits) in [("1234567", 7), ("12345", 5), ("1234", 4), ("0", 1)] {
                let text = super::super::styled::styled(value, style);
                assert_eq!(whole_digits(&text, style), digits, "{text}");
            }
        }
    }
}
