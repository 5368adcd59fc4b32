//! `diff`.

use std::process::ExitCode;

use super::arguments::{self, Format};
use super::check::{no_junit, write_json};
use super::commands::Outcome;
use super::terminal;
use crate::diff::{self, Run, difference};

pub(super) fn diff(options: &arguments::Diff) -> Outcome {
    if options.format == Format::Junit {
        return Err(no_junit("diff"));
    }
    let before = Run::read(&options.before)?;
    let after = Run::read(&options.after)?;
    let found = difference(&before, &after);
    let mut out = terminal::stdout();
    if options.format == Format::Json {
        write_json(&mut out, &diff::as_json(&found))?;
    } else {
        diff::write_text(&found, &mut out)?;
    }
    Ok(if found.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}
