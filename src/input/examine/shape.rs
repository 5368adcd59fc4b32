//! What a cell looks like, before anything is known of its column.

/// Its runs of letters and digits as one `a` and `9` each.
pub(super) fn shape(text: &str) -> String {
    let mut shape = String::new();
    for c in text.chars() {
        let kind = match c {
            _ if c.is_alphabetic() => 'a',
            _ if c.is_numeric() => '9',
            other => other,
        };
        if !(matches!(kind, 'a' | '9') && shape.ends_with(kind)) {
            shape.push(kind);
        }
    }
    shape
}

/// Whether a cell has digits, and nothing but what numbers and dates in digits
/// are written with.
pub(super) fn is_date_or_number(text: &str) -> bool {
    let is_part = |c: char| {
        c.is_ascii_digit()
            || matches!(
                c,
                '.' | ',' | '-' | '+' | '/' | ':' | ' ' | '%' | '<' | '>' | '\'' | 'e' | 'E' | 'T'
            )
    };
    text.bytes().any(|byte| byte.is_ascii_digit()) && text.chars().all(is_part)
}

/// Units without a sign that shows them as such.
const UNITS: &[&str] = &[
    "mm", "cm", "m", "km", "kg", "g", "mg", "µg", "ug", "ng", "ml", "l", "dl", "s", "sec", "min",
    "mins", "minutes", "h", "hr", "hrs", "hour", "hours", "d", "day", "days", "wk", "week",
    "weeks", "mo", "month", "months", "mths", "y", "yr", "yrs", "year", "years", "jahre", "monate",
    "tage", "ans", "mois", "jours", "años", "meses", "días", "anni", "mesi", "giorni", "jaar",
    "maanden", "dagen", "bpm", "mmhg", "kpa", "mmol", "µmol", "umol", "pg", "fl", "iu", "u", "gy",
    "mv", "ms", "hz", "kcal", "celsius", "percent", "n", "count", "points", "score", "cells", "lb",
    "lbs", "in", "inch", "inches", "ft", "oz", "kgs", "cc", "meq",
];

/// Whether a cell is a unit: "mg/L", "years", "(mmHg)", "%", "°C", "10^9/L".
pub(crate) fn is_unit(text: &str) -> bool {
    const LONGEST: usize = 20;
    let bare = text.trim_matches(|c| matches!(c, '(' | ')' | '[' | ']' | '.'));
    let sign = |c: char| matches!(c, '/' | '%' | '°' | '^' | 'µ' | 'μ' | '²' | '³' | '·');
    bare.chars().count() <= LONGEST
        && (bare.contains(sign) || UNITS.contains(&bare.to_lowercase().as_str()))
}
