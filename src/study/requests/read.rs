//! Readers of keys that analyses, tables and figures share.

use super::AnalysisKind;
use crate::findings::suggest;
use crate::study::section::Section;
use crate::study::variable::Kind;
use crate::study::{Scope, Ticks, plain_id};

pub(crate) fn read_id(section: &Section<'_>, seen: &mut Vec<String>) -> String {
    let id = section.required_string("id");
    if section.has("id") && !plain_id(&id) {
        section.problem(
            "id",
            format!("\"{id}\" is not a valid name"),
            "use letters, digits, _ and -",
        );
    }
    if seen.contains(&id) {
        section.problem(
            "id",
            format!("\"{id}\" is already in use"),
            "choose another id",
        );
    }
    seen.push(id.clone());
    id
}

pub(crate) fn read_by(section: &Section<'_>, scope: &Scope<'_>) -> Option<String> {
    let by = section.string("by")?;
    scope
        .variable(section, "by", &by, Kind::is_categorical, "categorical")
        .then_some(by)
}

/// Notes a category with more levels than a figure can tell apart.
pub(crate) fn check_levels(
    section: &Section<'_>,
    key: &'static str,
    scope: &Scope<'_>,
    name: &str,
    most: usize,
) {
    let variable = scope.variables.iter().find(|known| known.name == name);
    let levels = variable.map_or(0, |variable| variable.levels.len());
    if levels > most {
        section.problem(
            key,
            format!("\"{name}\" has {levels} levels; a figure of this kind shows at most {most}"),
            "group the levels first, with cases or cut",
        );
    }
}

pub(crate) fn read_variables(
    section: &Section<'_>,
    key: &'static str,
    scope: &Scope<'_>,
    fits: impl Fn(Kind) -> bool + Copy,
    expected: &str,
) -> Vec<String> {
    if !section.has(key) {
        section.problem(key, "is missing", "list names of variables");
    }
    read_any_variables(section, key, scope, fits, expected)
}

/// The same where the list may lack.
pub(crate) fn read_any_variables(
    section: &Section<'_>,
    key: &'static str,
    scope: &Scope<'_>,
    fits: impl Fn(Kind) -> bool + Copy,
    expected: &str,
) -> Vec<String> {
    let names = section.strings(key).unwrap_or_default();
    for name in &names {
        scope.variable(section, key, name, fits, expected);
    }
    names
}

/// Notes each name that a list holds twice.
pub(super) fn check_distinct(section: &Section<'_>, key: &'static str, names: &[String]) {
    for (at, name) in names.iter().enumerate() {
        if names.iter().take(at).any(|before| before == name) {
            section.problem(
                key,
                format!("\"{name}\" is listed twice"),
                "list each variable once",
            );
        }
    }
}

pub(crate) fn read_times(section: &Section<'_>, key: &'static str) -> Vec<f64> {
    let times = section.numbers(key).unwrap_or_default();
    if times.iter().any(|time| *time < 0.0) {
        section.problem(
            key,
            "has a negative time",
            "use times from 0, measured from the origin",
        );
    }
    times
}

/// Shares of further quantiles, each between 0 and 1.
pub(crate) fn read_quantiles(section: &Section<'_>) -> Vec<f64> {
    let shares = section.numbers("quantiles").unwrap_or_default();
    for share in &shares {
        if !(*share > 0.0 && *share < 1.0) {
            section.problem(
                "quantiles",
                format!("{share} is not between 0 and 1"),
                "write 0.1 for the tenth percentile",
            );
        }
    }
    shares
}

pub(crate) fn read_every(section: &Section<'_>) -> Ticks {
    match section.number("every") {
        Some(every) if every > 0.0 && every.is_finite() => Ticks::Every(every),
        Some(every) => {
            section.problem(
                "every",
                format!("{every} is not a positive number"),
                "write the distance of the ticks, such as every = 12, or leave it out",
            );
            Ticks::ByRange
        }
        None => Ticks::ByRange,
    }
}

pub(crate) fn read_required_by(section: &Section<'_>, scope: &Scope<'_>) -> String {
    if !section.has("by") {
        section.problem("by", "is missing", "name the grouping variable");
    }
    read_by(section, scope).unwrap_or_default()
}

pub(crate) fn read_endpoints(section: &Section<'_>, scope: &Scope<'_>) -> Vec<String> {
    let endpoints = section.strings("endpoints").unwrap_or_default();
    if endpoints.is_empty() {
        section.problem("endpoints", "is missing", "list ids of endpoints");
    }
    for id in &endpoints {
        let known: Vec<&str> = scope.endpoints.iter().map(|e| e.id.as_str()).collect();
        if !known.contains(&id.as_str()) {
            section.problem(
                "endpoints",
                format!("unknown endpoint \"{id}\""),
                suggest(id, known),
            );
        }
    }
    endpoints
}

/// The name of a variable that `fits`; empty after a finding.
pub(crate) fn read_variable(
    section: &Section<'_>,
    key: &'static str,
    scope: &Scope<'_>,
    fits: impl Fn(Kind) -> bool,
    expected: &str,
) -> String {
    let name = section.required_string(key);
    if section.has(key) {
        scope.variable(section, key, &name, fits, expected);
    }
    name
}

/// The id of a model, which must exist.
pub(crate) fn read_model_id(section: &Section<'_>, scope: &Scope<'_>) -> String {
    let id = section.required_string("model");
    if section.has("model") {
        check_model(section, "model", scope, &id);
    }
    id
}

/// Ids of models, each of which must exist.
pub(crate) fn read_model_ids(section: &Section<'_>, scope: &Scope<'_>) -> Vec<String> {
    let ids = section.strings("models").unwrap_or_default();
    if ids.is_empty() {
        section.problem("models", "is missing", "list ids of models");
    }
    for id in &ids {
        check_model(section, "models", scope, id);
    }
    ids
}

fn check_model(section: &Section<'_>, key: &'static str, scope: &Scope<'_>, id: &str) {
    let known: Vec<&str> = scope.models.iter().map(|model| model.id.as_str()).collect();
    if !known.contains(&id) {
        let problem = format!("unknown model \"{id}\"");
        section.problem(key, problem, suggest(id, known));
    }
}

/// Ids of analyses of kind `statistics`, each of which must exist.
pub(crate) fn read_analysis_ids(section: &Section<'_>, scope: &Scope<'_>) -> Vec<String> {
    let ids = section.strings("analyses").unwrap_or_default();
    if ids.is_empty() {
        section.problem(
            "analyses",
            "is missing",
            "list ids of analyses of kind \"statistics\"",
        );
    }
    let known = scope
        .analyses
        .iter()
        .filter_map(|analysis| match &analysis.kind {
            AnalysisKind::Statistics(request) => request.id.as_deref(),
            _ => None,
        });
    let known: Vec<&str> = known.collect();
    for id in ids.iter().filter(|id| !known.contains(&id.as_str())) {
        section.problem(
            "analyses",
            format!("no analysis of kind \"statistics\" has the id \"{id}\""),
            suggest(id, known.iter().copied()),
        );
    }
    ids
}
