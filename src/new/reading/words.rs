//! Words that stand where a number, a date or an answer is missing.

use std::collections::BTreeSet;

use super::super::{Raw, names};
use super::{ColumnReading, Found, Present};

/// Cells of spreadsheets whose formula failed.
const ERRORS: &[&str] = &[
    "#DIV/0!",
    "#VALUE!",
    "#REF!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "#N/A",
    "#SPILL!",
    "#CALC!",
    "#GETTING_DATA",
    "#WERT!",
    "#BEZUG!",
    "#ZAHL!",
    "#NV",
    "#VALEUR!",
    "#¡DIV/0!",
    "#¡VALOR!",
];

/// What means missing in any column, in small letters and without points at the
/// end. What may be an answer, such as "none", is not among them.
const UNKNOWN: &[&str] = &[
    "unknown",
    "unk",
    "unkn",
    "n/k",
    "not known",
    "not recorded",
    "not reported",
    "not stated",
    "not documented",
    "not available",
    "no data",
    "no information",
    "blank(s)",
    "missing",
    "missing data",
    "missing value",
    "don't know",
    "dont know",
    "<na>",
    "n.a",
    "n. a",
    "\u{2013}",
    "\u{2014}",
    "---",
    "??",
    "???",
    "unbekannt",
    "unbek",
    "nicht bekannt",
    "keine angabe",
    "keine angaben",
    "k.a",
    "k. a",
    "fehlt",
    "fehlend",
    "nicht erhoben",
    "nicht dokumentiert",
    "keine daten",
    "weiß nicht",
    "weiss nicht",
    "inconnu",
    "inconnue",
    "non renseigné",
    "non renseignée",
    "non renseigne",
    "manquant",
    "manquante",
    "donnée manquante",
    "non connu",
    "non disponible",
    "ne sait pas",
    "desconocido",
    "desconocida",
    "no consta",
    "sin dato",
    "sin datos",
    "se desconoce",
    "no disponible",
    "no sabe",
    "ns/nc",
    "s/d",
    "no registrado",
    "faltante",
    "sconosciuto",
    "sconosciuta",
    "non noto",
    "non nota",
    "mancante",
    "non disponibile",
    "non riportato",
    "ignoto",
    "onbekend",
    "niet bekend",
    "ontbreekt",
    "ontbrekend",
    "geen gegevens",
    "niet ingevuld",
    "desconhecido",
    "desconhecida",
    "sem informação",
    "não informado",
    "ignorado",
    "okänd",
    "okänt",
    "ukendt",
    "ukjent",
    "nieznany",
    "nieznana",
    "brak danych",
    "neznámý",
    "неизвестно",
    "нет данных",
    "不详",
    "未知",
    "不明",
];

/// What stands for a result that there is not, where the other cells are numbers
/// or dates.
const NO_RESULT: &[&str] = &[
    "nd",
    "n.d",
    "n/d",
    "nr",
    "n.r",
    "n/r",
    "nc",
    "ne",
    "n/e",
    "nk",
    "nsp",
    "none",
    "nil",
    "not done",
    "not tested",
    "not measured",
    "not assessed",
    "not applicable",
    "not evaluable",
    "pending",
    "refused",
    "insufficient",
    "qns",
    "hemolyzed",
    "haemolysed",
    "hemolysed",
    "clotted",
    "nicht bestimmt",
    "nicht gemessen",
    "nicht durchgeführt",
    "entfällt",
    "non fait",
    "non dosé",
    "no realizado",
    "non eseguito",
    "niet bepaald",
    "niet gemeten",
    "n.v.t",
    "nvt",
    "x",
    "xx",
    "xxx",
    "*",
];

/// Whether a cell means missing in whatever column it stands, apart from the
/// words that are listed for the whole file.
pub(super) fn is_unknown(cell: &str) -> bool {
    let known = |text: &str| UNKNOWN.contains(&text) || names::MISSING.contains(&text);
    // "[Not Applicable]" and "'--" of cancer registries are nothing but that.
    let bracketed = || {
        let inside = folded(cell.strip_prefix('[')?.strip_suffix(']')?);
        Some(
            known(&inside)
                || NO_RESULT.contains(&inside.as_str())
                || IN_BRACKETS.contains(&inside.as_str()),
        )
    };
    cell.len() <= LONGEST
        && (UNKNOWN.contains(&folded(cell).as_str())
            || cell == "'--"
            || bracketed().unwrap_or(false))
}

/// What means missing in brackets, beside the words that do without them.
const IN_BRACKETS: &[&str] = &[
    "not evaluated",
    "discrepancy",
    "completed",
    "redacted",
    "blank",
];

/// Whether a cell means that there is no result, in a column of numbers or dates.
fn is_no_result(cell: &str) -> bool {
    cell.len() <= LONGEST && (ERRORS.contains(&cell) || NO_RESULT.contains(&folded(cell).as_str()))
}

/// The longest of the words, in bytes.
const LONGEST: usize = 32;

/// In small letters, with single blanks, without points at the end.
fn folded(cell: &str) -> String {
    let words: Vec<&str> = cell.split_whitespace().collect();
    let text = words.join(" ").to_lowercase();
    text.trim_end_matches(['.', ' ']).to_owned()
}

/// The most texts that do not fit a column of numbers or dates, in a short file.
const MOST: usize = 12;
/// The same in a long one, beyond which the study file would be unreadable.
const MOST_EVER: usize = 60;

