//! Whether the tables of the pages have the rows that the source gives them, in their order.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::expected::Table;
use super::parts::{Heading, Part, PrintedRow, printed_rows, words};
use super::tree::Printed;
use super::{Reprinted, digits};
use crate::words::one_line;

/// A table of the source, of which the printed cells are marked.
struct Given<'s> {
    table: &'s Table,
    remarks: String,
    parts: Vec<Part>,
    /// The words of the label of each row, without and with its statistic.
    labels: Vec<[String; 2]>,
    all_labels: BTreeSet<String>,
    all_headings: BTreeSet<String>,
    /// The cells that digits stand in, by row and column, and those that are printed.
    cells: BTreeSet<(usize, usize)>,
    printed: BTreeSet<(usize, usize)>,
    printed_headings: BTreeSet<Heading>,
    /// The column behind the last part that is printed.
    reached: usize,
}

/// How well printed rows agree with a part; what counts most comes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    /// The rows that it has at all.
    known: usize,
    /// Those that stand in their place.
    placed: usize,
    exchanged_headings: Reverse<usize>,
    /// Whether most of its rows are printed.
    is_table: bool,
    /// Whether it is printed for the first time, and it is its turn.
    is_new: bool,
    is_in_turn: bool,
}

/// What a printed row is.
enum Place {
    /// Nothing can be told of it.
    Untold,
    Headings(Vec<Heading>),
    Remark,
    /// A row of the source.
    Row(usize),
    /// The digits of a row with the label of another.
    Mislabelled(usize),
    /// A row that should stand before or after others.
    Misplaced,
    Unknown,
}

/// Every printed row that no table has there, and every cell that is printed nowhere. Printed
/// tables are those with whose rows they agree best.
pub(super) fn reprinted(printed: &[Printed], given: &[Table]) -> Vec<Reprinted> {
    let mut given: Vec<Given<'_>> = given.iter().map(Given::of).collect();
    let mut found = Vec::new();
    for table in printed {
        let rows = printed_rows(table);
        let all = given.iter().enumerate();
        let fits = all.flat_map(|(at, own)| {
            let parts = own.parts.iter().enumerate();
            parts.filter_map({
                let rows = &rows;
                move |(part, columns)| {
                    let fit = own.fit(columns, rows, &table.caption)?;
                    Some(((fit, Reverse((at, part))), (at, part)))
                }
            })
        });
        let best = fits.max_by_key(|(fit, _)| *fit).map(|(_, place)| place);
        if let Some((at, part)) = best
            && let Some(own) = given.get_mut(at)
        {
            own.compare(part, &rows, &table.caption, &mut found);
        }
    }
    for table in &given {
        // What is printed instead says more.
        if found.iter().all(|own| own.place != table.place()) {
            found.extend(table.unprinted());
        }
    }
    found
}

impl<'s> Given<'s> {
    fn of(table: &'s Table) -> Self {
        let mut parts: Vec<Part> = Vec::new();
        for columns in &table.parts {
            if parts.iter().all(|own| own.columns != *columns) {
                parts.push(Part::of(table, columns));
            }
        }
        let labels = table.rows.iter().map(|row| {
            let label = row.labels.first().map(|text| words(text));
            [label.unwrap_or_default(), words(&row.labels.concat())]
        });
        let labels: Vec<[String; 2]> = labels.collect();
        let all_labels = labels.iter().flatten().filter(|own| !own.is_empty());
        let spanners = table.spanners.iter().map(|own| &own.label);
        let headings = table.headings.iter().chain(spanners);
        let headings = headings.map(|text| words(text));
        let cells = table.rows.iter().enumerate().flat_map(|(at, row)| {
            let cells = row.cells.iter().enumerate();
            let filled = cells.filter(|(_, text)| !digits(text).is_empty());
            filled.map(move |(column, _)| (at, column))
        });
        Self {
            table,
            remarks: digits(&table.remarks),
            parts,
            all_labels: all_labels.cloned().collect(),
            labels,
            all_headings: headings.filter(|own| !own.is_empty()).collect(),
            cells: cells.collect(),
            printed: BTreeSet::new(),
            printed_headings: BTreeSet::new(),
            reached: 0,
        }
    }

    fn place(&self) -> String {
        format!("table \"{}\"", self.table.id)
    }

