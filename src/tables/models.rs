//! The table of regression models: hazard ratios side by side.

use super::{Cell, Piece, Row, Table, number};
use crate::ledger::Ledger;
use crate::study::{Model, Study, TableLayout, Variable};
use crate::words::capitalised;

pub(super) fn build(
    study: &Study,
    ledger: &Ledger,
    layout: &TableLayout,
    models: &[String],
) -> Table {
    let mut table = Table::new(layout, "");
    let models: Vec<&Model> = models.iter().filter_map(|id| study.model(id)).collect();
    for model in &models {
        let label = model.label.clone().or_else(|| {
            study
                .endpoint(&model.endpoint)
                .map(|endpoint| endpoint.label.clone())
        });
        table.columns.push(vec![
            Piece::Text(capitalised(&label.unwrap_or_default())),
            Piece::Break,
            Piece::text("HR ("),
            number("convention.confidence"),
            Piece::text("% CI)"),
        ]);
        table.columns.push(vec![Piece::text("P")]);
    }
    let mut covariates: Vec<&String> = Vec::new();
    for name in models.iter().flat_map(|model| &model.covariates) {
        if !covariates.contains(&name) {
            covariates.push(name);
        }
    }
    for name in covariates {
        if let Some(variable) = study.variable(name) {
            push_rows(&mut table, ledger, &models, variable);
        }
    }
    for model in &models {
        table.notes.push(size(model));
        let reason = ledger
            .get(&format!("{}.lr.p", model.id))
            .map(|entry| entry.full_value());
        if let Some(why) = reason
            .as_deref()
            .and_then(|text| text.strip_prefix("not computable: "))
        {
            table
                .notes
                .push(vec![Piece::Text(format!("Not estimated: {why}."))]);
        }
    }
    table
}

fn push_rows(table: &mut Table, ledger: &Ledger, models: &[&Model], variable: &Variable) {
    let cells = |id: &str| -> Vec<Cell> {
        models
            .iter()
            .flat_map(|model| term(ledger, model, &variable.name, id))
            .collect()
    };
    if variable.kind.is_numeric() {
        let label = match &variable.unit {
            Some(unit) => format!("{}, per {unit}", variable.label),
            None => variable.label.clone(),
        };
        table.rows.push(Row {
            label,
            statistic: None,
            indented: false,
            cells: cells(&variable.name),
        });
        return;
    }
    table.rows.push(Row {
        label: variable.label.clone(),
        statistic: None,
        indented: false,
        cells: vec![Cell::new(); 2 * models.len()],
    });
    for level in &variable.levels {
        table.rows.push(Row {
            label: level.label.clone(),
            statistic: None,
            indented: true,
            cells: cells(&format!("{}.{}", variable.name, level.id)),
        });
    }
}

/// Hazard ratio with interval, and p-value.
fn term(ledger: &Ledger, model: &Model, covariate: &str, id: &str) -> [Cell; 2] {
    if !model.covariates.iter().any(|name| name == covariate) {
        return [Cell::new(), Cell::new()];
    }
    let prefix = format!("{}.{id}", model.id);
    let Some(ratio) = ledger.get(&format!("{prefix}.hr")) else {
        return [vec![Piece::text("reference")], Cell::new()];
    };
    if ratio.value.number().is_none() {
        return [vec![number(format!("{prefix}.hr"))], Cell::new()];
    }
    [
        vec![
            number(format!("{prefix}.hr")),
            Piece::text(" ("),
            number(format!("{prefix}.ci_lower")),
            Piece::text("–"),
            number(format!("{prefix}.ci_upper")),
            Piece::text(")"),
        ],
        vec![number(format!("{prefix}.p"))],
    ]
}

/// "n = 24, 12 events, 4.0 events per coefficient."
fn size(model: &Model) -> Cell {
    let id = |key: &str| number(format!("{}.{key}", model.id));
    vec![
        Piece::Text(format!(
            "{}: n\u{a0}=\u{a0}",
            capitalised(model.label.as_deref().unwrap_or("model"))
        )),
        id("n"),
        Piece::text(", "),
        id("missing"),
        Piece::text(" left out, "),
        id("events"),
        Piece::text(" events, "),
        id("events_per_variable"),
        Piece::text(" for each coefficient; likelihood ratio test P\u{a0}"),
        id("lr.p"),
        Piece::text("; concordance "),
        id("concordance"),
        Piece::text("."),
    ]
}
