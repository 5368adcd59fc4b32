//! A first study from a cohort's file alone: what the columns seem to be, written as a
//! commented `study.toml` that `report` takes without an edit.
//!
//! Everything here is a guess, and says so. Nothing of the data is computed.

mod answers;
mod ask;
mod attitude;
mod cells;
mod choices;
mod columns;
mod endpoint;
mod file_labels;
mod group;
mod guess;
mod identifier;
mod kind;
mod labels;
mod language;
mod levels;
mod measure;
mod names;
mod nomenclature;
mod order;
mod overview;
mod place;
mod question;
mod reading;
mod redcap;
mod stacked;
mod vocabulary;
mod write;

use jiff::civil::Date;
use thiserror::Error;

use answers::Answers;
use cells::{Column, Filling};
pub use choices::ListedChoice;
use columns::Rejected;
pub use guess::{Alternative, Guess, GuessedKind, Unfit};
pub(crate) use overview::wrap;
pub use question::{Choice, Question, Respondent, Takes, Unanswered};
use reading::{Decided, Reading};
use stacked::Stacked;

use crate::cohort;
use crate::findings::{Addressing, Finding, Findings};
use crate::input;
use crate::layout::Layout;
use crate::study::{PUBLISHED_SCHEMA, Study};

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
#[derive(Clone)]
struct Raw {
    /// The name of the file in the study.
    file: String,
    /// What the columns are called in the study.
    header: Vec<String>,
    /// Their headers in the file, tidied.
    columns: Vec<String>,
    /// Their headers as they are written.
    written: Vec<String>,
    /// The units in the row below the header, if it has such a row.
    units: Vec<String>,
    cells: Vec<Column>,
    /// The number of each row in the file.
    numbers: Vec<u64>,
    addressing: Addressing,
    /// What the file itself states about its columns; empty if nothing.
    described: Vec<input::Described>,
}

impl Raw {
    #[cfg(test)]
    fn of_rows(header: Vec<String>, rows: &[Vec<&str>]) -> Self {
        let cells = 0..header.len();
        Self {
            file: "cohort.csv".to_owned(),
            columns: header.clone(),
            written: header.clone(),
            units: Vec::new(),
            numbers: (2..).take(rows.len()).collect(),
            addressing: Addressing::Lines,
            cells: cells
                .map(|at| rows.iter().map(|row| row[at]).collect())
                .collect(),
            described: Vec::new(),
            header,
        }
    }

    fn column(&self, at: usize) -> &Column {
        self.cells.get(at).unwrap_or(Column::none())
    }

    /// Keeps the rows that are wanted.
    fn keep(&mut self, wanted: &[bool]) {
        for column in &mut self.cells {
            *column = column.only(wanted);
        }
        let mut wanted = wanted.iter();
        self.numbers.retain(|_| wanted.next() == Some(&true));
    }

    /// How many rows there are.
    fn rows(&self) -> usize {
        self.numbers.len()
    }

    /// Where a row stands, in words.
    fn place(&self, row: usize) -> String {
        let number = self.numbers.get(row);
        number.map_or_else(String::new, |number| {
            self.addressing.row(*number).to_string()
        })
    }
}

/// A file that someone named.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// As the user named it.
    pub file: &'a str,
    /// Its content.
    pub bytes: &'a [u8],
}

/// What a study is made from.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The cohort.
    pub cohort: Named<'a>,
    /// The sheet of a workbook; the first with cells unless given.
    pub sheet: Option<&'a str>,
    /// The data dictionary of the REDCap project that the cohort was exported from.
    pub redcap: Option<Named<'a>>,
    /// The study's name.
    pub name: &'a str,
    /// The date on the report.
    pub today: Date,
}

