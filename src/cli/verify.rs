//! `verify`.

use std::process::ExitCode;
use std::time::Duration;

use super::arguments::{self, Format};
use super::check::{no_junit, write_json};
use super::commands::Outcome;
use super::terminal;
use crate::report::{read_cohort, read_named};
use crate::verify::{self, Typed};

pub(super) fn verify(options: &arguments::Verify) -> Outcome {
    if options.format == Format::Junit {
        return Err(no_junit("verify"));
    }
    let bytes = read_named(&options.pdf, "pass the PDF of a report")?;
    let csv = options.data.as_deref();
    let data = csv
        .map(|path| read_cohort(path, "pass the cohort's file"))
        .transpose()?;
    let name = csv.map(|path| path.display().to_string());
    let typst = super::typst::find(options.typst.as_deref(), options.memory_limit)?;
    let file = options.pdf.display().to_string();
    let data = name.as_deref().zip(data);
    let limit = Duration::from_secs(options.time_limit);
    let found = verify::verify(&file, &bytes, data, &typst, limit)?;
    let typed = match options.allow_typed {
        true => Typed::Allowed,
        false => Typed::Refused,
    };
    let mut out = terminal::stdout();
    if options.format == Format::Json {
        write_json(&mut out, &verify::as_json(&found, typed))?;
    } else {
        verify::write_text(&found, typed, &file, &mut out)?;
    }
    Ok(if found.is_good(typed) {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}
