//! What changed between two runs, as text and as JSON.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Difference, Moved};

/// Writes what changed for a reader.
///
/// # Errors
///
/// Those of the writer.
pub fn write_text(found: &Difference, out: &mut impl Write) -> io::Result<()> {
    for cause in &found.causes {
        writeln!(out, "{cause}")?;
    }
    for conclusion in &found.conclusions {
        let now = if conclusion.holds {
            "holds now"
        } else {
            "no longer holds"
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
            Moved { after: None, .. } => "removed",
            moved if moved.in_print() => "printed",
            _ => "value",
        };
        writeln!(out, "{mark:10}  {:width$}  {}", moved.id, describe(moved))?;
    }
    writeln!(
        out,
        "{} numbers changed, {} of them in print; {} unchanged",
        found.numbers.len(),
        found
            .numbers
            .iter()
            .filter(|moved| moved.in_print())
            .count(),
        found.same
    )
}

fn describe(moved: &Moved) -> String {
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

/// What changed as JSON.
pub fn as_json(found: &Difference) -> Value {
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