/// Why there is no new study.
#[derive(Debug, Error)]
pub enum NewError {
    /// A file cannot be read, has no rows, or has rows that do not fit its header.
    #[error("{0}")]
    Findings(Findings),
    /// A question was not answered.
    #[error(transparent)]
    Unanswered(#[from] Unanswered),
}

impl From<Findings> for NewError {
    fn from(findings: Findings) -> Self {
        Self::Findings(findings)
    }
}

/// Guesses a study from the bytes of a file. `file` names it in findings, `name`
/// is the study's, `today` stands on the report.
///
/// # Errors
/// Findings for a file that cannot be read, has no rows, or has rows that do not
/// fit its header.
pub fn new_study(file: &str, name: &str, bytes: &[u8], today: Date) -> Result<NewStudy, Findings> {
    let source = Source {
        cohort: Named { file, bytes },
        sheet: None,
        redcap: None,
        name,
        today,
    };
    match draft(&source, None) {
        Ok(made) => Ok(made),
        Err(NewError::Findings(findings)) => Err(findings),
        // Nobody was asked.
        Err(NewError::Unanswered(_)) => Err(Findings::default()),
    }
}

/// Guesses a study, and asks the person about what is not certain.
///
/// # Errors
/// [`NewError`].
pub fn draft(
    source: &Source<'_>,
    mut person: Option<&mut dyn Respondent>,
) -> Result<NewStudy, NewError> {
    let Named { file, bytes } = source.cohort;
    let examined = input::examine(file, bytes, source.sheet)?;
    let (mut raw, remarks) = read(file, bytes, &examined)?;
    let redcap = match source.redcap {
        Some(named) => Some(redcap::Export::of(named, file, &mut raw)?),
        None => None,
    };
    let stacked = match redcap {
        Some(_) => None,
        None => stacked::take_one(&mut raw),
    };
    let stated = file_labels::take_missing(&mut raw);
    let mut decided = Decided::default();
    if let Some(export) = &redcap {
        export.decide(&mut decided);
    }
    let written = person.is_some().then(|| raw.clone());
    let mut reading = reading::read(&mut raw, &examined, &decided, source.today);
    reading.keys.extend(stacked.as_ref().map(Stacked::key));
    if let (Some(person), Some(written)) = (person.as_deref_mut(), written)
        && ask::about_cells(&raw, &reading, &mut decided, person)?
    {
        raw = written;
        reading = reading::read(&mut raw, &examined, &decided, source.today);
        reading.keys.extend(stacked.as_ref().map(Stacked::key));
    }
    for (column, codes) in reading.columns.iter_mut().zip(&stated) {
        column.missing.extend(codes.iter().cloned());
    }
    let mut drafting = Drafting {
        source,
        raw: &raw,
        reading: &reading,
        redcap: redcap.as_ref(),
        answers: Answers::default(),
        fitting: String::new(),
    };
    let mut settled = drafting.settle()?;
    if let Some(person) = person {
        let Drafting { answers, .. } = &mut drafting;
        ask::about_kinds(&settled.guesses, answers, person)?;
        settled = drafting.settle()?;
        ask::about_endpoints(&settled.guesses, &mut drafting.answers, person)?;
        settled = drafting.settle()?;
        ask::about_groups(&settled.guesses, &mut drafting.answers, person)?;
        settled = drafting.settle()?;
    }
    let guesses = &settled.guesses;
    let told_first = stacked.as_ref().map(|stacked| stacked.told().to_owned());
    let mut look_at: Vec<String> = told_first.into_iter().collect();
    look_at.extend(overview::unusable(guesses));
    look_at.extend(remarks.iter().map(Finding::in_short));
    look_at.extend(file_labels::told(&raw, &stated));
    look_at.extend(reading.doubts.iter().cloned());
    look_at.extend(overview::look_at(guesses));
    if redcap.is_none() && redcap::is_export(&raw.header) {
        look_at.push(redcap::HINT.to_owned());
    }
    let readme = write::readme(source.name, &raw.file, &look_at);
    let template = write::template(&settled.study, &settled.layout);
    Ok(NewStudy {
        files: vec![
            (raw.file.clone(), bytes.to_vec()),
            ("study.toml".to_owned(), settled.text.into_bytes()),
            (SCHEMA.to_owned(), PUBLISHED_SCHEMA.into()),
            ("templates/results.typ".to_owned(), template.into_bytes()),
            ("README.md".to_owned(), readme.into_bytes()),
        ],
        look_at,
        overview: overview::table(guesses),
    })
}

/// What guesses are made from.
struct Drafting<'d> {
    source: &'d Source<'d>,
    raw: &'d Raw,
    reading: &'d Reading,
    redcap: Option<&'d redcap::Export>,
    answers: Answers,
    /// The last study file that the cohort fitted.
    fitting: String,
}

