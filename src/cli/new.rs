//! `new`.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use super::arguments;
use super::commands::Outcome;
use super::terminal;
use crate::findings::{Finding, Findings};
use crate::new;
use crate::report;

/// The width of a terminal, less that of a list's sign.
const WIDTH: usize = 78;

pub(super) fn new(options: &arguments::New) -> Outcome {
    let from = one_file(options)?;
    let bytes = report::read_cohort(from, "pass the file of the cohort")?;
    let file = from.display().to_string();
    let name = report::study_name(&options.study);
    // The date on the report; it is written down, so that the report itself
    // depends on no clock.
    let today = jiff::tz::Offset::UTC
        .to_datetime(jiff::Timestamp::now())
        .date();
    let made = new::new_study(&file, &name, &bytes, today).map_err(report::ReportError::from)?;
    report::write_new(&options.study, &made.files)?;
    let mut out = terminal::stdout();
    let folder = options.study.display();
    for (name, _) in &made.files {
        writeln!(out, "{folder}/{name}")?;
    }
    writeln!(out, "\nReview these guesses first:")?;
    for item in &made.look_at {
        let mut start = "- ";
        for line in new::wrap(item, WIDTH) {
            writeln!(out, "{start}{line}")?;
            start = "  ";
        }
    }
    writeln!(out)?;
    for line in &made.overview {
        writeln!(out, "{line}")?;
    }
    writeln!(out, "\nNext: cohort-report report {folder}")?;
    Ok(ExitCode::SUCCESS)
}

/// The file of the cohort, which is one.
fn one_file(options: &arguments::New) -> Result<&Path, report::ReportError> {
    let mut files = options.from.iter().chain(&options.more);
    match (files.next(), files.next()) {
        (Some(from), None) => Ok(from),
        (Some(first), Some(second)) => {
            let problem = format!(
                "and {} are several files; a cohort is one",
                second.display()
            );
            let help = "join them to one file with a row for each patient; the parts of one table may be Parquet files in a folder";
            let finding = Finding::new(&first.display().to_string(), problem, help);
            Err(Findings::from(finding).into())
        }
        (None, _) => Ok(Path::new("")),
    }
}