    /// How well printed rows agree with a part; none where most of them are others.
    fn fit(&self, part: &Part, rows: &[PrintedRow<'_>], caption: &str) -> Option<Fit> {
        let own = |row: &&PrintedRow<'_>| {
            !part.rows(row).is_empty() || part.heading(row, caption).is_some()
        };
        let numeric = rows.iter().filter(|row| !row.digits.is_empty());
        let remarks = |row: &&PrintedRow<'_>| !own(row) && self.is_remark(row);
        let (known, remarks, all) = (
            numeric.clone().filter(own).count(),
            numeric.clone().filter(remarks).count(),
            numeric.count(),
        );
        if 2 * known <= all - remarks {
            return None;
        }
        let places = self.places(part, rows, caption);
        let good = |place: &&Place| matches!(place, Place::Row(_) | Place::Headings(_));
        let placed = places.iter().filter(good).count();
        Some(Fit {
            known,
            placed,
            exchanged_headings: Reverse(self.exchanged_headings(part, rows).count()),
            is_table: self.is_printed_as(part, rows),
            is_new: self
                .cells_of(part)
                .any(|cell| !self.printed.contains(&cell)),
            is_in_turn: self.is_in_turn(part),
        })
    }

    fn cells_of<'a>(&'a self, part: &'a Part) -> impl Iterator<Item = (usize, usize)> + 'a {
        let cells = self.cells.iter().copied();
        cells.filter(|(_, column)| part.columns.contains(column))
    }

    /// Whether the printed rows have most of the rows of a part: the dictionary and the like
    /// have some by chance.
    fn is_printed_as(&self, part: &Part, rows: &[PrintedRow<'_>]) -> bool {
        let numeric: BTreeSet<usize> = self.cells_of(part).map(|(row, _)| row).collect();
        let known: BTreeSet<usize> = rows
            .iter()
            .flat_map(|row| part.rows(row))
            .copied()
            .collect();
        2 * numeric.intersection(&known).count() > numeric.len()
    }

    /// Whether all parts before this one are printed; from the first on again where all are.
    fn is_in_turn(&self, part: &Part) -> bool {
        let first = part.columns.first().copied().unwrap_or_default();
        let is_printed = |cell: &(usize, usize)| self.printed.contains(cell);
        if first < self.reached {
            return self.cells.iter().all(is_printed);
        }
        let mut before = self.cells.iter().filter(|(_, column)| *column < first);
        before.all(is_printed)
    }

    /// The remarks below a table are a row of it.
    fn is_remark(&self, row: &PrintedRow<'_>) -> bool {
        row.is_single && self.remarks.contains(row.digits.trim_end())
    }

    /// Whether a printed row may have the label of this one. A word that no label is may be
    /// a template's own, or of a script whose letters a PDF does not tell.
    fn is_named(&self, at: usize, row: &PrintedRow<'_>) -> bool {
        let own = self.labels.get(at);
        own.is_none_or(|own| own.contains(&row.words) || own.iter().all(String::is_empty))
            || !self.all_labels.contains(&row.words)
    }

    /// What each printed row is. The first row that fits is taken each time: if the rows can
    /// be found in their order at all, they are found so.
    fn places(&self, part: &Part, rows: &[PrintedRow<'_>], caption: &str) -> Vec<Place> {
        let mut from = 0;
        let mut places = Vec::new();
        for (line, row) in rows.iter().enumerate() {
            let is_heading = line < part.headings.len();
            let has_digits = !row.digits.is_empty();
            let is_told = has_digits || (!is_heading && self.all_labels.contains(&row.words));
            let heading = || {
                let line = part.heading(row, caption).filter(|_| has_digits)?;
                Some(Place::Headings(
                    line.texts.iter().map(|(own, _)| *own).collect(),
                ))
            };
            let known = part.rows(row);
            let mut next = known.iter().copied().filter(|at| *at >= from);
            let place = if !is_told {
                Place::Untold
            } else if let Some(place) = heading().filter(|_| is_heading) {
                place
            } else if let Some(at) = next.clone().find(|at| self.is_named(*at, row)) {
                Place::Row(at)
            } else if let Some(place) = heading() {
                place
            } else if self.is_remark(row) && has_digits {
                Place::Remark
            } else if let Some(at) = next.next() {
                Place::Mislabelled(at)
            } else if known.is_empty() {
                Place::Unknown
            } else {
                Place::Misplaced
            };
            if let Place::Row(at) | Place::Mislabelled(at) = place {
                from = at + 1;
            }
            places.push(place);
        }
        places
    }

    /// Headings that stand over another column than their own, each with its row.
    fn exchanged_headings<'p>(
        &self,
        part: &Part,
        rows: &'p [PrintedRow<'p>],
    ) -> impl Iterator<Item = (&'p PrintedRow<'p>, String)> {
        let lines = rows.iter().zip(&part.headings);
        lines.flat_map(|(row, line)| {
            let own = line.texts.iter().map(|(_, text)| text);
            let own: Vec<&String> = own.filter(|text| !text.trim().is_empty()).collect();
            // The heading of the labels stands before them.
            let before = row.shown.len().checked_sub(own.len());
            let shown = row.shown.iter().skip(before.unwrap_or_default());
            let shown = shown.take(if before > Some(1) { 0 } else { own.len() });
            let pairs = shown.zip(own).filter(|(shown, own)| {
                let shown = words(&shown.text);
                before.is_some() && shown != words(own) && self.all_headings.contains(&shown)
            });
            let pairs = pairs.map(|(shown, _)| (row, one_line(&shown.text)));
            pairs.collect::<Vec<_>>()
        })
    }

