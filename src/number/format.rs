//! The one place where a number becomes text.

use jiff::civil::Date;

use super::conventions::{Conventions, Rounding};
use super::styles::{NumberStyle, PValues, RangeMark};

use super::Value;
use crate::wording::Wording;
use crate::words::SUPERSCRIPTS;

/// What kind of text a number becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// With this many digits after the point.
    Digits(usize),
    /// A percentage (0..100), by the convention's digits.
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

impl Format {
    /// As `results.json` calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Digits(_) => "number",
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

/// The text of a value.
pub fn print(value: &Value, format: Format, conventions: &Conventions) -> Printed {
    let words = |text: &str| Printed {
        text: text.to_owned(),
        decimals: None,
    };
    let language = conventions.style.words;
    match value {
        Value::Number(number) => print_number(*number, format, conventions),
        Value::Date(date) => match format {
            Format::Month => words(&month_text(*date, language)),
            _ => words(&date.to_string()),
        },
        Value::NotReached => words(language.text("number.not_reached")),
        Value::NotComputable(_) => words(language.text("number.not_available")),
    }
}

fn print_number(number: f64, format: Format, conventions: &Conventions) -> Printed {
    let rounded = |digits| {
        let text = round(number, digits, conventions.rounding);
        (text, Some(digits))
    };
    let (text, decimals) = match format {
        Format::Digits(_) if is_immense(number) => (scientific(number), None),
        Format::Digits(digits) => rounded(digits),
        Format::Percent => rounded(conventions.percent_digits),
        Format::PValue => p_text(number, conventions),
        Format::Exact | Format::Level => (number.to_string(), None),
        Format::Month => rounded(0),
    };
    let text = match format {
        Format::PValue | Format::Level => probability_styled(&text, conventions.style),
        _ => styled(&text, conventions.style),
    };
    Printed { text, decimals }
}

/// The value that a rounded text shows.
pub fn rounded(value: f64, decimals: usize, rule: Rounding) -> f64 {
    let text = round(value, decimals, rule).replace('\u{2212}', "-");
    text.parse().unwrap_or(value)
}

/// A rounded probability in the print of a journal, some of which omit the
/// zero of a number that cannot exceed 1.
fn probability_styled(text: &str, style: NumberStyle) -> String {
    match text.split_once("0.") {
        Some((before, rest)) if !style.leading_zero && matches!(before, "" | "<" | ">") => {
            styled(&format!("{before}.{rest}"), style)
        }
        _ => styled(text, style),
    }
}

/// A rounded number in the print of a journal.
fn styled(text: &str, style: NumberStyle) -> String {
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

/// Whether the digits before the decimal mark of a number are more than a
/// double holds and than a reader counts: 10¹⁵ and beyond.
pub(super) fn is_immense(number: f64) -> bool {
    number.is_finite() && number.abs() >= 1e15
}

/// An immense number with three significant digits: 1.50×10³⁰⁰.
fn scientific(number: f64) -> String {
    let text = format!("{:.2e}", number.abs());
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let digit = |c: char| SUPERSCRIPTS.get(c.to_digit(10)? as usize).copied();
    let exponent: String = exponent.chars().filter_map(digit).collect();
    let sign = if number < 0.0 { "\u{2212}" } else { "" };
    format!("{sign}{mantissa}×10{exponent}")
}

/// A number of a scale, with so many digits.
pub fn tick(value: f64, digits: usize, style: NumberStyle) -> String {
    if is_immense(value) {
        return styled(&scientific(value), style);
    }
    styled(&round(value, digits, Rounding::HalfUp), style)
}

/// The text between two ends; `free` where the style leaves it open.
pub fn range_mark<'a>(low: &Value, high: &Value, free: &'a str, style: NumberStyle) -> &'a str {
    let plain = |end: &Value| match end {
        Value::Number(number) => *number >= 0.0,
        Value::Date(_) => true,
        Value::NotReached | Value::NotComputable(_) => false,
    };
    let to = style.words.text("number.to");
    let dash = match style.range {
        RangeMark::Free => free,
        RangeMark::To => to,
        RangeMark::Dash => "–",
        RangeMark::Hyphen => "-",
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
        PValues::Significant => match p {
            _ if p < 0.01 => (4, 4, 2),
            _ if p < 0.1 => (3, 4, 2),
            _ => (2, 4, 2),
        },
    }
}

