//! Numbers as laboratories and spreadsheets write them. What could be two
//! numbers is refused, not guessed.

pub(crate) use super::beside::{Side, is_currency, side, without_mark, without_unit};
use super::lengths::Length;
use super::notation::plain;
use crate::number::TimeUnit;
use crate::study::{CellForm, Decimal, Limits, Thousands};

/// Why a cell is not a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum NotANumber {
    /// It is text.
    Text,
    /// It has a mark that may stand between thousands or before decimals.
    Ambiguous {
        mark: char,
        as_thousands: f64,
        as_decimals: f64,
    },
    /// Its decimals stand behind the other mark.
    OtherMark(char),
    /// It is below or above this limit, and nothing states how that is read.
    Limit(Side),
}

/// The number of a cell in the unit of its column, which may stand behind it,
/// and the side of the limit that it is where the cell is none itself. `None`
/// where cells beyond limits are missing.
pub(crate) fn parse(
    cell: &str,
    form: &CellForm,
    unit: Option<&str>,
) -> Result<(Option<f64>, Option<Side>), NotANumber> {
    let is_plain = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+');
    if form.thousands.is_none() && form.decimal() == Decimal::Point && cell.bytes().all(is_plain) {
        return match cell.parse() {
            Ok(number) => Ok((Some(number), None)),
            Err(_) => Err(NotANumber::Text),
        };
    }
    let cell = plain(cell);
    let (side, rest) = side(&cell);
    let bare = unit.and_then(|unit| without_unit(rest, unit));
    let text = bare.unwrap_or(rest);
    let number = bare_number(text, form).or_else(|why| match why {
        NotANumber::Text => length(rest, unit).ok_or(why),
        why => Err(why),
    })?;
    let read = match (side, form.limits) {
        (None, _) => Some(number),
        (Some(side), None) => return Err(NotANumber::Limit(side)),
        (Some(_), Some(Limits::Missing)) => None,
        (Some(Side::Below), Some(Limits::Half)) => Some(number / 2.0),
        (Some(_), Some(Limits::Half | Limits::Value)) => Some(number),
    };
    Ok((read, side))
}

/// The number of a cell of few digits, with or without a minus and decimals: "-12.5".
/// `None` for any other cell, which may be a number all the same.
///
/// Digits and power of ten are exact, and their quotient is rounded once, so that it is
/// bit for bit the number that [`str::parse`] finds.
#[inline]
pub(super) fn short_decimal(cell: &str) -> Option<f64> {
    /// As many digits are exact in a floating-point number.
    const MOST: usize = 15;
    const POWERS: [f64; MOST] = [
        1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14,
    ];
    let bytes = cell.as_bytes();
    let (is_negative, digits) = match bytes {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.len() > MOST + 1 {
        return None;
    }
    let mut whole = 0_u64;
    let mut point = None;
    for (at, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => whole = 10 * whole + u64::from(byte - b'0'),
            b'.' if point.is_none() => point = Some(at),
            _ => return None,
        }
    }
    let (before, after) = match point {
        Some(at) => (at, digits.len() - at - 1),
        None => (digits.len(), 0),
    };
    if before == 0 || (point.is_some() && after == 0) || before + after > MOST {
        return None;
    }
    let number = match after {
        0 => whole as f64,
        _ => whole as f64 / POWERS.get(after)?,
    };
    Some(if is_negative { -number } else { number })
}

/// A length of time in the unit of its column: "2:15" in minutes is 135.
fn length(text: &str, unit: Option<&str>) -> Option<f64> {
    Length::of(text)?.in_unit(unit.and_then(TimeUnit::of)?)
}

/// The number of a cell without a unit.
fn bare_number(text: &str, form: &CellForm) -> Result<f64, NotANumber> {
    let (sign, text) = match text.strip_prefix(['-', '+', '\u{2212}']) {
        Some(rest) if text.starts_with('+') => ("", rest),
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let begins = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    if !begins {
        return Err(NotANumber::Text);
    }
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) if exponent.parse::<i32>().is_ok() => (mantissa, exponent),
        Some(_) => return Err(NotANumber::Text),
        None => (text, "0"),
    };
    let decimal = match form.decimal() {
        Decimal::Point => '.',
        Decimal::Comma => ',',
    };
    let value = |whole: &str, fraction: &str| {
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let canonical = format!("{sign}{whole}.{fraction}e{exponent}");
        let number = canonical.parse::<f64>().ok().filter(|n| n.is_finite());
        number
            .filter(|_| digits(whole) && digits(fraction))
            .ok_or(NotANumber::Text)
    };
    let (whole, fraction) = mantissa.split_once(decimal).unwrap_or((mantissa, ""));
    if let Some(separator) = form.thousands
        && let Some(joined) = ungrouped(whole, |c| separator.is(c))
    {
        return value(&joined, fraction);
    }
    if let Ok(number) = value(whole, fraction) {
        return Ok(number);
    }
    // The other mark, which nothing states.
    let mark = if decimal == '.' { ',' } else { '.' };
    if form.thousands.is_none()
        && let Some((whole, fraction)) = mantissa.split_once(mark)
        && let Ok(as_decimals) = value(whole, fraction)
    {
        return match ungrouped(mantissa, |c| c == mark).map(|joined| value(&joined, "")) {
            Some(Ok(as_thousands)) => Err(NotANumber::Ambiguous {
                mark,
                as_thousands,
                as_decimals,
            }),
            // A point can only be that of decimals here.
            _ if mark == '.' => Ok(as_decimals),
            _ => Err(NotANumber::OtherMark(mark)),
        };
    }
    Err(NotANumber::Text)
}

