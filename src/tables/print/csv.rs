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
    // The only way in, so that no cell begins a formula.
    let mut put = |first: String, others: &[Cell]| {
        let others = others.iter().map(|cell| plain(cell, ledger));
        let fields = std::iter::once(first).chain(others);
        writer.write_record(fields.map(|field| inert(&field)))
    };
    put(table.corner.clone(), &headings(table, ledger))?;
    for row in &table.rows {
        let label = match &row.statistic {
            Some(statistic) => format!("{}, {statistic}", row.label),
            None if row.indented => format!("  {}", row.label),
            None => row.label.clone(),
        };
        put(label, &row.cells)?;
    }
    for (index, footnote) in table.footnotes.iter().enumerate() {
        let text = format!("{} {}", mark_letter(index), plain(footnote, ledger));
        put(text, &[])?;
    }
    for note in &table.notes {
        put(plain(note, ledger), &[])?;
    }
    writer
        .into_inner()
        .map_err(|error| PrintError::from(csv::Error::from(error.into_error())))
}

/// The headings of the columns. The file has no row of spanners: one stands
/// before the headings that another column has too.
fn headings(table: &Table, ledger: &Ledger) -> Vec<Cell> {
    let plain: Vec<String> = table
        .columns
        .iter()
        .map(|heading| plain(heading, ledger))
        .collect();
    let told_apart = |(at, heading): (usize, &Cell)| {
        let own = plain.get(at);
        let alike = plain.iter().filter(|other| Some(*other) == own).count();
        let spanner = table.spanner(at).filter(|_| alike > 1);
        let label = spanner.map(|spanner| Piece::Text(format!("{}: ", spanner.label)));
        label.into_iter().chain(heading.iter().cloned()).collect()
    };
    table.columns.iter().enumerate().map(told_apart).collect()
}

/// The text of a cell.
fn plain(cell: &Cell, ledger: &Ledger) -> String {
    cell.iter()
        .map(|piece| match piece {
            Piece::Break => " ".to_owned(),
            Piece::Mark(index) => format!(" {}", mark_letter(*index)),
            _ => {
                let words = piece.words(ledger).unwrap_or_default();
                words.replace('\u{a0}', " ")
            }
        })
        .collect()
}

/// A spreadsheet takes a field that begins so as a formula, also behind blanks,
/// which some remove; an apostrophe keeps it text.
fn inert(field: &str) -> String {
    let begins = |text: &str| text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if begins(field.trim_start()) || field.starts_with(['\t', '\r', '\n']) {
        format!("'{field}")
    } else {
        field.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_field_begins_a_formula() {
        for hostile in [
            "=1+1",
            "+1",
            "-1",
            "@A1",
            "\t=1",
            "  =1+1 (n = 2)",
            "\u{a0}=1",
            "\n=1",
            "＝1",
        ] {
            assert_eq!(inert(hostile), format!("'{hostile}"));
        }
        for plain in ["", "a = 1", "12 (3 to 4)", "  Female"] {
            assert_eq!(inert(plain), plain);
        }
    }
}