fn p_text(p: f64, conventions: &Conventions) -> (String, Option<usize>) {
    let rule = conventions.rounding;
    let (digits, low, high) = p_digits(p, conventions);
    let [least, step] = [low, high].map(|digits| 10f64.powi(-(digits as i32)));
    if p < least {
        return (format!("<{}", round(least, low, rule)), None);
    }
    let text = round(p, digits, rule);
    if p < 1.0 && text.starts_with('1') {
        return (format!(">{}", round(1.0 - step, high, rule)), None);
    }
    // A p below alpha must not print as alpha: show digits until it does not.
    let below = p < conventions.alpha;
    let digits = (digits..=15)
        .find(|&digits| (rounded(p, digits, rule) < conventions.alpha) == below)
        .unwrap_or(digits);
    (round(p, digits, rule), Some(digits))
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

/// Rounds on the shortest decimal that reads back as `value`, as a person with
/// a pencil would: 0.145 to two digits is 0.15 although its binary value lies
/// a little below. A minus is U+2212; zero has none.
pub fn round(value: f64, digits: usize, rule: Rounding) -> String {
    if !value.is_finite() {
        return "n/a".to_owned();
    }
    // "1.45e-1": digits without leading zeros, and the power of ten.
    let scientific = format!("{:e}", value.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i64 = exponent.parse().unwrap_or(0);
    let mut decimals: Vec<u8> = mantissa
        .bytes()
        .filter(u8::is_ascii_digit)
        .map(|b| b - b'0')
        .collect();
    // Number of digits before the point, never less than one.
    let mut whole = exponent + 1;
    while whole < 1 {
        decimals.insert(0, 0);
        whole += 1;
    }
    let kept = whole as usize + digits;
    if decimals.len() > kept {
        let rest = decimals.split_off(kept);
        let half = rest.first().copied().unwrap_or(0);
        let tie = half == 5 && rest.iter().skip(1).all(|&digit| digit == 0);
        let odd = decimals.last().is_some_and(|digit| digit % 2 == 1);
        let up = match rule {
            Rounding::HalfUp => half >= 5,
            Rounding::HalfEven => half > 5 || (half == 5 && (!tie || odd)),
            Rounding::Truncate => false,
        };
        if up {
            increment(&mut decimals, &mut whole);
        }
    } else {
        decimals.resize(kept, 0);
    }
    let negative = value < 0.0 && decimals.iter().any(|&digit| digit != 0);
    let mut text = String::new();
    if negative {
        text.push('\u{2212}');
    }
    for (index, digit) in decimals.iter().enumerate() {
        if index == whole as usize {
            text.push('.');
        }
        text.push(char::from(b'0' + digit));
    }
    text
}

/// Both neighbours of a value that lies exactly between them, the one nearer to
/// zero first; `None` where one of them is nearer.
pub fn tie(value: f64, digits: usize) -> Option<[String; 2]> {
    let half = round(value, digits + 1, Rounding::Truncate);
    let exact = half.replace('\u{2212}', "-").parse() == Ok(value);
    (exact && half.ends_with('5'))
        .then(|| [Rounding::Truncate, Rounding::HalfUp].map(|rule| round(value, digits, rule)))
}

fn increment(decimals: &mut Vec<u8>, whole: &mut i64) {
    for digit in decimals.iter_mut().rev() {
        if *digit < 9 {
            *digit += 1;
            return;
        }
        *digit = 0;
    }
    decimals.insert(0, 1);
    *whole += 1;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stand_in_groups_of_three() {
        use crate::number::styles::Thousands;
        let comma = NumberStyle::NONE;
        for (text, printed) in [
            ("36691340", "36,691,340"),
            ("\u{2212}12345.6789", "\u{2212}12,345.6789"),
            ("100000", "100,000"),
            ("1234.5", "1234.5"),
            ("0.12345", "0.12345"),
            ("1.50×10³⁰⁰", "1.50×10³⁰⁰"),
        ] {
            assert_eq!(styled(text, comma), printed);
        }
        let with = |thousands, decimal_mark| NumberStyle {
            thousands,
            decimal_mark,
            ..comma
        };
        assert_eq!(styled("12345.6", with(Thousands::Mark, ',')), "12.345,6");
        assert_eq!(
            styled("12345.6", with(Thousands::Space, '·')),
            "12\u{202f}345·6"
        );
        assert_eq!(styled("12345.6", with(Thousands::None, '.')), "12345.6");
    }

    #[test]
    fn rounding_is_that_of_the_pencil() {
        for (value, digits, text) in [
            (0.145, 2, "0.15"),
            (2.675, 2, "2.68"),
            (1.005, 2, "1.01"),
            (0.5, 0, "1"),
            (-0.5, 0, "\u{2212}1"),
            (-0.4, 0, "0"),
            (99.95, 1, "100.0"),
            (62.5, 0, "63"),
            (80.0, 0, "80"),
            (1e-7, 3, "0.000"),
            (123_456_789.0, 1, "123456789.0"),
            (0.0, 2, "0.00"),
            (1e21, 0, "1000000000000000000000"),
        ] {
            assert_eq!(round(value, digits, Rounding::HalfUp), text, "{value}");
        }
        assert_eq!(round(0.125, 2, Rounding::HalfEven), "0.12");
        assert_eq!(round(0.135, 2, Rounding::HalfEven), "0.14");
        assert_eq!(round(0.1251, 2, Rounding::HalfEven), "0.13");
        assert_eq!(round(0.129, 2, Rounding::Truncate), "0.12");
        let neighbours = |value, digits| tie(value, digits).map(|texts| texts.join(" "));
        assert_eq!(neighbours(62.5, 0).as_deref(), Some("62 63"));
        assert_eq!(
            neighbours(-0.145, 2).as_deref(),
            Some("\u{2212}0.14 \u{2212}0.15")
        );
        assert_eq!(neighbours(62.51, 0), None);
        assert_eq!(neighbours(62.0, 0), None);
    }

    #[test]
    fn immense_numbers_are_scientific() {
        for (value, text) in [
            (999_999_999_999_999.0, "999,999,999,999,999.0"),
            (1e15, "1.00×10¹⁵"),
            (1e300, "1.00×10³⁰⁰"),
            (-1.2345e21, "\u{2212}1.23×10²¹"),
        ] {
            assert_eq!(in_style("none", value, Format::Digits(1)), text);
        }
        assert_eq!(in_style("lancet", 1.5e20, Format::Digits(1)), "1·50×10²⁰");
        assert_eq!(
            tick(-1e308, 0, NumberStyle::default()),
            "\u{2212}1.00×10³⁰⁸"
        );
    }

    fn in_style(journal: &str, value: f64, format: Format) -> String {
        let study = format!(
            "[document]\ntitle = \"t\"\ndate = \"2024-01-31\"\n[variables.a]\nkind = \"count\"\n\
             [style]\njournal = \"{journal}\"\n"
        );
        let study = crate::study::Study::parse("s", "study.toml", &study).unwrap();
        print(&Value::Number(value), format, &study.conventions).text
    }

    #[test]
    fn p_values_are_printed_as_the_journal_asks() {
        for (journal, texts) in [
            (
                "none",
                [
                    "0.450", "0.046", "0.010", "0.006", "<0.001", ">0.999", "0.05",
                ],
            ),
            (
                "nejm",
                ["0.45", "0.046", "0.010", "0.006", "<0.001", ">0.99", "0.05"],
            ),
            (
                "jama",
                [".45", ".046", ".010", ".006", "<.001", ">.99", ".05"],
            ),
            (
                "lancet",
                [
                    "0·45", "0·046", "0·0098", "0·0056", "0·0004", ">0·99", "0·05",
                ],
            ),
            (
                "bmj",
                ["0.45", "0.046", "0.010", "0.006", "<0.001", ">0.99", "0.05"],
            ),
            (
                "bmc",
                [
                    "0.450", "0.046", "0.010", "0.006", "<0.001", ">0.999", "0.05",
                ],
            ),
        ] {
            let values = [0.45, 0.0462, 0.0098, 0.0056, 0.0004, 0.99997];
            let printed: Vec<String> = values
                .into_iter()
                .map(|p| in_style(journal, p, Format::PValue))
                .chain([in_style(journal, 0.05, Format::Level)])
                .collect();
            assert_eq!(printed, texts, "{journal}");
        }
        assert_eq!(in_style("lancet", 0.00004, Format::PValue), "<0·0001");
        // No more than p-values lose their zero, and years keep their digits.
        assert_eq!(in_style("jama", 0.31, Format::Digits(2)), "0.31");
        assert_eq!(in_style("lancet", -0.31, Format::Digits(2)), "\u{2212}0·31");
        assert_eq!(in_style("lancet", 62.5, Format::Percent), "62·5");
    }

    #[test]
    fn ends_are_joined_as_the_journal_asks() {
        let joined = |range, low: f64, high: Value| {
            let style = NumberStyle {
                range,
                ..NumberStyle::default()
            };
            range_mark(&Value::Number(low), &high, "/", style)
        };
        assert_eq!(joined(RangeMark::Free, 1.0, Value::Number(2.0)), "/");
        assert_eq!(joined(RangeMark::Dash, 1.0, Value::Number(2.0)), "–");
        assert_eq!(joined(RangeMark::Hyphen, 1.0, Value::Number(2.0)), "-");
        // A dash before a minus, or before a dash, cannot be read.
        assert_eq!(joined(RangeMark::Dash, -1.0, Value::Number(2.0)), " to ");
        assert_eq!(joined(RangeMark::Dash, 1.0, Value::NotReached), " to ");
    }

    proptest::proptest! {
        /// Away from ties, rounding the decimal equals rounding the number.
        #[test]
        fn agrees_with_the_standard_library(value in -1e6..1e6_f64, digits in 0usize..6) {
            let scale = 10f64.powi(digits as i32);
            let distance = ((value * scale).abs().fract() - 0.5).abs();
            proptest::prop_assume!(distance > 1e-6);
            let ours = round(value, digits, Rounding::HalfUp).replace('\u{2212}', "-");
            let theirs = format!("{value:.digits$}");
            let theirs = if theirs.parse::<f64>() == Ok(0.0) { theirs.replace('-', "") } else { theirs };
            proptest::prop_assert_eq!(ours, theirs);
        }
    }
}