/// The digits of "1,250,000" where every group but the first has three, or of
/// "12,34,567" as written in India, where only the last has; `None` for a number
/// without groups.
fn ungrouped(whole: &str, is_separator: impl Fn(char) -> bool) -> Option<String> {
    let groups: Vec<&str> = whole.split(is_separator).collect();
    let (first, groups) = groups.split_first()?;
    let is_digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    if !(1..=3).contains(&first.len()) || !is_digits(first) || first.starts_with('0') {
        return None;
    }
    let (last, middle) = groups.split_last()?;
    let of = |length: usize| middle.iter().all(|group| group.len() == length);
    let fits = last.len() == 3 && (of(3) || (of(2) && first.len() < 3));
    let all_digits = groups.iter().all(|group| is_digits(group));
    (fits && all_digits).then(|| format!("{first}{}", groups.concat()))
}

/// The separators that group the digits of a number, as "1,250" or "1 150", and
/// whether nothing else could be meant.
pub(crate) fn grouping(text: &str) -> Option<(Thousands, Sure)> {
    let text = text.trim_start_matches(['-', '+', '\u{2212}']);
    for separator in [
        Thousands::Comma,
        Thousands::Point,
        Thousands::Space,
        Thousands::Apostrophe,
    ] {
        let mark = match separator {
            Thousands::Comma => Some('.'),
            Thousands::Point => Some(','),
            _ => None,
        };
        let with_decimals = mark.and_then(|mark| text.split_once(mark));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if let Some((whole, fraction)) = with_decimals
            && digits(fraction)
            && ungrouped(whole, |c| separator.is(c)).is_some()
        {
            return Some((separator, Sure::Yes));
        }
        let whole = match mark {
            None => text.split_once(['.', ',']).map_or(text, |(whole, _)| whole),
            Some(_) => text,
        };
        if ungrouped(whole, |c| separator.is(c)).is_some() {
            let groups = whole.chars().filter(|c| separator.is(*c)).count();
            let sure = if mark.is_none() || groups > 1 {
                Sure::Yes
            } else {
                Sure::No
            };
            return Some((separator, sure));
        }
    }
    None
}

