//! Where a row stands in the file that it came from.

use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

/// The place of one row or cell, as the program that shows the file names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// The line of a text file on which the row begins, counted from 1.
    Line(u64),
    /// A cell of a workbook, or the whole row without a column.
    Cell {
        /// The name of the sheet.
        sheet: Arc<str>,
        /// The column, counted from 0.
        column: Option<usize>,
        /// The row, counted from 1.
        row: u64,
    },
    /// A record of a file without lines, counted from 1.
    Record(u64),
}

impl Address {
    /// The number of the row alone.
    pub fn number(&self) -> u64 {
        match self {
            Self::Line(number) | Self::Record(number) | Self::Cell { row: number, .. } => *number,
        }
    }
}

/// "line 3", "Sheet1!C17", "row 17 of Sheet1", "record 5".
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Record(record) => write!(f, "record {record}"),
            Self::Cell {
                sheet,
                column: Some(column),
                row,
            } => write!(f, "{}!{}{row}", quoted(sheet), letters(*column)),
            Self::Cell { sheet, row, .. } => write!(f, "row {row} of {}", quoted(sheet)),
        }
    }
}

/// As its text.
impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A sheet's name as a formula writes it.
fn quoted(sheet: &str) -> String {
    if sheet.chars().all(|c| c.is_alphanumeric() || c == '_') {
        sheet.to_owned()
    } else {
        format!("'{}'", sheet.replace('\'', "''"))
    }
}

/// The letters of a spreadsheet's column: A, B, …, Z, AA, …
pub fn letters(column: usize) -> String {
    let mut rest = column + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(
            b'A' + u8::try_from(rest % 26).unwrap_or_default(),
        ));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// How the rows of one file are addressed, known once for all of them: with it
/// the number of a row is enough to name its place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Addressing {
    /// By line.
    #[default]
    Lines,
    /// By sheet and cell.
    Cells {
        /// The name of the sheet.
        sheet: Arc<str>,
        /// The columns by their name, each with its place counted from 0.
        columns: Vec<(String, usize)>,
    },
    /// By record.
    Records,
}

/// How many rows a list names.
const LISTED: usize = 6;

impl Addressing {
    /// The place of a row.
    pub fn row(&self, number: u64) -> Address {
        match self {
            Self::Lines => Address::Line(number),
            Self::Records => Address::Record(number),
            Self::Cells { sheet, .. } => Address::Cell {
                sheet: Arc::clone(sheet),
                column: None,
                row: number,
            },
        }
    }

    /// What rows are counted in: "lines", "rows", "records".
    pub fn noun(&self) -> &'static str {
        match self {
            Self::Lines => "lines",
            Self::Cells { .. } => "rows",
            Self::Records => "records",
        }
    }

    /// The place of a row's cell; that of the row for a column which the file
    /// does not have.
    pub fn cell(&self, number: u64, name: &str) -> Address {
        let mut address = self.row(number);
        if let (Self::Cells { columns, .. }, Address::Cell { column, .. }) = (self, &mut address) {
            let found = columns.iter().find(|(known, _)| known == name);
            *column = found.map(|(_, at)| *at);
        }
        address
    }

    /// "line 3", "lines 3, 4 and 9", "rows 3, 4, 5, 6, 7, 8 and 12 more of Sheet1":
    /// the first rows of `count`, which `first` lists.
    pub fn list(&self, first: &[u64], count: usize) -> String {
        if let ([only], 1) = (first, count) {
            return self.row(*only).to_string();
        }
        let shown: Vec<String> = first.iter().take(LISTED).map(u64::to_string).collect();
        let more = count.saturating_sub(shown.len());
        let listed = match shown.split_last() {
            Some((last, others)) if more == 0 && !others.is_empty() => {
                format!("{} and {last}", others.join(", "))
            }
            _ if more > 0 => format!("{} and {more} more", shown.join(", ")),
            _ => shown.join(", "),
        };
        match self {
            Self::Lines => format!("lines {listed}"),
            Self::Records => format!("records {listed}"),
            Self::Cells { sheet, .. } => format!("rows {listed} of {}", quoted(sheet)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_read_as_in_the_program_that_shows_the_file() {
        let sheet: Arc<str> = "Sheet1".into();
        let cells = Addressing::Cells {
            sheet,
            columns: vec![("size".to_owned(), 2), ("far".to_owned(), 702)],
        };
        assert_eq!(cells.cell(17, "size").to_string(), "Sheet1!C17");
        assert_eq!(cells.cell(17, "far").to_string(), "Sheet1!AAA17");
        assert_eq!(cells.cell(17, "other").to_string(), "row 17 of Sheet1");
        assert_eq!(Addressing::Lines.cell(3, "size").to_string(), "line 3");
        assert_eq!(Addressing::Records.row(5).to_string(), "record 5");
        let spaced = Addressing::Cells {
            sheet: "Bob's data".into(),
            columns: vec![("size".to_owned(), 25)],
        };
        assert_eq!(spaced.cell(2, "size").to_string(), "'Bob''s data'!Z2");
    }

    #[test]
    fn many_rows_are_listed_short() {
        let lines = Addressing::Lines;
        assert_eq!(lines.list(&[4], 1), "line 4");
        assert_eq!(lines.list(&[4, 5, 9], 3), "lines 4, 5 and 9");
        assert_eq!(
            lines.list(&[1, 2, 3, 4, 5, 6], 20),
            "lines 1, 2, 3, 4, 5, 6 and 14 more"
        );
    }
}
