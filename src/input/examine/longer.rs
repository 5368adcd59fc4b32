//! Rows with one field more than the header: names of rows, which the header of R's
//! `write.table` leaves out, or columns that would stand under each other's names.

use std::collections::BTreeSet;

use super::above::ENOUGH;
use super::{Line, Notes, Sample};
use crate::findings::{Finding, Findings};

/// What the first header of a file is where it names the rows.
const IDENTIFIERS: [&str; 24] = [
    "id",
    "ids",
    "pid",
    "patid",
    "patientid",
    "patient",
    "patients",
    "pat",
    "patno",
    "patientno",
    "subject",
    "subjectid",
    "subjid",
    "usubjid",
    "case",
    "caseid",
    "record",
    "recordid",
    "mrn",
    "nr",
    "no",
    "number",
    "studyid",
    "fallnummer",
];

impl Sample {
    /// Whether every row has one field more than the header, and the first of them
    /// counts the rows.
    ///
    /// # Errors
    /// One finding if another column has no header, or a decimal comma is taken for a
    /// delimiter: then no field stands under its own name.
    pub(super) fn has_row_names(
        &self,
        header: usize,
        below: &[Line],
        delimiter: Option<u8>,
        notes: &mut Notes<'_>,
    ) -> Result<bool, Findings> {
        let Some(header) = self.first.get(header) else {
            return Ok(false);
        };
        let width = header.fields.len();
        let longer = below
            .iter()
            .filter(|line| line.fields.len() > width)
            .count();
        if width < 2 || below.len() < ENOUGH || longer * 2 < below.len() {
            return Ok(false);
        }
        let by_one = below.iter().all(|line| line.fields.len() == width + 1);
        let is_comma = matches!(delimiter, None | Some(b','));
        let decimals = is_comma.then(|| decimal_commas(below)).flatten();
        if by_one && counts(below) && !self.names_rows(header, below) {
            let problem =
                "has one field less than the rows, whose first is taken for a name of the row";
            notes.add(
                header.number,
                problem.to_owned(),
                "remove row_names in [cohort] and give every column a header if it is none",
            );
            return Ok(true);
        }
        // Empty fields at the end of rows are left out.
        let beyond = |line: &Line| {
            let rest = line.fields.get(width..).unwrap_or_default();
            rest.iter().any(|field| !field.is_empty())
        };
        if below.iter().filter(|line| beyond(line)).count() * 2 < below.len() {
            return Ok(false);
        }
        let shown = |line: &Line| {
            let last = line.fields.get(line.fields.len().saturating_sub(4)..);
            last.unwrap_or_default().join(",")
        };
        let (problem, help) = match decimals {
            Some(line) => (
                format!(
                    "has fewer fields than its rows ({} and more than that): numbers seem to have a decimal comma, which is the delimiter too (\"…{}\" on {})",
                    width,
                    shown(line),
                    notes.addressing.row(line.number)
                ),
                "export the file with semicolons or tabs between columns, or with decimal points",
            ),
            None => (
                format!(
                    "has {width} fields, {} rows that were looked at have more: a column has no header, so that it is not known under which names the fields stand",
                    if longer == below.len() {
                        "and all"
                    } else {
                        "and most of the"
                    }
                ),
                "give every column a header; check that no text with a delimiter is without quotation marks",
            ),
        };
        let place = notes.addressing.row(header.number);
        Err(Finding::new(notes.file, problem, help).at(place).into())
    }

    /// Whether the header names the first field of the rows: it is called an
    /// identifier, and is one where the next field is none; or columns that such a
    /// shift would move do not hold what their names say.
    fn names_rows(&self, header: &Line, below: &[Line]) -> bool {
        if header.fields.iter().any(String::is_empty) {
            return true;
        }
        let column = |at: usize| below.iter().filter_map(move |line| line.fields.get(at));
        let distinct = |at: usize| column(at).collect::<BTreeSet<_>>().len();
        let named = |at: usize| {
            let name = header
                .fields
                .get(at)
                .map(String::as_str)
                .unwrap_or_default();
            let letters = name.chars().filter(|c| c.is_alphanumeric());
            letters.flat_map(char::to_lowercase).collect::<String>()
        };
        let numbers = |at: usize| {
            let filled = column(at).filter(|cell| !cell.is_empty());
            let (all, numeric) = filled.fold((0, 0), |(all, numeric), cell| {
                (all + 1, numeric + usize::from(cell.parse::<f64>().is_ok()))
            });
            (all, numeric)
        };
        if IDENTIFIERS.contains(&named(0).as_str()) && distinct(1) < distinct(0) {
            return true;
        }
        // A sex has few values and an age is a number, under whichever reading is right.
        (0..header.fields.len()).any(|at| match named(at).as_str() {
            "sex" | "gender" | "geschlecht" | "sexe" | "sexo" => {
                distinct(at + 1) > 6 && distinct(at) <= 6
            }
            "age" | "alter" | "edad" | "ageyears" => {
                let (all, numeric) = numbers(at + 1);
                let (own, own_numeric) = numbers(at);
                numeric * 2 < all && own_numeric * 10 >= own * 8
            }
            _ => false,
        })
    }
}

/// Whether the first fields are whole numbers that count the rows.
fn counts(below: &[Line]) -> bool {
    let number = |line: &Line| {
        let first = line.fields.first();
        first.and_then(|field| field.parse::<u64>().ok())
    };
    below.windows(2).all(|pair| match pair {
        [a, b] => number(a).zip(number(b)).is_some_and(|(a, b)| a + 1 == b),
        _ => false,
    })
}

/// A row in which two neighbours are the parts of a number with a decimal comma, if
/// most rows have them: digits, and one or two digits.
fn decimal_commas(below: &[Line]) -> Option<&Line> {
    let digits = |text: &String| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let whole = |text: &String| digits(&text.trim_start_matches(['-', '+']).to_owned());
    let has = |line: &&Line| {
        line.fields.windows(2).skip(1).any(|pair| match pair {
            [a, b] => whole(a) && digits(b) && b.len() <= 2,
            _ => false,
        })
    };
    let count = below.iter().filter(has).count();
    let points = below.iter().flat_map(|line| &line.fields);
    let points = points.filter(|field| field.contains('.') && field.parse::<f64>().is_ok());
    let found = count * 2 >= below.len() && points.count() == 0;
    found.then(|| below.iter().find(has)).flatten()
}
