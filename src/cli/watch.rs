//! `watch`.

use std::io::Write;
use std::path::Path;
use std::time::Instant;

use super::arguments;
use super::commands::{Outcome, keep_results, make_with_remarks, target};
use super::terminal;
use super::typst::find;
use crate::outputs;
use crate::report::{Changes, Data, Inputs, Rebuild, ReportError, Target, Timings, Typesetter};
use crate::typst::Kept;

pub(super) fn watch(options: &arguments::Watch) -> Outcome {
    let folder = &options.study.folder()?;
    let typst = find(options.place.typst.as_deref(), options.place.memory_limit)?;
    let mut typst = Kept::new(typst);
    let target = target(folder, &options.place, Data::Attached);
    keep_results(&options.cache, folder, Some(&target.out));
    outputs::tidy(&[&target.out, &target.figures]);
    let mut rebuild = Rebuild::default();
    // From before the first reading, so that no change during it is missed.
    let mut changes = Changes::new(folder);
    let mut inputs = Inputs::read(folder);
    if !folder.is_dir() {
        // A mistyped name, not a folder to wait for.
        inputs = Ok(inputs?);
    }
    let mut is_made = false;
    loop {
        // A file that was being written while it was read is read again.
        loop {
            if let Ok(inputs) = &inputs {
                changes.follow(Path::new(&inputs.study.cohort.file));
            }
            if changes.is_at_rest() {
                break;
            }
            changes.wait(|| ());
            inputs = Inputs::read(folder);
        }
        let mut out = terminal::stdout();
        let made = inputs.and_then(|inputs| {
            if is_made && rebuild.is_current(&inputs) {
                return Ok("nothing changed; the report is up to date".to_owned());
            }
            is_made = false;
            make(options, &target, &mut typst, &mut rebuild, inputs)
        });
        match made {
            Ok(line) => {
                is_made = true;
                writeln!(out, "{line}")?;
            }
            Err(error) => writeln!(out, "{error}\nthe last report is kept")?,
        }
        out.flush()?;
        let changed = changes.wait(|| typst.expect_change());
        writeln!(out, "\nchanged: {}", changed.join(", "))?;
        out.flush()?;
        inputs = Inputs::read(folder);
    }
}

/// Makes the report of what was read; describes the stages that ran.
fn make(
    options: &arguments::Watch,
    target: &Target,
    typst: &mut Kept,
    rebuild: &mut Rebuild,
    inputs: Inputs,
) -> Result<String, ReportError> {
    let start = Instant::now();
    let mut timings = Timings::default();
    let computed = rebuild.compute(inputs, &mut timings)?;
    let made = make_with_remarks(computed, Typesetter::Kept(typst), target, &mut timings)?;
    let mut lines = made.warnings;
    lines.push(format!(
        "{} in {:.2} s: {}",
        made.pdf.display(),
        start.elapsed().as_secs_f64(),
        timings.names().collect::<Vec<_>>().join(", ")
    ));
    if options.timings {
        lines.push(timings.to_string());
    }
    Ok(lines.join("\n"))
}
