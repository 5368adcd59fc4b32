//! What a table is: cells of ledger ids, whatever prints them.

use std::borrow::Cow;

use super::TableLayout;
use super::blocks::Asked;
use super::page::PageRoom;
use super::pieces::headings_of;
use crate::fonts::Fonts;
use crate::ledger::Ledger;
use crate::number::{NumberId, format};
use crate::study::Variable;
use crate::words::{joined, unbreakable_parts, with_breaks};

/// A piece of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// The text of the ledger entry of this id.
    Number(NumberId),
    /// The ledger entry of this id with the letter for a p-value before it.
    PValue(NumberId),
    /// A dash in the place of the ledger entry of this id, which has no value.
    Dash(NumberId),
    /// Words and punctuation between numbers.
    Text(String),
    /// A reference to a footnote of the table, by its index.
    Mark(usize),
    /// A new line inside the cell.
    Break,
    /// A new line where the table would be too wide for a page, else a blank.
    Fold,
}

impl Piece {
    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// The ledger entry that it prints, or has a dash for.
    pub fn id(&self) -> Option<&NumberId> {
        match self {
            Self::Number(id) | Self::PValue(id) | Self::Dash(id) => Some(id),
            Self::Text(_) | Self::Mark(_) | Self::Break | Self::Fold => None,
        }
    }

    /// What every printer writes for it; nothing for a mark and a new line, which are
    /// set in each format's own way.
    pub fn words<'a>(&'a self, ledger: &'a Ledger) -> Option<Cow<'a, str>> {
        let not_available = || ledger.style.words.text("number.not_available");
        match self {
            Self::Number(id) => Some(Cow::Borrowed(
                ledger
                    .get(id)
                    .map_or_else(not_available, |entry| entry.text.as_str()),
            )),
            Self::PValue(id) => Some(ledger.get(id).map_or_else(
                || Cow::Borrowed(not_available()),
                |entry| Cow::Owned(format::p_phrase(&entry.value, &entry.text, ledger.style)),
            )),
            Self::Dash(_) => Some(Cow::Borrowed(DASH)),
            Self::Text(text) => Some(Cow::Borrowed(text)),
            // Resolved where the table is laid out; a note has none.
            Self::Fold => Some(Cow::Borrowed(" ")),
            Self::Break | Self::Mark(_) => None,
        }
    }
}

/// What stands in the place of a number without a value.
pub const DASH: &str = "–";

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

impl Row {
    /// Whether nothing stands beside the label, which reaches over the next columns.
    fn is_alone(&self) -> bool {
        self.cells.first().is_none_or(Vec::is_empty)
    }
}

/// A heading above several columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanner {
    /// What the columns have in common, such as the variable whose levels they are.
    pub label: String,
    /// The first of the columns after the labels, counted from 0.
    pub first: usize,
    /// How many there are.
    pub count: usize,
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
    /// Headings above those of several columns, from left to right.
    pub spanners: Vec<Spanner>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Below the table; pieces mark them by index.
    pub footnotes: Vec<Cell>,
    /// Remarks below the footnotes.
    pub notes: Vec<Cell>,
}

impl Table {
    /// How many rows a page must keep together from this one on: those of a
    /// variable with few levels count with its first row, and 0 for the others.
    /// More would leave much of a page empty.
    pub fn span(&self, at: usize) -> usize {
        let follows = |row: &&Row| row.indented;
        let before = self.rows.get(..=at).unwrap_or_default().iter();
        let own = before.rev().take(MOST_TOGETHER).take_while(follows).count();
        let after = self.rows.get(at + 1..).unwrap_or_default().iter();
        let others = after.take(MOST_TOGETHER).take_while(follows).count();
        match own + others {
            together if together >= MOST_TOGETHER || own > at => 1,
            together if own == 0 => together + 1,
            _ => 0,
        }
    }

