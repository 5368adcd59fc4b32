//! `check`, with its sensitivity analyses.

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::OnceLock;

use serde_json::{Value, json};

use super::arguments::{self, Format};
use super::commands::{Failure, Outcome, keep_results_of};
use super::terminal;
use crate::check;
use crate::check::sensitivity::{self, Fragile, Fragility, Mutation, Shift};
use crate::progress::{self, Measure};
use crate::report::{self, Computed, Data, Timings};

pub(super) fn check(options: &arguments::Check) -> Outcome {
    let folder = options.study.folder()?;
    keep_results_of(&options.kept, &folder);
    let computed = report::compute(&folder, &mut Timings::default())?;
    for remark in computed.remarks.iter() {
        writeln!(terminal::stderr(), "{remark}")?;
    }
    if options.fragile {
        return fragile(&computed, options.format);
    }
    if options.mutate {
        return mutate(&computed, options.format);
    }
    report::cross_check(&computed)?;
    let checked = report::check_published(&computed)?;
    let format = match options.format {
        Format::Text => check::Format::Text,
        Format::Json => check::Format::Json,
        Format::Junit => check::Format::Junit,
    };
    check::write(&checked, format, &mut terminal::stdout())?;
    Ok(if checked.is_good() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

/// Tells how many of all are done.
fn progress(what: &'static str) -> impl Fn(usize, usize) + Sync {
    let stage = OnceLock::new();
    move |done, all| {
        let begin = || progress::begin(what, Measure::Even(all));
        stage.get_or_init(begin).reach(done);
    }
}

pub(super) fn no_junit(what: &str) -> Failure {
    Failure::Usage(format!(
        "--format junit is not supported by {what}\n    help: use --format text or --format json"
    ))
}

fn fragile(computed: &Computed, format: Format) -> Outcome {
    if format == Format::Junit {
        return Err(no_junit("--fragile"));
    }
    // What the report prints is known once its templates are filled.
    let draft = report::draft(computed, Data::Attached, &mut Timings::default())?;
    let found = sensitivity::fragile(
        &computed.evidence(),
        &draft.rendered.printed,
        &progress("tried"),
    );
    let mut out = terminal::stdout();
    if format == Format::Json {
        write_json(&mut out, &fragile_json(&found))?;
    } else {
        write_fragile(&mut out, &found)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn write_fragile(out: &mut impl Write, found: &Fragility) -> io::Result<()> {
    let describe = |shift: &Shift| {
        let mark = if shift.crosses { " (crosses)" } else { "" };
        format!(
            "{} {}{mark}",
            shift.text.replace('\u{a0}', " "),
            shift.change
        )
    };
    for number in &found.numbers {
        let mark = if number.crosses() {
            "  ← changes a conclusion"
        } else {
            ""
        };
        writeln!(
            out,
            "{}  {}{mark}",
            number.id,
            number.printed.replace('\u{a0}', " ")
        )?;
        for (text, changes) in by_text(&number.conventions) {
            writeln!(out, "    {}  {changes}", text.replace('\u{a0}', " "))?;
        }
        if !number.rows.is_empty() {
            let rows: Vec<String> = number.rows.iter().map(describe).collect();
            writeln!(out, "    rows: {}", rows.join("; "))?;
        }
    }
    writeln!(
        out,
        "{} of {} printed numbers change under another convention or with one row added or removed ({} rows tried)",
        found.numbers.len(),
        found.looked_at,
        found.rows
    )?;
    writeln!(
        out,
        "{} counts and percentages change with any single row and are not listed for that",
        found.counts
    )
}

/// Changes that lead to the same text, together.
fn by_text(shifts: &[Shift]) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for shift in shifts {
        let mark = if shift.crosses { " (crosses)" } else { "" };
        let change = format!("{}{mark}", shift.change);
        match found.iter_mut().find(|(text, _)| *text == shift.text) {
            Some((_, changes)) => *changes = format!("{changes}; {change}"),
            None => found.push((shift.text.clone(), change)),
        }
    }
    found
}

fn fragile_json(found: &Fragility) -> Value {
    let shift = |shift: &Shift| json!({ "change": shift.change, "text": shift.text, "crosses": shift.crosses });
    let number = |number: &Fragile| {
        json!({
            "id": number.id,
            "printed": number.printed,
            "crosses": number.crosses(),
            "conventions": number.conventions.iter().map(shift).collect::<Vec<_>>(),
            "rows": number.rows.iter().map(shift).collect::<Vec<_>>(),
        })
    };
    json!({
        "schema_version": 1,
        "looked_at": found.looked_at,
        "rows_tried": found.rows,
        "counts_not_listed": found.counts,
        "numbers": found.numbers.iter().map(number).collect::<Vec<_>>(),
    })
}

fn mutate(computed: &Computed, format: Format) -> Outcome {
    if format == Format::Junit {
        return Err(no_junit("--mutate"));
    }
    let found = sensitivity::mutate(&computed.evidence(), &progress("cells changed"));
    let mut out = terminal::stdout();
    if format == Format::Json {
        write_json(&mut out, &mutation_json(&found))?;
    } else {
        write_mutation(&mut out, &found)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The share of changes that were noticed, in percent.
fn kill_rate(found: &Mutation) -> f64 {
    100.0 * found.noticed() as f64 / found.cells().max(1) as f64
}

fn write_mutation(out: &mut impl Write, found: &Mutation) -> io::Result<()> {
    let width = found
        .columns
        .iter()
        .map(|column| column.column.chars().count())
        .max()
        .unwrap_or(6)
        .max(6);
    writeln!(out, "{:width$}  cells  moved  rejected  silent", "column")?;
    for column in &found.columns {
        let lines = if column.silent.is_empty() {
            String::new()
        } else {
            format!("  lines {}", column.silent_lines())
        };
        writeln!(
            out,
            "{:width$}  {:>5}  {:>5}  {:>8}  {:>6}{lines}",
            column.column,
            column.cells,
            column.moved,
            column.refused,
            column.silent.len()
        )?;
    }
    let sampled = if found.cells() < found.all {
        format!(", of {} in all", found.all)
    } else {
        String::new()
    };
    writeln!(
        out,
        "kill rate {:.1}%: {} of {} changed cells moved a number or were rejected{sampled}",
        kill_rate(found),
        found.noticed(),
        found.cells()
    )
}

fn mutation_json(found: &Mutation) -> Value {
    let columns: Vec<Value> = found
        .columns
        .iter()
        .map(|column| {
            json!({
                "column": column.column,
                "cells": column.cells,
                "moved": column.moved,
                "refused": column.refused,
                "silent_lines": column.silent,
            })
        })
        .collect();
    json!({
        "schema_version": 1,
        "cells": found.all,
        "changed": found.cells(),
        "noticed": found.noticed(),
        "kill_rate": kill_rate(found),
        "columns": columns,
    })
}

/// A JSON document and a line break.
pub(super) fn write_json(out: &mut impl Write, document: &Value) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(document).map_err(io::Error::from)?;
    writeln!(out, "{text}").map_err(Failure::from)
}
