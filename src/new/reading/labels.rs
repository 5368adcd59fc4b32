//! Labels of columns whose headers hold markup or the choice of a questionnaire.

use super::super::columns::Guess;
use super::super::names;

/// Takes markup out of a label, and writes "Comorbidities (choice=COPD)" of
/// REDCap as "Comorbidities: COPD".
pub(super) fn tidy(guess: &mut Guess) {
    let plain = without_tags(&guess.name);
    if plain != guess.name {
        (guess.label, guess.unit) = names::label_and_unit(&plain);
    }
    let choice = plain
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once("(choice="));
    if let Some((question, choice)) = choice {
        guess.unit = None;
        let question = question.trim().trim_end_matches(':');
        guess.label = crate::words::capitalised(&format!("{question}: {choice}"));
    }
}

/// The text between the tags of HTML; `<20` and `a < b` are no tags.
fn without_tags(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        let name = after.strip_prefix('/').unwrap_or(after);
        let is_tag = name.starts_with(|c: char| c.is_ascii_alphabetic());
        match after.split_once('>') {
            Some((_, behind)) if is_tag => {
                out.push_str(before);
                // Words of two paragraphs are not one.
                out.push(' ');
                rest = behind;
            }
            _ => {
                out.push_str(before);
                out.push('<');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    if out == text {
        return out;
    }
    let out = out.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">");
    let out = out.replace("&amp;", "&");
    let words: Vec<&str> = out.split_whitespace().collect();
    words.join(" ")
}

/// A unit without the brackets around it.
pub(super) fn bare_unit(unit: &str) -> String {
    let inside = |open: char, close: char| unit.strip_prefix(open)?.strip_suffix(close);
    let bare = inside('(', ')').or_else(|| inside('[', ']')).unwrap_or(unit);
    let none = names::MISSING.contains(&bare);
    if none { String::new() } else { bare.trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_no_part_of_a_label() {
        let markup = "<div class=\"x\"><p>Blood loss <span style=\"color: #e03e2d;\">(ml)</span></p></div>";
        assert_eq!(without_tags(markup), "Blood loss (ml)");
        assert_eq!(without_tags("CRP < 5 & > 2"), "CRP < 5 & > 2");
        assert_eq!(without_tags("Age <65>"), "Age <65>");
        assert_eq!(bare_unit("[mg/L]"), "mg/L");
    }
}
