//! What a table is: cells of ledger ids, whatever prints them.

use super::TableLayout;
use crate::ledger::Ledger;
use crate::number::NumberId;

/// A piece of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// The text of the ledger entry of this id.
    Number(NumberId),
    /// Words and punctuation between numbers.
    Text(String),
    /// A reference to a footnote of the table, by its index.
    Mark(usize),
    /// A new line inside the cell.
    Break,
}

impl Piece {
    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A cell: pieces in reading order.
pub type Cell = Vec<Piece>;

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The first cell.
    pub label: String,
    /// What the numbers of the row are, such as "median (IQR)".
    pub statistic: Option<String>,
    /// Whether the row belongs to the one above it.
    pub indented: bool,
    /// One cell for each column after the first.
    pub cells: Vec<Cell>,
}

/// A table, ready for any printer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// As templates name it.
    pub id: String,
    /// Above the table.
    pub title: String,
    /// Heading of the first column.
    pub corner: String,
    /// Headings of the other columns.
    pub columns: Vec<Cell>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Below the table; pieces mark them by index.
    pub footnotes: Vec<Cell>,
    /// Remarks below the footnotes.
    pub notes: Vec<Cell>,
}

impl Table {
    /// The characters of the widest cell of each column, that of the labels
    /// first: they determine the width of the table on a page.
    pub fn widths(&self, ledger: &Ledger) -> Vec<usize> {
        let label = |row: &Row| row.label.chars().count();
        let labels = self.rows.iter().map(label).max().unwrap_or(0);
        let columns = self.columns.iter().enumerate().map(|(at, head)| {
            let cells = self.rows.iter().filter_map(|row| row.cells.get(at));
            let widths = cells.chain([head]).map(|cell| width(cell, ledger));
            widths.max().unwrap_or(0)
        });
        std::iter::once(labels).chain(columns).collect()
    }

    pub(super) fn new(layout: &TableLayout, corner: &str) -> Self {
        Self {
            id: layout.id.clone(),
            title: layout.title.clone(),
            corner: corner.to_owned(),
            columns: Vec::new(),
            rows: Vec::new(),
            footnotes: Vec::new(),
            notes: layout
                .note
                .iter()
                .map(|note| vec![Piece::text(note)])
                .collect(),
        }
    }

    /// The mark of a footnote, which is written once.
    pub(super) fn mark(&mut self, footnote: &str) -> Piece {
        let footnote = vec![Piece::text(footnote)];
        let known = self.footnotes.iter().position(|other| *other == footnote);
        Piece::Mark(known.unwrap_or_else(|| {
            self.footnotes.push(footnote);
            self.footnotes.len() - 1
        }))
    }
}

/// The letter of a footnote: a, b, … z, aa, …
pub fn mark_letter(index: usize) -> String {
    let letter = char::from(b'a' + (index % 26) as u8);
    std::iter::repeat_n(letter, index / 26 + 1).collect()
}

/// The characters of the longest line of a cell.
fn width(cell: &Cell, ledger: &Ledger) -> usize {
    let lines = cell.split(|piece| *piece == Piece::Break);
    let characters = |piece: &Piece| match piece {
        Piece::Number(id) => ledger.get(id).map_or(0, |entry| entry.text.chars().count()),
        Piece::Text(text) => text.chars().count(),
        Piece::Mark(_) | Piece::Break => 1,
    };
    let lengths = lines.map(|line| line.iter().map(characters).sum());
    lengths.max().unwrap_or(0)
}
