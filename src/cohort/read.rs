//! A sheet into columns, in one pass with one reused record.

use std::collections::HashMap;

use super::cell::Filler;
use super::{Cohort, derive, validate};
use crate::findings::{Addressing, Finding, Findings, nearest};
use crate::input::{self, Sheet};
use crate::study::{Kind, RowUnit, Study, Variable};

/// Reads and validates the cohort of a study.
///
/// `file` names the file in findings; [`crate::input`] reads its containers.
///
/// # Errors
/// Every problem of the file, sorted by line.
pub fn read(study: &Study, file: &str, bytes: &[u8]) -> Result<Cohort, Findings> {
    match read_what_can_be(study, file, bytes) {
        (Some(cohort), findings) if findings.is_empty() => Ok(cohort),
        (_, findings) => Err(findings),
    }
}

/// The same with what could be read: a cell that cannot be is missing, and so
/// is every cell of a column that is not there. No cohort when the file is
/// none. The findings are sorted by line.
pub fn read_what_can_be(study: &Study, file: &str, bytes: &[u8]) -> (Option<Cohort>, Findings) {
    let mut findings = Findings::default();
    let mut cohort = read_rows(study, file, bytes, &mut findings);
    if let Some(cohort) = &mut cohort {
        add_absent(study, cohort);
        derive::add_derived(study, cohort);
        validate::check_rows(study, cohort, file, &mut findings);
    }
    findings.sort_by_place();
    (cohort, findings)
}

/// Adds the declared columns that the file does not have, without values.
fn add_absent(study: &Study, cohort: &mut Cohort) {
    let absent = study
        .columns()
        .filter(|variable| !cohort.names.contains(&variable.name));
    for variable in absent.collect::<Vec<_>>() {
        let mut filler = Filler::new(variable, &study.cohort);
        for _ in 0..cohort.len() {
            // An empty cell is none, and its column is a finding already.
            let _ = filler.take("");
        }
        cohort.absent.push(variable.name.clone());
        cohort.names.push(variable.name.clone());
        cohort.columns.push(filler.finish().0);
    }
}

fn read_rows(study: &Study, file: &str, bytes: &[u8], findings: &mut Findings) -> Option<Cohort> {
    let sheet = match input::read(file, bytes, &study.cohort.read_options()) {
        Ok(sheet) => sheet,
        Err(found) => {
            findings.extend(found);
            return None;
        }
    };
    if let Some(finding) = other_header(study, file, bytes, &sheet) {
        findings.push(finding);
        return None;
    }
    check_header(study, file, &sheet, findings);
    let addressing = named_as_variables(sheet.addressing(), study);
    let mut fillers: Vec<Option<Filler<'_>>> = sheet
        .names()
        .iter()
        .map(|name| {
            let variable = study.variable_of_column(name)?;
            Some(Filler::new(variable, &study.cohort))
        })
        .collect();
    let mut lines = Vec::new();
    let mut identifiers: HashMap<String, u64> = HashMap::new();
    let mut rows = sheet.rows();
    while let Some(row) = rows.next() {
        let line = row.number();
        lines.push(line);
        for (filler, cell) in fillers.iter_mut().zip(row.cells()) {
            let Some(filler) = filler else { continue };
            let name = &filler.variable().name;
            let text = match cell {
                Ok(text) => text,
                Err(finding) => {
                    findings.push(*finding);
                    let _ = filler.take("");
                    continue;
                }
            };
            let address = || addressing.cell(line, name);
            if let Err(mut finding) = filler.take(text) {
                file.clone_into(&mut finding.file);
                findings.push((*finding).at(address()));
            } else if filler.variable().kind == Kind::Identifier
                && study.cohort.rows == RowUnit::Patients
                && let Some(first) = identifiers.insert(text.trim().to_owned(), line)
            {
                let first = addressing.row(first);
                findings.push(
                    Finding::new(
                        file,
                        format!("is also the identifier on {first}, but must be unique"),
                        "correct one of the two or remove the duplicate row; if a patient has several rows, set rows = \"visits\" in [cohort]",
                    )
                    .at(address())
                    .in_column(name.clone())
                    .with_value(text)
                    .by_rule("every row has a unique identifier"),
                );
            }
        }
    }
    let rest = rows.finish();
    findings.extend(rest.errors);
    if lines.is_empty() && findings.is_empty() {
        findings.push(Finding::new(
            file,
            "has a header but no rows",
            "export the cohort with its rows",
        ));
    }
    let mut remarks = sheet.remarks().clone();
    remarks.extend(rest.remarks);
    for filler in fillers.iter().flatten() {
        for (problem, help) in filler.remarks() {
            let finding = Finding::new(file, problem, help);
            remarks.push(finding.in_column(filler.variable().name.clone()));
        }
    }
    let (mut names, mut columns, mut coded) = (Vec::new(), Vec::new(), Vec::new());
    for filler in fillers.into_iter().flatten() {
        let name = filler.variable().name.clone();
        let (column, own) = filler.finish();
        if !own.is_empty() {
            coded.push((name.clone(), own));
        }
        names.push(name);
        columns.push(column);
    }
    Some(Cohort {
        absent: Vec::new(),
        coded,
        names,
        columns,
        lines,
        addressing,
        remarks,
    })
}

