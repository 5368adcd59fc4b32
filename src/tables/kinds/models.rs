//! The table of regression models: hazard ratios side by side.

use std::sync::Arc;

use super::TableKind;
use crate::ledger::Ledger;
use crate::number::{Name, NumberId, Path};
use crate::statistics::term_name;
use crate::study::read::read_model_ids;
use crate::study::section::Section;
use crate::study::{KindRecord, Model, ModelKind, Request, Scope, Study, Variable};
use crate::tables::pieces::{interval, number, p_value, phrase, range, words};
use crate::tables::{Cell, Piece, Row, Table, TableLayout};
use crate::words::capitalised;

pub(super) const RECORD: KindRecord<dyn TableKind> = KindRecord {
    word: "models",
    read: |section, scope| Arc::new(Models::read(section, scope)),
};

/// A row for each covariate or level, columns for each model.
#[derive(Debug, PartialEq)]
struct Models {
    /// The models, side by side.
    models: Vec<String>,
}

impl Models {
    fn read(section: &Section<'_>, scope: &Scope<'_>) -> Self {
        Self {
            models: read_model_ids(section, scope),
        }
    }
}

impl TableKind for Models {
    fn needs(&self, _: &str) -> Vec<Request> {
        // Every model of the study file is computed.
        Vec::new()
    }

    fn build(&self, study: &Study, ledger: &Ledger, layout: &TableLayout) -> Table {
        let mut table = Table::new(layout, ledger.style.words.text("table.characteristic"));
        let models: Vec<&Model> = self
            .models
            .iter()
            .filter_map(|id| study.model(id))
            .collect();
        for model in &models {
            let effect = format!("effect.{}.name", model.kind.effect_key());
            let effect = capitalised(ledger.style.words.text(&effect));
            // Differences of a linear model have the unit of what is modelled.
            let outcome = study.variable(model.outcome.name());
            let unit = outcome.filter(|_| model.kind == ModelKind::Linear);
            let effect = match unit.and_then(|outcome| outcome.unit.as_deref()) {
                Some(unit) => {
                    let slots = [("label", effect.as_str()), ("unit", unit)];
                    ledger.style.words.fill("table.with_unit", &slots)
                }
                None => effect,
            };
            table.columns.push(phrase(
                ledger,
                "table.effect_of_model",
                &[
                    ("label", words(&capitalised(&study.model_label(model)))),
                    ("break", vec![Piece::Break]),
                    ("effect", words(&effect)),
                    ("interval", interval(ledger)),
                ],
            ));
            table.columns.push(vec![Piece::text(ledger.style.p_symbol)]);
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
            table.notes.push(size(study, ledger, model));
            for why in reasons(ledger, model) {
                let why = [("why", words(&ledger.style.words.message(why)))];
                let note = phrase(ledger, "table.not_estimated_note", &why);
                table.notes.push(note);
            }
        }
        table
    }
}

fn push_rows(table: &mut Table, ledger: &Ledger, models: &[&Model], variable: &Variable) {
    let covariate = term_name(&variable.name);
    let cells = |level: Option<&Name>| -> Vec<Cell> {
        models
            .iter()
            .flat_map(|model| {
                let path = model.path().at(&covariate);
                let path = level.map_or_else(|| path.clone(), |level| path.clone().at(level));
                term(ledger, model, &variable.name, &path)
            })
            .collect()
    };
    if variable.kind.is_numeric() {
        let label = match &variable.unit {
            Some(unit) => {
                let one = ledger.style.words.one_of(unit);
                let slots = [("label", variable.label.as_str()), ("unit", &one)];
                ledger.style.words.fill("table.per_unit", &slots)
            }
            None => variable.label.clone(),
        };
        table.rows.push(Row {
            label,
            statistic: None,
            indented: false,
            cells: cells(None),
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
            cells: cells(Some(&level.id)),
        });
    }
}

/// Hazard ratio with interval, and p-value.
fn term(ledger: &Ledger, model: &Model, covariate: &str, path: &Path) -> [Cell; 2] {
    if !model.covariates.iter().any(|name| name == covariate) {
        return [Cell::new(), Cell::new()];
    }
    let id = path.key(model.kind.effect_key());
    let Some(ratio) = ledger.get(&id) else {
        return [
            words(ledger.style.words.text("table.reference")),
            Cell::new(),
        ];
    };
    if ratio.value.number().is_none() {
        return [vec![number(id)], Cell::new()];
    }
    let mut effect = vec![number(id), Piece::text(" (")];
    effect.extend(range(ledger, path, ["ci_lower", "ci_upper"]));
    effect.push(Piece::text(")"));
    [effect, vec![number(path.key("p"))]]
}

/// The p-value of all covariates together.
fn overall_p(model: &Model) -> NumberId {
    let test = if model.kind == ModelKind::Linear {
        "f"
    } else {
        "lr"
    };
    model.path().word(test).key("p")
}

/// Why the model or some of its terms have no estimate, each reason once.
fn reasons<'a>(ledger: &'a Ledger, model: &Model) -> Vec<&'a str> {
    let overall = overall_p(model);
    let path = model.path();
    let of_term =
        |id: &NumberId| id.key() == model.kind.effect_key() && id.path().beyond(&path).is_some();
    let mut found: Vec<&str> = Vec::new();
    for number in ledger.iter() {
        if let Some(why) = number.value.reason()
            && (number.id == overall || of_term(&number.id))
            && !found.contains(&why)
        {
            found.push(why);
        }
    }
    found
}

/// "n = 24 (2 excluded for missing values), 12 events (4.0 per coefficient)" and
/// what tells how well the model fits.
fn size(study: &Study, ledger: &Ledger, model: &Model) -> Cell {
    let path = model.path();
    let id = |key: &str| vec![number(path.key(key))];
    let events = || phrase(ledger, "model.events", &[("n", id("events"))]);
    let each = ("each", id("events_per_variable"));
    let (amount, test) = if model.kind == ModelKind::Linear {
        let amount = phrase(ledger, "model.rows_per_variable", &[each]);
        (amount, "model.f_test")
    } else {
        let slots = [("events", events()), each];
        let amount = phrase(ledger, "model.events_per_variable", &slots);
        (amount, "model.likelihood_ratio_test")
    };
    let rows = [
        ("label", words(&capitalised(&study.model_label(model)))),
        ("rows", id("n")),
        ("missing", id("missing")),
    ];
    let mut cell = phrase(ledger, "model.size", &rows);
    cell.push(Piece::text(", "));
    cell.extend(amount);
    let overall = p_value(ledger, overall_p(model)).to_vec();
    cell.push(Piece::text("; "));
    cell.extend(phrase(ledger, test, &[("p", overall)]));
    let further = match model.kind {
        ModelKind::Cox => vec![
            ("model.concordance", path.key("concordance")),
            (
                "model.proportional_hazards",
                path.clone().word("ph").key("p"),
            ),
        ],
        ModelKind::FineGray => Vec::new(),
        ModelKind::Linear => vec![("model.r_squared", path.key("r_squared"))],
        ModelKind::Logistic => vec![
            (
                "model.area_under_the_curve",
                path.clone().word("auc").key("estimate"),
            ),
            (
                "model.calibration",
                path.clone().word("calibration").key("p"),
            ),
        ],
    };
    for (key, id) in further {
        let slot = if id.key() == "p" {
            ("p", p_value(ledger, id).to_vec())
        } else {
            ("value", vec![number(id)])
        };
        cell.push(Piece::text("; "));
        cell.extend(phrase(ledger, key, &[slot]));
    }
    cell.push(Piece::text("."));
    cell
}