/// So many different texts may not fit a column of so many cells.
pub(super) fn most_texts(cells: usize) -> usize {
    MOST.max(cells / 20).min(MOST_EVER)
}

/// What is missing in a column wherever it stands: empty cells, the words that are
/// listed for the whole file, and others, which are set missing in the column.
pub(super) fn known_missing(raw: &mut Raw, at: usize) -> ColumnReading {
    let mut column = ColumnReading::default();
    clear_unknown(raw, at, &mut column);
    let cleared: usize = column.counts.iter().map(|(_, count)| count).sum();
    let signs = raw.column(at).any(|cell| cell.starts_with('+'));
    for cell in raw.column(at) {
        if cell.is_empty() {
            column.empty += 1;
        } else if names::MISSING.contains(&cell) && !(signs && cell == "-") {
            column.count_missing(cell, 1);
        }
    }
    column.empty -= cleared;
    column
}

/// Sets the cells of a column missing that mean so in any column.
fn clear_unknown(raw: &mut Raw, at: usize, column: &mut ColumnReading) {
    const EXAMPLES: usize = 3;
    // Beside a plus a dash is a minus.
    let signs = raw.column(at).any(|cell| cell.starts_with('+'));
    let mut found: Vec<(String, usize, usize)> = Vec::new();
    for (row, cells) in raw.rows.iter_mut().enumerate() {
        let Some(cell) = cells.get_mut(at) else {
            continue;
        };
        let text = cell.trim();
        if text.is_empty() || names::MISSING.contains(&text) || !is_unknown(text) {
            continue;
        }
        if signs && !text.chars().any(char::is_alphanumeric) {
            continue;
        }
        match found.iter_mut().find(|(known, ..)| known == text) {
            Some((_, count, _)) => *count += 1,
            None => found.push((text.to_owned(), 1, row)),
        }
        cell.clear();
    }
    if found.is_empty() {
        return;
    }
    let total: usize = found.iter().map(|(_, count, _)| count).sum();
    let example = |(text, _, row): &(String, usize, usize)| {
        let place = raw.places.get(*row).map_or("", String::as_str);
        format!("\"{text}\" ({place})")
    };
    let examples: Vec<String> = found.iter().take(EXAMPLES).map(example).collect();
    let more = if found.len() > EXAMPLES { ", …" } else { "" };
    let cells = if total == 1 {
        "cell means"
    } else {
        "cells mean"
    };
    let told = format!("{total} {cells} missing: {}{more}", examples.join(", "));
    column.doubts.push(told);
    for (text, count, _) in found {
        column.count_missing(&text, count);
        column.missing.push(text);
    }
}

/// The cells of a column that are neither empty nor a word for missing.
pub(super) fn present(raw: &Raw, at: usize) -> Present<'_> {
    let cells = raw.rows.iter().enumerate().filter_map(|(row, cells)| {
        let cell = cells.get(at)?.trim();
        (!cell.is_empty() && !names::MISSING.contains(&cell)).then_some((row, cell))
    });
    cells.collect()
}

/// The different cells that do not fit, if they are few beside those that do.
/// Words for a result that there is not count for nothing.
pub(super) fn unfit<'r>(
    cells: &[(usize, &'r str)],
    fits: impl Fn(&str) -> bool,
) -> Option<BTreeSet<&'r str>> {
    unfit_of(cells, fits, |fitting, others| fitting >= 4 * others)
}

/// The same, where `enough` decides how many must fit beside how many others.
pub(super) fn unfit_of<'r>(
    cells: &[(usize, &'r str)],
    fits: impl Fn(&str) -> bool,
    enough: impl Fn(usize, usize) -> bool,
) -> Option<BTreeSet<&'r str>> {
    let most = most_texts(cells.len());
    let mut unfit: BTreeSet<&str> = BTreeSet::new();
    let (mut fitting, mut others) = (0, 0);
    for (_, cell) in cells {
        let known = unfit.contains(cell);
        if !known && fits(cell) {
            fitting += 1;
            continue;
        }
        others += usize::from(!is_no_result(cell));
        if known {
            continue;
        }
        unfit.insert(cell);
        if unfit.len() > most {
            return None;
        }
    }
    (fitting > 0 && enough(fitting, others)).then_some(unfit)
}

/// A column of text, of which failed formulas are missing.
pub(super) fn errors(cells: &Present<'_>) -> Found {
    let mut found = Found {
        reading: ColumnReading::default(),
        cells: Vec::new(),
    };
    for (row, cell) in cells {
        if ERRORS.contains(cell) {
            set_missing(&mut found, *row, cell);
        }
    }
    found
}

/// Notes that a cell is missing.
pub(super) fn set_missing(found: &mut Found, row: usize, cell: &str) {
    found.cells.push((row, String::new()));
    found.reading.count_missing(cell, 1);
    if !found.reading.missing.iter().any(|missing| missing == cell) {
        found.reading.missing.push(cell.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_missing_are_known_in_any_spelling() {
        for cell in [
            "k.A.",
            "k. A.",
            "Keine  Angabe",
            "INCONNU",
            "n.a.",
            "N. A.",
            "Unk.",
        ] {
            assert!(is_unknown(cell), "{cell}");
        }
        for cell in ["none", "no", "-", "0", "NC", "ka", "A"] {
            assert!(!is_unknown(cell), "{cell}");
        }
    }
}