    /// Marks the cells among the printed rows, and tells the rows that are none of the table's
    /// there or cannot be seen.
    fn compare(
        &mut self,
        at: usize,
        rows: &[PrintedRow<'_>],
        caption: &str,
        found: &mut Vec<Reprinted>,
    ) {
        let Some(part) = self.parts.get(at) else {
            return;
        };
        let is_table = self.is_printed_as(part, rows);
        let place = self.place();
        let mut tell = |row: &PrintedRow<'_>, text: &str, problem: &str| {
            found.push(Reprinted {
                page: row.page(),
                place: place.clone(),
                problem: format!("\"{text}\" {problem}"),
            });
        };
        if is_table {
            for (row, heading) in self.exchanged_headings(part, rows) {
                tell(row, &heading, "is printed over another column than its own");
            }
            if let (false, Some(row)) = (self.is_in_turn(part), rows.first()) {
                let problem =
                    "begins columns that are printed in another place than the table has them";
                tell(row, &row.text(), problem);
            }
        }
        let places = self.places(part, rows, caption);
        let (mut cells, mut headings) = (Vec::new(), Vec::new());
        for (row, place) in rows.iter().zip(places) {
            let problem = match place {
                Place::Unknown => Some("is printed, and no row of the table has this"),
                Place::Misplaced => Some("is printed in another place than the table has it"),
                Place::Mislabelled(_) => Some("is printed with the label of another row"),
                _ => None,
            };
            match place {
                Place::Row(at) | Place::Mislabelled(at) => {
                    cells.extend(part.columns.iter().map(|column| (at, *column)));
                }
                Place::Headings(own) => headings.extend(own),
                _ => {}
            }
            if let Some(problem) = problem.filter(|_| is_table) {
                tell(row, &row.text(), problem);
            } else if row.has_hidden_digits() {
                tell(row, &row.text(), "is printed so that it cannot be seen");
            }
        }
        if is_table {
            self.reached = part.columns.last().map_or(0, |last| last + 1);
            self.printed.extend(cells);
            self.printed_headings.extend(headings);
        }
    }

    /// The texts with digits that no printed row has.
    fn unprinted(&self) -> impl Iterator<Item = Reprinted> {
        let cells = self.cells.difference(&self.printed);
        let cells = cells.filter_map(|(row, column)| self.table.rows.get(*row)?.cells.get(*column));
        let columns = self.table.headings.iter().enumerate();
        let columns = columns.map(|(at, text)| (Heading::Column(at), text));
        let spanners = self.table.spanners.iter().enumerate();
        let spanners = spanners.map(|(at, own)| (Heading::Spanner(at), &own.label));
        let headings = columns
            .chain(spanners)
            .filter(|(own, text)| !self.printed_headings.contains(own) && !digits(text).is_empty());
        let all = headings.map(|(_, text)| text).chain(cells);
        all.map(|text| Reprinted {
            page: None,
            place: self.place(),
            problem: format!(
                "\"{}\" of the ledger is printed in none of its rows",
                one_line(text)
            ),
        })
    }
}

#[cfg(test)]
mod tests;
