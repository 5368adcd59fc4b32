//! Digits: rounding, ties, powers of ten.

use crate::number::conventions::Rounding;
use crate::words::SUPERSCRIPTS;

/// The value that a rounded text shows.
pub fn rounded(value: f64, decimals: usize, rule: Rounding) -> f64 {
    let text = round(value, decimals, rule).replace('\u{2212}', "-");
    text.parse().unwrap_or(value)
}

/// Whether a rounded text is nothing but zeros.
pub(super) fn is_zero(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '0' | '.'))
}

/// A number with three significant digits and a power of ten: 1.50×10³⁰⁰.
pub(super) fn scientific(number: f64) -> String {
    typeset(&format!("{number:.2e}"))
}

/// A number as programs write it, as it is printed: "-3.5e-15" is "−3.5×10⁻¹⁵".
pub fn typeset(text: &str) -> String {
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => ("\u{2212}", rest),
        None => ("", text),
    };
    let Some((mantissa, exponent)) = text.split_once('e') else {
        return format!("{sign}{text}");
    };
    let raised = |c: char| match c {
        '-' => Some('⁻'),
        c => SUPERSCRIPTS.get(c.to_digit(10)? as usize).copied(),
    };
    let exponent: String = exponent.chars().filter_map(raised).collect();
    format!("{sign}{mantissa}×10{exponent}")
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