/// Guesses that the file does not contradict, as a study.
struct Settled {
    guesses: columns::Guesses,
    text: String,
    study: Study,
    layout: Layout,
}

impl Drafting<'_> {
    /// What its own guess does not fit is given up; each round gives up at least
    /// one column or endpoint, so this ends.
    fn settle(&mut self) -> Result<Settled, Findings> {
        let Source {
            cohort,
            name,
            today,
            ..
        } = *self.source;
        let known = columns::Known {
            redcap: self.redcap,
            answers: &self.answers,
        };
        let mut rejected = Rejected::default();
        loop {
            let mut guesses = columns::guess(self.raw, &rejected, known);
            self.reading.add_to(&mut guesses, self.raw);
            place::settle(&mut guesses, self.raw);
            let text = write::study_file(name, self.raw, self.reading, &guesses, today);
            let (study, layout) = Layout::parse(name, "study.toml", &text)?;
            let fits = match text == self.fitting {
                true => Ok(()),
                false => cohort::read(&study, cohort.file, cohort.bytes).map(drop),
            };
            let Err(findings) = fits else {
                self.fitting.clone_from(&text);
                return Ok(Settled {
                    guesses,
                    text,
                    study,
                    layout,
                });
            };
            let before = rejected.len();
            reject(&mut rejected, &guesses, self.raw, &findings);
            if rejected.len() == before {
                return Err(findings);
            }
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
    let mut filling: Vec<Filling> = Vec::new();
    filling.resize_with(sheet.names().len(), Filling::default);
    let mut numbers = Vec::new();
    let mut rows = sheet.rows();
    while let Some(row) = rows.next() {
        for (column, cell) in filling.iter_mut().zip(row.cells()) {
            match cell {
                Ok(text) => column.push(text),
                Err(finding) => findings.push(*finding),
            }
        }
        numbers.push(row.number());
    }
    let told = rows.finish();
    findings.extend(told.errors);
    if numbers.is_empty() && findings.is_empty() {
        let no_rows = match &examined.sheet {
            Some(sheet) => format!("has no rows on its sheet \"{sheet}\""),
            None => "has no rows".to_owned(),
        };
        findings.push(Finding::new(
            file,
            no_rows,
            match examined.sheet {
                Some(_) => "name another sheet with --sheet, or export the cohort with its rows",
                None => "export the cohort with a header line and its rows",
            },
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
    let written = |(at, name): (usize, &String)| sheet.written(at).unwrap_or(name).to_owned();
    let columns = 0..sheet.names().len();
    let mut described: Vec<input::Described> = columns
        .filter_map(|at| sheet.described(at).cloned())
        .collect();
    if described.is_empty() && !examined.titles.is_empty() {
        described = sheet
            .names()
            .iter()
            .map(|name| titled(name, examined))
            .collect();
    }
    let raw = Raw {
        described,
        file: format!("cohort.{ending}"),
        header: sheet.names().to_vec(),
        columns: sheet.names().to_vec(),
        written: (0..).zip(sheet.names()).map(written).collect(),
        units: sheet.units().to_vec(),
        cells: filling.into_iter().map(Filling::finish).collect(),
        numbers,
        addressing: sheet.addressing().clone(),
    };
    Ok((raw, remarks))
}

/// What a row below the header says of a column.
fn titled(name: &str, examined: &input::Examined) -> input::Described {
    let mut titles = examined.titles.iter();
    let own = titles.find(|(header, _)| header == name);
    input::Described {
        label: own.map(|(_, title)| title.clone()).unwrap_or_default(),
        ..input::Described::default()
    }
}