/// The places of the columns under the names of their variables.
fn named_as_variables(addressing: &Addressing, study: &Study) -> Addressing {
    let mut named = addressing.clone();
    if let Addressing::Cells { columns, .. } = &mut named {
        for (name, _) in columns {
            if let Some(variable) = study.variable_of_column(name) {
                name.clone_from(&variable.name);
            }
        }
    }
    named
}

/// Where the header stands instead, if the one that was read has none of the
/// columns that the study declares: one finding for all that would follow.
fn other_header(study: &Study, file: &str, bytes: &[u8], sheet: &Sheet<'_>) -> Option<Finding> {
    let is_known = |name: &String| study.variable_of_column(name).is_some();
    if study.cohort.frame.header_line.is_some() || sheet.names().iter().any(is_known) {
        return None;
    }
    let frame = input::examine(file, bytes, study.cohort.sheet.as_deref())
        .ok()?
        .frame;
    let (problem, help) = match (frame.header_line, frame.comment) {
        (Some(0), _) => (
            "has no header line, as line 1 looks like a row".to_owned(),
            "add a line with the names of the columns; or set header_line = 0 in [cohort], and the columns are called column_1, column_2, …".to_owned(),
        ),
        (Some(line), _) => (
            format!("has its header on line {line}, below a title"),
            format!("set header_line = {line} in [cohort]"),
        ),
        (None, Some(mark)) => (
            "begins with comments".to_owned(),
            format!("set comment = \"{}\" in [cohort]", char::from(mark)),
        ),
        (None, None) => return None,
    };
    Some(Finding::new(file, problem, help))
}

/// Compares the columns of the file with those that the study declares.
fn check_header(study: &Study, file: &str, sheet: &Sheet<'_>, findings: &mut Findings) {
    let names = sheet.names();
    let mut note = |name: &str, problem: String, help: String| {
        let finding = Finding::new(file, problem, help);
        let address = sheet.addressing().cell(sheet.header_number(), name);
        findings.push(finding.at(address).in_column(name));
    };
    let declared: Vec<&str> = study.columns().map(Variable::header).collect();
    for (column, name) in names.iter().enumerate() {
        if declared.contains(&name.as_str()) {
            continue;
        }
        let given = match sheet.written(column) {
            Some("") => "is the name assigned to a column without a header, and ".to_owned(),
            Some(header) => format!("is the name assigned to a second column \"{header}\", and "),
            None => String::new(),
        };
        note(
            name,
            format!("{given}is not declared in study.toml"),
            format!(
                "add [variables.{name}] with a kind (\"text\" if it is not analysed){}",
                or_similar(name, declared.iter().copied())
            ),
        );
    }
    for name in &declared {
        if !names.iter().any(|known| known == name) {
            note(
                name,
                "is declared in study.toml, but no column has this header".to_owned(),
                format!(
                    "add the column or remove the variable{}",
                    or_similar(name, names.iter().map(String::as_str))
                ),
            );
        }
    }
}

/// "; did you mean …?" where another name is similar.
fn or_similar<'a>(name: &str, others: impl IntoIterator<Item = &'a str>) -> String {
    nearest(name, others).map_or_else(String::new, |near| format!("; did you mean \"{near}\"?"))
}
