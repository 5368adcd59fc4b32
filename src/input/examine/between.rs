//! Rows amid the others that are none: the header again, as where files were put
//! together, totals and subtotals, and titles of the rows below them.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::super::sheet::is_blank;
use super::super::{Record, Table};
use super::shape::shape;
use super::sums::{Evidence, Standing, Sums, Usual};
use super::{Line, Notes, Sample, is_total, names_total};

/// More such rows than these are not left out one by one.
const MOST: usize = 1000;
/// So many are described.
const SHOWN: usize = 6;

impl Sample {
    /// The number of the last row above so many records at the end.
    pub(super) fn last_row(&self, footer: u64) -> u64 {
        let footer = usize::try_from(footer).unwrap_or(usize::MAX);
        let last = self.last.iter().rev().nth(footer);
        last.map_or(0, |line| line.number)
    }
}

/// The numbers of these rows among those from the first to the last.
pub(super) fn rows(
    table: &dyn Table,
    sample: &Sample,
    header: usize,
    body: RangeInclusive<u64>,
) -> Between {
    let (Some(rows), Some(header)) = (sample.first.get(header + 1..), sample.first.get(header))
    else {
        return Between::default();
    };
    let shapes: Vec<String> = rows
        .iter()
        .filter(|line| line.fields != header.fields && line.filled() > 1)
        .filter_map(|line| line.fields.first())
        .filter(|field| !is_total(field))
        .map(|field| shape(field))
        .collect();
    let usual = Usual::of(rows);
    let mut sums = Sums::new(usual);
    let mut found = Between::default();
    let mut record = Record::default();
    let mut records = table.records();
    while records.next(&mut record) {
        if !body.contains(&record.number) || is_blank(&record) {
            continue;
        }
        if repeats(&record, header) {
            found.again.push(record.number);
            continue;
        }
        if sample.typical >= WIDE && is_section(&record, &shapes, rows) {
            found.sections.push(Line::of(&record));
            continue;
        }
        let standing = match body.end().saturating_sub(record.number) {
            0 => Standing::Last,
            1..NEAR => Standing::NearEnd,
            _ => Standing::Amid,
        };
        let line = || Line::of(&record);
        if sums_up(&record, sample.typical, &shapes) {
            let what = described(&line(), None, header);
            found.sums.push((record.number, what));
        } else if let Some(evidence) = sums.look(&record, standing) {
            let what = described(&line(), Some(evidence), header);
            found.sums.push((record.number, what));
        }
    }
    // A single title is a patient of whom nothing else is known.
    if found.sections.len() < 2 || are_named(rows, &found.sections) {
        found.sections.clear();
    }
    found
}

/// Whether lone texts are patients of whom nothing else is known: the rows have other names
/// in their column, and rows stand above the first of them, as above no first title.
fn are_named(rows: &[Line], sections: &[Line]) -> bool {
    let (Some(title), Some(first)) = (sections.first(), rows.first()) else {
        return false;
    };
    let Some(at) = title.fields.iter().position(|field| !field.is_empty()) else {
        return false;
    };
    let is_name = |name: &str| {
        name.starts_with(char::is_alphabetic)
            && !name.ends_with(':')
            && !name.contains(|c: char| c.is_ascii_digit())
    };
    let others = rows.iter().filter(|line| line.filled() > 1);
    let names: Vec<&str> = others
        .filter_map(|line| line.fields.get(at))
        .map(String::as_str)
        .collect();
    let different: BTreeSet<&str> = names.iter().copied().collect();
    let words = names.iter().filter(|name| is_name(name)).count();
    title.number > first.number
        && different.len() * 10 > names.len() * 9
        && words * 10 > names.len() * 9
        && sections
            .iter()
            .flat_map(|line| line.fields.get(at))
            .all(|name| is_name(name))
}

/// A table of fewer columns has no titles of sections that could be told from rows.
const WIDE: usize = 3;

/// Rows among the last so many may be notes of a table.
const NEAR: u64 = 12;

