//! What a file of a statistical package states about its columns: labels, what
//! codes mean, and which of them are missing. It is believed before any guess.

use std::collections::BTreeSet;

use super::Raw;
use super::cells::Present;
use super::guess::{Guess, GuessedKind};
use super::write::plural;
use super::{levels, names, order};
use crate::input::{Described, Measure, Stored};

/// Codes without a label among those of a category.
const MOST_UNLABELLED: usize = 6;
/// Labelled codes that stand in no cell are levels up to so many.
const MOST_UNSEEN: usize = 30;

/// Labels of codes that answer nothing, beside the words for missing.
const NO_ANSWERS: &[&str] = &[
    "refused",
    "don't know",
    "not applicable",
    "no answer",
    "not stated",
    "unbekannt",
    "keine angabe",
    "inconnu",
    "desconocido",
    "sconosciuto",
    "onbekend",
];

/// Empties the cells that the file states as missing. The codes that stand in
/// each column, in order.
pub(super) fn take_missing(raw: &mut Raw) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for (at, described) in raw.described.iter().enumerate() {
        let Some(column) = raw.cells.get_mut(at) else {
            found.push(Vec::new());
            continue;
        };
        let missing: Vec<(usize, String)> = column
            .filled()
            .filter(|own| described.is_missing(own.text))
            .map(|own| (own.row, own.text.to_owned()))
            .collect();
        column.replace(
            missing
                .iter()
                .map(|(row, _)| (*row, String::new()))
                .collect(),
        );
        let mut codes: Vec<String> = missing.into_iter().map(|(_, code)| code).collect();
        codes.sort_unstable();
        found.push(codes);
    }
    found
}

/// What came from the file and was not guessed.
pub(super) fn told(raw: &Raw, missing: &[Vec<String>]) -> Vec<String> {
    const SHOWN: usize = 8;
    let count =
        |is: &dyn Fn(&Described) -> bool| raw.described.iter().filter(|own| is(own)).count();
    let labels = count(&|own| !own.label.is_empty());
    let levels = count(&|own| !own.labels.is_empty());
    let mut told = Vec::new();
    if labels + levels > 0 {
        told.push(format!(
            "the file holds labels of {} and value labels of {}, which are taken as they are",
            plural(labels, "column", "columns"),
            plural(levels, "column", "columns"),
        ));
    }
    let mut stated = Vec::new();
    for ((name, described), codes) in raw.header.iter().zip(&raw.described).zip(missing) {
        let shown = |code: &String| match described.label_of(code) {
            Some(label) if !label.is_empty() => format!("{code} ({label})"),
            _ => code.clone(),
        };
        let codes: Vec<String> = codes.iter().map(shown).collect();
        if !codes.is_empty() {
            stated.push(format!("{name} {}", codes.join(", ")));
        }
    }
    if !stated.is_empty() {
        let more = stated.len().saturating_sub(SHOWN);
        stated.truncate(SHOWN);
        let more = match more {
            0 => String::new(),
            more => format!("; and {more} more"),
        };
        told.push(format!(
            "the file states these codes as missing: {}{more}",
            stated.join("; ")
        ));
    }
    told
}

/// Fills the guess from value labels; whether they make the column a category.
pub(super) fn fill(guess: &mut Guess, described: &Described, cells: &Present<'_>) -> bool {
    let own = |(code, label): &&(String, String)| {
        !described.is_missing(code) && !code.is_empty() && !label.is_empty()
    };
    let mut labels: Vec<(String, String)> = described.labels.iter().filter(own).cloned().collect();
    let seen: BTreeSet<&str> = cells.texts().collect();
    if labels.is_empty() || seen.is_empty() || described.stored == Stored::Date {
        return false;
    }
    let is_labelled = |cell: &str| labels.iter().any(|(code, _)| code == cell);
    let bare: Vec<&str> = seen
        .iter()
        .copied()
        .filter(|cell| !is_labelled(cell))
        .collect();
    let numbers = bare.iter().all(|cell| cell.parse::<f64>().is_ok());
    if bare.len() > MOST_UNLABELLED
        || (numbers && bare.len() > labels.len())
        || (numbers && !bare.is_empty() && described.measure == Some(Measure::Scale))
    {
        let shown = |(code, label): &(String, String)| format!("{code} = {label}");
        let shown: Vec<String> = labels.iter().take(3).map(shown).collect();
        guess.doubts.push(format!(
            "only some of its values have labels in the file ({}); they are read as values",
            shown.join(", ")
        ));
        return false;
    }
    if labels.len() > MOST_UNSEEN {
        labels.retain(|(code, _)| seen.contains(code.as_str()));
    }
    let mut codes: Vec<String> = labels.iter().map(|(code, _)| code.clone()).collect();
    codes.extend(bare.iter().map(|code| (*code).to_owned()));
    let number = |code: &String| code.parse::<f64>().unwrap_or(f64::INFINITY);
    codes.sort_by(|a, b| number(a).total_cmp(&number(b)));
    if !bare.is_empty() {
        guess.doubts.push(format!(
            "{} in the file: {}",
            plural(bare.len(), "code has no label", "codes have no label"),
            bare.join(", ")
        ));
    }
    for (code, label) in labels
        .iter()
        .filter(|(code, _)| seen.contains(code.as_str()))
    {
        let is_no_answer = |word: &str| word.eq_ignore_ascii_case(label);
        if names::MISSING
            .iter()
            .chain(NO_ANSWERS)
            .any(|word| is_no_answer(word))
        {
            guess.doubts.push(format!(
                "{code} means \"{label}\" and is a level: add missing = [\"{code}\"] if it is none"
            ));
        }
    }
    if !described.label.is_empty() {
        guess.label.clone_from(&described.label);
    }
    guess.unit = None;
    guess.reason = "value labels of the file".to_owned();
    guess.kind = kind(&codes, &labels, described.measure);
    guess.labels = distinct(labels);
    if let ([only], true) = (codes.as_slice(), seen.len() == 1) {
        guess.doubts.push(format!(
            "every cell is \"{only}\"; it is left out of the table"
        ));
    }
    true
}

