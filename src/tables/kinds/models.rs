//! The table of regression models: hazard ratios side by side.

use std::sync::Arc;

use super::TableKind;
use crate::ledger::Ledger;
use crate::number::{NumberId, Path, unit};
use crate::statistics::term_name;
use crate::study::read::read_model_ids;
use crate::study::section::Section;
use crate::study::{KindRecord, Level, Model, ModelKind, Request, Scope, Study, Variable};
use crate::tables::pieces::{ends, interval, limits, number, p_head, phrase, words};
use crate::tables::{Cell, DASH, Piece, Row, Spanner, Table, TableLayout};
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
    /// Whether rows and events of each level are shown.
    counts: bool,
}

impl Models {
    fn read(section: &Section<'_>, scope: &Scope<'_>) -> Self {
        Self {
            models: read_model_ids(section, scope),
            counts: section.boolean("counts").unwrap_or(true),
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
        let lines = lines(study, &models);
        let counts = match self.counts {
            false => Counts::None,
            true if alike(ledger, &models, &lines) => Counts::Once,
            true => Counts::Each,
        };
        if let (Counts::Once, Some(model)) = (counts, models.first()) {
            table.columns.push(counts_heading(ledger, model));
        }
        for model in &models {
            let first = table.columns.len();
            if counts == Counts::Each {
                table.columns.push(counts_heading(ledger, model));
            }
            let effect = format!("effect.{}.name", model.kind.effect_key());
            let effect = capitalised(ledger.style.words.text(&effect));
            // Differences of a linear model have the unit of what is modelled.
            let outcome = study.variable(model.outcome.name());
            let unit = outcome.filter(|_| model.kind == ModelKind::Linear);
            let effect = match unit.and_then(|outcome| outcome.unit.as_deref()) {
                Some(unit) => {
                    let unit = unit::of_difference(unit, ledger.style.words);
                    let slots = [("label", effect.as_str()), ("unit", unit)];
                    ledger.style.words.fill("table.with_unit", &slots)
                }
                None => effect,
            };
            let slots = [
                ("effect", words(&effect)),
                ("break", vec![Piece::Break]),
                ("interval", interval(ledger)),
            ];
            table
                .columns
                .push(phrase(ledger, "table.effect_of_model", &slots));
            table.columns.push(p_head(ledger));
            table.spanners.push(Spanner {
                label: capitalised(&study.model_label(model)),
                first,
                count: table.columns.len() - first,
            });
        }
        for line in &lines {
            let row = line.row(&mut table, ledger, &models, counts);
            table.rows.push(row);
        }
        for model in &models {
            table.notes.push(size(study, ledger, model));
        }
        table
    }
}

/// Where rows and events are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counts {
    /// Nowhere.
    None,
    /// In one column, as all models have the same.
    Once,
    /// In a column of each model.
    Each,
}

/// Whether the models explain the same outcome and have the same rows and events
/// in every line.
fn alike(ledger: &Ledger, models: &[&Model], lines: &[Line<'_>]) -> bool {
    let Some(first) = models.first() else {
        return true;
    };
    let counted = |line: &Line<'_>, model: &Model| -> Option<Vec<Option<f64>>> {
        let value = |id: NumberId| ledger.get(id)?.value.number();
        Some(line.count_ids(model)?.into_iter().map(value).collect())
    };
    let same_outcome = |model: &&Model| {
        model.outcome == first.outcome && model.kind.has_events() == first.kind.has_events()
    };
    models.iter().all(same_outcome)
        && lines.iter().all(|line| {
            let mut found = models.iter().filter_map(|model| counted(line, model));
            let one = found.next();
            found.all(|other| Some(&other) == one.as_ref())
        })
}

fn counts_heading(ledger: &Ledger, model: &Model) -> Cell {
    let key = match model.kind.has_events() {
        true => "table.events_of_n",
        false => "table.rows_of_level",
    };
    words(ledger.style.words.text(key))
}

/// What a row is of: a covariate, the levels of one, or a level.
struct Line<'a> {
    variable: &'a Variable,
    level: Option<&'a Level>,
}

/// A line for each number and, below the name of each category, for its levels.
fn lines<'a>(study: &'a Study, models: &[&Model]) -> Vec<Line<'a>> {
    let mut covariates: Vec<&String> = Vec::new();
    for name in models.iter().flat_map(|model| &model.covariates) {
        if !covariates.contains(&name) {
            covariates.push(name);
        }
    }
    let variables = covariates
        .into_iter()
        .filter_map(|name| study.variable(name));
    let lines = variables.flat_map(|variable| {
        let line = move |level| Line { variable, level };
        let levels = variable.levels.iter().map(move |level| line(Some(level)));
        std::iter::once(line(None)).chain(levels)
    });
    lines.collect()
}

