//! Tables with one measurement a row: a column says what was measured, another holds
//! the values of all. They are never analysed together.

use std::collections::{HashMap, HashSet};

use super::Raw;
use super::cells::Present;
use super::columns::number;
use super::names;
use super::vocabulary::{IDENTIFIER, mentions, plain_words};

/// Headers of the column that says what was measured, without blanks and signs.
const PARAMETERS: &[&str] = &[
    "paramcd",
    "param",
    "parameter",
    "parametername",
    "parametercode",
    "parameters",
    "test",
    "testname",
    "testcode",
    "testcd",
    "labtest",
    "lab",
    "assay",
    "analyte",
    "analyt",
    "variable",
    "variablename",
    "attribute",
    "measure",
    "measurement",
    "measurementname",
    "item",
    "itemid",
    "biomarker",
    "marker",
    "quantity",
    "component",
    "concept",
    "question",
    "endpoint",
    "messgroesse",
    "parametre",
    "parametro",
    "untersuchung",
    "laborwert",
    "analyse",
    "examen",
];
/// Headers of the values.
const VALUES: &[&str] = &[
    "aval",
    "avalc",
    "value",
    "values",
    "val",
    "result",
    "results",
    "resultvalue",
    "testresult",
    "labvalue",
    "numericvalue",
    "valuenum",
    "wert",
    "werte",
    "ergebnis",
    "messwert",
    "valeur",
    "valor",
    "valore",
    "waarde",
    "resultat",
    "resultado",
    "risultato",
    "score",
    "answer",
];
/// Headers of the units of the values.
const UNITS: &[&str] = &[
    "avalu",
    "unit",
    "units",
    "uom",
    "valueuom",
    "resultunit",
    "einheit",
    "unite",
    "unidad",
    "unita",
];

/// What a stacked table is read as.
pub(super) struct Stacked {
    /// The column that says what was measured, as the file has it.
    column: String,
    /// What is read of it.
    chosen: String,
    told: String,
}

impl Stacked {
    /// The key of `[cohort]` that reads the table so.
    pub(super) fn key(&self) -> (&'static str, String) {
        let text = |text: &str| serde_json::Value::from(text).to_string();
        let pair = format!("{{ {} = {} }}", text(&self.column), text(&self.chosen));
        ("only", pair)
    }

    /// What to look at first.
    pub(super) fn told(&self) -> &str {
        &self.told
    }
}

/// The columns of a stacked table.
struct Columns {
    parameter: usize,
    value: usize,
}

/// Keeps the rows of one measurement, if a table holds several, and calls the values
/// what is measured.
pub(super) fn take_one(raw: &mut Raw) -> Option<Stacked> {
    let found = columns(raw)?;
    let levels = levels(raw, found.parameter);
    let several = levels.len() > 1;
    let stacked = several.then(|| choose(raw, &found, &levels)).flatten();
    if several && stacked.is_none() {
        return None;
    }
    title(raw, &found);
    stacked
}

/// Keeps the rows of one measurement and tells of the others.
fn choose(raw: &mut Raw, found: &Columns, levels: &[String]) -> Option<Stacked> {
    const SHOWN: usize = 6;
    const SURVIVAL: [&str; 3] = ["os", "overall survival", "overallsurvival"];
    let is_survival = |level: &&String| SURVIVAL.contains(&level.to_lowercase().as_str());
    let chosen = levels.iter().find(is_survival).or(levels.first())?.clone();
    let all = raw.rows();
    let parameters = raw.column(found.parameter);
    let wanted: Vec<bool> = parameters.each(|cell| cell == chosen).collect();
    raw.keep(&wanted);
    let name = |at: usize| raw.columns.get(at).cloned().unwrap_or_default();
    let (parameter, value) = (name(found.parameter), name(found.value));
    let shown: Vec<&str> = levels.iter().map(String::as_str).take(SHOWN).collect();
    let more = if levels.len() > SHOWN { ", …" } else { "" };
    Some(Stacked {
        told: format!(
            "{parameter}, {value}: one column holds the values of {} measurements ({}{more}), one below the other; \
             the draft reads the {} of {all} rows with {parameter} = {chosen} (only in [cohort]): name another there, \
             or export the table with a column for each",
            levels.len(),
            shown.join(", "),
            raw.rows(),
        ),
        column: parameter,
        chosen,
    })
}

