//! `new`.

use std::io::Write;
use std::process::ExitCode;

use super::arguments;
use super::commands::Outcome;
use super::terminal;
use crate::new;
use crate::report;

/// The width of a terminal, less that of a list's sign.
const WIDTH: usize = 78;

pub(super) fn new(options: &arguments::New) -> Outcome {
    let bytes = report::read_named(&options.from, "pass the cohort's CSV")?;
    let file = options.from.display().to_string();
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
