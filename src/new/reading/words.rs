//! Words that stand where a number or a date is missing.

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

/// The most texts that do not fit a column of numbers or dates.
const MOST: usize = 12;

/// The cells of a column that are neither empty nor a word for missing.
pub(super) fn present(raw: &Raw, at: usize) -> Present<'_> {
    let cells = raw.rows.iter().enumerate().filter_map(|(row, cells)| {
        let cell = cells.get(at)?.trim();
        (!cell.is_empty() && !names::MISSING.contains(&cell)).then_some((row, cell))
    });
    cells.collect()
}

/// The different cells that do not fit, if they are few beside those that do.
pub(super) fn unfit<'r>(
    cells: &[(usize, &'r str)],
    fits: impl Fn(&str) -> bool,
) -> Option<Vec<&'r str>> {
    let mut unfit: Vec<&str> = Vec::new();
    let mut count = 0;
    for (_, cell) in cells {
        if fits(cell) {
            continue;
        }
        count += 1;
        if !unfit.contains(cell) {
            unfit.push(cell);
        }
        if unfit.len() > MOST {
            return None;
        }
    }
    let fitting = cells.len() - count;
    (fitting > 0 && fitting * 5 >= cells.len() * 4).then_some(unfit)
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
    if !found.reading.missing.iter().any(|missing| missing == cell) {
        found.reading.missing.push(cell.to_owned());
    }
}
