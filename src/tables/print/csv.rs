//! A table as CSV: the header, then the rows, as printed, with the letters of
//! footnotes; footnotes and notes follow as rows of one field.

use super::{PrintError, Printer};
use crate::ledger::Ledger;
use crate::tables::{Cell, Piece, Table, mark_letter};

pub(super) const PRINTER: Printer = Printer {
    word: "csv",
    extension: "csv",
    print: |table, ledger, _| print(table, ledger),
};

fn print(table: &Table, ledger: &Ledger) -> Result<Vec<u8>, PrintError> {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    let header = table.columns.iter().map(|cell| plain(cell, ledger));
    writer.write_record(
        std::iter::once(table.corner.clone())
            .chain(header)
            .map(|field| inert(&field)),
    )?;
    for row in &table.rows {
        let label = match &row.statistic {
            Some(statistic) => format!("{}, {statistic}", row.label),
            None if row.indented => format!("  {}", row.label),
            None => row.label.clone(),
        };
        let cells = row.cells.iter().map(|cell| plain(cell, ledger));
        writer.write_record(
            std::iter::once(label)
                .chain(cells)
                .map(|field| inert(&field)),
        )?;
    }
    for (index, footnote) in table.footnotes.iter().enumerate() {
        writer.write_record([format!(
            "{} {}",
            mark_letter(index),
            plain(footnote, ledger)
        )])?;
    }
    for note in &table.notes {
        writer.write_record([inert(&plain(note, ledger))])?;
    }
    writer
        .into_inner()
        .map_err(|error| PrintError::from(csv::Error::from(error.into_error())))
}

/// The text of a cell.
fn plain(cell: &Cell, ledger: &Ledger) -> String {
    cell.iter()
        .map(|piece| match piece {
            Piece::Number(id) => ledger
                .get(id)
                .map_or_else(String::new, |entry| entry.text.clone()),
            Piece::Text(text) => text.replace('\u{a0}', " "),
            Piece::Break => " ".to_owned(),
            Piece::Mark(index) => format!(" {}", mark_letter(*index)),
        })
        .collect()
}

/// A spreadsheet takes a field that begins so as a formula; an apostrophe
/// keeps it text.
fn inert(field: &str) -> String {
    if field.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{field}")
    } else {
        field.to_owned()
    }
}
