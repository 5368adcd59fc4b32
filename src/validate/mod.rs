//! The data before any statistics: findings by column, and what each column
//! looks like.
//!
//! Study and cohort in, an [`Inspection`] out; nothing here stops at a bad cell.

mod sketch;
mod text;

use serde::Serialize;

pub use sketch::{Extreme, LevelCount, Sketch};
pub use text::write_text;

use crate::cohort::{self, Cohort, Column};
use crate::findings::{Address, Finding, Findings};
use crate::input::{self, Content};
use crate::study::Study;

/// A summary of a data file and its problems, for data managers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Inspection {
    /// The file, as the user named it.
    pub file: String,
    /// Rows that could be read.
    pub rows: usize,
    /// Findings that stop a report.
    pub errors: usize,
    /// Findings that do not.
    pub queries: usize,
    /// What was understood of the file without being written there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Finding>,
    /// What is wrong with the file or with whole rows.
    pub general: Vec<Group>,
    /// Columns in the order of the study, then derived variables.
    pub columns: Vec<Inspected>,
}

/// One column with its findings.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Inspected {
    /// Its header, or the name of the derived variable.
    pub name: String,
    /// As printed.
    pub label: String,
    /// What its cells are.
    pub kind: &'static str,
    /// Unit of its numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Whether it follows from other columns.
    pub derived: bool,
    /// Rows with a value.
    pub present: usize,
    /// Rows without one, those with an unreadable cell among them.
    pub missing: usize,
    /// Texts that are set missing, with the first place of each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub set_missing: Vec<SetMissing>,
    /// The note of the study about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What its values look like; none without a value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sketch: Option<Sketch>,
    /// Its findings.
    pub findings: Vec<Group>,
}

/// A text that is set missing in one column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SetMissing {
    /// As it is written.
    pub text: String,
    /// How many cells hold it.
    pub count: usize,
    /// The place of the first.
    pub first: Address,
}

/// Findings of one sort in one column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// Whether they stop a report.
    pub stops: bool,
    /// The column, where the study does not declare it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// What they have in common: the rule that is not kept, or the problem.
    pub what: String,
    /// How many there are.
    pub count: usize,
    /// The first of them.
    pub examples: Vec<Example>,
    /// How to correct the first.
    pub help: String,
}

/// One finding of a group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Example {
    /// The line of the file; the number of the row in a file without lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The place of the cell in a file without lines: "Sheet1!C17".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    /// The cell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The problem, where the group is one of a rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// How many findings of a group are shown.
const EXAMPLES: usize = 5;

/// Inspects the cohort of a study.
///
/// `file` names the CSV in findings.
pub fn inspect<'a>(study: &Study, file: &str, content: impl Into<Content<'a>>) -> Inspection {
    let content = content.into();
    let (read, errors) = cohort::read_what_can_be(study, file, content);
    let mut queries = input::counted_sums(file, content, &study.cohort.read_options());
    if let Some(cohort) = &read {
        queries.extend(cohort::queries(study, cohort, file));
    }
    of(study, file, read.as_ref(), &errors, &queries)
}

/// The inspection of a cohort that was read, with its findings: those that stop
/// a report and those that do not.
pub fn of(
    study: &Study,
    file: &str,
    read: Option<&Cohort>,
    errors: &Findings,
    queries: &Findings,
) -> Inspection {
    let mut inspection = Inspection {
        file: file.to_owned(),
        rows: read.map_or(0, Cohort::len),
        errors: errors.len(),
        queries: queries.len(),
        remarks: read.map_or_else(Vec::new, |cohort| {
            let mut remarks = cohort.reading_remarks().clone();
            remarks.extend(cohort::row_remarks(study, cohort, file));
            remarks.iter().cloned().collect()
        }),
        general: Vec::new(),
        columns: Vec::new(),
    };
    for variable in &study.variables {
        let column = read.map(|cohort| cohort.column(&variable.name));
        let present = column.map(Column::present).unwrap_or_default();
        let count = present.iter().filter(|present| **present).count();
        inspection.columns.push(Inspected {
            name: variable.name.clone(),
            label: variable.label.clone(),
            kind: variable.kind.name(),
            unit: variable.unit.clone(),
            derived: variable.derivation.is_some(),
            present: count,
            missing: inspection.rows - count,
            set_missing: read
                .map(|cohort| set_missing(cohort, &variable.name))
                .unwrap_or_default(),
            description: variable.description.clone(),
            sketch: read.and_then(|cohort| sketch::of(study, variable, cohort)),
            findings: Vec::new(),
        });
    }
    for (findings, stops) in [(errors, true), (queries, false)] {
        inspection.sort_in(findings, stops);
    }
    inspection
}

fn set_missing(cohort: &Cohort, name: &str) -> Vec<SetMissing> {
    let found = cohort.coded(name).iter().filter_map(|coded| {
        let line = cohort.lines().get(coded.first)?;
        Some(SetMissing {
            text: coded.text.clone(),
            count: coded.count,
            first: cohort.addressing().cell(*line, name),
        })
    });
    found.collect()
}

impl Inspection {
    /// Whether there is nothing to ask.
    pub fn is_clean(&self) -> bool {
        self.errors + self.queries == 0
    }

    fn sort_in(&mut self, findings: &Findings, stops: bool) {
        for finding in findings.iter() {
            let name = finding.column.as_deref();
            let column = self
                .columns
                .iter_mut()
                .find(|c| Some(c.name.as_str()) == name);
            let (groups, column) = match column {
                Some(column) => (&mut column.findings, None),
                None => (&mut self.general, finding.column.clone()),
            };
            let what = finding.rule.as_ref().unwrap_or(&finding.problem);
            let same = |group: &&mut Group| {
                group.stops == stops && group.what == *what && group.column == column
            };
            match groups.iter_mut().find(same) {
                Some(group) => group.add(finding),
                None => {
                    let mut group = Group {
                        stops,
                        column,
                        what: what.clone(),
                        count: 0,
                        examples: Vec::new(),
                        help: finding.help.clone(),
                    };
                    group.add(finding);
                    groups.push(group);
                }
            }
        }
    }
}

impl Example {
    /// Where it is, in words: "line 3", "Sheet1!C17".
    pub fn place(&self) -> Option<String> {
        let line = || self.line.map(Address::Line);
        let address = self.address.clone().or_else(line);
        address.map(|address| address.to_string())
    }
}

impl Group {
    fn add(&mut self, finding: &Finding) {
        self.count += 1;
        if self.examples.len() < EXAMPLES {
            self.examples.push(Example {
                line: finding.line,
                address: finding.address.clone(),
                value: finding.value.clone(),
                problem: finding.rule.is_some().then(|| finding.problem.clone()),
            });
        }
    }
}
