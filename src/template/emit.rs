//! Tables, figures and appendices as calls of Typst functions, which the style
//! part of the templates defines: data here, looks there.

use std::fmt::Write;

use super::VerdictRow;
use super::escape::{literal, markup};
use super::number::linked;
use crate::figures::Figure;
use crate::ledger::Ledger;
use crate::number::Number;
use crate::study::{Kind, Range, Study, Variable};
use crate::tables::{Cell, Piece, Table, mark_letter};
use crate::wording::Wording;

/// `#report-table("id", …);`
pub(super) fn table(table: &Table, ledger: &Ledger) -> String {
    let mut out = format!("#report-table(\n  {},\n", literal(&table.id));
    let _ = writeln!(out, "  title: [{}],", markup(&table.title));
    let _ = writeln!(out, "  corner: [{}],", markup(&table.corner));
    let columns = table.columns.iter().map(|column| content(column, ledger));
    let _ = writeln!(out, "  columns: {},", array(columns));
    let widths = table.widths(ledger).into_iter();
    let widths = array(widths.map(|count| count.to_string()));
    let _ = writeln!(out, "  widths: {widths},");
    out.push_str("  rows: (\n");
    for row in &table.rows {
        let cells = array(row.cells.iter().map(|cell| content(cell, ledger)));
        let statistic = row.statistic.as_deref().unwrap_or_default();
        let _ = writeln!(
            out,
            "    (label: [{}], statistic: [{}], indented: {}, cells: {cells}),",
            markup(&row.label),
            markup(statistic),
            row.indented
        );
    }
    out.push_str("  ),\n");
    let footnotes = table.footnotes.iter().enumerate().map(|(index, footnote)| {
        format!(
            "({}, {})",
            literal(&mark_letter(index)),
            content(footnote, ledger)
        )
    });
    let _ = writeln!(out, "  footnotes: {},", array(footnotes));
    let notes = table.notes.iter().map(|note| content(note, ledger));
    let _ = writeln!(out, "  notes: {},", array(notes));
    out.push_str(");\n");
    out
}

/// The ids that a table prints.
pub(super) fn table_numbers(table: &Table) -> impl Iterator<Item = &str> {
    table
        .columns
        .iter()
        .chain(table.rows.iter().flat_map(|row| &row.cells))
        .chain(&table.footnotes)
        .chain(&table.notes)
        .flatten()
        .filter_map(|piece| match piece {
            Piece::Number(id) => Some(id.as_str()),
            Piece::Text(_) | Piece::Mark(_) | Piece::Break => None,
        })
}

/// `#report-figure("id", …);`
pub(super) fn figure(figure: &Figure) -> String {
    format!(
        "#report-figure({}, alt: {}, caption: [{}], numbers: {});\n",
        literal(&figure.id),
        literal(&figure.alt),
        markup(&figure.caption),
        array(figure.numbers.iter().map(|id| literal(id.as_str())))
    )
}

/// `#report-provenance((…));`: every number that the report prints.
pub(super) fn provenance<'a>(numbers: impl Iterator<Item = &'a Number>, words: Wording) -> String {
    let mut out = "#report-provenance((\n".to_owned();
    for number in numbers {
        let title = number.method.title_in(words);
        let method = if number.conventions.is_empty() {
            title.to_owned()
        } else {
            format!("{title} ({})", number.conventions_text())
        };
        let _ = writeln!(
            out,
            "  ({}, {}, {}, {}, {}, {}, {}),",
            literal(number.id.as_str()),
            literal(&number.with_unit()),
            literal(&number.full_value()),
            literal(&number.n.to_string()),
            literal(&number.missing.to_string()),
            literal(&method),
            literal(&number.columns.join(", "))
        );
    }
    out.push_str("));\n");
    out
}

/// `#report-verdicts((…));`: published numbers against computed ones.
pub(super) fn verdicts(rows: &[VerdictRow]) -> String {
    let mut out = "#report-verdicts((\n".to_owned();
    for row in rows {
        let _ = writeln!(
            out,
            "  ({}, {}, {}, {}, {}, {}),",
            literal(&row.published),
            literal(&row.computed),
            literal(&row.verdict),
            literal(&row.details),
            literal(&row.ids.join(", ")),
            literal(&row.place)
        );
    }
    out.push_str("));\n");
    out
}

/// `#report-dictionary((…));`: every variable of the study.
pub(super) fn dictionary(study: &Study) -> String {
    let mut out = "#report-dictionary((\n".to_owned();
    for variable in &study.variables {
        let _ = writeln!(
            out,
            "  ({}, {}, {}, {}, {}),",
            literal(&variable.name),
            literal(&variable.label),
            literal(&kind_and_unit(variable, study.words())),
            literal(&levels_or_range(variable, study.words())),
            literal(&origin(variable))
        );
    }
    out.push_str("));\n");
    out
}

fn kind_and_unit(variable: &Variable, words: Wording) -> String {
    let kind = words.text(&format!("kind.{}", variable.kind.name()));
    match &variable.unit {
        Some(unit) => format!("{kind}, {unit}"),
        None => kind.to_owned(),
    }
}

fn levels_or_range(variable: &Variable, words: Wording) -> String {
    if variable.kind.is_categorical() {
        let order = if variable.kind == Kind::Ordinal {
            " < "
        } else {
            "; "
        };
        let levels: Vec<String> = variable
            .levels
            .iter()
            .map(|level| {
                if level.code == level.label || level.code.eq_ignore_ascii_case(&level.label) {
                    level.label.clone()
                } else {
                    format!("{} ({})", level.label, level.code)
                }
            })
            .collect();
        return levels.join(order);
    }
    let (low, high) = match &variable.range {
        Some(Range::Numbers(low, high)) => (low.to_string(), high.to_string()),
        Some(Range::Dates(low, high)) => (low.to_string(), high.to_string()),
        None => return String::new(),
    };
    let slots = [("low", low.as_str()), ("high", &high)];
    words.fill("page.dictionary.range", &slots)
}

fn origin(variable: &Variable) -> String {
    let derived = variable
        .derivation
        .as_ref()
        .map(|derivation| derivation.describe());
    match (derived, &variable.description) {
        (Some(derived), Some(description)) => format!("{description}: {derived}"),
        (Some(derived), None) => derived,
        (None, Some(description)) => description.clone(),
        (None, None) => String::new(),
    }
}

/// A Typst array; one element needs its comma.
fn array(elements: impl Iterator<Item = String>) -> String {
    let mut out = "(".to_owned();
    for element in elements {
        out.push_str(&element);
        out.push_str(", ");
    }
    out.push(')');
    out
}

fn content(cell: &Cell, ledger: &Ledger) -> String {
    let mut out = "[".to_owned();
    for piece in cell {
        match piece {
            Piece::Number(id) => match ledger.get(id) {
                Some(number) => out.push_str(&linked(number)),
                None => out.push_str(&markup(ledger.style.words.text("number.not_available"))),
            },
            Piece::Text(text) => out.push_str(&markup(text)),
            Piece::Break => out.push_str("#linebreak();"),
            Piece::Mark(index) => {
                let _ = write!(out, "#mark({});", literal(&mark_letter(*index)));
            }
        }
    }
    out.push(']');
    out
}
