//! The default templates, part of the program.

use std::collections::BTreeMap;

macro_rules! parts {
    ($($name:literal),* $(,)?) => {
        const PARTS: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../templates/", $name)))),*];
    };
}

parts![
    "report.typ",
    "journal.typ",
    "summary.typ",
    "key.typ",
    "appendix.typ",
    "style.typ",
    "columns.typ",
    "table.typ",
    "figure.typ",
    "series.typ",
    "title.typ",
    "front.typ",
    "methods.typ",
    "results.typ",
    "data.typ",
    "verdicts.typ",
    "provenance.typ",
    "dictionary.typ",
    "inputs.typ",
];

/// The text of a default template.
fn get(name: &str) -> Option<&'static str> {
    PARTS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, text)| *text)
}

/// The text of a template: the study's own, or the default.
pub(super) fn text_of<'a>(name: &str, overrides: &'a BTreeMap<String, String>) -> Option<&'a str> {
    overrides
        .get(name)
        .map(String::as_str)
        .or_else(|| get(name))
}

/// All of them, by name.
pub(crate) fn built_in() -> BTreeMap<&'static str, &'static str> {
    PARTS.iter().copied().collect()
}

/// The names of all.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    PARTS.iter().map(|(name, _)| *name)
}
