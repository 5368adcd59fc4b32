//! What stands beside a number in its cell: the sign that it is beyond a limit, its unit,
//! the flag of a laboratory.

/// On which side of a limit of detection a value lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Below,
    Above,
}

/// A cell without the mark behind its number: "5.2" of "5.2 H", with brackets or without.
/// Capitals do not matter.
pub(crate) fn without_mark<'c>(cell: &'c str, marks: &[String]) -> &'c str {
    let strip = |mark: &String| {
        let (number, own) = cell.split_at_checked(cell.len().checked_sub(mark.len())?)?;
        let number = number.trim_end();
        let is_number = number.ends_with(|c: char| c.is_numeric() || matches!(c, '.' | '%'));
        (own.eq_ignore_ascii_case(mark) && is_number).then_some(number)
    };
    // "**" before "*".
    let mut found: Vec<&str> = marks.iter().filter_map(strip).collect();
    found.sort_by_key(|number| number.len());
    found.first().copied().unwrap_or(cell)
}

/// The sign or the words that a value is below or above a limit, and what follows.
pub(crate) fn side(cell: &str) -> (Option<Side>, &str) {
    let signs = [
        ("&lt;=", Side::Below),
        ("&gt;=", Side::Above),
        ("&lt;", Side::Below),
        ("&gt;", Side::Above),
        ("<=", Side::Below),
        (">=", Side::Above),
        ("<", Side::Below),
        (">", Side::Above),
        ("≤", Side::Below),
        ("≥", Side::Above),
    ];
    let found = signs
        .into_iter()
        .find_map(|(sign, side)| Some((Some(side), cell.strip_prefix(sign)?.trim_start())));
    found
        .or_else(|| side_in_words(cell))
        .unwrap_or((None, cell))
}

/// "below 0.5", "more than 100".
fn side_in_words(cell: &str) -> Option<(Option<Side>, &str)> {
    const WORDS: [(&str, Side); 16] = [
        ("below ", Side::Below),
        ("under ", Side::Below),
        ("less than ", Side::Below),
        ("lower than ", Side::Below),
        ("unter ", Side::Below),
        ("kleiner ", Side::Below),
        ("menor de ", Side::Below),
        ("menos de ", Side::Below),
        ("moins de ", Side::Below),
        ("inferiore a ", Side::Below),
        ("above ", Side::Above),
        ("over ", Side::Above),
        ("more than ", Side::Above),
        ("greater than ", Side::Above),
        ("größer ", Side::Above),
        ("plus de ", Side::Above),
    ];
    if !cell.starts_with(char::is_alphabetic) {
        return None;
    }
    WORDS.into_iter().find_map(|(word, side)| {
        let (own, rest) = cell.split_at_checked(word.len())?;
        let rest = rest.trim_start();
        let is_number = rest.starts_with(|c: char| c.is_ascii_digit());
        (is_number && own.to_lowercase() == word).then_some((Some(side), rest))
    })
}

/// The number before a unit, or behind it where it is a currency; capitals in the
/// unit do not matter.
pub(crate) fn without_unit<'a>(text: &'a str, unit: &str) -> Option<&'a str> {
    if unit.is_empty() {
        return None;
    }
    let behind = || {
        let (number, own) = text.split_at_checked(text.len().checked_sub(unit.len())?)?;
        own.eq_ignore_ascii_case(unit).then(|| number.trim_end())
    };
    let before = || {
        let (own, number) = text.split_at_checked(unit.len())?;
        (is_currency(unit) && own.eq_ignore_ascii_case(unit)).then(|| number.trim_start())
    };
    behind().or_else(before)
}

/// Whether a unit may stand before its number: "$", "EUR".
pub(crate) fn is_currency(unit: &str) -> bool {
    const CODES: [&str; 12] = [
        "EUR", "USD", "GBP", "CHF", "JPY", "CNY", "INR", "SEK", "NOK", "DKK", "CAD", "AUD",
    ];
    matches!(
        unit,
        "$" | "\u{20ac}" | "\u{a3}" | "\u{a5}" | "\u{20b9}" | "US$"
    ) || CODES.contains(&unit.to_ascii_uppercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_in_words_and_marks_left_out() {
        for (cell, expected) in [
            ("below 0.5", (Some(Side::Below), "0.5")),
            ("Less than 0.5", (Some(Side::Below), "0.5")),
            ("&lt;0.5", (Some(Side::Below), "0.5")),
            ("over 100", (Some(Side::Above), "100")),
            ("over the counter", (None, "over the counter")),
        ] {
            assert_eq!(side(cell), expected, "{cell}");
        }
        let marks = ["H", "*", "**", "(L)", "\u{2191}"].map(str::to_owned);
        for (cell, bare) in [
            ("5.2 H", "5.2"),
            ("5.2h", "5.2"),
            ("12**", "12"),
            ("0.5 (L)", "0.5"),
            ("12.5\u{2191}", "12.5"),
            ("<0.5*", "<0.5"),
            ("H", "H"),
            ("5.2 L", "5.2 L"),
        ] {
            assert_eq!(without_mark(cell, &marks), bare, "{cell}");
        }
    }
}
