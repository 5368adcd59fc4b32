//! `new`.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use super::arguments;
use super::ask::Lines;
use super::commands::{Failure, Outcome};
use super::terminal;
use crate::new::{self, Named, NewError, Source, Unanswered};
use crate::progress::{self, Measure};
use crate::report::{self, ReportError};

/// The width of a terminal, less that of a list's sign.
const WIDTH: usize = 78;

pub(super) fn new(options: &arguments::New) -> Outcome {
    let from = only(&options.from)?;
    let shown = progress::begin("read the file", Measure::Unknown);
    let cohort = read_cohort(from)?;
    drop(shown);
    let dictionary = options.redcap.as_deref();
    let dictionary = dictionary
        .map(|path| Ok::<_, Failure>((path, read(path, "pass the project's data dictionary")?)))
        .transpose()?;
    let file = from.display().to_string();
    let named = dictionary
        .as_ref()
        .map(|(path, bytes)| (path.display().to_string(), bytes));
    let name = report::study_name(&options.study);
    // The date on the report; it is written down, so that the report itself
    // depends on no clock.
    let today = jiff::tz::Offset::UTC
        .to_datetime(jiff::Timestamp::now())
        .date();
    report::check_new(&options.study)?;
    let source = Source {
        cohort: Named {
            file: &file,
            bytes: &cohort,
        },
        sheet: options.sheet.as_deref(),
        redcap: named.as_ref().map(|(file, bytes)| Named { file, bytes }),
        name: &name,
        today,
    };
    let made = if options.ask {
        let mut person = Lines::new(
            io::stdin().lock(),
            terminal::stderr(),
            io::stdin().is_terminal(),
        );
        new::draft(&source, Some(&mut person))
    } else {
        let _shown = progress::begin("draft the study", Measure::Unknown);
        new::draft(&source, None)
    };
    let made = made.map_err(failure)?;
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

fn failure(error: NewError) -> Failure {
    match error {
        NewError::Findings(findings) => ReportError::from(findings).into(),
        NewError::Unanswered(Unanswered::Input(error)) => Failure::Write(error),
        NewError::Unanswered(error) => Failure::Usage(format!(
            "{error}\n    help: answer on a terminal or one line a question, an empty line for the guess; or leave out --ask"
        )),
    }
}

/// The one file of a cohort.
fn only(files: &[std::path::PathBuf]) -> Result<&Path, Failure> {
    match files {
        [file] => Ok(file),
        _ => {
            let listed: Vec<String> = files
                .iter()
                .map(|file| file.display().to_string())
                .collect();
            Err(Failure::Usage(format!(
                "--from takes one file, not {}: {}\n    help: join them into one file with a row for each patient, or create a study for each; the parts of one table may be Parquet files in a folder",
                files.len(),
                listed.join(", ")
            )))
        }
    }
}

/// The bytes of the cohort: a file, or the parts of a Parquet file in a folder.
fn read_cohort(path: &Path) -> Result<Vec<u8>, Failure> {
    let help = "pass the cohort's file, or a folder whose files end in .parquet";
    if report::is_folder_of_parts(path) {
        return Ok(report::read_cohort(path, help)?);
    }
    read(path, help)
}

/// The bytes of a file that was named; of a folder, the files in it that could be.
fn read(path: &Path, help: &str) -> Result<Vec<u8>, Failure> {
    const LISTED: usize = 5;
    if !path.is_dir() {
        return Ok(report::read_named(path, help)?);
    }
    let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let is_readable = |name: &String| {
        let ending = name
            .rsplit_once('.')
            .map(|(_, ending)| ending.to_lowercase());
        ending.is_some_and(|ending| crate::input::endings().any(|known| known == ending))
    };
    let mut names: Vec<String> = names.filter(is_readable).collect();
    names.sort_unstable();
    let more = names.len().saturating_sub(LISTED);
    names.truncate(LISTED);
    let help = match names.as_slice() {
        [] => format!("{help}; no file in the folder has a known ending"),
        names if more > 0 => format!(
            "name one of its files: {}, … and {more} more",
            names.join(", ")
        ),
        [name] => format!("name the file in it: {}", path.join(name).display()),
        names => format!("name one of its files: {}", names.join(", ")),
    };
    Err(Failure::Usage(format!(
        "{} is a folder\n    help: {help}",
        path.display()
    )))
}