    /// Whether a cell of two lines, in the row of a variable, reaches into the row of
    /// its first level, which has nothing there: no blank line parts the two rows.
    pub fn reaches_down(&self, row: usize, column: usize) -> bool {
        let Some([row, next]) = self.rows.get(row..).and_then(<[Row]>::first_chunk) else {
            return false;
        };
        let cell = |row: &Row| row.cells.get(column).map(line_count);
        !row.indented
            && next.indented
            && next.cells.get(column).is_some_and(Vec::is_empty)
            && cell(row) == Some(2)
    }

    /// The ids of the numbers in its rows.
    pub fn ids(&self) -> impl Iterator<Item = &NumberId> {
        let cells = self.rows.iter().flat_map(|row| &row.cells);
        cells.flatten().filter_map(Piece::id)
    }

    /// The width of each label with what its numbers are, in ems; of one with nothing
    /// beside it, which reaches over the next columns, 0.
    pub(super) fn lines(&self, fonts: &Fonts) -> impl Iterator<Item = f64> {
        self.rows.iter().map(|row| {
            if row.is_alone() {
                return 0.0;
            }
            let statistic = row.statistic.as_deref();
            let statistic = statistic.map_or(0.0, |own| fonts.width(", ") + fonts.width(own));
            fonts.width(&row.label) + statistic
        })
    }

    /// The width of the longest label, in ems, with room for the heading above.
    pub(super) fn label_width(&self, fonts: &Fonts) -> f64 {
        self.widest_label(fonts, |label| fonts.width(label))
    }

    /// The same of labels that may take two lines.
    pub(super) fn halved_label_width(&self, fonts: &Fonts) -> f64 {
        self.widest_label(fonts, |label| {
            (HALVED * fonts.width(label)).max(widest_part(label, fonts))
        })
    }

    fn widest_label(&self, fonts: &Fonts, width: impl Fn(&str) -> f64) -> f64 {
        let beside = self.rows.iter().filter(|row| !row.is_alone());
        let labels = beside.map(|row| width(&row.label));
        let heading = BOLD * widest_part(&with_breaks(&self.corner), fonts);
        labels.fold(heading, f64::max)
    }

