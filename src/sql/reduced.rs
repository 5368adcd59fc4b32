//! The study file that reads what the query gives.

use toml::{Table, Value};

use super::Options;
use super::choice::Choice;
use super::derive::{CENSORED, EVENT, ends};
use super::query::{Of, Output, Query};
use crate::study::{Endpoint, Study, Variable};

/// The keys of `[cohort]` that say how a file is stored or which rows it has.
const OF_THE_FILE: [&str; 15] = [
    "file",
    "sheet",
    "delimiter",
    "encoding",
    "header_line",
    "comment",
    "header_rows",
    "row_names",
    "skip",
    "units_row",
    "footer",
    "same_when",
    "count",
    "rows",
    "missing",
];

/// The keys of `[derived.NAME]` that a column has too.
const OF_A_VARIABLE: [&str; 7] = [
    "label",
    "unit",
    "digits",
    "summary",
    "tested",
    "labels",
    "description",
];

/// The keys of `[endpoints.ID]` about dates.
const OF_DATES: [&str; 6] = [
    "origin",
    "events",
    "censored",
    "censored_is",
    "competing",
    "entry",
];

/// Writes the study file. `text` is the study's own.
pub(super) fn study(
    study: &Study,
    text: &str,
    choice: &Choice,
    query: &Query,
    options: &Options,
) -> Result<String, toml::ser::Error> {
    // The study was read from this text.
    let mut top: Table = text.parse().unwrap_or_default();
    cohort(&mut top, query, options);
    let old = take(&mut top, "variables");
    let derived = take(&mut top, "derived");
    let (mut variables, mut still) = (Table::new(), Table::new());
    for output in &query.outputs {
        match &output.of {
            Of::Kept(name) => {
                if let Some(variable) = study.variable(name) {
                    variables.insert(name.clone(), kept(study, variable, &old, output));
                }
            }
            Of::Derived(name) => {
                if let Some(variable) = study.variable(name) {
                    variables.insert(name.clone(), of_query(variable, &derived, output));
                }
            }
            Of::Days(_) | Of::Time(_) | Of::Entry(_) => {
                variables.insert(output.header.clone(), days());
            }
            Of::End(id) => {
                if let Some(endpoint) = study.endpoint(id) {
                    variables.insert(output.header.clone(), end(endpoint));
                }
            }
        }
    }
    for name in &choice.still {
        if let Some(section) = derived.get(name) {
            still.insert(name.clone(), section.clone());
        }
    }
    // Months follow from days, with the same last bit.
    for output in &query.outputs {
        if let Of::Days(name) = &output.of
            && let Some(variable) = study.variable(name)
        {
            let by = study.conventions.month_days;
            still.insert(name.clone(), months(variable, &derived, &output.header, by));
        }
    }
    in_order(&mut still, study);
    let endpoints = endpoints(study, take(&mut top, "endpoints"), choice, query);
    rules(&mut top, choice);
    let mut parts = Table::new();
    for (name, table) in [
        ("variables", variables),
        ("derived", still),
        ("endpoints", endpoints),
    ] {
        if !table.is_empty() {
            parts.insert(name.to_owned(), Value::Table(table));
        }
    }
    // Before models, tables and figures, as people write it.
    let later = ["analyses", "models", "tables", "figures"];
    for name in later {
        if let Some(value) = top.remove(name) {
            parts.insert(name.to_owned(), value);
        }
    }
    top.extend(parts);
    let heading = "# Reads the rows that the query of `cohort-report sql` groups. Made from the study of\n# single rows; change that one and make this one again.\n\n";
    Ok(format!("{heading}{}", toml::to_string(&top)?))
}

fn take(top: &mut Table, name: &str) -> Table {
    match top.remove(name) {
        Some(Value::Table(table)) => table,
        _ => Table::new(),
    }
}

fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Value {
    let texts = texts.into_iter().map(|text| Value::String(text.to_owned()));
    Value::Array(texts.collect())
}

fn string(text: &str) -> Value {
    Value::String(text.to_owned())
}

fn cohort(top: &mut Table, query: &Query, options: &Options) {
    let mut section = take(top, "cohort");
    for key in OF_THE_FILE {
        section.remove(key);
    }
    section.insert("file".to_owned(), string(&options.file));
    section.insert("count".to_owned(), string(&query.count));
    // Codes are those of single columns now: 99 may well be a number of days.
    section.insert("missing".to_owned(), texts([]));
    top.insert("cohort".to_owned(), Value::Table(section));
}

/// A column that remains.
fn kept(study: &Study, variable: &Variable, old: &Table, output: &Output) -> Value {
    let mut section = match old.get(&variable.name) {
        Some(Value::Table(section)) => section.clone(),
        _ => Table::new(),
    };
    let all = study.cohort.missing.iter().chain(&variable.missing);
    let mut codes: Vec<&str> = Vec::new();
    for code in all {
        if !codes.contains(&code.as_str()) {
            codes.push(code);
        }
    }
    if codes.is_empty() {
        section.remove("missing");
    } else {
        section.insert("missing".to_owned(), texts(codes));
    }
    named(section, &variable.name, output)
}