/// Whether a reading is the only one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sure {
    Yes,
    No,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn form(decimal: Option<Decimal>, thousands: Option<Thousands>) -> CellForm {
        CellForm {
            decimal,
            thousands,
            ..CellForm::default()
        }
    }

    fn value(cell: &str, form: &CellForm) -> Option<f64> {
        parse(cell, form, None).ok().and_then(|(number, _)| number)
    }

    proptest! {
        #[test]
        fn short_decimals_are_those_of_the_library(
            cell in "-?[0-9]{0,12}(\\.[0-9]{0,12})?",
            other in "[-+.0-9e]{0,6}",
        ) {
            for cell in [cell, other] {
                if let Some(number) = short_decimal(&cell) {
                    let same = cell.parse::<f64>().map(f64::to_bits);
                    prop_assert_eq!(Ok(number.to_bits()), same, "{}", cell);
                }
            }
        }
    }

    #[test]
    fn which_cells_are_short_decimals() {
        for cell in [
            "0",
            "-0",
            "12.5",
            "-0.001",
            "123456789012345",
            "0.12345678901234",
        ] {
            assert!(short_decimal(cell).is_some(), "{cell}");
        }
        for cell in [
            "",
            "-",
            ".",
            "5.",
            ".5",
            "+5",
            "1e5",
            "1.2.3",
            "--1",
            "1234567890123456",
        ] {
            assert_eq!(short_decimal(cell), None, "{cell}");
        }
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        let plain = CellForm::default();
        for (cell, expected) in [
            ("12.5", Some(12.5)),
            ("-3", Some(-3.0)),
            ("\u{2212}3.5", Some(-3.5)),
            (".5", Some(0.5)),
            ("5.", Some(5.0)),
            ("1.2E+05", Some(120_000.0)),
            ("2.0e-05", Some(2e-5)),
            ("1.250", Some(1.25)),
            ("12,5", None),
            ("1,250", None),
            ("inf", None),
            ("NaN", None),
            ("1e999", None),
            ("1e", None),
            ("", None),
            ("5 mg", None),
            ("1.2.3", None),
            ("--1", None),
            ("\u{2013}5", Some(-5.0)),
            ("- 5", Some(-5.0)),
            ("=\"12.5\"", Some(12.5)),
            ("\u{ff11}\u{ff12}", Some(12.0)),
            ("3-5", None),
            ("5 - 7", None),
            ("~5", None),
            ("5+", None),
            ("(5)", None),
            ("1/2", None),
        ] {
            assert_eq!(value(cell, &plain), expected, "{cell}");
        }
        let comma = form(Some(Decimal::Comma), None);
        for (cell, expected) in [
            ("12,5", Some(12.5)),
            ("0,125", Some(0.125)),
            ("12.5", Some(12.5)),
            ("1.250", None),
            ("1.250,5", None),
            ("12,5E3", Some(12_500.0)),
        ] {
            assert_eq!(value(cell, &comma), expected, "{cell}");
        }
    }

    #[test]
    fn thousands_are_groups_of_three() {
        for (cell, separator, expected) in [
            ("189,068", Thousands::Comma, Some(189_068.0)),
            ("1,234,567.5", Thousands::Comma, Some(1_234_567.5)),
            ("98", Thousands::Comma, Some(98.0)),
            ("12,5", Thousands::Comma, None),
            ("1,2345", Thousands::Comma, None),
            ("0,125", Thousands::Comma, None),
            ("1,00,000", Thousands::Comma, Some(100_000.0)),
            ("12,34,567.5", Thousands::Comma, Some(1_234_567.5)),
            ("123,45,678", Thousands::Comma, None),
            ("1,234,56,789", Thousands::Comma, None),
            ("1.250", Thousands::Point, Some(1250.0)),
            ("1.250,5", Thousands::Point, Some(1250.5)),
            ("350", Thousands::Point, Some(350.0)),
            ("1 150", Thousands::Space, Some(1150.0)),
            ("1\u{202f}150.5", Thousands::Space, Some(1150.5)),
            ("2'600", Thousands::Apostrophe, Some(2600.0)),
            ("2\u{2019}600", Thousands::Apostrophe, Some(2600.0)),
        ] {
            assert_eq!(
                value(cell, &form(None, Some(separator))),
                expected,
                "{cell}"
            );
        }
    }

    #[test]
    fn what_could_be_two_numbers_is_refused() {
        let refused = |cell: &str, form: &CellForm| parse(cell, form, None).unwrap_err();
        let ambiguous = NotANumber::Ambiguous {
            mark: '.',
            as_thousands: 1250.0,
            as_decimals: 1.25,
        };
        assert_eq!(
            refused("1.250", &form(Some(Decimal::Comma), None)),
            ambiguous
        );
        let plain = CellForm::default();
        assert!(matches!(
            refused("1,250", &plain),
            NotANumber::Ambiguous { mark: ',', .. }
        ));
        assert_eq!(refused("12,5", &plain), NotANumber::OtherMark(','));
    }

    #[test]
    fn units_and_limits_are_read_only_as_stated() {
        let plain = CellForm::default();
        assert_eq!(parse("45%", &plain, Some("%")), Ok((Some(45.0), None)));
        assert_eq!(parse("45 %", &plain, Some("%")), Ok((Some(45.0), None)));
        assert_eq!(parse("72KG", &plain, Some("kg")), Ok((Some(72.0), None)));
        assert_eq!(parse("$ 12.5", &plain, Some("$")), Ok((Some(12.5), None)));
        assert_eq!(parse("kg 72", &plain, Some("kg")), Err(NotANumber::Text));
        assert_eq!(
            parse("12 mg/dl", &plain, Some("g/l")),
            Err(NotANumber::Text)
        );
        assert_eq!(
            parse("<0.5", &plain, None),
            Err(NotANumber::Limit(Side::Below))
        );
        for (limits, below, above) in [
            (Limits::Value, Some(0.5), Some(100.0)),
            (Limits::Half, Some(0.25), Some(100.0)),
            (Limits::Missing, None, None),
        ] {
            let stated = CellForm {
                limits: Some(limits),
                ..plain
            };
            assert_eq!(
                parse("< 0.5", &stated, None),
                Ok((below, Some(Side::Below)))
            );
            assert_eq!(parse("≥100", &stated, None), Ok((above, Some(Side::Above))));
            assert_eq!(parse("7", &stated, None), Ok((Some(7.0), None)));
        }
    }

    #[test]
    fn groups_are_recognised() {
        for (cell, expected) in [
            ("1,250", Some((Thousands::Comma, Sure::No))),
            ("1,250,000", Some((Thousands::Comma, Sure::Yes))),
            ("1,250.5", Some((Thousands::Comma, Sure::Yes))),
            ("1.250", Some((Thousands::Point, Sure::No))),
            ("1.250,5", Some((Thousands::Point, Sure::Yes))),
            ("1 150", Some((Thousands::Space, Sure::Yes))),
            ("2'600.5", Some((Thousands::Apostrophe, Sure::Yes))),
            ("0.125", None),
            ("12.5", None),
            ("1250", None),
        ] {
            assert_eq!(grouping(cell), expected, "{cell}");
        }
    }
}
