//! Units behind the numbers of a manuscript.

use super::statement::same_unit;
use crate::number::TimeUnit;

/// Units beside those of time that are told from other words.
const UNITS: [&str; 30] = [
    "mm", "cm", "m", "km", "ml", "dl", "l", "µl", "μl", "ul", "mg", "g", "kg", "µg", "μg", "ug",
    "ng", "mmol", "mol", "µmol", "μmol", "nmol", "mmhg", "kpa", "bpm", "kcal", "kj", "iu", "°c",
    "percent",
];

/// Whether what follows a numeral gives it another unit than its own.
pub(super) fn contradicts(own: Option<&str>, after: &str) -> bool {
    let behind = after.trim_start_matches(|c: char| c.is_whitespace() || c == '-');
    if behind.starts_with('%') {
        return own != Some("%");
    }
    let Some(own) = own else { return false };
    let ends = |c: char| c.is_whitespace() || ",;:()[]|".contains(c);
    let word = behind.split(ends).next().unwrap_or_default();
    let word = word.trim_end_matches(['.', '-']);
    let first = word.split(['/', '-']).next().unwrap_or_default();
    let is_unit = TimeUnit::of(first).is_some() && first.chars().count() > 1
        || UNITS.contains(&first.to_lowercase().as_str());
    is_unit && own != word && !same_unit(own, word) && !same_unit(own, first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_unit_is_told_from_a_word() {
        for (own, after) in [
            (Some("days"), " months (95% CI"),
            (Some("days"), "-month survival"),
            (Some("%"), " days"),
            (Some("mg/dl"), " g/dl, "),
            (Some("mm"), " cm."),
            (Some("months"), "%"),
            (None, "%"),
            (Some("years"), "\u{a0}months"),
        ] {
            assert!(contradicts(own, after), "{own:?} {after}");
        }
        for (own, after) in [
            (Some("days"), " days"),
            (Some("days"), " day"),
            (Some("days"), " (212–310)"),
            (Some("months"), " mo."),
            (Some("mg/dl"), " mg/dl"),
            (Some("ml"), " mL of blood"),
            (Some("%"), "% of all"),
            (Some("mm"), " in men"),
            (None, " months"),
            (None, " patients"),
            (Some("years"), " and a half"),
        ] {
            assert!(!contradicts(own, after), "{own:?} {after}");
        }
    }
}
