//! Sheets with a patient in each column and a characteristic in each row.

use super::shape::{is_date_or_number, shape};
use super::{Line, Notes, Sample};

impl Sample {
    /// Tells of a sheet whose headers are alike, as identifiers are, and whose rows
    /// each hold cells of one kind, some words and some numbers.
    pub(super) fn tell_transposed(&self, header: usize, notes: &mut Notes<'_>) {
        const FEWEST: usize = 4;
        let (Some(line), Some(rows)) = (self.first.get(header), self.first.get(header + 1..))
        else {
            return;
        };
        let Some((corner, names)) = line.fields.split_first() else {
            return;
        };
        let names: Vec<&String> = names.iter().filter(|name| !name.is_empty()).collect();
        let Some(form) = names.first().map(|name| shape(name)) else {
            return;
        };
        let alike = names.iter().all(|name| shape(name) == form) && form.contains('9');
        if names.len() < FEWEST || !alike || shape(corner) == form || rows.len() < 2 {
            return;
        }
        let kinds: Option<Vec<Kind>> = rows.iter().map(kind).collect();
        let is_mixed = kinds
            .is_some_and(|kinds| kinds.contains(&Kind::Numbers) && kinds.contains(&Kind::Words));
        let titles: Vec<&str> = rows
            .iter()
            .filter_map(|row| row.fields.first())
            .map(String::as_str)
            .take(3)
            .collect();
        if is_mixed
            && titles
                .iter()
                .all(|title| title.contains(char::is_alphabetic))
        {
            let names: Vec<&str> = names.iter().take(3).map(|name| name.as_str()).collect();
            let problem = format!(
                "seems to have a patient in each column ({}, …) and a characteristic in each row ({}, …); rows are read as patients",
                names.join(", "),
                titles.join(", ")
            );
            let help =
                "exchange rows and columns: in spreadsheet programs copy and paste with Transpose";
            notes.add(line.number, problem, help);
        }
    }
}

#[derive(PartialEq)]
enum Kind {
    Numbers,
    Words,
}

/// What the cells of a row are behind its first; none for both numbers and words.
fn kind(row: &Line) -> Option<Kind> {
    let cells = row.fields.iter().skip(1).filter(|cell| !cell.is_empty());
    let (all, numbers) = cells.fold((0, 0), |(all, numbers), cell| {
        (all + 1, numbers + usize::from(is_date_or_number(cell)))
    });
    match () {
        () if numbers * 10 >= all * 8 => Some(Kind::Numbers),
        () if numbers * 10 <= all * 2 => Some(Kind::Words),
        () => None,
    }
}