/// Binary if the codes or their labels are no and yes; in order if the file or the
/// words say so.
fn kind(codes: &[String], labels: &[(String, String)], measure: Option<Measure>) -> GuessedKind {
    let label = |code: &String| {
        let found = labels.iter().find(|(known, _)| known == code);
        found.map_or_else(|| code.clone(), |(_, label)| label.clone())
    };
    let words: Vec<String> = codes.iter().map(label).collect();
    let code_of = |word: &String| {
        let at = words.iter().position(|own| own == word);
        at.and_then(|at| codes.get(at)).cloned()
    };
    let by_words = levels::answers(&words);
    let by_words = by_words.and_then(|[no, yes]| Some([code_of(&no)?, code_of(&yes)?]));
    if let Some(answers) = by_words.or_else(|| levels::answers(codes)) {
        return GuessedKind::Binary(answers);
    }
    if measure == Some(Measure::Ordinal) {
        return GuessedKind::Ordinal(codes.to_vec());
    }
    match order::ordered(&words) {
        Some(ordered) if codes.len() > 2 => {
            let codes: Vec<String> = ordered.iter().filter_map(code_of).collect();
            GuessedKind::Ordinal(codes)
        }
        _ => GuessedKind::Nominal(codes.to_vec()),
    }
}

/// The labels, a repeated one with its code.
fn distinct(labels: Vec<(String, String)>) -> Vec<(String, String)> {
    let mut known = BTreeSet::new();
    let own = |(code, label): (String, String)| {
        let label = match known.insert(label.clone()) {
            true => label,
            false => format!("{label} ({code})"),
        };
        (code, label)
    };
    labels.into_iter().map(own).collect()
}

#[cfg(test)]
mod tests {
    use super::super::cells::Column;
    use super::*;

    fn described(labels: &[(&str, &str)], measure: Option<Measure>) -> Described {
        let own = |(code, label): &(&str, &str)| ((*code).to_owned(), (*label).to_owned());
        Described {
            labels: labels.iter().map(own).collect(),
            missing: vec!["99".to_owned()],
            stored: Stored::Number,
            measure,
            ..Described::default()
        }
    }

    fn guessed(described: &Described, cells: &[&str]) -> Option<Guess> {
        let mut guess = Guess::new("x", "X".to_owned(), None);
        let column: Column = cells.iter().copied().collect();
        let cells = column.texts().collect();
        fill(&mut guess, described, &cells).then_some(guess)
    }

    #[test]
    fn labelled_codes_are_levels() {
        let sex = described(&[("1", "male"), ("2", "female"), ("99", "unknown")], None);
        let guess = guessed(&sex, &["2", "1", "1"]).unwrap();
        let levels = ["1".to_owned(), "2".to_owned()];
        assert_eq!(guess.kind, GuessedKind::Nominal(levels.to_vec()));
        assert_eq!(guess.meaning("2"), "female");
        assert_eq!(guess.labels.len(), 2);

        let yes_first = described(&[("1", "Yes"), ("2", "No")], None);
        let guess = guessed(&yes_first, &["1", "2"]).unwrap();
        assert_eq!(
            guess.kind,
            GuessedKind::Binary(["2".to_owned(), "1".to_owned()])
        );

        let stage = described(
            &[("1", "b"), ("2", "a"), ("3", "b")],
            Some(Measure::Ordinal),
        );
        let guess = guessed(&stage, &["1", "2", "4"]).unwrap();
        assert_eq!(guess.levels(), ["1", "2", "3", "4"]);
        assert!(matches!(guess.kind, GuessedKind::Ordinal(_)));
        assert_eq!(guess.meaning("3"), "b (3)");
        assert_eq!(guess.doubts, ["1 code has no label in the file: 4"]);
    }

    #[test]
    fn a_few_labels_among_numbers_make_no_category() {
        let age = described(&[("0", "under one year")], Some(Measure::Scale));
        assert!(guessed(&age, &["0", "34", "71"]).is_none());
        let ages: Vec<String> = (0..40).map(|age| age.to_string()).collect();
        let ages: Vec<&str> = ages.iter().map(String::as_str).collect();
        assert!(guessed(&described(&[("0", "newborn")], None), &ages).is_none());
    }
}
