//! A sheet into columns, in one pass with one reused record.

use std::collections::HashMap;

use super::cell::Filler;
use super::{Cohort, derive, validate};
use crate::findings::{Finding, Findings, suggest};
use crate::input::{self, Sheet};
use crate::study::{Kind, Study};

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
        cohort.columns.push(filler.finish());
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
    let addressing = sheet.addressing();
    let mut fillers: Vec<Option<Filler<'_>>> = sheet
        .names()
        .iter()
        .map(|name| {
            let variable = study.columns().find(|variable| variable.name == *name)?;
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
                && let Some(first) = identifiers.insert(text.trim().to_owned(), line)
            {
                let first = addressing.row(first);
                findings.push(
                    Finding::new(
                        file,
                        format!("stands on {first} too, but must be unique"),
                        "correct one of the two, or remove the duplicate row",
                    )
                    .at(address())
                    .in_column(name.clone())
                    .with_value(text)
                    .by_rule("every row has an identifier of its own"),
                );
            }
        }
    }
    let told = rows.finish();
    findings.extend(told.errors);
    if lines.is_empty() && findings.is_empty() {
        findings.push(Finding::new(
            file,
            "has a header but no rows",
            "export the cohort with its rows",
        ));
    }
    let mut remarks = sheet.remarks().clone();
    remarks.extend(told.remarks);
    for filler in fillers.iter().flatten() {
        for (problem, help) in filler.remarks() {
            let finding = Finding::new(file, problem, help);
            remarks.push(finding.in_column(filler.variable().name.clone()));
        }
    }
    let (names, columns) = fillers
        .into_iter()
        .flatten()
        .map(|filler| (filler.variable().name.clone(), filler.finish()))
        .unzip();
    Some(Cohort {
        absent: Vec::new(),
        names,
        columns,
        lines,
        addressing: sheet.addressing().clone(),
        remarks,
    })
}

/// Where the header stands instead, if the one that was read has none of the
/// columns that the study declares: one finding for all that would follow.
fn other_header(study: &Study, file: &str, bytes: &[u8], sheet: &Sheet<'_>) -> Option<Finding> {
    let is_known = |name: &String| study.columns().any(|variable| variable.name == *name);
    if study.cohort.frame.header_line.is_some() || sheet.names().iter().any(is_known) {
        return None;
    }
    let frame = input::examine(file, bytes).ok()?.frame;
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
    let declared: Vec<&str> = study
        .columns()
        .map(|variable| variable.name.as_str())
        .collect();
    for (column, name) in names.iter().enumerate() {
        if declared.contains(&name.as_str()) {
            continue;
        }
        let given = match sheet.written(column) {
            Some("") => "is the name given to a column without a header, and ".to_owned(),
            Some(header) => format!("is the name given to another column \"{header}\", and "),
            None => String::new(),
        };
        note(
            name,
            format!("{given}is not declared in study.toml"),
            format!(
                "add [variables.{name}] with a kind (\"text\" if it is not analysed); {}",
                suggest(name, declared.iter().copied())
            ),
        );
    }
    for name in &declared {
        if !names.iter().any(|known| known == name) {
            note(
                name,
                "is declared in study.toml, but no column has this header".to_owned(),
                format!(
                    "add the column or remove the variable; {}",
                    suggest(name, names.iter().map(String::as_str))
                ),
            );
        }
    }
}
