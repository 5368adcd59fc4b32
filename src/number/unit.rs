//! Units behind numbers, and those of differences.

use std::borrow::Cow;

use crate::wording::Wording;

/// The unit of a percentage.
pub const PERCENT: &str = "%";

/// The unit of a difference of values in this unit: two percentages differ by
/// percentage points.
pub fn of_difference(unit: &str, words: Wording) -> &str {
    match unit {
        PERCENT => words.text("unit.percentage_points"),
        other => other,
    }
}

/// Whether it is the unit of a percentage or of a difference of two, behind which
/// authors write "%" as well.
pub fn is_of_percentage(unit: &str) -> bool {
    unit == PERCENT || Wording::all().any(|words| unit == of_difference(PERCENT, words))
}

/// A unit as it stands behind this text of a number: "week" behind "1", "weeks"
/// behind "2" and "1.0".
pub fn beside<'a>(text: &str, unit: &'a str, words: Wording) -> Cow<'a, str> {
    match is_one(text) {
        true => Cow::Owned(words.one_of(unit)),
        false => Cow::Borrowed(unit),
    }
}

/// Whether this text of a number is of one, whatever its sign; "1.0" is read in the plural.
pub(super) fn is_one(text: &str) -> bool {
    text.trim_start_matches(['\u{2212}', '-']) == "1"
}

/// The percent sign with the space that a language sets before it: "20%", "20 %".
pub fn percent_sign(words: Wording) -> &'static str {
    words.text("number.percent_sign")
}

/// What follows this text of a number: "%", "\u{a0}weeks".
pub fn behind(text: &str, unit: &str, words: Wording) -> String {
    match unit {
        PERCENT => percent_sign(words).to_owned(),
        _ => format!("\u{a0}{}", beside(text, unit, words)),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn one_of_a_unit_is_in_the_singular() {
        for (language, text, unit, printed) in [
            ("en", "1", "weeks", "\u{a0}week"),
            ("en", "\u{2212}1", "weeks", "\u{a0}week"),
            ("en", "1.0", "weeks", "\u{a0}weeks"),
            ("en", "0", "weeks", "\u{a0}weeks"),
            ("en", "11", "cigarettes", "\u{a0}cigarettes"),
            ("en", "1", "cigarettes", "\u{a0}cigarette"),
            ("en", "1", "mmHg", "\u{a0}mmHg"),
            ("en", "1", "%", "%"),
            ("en", "1", "percentage points", "\u{a0}percentage point"),
            ("de", "20", "%", "\u{202f}%"),
            ("de", "1", "Wochen", "\u{a0}Woche"),
            ("de", "2", "Wochen", "\u{a0}Wochen"),
            ("de", "\u{2212}1", "Prozentpunkte", "\u{a0}Prozentpunkt"),
        ] {
            let words = Wording::of(language).unwrap();
            assert_eq!(behind(text, unit, words), printed, "{text} {unit}");
        }
    }

    #[test]
    fn percentages_differ_by_percentage_points() {
        for words in Wording::all() {
            let points = of_difference(PERCENT, words);
            assert_ne!(points, PERCENT);
            assert!(is_of_percentage(points) && is_of_percentage(PERCENT));
            assert_eq!(of_difference("kg", words), "kg");
            assert!(!is_of_percentage("kg"));
        }
    }
}
