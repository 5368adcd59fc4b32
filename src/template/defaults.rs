//! The default templates, part of the program.

macro_rules! parts {
    ($($name:literal),* $(,)?) => {
        const PARTS: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../templates/", $name)))),*];
    };
}

parts![
    "report.typ",
    "style.typ",
    "table.typ",
    "front.typ",
    "methods.typ",
    "results.typ",
    "provenance.typ",
    "dictionary.typ",
    "inputs.typ",
];

/// The text of a default template.
pub(super) fn get(name: &str) -> Option<&'static str> {
    PARTS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, text)| *text)
}

/// The names of all.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    PARTS.iter().map(|(name, _)| *name)
}