/// Rows that are none.
#[derive(Default)]
pub(super) struct Between {
    again: Vec<u64>,
    /// Rows that sum up others, with what they hold.
    pub(super) sums: Vec<(u64, String)>,
    sections: Vec<Line>,
}

impl Between {
    /// Tells of each sort, and gives the numbers of all.
    pub(super) fn tell(self, notes: &mut Notes<'_>) -> Vec<u64> {
        const HELP: &str = "remove it from skip in [cohort] if it is a patient";
        let count = self.again.len() + self.sums.len() + self.sections.len();
        if count > MOST {
            let first = [
                self.again.first().copied(),
                self.sums.first().map(|(line, _)| *line),
                self.sections.first().map(|line| line.number),
            ];
            let problem = format!(
                "is the first of {count} rows that repeat the header, sum up other rows or stand above others as their title; they are counted as rows"
            );
            let help = "remove them from the file, as skip in [cohort] would have too many numbers";
            let first = first.into_iter().flatten().min().unwrap_or(1);
            notes.add(first, problem, help);
            return Vec::new();
        }
        if let Some(first) = self.again.first() {
            let problem = match self.again.len() {
                1 => "repeats the header and is left out".to_owned(),
                count => format!(
                    "repeats the header, as do {} further rows; they are left out",
                    count - 1
                ),
            };
            notes.add(*first, problem, HELP);
        }
        for (line, what) in self.sums.iter().take(SHOWN) {
            notes.add(*line, format!("{what} and is left out"), HELP);
        }
        if let Some((line, _)) = self.sums.get(SHOWN) {
            let more = self.sums.len() - SHOWN;
            let problem = format!(
                "is the first of {more} further rows that sum up other rows and are left out"
            );
            notes.add(*line, problem, HELP);
        }
        if let Some(first) = self.sections.first() {
            let titles: Vec<String> = self.sections.iter().map(Line::quoted).collect();
            let shown = titles.get(..SHOWN).unwrap_or(&titles).join(", ");
            let problem = format!(
                "stands alone as the title of the rows below it, as {} in all do ({shown}); they are left out, and no column says below which title a row stands",
                self.sections.len()
            );
            let help = "to use what they say, add a column with the title of each row; remove them from skip in [cohort] if they are patients";
            notes.add(first.number, problem, help);
        }
        let sums = self.sums.iter().map(|(line, _)| *line);
        let sections = self.sections.iter().map(|line| line.number);
        let mut all: Vec<u64> = self.again.into_iter().chain(sums).chain(sections).collect();
        all.sort_unstable();
        all
    }
}

/// What a row that sums up others holds.
fn described(line: &Line, evidence: Option<Evidence>, header: &Line) -> String {
    let named = || {
        let cells = header.fields.iter().zip(&line.fields);
        let cells = cells.filter(|(_, cell)| !cell.is_empty()).take(3);
        let cells: Vec<String> = cells.map(|(name, cell)| format!("{name} {cell}")).collect();
        cells.join(", ")
    };
    match evidence {
        Some(Evidence::Sums(statistic)) => format!(
            "holds the {} of rows above it ({})",
            statistic.plural(),
            named()
        ),
        Some(Evidence::Follows) => format!("belongs to rows that sum up those above ({})", named()),
        None => format!("sums up other rows ({})", line.quoted()),
    }
}

/// Whether a record is one text that stands where no patient has such a name.
fn is_section(record: &Record, shapes: &[String], rows: &[Line]) -> bool {
    let fields = record.fields.iter().map(<[u8]>::trim_ascii).enumerate();
    let mut filled = fields.filter(|(_, field)| !field.is_empty());
    let (Some((at, field)), None) = (filled.next(), filled.next()) else {
        return false;
    };
    let text = String::from_utf8_lossy(field);
    let text = text.trim();
    // Nor is a level alone the title of anything.
    let is_level =
        |row: &Line| row.filled() > 1 && row.fields.get(at).is_some_and(|own| own == text);
    let is_known = (at == 0 && shapes.contains(&shape(text))) || rows.iter().any(is_level);
    text.starts_with(char::is_alphabetic) && !is_known && !is_total(text) && !names_total(text)
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
