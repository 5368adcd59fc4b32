//! Abbreviations that a table prints, spelled out once under it.

use std::collections::BTreeMap;

use super::{Cell, Piece, Table};
use crate::ledger::Ledger;
use crate::study::Study;

/// "ASA, American Society of Anesthesiologists; CI, confidence interval." for what
/// the table prints and its notes do not spell out already.
pub(super) fn note(table: &Table, study: &Study, ledger: &Ledger) -> Option<Cell> {
    let texts = texts(table);
    let notes = texts.join(" ").to_lowercase();
    let mut found: BTreeMap<&str, String> = BTreeMap::new();
    for word in texts.iter().flat_map(|text| words(text)) {
        if !is_abbreviation(word) || found.contains_key(word) {
            continue;
        }
        let meaning = of_study(word, study).or_else(|| {
            let key = format!("abbreviation.{word}");
            let phrase = ledger.style.words.find(&key)?;
            Some(phrase.sentence(None).text().to_owned())
        });
        if let Some(meaning) = meaning.filter(|text| !notes.contains(&text.to_lowercase())) {
            found.insert(word, meaning);
        }
    }
    let listed = found
        .iter()
        .map(|(word, meaning)| format!("{word}, {meaning}"));
    let listed = listed.collect::<Vec<_>>().join("; ");
    (!listed.is_empty()).then(|| vec![Piece::Text(format!("{listed}."))])
}

/// All words of the table; its title stands above it and is read first.
fn texts(table: &Table) -> Vec<&str> {
    let cells = table.columns.iter();
    let cells = cells.chain(table.rows.iter().flat_map(|row| &row.cells));
    let cells = cells.chain(&table.footnotes).chain(&table.notes);
    let pieces = cells.flatten().filter_map(|piece| match piece {
        Piece::Text(text) => Some(text.as_str()),
        Piece::Number(_) | Piece::Dash(_) | Piece::Mark(_) | Piece::Break => None,
    });
    let rows = table.rows.iter();
    let labels = rows.flat_map(|row| [Some(row.label.as_str()), row.statistic.as_deref()]);
    let spanners = table.spanners.iter().map(|spanner| spanner.label.as_str());
    let title = [table.title.as_str()];
    let all = title.into_iter().chain(spanners).chain(labels.flatten());
    all.chain(pieces).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
}

/// Two letters or more, none of them small. A Roman number is none.
fn is_abbreviation(word: &str) -> bool {
    let roman = word.chars().all(|c| "IVXLCDM".contains(c));
    word.chars().count() > 1 && word.chars().all(char::is_uppercase) && !roman
}

/// What the description of a variable says that a word of its label or levels
/// stands for: words of it that begin with the letters of the abbreviation.
fn of_study(word: &str, study: &Study) -> Option<String> {
    let named = study.variables.iter().filter(|variable| {
        let levels = variable.levels.iter().map(|level| level.label.as_str());
        let mut texts = std::iter::once(variable.label.as_str()).chain(levels);
        texts.any(|text| words(text).any(|own| own == word))
    });
    let mut descriptions = named.filter_map(|variable| variable.description.as_deref());
    descriptions.find_map(|description| spelled(word, description))
}

/// The part of a text whose words begin with these letters.
fn spelled(abbreviation: &str, text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    (0..words.len()).find_map(|from| {
        let rest = words.get(from..)?;
        let mut letters = abbreviation.chars().peekable();
        let mut taken = 0;
        for word in rest {
            let Some(letter) = letters.peek() else { break };
            let begins = word
                .chars()
                .next()
                .is_some_and(|first| first.to_lowercase().eq(letter.to_lowercase()));
            if begins {
                letters.next();
            } else if taken == 0 || !is_small(word) {
                return None;
            }
            taken += 1;
        }
        let whole = letters.peek().is_none();
        let spelled = rest.get(..taken)?.join(" ");
        let spelled = spelled.trim_end_matches(|c: char| ",;:.)".contains(c));
        whole.then(|| spelled.to_owned())
    })
}

/// Words that an abbreviation passes over.
fn is_small(word: &str) -> bool {
    matches!(
        word,
        "of" | "the"
            | "for"
            | "and"
            | "in"
            | "on"
            | "to"
            | "de"
            | "des"
            | "du"
            | "le"
            | "la"
            | "les"
            | "et"
            | "der"
            | "die"
            | "das"
            | "und"
            | "von"
            | "zur"
            | "für"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_spell_abbreviations_out() {
        for (word, description, meaning) in [
            (
                "ASA",
                "American Society of Anesthesiologists physical status",
                Some("American Society of Anesthesiologists"),
            ),
            (
                "FNCLCC",
                "Fédération Nationale des Centres de Lutte Contre le Cancer",
                Some("Fédération Nationale des Centres de Lutte Contre le Cancer"),
            ),
            (
                "IVC",
                "Highest segment of the inferior vena cava that the tumor reaches",
                Some("inferior vena cava"),
            ),
            (
                "ICU",
                "Admitted to the intensive care unit, if any",
                Some("intensive care unit"),
            ),
            ("PSA", "In ng/ml before treatment", None),
            ("AS", "of apples", None),
        ] {
            assert_eq!(spelled(word, description).as_deref(), meaning, "{word}");
        }
    }

    #[test]
    fn numbers_and_names_are_no_abbreviations() {
        for word in ["IQR", "ASA", "KI"] {
            assert!(is_abbreviation(word), "{word}");
        }
        for word in ["III", "P", "Age", "R0", "12", ""] {
            assert!(!is_abbreviation(word), "{word}");
        }
    }
}
