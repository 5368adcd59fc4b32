//! Cells of the cohort, each changed a little: does a number move?

use csv::WriterBuilder;

use super::{in_parallel, sample};
use crate::analyse::analyse;
use crate::check::alternatives::Evidence;
use crate::cohort;
use crate::input::{self, Content};
use crate::ledger::{Ledger, RowSet};
use crate::study::{Kind, Study, Variable};

/// What the changes of one column's cells did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnOutcome {
    /// The column.
    pub column: String,
    /// Cells that were changed.
    pub cells: usize,
    /// Changes that moved a number.
    pub moved: usize,
    /// Changes that validation refused.
    pub refused: usize,
    /// Lines whose change moved none.
    pub silent: Vec<u64>,
}

impl ColumnOutcome {
    /// The lines whose change moved no number, written short.
    pub fn silent_lines(&self) -> String {
        RowSet::new(self.silent.iter().copied()).to_string()
    }
}

/// What all changes did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutation {
    /// Column by column.
    pub columns: Vec<ColumnOutcome>,
    /// How many cells the cohort has.
    pub all: usize,
}

impl Mutation {
    /// Cells that were changed.
    pub fn cells(&self) -> usize {
        self.columns.iter().map(|column| column.cells).sum()
    }

    /// Changes that did not go unnoticed.
    pub fn noticed(&self) -> usize {
        self.columns
            .iter()
            .map(|column| column.moved + column.refused)
            .sum()
    }
}

/// More cells than these are sampled evenly.
const MOST_CELLS: usize = 5_000;

/// A change of one cell.
struct Change {
    row: usize,
    column: usize,
    line: u64,
    cell: String,
}

enum Outcome {
    Moved,
    Refused,
    Silent,
}

/// Changes the cells of the cohort one at a time: a number by one unit of its
/// last written place, a date by a day, a category to its next level, a missing
/// cell to a value of its column.
pub fn mutate(evidence: &Evidence<'_>, progress: &(dyn Fn(usize, usize) + Sync)) -> Mutation {
    let study = evidence.study;
    // Whatever the file was, each changed copy is CSV text with the same cells.
    let records = records(study, evidence.content);
    let mut as_text = study.clone();
    as_text.cohort.delimiter = Some(b',');
    as_text.cohort.sheet = None;
    as_text.cohort.encoding = None;
    as_text.cohort.frame = crate::input::Frame::default();
    as_text.cohort.skip = Vec::new();
    let Some((header, rows)) = records.split_first() else {
        return Mutation {
            columns: Vec::new(),
            all: 0,
        };
    };
    let all = rows.len() * header.len();
    let changes: Vec<Change> = sample(all, MOST_CELLS)
        .into_iter()
        .filter_map(|at| {
            let (row, column) = (at / header.len(), at % header.len());
            let variable = study.variable_of_column(header.get(column)?.trim())?;
            let cell = rows.get(row)?.get(column)?;
            let others = || {
                rows.iter()
                    .filter_map(|row| row.get(column))
                    .map(String::as_str)
            };
            Some(Change {
                row,
                column,
                line: evidence.cohort.lines().get(row).copied()?,
                cell: changed(cell.trim(), variable, study, others)?,
            })
        })
        .collect();
    let outcomes = in_parallel(&changes, progress, |change| {
        let changed = with_change(&records, change);
        match cohort::read(&as_text, "", &changed) {
            Err(_) => Outcome::Refused,
            Ok(cohort) if differs(evidence.ledger, &analyse(study, &cohort).ledger) => {
                Outcome::Moved
            }
            Ok(_) => Outcome::Silent,
        }
    });
    let mut columns: Vec<ColumnOutcome> = header
        .iter()
        .map(|name| ColumnOutcome {
            column: name.trim().to_owned(),
            cells: 0,
            moved: 0,
            refused: 0,
            silent: Vec::new(),
        })
        .collect();
    for (change, outcome) in changes.iter().zip(outcomes) {
        if let Some(own) = columns.get_mut(change.column) {
            own.cells += 1;
            match outcome {
                Outcome::Moved => own.moved += 1,
                Outcome::Refused => own.refused += 1,
                Outcome::Silent => own.silent.push(change.line),
            }
        }
    }
    Mutation { columns, all }
}

