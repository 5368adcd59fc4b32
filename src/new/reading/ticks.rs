//! Columns that are ticked or empty: a cross for yes and nothing for no. What stands in
//! no other cell is no, which the study file states.

use super::super::cells::Text;
use super::super::vocabulary::{COUNTS, ORDERED, mentions, plain_words};
use super::super::{Raw, levels, names};
use super::ColumnReading;

/// Answers of which the other may just be missing.
const ANSWERS: &[(&str, &str)] = &[
    ("1", "0"),
    ("1.0", "0.0"),
    ("yes", "no"),
    ("y", "n"),
    ("ja", "nein"),
    ("j", "n"),
    ("oui", "non"),
    ("s\u{ed}", "no"),
    ("si", "no"),
    ("s\u{ec}", "no"),
    ("sim", "n\u{e3}o"),
    ("tak", "nie"),
    ("true", "false"),
    ("t", "f"),
];

/// Reads the empty cells of a column that has nothing else but one mark.
pub(super) fn read(raw: &mut Raw, at: usize, column: &mut ColumnReading) {
    // Where a unit stands beside the numbers they are doses and counts.
    if !column.missing.is_empty() || column.unit.is_some() {
        return;
    }
    let cells = raw.column(at);
    let filled: Vec<Text<'_>> = cells.filled().take(2).collect();
    let [only] = filled.as_slice() else { return };
    let empties = cells.texts().find(|own| own.text.is_empty());
    let Some(Text {
        count: empty, row, ..
    }) = empties
    else {
        return;
    };
    if names::MISSING.contains(&only.text) {
        return;
    }
    let (mark, ticked) = (only.text.to_owned(), only.count);
    let lower = mark.to_lowercase();
    let answer = ANSWERS.iter().find(|(yes, _)| *yes == lower);
    let no = match answer {
        // Few empty cells beside many answers are rather missing.
        Some(_) if mark.starts_with('1') && is_counted(raw, at) => return,
        Some((_, no)) if 5 * empty >= ticked => as_written(no, &mark),
        None if levels::is_tick(&mark) => "no".to_owned(),
        _ => return,
    };
    column.doubts.push(format!(
        "{empty} empty cells are taken for no beside {ticked} of \"{mark}\": remove empty from \
         study.toml if they are missing"
    ));
    if let Some(cells) = raw.cells.get_mut(at) {
        cells.replace(vec![(row, no.clone())]);
    }
    column.empty = 0;
    column.empty_level = Some(no);
}

/// Whether a header announces a count, a scale or the number of something, of which 1 may
/// be the only one.
fn is_counted(raw: &Raw, at: usize) -> bool {
    const NUMBERED: &[&str] = &[
        "n", "no", "nr", "num", "number", "count", "anzahl", "nombre", "numero", "aantal",
        "liczba", "instance", "line", "linie", "ligne", "linea", "children", "kinder", "parity",
        "gravida", "para", "ecog", "asa", "grade", "grad", "score", "stage", "scale", "cycle",
        "visit", "dose",
    ];
    let Some(name) = raw.columns.get(at) else {
        return false;
    };
    let words = plain_words(name);
    let is_numbered = |word: &String| NUMBERED.contains(&word.as_str());
    // "no complications" is an answer.
    let ends = match words.as_slice() {
        [first, ..] if first == "no" => words.len() == 1,
        _ => words.iter().any(is_numbered),
    };
    ends || mentions(name, COUNTS) || mentions(name, ORDERED)
}

/// The word for no in the capitals of that for yes.
fn as_written(no: &str, yes: &str) -> String {
    let letters = || yes.chars().filter(|c| c.is_alphabetic());
    match letters().all(char::is_uppercase) && letters().count() > 0 {
        true if letters().count() == 1 || no.len() > 1 => no.to_uppercase(),
        _ if letters().next().is_some_and(char::is_uppercase) => crate::words::capitalised(no),
        _ => no.to_owned(),
    }
}
