//! The rows that a part of a table prints: its columns, their headings, and the digits by
//! which a printed row is found among them.

use std::collections::BTreeMap;

use super::digits;
use super::expected::{Spanner, Table};
use super::tree::{Printed, Shown};
use crate::words::one_line;

/// A row of the pages.
pub(super) struct PrintedRow<'p> {
    /// The cells that show a text.
    pub(super) shown: Vec<&'p Shown>,
    /// The cells with digits.
    with_digits: Vec<&'p Shown>,
    /// The digits of all its cells, and those behind the first.
    pub(super) digits: String,
    rest: String,
    /// Whether one cell alone has digits.
    pub(super) is_single: bool,
    /// The letters and digits of the first text, which is the label.
    pub(super) words: String,
}

/// A heading of a column or above several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Heading {
    Column(usize),
    Spanner(usize),
}

impl PrintedRow<'_> {
    pub(super) fn page(&self) -> Option<usize> {
        self.told().first().and_then(|cell| cell.page)
    }

    /// The texts of the cells with digits, or of all where none has any.
    pub(super) fn text(&self) -> String {
        let texts = self.told().iter().map(|cell| one_line(&cell.text));
        texts.collect::<Vec<_>>().join(" | ")
    }

    fn told(&self) -> &[&Shown] {
        match self.with_digits.as_slice() {
            [] => &self.shown,
            own => own,
        }
    }

    pub(super) fn has_hidden_digits(&self) -> bool {
        self.with_digits.iter().any(|cell| cell.is_hidden)
    }
}

/// Headings that stand in one line.
pub(super) struct HeadingLine {
    pub(super) texts: Vec<(Heading, String)>,
    digits: String,
}

/// Some of the columns of a table with their headings.
pub(super) struct Part {
    pub(super) columns: Vec<usize>,
    /// The headings, line by line.
    pub(super) headings: Vec<HeadingLine>,
    corner: String,
    /// The rows of the source that print these digits, in order.
    by_digits: BTreeMap<String, Vec<usize>>,
}

/// The letters and digits of a text.
pub(super) fn words(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The rows of a printed table that show a text.
pub(super) fn printed_rows(table: &Printed) -> Vec<PrintedRow<'_>> {
    let rows = table.rows.iter().map(|row| {
        let filled = row.iter().filter(|cell| !cell.text.trim().is_empty());
        let shown: Vec<&Shown> = filled.collect();
        let cells = shown.iter().map(|cell| (*cell, digits(&cell.text)));
        let cells = cells.filter(|(_, own)| !own.is_empty());
        let (with, own): (Vec<&Shown>, Vec<String>) = cells.unzip();
        PrintedRow {
            digits: key(own.iter().map(String::as_str)),
            rest: key(own.iter().skip(1).map(String::as_str)),
            is_single: own.len() == 1,
            with_digits: with,
            words: shown
                .first()
                .map(|cell| words(&cell.text))
                .unwrap_or_default(),
            shown,
        }
    });
    rows.filter(|row| !row.shown.is_empty()).collect()
}

/// The digits of cells as one text.
fn key<'a>(digits: impl IntoIterator<Item = &'a str>) -> String {
    let filled = digits.into_iter().filter(|own| !own.is_empty());
    filled.flat_map(|own| [own, "\n"]).collect()
}

impl Part {
    pub(super) fn of(table: &Table, columns: &[usize]) -> Self {
        let mut by_digits: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, row) in table.rows.iter().enumerate() {
            let cells = columns.iter().filter_map(|column| row.cells.get(*column));
            let cells: Vec<String> = cells.map(|text| digits(text)).collect();
            let labels: Vec<String> = row.labels.iter().map(|text| digits(text)).collect();
            // The label, the statistic, or both may stand in the first cell.
            let firsts = [String::new(), labels.concat()].into_iter().chain(labels);
            for first in firsts {
                let all = [first.as_str()].into_iter();
                let all = all.chain(cells.iter().map(String::as_str));
                let rows = by_digits.entry(key(all)).or_default();
                if rows.last() != Some(&at) {
                    rows.push(at);
                }
            }
        }
        Self {
            columns: columns.to_vec(),
            headings: headings(table, columns),
            corner: table.corner.clone(),
            by_digits,
        }
    }

    /// The rows of the source with the digits of a printed one, in order.
    pub(super) fn rows(&self, printed: &PrintedRow<'_>) -> &[usize] {
        self.by_digits
            .get(&printed.digits)
            .map_or(&[], Vec::as_slice)
    }

    /// The line of headings with the digits of a printed row.
    pub(super) fn heading(&self, row: &PrintedRow<'_>, caption: &str) -> Option<&HeadingLine> {
        let has_corner = self.has_corner(row, caption);
        let is_own = |line: &&HeadingLine| {
            line.digits == row.digits || (has_corner && line.digits == row.rest)
        };
        self.headings.iter().find(is_own)
    }

    /// Whether the first digits of a row are those of the heading of the labels. Where a part
    /// begins a page, that has the number of the table, as in its caption, before its own
    /// words.
    fn has_corner(&self, printed: &PrintedRow<'_>, caption: &str) -> bool {
        let Some(first) = printed.with_digits.first() else {
            return false;
        };
        let text = one_line(&first.text);
        let Some(before) = text.strip_suffix(one_line(&self.corner).as_str()) else {
            return false;
        };
        let number = digits(before);
        number.len() <= 3
            && number.bytes().all(|digit| digit.is_ascii_digit())
            && (number.is_empty() || number == number_of(caption))
    }
}

/// The number of a table by its caption: "Table 12. Survival at 5 years" has 12.
fn number_of(caption: &str) -> String {
    let number = caption.chars().skip_while(|c| !c.is_numeric());
    number.take_while(|c| c.is_numeric()).collect()
}

/// The headings of some columns, line by line. One above several columns stands over the
/// first of them, also where a part begins among them.
fn headings(table: &Table, columns: &[usize]) -> Vec<HeadingLine> {
    let (mut above, mut below) = (Vec::new(), Vec::new());
    for (place, column) in columns.iter().enumerate() {
        let text = table.headings.get(*column).cloned().unwrap_or_default();
        let own = (Heading::Column(*column), text);
        let holds = |spanner: &&Spanner| spanner.columns.contains(column);
        let Some(at) = table.spanners.iter().position(|own| holds(&own)) else {
            above.push(own);
            continue;
        };
        below.push(own);
        if let Some(spanner) = table.spanners.get(at)
            && (place == 0 || spanner.columns.start == *column)
        {
            above.push((Heading::Spanner(at), spanner.label.clone()));
        }
    }
    let lines = [above, below].into_iter();
    let lines = lines.filter(|texts: &Vec<(Heading, String)>| !texts.is_empty());
    let line = |texts: Vec<(Heading, String)>| {
        let own: Vec<String> = texts.iter().map(|(_, text)| digits(text)).collect();
        HeadingLine {
            digits: key(own.iter().map(String::as_str)),
            texts,
        }
    };
    lines.map(line).collect()
}
