//! Labels of columns whose headers hold the choice of a questionnaire, and units
//! in brackets.

use super::super::guess::Guess;
use super::super::names;

/// Writes "Comorbidities (choice=COPD)" of REDCap as "Comorbidities: COPD".
pub(super) fn tidy(guess: &mut Guess) {
    let choice = guess
        .name
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once("(choice="));
    if let Some((question, choice)) = choice {
        guess.unit = None;
        let question = question.trim().trim_end_matches(':');
        guess.label = crate::words::capitalised(&format!("{question}: {choice}"));
    }
}

/// A unit without the brackets around it.
pub(super) fn bare_unit(unit: &str) -> String {
    let inside = |open: char, close: char| unit.strip_prefix(open)?.strip_suffix(close);
    let bare = inside('(', ')')
        .or_else(|| inside('[', ']'))
        .unwrap_or(unit);
    let none = names::MISSING.contains(&bare);
    if none {
        String::new()
    } else {
        bare.trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_stands_without_its_brackets() {
        assert_eq!(bare_unit("[mg/L]"), "mg/L");
        assert_eq!(bare_unit("mg/L"), "mg/L");
        assert_eq!(bare_unit("-"), "");
    }
}
