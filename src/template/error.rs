//! Errors of templates, at the line that the author wrote.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::fmt;

use crate::findings::{LONGEST_EXCERPT, shortened, suggest};

/// A template that cannot be rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateError {
    /// The template, as the author can find it.
    pub template: String,
    /// The line, counted from 1.
    pub line: Option<usize>,
    /// The text of that line.
    pub excerpt: Option<String>,
    /// What is wrong, and how to correct it.
    pub problem: String,
}

impl TemplateError {
    pub(super) fn new(
        error: &minijinja::Error,
        known: &[&str],
        overrides: &BTreeMap<String, String>,
    ) -> Self {
        // An error inside an included template is the cause of the outer one.
        let mut innermost = error;
        while let Some(cause) = innermost
            .source()
            .and_then(|s| s.downcast_ref::<minijinja::Error>())
        {
            innermost = cause;
        }
        let located = if innermost.name().is_some() {
            innermost
        } else {
            error
        };
        let name = located.name().unwrap_or("report.typ");
        let line = located.line();
        let excerpt = line.and_then(|line| {
            let source = super::defaults::text_of(name, overrides)?;
            source.lines().nth(line.checked_sub(1)?).map(str::to_owned)
        });
        Self {
            template: super::source_map::shown_name(name, overrides.contains_key(name)),
            line,
            excerpt,
            problem: problem(innermost, known),
        }
    }
}

/// The functions and filters that `docs/templates.md` names.
const OWN: &[&str] = &[
    "num",
    "value",
    "has",
    "computed",
    "used",
    "named_statistics",
    "tested_as_ordered",
    "prints_missing",
    "prints_excluded",
    "prints_p_values",
    "not_computed_tests",
    "random_tables",
    "random_seed",
    "left_out",
    "significant",
    "p",
    "p_symbol",
    "test",
    "significant_pairs",
    "relies_on",
    "convention",
    "word",
    "count",
    "count_of",
    "count_interval",
    "median",
    "interval",
    "range",
    "table",
    "figure",
    "provenance",
    "dictionary",
    "verdicts",
    "claim",
    "highest",
    "lowest",
    "rising",
    "falling",
    "join",
    "unit",
    "plural",
    "code",
    "and_list",
];

fn problem(error: &minijinja::Error, known: &[&str]) -> String {
    use minijinja::ErrorKind;
    let detail = error
        .detail()
        .map_or_else(|| error.kind().to_string(), str::to_owned);
    match error.kind() {
        ErrorKind::TemplateNotFound => {
            let wanted = detail.split(['"', '\'']).nth(1).unwrap_or_default();
            format!(
                "unknown template \"{wanted}\"; {}",
                suggest(wanted, known.to_vec())
            )
        }
        ErrorKind::OutOfFuel => {
            "exceeds the limit of steps and memory; a loop in it or in an included template is too \
             long, or a text in it grows too far"
                .to_owned()
        }
        ErrorKind::UndefinedError => {
            format!("{detail}: unknown name; see docs/templates.md for the available names")
        }
        ErrorKind::UnknownFilter | ErrorKind::UnknownFunction => {
            let wanted = detail.split_whitespace().rev().nth(2).unwrap_or(&detail);
            format!("{detail}; {}", suggest(wanted, OWN.to_vec()))
        }
        _ => detail,
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.template)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.problem)?;
        if let (Some(line), Some(excerpt)) = (self.line, &self.excerpt) {
            write!(
                f,
                "\n  {line:>5} | {}",
                shortened(excerpt.trim_end(), LONGEST_EXCERPT)
            )?;
        }
        Ok(())
    }
}

impl std::error::Error for TemplateError {}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn whatever_is_documented_is_suggested() {
        let documented = include_str!("../../docs/templates.md");
        let rows = documented
            .lines()
            .filter_map(|line| line.strip_prefix("| `"));
        let cells = rows.filter_map(|row| row.split(" | ").next());
        let calls = cells.flat_map(|cell| cell.split('`')).filter_map(|code| {
            let (name, _) = code.split_once('(')?;
            let is_name = name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
            is_name.then_some(name)
        });
        let calls: BTreeSet<&str> = calls.filter(|name| !name.is_empty()).collect();
        assert!(calls.contains("left_out") && calls.len() > 30, "{calls:?}");
        let lacking: Vec<_> = calls.iter().filter(|name| !OWN.contains(name)).collect();
        assert!(lacking.is_empty(), "{lacking:?}");
    }
}
