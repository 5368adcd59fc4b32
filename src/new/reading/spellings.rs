//! Levels in several spellings: other capitals, blanks, accents in two characters,
//! quotation marks, a point at the end; `Y`, `yes` and `1` for one answer. They are
//! one level, which is told, and the study file states which spellings it has.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::super::cells::{Present, Text};
use super::super::{Raw, names};
use super::ColumnReading;

/// Answers, each pair in the words and letters by which people write it.
const PAIRS: &[(&[&str], &[&str])] = &[
    (
        &[
            "no", "n", "false", "f", "0", "nein", "non", "n\u{e3}o", "nao", "nee", "nie", "nej",
            "nei",
        ],
        &[
            "yes", "y", "true", "t", "1", "ja", "j", "oui", "s\u{ed}", "si", "s\u{ec}", "sim",
            "tak",
        ],
    ),
    (
        &[
            "negative",
            "neg",
            "negativ",
            "n\u{e9}gatif",
            "negativo",
            "-",
        ],
        &["positive", "pos", "positiv", "positif", "positivo", "+"],
    ),
    (
        &[
            "female", "f", "w", "woman", "weiblich", "frau", "femme", "femenino", "mujer",
            "femmina", "vrouw", "feminino",
        ],
        &[
            "male",
            "m",
            "man",
            "m\u{e4}nnlich",
            "mann",
            "homme",
            "masculino",
            "hombre",
            "maschio",
        ],
    ),
];

/// The most levels whose spellings are compared.
const MOST_LEVELS: usize = 300;

/// A spelling of a level: its cells, and the row of the first.
struct Spelling {
    text: String,
    count: usize,
    first: usize,
}

/// Merges the spellings of each level of a category into the most frequent one.
pub(super) fn merge(raw: &mut Raw, at: usize, column: &mut ColumnReading) {
    let Some(groups) = groups(raw, at) else {
        return;
    };
    let mut levels: BTreeMap<String, String> = BTreeMap::new();
    let mut told = Vec::new();
    for spellings in &groups {
        let most = spellings
            .iter()
            .max_by_key(|own| (own.count, std::cmp::Reverse(own.first)));
        let Some(level) = most else { continue };
        let mut others: Vec<String> = Vec::new();
        for other in spellings.iter().filter(|own| own.text != level.text) {
            others.push(format!("\"{}\" ({})", visible(&other.text), other.count));
            levels.insert(other.text.clone(), level.text.clone());
        }
        if !others.is_empty() {
            told.push(format!("{} as \"{}\"", others.join(", "), level.text));
        }
    }
    if levels.is_empty() {
        return;
    }
    column.doubts.push(format!(
        "other spellings of a level are read as it: {}; move one from spellings to levels to keep it apart",
        told.join("; ")
    ));
    let cells = raw.column(at).texts();
    let other = |own: Text<'_>| Some((own.row, levels.get(own.text)?.clone()));
    let others: Vec<(usize, String)> = cells.filter_map(other).collect();
    if let Some(cells) = raw.cells.get_mut(at) {
        cells.replace(others);
    }
    column.spellings.extend(levels);
}

/// The spellings of each level; `None` for what is no category.
fn groups(raw: &Raw, at: usize) -> Option<Vec<Vec<Spelling>>> {
    const MOST_SPELLINGS: usize = 4 * MOST_LEVELS;
    let is_level = |text: &str| !names::MISSING.contains(&text) || text == "-";
    let filled = raw.column(at).filled().filter(|own| is_level(own.text));
    let cells: Present<'_> = filled.collect();
    if cells.texts().nth(MOST_SPELLINGS).is_some()
        || cells.texts().all(|cell| cell.parse::<f64>().is_ok())
    {
        return None;
    }
    let mut spellings: Vec<Text<'_>> = cells.iter().collect();
    spellings.sort_unstable_by_key(|own| own.text);
    let mut groups: BTreeMap<String, Vec<Spelling>> = BTreeMap::new();
    for own in spellings {
        groups.entry(folded(own.text)).or_default().push(Spelling {
            text: own.text.to_owned(),
            count: own.count,
            first: own.row,
        });
    }
    let groups = by_answer(groups);
    let is_category =
        groups.len() <= MOST_LEVELS && (raw.rows() < 6 || groups.len() * 2 <= cells.len());
    is_category.then_some(groups)
}

