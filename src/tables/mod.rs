//! Tables as data: study and ledger in, cells of ledger ids out.
//!
//! A table knows nothing of Typst or CSV; each printer reads the same model. No
//! cell holds a number: it names the ledger entries whose text is printed.

mod models;
mod pairs;
mod print;
mod statistics;
mod summary;
mod survival;

pub use print::to_csv;

use crate::ledger::Ledger;
use crate::number::format;
use crate::study::{Study, TableKind, TableLayout};

/// A piece of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// The text of the ledger entry of this id.
    Number(String),
    /// Words and punctuation between numbers.
    Text(String),
    /// A reference to a footnote of the table, by its index.
    Mark(usize),
    /// A new line inside the cell.
    Break,
}

impl Piece {
    fn text(text: &str) -> Self {
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
    /// first: from them a page knows how much room the table asks for.
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

    fn new(layout: &TableLayout, corner: &str) -> Self {
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
    fn mark(&mut self, footnote: &str) -> Piece {
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

/// Builds every table of the study.
pub fn build(study: &Study, ledger: &Ledger) -> Vec<Table> {
    study
        .tables
        .iter()
        .map(|layout| match &layout.kind {
            TableKind::Summary { by, compare, rows } => {
                summary::build(study, ledger, layout, by.as_deref(), *compare, rows)
            }
            TableKind::Pairs {
                by,
                variables,
                endpoints,
            } => pairs::build(study, ledger, layout, by, variables.iter().chain(endpoints)),
            TableKind::Survival {
                endpoints,
                by,
                rates,
            } => survival::build(study, ledger, layout, endpoints, by.as_deref(), rates),
            TableKind::Models { models } => models::build(study, ledger, layout, models),
            TableKind::Tests { analyses } => statistics::build(study, ledger, layout, analyses),
        })
        .collect()
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

/// Two ends with the style's mark between them, `free` where it leaves it open
/// or an end is no number of the ledger.
fn between(ledger: &Ledger, [low, high]: [Piece; 2], free: &str) -> [Piece; 3] {
    let mark = match (&low, &high) {
        (Piece::Number(low), Piece::Number(high)) => ledger.range_mark(low, high, free),
        _ => free,
    };
    let mark = Piece::text(mark);
    [low, mark, high]
}

/// The same of two keys of a prefix.
fn range(ledger: &Ledger, prefix: &str, ends: [&str; 2], free: &str) -> [Piece; 3] {
    between(
        ledger,
        ends.map(|key| number(format!("{prefix}.{key}"))),
        free,
    )
}

/// A p-value with its letter and sign, as the style asks.
fn p_value(ledger: &Ledger, id: String) -> [Piece; 2] {
    let style = ledger.style;
    let sign = ledger
        .get(&id)
        .map_or("", |entry| format::p_sign(&entry.value, &entry.text, style));
    [Piece::Text(format!("{}{sign}", style.p_symbol)), number(id)]
}

fn number(id: impl Into<String>) -> Piece {
    Piece::Number(id.into())
}
