//! Rows amid the others that are none: the header again, as where files were put
//! together, and subtotals.

use super::super::sheet::is_blank;
use super::super::{Record, Table};
use super::shape::shape;
use super::{Line, Notes, Sample, is_total};

/// More such rows than these are not listed one by one.
const MOST: usize = 100;

impl Sample {
    /// The number of the last row above so many records at the end.
    pub(super) fn last_row(&self, footer: u64) -> u64 {
        let footer = usize::try_from(footer).unwrap_or(usize::MAX);
        let last = self.last.iter().rev().nth(footer);
        last.map_or(0, |line| line.number)
    }
}

/// The numbers of these rows below the header, up to the last row.
pub(super) fn rows(
    table: &dyn Table,
    sample: &Sample,
    header: usize,
    last: u64,
    notes: &mut Notes<'_>,
) -> Vec<u64> {
    let (Some(rows), Some(header)) = (sample.first.get(header + 1..), sample.first.get(header))
    else {
        return Vec::new();
    };
    let shapes: Vec<String> = rows
        .iter()
        .filter(|line| line.fields != header.fields)
        .filter_map(|line| line.fields.first())
        .filter(|field| !is_total(field))
        .map(|field| shape(field))
        .collect();
    let mut again = Vec::new();
    let mut totals: Vec<Line> = Vec::new();
    let mut record = Record::default();
    let mut records = table.records();
    while records.next(&mut record) {
        if record.number <= header.number || record.number > last || is_blank(&record) {
            continue;
        }
        if repeats(&record, header) {
            again.push(record.number);
        } else if sums_up(&record, sample.typical, &shapes) {
            totals.push(Line {
                number: record.number,
                fields: texts(&record),
            });
        }
        if again.len() + totals.len() > MOST {
            return Vec::new();
        }
    }
    if let Some(first) = again.first() {
        let problem = match again.len() {
            1 => "repeats the header and is left out".to_owned(),
            count => format!(
                "repeats the header, as do {} further rows; they are left out",
                count - 1
            ),
        };
        notes.add(
            *first,
            problem,
            "remove it from skip in [cohort] if it is a patient",
        );
    }
    for line in &totals {
        let text = line.fields.iter().find(|field| !field.is_empty());
        let problem = format!(
            "sums up other rows (\"{}\") and is left out",
            super::shortened(text.map_or("", String::as_str))
        );
        notes.add(
            line.number,
            problem,
            "remove it from skip in [cohort] if it is a patient",
        );
    }
    again.extend(totals.iter().map(|line| line.number));
    again.sort_unstable();
    again
}

/// Whether a record has the fields of the header.
fn repeats(record: &Record, header: &Line) -> bool {
    let same = |(field, title): (&[u8], &String)| field.trim_ascii() == title.as_bytes();
    record.fields.len() == header.fields.len() && record.fields.iter().zip(&header.fields).all(same)
}

/// Whether a record begins with a word for a total, has gaps, and names no patient.
fn sums_up(record: &Record, typical: usize, shapes: &[String]) -> bool {
    let Some(first) = record
        .fields
        .iter()
        .find(|field| !field.trim_ascii().is_empty())
    else {
        return false;
    };
    if !first
        .trim_ascii()
        .first()
        .is_some_and(u8::is_ascii_alphabetic)
    {
        return false;
    }
    let text = String::from_utf8_lossy(first);
    let text = text.trim();
    let filled = record
        .fields
        .iter()
        .filter(|field| !field.trim_ascii().is_empty());
    is_total(text) && filled.count() < typical && !shapes.contains(&shape(text))
}

fn texts(record: &Record) -> Vec<String> {
    let text = |field: &[u8]| String::from_utf8_lossy(field).trim().to_owned();
    record.fields.iter().map(text).collect()
}