/// The header and the rows of a cohort that was read before.
fn records(study: &Study, content: Content<'_>) -> Vec<Vec<String>> {
    let Ok(sheet) = input::read("", content, &study.cohort.read_options()) else {
        return Vec::new();
    };
    let mut records = vec![sheet.names().to_vec()];
    let mut rows = sheet.rows();
    while let Some(row) = rows.next() {
        let cells = row.cells().map(|cell| cell.unwrap_or_default().to_owned());
        records.push(cells.collect());
    }
    records
}

/// The cohort as CSV with one cell changed.
fn with_change(records: &[Vec<String>], change: &Change) -> Vec<u8> {
    let mut writer = WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for (at, record) in records.iter().enumerate() {
        // Writing to memory cannot fail.
        let _ = if at == change.row + 1 {
            let cells = record.iter().enumerate();
            writer.write_record(cells.map(|(column, cell)| {
                if column == change.column {
                    change.cell.as_str()
                } else {
                    cell.as_str()
                }
            }))
        } else {
            writer.write_record(record)
        };
    }
    writer.into_inner().unwrap_or_default()
}

/// Whether a number, or which numbers there are, differs.
fn differs(a: &Ledger, b: &Ledger) -> bool {
    a.len() != b.len()
        || a.iter()
            .zip(b.iter())
            .any(|(a, b)| a.id != b.id || a.value != b.value || a.n != b.n)
}

/// Another cell for a column, near to its own.
fn changed<'a, I: Iterator<Item = &'a str>>(
    cell: &str,
    variable: &Variable,
    study: &Study,
    others: impl Fn() -> I,
) -> Option<String> {
    let is_missing = |cell: &str| {
        cell.is_empty()
            || study.cohort.missing.iter().any(|code| code == cell)
            || variable.missing.iter().any(|code| code == cell)
    };
    if is_missing(cell) {
        return others()
            .map(str::trim)
            .find(|other| !is_missing(other))
            .map(str::to_owned);
    }
    match variable.kind {
        Kind::Continuous | Kind::Count => next_number(cell, variable),
        Kind::Binary | Kind::Nominal | Kind::Ordinal => {
            let at = variable
                .levels
                .iter()
                .position(|level| level.code == cell)?;
            let next = variable.levels.get((at + 1) % variable.levels.len())?;
            Some(next.code.clone())
        }
        Kind::Date => {
            let date = cohort::read_date(cell, variable, &study.cohort)?;
            let within = |date: &jiff::civil::Date| match &variable.range {
                Some(crate::study::Range::Dates(low, high)) => low <= date && date <= high,
                _ => true,
            };
            let next = date.tomorrow().ok().filter(within);
            next.or_else(|| date.yesterday().ok())
                .map(|date| date.to_string())
        }
        Kind::Identifier | Kind::Text => Some(format!("{cell}x")),
    }
}

/// One unit of the last written place more, or less at the end of the range.
fn next_number(cell: &str, variable: &Variable) -> Option<String> {
    let comma = cell.contains(',');
    let text = cell.replace(',', ".");
    let value: f64 = text.parse().ok()?;
    let digits = text
        .split_once('.')
        .map_or(0, |(_, fraction)| fraction.len());
    let step = 10f64.powi(-i32::try_from(digits).ok()?);
    let fits = |value: &f64| match &variable.range {
        Some(crate::study::Range::Numbers(low, high)) => low <= value && value <= high,
        _ => true,
    };
    let next = [value + step, value - step].into_iter().find(fits)?;
    let written = format!("{next:.digits$}");
    Some(if comma {
        written.replace('.', ",")
    } else {
        written
    })
}
