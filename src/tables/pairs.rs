//! The table of pairwise comparisons after significant tests.

use super::{Cell, Piece, Row, Table, number};
use crate::ledger::Ledger;
use crate::study::{Study, TableLayout};
use crate::words::capitalised;

pub(super) fn build<'a>(
    study: &Study,
    ledger: &Ledger,
    layout: &TableLayout,
    by: &str,
    names: impl Iterator<Item = &'a String>,
) -> Table {
    let mut table = Table::new(layout, "Pair");
    let Some(grouping) = study.variable(by) else {
        return table;
    };
    let mut left_out = Vec::new();
    let mut shown = Vec::new();
    for name in names {
        let label = study
            .variable(name)
            .map(|variable| variable.label.clone())
            .or_else(|| {
                study
                    .endpoint(name)
                    .map(|endpoint| capitalised(&endpoint.label))
            })
            .unwrap_or_default();
        let prefix = format!("{name}.by_{by}.");
        let method = ledger
            .iter()
            .find(|entry| {
                let id = entry.id.as_str();
                id.starts_with(&prefix) && id.ends_with(".p") && id.contains("_vs_")
            })
            .map(|entry| entry.method.title);
        match method {
            Some(title) => {
                let mark = table.mark(title);
                table.columns.push(vec![Piece::Text(label), mark]);
                shown.push(name);
            }
            None => left_out.push(label),
        }
    }
    for (at, first) in grouping.levels.iter().enumerate() {
        for second in grouping.levels.iter().skip(at + 1) {
            let cells: Vec<Cell> = shown
                .iter()
                .map(|name| {
                    let id = format!("{name}.by_{by}.{}_vs_{}.p", first.id, second.id);
                    if ledger.get(&id).is_some() {
                        vec![number(id)]
                    } else {
                        Cell::new()
                    }
                })
                .collect();
            if !cells.is_empty() {
                table.rows.push(Row {
                    label: format!("{} – {}", first.label, second.label),
                    statistic: None,
                    indented: false,
                    cells,
                });
            }
        }
    }
    if !left_out.is_empty() {
        table.notes.push(vec![Piece::Text(format!(
            "Without a significant overall test, and so without pairs: {}.",
            left_out.join(", ")
        ))]);
    }
    table
}
