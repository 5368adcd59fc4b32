//! Whether the tables of the pages have the rows that the source gives them.

use super::expected::{Row, Table};
use super::tree::{Rows, Shown};
use super::{Reprinted, digits};
use crate::words::one_line;

/// A cell of the pages with its digits.
struct Cell<'p> {
    shown: &'p Shown,
    digits: String,
}

/// A table of the source, of which the printed cells are marked.
struct Given<'s> {
    table: &'s Table,
    remarks: String,
    rows: Vec<GivenRow<'s>>,
}

/// A row of the source with the digits of its cells.
struct GivenRow<'s> {
    row: &'s Row,
    labels: Vec<String>,
    /// Those of all labels, which one cell may hold.
    all_labels: String,
    cells: Vec<String>,
    is_printed: Vec<bool>,
}

/// Every printed row that no table has, and every cell that is printed nowhere. Printed
/// tables are those with whose rows they agree best.
pub(super) fn reprinted(printed: &[Rows], given: &[Table]) -> Vec<Reprinted> {
    let mut given: Vec<Given<'_>> = given.iter().map(Given::of).collect();
    let mut found = Vec::new();
    for rows in printed {
        let rows = with_digits(rows);
        let known = given.iter_mut().map(|table| (table.known(&rows), table));
        if let Some((known, table)) = known.max_by_key(|(known, _)| *known)
            && 2 * known > rows.len()
        {
            table.compare(&rows, &mut found);
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

/// The cells with digits, row by row.
fn with_digits(rows: &Rows) -> Vec<Vec<Cell<'_>>> {
    let cell = |shown| Cell {
        shown,
        digits: digits(&shown.text),
    };
    rows.iter()
        .map(|row| {
            let cells = row.iter().map(cell);
            cells.filter(|cell| !cell.digits.is_empty()).collect()
        })
        .filter(|row: &Vec<Cell<'_>>| !row.is_empty())
        .collect()
}

impl<'s> Given<'s> {
    fn of(table: &'s Table) -> Self {
        Self {
            table,
            remarks: digits(&table.remarks),
            rows: table.rows.iter().map(GivenRow::of).collect(),
        }
    }

    fn place(&self) -> String {
        format!("table \"{}\"", self.table.id)
    }

    /// How many printed rows it has.
    fn known(&self, rows: &[Vec<Cell<'_>>]) -> usize {
        let known = |row: &&Vec<Cell<'_>>| self.rows.iter().any(|own| own.is_printed_as(row));
        rows.iter().filter(known).count()
    }

    /// Whether the printed rows have most of its rows: the dictionary and the like have
    /// some by chance.
    fn is_printed_as(&self, rows: &[Vec<Cell<'_>>]) -> bool {
        let numeric = self.rows.iter().filter(|own| own.is_numeric());
        let is_printed = |own: &&GivenRow<'_>| rows.iter().any(|row| own.is_printed_as(row));
        2 * numeric.clone().filter(is_printed).count() > numeric.count()
    }

    /// Marks its cells among the printed rows, and tells the rows that are none of its own
    /// or cannot be seen.
    fn compare(&mut self, rows: &[Vec<Cell<'_>>], found: &mut Vec<Reprinted>) {
        let is_table = self.is_printed_as(rows);
        for row in rows {
            let row = self.without_number(row);
            // The remarks below a table are a row of it.
            let is_remark = match row {
                [cell] => self.remarks.contains(&cell.digits),
                _ => false,
            };
            let mut is_own = false;
            for own in &mut self.rows {
                is_own |= own.mark(row);
            }
            let problem = if !(is_own || is_remark) && is_table {
                "is printed, and no row of the table has this"
            } else if row.iter().any(|cell| cell.shown.is_hidden) {
                "is printed so that it cannot be seen"
            } else {
                continue;
            };
            let text: Vec<String> = row.iter().map(|cell| one_line(&cell.shown.text)).collect();
            found.push(Reprinted {
                page: row.first().and_then(|cell| cell.shown.page),
                place: self.place(),
                problem: format!("\"{}\" {problem}", text.join(" | ")),
            });
        }
    }

    /// The cells of a row without a corner that has the number of the table before its
    /// own words, where a part begins a page.
    fn without_number<'r, 'p>(&self, row: &'r [Cell<'p>]) -> &'r [Cell<'p>] {
        let Some((first, rest)) = row.split_first() else {
            return row;
        };
        let text = one_line(&first.shown.text);
        let corner = one_line(&self.table.corner);
        let number = text.strip_suffix(corner.as_str()).map(digits);
        let is_number = |number: String| {
            (1..=3).contains(&number.len()) && number.bytes().all(|digit| digit.is_ascii_digit())
        };
        match number.is_some_and(is_number) && !corner.is_empty() {
            true => rest,
            false => row,
        }
    }

    fn unprinted(&self) -> impl Iterator<Item = Reprinted> {
        let cells = self.rows.iter().flat_map(GivenRow::unprinted);
        cells.map(|text| Reprinted {
            page: None,
            place: self.place(),
            problem: format!(
                "\"{}\" of the ledger is printed in none of its rows",
                one_line(text)
            ),
        })
    }
}

impl<'s> GivenRow<'s> {
    fn of(row: &'s Row) -> Self {
        let labels: Vec<String> = row.labels.iter().map(|text| digits(text)).collect();
        Self {
            row,
            all_labels: labels.concat(),
            labels,
            cells: row.cells.iter().map(|text| digits(text)).collect(),
            is_printed: vec![false; row.cells.len()],
        }
    }

    fn is_numeric(&self) -> bool {
        self.cells.iter().any(|cell| !cell.is_empty())
    }

    fn is_printed_as(&self, printed: &[Cell<'_>]) -> bool {
        self.cells_of(printed).is_some()
    }

    /// A printed row without its label, if that is the one of this row.
    fn without_label<'r, 'p>(&self, printed: &'r [Cell<'p>]) -> &'r [Cell<'p>] {
        let is_label =
            |cell: &Cell<'_>| cell.digits == self.all_labels || self.labels.contains(&cell.digits);
        match printed.split_first() {
            Some((first, rest)) if !self.all_labels.is_empty() && is_label(first) => rest,
            _ => printed,
        }
    }

    /// The cells that a printed row has, in order; none if it is another row. A table in
    /// parts prints some of the columns.
    fn cells_of(&self, printed: &[Cell<'_>]) -> Option<Vec<usize>> {
        let mut cells = self.cells.iter().enumerate();
        let printed = self.without_label(printed).iter();
        let matched = printed.map(|cell| Some(cells.find(|(_, own)| **own == cell.digits)?.0));
        matched.collect()
    }

    /// The same where these cells follow one another: of equal ones those of which other
    /// parts of the table have printed the fewest.
    fn neighbours(&self, printed: &[Cell<'_>]) -> Option<Vec<usize>> {
        let printed = self.without_label(printed);
        let filled = self.cells.iter().enumerate();
        let filled = filled.filter(|(_, cell)| !cell.is_empty());
        let filled: Vec<(usize, &String)> = filled.collect();
        let is_new = |(at, _): &&(usize, &String)| self.is_printed.get(*at) == Some(&false);
        let places = filled.windows(printed.len().max(1)).rev();
        let places = places.filter(|own| {
            let mut pairs = own.iter().zip(printed);
            pairs.all(|((_, cell), shown)| **cell == shown.digits)
        });
        let place = places.max_by_key(|own| own.iter().filter(is_new).count())?;
        let matched = place.iter().take(printed.len());
        Some(matched.map(|(at, _)| *at).collect())
    }

    /// Marks the cells that a printed row has, if it is this one.
    fn mark(&mut self, printed: &[Cell<'_>]) -> bool {
        let neighbours = self.neighbours(printed);
        let Some(cells) = neighbours.or_else(|| self.cells_of(printed)) else {
            return false;
        };
        for cell in cells {
            if let Some(mark) = self.is_printed.get_mut(cell) {
                *mark = true;
            }
        }
        true
    }

    /// The texts with digits that no printed row has.
    fn unprinted(&self) -> impl Iterator<Item = &'s String> {
        let cells = self.row.cells.iter().zip(&self.cells);
        let cells = cells.zip(&self.is_printed);
        cells
            .filter(|((_, digits), is_printed)| !**is_printed && !digits.is_empty())
            .map(|((text, _), _)| text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Row {
        Row {
            labels: vec!["Missing".to_owned()],
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
        }
    }

    fn printed(cells: &[&str]) -> Vec<Shown> {
        let shown = |cell: &&str| Shown {
            text: (*cell).to_owned(),
            ..Shown::default()
        };
        cells.iter().map(shown).collect()
    }

    #[test]
    fn equal_cells_of_a_table_in_parts_are_marked_one_by_one() {
        let given = Table {
            id: "a".to_owned(),
            corner: "Characteristic".to_owned(),
            rows: vec![
                row(&["8", "1", "2", "3", "1", "2"]),
                row(&["9", "4", "4", "2", "2", "2"]),
            ],
            remarks: String::new(),
        };
        let parts = [
            vec![
                printed(&["Missing", "8", "1", "2", "3"]),
                printed(&["Missing", "9", "4", "4", "2"]),
            ],
            vec![
                printed(&["Missing", "1", "2"]),
                printed(&["Missing", "2", "2"]),
            ],
        ];
        assert_eq!(reprinted(&parts, std::slice::from_ref(&given)), []);
        // What no part prints is told.
        let [first, _] = parts;
        let second = vec![printed(&["Missing", "1", "2"])];
        let found = reprinted(&[first, second], &[given]);
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn a_part_that_begins_a_page_has_the_number_of_its_table() {
        let corner = "Table 12 (continued) Characteristic";
        for (corner, is_known) in [(corner, true), ("P = 0.04 Characteristic", false)] {
            let mut rows = vec![row(&["Effect (95% CI)"]), row(&["1"]), row(&["2"])];
            if let Some(heading) = rows.first_mut() {
                heading.labels.clear();
            }
            let given = Table {
                id: "a".to_owned(),
                corner: "Characteristic".to_owned(),
                rows,
                remarks: String::new(),
            };
            let part = vec![
                printed(&[corner, "Effect (95% CI)"]),
                printed(&["Missing", "1"]),
                printed(&["Missing", "2"]),
            ];
            assert_eq!(
                reprinted(&[part], &[given]).is_empty(),
                is_known,
                "{corner}"
            );
        }
    }
}
