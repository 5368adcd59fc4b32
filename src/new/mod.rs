//! A first study from a CSV alone: what the columns seem to be, written as a
//! commented `study.toml` that `report` takes without an edit.
//!
//! Everything here is a guess, and says so. Nothing of the data is computed.

mod columns;
mod endpoint;
mod names;
mod write;

use std::collections::BTreeSet;

use csv::ReaderBuilder;
use jiff::civil::Date;

pub use columns::{Guess, GuessedKind};

use crate::cohort;
use crate::findings::{Finding, Findings};
use crate::layout::Layout;
use crate::study::PUBLISHED_SCHEMA;

/// The name under which the schema of the study file stands beside it.
const SCHEMA: &str = "study.schema.json";

/// The files of a new study, and what to look at first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewStudy {
    /// Name in the study and content, the cohort included.
    pub files: Vec<(String, Vec<u8>)>,
    /// Guesses that are most likely wrong, most important first.
    pub look_at: Vec<String>,
}

/// A CSV as text, before anything is known of it.
struct Raw {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Raw {
    fn column(&self, at: usize) -> impl Iterator<Item = &str> {
        self.rows
            .iter()
            .filter_map(move |row| row.get(at))
            .map(|cell| cell.trim())
    }
}

/// Guesses a study from the bytes of a CSV. `file` names it in findings, `name`
/// is the study's, `today` stands on the report.
///
/// # Errors
/// Findings for a CSV that cannot be read: not UTF-8, no rows, headers that are
/// empty or stand twice.
pub fn new_study(file: &str, name: &str, bytes: &[u8], today: Date) -> Result<NewStudy, Findings> {
    let raw = read(file, bytes)?;
    let mut as_text: BTreeSet<String> = BTreeSet::new();
    // A column that its own guess does not fit is taken as text; each round
    // takes at least one, so this ends.
    loop {
        let guesses = columns::guess(&raw, &as_text);
        let text = write::study_file(name, &raw, &guesses, today);
        let (study, layout) = Layout::parse(name, "study.toml", &text)?;
        let Err(findings) = cohort::read(&study, file, bytes) else {
            let look_at = guesses.look_at();
            return Ok(NewStudy {
                files: vec![
                    ("cohort.csv".to_owned(), bytes.to_vec()),
                    ("study.toml".to_owned(), text.into_bytes()),
                    (SCHEMA.to_owned(), PUBLISHED_SCHEMA.into()),
                    (
                        "templates/results.typ".to_owned(),
                        write::template(&study, &layout).into_bytes(),
                    ),
                    (
                        "README.md".to_owned(),
                        write::readme(name, &look_at).into_bytes(),
                    ),
                ],
                look_at,
            });
        };
        let before = as_text.len();
        for finding in findings.iter() {
            as_text.extend(
                finding
                    .column
                    .clone()
                    .filter(|column| raw.header.contains(column)),
            );
        }
        if as_text.len() == before {
            return Err(findings);
        }
    }
}

fn read(file: &str, bytes: &[u8]) -> Result<Raw, Findings> {
    let mut findings = Findings::default();
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if std::str::from_utf8(start).is_err() {
        let mend = "export the CSV as UTF-8";
        return Err(Finding::new(file, "is not UTF-8", mend).into());
    }
    let mut reader = ReaderBuilder::new()
        .delimiter(cohort::sniff_delimiter(start))
        .has_headers(false)
        .flexible(true)
        .from_reader(start);
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut header: Vec<String> = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) if header.is_empty() => {
                header = record.iter().map(|cell| cell.trim().to_owned()).collect();
            }
            Ok(record) if record.len() == header.len() => {
                rows.push(record.iter().map(str::to_owned).collect());
            }
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                let problem = format!(
                    "has {} fields, the header has {}",
                    record.len(),
                    header.len()
                );
                let mend = "check for a missing or extra delimiter, or a quote that is not closed";
                findings.push(Finding::new(file, problem, mend).at_line(line));
            }
            Err(error) => {
                let problem = format!("cannot be read as CSV: {error}");
                findings.push(Finding::new(file, problem, "export it anew"));
            }
        }
    }
    for (at, name) in header.iter().enumerate() {
        let twice = header.iter().take(at).any(|other| other == name);
        if name.is_empty() || twice {
            let problem = if twice {
                "stands twice in the header"
            } else {
                "has no header"
            };
            let mend = "give every column a name of its own";
            let column = if name.is_empty() {
                format!("column {}", at + 1)
            } else {
                name.clone()
            };
            findings.push(
                Finding::new(file, problem, mend)
                    .at_line(1)
                    .in_column(column),
            );
        }
    }
    if rows.is_empty() && findings.is_empty() {
        findings.push(Finding::new(
            file,
            "has no rows",
            "export the cohort with a header line and its rows",
        ));
    }
    if findings.is_empty() {
        Ok(Raw { header, rows })
    } else {
        Err(findings)
    }
}
