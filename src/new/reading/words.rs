//! Words that stand where a number, a date or an answer is missing.

use super::super::cells::{Column, Present, Text};
use super::super::{Raw, names};
use super::{ColumnReading, Found};

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
    let signs = has_signs(raw.column(at));
    for own in raw.column(at).texts() {
        if own.text.is_empty() {
            column.empty += own.count;
        } else if names::MISSING.contains(&own.text) && !(signs && own.text == "-") {
            column.count_missing(own.text, own.count);
        }
    }
    column.empty -= cleared;
    column
}

/// Whether a column has pluses, beside which a dash is a minus.
fn has_signs(column: &Column) -> bool {
    column.texts().any(|own| own.text.starts_with('+'))
}

/// Sets the cells of a column missing that mean so in any column.
fn clear_unknown(raw: &mut Raw, at: usize, column: &mut ColumnReading) {
    const EXAMPLES: usize = 3;
    let signs = has_signs(raw.column(at));
    let is_word = |text: &str| !signs || text.chars().any(char::is_alphanumeric);
    let means_missing =
        |text: &str| !names::MISSING.contains(&text) && is_unknown(text) && is_word(text);
    let filled = raw.column(at).filled();
    let found: Present<'_> = filled.filter(|own| means_missing(own.text)).collect();
    if found.is_empty() {
        return;
    }
    let total = found.len();
    let example = |own: Text<'_>| format!("\"{}\" ({})", own.text, raw.place(own.row));
    let examples: Vec<String> = found.iter().take(EXAMPLES).map(example).collect();
    let more = if found.iter().count() > EXAMPLES {
        ", …"
    } else {
        ""
    };
    let cells = if total == 1 {
        "cell means"
    } else {
        "cells mean"
    };
    let told = format!("{total} {cells} missing: {}{more}", examples.join(", "));
    column.doubts.push(told);
    for own in found.iter() {
        column.count_missing(own.text, own.count);
        column.missing.push(own.text.to_owned());
    }
    let cleared = found.iter().map(|own| (own.row, String::new())).collect();
    if let Some(cells) = raw.cells.get_mut(at) {
        cells.replace(cleared);
    }
}

/// The cells of a column that are neither empty nor a word for missing.
pub(super) fn present(raw: &Raw, at: usize) -> Present<'_> {
    let filled = raw.column(at).filled();
    filled
        .filter(|own| !names::MISSING.contains(&own.text))
        .collect()
}

/// Whether cells fit but for few different ones, and few beside those that do. Words for
/// a result that there is not count for nothing.
pub(super) fn mostly_fit(cells: &Present<'_>, fits: impl Fn(&str) -> bool) -> bool {
    enough_fit(cells, fits, |fitting, others| fitting >= 4 * others)
}

/// The same, where `enough` decides how many must fit beside how many others.
pub(super) fn enough_fit(
    cells: &Present<'_>,
    fits: impl Fn(&str) -> bool,
    enough: impl Fn(usize, usize) -> bool,
) -> bool {
    let most = most_texts(cells.len());
    let (mut fitting, mut others, mut unfit) = (0, 0, 0);
    for own in cells.iter() {
        if fits(own.text) {
            fitting += own.count;
            continue;
        }
        if !is_no_result(own.text) {
            others += own.count;
        }
        unfit += 1;
        if unfit > most {
            return false;
        }
    }
    fitting > 0 && enough(fitting, others)
}

/// A column of text, of which failed formulas are missing.
pub(super) fn errors(cells: &Present<'_>) -> Found {
    let mut found = Found {
        reading: ColumnReading::default(),
        cells: Vec::new(),
    };
    for own in cells.iter().filter(|own| ERRORS.contains(&own.text)) {
        set_missing(&mut found, own);
    }
    found
}

/// Notes that the cells with a text are missing.
pub(super) fn set_missing(found: &mut Found, own: Text<'_>) {
    found.cells.push((own.row, String::new()));
    found.reading.count_missing(own.text, own.count);
    found.reading.missing.push(own.text.to_owned());
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