/// Joins the words of one answer, if the column has nothing but the two answers of
/// a pair.
fn by_answer(groups: BTreeMap<String, Vec<Spelling>>) -> Vec<Vec<Spelling>> {
    let is_of = |pair: &&(&[&str], &[&str])| {
        let (no, yes) = pair;
        let known = |word: &String| no.contains(&word.as_str()) || yes.contains(&word.as_str());
        groups.keys().all(known)
    };
    let Some((no, _)) = PAIRS.iter().find(is_of) else {
        return groups.into_values().collect();
    };
    // Letters alone may be anything: F, N and T.
    let is_sure = |wanted: bool| {
        let side = groups
            .keys()
            .filter(|word| no.contains(&word.as_str()) == wanted);
        let words: Vec<&String> = side.collect();
        let has_word = words.iter().any(|word| word.chars().count() > 1);
        words.len() == 1 || (words.len() > 1 && has_word)
    };
    if !is_sure(true) || !is_sure(false) {
        return groups.into_values().collect();
    }
    let (mut a, mut b) = (Vec::new(), Vec::new());
    for (word, spellings) in groups {
        if no.contains(&word.as_str()) {
            a.extend(spellings);
        } else {
            b.extend(spellings);
        }
    }
    [a, b].into_iter().filter(|side| !side.is_empty()).collect()
}

/// A level without what people do not see: in small letters, composed, with single
/// blanks, without quotation marks around it and points behind it.
fn folded(cell: &str) -> String {
    let composed: String = cell.nfkc().filter(|c| !is_invisible(*c)).collect();
    let words: Vec<&str> = composed.split_whitespace().collect();
    let text = words.join(" ").to_lowercase();
    let quote = |c| matches!(c, '"' | '\'' | '\u{2018}'..='\u{201f}' | '`');
    let bare = text.trim_matches(quote).trim_end_matches(['.', ' ']);
    let bare = if bare.is_empty() { &text } else { bare };
    bare.replace(['\u{2010}', '\u{2011}', '\u{2013}', '\u{2014}'], "-")
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}'
    )
}

/// A spelling of which every character is seen.
fn visible(text: &str) -> String {
    let shown = |c: char| match c {
        '\u{a0}' | '\u{202f}' | '\u{2009}' => "\u{2423}".to_owned(),
        c if is_invisible(c) || ('\u{300}'..='\u{36f}').contains(&c) => {
            c.escape_unicode().to_string()
        }
        c => c.to_string(),
    };
    text.chars().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(cells: &[&str]) -> (Vec<String>, ColumnReading) {
        let rows: Vec<Vec<&str>> = cells.iter().map(|cell| vec![*cell]).collect();
        let mut raw = Raw::of_rows(vec!["x".to_owned()], &rows);
        let mut column = ColumnReading::default();
        merge(&mut raw, 0, &mut column);
        (raw.column(0).rows().map(str::to_owned).collect(), column)
    }

    #[test]
    fn spellings_of_a_level_are_one() {
        for (cells, expected) in [
            (
                &["male", "Male", "male", "female", "FEMALE", "female"][..],
                &["male", "male", "male", "female", "female", "female"][..],
            ),
            (
                &[
                    "left side",
                    "left\u{a0}side",
                    "left  side",
                    "left side",
                    "right",
                    "right",
                ],
                &[
                    "left side",
                    "left side",
                    "left side",
                    "left side",
                    "right",
                    "right",
                ],
            ),
            (
                &[
                    "m\u{e4}nnlich",
                    "ma\u{308}nnlich",
                    "m\u{e4}nnlich",
                    "w",
                    "w",
                    "w",
                ],
                &[
                    "m\u{e4}nnlich",
                    "m\u{e4}nnlich",
                    "m\u{e4}nnlich",
                    "w",
                    "w",
                    "w",
                ],
            ),
            (
                &["pos.", "pos", "pos", "neg", "neg.", "neg"],
                &["pos", "pos", "pos", "neg", "neg", "neg"],
            ),
            (
                &["\u{201c}a\u{201d}", "'a'", "a", "a", "b", "b", "b", "a"],
                &["a", "a", "a", "a", "b", "b", "b", "a"],
            ),
            (
                &["Yes", "yes", "yes", "Y", "1", "no", "No", "N", "0", "no"],
                &[
                    "yes", "yes", "yes", "yes", "yes", "no", "no", "no", "no", "no",
                ],
            ),
            (
                &["M", "M", "male", "F", "W", "F", "female", "F"],
                &["M", "M", "M", "F", "F", "F", "F", "F"],
            ),
        ] {
            let (read, column) = merged(cells);
            assert_eq!(read, expected, "{cells:?}");
            let changed = cells.iter().zip(expected).filter(|(a, b)| a != b).count();
            assert!(changed >= column.spellings.len() && !column.spellings.is_empty());
            assert_eq!(column.doubts.len(), 1);
        }
    }

    #[test]
    fn different_levels_stay_apart() {
        for cells in [
            &["I", "II", "III", "I", "II", "III"][..],
            &["+", "++", "-", "+", "++", "-"],
            &["y", "n", "y", "n", "y", "n"],
            &["F", "N", "T", "F", "N", "T"],
            &["no", "n", "no", "n", "n", "no"],
            &["1", "1.0", "0", "0.0", "1", "0"],
            &["yes", "no", "1", "2", "yes", "no", "1", "2"],
            &["P1", "p1", "P2", "P3", "P4", "P5", "P6"],
        ] {
            let (read, column) = merged(cells);
            assert_eq!(read, cells);
            assert_eq!(column, ColumnReading::default());
        }
    }
}
