//! `typst`, and how the program starts Typst.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use super::arguments;
use super::commands::Outcome;
use super::terminal;
use crate::report::ReportError;
use crate::typst::{self, Typst};

pub(super) fn typst(options: &arguments::Typst) -> Outcome {
    let found = typst::find(options.typst.as_deref()).map_err(ReportError::Typst)?;
    let path = found.path.display();
    writeln!(terminal::stdout(), "{path} {}", found.version)?;
    Ok(ExitCode::SUCCESS)
}

/// Finds Typst, and has it run with at most this many megabytes.
pub(super) fn find(chosen: Option<&Path>, memory_limit: u64) -> Result<Typst, ReportError> {
    let found = typst::find(chosen).map_err(ReportError::Typst)?;
    Ok(match bounds(memory_limit) {
        Some(bounds) => found.within(bounds),
        None => found,
    })
}

#[cfg(target_os = "linux")]
fn bounds(memory_limit: u64) -> Option<typst::Bounds> {
    // Also right when the file of the program has been replaced since it started.
    let own = Path::new("/proc/self/exe");
    let own = match own.exists() {
        true => own.to_owned(),
        false => std::env::current_exe().ok()?,
    };
    let words = vec![arguments::RUN_TYPST.into()];
    Some(typst::Bounds::new(own, words, memory_limit << 20))
}

#[cfg(not(target_os = "linux"))]
fn bounds(_: u64) -> Option<typst::Bounds> {
    None
}

/// Becomes Typst. Returns only if that fails.
pub(super) fn become_typst(options: &arguments::RunTypst) -> ExitCode {
    let error = typst::run_bounded(&options.words);
    // If standard error cannot be written, the exit status remains.
    let _ = writeln!(terminal::stderr(), "{error}");
    ExitCode::from(typst::CANNOT_RUN)
}
