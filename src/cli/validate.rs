//! `validate`.

use std::io;
use std::process::ExitCode;

use super::arguments::{self, Format};
use super::check::{no_junit, write_json};
use super::commands::Outcome;
use super::terminal;
use crate::report::{self, Inputs};
use crate::validate;

pub(super) fn validate(options: &arguments::Validate) -> Outcome {
    if options.format == Format::Junit {
        return Err(no_junit("validate"));
    }
    let inputs = Inputs::on_disk(&options.study.folder()?)?;
    let file = inputs.shown(&inputs.study.cohort.file);
    let mut inspection = validate::inspect(&inputs.study, &file, inputs.cohort.content());
    inspection
        .remarks
        .extend(report::texts_without_glyphs(&inputs));
    let mut out = terminal::stdout();
    if options.format == Format::Json {
        write_json(
            &mut out,
            &serde_json::to_value(&inspection).map_err(io::Error::from)?,
        )?;
    } else {
        validate::write_text(&inspection, &inputs.study, &mut out)?;
    }
    Ok(if inspection.is_clean() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}
