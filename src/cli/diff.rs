//! `diff`.

use std::io::{self, Write};
use std::process::ExitCode;

use serde_json::{Value, json};

use super::arguments::{self, Format};
use super::check::{no_junit, write_json};
use super::commands::Outcome;
use super::terminal;
use crate::diff::{Difference, Moved, Run, difference};

pub(super) fn diff(options: &arguments::Diff) -> Outcome {
    if options.format == Format::Junit {
        return Err(no_junit("diff"));
    }
    let before = Run::read(&options.before)?;
    let after = Run::read(&options.after)?;
    let found = difference(&before, &after);
    let mut out = terminal::stdout();
    if options.format == Format::Json {
        write_json(&mut out, &as_json(&found))?;
    } else {
        write(&mut out, &found)?;
    }
    Ok(if found.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

fn write(out: &mut impl Write, found: &Difference) -> io::Result<()> {
    for cause in &found.causes {
        writeln!(out, "{cause}")?;
    }
    for conclusion in &found.conclusions {
        let now = if conclusion.holds {
            "holds now"
        } else {
            "holds no more"
        };
        writeln!(out, "CONCLUSION  {} {now}", conclusion.claim)?;
    }
    let width = found
        .numbers
        .iter()
        .map(|moved| moved.id.chars().count())
        .max()
        .unwrap_or(0);
    for moved in &found.numbers {
        let mark = match moved {
            Moved { crossed: true, .. } => "CROSSED",
            Moved { before: None, .. } => "new",
            Moved { after: None, .. } => "gone",
            moved if moved.in_print() => "printed",
            _ => "value",
        };
        writeln!(out, "{mark:10}  {:width$}  {}", moved.id, told(moved))?;
    }
    writeln!(
        out,
        "{} numbers moved, {} in print; {} are the same",
        found.numbers.len(),
        found
            .numbers
            .iter()
            .filter(|moved| moved.in_print())
            .count(),
        found.same
    )
}

fn told(moved: &Moved) -> String {
    let plain = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
    let texts = if moved.in_print() {
        format!("{} → {}", plain(&moved.before), plain(&moved.after))
    } else {
        plain(&moved.after)
    };
    match (moved.by, moved.relative) {
        (Some(by), Some(relative)) => format!("{texts}  ({by:+.3e}, {:+.2}%)", 100.0 * relative),
        (Some(by), None) => format!("{texts}  ({by:+.3e})"),
        _ => texts,
    }
}

fn as_json(found: &Difference) -> Value {
    let numbers: Vec<Value> = found
        .numbers
        .iter()
        .map(|moved| {
            json!({
                "id": moved.id,
                "definition": moved.definition,
                "before": moved.before,
                "after": moved.after,
                "by": moved.by,
                "relative": moved.relative,
                "crossed": moved.crossed,
                "in_print": moved.in_print(),
            })
        })
        .collect();
    json!({
        "schema_version": 1,
        "same": found.same,
        "causes": found.causes,
        "conclusions": found.conclusions,
        "numbers": numbers,
    })
}
