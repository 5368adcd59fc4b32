//! `lint`.

use std::io::Write;
use std::process::ExitCode;

use super::arguments;
use super::commands::{Outcome, keep_results_of};
use super::terminal;
use crate::lint::{Remarks, TypedNumeral};
use crate::report::{self, Computed, Timings};

/// Numerals typed by hand in the templates of a study.
pub(super) fn of(computed: &Computed) -> Vec<TypedNumeral> {
    report::typed_numerals(computed, Remarks::Excuse)
}

pub(super) fn lint(options: &arguments::Lint) -> Outcome {
    let folder = options.study.folder()?;
    keep_results_of(&options.kept, &folder);
    let computed = report::compute(&folder, &mut Timings::default())?;
    let typed = of(&computed);
    let mut out = terminal::stdout();
    for numeral in &typed {
        writeln!(out, "{numeral}")?;
    }
    for mark in report::typed_marks(&computed) {
        writeln!(out, "{mark}")?;
    }
    let count = typed.len();
    if count == 0 {
        return Ok(ExitCode::SUCCESS);
    }
    writeln!(
        out,
        "{count} numeral{} typed by hand",
        if count == 1 { "" } else { "s" }
    )?;
    Ok(ExitCode::from(1))
}
