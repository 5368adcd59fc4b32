//! What to compute and how to lay it out: analyses, models, tables, figures.

mod analyses;
mod figures;
mod models;
mod plan;
mod read;
mod statistics;
mod tables;

pub use analyses::{Analysis, AnalysisKind, FollowUp, Summary, Survival};
pub use figures::{FigureKind, FigureLayout};
pub use models::{Model, ModelKind, Outcome};
pub use plan::Plan;
pub use statistics::Tests;
pub use tables::{TableKind, TableLayout};

use super::Scope;
use super::section::Section;
use analyses::read_analysis;
use figures::read_figure_kind;
use models::read_models;
use read::read_id;
use tables::read_table_kind;

/// What a study asks for.
pub(super) struct Layout {
    pub(super) analyses: Vec<Analysis>,
    pub(super) models: Vec<Model>,
    pub(super) tables: Vec<TableLayout>,
    pub(super) figures: Vec<FigureLayout>,
}

pub(super) fn read_all(top: &Section<'_>, scope: &Scope<'_>) -> Layout {
    let mut analyses = Vec::new();
    for section in top.listed_sections("analyses") {
        analyses.extend(read_analysis(&section, scope).map(|kind| Analysis { kind }));
        section.finish();
    }
    let models = read_models(top, scope);
    let mut tables = Vec::new();
    let mut ids = Vec::new();
    for section in top.listed_sections("tables") {
        let (id, title) = (
            read_id(&section, &mut ids),
            section.required_string("title"),
        );
        let note = section.string("note");
        if let Some(kind) = read_table_kind(&section, scope, &models, &analyses) {
            tables.push(TableLayout {
                id,
                title,
                note,
                kind,
            });
        }
        section.finish();
    }
    let mut figures = Vec::new();
    for section in top.listed_sections("figures") {
        let id = read_id(&section, &mut ids);
        let caption = section.required_string("caption");
        if let Some(kind) = read_figure_kind(&section, scope, &models) {
            figures.push(FigureLayout { id, caption, kind });
            section.finish();
        }
    }
    Layout {
        analyses,
        models,
        tables,
        figures,
    }
}
