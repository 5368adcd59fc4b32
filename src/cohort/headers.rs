//! The header of a file beside the columns that a study declares.

use crate::findings::{Finding, Findings, nearest};
use crate::input::{self, Content, Sheet};
use crate::study::{Study, Variable};

/// Where the header stands instead, if the one that was read has none of the
/// columns that the study declares: one finding for all that would follow.
pub(super) fn other_header(
    study: &Study,
    file: &str,
    content: Content<'_>,
    sheet: &Sheet<'_>,
) -> Option<Finding> {
    let is_known = |name: &String| study.variable_of_column(name).is_some();
    if study.cohort.frame.header_line.is_some() || sheet.names().iter().any(is_known) {
        return None;
    }
    let frame = input::examine(file, content.whole(), study.cohort.sheet.as_deref())
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
pub(super) fn check_header(study: &Study, file: &str, sheet: &Sheet<'_>, findings: &mut Findings) {
    let names = sheet.names();
    let mut note = |name: &str, problem: String, help: String| {
        let finding = Finding::new(file, problem, help);
        let address = sheet.addressing().cell(sheet.header_number(), name);
        findings.push(finding.at(address).in_column(name));
    };
    let declared: Vec<&str> = study.columns().map(Variable::header).collect();
    let count = study.cohort.count.as_deref();
    if let Some(count) = count.filter(|count| !names.iter().any(|name| name == count)) {
        note(
            count,
            "is named by count = in [cohort], but no column has this header".to_owned(),
            format!(
                "correct the key or add the column{}",
                or_similar(count, names.iter().map(String::as_str))
            ),
        );
    }
    for (column, name) in names.iter().enumerate() {
        if declared.contains(&name.as_str()) || count == Some(name) {
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
