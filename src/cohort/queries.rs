//! Queries for data managers: rows that may be wrong, but need not be.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hash};

use super::unique::repeated;
use super::{Cohort, Column, rules};
use crate::findings::{Finding, Findings};
use crate::number::{NumberId, Path, Subject};
use crate::study::{Kind, RowUnit, Study, Variable};

/// Names the rule by which rows that look alike are found.
const ALIKE: &str = "no two rows are duplicates";

/// A rule that [`queries`] may find broken.
pub struct Query<'a> {
    /// The ledger's id of the number of rows that break it.
    pub id: NumberId,
    /// Findings of broken rows name it so.
    pub rule: &'a str,
    /// The variables that it reads.
    pub variables: Vec<&'a str>,
}

/// What is asked about the rows: the study's queries, then whether two rows are
/// one.
pub fn asked(study: &Study) -> Vec<Query<'_>> {
    let id = |which: &str| Path::of(Subject::Queries).word(which).key("n");
    let stated = study.queries.iter().enumerate().map(|(index, rule)| Query {
        id: id(&(index + 1).to_string()),
        rule: &rule.text,
        variables: rule.variables(),
    });
    let alike = Query {
        id: id("alike"),
        rule: ALIKE,
        variables: study.columns().map(|column| column.name.as_str()).collect(),
    };
    // Rows that are counted are alike by what the file states.
    let is_counted = study.cohort.count.is_some();
    stated.chain((!is_counted).then_some(alike)).collect()
}

/// Rows that break one of the study's `queries`, and rows that may be one row
/// twice: alike in every column but the identifiers, alike in the columns that
/// the study names under `same_when`, or with identifiers that differ only in
/// how they are written. Sorted by line; none of them stops a report.
pub fn queries(study: &Study, cohort: &Cohort, file: &str) -> Findings {
    let mut findings = Findings::default();
    rules::check(study, cohort, &study.queries, file, &mut findings);
    if study.cohort.count.is_some() {
        findings.sort_by_place();
        return findings;
    }
    let are_visits = study.cohort.rows == RowUnit::Visits;
    let (identifiers, others): (Vec<&Variable>, Vec<&Variable>) = study
        .columns()
        .partition(|variable| variable.kind == Kind::Identifier);
    // Visits of different patients may well be alike.
    let same = if are_visits {
        identifiers.as_slice()
    } else {
        &[]
    };
    let others = others
        .iter()
        .chain(same)
        .map(|variable| cohort.column(&variable.name));
    let others: Vec<&Column> = others.collect();
    let words = "is identical in every column to";
    let whole = alike(cohort, words, |row| {
        let cells = cells_of(&others, row);
        // Rows without any value are alike for want of data.
        (!cells.iter().all(|cell| *cell == Cell::None)).then_some(cells)
    });
    add(&mut findings, cohort, whole, file, None);
    let named: Vec<&Column> = study
        .cohort
        .same_when
        .iter()
        .map(|name| cohort.column(name))
        .collect();
    if !named.is_empty() {
        let words = format!("agrees in {} with", study.cohort.same_when.join(", "));
        let known = |row| {
            let cells = cells_of(&named, row);
            (!cells.contains(&Cell::None)).then_some(cells)
        };
        add(
            &mut findings,
            cohort,
            alike(cohort, &words, known),
            file,
            None,
        );
    }
    for identifier in identifiers {
        let cells = cohort.column(&identifier.name).text();
        let again = if are_visits {
            let rows = repeated(cells).into_iter();
            rows.map(|(row, _)| row).collect()
        } else {
            HashSet::new()
        };
        let words = "differs only in spelling from the identifier of";
        let found = alike(cohort, words, |row| {
            cells
                .get(row)
                .filter(|_| !again.contains(&row))
                .map(plain)
                .filter(|id| !id.is_empty())
        });
        add(&mut findings, cohort, found, file, Some(&identifier.name));
    }
    findings.sort_by_place();
    findings
}

/// A cell that can be compared and hashed.
#[derive(PartialEq, Eq, Hash)]
enum Cell<'a> {
    None,
    Number(u64),
    Level(usize),
    Date(jiff::civil::Date),
    Text(&'a str),
}

impl<'a> Cell<'a> {
    fn of(column: &'a Column, row: usize) -> Self {
        let found = match column {
            Column::Numbers(cells) => {
                // Zero is one number, with or without a sign.
                let number = cells.get(row);
                number.map(|number| Self::Number((number + 0.0).to_bits()))
            }
            Column::Levels(cells) => cells.get(row).map(Self::Level),
            Column::Dates(cells) => cells.get(row).map(Self::Date),
            Column::Text(cells) => cells.get(row).map(Self::Text),
        };
        found.unwrap_or(Self::None)
    }
}

fn cells_of<'a>(columns: &[&'a Column], row: usize) -> Vec<Cell<'a>> {
    columns.iter().map(|column| Cell::of(column, row)).collect()
}

/// An identifier without case, punctuation and leading zeros.
fn plain(identifier: &str) -> String {
    let mut out = String::new();
    for c in identifier.chars().filter(|c| c.is_alphanumeric()) {
        let leads = !out
            .chars()
            .next_back()
            .is_some_and(|last| last.is_ascii_digit());
        if c == '0' && leads {
            continue;
        }
        out.extend(c.to_lowercase());
    }
    out
}

/// The line of every row whose key an earlier row has, with what to say. Only a
/// hash of each key is kept, and equal ones are compared.
fn alike<K: Eq + Hash>(
    cohort: &Cohort,
    words: &str,
    key: impl Fn(usize) -> Option<K>,
) -> Vec<(u64, String)> {
    let hasher = BuildHasherDefault::<DefaultHasher>::default();
    let mut first: HashMap<u64, (usize, u64)> = HashMap::new();
    let mut found = Vec::new();
    for (row, line) in cohort.lines().iter().enumerate() {
        let Some(own) = key(row) else { continue };
        match first.entry(hasher.hash_one(&own)) {
            Entry::Occupied(earlier) => {
                let (row, earlier) = earlier.get();
                if key(*row).is_some_and(|other| other == own) {
                    let earlier = cohort.addressing().row(*earlier);
                    found.push((*line, format!("{words} {earlier}")));
                }
            }
            Entry::Vacant(place) => {
                place.insert((row, *line));
            }
        }
    }
    found
}

fn add(
    findings: &mut Findings,
    cohort: &Cohort,
    found: Vec<(u64, String)>,
    file: &str,
    column: Option<&str>,
) {
    for (line, problem) in found {
        let help = "remove one of the two rows if they are duplicates";
        let finding = Finding::new(file, problem, help)
            .at(cohort.addressing().cell(line, column.unwrap_or_default()))
            .by_rule(ALIKE);
        findings.push(match column {
            Some(column) => finding.in_column(column),
            None => finding,
        });
    }
}
