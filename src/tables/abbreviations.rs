//! Abbreviations that a table prints, spelled out once under it.
//!
//! The program knows what it means by those that it prints itself: HR in a column of
//! hazard ratios. What a study means by its own, such as HR for a heart rate, stands
//! in the description of a variable or nowhere.

use std::collections::BTreeMap;

use super::{Cell, Piece, Table, TableLayout};
use crate::ledger::Ledger;
use crate::study::Study;
use crate::words::{capitalised, uncapitalised};

/// "ASA, American Society of Anesthesiologists; CI, confidence interval." for what
/// the table prints and its notes do not spell out already.
pub(super) fn note(
    table: &Table,
    layout: &TableLayout,
    study: &Study,
    ledger: &Ledger,
) -> Option<Cell> {
    let texts = Texts::of(table, layout, study);
    let notes = texts.all.join(" ").to_lowercase();
    let mut found: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut add = |word, meaning: String| {
        let meanings: &mut Vec<String> = found.entry(word).or_default();
        if !notes.contains(&meaning.to_lowercase()) && !meanings.contains(&meaning) {
            meanings.push(meaning);
        }
    };
    for word in texts.all.iter().flat_map(|text| words(text)) {
        if is_abbreviation(word)
            && let Some(meaning) = of_study(word, study)
        {
            add(word, in_list(&meaning, study));
        }
    }
    for word in texts.own.iter().flat_map(|text| words(text)) {
        let key = format!("abbreviation.{word}");
        if let Some(phrase) = ledger.style.words.find(&key) {
            add(word, phrase.sentence(None).text().to_owned());
        }
    }
    let listed = found.iter().flat_map(|(word, meanings)| {
        let listed = meanings.iter();
        listed.map(move |meaning| format!("{word}, {meaning}"))
    });
    let listed = listed.collect::<Vec<_>>().join("; ");
    (!listed.is_empty()).then(|| vec![Piece::Text(format!("{listed}."))])
}

/// The words of a table, from its title on.
struct Texts<'a> {
    all: Vec<&'a str>,
    /// What the program printed of them, without the words of the study.
    own: Vec<String>,
}

impl<'a> Texts<'a> {
    fn of(table: &'a Table, layout: &TableLayout, study: &Study) -> Self {
        let labels = labels(layout, study);
        let text = |piece: &'a Piece| match piece {
            Piece::Text(text) => Some(text.as_str()),
            _ => None,
        };
        let cells = table.rows.iter().flat_map(|row| &row.cells);
        let cells = table.columns.iter().chain(cells);
        let pieces: Vec<&str> = cells.flatten().filter_map(text).collect();
        let notes = table.footnotes.iter().chain(&table.notes);
        let notes: Vec<&str> = notes.flatten().filter_map(text).collect();
        let statistics = table.rows.iter().filter_map(|row| row.statistic.as_deref());
        let statistics: Vec<&str> = statistics.collect();

        // A piece of a cell is a label or none; a note has labels among its words.
        let is_own = |piece: &&&str| !labels.iter().any(|label| label == *piece);
        let own = statistics.iter().chain(pieces.iter().filter(is_own));
        let own = own.map(|text| (*text).to_owned());
        let own = own.chain(notes.iter().map(|note| without(note, &labels)));

        let spanners = table.spanners.iter().map(|spanner| spanner.label.as_str());
        let rows = table.rows.iter().map(|row| row.label.as_str());
        let titles = [table.title.as_str()].into_iter().chain(spanners);
        Self {
            own: own.collect(),
            all: titles
                .chain(rows)
                .chain(statistics.iter().copied())
                .chain(pieces.iter().copied())
                .chain(notes.iter().copied())
                .collect(),
        }
    }
}

/// The words that the study brings into its tables, as they stand inside a
/// sentence and at its beginning, the longest first.
fn labels(layout: &TableLayout, study: &Study) -> Vec<String> {
    let variables = study.variables.iter().flat_map(|variable| {
        let levels = variable.levels.iter().map(|level| level.label.as_str());
        let own = [Some(variable.label.as_str()), variable.unit.as_deref()];
        own.into_iter().flatten().chain(levels)
    });
    let endpoints = study.endpoints.iter().map(|own| own.label.as_str());
    let models = study.models.iter().filter_map(|own| own.label.as_deref());
    let rows = [study.cohort.one.as_str(), study.cohort.many.as_str()];
    let all = variables.chain(endpoints).chain(models).chain(rows);
    let all = all.chain(layout.note.as_deref());
    let spelled = |label: &str| [label.to_owned(), capitalised(label), uncapitalised(label)];
    let mut all: Vec<String> = all.flat_map(spelled).collect();
    all.retain(|label| !label.is_empty());
    all.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    all.dedup();
    all
}

/// A text without these labels, where they stand as whole words.
fn without(text: &str, labels: &[String]) -> String {
    let mut text = text.to_owned();
    for label in labels {
        let mut rest = text.as_str();
        let mut kept = String::new();
        while let Some(at) = rest.find(label.as_str()) {
            let (before, found) = rest.split_at(at);
            let after = found.get(label.len()..).unwrap_or_default();
            let joined = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let last = kept.chars().chain(before.chars()).next_back();
            kept.push_str(before);
            kept.push_str(match joined(last) || joined(after.chars().next()) {
                true => label,
                false => " ",
            });
            rest = after;
        }
        kept.push_str(rest);
        text = kept;
    }
    text
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
}

/// Two letters or more, none of them small. The number of a stage or grade is
/// none.
fn is_abbreviation(word: &str) -> bool {
    let roman = word.chars().all(|c| "IVX".contains(c));
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

/// A meaning as it stands in a list: the first word of a description has a capital that
/// is not its own, unless all words of a name have one.
fn in_list(meaning: &str, study: &Study) -> String {
    let mut others = meaning.split_whitespace().skip(1);
    let is_small_letter = |word: &str| word.chars().next().is_some_and(char::is_lowercase);
    match others.all(is_small_letter) {
        true => study.words().in_sentence(meaning),
        false => meaning.to_owned(),
    }
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
    fn labels_are_taken_out_of_notes_as_whole_words() {
        let labels = ["HR at rest".to_owned(), "OR".to_owned()];
        for (text, own) in [
            ("Not compared: HR at rest, OR.", "Not compared:  ,  ."),
            ("OR of ORs", "  of ORs"),
            ("FOR 95% CI", "FOR 95% CI"),
            ("OROR", "OROR"),
        ] {
            assert_eq!(without(text, &labels), own);
        }
    }

    #[test]
    fn numbers_and_names_are_no_abbreviations() {
        for word in ["IQR", "ASA", "KI", "MI"] {
            assert!(is_abbreviation(word), "{word}");
        }
        for word in ["III", "P", "Age", "R0", "12", ""] {
            assert!(!is_abbreviation(word), "{word}");
        }
    }
}
