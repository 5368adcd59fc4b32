//! An inspection for a terminal.

use std::io::{self, Write};

use super::{Extreme, Group, Inspected, Inspection, Sketch};
use crate::findings::printable;
use crate::number::Value;
use crate::number::format::{self, Format};
use crate::study::{Conventions, Study};

/// Writes it column by column, problems of whole rows first.
///
/// # Errors
/// Those of `out`.
pub fn write_text(inspection: &Inspection, study: &Study, out: &mut impl Write) -> io::Result<()> {
    let (one, many) = (&study.cohort.one, &study.cohort.many);
    let rows = inspection.rows;
    let what = if rows == 1 { one } else { many };
    let columns = inspection.columns.iter().filter(|column| !column.derived);
    writeln!(
        out,
        "{}: {rows} {what}, {} columns",
        inspection.file,
        columns.count()
    )?;
    for remark in &inspection.remarks {
        writeln!(out, "  - {}", remark.in_short())?;
    }
    for group in &inspection.general {
        write_group(group, out)?;
    }
    for column in &inspection.columns {
        write_column(column, study, out)?;
    }
    let count_of = |count: usize, one: &str, many: &str| {
        format!("{count} {}", if count == 1 { one } else { many })
    };
    writeln!(
        out,
        "\n{}, {}",
        count_of(inspection.errors, "error", "errors"),
        count_of(inspection.queries, "query", "queries")
    )
}

fn write_column(column: &Inspected, study: &Study, out: &mut impl Write) -> io::Result<()> {
    write!(out, "\n{}", printable(&column.name))?;
    if column.label != column.name {
        write!(out, " · {}", printable(&column.label))?;
    }
    if let Some(unit) = &column.unit {
        write!(out, ", {}", printable(unit))?;
    }
    let derived = if column.derived { ", derived" } else { "" };
    writeln!(out, " ({}{derived})", column.kind)?;
    if let Some(description) = &column.description {
        writeln!(out, "    {}", printable(description))?;
    }
    write!(
        out,
        "    {} present, {} missing",
        column.present, column.missing
    )?;
    if !column.set_missing.is_empty() {
        const SHOWN: usize = 4;
        let shown = column.set_missing.iter().take(SHOWN).map(|set| {
            format!(
                "{} × \"{}\" ({})",
                set.count,
                printable(&set.text),
                set.first
            )
        });
        let more = if column.set_missing.len() > SHOWN {
            ", …"
        } else {
            ""
        };
        write!(out, " ({}{more})", shown.collect::<Vec<_>>().join(", "))?;
    }
    let digits = study
        .variable(&column.name)
        .map_or(0, |variable| variable.digits);
    match &column.sketch {
        None => writeln!(out)?,
        Some(Sketch::Text { distinct, longest }) => {
            writeln!(out, "; {distinct} distinct, at most {longest} characters")?;
        }
        Some(Sketch::Levels(levels)) => {
            writeln!(out)?;
            let widest = levels.iter().map(|level| level.label.chars().count()).max();
            let most = levels.iter().map(|level| level.count).max().unwrap_or(1);
            for level in levels {
                let (width, label) = (widest.unwrap_or(0), printable(&level.label));
                let bar = "█".repeat((level.count * LONGEST_BAR).div_ceil(most.max(1)));
                writeln!(out, "    {label:width$}  {:>6} {bar}", level.count)?;
            }
        }
        Some(
            sketch @ Sketch::Numbers {
                quartiles,
                lowest,
                highest,
                ..
            },
        ) => {
            let conventions = &study.conventions;
            let number = |value: &f64| shown(*value, Format::Exact, conventions);
            let [q1, median, q3] =
                quartiles.map(|value| shown(value, Format::Digits(digits), conventions));
            writeln!(out, "; median {median} (IQR {q1}–{q3})")?;
            write_ends(&sketch.bars(), lowest, highest, number, out)?;
        }
        Some(sketch @ Sketch::Dates { first, last, .. }) => {
            writeln!(out)?;
            write_ends(&sketch.bars(), first, last, Clone::clone, out)?;
        }
    }
    for group in &column.findings {
        write_group(group, out)?;
    }
    Ok(())
}

fn shown(value: f64, format: Format, conventions: &Conventions) -> String {
    format::print(&Value::Number(value), format, 1, conventions).text
}

/// The longest bar of a level, in characters.
const LONGEST_BAR: usize = 30;

/// "12 ▁▃█▂ 400", and the places of the ends.
fn write_ends<T>(
    bars: &[usize],
    lowest: &[Extreme<T>],
    highest: &[Extreme<T>],
    text: impl Fn(&T) -> String,
    out: &mut impl Write,
) -> io::Result<()> {
    let ends = |extremes: &[Extreme<T>]| {
        let with_line =
            |extreme: &Extreme<T>| format!("{} ({})", text(&extreme.value), extreme.place);
        extremes
            .iter()
            .map(with_line)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let (low, high) = (lowest.first(), highest.first());
    let end = |extreme: Option<&Extreme<T>>| {
        extreme
            .map(|extreme| text(&extreme.value))
            .unwrap_or_default()
    };
    writeln!(out, "    {} {} {}", end(low), sparkline(bars), end(high))?;
    writeln!(out, "    from {}", ends(lowest))?;
    writeln!(out, "    to {}", ends(highest))
}

/// Counts as blocks of eight heights; an empty interval is a gap.
fn sparkline(bars: &[usize]) -> String {
    const BLOCKS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let most = bars.iter().max().copied().unwrap_or(1).max(1);
    bars.iter()
        .filter_map(|count| BLOCKS.get((count * 8).div_ceil(most)))
        .collect()
}

fn write_group(group: &Group, out: &mut impl Write) -> io::Result<()> {
    let sort = match (group.stops, group.count) {
        (true, 1) => "error",
        (true, _) => "errors",
        (false, 1) => "query",
        (false, _) => "queries",
    };
    let column = group
        .column
        .as_deref()
        .map(|name| format!("{}: ", printable(name)));
    writeln!(
        out,
        "  ! {}{} {sort}: {}",
        column.unwrap_or_default(),
        group.count,
        printable(&group.what)
    )?;
    for example in &group.examples {
        let line = example.place();
        let value = example
            .value
            .as_deref()
            .map(|value| format!("\"{}\"", printable(value)));
        let problem = example.problem.as_deref().map(printable);
        let parts: Vec<String> = [line, value, problem].into_iter().flatten().collect();
        if !parts.is_empty() {
            writeln!(out, "      {}", parts.join(": "))?;
        }
    }
    if let Some(more) = group
        .count
        .checked_sub(group.examples.len())
        .filter(|more| *more > 0)
    {
        writeln!(out, "      and {more} more")?;
    }
    if !group.help.is_empty() {
        writeln!(out, "      help: {}", printable(&group.help))?;
    }
    Ok(())
}