impl Line<'_> {
    fn row(&self, table: &mut Table, ledger: &Ledger, models: &[&Model], counts: Counts) -> Row {
        let variable = self.variable;
        let label = match self.level {
            Some(level) => level.label.clone(),
            None => variable.per_unit(ledger.style.words),
        };
        let mut cells = Vec::new();
        if self.is_heading() {
            cells.resize(table.columns.len(), Cell::new());
        } else {
            if counts == Counts::Once {
                let own = models.iter().find_map(|model| self.counted(model));
                cells.push(own.unwrap_or_default());
            }
            for model in models {
                if counts == Counts::Each {
                    cells.push(self.counted(model).unwrap_or_default());
                }
                cells.extend(self.term(table, ledger, model));
            }
        }
        Row {
            label,
            statistic: None,
            indented: self.level.is_some(),
            cells,
        }
    }

    /// Whether the rows below it have the numbers.
    fn is_heading(&self) -> bool {
        self.level.is_none() && self.variable.kind.is_categorical()
    }

    fn is_in(&self, model: &Model) -> bool {
        let own = &self.variable.name;
        model.covariates.iter().any(|name| name == own)
    }

    /// What the ids of its estimates begin with.
    fn path(&self, model: &Model) -> Path {
        let path = model.path().at(&term_name(&self.variable.name));
        match self.level {
            Some(level) => path.at(&level.id),
            None => path,
        }
    }

    /// Events, where the model has them, and rows: of a level, or of the whole
    /// model for a number. Nothing for what the model leaves out.
    fn count_ids(&self, model: &Model) -> Option<Vec<NumberId>> {
        if !self.is_in(model) || self.is_heading() {
            return None;
        }
        let path = match self.level {
            Some(_) => self.path(model),
            None => model.path(),
        };
        Some(match model.kind.has_events() {
            true => vec![path.key("events"), path.key("n")],
            false => vec![path.key("n")],
        })
    }

    /// "12/40".
    fn counted(&self, model: &Model) -> Option<Cell> {
        let mut ids = self.count_ids(model)?.into_iter();
        let mut cell = vec![number(ids.next()?)];
        for id in ids {
            cell.extend([Piece::text("/"), number(id)]);
        }
        Some(cell)
    }

    /// Effect with interval, and p-value.
    fn term(&self, table: &mut Table, ledger: &Ledger, model: &Model) -> [Cell; 2] {
        if !self.is_in(model) {
            return [Cell::new(), Cell::new()];
        }
        let path = self.path(model);
        let id = path.key(model.kind.effect_key());
        let Some(effect) = ledger.get(&id) else {
            let has_rows = ledger
                .get(path.key("n"))
                .and_then(|n| n.value.number())
                .is_some_and(|n| n > 0.0);
            let language = ledger.style.words;
            if has_rows {
                return [words(language.text("table.reference")), Cell::new()];
            }
            // A level without rows has no term and is no reference.
            let mark = table.mark(language.text("table.no_rows_note"));
            return [vec![Piece::text(DASH), mark], Cell::new()];
        };
        if effect.value.number().is_none() {
            return [vec![number(id)], Cell::new()];
        }
        let mut cell = vec![number(id)];
        cell.extend(limits(ledger, ends(&path), ""));
        [cell, vec![number(path.key("p"))]]
    }
}

/// The phrase and the p-value of the test of all covariates together. The likelihood knows
/// of no clusters; Wald's test does, where the standard errors do, and the robust score
/// test where a coefficient is not finite.
fn overall(ledger: &Ledger, model: &Model) -> (&'static str, NumberId) {
    let of = |test: &str| model.path().word(test).key("p");
    let is_robust = ledger.get(of("robust_score")).is_some();
    let has_wald = ledger
        .get(of("wald"))
        .is_some_and(|wald| wald.value.number().is_some());
    match model.kind {
        ModelKind::Linear => ("model.f_test", of("f")),
        ModelKind::Cox if is_robust && has_wald => ("model.wald_test", of("wald")),
        ModelKind::Cox if is_robust => ("model.robust_score_test", of("robust_score")),
        _ => ("model.likelihood_ratio_test", of("lr")),
    }
}

/// "n = 24 (2 excluded for missing values), 12 events (4.0 per coefficient)" and
/// what tells how well the model fits.
fn size(study: &Study, ledger: &Ledger, model: &Model) -> Cell {
    let path = model.path();
    let id = |key: &str| vec![number(path.key(key))];
    let events = || phrase(ledger, "model.events", &[("n", id("events"))]);
    let each = ("each", id("events_per_variable"));
    let amount = if model.kind == ModelKind::Linear {
        phrase(ledger, "model.rows_per_variable", &[each])
    } else {
        match study.untold_event(model) {
            Some(event) => {
                let slots = [("events", events()), ("event", words(&event)), each];
                phrase(ledger, "model.named_events_per_variable", &slots)
            }
            None => {
                let slots = [("events", events()), each];
                phrase(ledger, "model.events_per_variable", &slots)
            }
        }
    };
    let rows = [
        ("label", words(&capitalised(&study.model_label(model)))),
        ("rows", id("n")),
        ("missing", id("missing")),
    ];
    let endpoint = study.endpoint(model.outcome.name());
    let has_landmark = endpoint.is_some_and(|endpoint| endpoint.landmark.is_some());
    let of_rows = match has_landmark {
        true => "model.size_of_landmark",
        false => "model.size",
    };
    let mut cell = phrase(ledger, of_rows, &rows);
    cell.push(Piece::text(", "));
    cell.extend(amount);
    let (test, overall) = overall(ledger, model);
    cell.push(Piece::text("; "));
    let overall = vec![Piece::PValue(overall)];
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
            ("p", vec![Piece::PValue(id)])
        } else {
            ("value", vec![number(id)])
        };
        cell.push(Piece::text("; "));
        cell.extend(phrase(ledger, key, &[slot]));
    }
    cell.push(Piece::text("."));
    cell
}
