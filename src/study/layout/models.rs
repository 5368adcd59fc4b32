//! Regression models: `[[models]]`.

use super::read::{read_id, read_variables};
use crate::findings::suggest;
use crate::study::Scope;
use crate::study::section::Section;
use crate::study::variable::Kind;

/// A proportional hazards model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// As it stands in ledger ids; tables and figures name it too.
    pub id: String,
    /// As printed; the endpoint's label by default.
    pub label: Option<String>,
    /// The endpoint.
    pub endpoint: String,
    /// Covariates in order; the first level of a category is the reference.
    pub covariates: Vec<String>,
    /// Category whose levels have baseline hazards of their own.
    pub strata: Option<String>,
}

pub(super) fn read_models(top: &Section<'_>, scope: &Scope<'_>) -> Vec<Model> {
    let mut models = Vec::new();
    let mut ids = Vec::new();
    for section in top.listed_sections("models") {
        section.choice("kind", &[("cox", ())]);
        if !section.has("kind") {
            section.problem("kind", "is missing", "write kind = \"cox\"");
        }
        let id = read_id(&section, &mut ids);
        let taken = scope.variables.iter().any(|variable| variable.name == id)
            || scope.endpoints.iter().any(|endpoint| endpoint.id == id);
        if taken {
            let problem = format!("\"{id}\" names a variable or an endpoint");
            section.problem("id", problem, "choose another id");
        }
        let fits = |kind: Kind| kind.is_numeric() || kind.is_categorical();
        let strata = section.string("strata").filter(|strata| {
            scope.variable(
                &section,
                "strata",
                strata,
                Kind::is_categorical,
                "categorical",
            )
        });
        models.push(Model {
            id,
            label: section.string("label"),
            endpoint: scope.endpoint(&section, "endpoint"),
            covariates: read_variables(
                &section,
                "covariates",
                scope,
                fits,
                "a number or a category",
            ),
            strata,
        });
        section.finish();
    }
    models
}

/// Ids of models, each of which must exist.
pub(super) fn read_model_ids(
    section: &Section<'_>,
    key: &'static str,
    models: &[Model],
) -> Vec<String> {
    let ids = section.strings(key).unwrap_or_default();
    if ids.is_empty() {
        section.problem(key, "is missing", "list ids of models");
    }
    for id in &ids {
        let known: Vec<&str> = models.iter().map(|model| model.id.as_str()).collect();
        if !known.contains(&id.as_str()) {
            section.problem(
                key,
                format!("no model is called \"{id}\""),
                suggest(id, known),
            );
        }
    }
    ids
}
