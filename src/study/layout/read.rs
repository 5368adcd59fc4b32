//! Readers that analyses, tables and figures share.

use crate::findings::suggest;
use crate::study::section::Section;
use crate::study::variable::Kind;
use crate::study::{Scope, plain_id};

pub(super) fn read_id(section: &Section<'_>, seen: &mut Vec<String>) -> String {
    let id = section.required_string("id");
    if section.has("id") && !plain_id(&id) {
        section.problem(
            "id",
            format!("\"{id}\" is not a plain name"),
            "use letters, digits, _ and -",
        );
    }
    if seen.contains(&id) {
        section.problem(
            "id",
            format!("\"{id}\" names another table or figure"),
            "choose another id",
        );
    }
    seen.push(id.clone());
    id
}

pub(super) fn read_by(section: &Section<'_>, scope: &Scope<'_>) -> Option<String> {
    let by = section.string("by")?;
    scope
        .variable(section, "by", &by, Kind::is_categorical, "categorical")
        .then_some(by)
}

pub(super) fn read_variables(
    section: &Section<'_>,
    key: &'static str,
    scope: &Scope<'_>,
    fits: impl Fn(Kind) -> bool + Copy,
    expected: &str,
) -> Vec<String> {
    let Some(names) = section.strings(key) else {
        if !section.has(key) {
            section.problem(key, "is missing", "list names of variables");
        }
        return Vec::new();
    };
    for name in &names {
        scope.variable(section, key, name, fits, expected);
    }
    names
}

pub(super) fn read_times(section: &Section<'_>, key: &'static str) -> Vec<f64> {
    let times = section.numbers(key).unwrap_or_default();
    if times.iter().any(|time| *time < 0.0) {
        section.problem(key, "has a negative time", "times count from the origin");
    }
    times
}

pub(super) fn read_every(section: &Section<'_>) -> f64 {
    match section.number("every") {
        Some(every) if every > 0.0 => every,
        Some(every) => {
            section.problem(
                "every",
                format!("{every} is no distance"),
                "write a positive number",
            );
            12.0
        }
        None => 12.0,
    }
}

pub(super) fn read_required_by(section: &Section<'_>, scope: &Scope<'_>) -> String {
    if !section.has("by") {
        section.problem("by", "is missing", "name the grouping variable");
    }
    read_by(section, scope).unwrap_or_default()
}

pub(super) fn read_endpoints(section: &Section<'_>, scope: &Scope<'_>) -> Vec<String> {
    let endpoints = section.strings("endpoints").unwrap_or_default();
    if endpoints.is_empty() {
        section.problem("endpoints", "is missing", "list ids of endpoints");
    }
    for id in &endpoints {
        let known: Vec<&str> = scope.endpoints.iter().map(|e| e.id.as_str()).collect();
        if !known.contains(&id.as_str()) {
            section.problem(
                "endpoints",
                format!("no endpoint is called \"{id}\""),
                suggest(id, known),
            );
        }
    }
    endpoints
}