/// With the header of its column.
fn named(mut section: Table, name: &str, output: &Output) -> Value {
    section.remove("column");
    if output.header != name {
        section.insert("column".to_owned(), string(&output.header));
    }
    Value::Table(section)
}

/// A variable that the query derives.
fn of_query(variable: &Variable, derived: &Table, output: &Output) -> Value {
    let mut section = Table::new();
    section.insert("kind".to_owned(), string(variable.kind.name()));
    if !variable.levels.is_empty() {
        let codes = variable.levels.iter().map(|level| level.code.as_str());
        section.insert("levels".to_owned(), texts(codes));
    }
    section.extend(common(variable, derived));
    let labels = variable
        .levels
        .iter()
        .filter(|level| level.label != level.code);
    let labels: Table = labels
        .map(|level| (level.code.clone(), string(&level.label)))
        .collect();
    if !labels.is_empty() {
        section.insert("labels".to_owned(), Value::Table(labels));
    }
    named(section, &variable.name, output)
}

/// What the study states of a derived variable beside how it is derived.
fn common(variable: &Variable, derived: &Table) -> Table {
    let Some(Value::Table(section)) = derived.get(&variable.name) else {
        return Table::new();
    };
    let own = section
        .iter()
        .filter(|(key, _)| OF_A_VARIABLE.contains(&key.as_str()));
    let mut common: Table = own
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    if let Some(unit) = &variable.unit {
        common.insert("unit".to_owned(), string(unit));
    }
    common
}

fn days() -> Value {
    let mut section = Table::new();
    section.insert("kind".to_owned(), string("continuous"));
    section.insert("unit".to_owned(), string("days"));
    Value::Table(section)
}

fn end(endpoint: &Endpoint) -> Value {
    let mut section = Table::new();
    section.insert("kind".to_owned(), string("nominal"));
    let levels = ends(endpoint);
    section.insert(
        "levels".to_owned(),
        texts(levels.iter().map(String::as_str)),
    );
    let mut labels = Table::new();
    labels.insert(CENSORED.to_owned(), string("censored"));
    labels.insert(EVENT.to_owned(), string(&endpoint.event_label));
    section.insert("labels".to_owned(), Value::Table(labels));
    Value::Table(section)
}

fn months(variable: &Variable, derived: &Table, column: &str, by: f64) -> Value {
    let mut divided = Table::new();
    divided.insert("variable".to_owned(), string(column));
    divided.insert("by".to_owned(), Value::Float(by));
    let mut section = Table::new();
    section.insert("divided".to_owned(), Value::Table(divided));
    section.extend(common(variable, derived));
    Value::Table(section)
}

/// A derivation reads what is declared above it.
fn in_order(still: &mut Table, study: &Study) {
    let mut all: Vec<(String, Value)> = std::mem::take(still).into_iter().collect();
    let place = |name: &str| study.variables.iter().position(|known| known.name == name);
    all.sort_by_key(|(name, _)| place(name));
    still.extend(all);
}

fn endpoints(study: &Study, mut old: Table, choice: &Choice, query: &Query) -> Table {
    let header = |of: &Of| {
        let output = query.outputs.iter().find(|output| output.of == *of);
        output.map(|output| string(&output.header))
    };
    let mut endpoints = Table::new();
    for endpoint in &study.endpoints {
        let id = &endpoint.id;
        let Some(Value::Table(mut section)) = old.remove(id) else {
            continue;
        };
        if choice.followed.contains(id) {
            OF_DATES.iter().for_each(|key| {
                section.remove(*key);
            });
            let mut add = |key: &str, value: Option<Value>| {
                if let Some(value) = value {
                    section.insert(key.to_owned(), value);
                }
            };
            add("time", header(&Of::Time(id.clone())));
            add("status", header(&Of::End(id.clone())));
            add("entry", header(&Of::Entry(id.clone())));
            add("event", Some(texts([EVENT])));
            let levels = ends(endpoint);
            let competing = levels.iter().skip(2).map(String::as_str);
            add("competing", (levels.len() > 2).then(|| texts(competing)));
        } else if !choice.endpoints.contains(id) {
            continue;
        }
        endpoints.insert(id.clone(), Value::Table(section));
    }
    endpoints
}

/// Rules that the query checks are left out.
fn rules(top: &mut Table, choice: &Choice) {
    let Some(Value::Array(rules)) = top.remove("rules") else {
        return;
    };
    let rules = rules.into_iter().enumerate();
    let rest = rules.filter(|(at, _)| !choice.checked.contains(at));
    let rest: Vec<Value> = rest.map(|(_, rule)| rule).collect();
    if !rest.is_empty() {
        top.insert("rules".to_owned(), Value::Array(rest));
    }
}