    /// The table with its folds as blanks, or as new lines if only those make it
    /// as narrow as a page of this room.
    pub fn folded(&self, ledger: &Ledger, fonts: &Fonts, page: PageRoom) -> Cow<'_, Self> {
        let cells = || self.rows.iter().flat_map(|row| &row.cells);
        if !cells().any(|cell| cell.contains(&Piece::Fold)) {
            return Cow::Borrowed(self);
        }
        let fits = |table: &Self| !Asked::of(table, ledger, fonts).is_wider(page.upright);
        let unfolded = self.with_folds(&Piece::text(" "));
        if fits(&unfolded) {
            return Cow::Owned(unfolded);
        }
        let folded = self.with_folds(&Piece::Break);
        Cow::Owned(match fits(&folded) {
            true => folded,
            // It is turned or divided, which leaves room.
            false => unfolded,
        })
    }

    fn with_folds(&self, as_piece: &Piece) -> Self {
        let mut table = self.clone();
        let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
        for piece in cells.flatten().filter(|piece| **piece == Piece::Fold) {
            *piece = as_piece.clone();
        }
        table
    }

    /// The room that each column after the labels needs, and what its cells
    /// begin with.
    pub fn measures(&self, ledger: &Ledger, fonts: &Fonts) -> Vec<Measure> {
        let measures = self.columns.iter().enumerate().map(|(at, heading)| {
            let cells = || self.rows.iter().filter_map(|row| row.cells.get(at));
            let lead = cells().filter_map(|cell| lead(cell, ledger)).max();
            let lead = lead.unwrap_or(0);
            let widths = cells().map(|cell| {
                let short = lead.saturating_sub(self::lead(cell, ledger).unwrap_or(lead));
                let lines = lines(cell, ledger).into_iter();
                let widest = lines.map(|line| fonts.width(&line)).fold(0.0, f64::max);
                widest + fonts.width("0") * short as f64
            });
            let heading: Vec<String> = lines(heading, ledger)
                .iter()
                .map(|line| joined(line))
                .collect();
            let line = heading.iter().map(|line| fonts.width(line));
            let broken = heading.iter().map(|line| with_breaks(line));
            let word = broken
                .map(|line| widest_part(&line, fonts))
                .fold(0.0, f64::max);
            Measure {
                cells: widths.fold(0.0, f64::max),
                heading: BOLD * line.fold(0.0, f64::max).min(HEADING_LINE).max(word),
                lead,
            }
        });
        measures.collect()
    }

    pub(super) fn new(layout: &TableLayout, corner: &str) -> Self {
        Self {
            id: layout.id.clone(),
            title: layout.title.clone(),
            corner: corner.to_owned(),
            columns: Vec::new(),
            spanners: Vec::new(),
            rows: Vec::new(),
            footnotes: Vec::new(),
            notes: layout
                .note
                .iter()
                .map(|note| vec![Piece::text(note)])
                .collect(),
        }
    }

    /// Adds a column for all rows and, under the name of the grouping, one for
    /// each of its levels.
    pub(super) fn add_groups(&mut self, ledger: &Ledger, grouping: Option<&Variable>) {
        let first = self.columns.len() + 1;
        self.columns.extend(headings_of(ledger, grouping));
        self.spanners.extend(grouping.map(|grouping| Spanner {
            label: grouping.label.clone(),
            first,
            count: grouping.levels.len(),
        }));
    }

    /// The spanner of a column, if it has one.
    pub fn spanner(&self, column: usize) -> Option<&Spanner> {
        let own =
            |spanner: &&Spanner| column >= spanner.first && column - spanner.first < spanner.count;
        self.spanners.iter().find(own)
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

/// Rows of one variable that a page keeps together.
const MOST_TOGETHER: usize = 15;

/// Semibold is a little wider.
const BOLD: f64 = 1.06;

/// The share of a line that each of two lines may need, as words do not halve it.
const HALVED: f64 = 0.65;

/// The width in ems to which a heading wraps, unless a word is wider.
const HEADING_LINE: f64 = 8.0;

/// What a column asks of a page, in ems.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measure {
    /// The widest cell.
    pub cells: f64,
    /// The heading, which wraps between its words.
    pub heading: f64,
    /// The most characters before a decimal mark of a cell's first number.
    pub lead: usize,
}

/// The characters of a cell before the decimal mark of the number that it begins
/// with, which stand one below another; `None` for one that begins otherwise.
pub fn lead(cell: &Cell, ledger: &Ledger) -> Option<usize> {
    let line = lines(cell, ledger).into_iter().next()?;
    let number = |c: &char| c.is_ascii_digit() || matches!(c, '<' | '>' | '\u{2212}');
    let count = line.chars().take_while(number).count();
    (count > 0).then_some(count)
}

/// The widest part of a line that cannot break.
fn widest_part(line: &str, fonts: &Fonts) -> f64 {
    let widths = unbreakable_parts(line).map(|part| fonts.width(part));
    widths.fold(0.0, f64::max)
}

/// The lines of a cell.
pub(super) fn line_count(cell: &Cell) -> usize {
    let breaks = cell.iter().filter(|piece| **piece == Piece::Break);
    1 + breaks.count()
}

/// The width of all lines of a cell side by side, in ems.
pub(super) fn cell_width(cell: &Cell, ledger: &Ledger, fonts: &Fonts) -> f64 {
    lines(cell, ledger)
        .iter()
        .map(|line| fonts.width(line))
        .sum()
}

/// The text of a cell, line by line. The mark of a footnote is a letter.
fn lines(cell: &Cell, ledger: &Ledger) -> Vec<String> {
    let lines = cell.split(|piece| *piece == Piece::Break);
    let text = |piece: &Piece| match piece {
        Piece::Mark(index) => mark_letter(*index),
        _ => piece.words(ledger).unwrap_or_default().into_owned(),
    };
    lines.map(|line| line.iter().map(text).collect()).collect()
}
