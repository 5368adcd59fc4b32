//! What to compute: analyses, models, and the requests of tables and figures.

mod analyses;
mod kind;
mod models;
mod plan;
pub(crate) mod read;
mod request;
mod statistics;
mod ticks;

pub use analyses::{Analysis, AnalysisKind, FollowUp, Summary, Survival};
pub(crate) use kind::read_kind;
pub use kind::{Keys, KindRecord};
pub use models::{HazardTime, Model, ModelKind, ModelVariance, Outcome};
pub use plan::Plan;
pub use request::{
    AdjustedRequest, DifferenceRequest, DotsRequest, IncidenceRequest, LanesRequest,
    MissingRequest, Request, Requests, SampleRequest,
};
pub use statistics::StatisticsByName;
pub use ticks::Ticks;
pub(crate) use ticks::round_step;

pub(super) use models::read_models;

use super::Scope;
use super::section::Section;
use analyses::read_analysis;

pub(super) fn read_analyses(top: &Section<'_>, scope: &Scope<'_>) -> Vec<Analysis> {
    let mut analyses = Vec::new();
    for section in top.listed_sections("analyses") {
        analyses.extend(read_analysis(&section, scope).map(|kind| Analysis { kind }));
        section.finish();
    }
    analyses
}
