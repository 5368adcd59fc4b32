//! A first study from a cohort's file alone: what the columns seem to be, written as a
//! commented `study.toml` that `report` takes without an edit.
//!
//! Everything here is a guess, and says so. Nothing of the data is computed.

mod columns;
mod endpoint;
mod file_labels;
mod group;
mod guess;
mod kind;
mod levels;
mod names;
mod overview;
mod reading;
mod vocabulary;
mod write;

use jiff::civil::Date;

use columns::Rejected;
pub use guess::{Guess, GuessedKind, Unfit};
pub(crate) use overview::wrap;

use crate::cohort;
use crate::findings::{Finding, Findings};
use crate::input;
use crate::layout::Layout;
use crate::study::PUBLISHED_SCHEMA;

/// The name under which the schema of the study file stands beside it.
const SCHEMA: &str = "study.schema.json";

/// The files of a new study, and what to look at first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewStudy {
    /// Name in the study and content, the cohort included.
    pub files: Vec<(String, Vec<u8>)>,
    /// Columns that cannot be used, then guesses that are most likely wrong.
    pub look_at: Vec<String>,
    /// What every column is taken for, and why, in lines of 80 characters.
    pub overview: Vec<String>,
}

/// A file as text, before anything is known of it.
struct Raw {
    /// The name of the file in the study.
    file: String,
    header: Vec<String>,
    /// The units in the row below the header, if it has such a row.
    units: Vec<String>,
    rows: Vec<Vec<String>>,
    /// Where each row stands, in words.
    places: Vec<String>,
    /// What the file itself states about its columns; empty if nothing.
    described: Vec<input::Described>,
}

impl Raw {
    #[cfg(test)]
    fn of_rows(header: Vec<String>, rows: Vec<Vec<String>>) -> Self {
        Self {
            file: "cohort.csv".to_owned(),
            header,
            units: Vec::new(),
            places: (2..rows.len() + 2)
                .map(|line| format!("line {line}"))
                .collect(),
            rows,
            described: Vec::new(),
        }
    }

    fn column(&self, at: usize) -> impl Iterator<Item = &str> {
        self.rows
            .iter()
            .filter_map(move |row| row.get(at))
            .map(|cell| cell.trim())
    }
}

/// Guesses a study from the bytes of a file. `file` names it in findings, `name`
/// is the study's, `today` stands on the report.
///
/// # Errors
/// Findings for a file that cannot be read, has no rows, or has rows that do not
/// fit its header.
pub fn new_study(file: &str, name: &str, bytes: &[u8], today: Date) -> Result<NewStudy, Findings> {
    let examined = input::examine(file, bytes)?;
    let (mut raw, remarks) = read(file, bytes, &examined)?;
    let stated = file_labels::take_missing(&mut raw);
    let mut reading = reading::read(&mut raw, &examined, today);
    for (column, codes) in reading.columns.iter_mut().zip(&stated) {
        column.missing.extend(codes.iter().cloned());
    }
    let mut rejected = Rejected::default();
    // What its own guess does not fit is given up; each round gives up at least
    // one column or endpoint, so this ends.
    loop {
        let mut guesses = columns::guess(&raw, &rejected);
        reading.add_to(&mut guesses, &raw);
        let text = write::study_file(name, &raw, &reading, &guesses, today);
        let (study, layout) = Layout::parse(name, "study.toml", &text)?;
        let Err(findings) = cohort::read(&study, file, bytes) else {
            let mut look_at = overview::unusable(&guesses);
            look_at.extend(remarks.iter().map(Finding::in_short));
            look_at.extend(file_labels::told(&raw, &stated));
            look_at.extend(reading.doubts.iter().cloned());
            look_at.extend(overview::look_at(&guesses));
            return Ok(NewStudy {
                files: vec![
                    (raw.file.clone(), bytes.to_vec()),
                    ("study.toml".to_owned(), text.into_bytes()),
                    (SCHEMA.to_owned(), PUBLISHED_SCHEMA.into()),
                    (
                        "templates/results.typ".to_owned(),
                        write::template(&study, &layout).into_bytes(),
                    ),
                    (
                        "README.md".to_owned(),
                        write::readme(name, &raw.file, &look_at).into_bytes(),
                    ),
                ],
                look_at,
                overview: overview::table(&guesses),
            });
        };
        let before = rejected.len();
        reject(&mut rejected, &guesses, &raw, &findings);
        if rejected.len() == before {
            return Err(findings);
        }
    }
}

/// Notes what findings say against guesses: an endpoint whose dates are not in
/// order, or else the column.
fn reject(rejected: &mut Rejected, guesses: &columns::Guesses, raw: &Raw, findings: &Findings) {
    for finding in findings.iter() {
        let Some(column) = finding
            .column
            .clone()
            .filter(|name| raw.header.contains(name))
        else {
            continue;
        };
        let read = guesses
            .endpoints
            .iter()
            .any(|endpoint| endpoint.uses(&column));
        let found = match finding.rule.is_some() && read {
            true => &mut rejected.endpoints,
            false => &mut rejected.columns,
        };
        found.entry(column).or_insert_with(|| short(finding));
    }
}

/// A finding in a few words: its place, value and problem.
fn short(finding: &Finding) -> String {
    let value = finding.value.as_ref().map(|value| format!("\"{value}\""));
    let rule = finding.rule.as_ref().map(|rule| format!("({rule})"));
    let parts = [finding.place(), value, Some(finding.problem.clone()), rule];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Reads the cells, with remarks on how the file was understood.
fn read(file: &str, bytes: &[u8], examined: &input::Examined) -> Result<(Raw, Findings), Findings> {
    let sheet = input::read(file, bytes, &examined.options())?;
    let mut findings = Findings::default();
    let mut kept: Vec<Vec<String>> = Vec::new();
    let mut places = Vec::new();
    let mut rows = sheet.rows();
    while let Some(row) = rows.next() {
        let mut cells = Vec::with_capacity(sheet.names().len());
        for cell in row.cells() {
            match cell {
                Ok(text) => cells.push(text.to_owned()),
                Err(finding) => findings.push(*finding),
            }
        }
        kept.push(cells);
        places.push(sheet.addressing().row(row.number()).to_string());
    }
    let told = rows.finish();
    findings.extend(told.errors);
    if kept.is_empty() && findings.is_empty() {
        findings.push(Finding::new(
            file,
            "has no rows",
            "export the cohort with a header line and its rows",
        ));
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    let (_, ending) = input::media_type(bytes);
    let mut remarks = examined.remarks.clone();
    for remark in sheet.remarks().iter() {
        if !remarks.iter().any(|known| known == remark) {
            remarks.push(remark.clone());
        }
    }
    remarks.extend(told.remarks);
    let columns = 0..sheet.names().len();
    let raw = Raw {
        described: columns
            .filter_map(|at| sheet.described(at).cloned())
            .collect(),
        file: format!("cohort.{ending}"),
        header: sheet.names().to_vec(),
        units: sheet.units().to_vec(),
        rows: kept,
        places,
    };
    Ok((raw, remarks))
}