/// Calls the values what is measured, with its unit, where all are of one measurement.
fn title(raw: &mut Raw, found: &Columns) {
    let single = |at: usize| match levels(raw, at).as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    };
    let all = 0..raw.columns.len();
    let named = |at: usize, names: &[&str]| {
        raw.columns
            .get(at)
            .is_some_and(|name| names.contains(&joined(name).as_str()))
    };
    let titles = all
        .clone()
        .filter(|at| named(*at, PARAMETERS))
        .filter_map(single);
    let Some(title) = titles.max_by_key(|title| title.chars().count()) else {
        return;
    };
    let unit = all.filter(|at| named(*at, UNITS) || is_domain(raw, *at, &["stresu", "orresu"]));
    let unit = unit.filter_map(single).next();
    let label = match (names::bracketed(&title), unit) {
        (None, Some(unit)) => format!("{title} ({unit})"),
        _ => title,
    };
    if raw.described.len() != raw.columns.len() {
        raw.described = vec![crate::input::Described::default(); raw.columns.len()];
    }
    if let Some(own) = raw.described.get_mut(found.value) {
        own.label = label;
    }
}

/// The texts of a column, in the order of the file.
fn levels(raw: &Raw, at: usize) -> Vec<String> {
    const MOST: usize = 2001;
    let texts = raw.column(at).filled().take(MOST);
    texts.map(|own| own.text.to_owned()).collect()
}

/// A header in small letters without accents, blanks and signs.
fn joined(name: &str) -> String {
    plain_words(name).concat().replace('_', "")
}

/// Whether a header is that of a domain of CDISC: two letters and one of these.
fn is_domain(raw: &Raw, at: usize, ends: &[&str]) -> bool {
    let name = raw
        .columns
        .get(at)
        .map(|name| joined(name))
        .unwrap_or_default();
    let end = name.get(2..).unwrap_or_default();
    ends.contains(&end)
}

/// The columns of what was measured and of the values, if a table has them.
fn columns(raw: &Raw) -> Option<Columns> {
    let all = 0..raw.columns.len();
    let names = |at: usize, names: &[&str]| {
        raw.columns
            .get(at)
            .is_some_and(|name| names.contains(&joined(name).as_str()))
    };
    let is_numeric = |at: usize| {
        let cells: Present<'_> = raw.column(at).filled().collect();
        let numbers = cells.count(|cell| number(&cell.replace(',', ".")).is_some());
        cells.len() > 2 && numbers * 2 > cells.len()
    };
    let is_value = |at: &usize| {
        (names(*at, VALUES) || is_domain(raw, *at, &["stresn", "orres", "stresc"]))
            && is_numeric(*at)
    };
    let is_parameter =
        |at: &usize| names(*at, PARAMETERS) || is_domain(raw, *at, &["testcd", "test"]);
    // Numbers in standard units stand behind those as they came.
    let standard = |at: &usize| is_domain(raw, *at, &["stresn"]);
    let value = all.clone().find(standard).filter(|at| is_value(at));
    let value = value.or_else(|| all.clone().find(is_value))?;
    let parameters = all.filter(is_parameter).filter(|at| *at != value);
    let parameter = parameters.into_iter().find(|at| {
        let levels = levels(raw, *at);
        let count = levels.len();
        let several = || count * 2 <= raw.rows() && measures(raw, *at, value);
        !are_answers(&levels) && (count == 1 || (count > 1 && several()))
    })?;
    Some(Columns { parameter, value })
}

/// Whether levels are the answers to a question, and name nothing that is measured.
fn are_answers(levels: &[String]) -> bool {
    const ANSWERS: &[&str] = &[
        "ok", "good", "bad", "poor", "normal", "abnormal", "positive", "negative", "pos", "neg",
        "pass", "fail", "pre", "post", "before", "after", "yes", "no", "true", "false", "0", "1",
    ];
    levels
        .iter()
        .all(|level| ANSWERS.contains(&level.to_lowercase().as_str()))
}

/// Whether rows of each person, or of nothing else that is repeated, stand one below the
/// other for what was measured: with the texts of all other columns but the value and
/// its unit, rows are alike.
fn measures(raw: &Raw, parameter: usize, value: usize) -> bool {
    let keys = (0..raw.columns.len()).filter(|at| *at != parameter && *at != value);
    // Any two patients may share a sex or an age: only who is measured says that rows
    // belong together, named so or in the first column.
    let is_person = |at: &usize| {
        let name = raw.columns.get(*at);
        *at == 0
            || name.is_some_and(|name| mentions(name, IDENTIFIER) || joined(name).ends_with("id"))
    };
    let keys = keys.filter(is_person);
    keys.into_iter().any(|at| {
        let column = raw.column(at);
        let cells = column.rows().zip(raw.column(parameter).rows());
        let pairs: HashSet<(&str, &str)> = cells.filter(|(key, _)| !key.is_empty()).collect();
        let mut levels: HashMap<&str, usize> = HashMap::new();
        for (key, _) in pairs {
            *levels.entry(key).or_default() += 1;
        }
        let several = levels.values().filter(|levels| **levels > 1).count();
        levels.len() > 1 && several * 2 > levels.len()
    })
}
