//! The query that groups rows, put together.

use std::fmt::Write;

use super::builder::Builder;
use super::choice::Choice;
use super::derive::Followed;
use super::dialect::comment;
use super::layers::Value;
use super::names::Names;
use super::{Grouping, Options};
use crate::study::{Derivation, Kind, Study};

/// What a row is when all of its cells are one of these, in several columns; see
/// [`crate::input`].
const NONE: [&str; 9] = [
    "NA", "N/A", "#N/A", "NaN", "nan", "NULL", "null", "<NA>", ".",
];

/// A column of the reduced file.
#[derive(Debug, Clone)]
pub(super) struct Output {
    /// Its header.
    pub(super) header: String,
    /// What it is.
    pub(super) of: Of,
    value: Value,
    is_text: IsText,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum IsText {
    Yes,
    No,
}

/// What a column of the reduced file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Of {
    /// A column of the file.
    Kept(String),
    /// A derived variable.
    Derived(String),
    /// The days of which a derived variable is the months.
    Days(String),
    /// The days from the origin of an endpoint to its end.
    Time(String),
    /// What ended them.
    End(String),
    /// The days until observation begins.
    Entry(String),
}

/// The query with the columns that it gives.
#[derive(Debug)]
pub(super) struct Query {
    pub(super) text: String,
    pub(super) outputs: Vec<Output>,
    /// The header of the counts.
    pub(super) count: String,
}

/// Writes the query.
pub(super) fn query(study: &Study, choice: &Choice, options: &Options) -> Query {
    let mut builder = Builder::new(study, options.dialect);
    let mut names = Names::new();
    let outputs = outputs(study, choice, &mut builder, &mut names);
    for rule in choice.checked.iter().filter_map(|at| study.rules.get(*at)) {
        builder.check(rule);
    }
    let filter = filter(study, &mut builder);
    let count = count_of(study, &mut builder);
    let problem = builder.first_problem();
    let count_name = names.free(study, "n");
    let sql = options.dialect;
    let mut text = heading(study, choice, options);
    let (with, last) = builder.layers.print(&options.table, &filter, sql.fence());
    text.push_str(&with);
    text.push_str("\nSELECT\n");
    for output in &outputs {
        let value = match output.is_text {
            IsText::Yes => output.value.alias.clone(),
            IsText::No => sql.as_text(&output.value.alias),
        };
        let value = match &problem {
            Some(problem) => format!("CASE WHEN {} IS NULL THEN {value} END", problem.alias),
            None => value,
        };
        let _ = writeln!(text, "  {value} AS {},", sql.identifier(&output.header));
    }
    let n = sql.as_text(&count);
    let n = match &problem {
        Some(Value { alias, .. }) => {
            format!("CASE WHEN {alias} IS NULL THEN {n} ELSE {alias} || '; rows: ' || {n} END")
        }
        None => n,
    };
    let _ = write!(
        text,
        "  {n} AS {}\nFROM {last}",
        sql.identifier(&count_name)
    );
    let places: Vec<String> = (1..=outputs.len()).map(|place| place.to_string()).collect();
    let groups = places.iter().cloned();
    let groups: Vec<String> = groups.chain(problem.map(|problem| problem.alias)).collect();
    if !groups.is_empty() {
        let _ = write!(text, "\nGROUP BY {}", groups.join(", "));
    }
    if !places.is_empty() {
        let _ = write!(text, "\nORDER BY {}", places.join(", "));
    }
    text.push('\n');
    Query {
        text,
        outputs,
        count: count_name,
    }
}

fn outputs(
    study: &Study,
    choice: &Choice,
    builder: &mut Builder<'_>,
    names: &mut Names,
) -> Vec<Output> {
    let mut outputs = Vec::new();
    let mut add = |header: String, of: Of, value: Value, is_text: IsText| {
        outputs.push(Output {
            header,
            of,
            value,
            is_text,
        });
    };
    for variable in choice.kept.iter().filter_map(|name| study.variable(name)) {
        let value = builder.kept(variable);
        let header = names.of_variable(&variable.name);
        add(header, Of::Kept(variable.name.clone()), value, IsText::Yes);
    }
    for variable in choice
        .derived
        .iter()
        .filter_map(|name| study.variable(name))
    {
        let name = &variable.name;
        if let Some(Derivation::Months(from, to)) = &variable.derivation {
            let days = builder.days(from, to);
            if let Some((days, layer)) = days {
                let value = builder.layers.add(layer, days, &format!("{name}, in days"));
                let header = names.free(study, &format!("{name}_days"));
                add(header, Of::Days(name.clone()), value, IsText::No);
            }
            continue;
        }
        if let Some(value) = builder.value(name) {
            let is_text = match variable.kind {
                Kind::Continuous | Kind::Count => IsText::No,
                _ => IsText::Yes,
            };
            let header = names.of_variable(name);
            add(header, Of::Derived(name.clone()), value, is_text);
        }
    }
    for endpoint in choice.followed.iter().filter_map(|id| study.endpoint(id)) {
        let Some(Followed { days, end, entry }) = builder.follow(endpoint) else {
            continue;
        };
        let id = &endpoint.id;
        let mut name = |what: &str| names.free(study, &format!("{id}_{what}"));
        add(name("days"), Of::Time(id.clone()), days, IsText::No);
        add(name("end"), Of::End(id.clone()), end, IsText::Yes);
        if let Some(entry) = entry {
            add(name("entry_days"), Of::Entry(id.clone()), entry, IsText::No);
        }
    }
    outputs
}

/// Which rows have any value, as the study leaves the others out.
pub(super) fn filter(study: &Study, builder: &mut Builder<'_>) -> String {
    let headers = study.columns().map(|variable| variable.header());
    let headers: Vec<&str> = headers.chain(study.cohort.count.as_deref()).collect();
    let sql = builder.dialect;
    let none = sql.texts(NONE);
    let several = headers.len() > 1;
    let filled = headers.into_iter().map(|header| {
        let text = builder.text(header).alias;
        match several {
            true => format!("{text} NOT IN ({none})"),
            false => format!("{text} IS NOT NULL"),
        }
    });
    filled.collect::<Vec<_>>().join("\n    OR ")
}

/// How many rows of the table a group has, or how many patients they stand for.
fn count_of(study: &Study, builder: &mut Builder<'_>) -> String {
    let Some(header) = &study.cohort.count else {
        return "COUNT(*)".to_owned();
    };
    let sql = builder.dialect;
    let text = builder.text(header).alias;
    let is_whole = sql.matches(&text, "^[0-9]{1,15}([.]0*)?$");
    let number = sql.as_whole(&sql.as_number(&text));
    let expression = format!("CASE WHEN {is_whole} THEN {number} END");
    let count = builder.layers.add(1, expression, header);
    let wrong = format!("{} IS NULL", count.alias);
    builder.problem(wrong, &format!("{header} is not a whole number"), &count);
    format!("COALESCE(SUM({}), 0)", count.alias)
}

/// What the query does, in comments.
fn heading(study: &Study, choice: &Choice, options: &Options) -> String {
    let mut lines = vec![
        format!(
            "Groups the rows of the study {} that are alike in all that it reads, for",
            study.id
        ),
        format!(
            "{}. The study file of the result: --print study",
            options.dialect.name()
        ),
    ];
    let mut list = |what: &str, names: Vec<String>| {
        if !names.is_empty() {
            lines.push(format!("{what}: {}", names.join(", ")));
        }
    };
    let kind = |name: &String| study.variable(name).map(|variable| variable.kind);
    let is_free = |name: &&String| {
        matches!(
            kind(name),
            Some(Kind::Continuous | Kind::Count | Kind::Date)
        )
    };
    let (free, categories): (Vec<&String>, Vec<&String>) =
        choice.kept.iter().partition(|name| is_free(name));
    let owned = |names: Vec<&String>| names.into_iter().cloned().collect::<Vec<_>>();
    list("Kept, one group for each value", owned(free));
    list("Kept", owned(categories));
    list("Derived here", choice.derived.clone());
    list("Followed here to the end", choice.followed.clone());
    list("Still derived by the study", choice.still.clone());
    let rules = choice.checked.iter().filter_map(|at| study.rules.get(*at));
    list(
        "Rules checked here",
        rules.map(|rule| rule.text.clone()).collect(),
    );
    let is_read = |name: &str| builder_reads(study, choice, options, name);
    let left = study.columns().filter(|variable| !is_read(&variable.name));
    list(
        "Left out and not checked",
        left.map(|variable| variable.name.clone()).collect(),
    );
    let random: Vec<String> = random(study);
    list(
        "Random permutations follow the order of rows and may differ in their last digits",
        random,
    );
    let mut text = String::new();
    for line in lines {
        let _ = writeln!(text, "-- {}", comment(&line));
    }
    text
}

/// Whether the query reads a column of the table for what it gives.
fn builder_reads(study: &Study, choice: &Choice, options: &Options, name: &str) -> bool {
    let is_of = |of: &String| study.source_columns(of).iter().any(|column| column == name);
    let ends = choice.followed.iter().filter_map(|id| study.endpoint(id));
    let rules = choice.checked.iter().filter_map(|at| study.rules.get(*at));
    choice.kept.iter().any(|kept| kept == name)
        || (options.grouping == Grouping::Derived
            && (choice.derived.iter().any(is_of)
                || ends
                    .flat_map(|endpoint| endpoint.columns())
                    .any(|of| is_of(&of))
                || rules
                    .flat_map(|rule| rule.variables())
                    .any(|of| is_of(&of.to_owned()))))
}

/// Statistics of random permutations that the study asks for.
fn random(study: &Study) -> Vec<String> {
    let plan = study.plan();
    let asked = plan.statistics.iter().flat_map(|wanted| &wanted.statistics);
    let mut names: Vec<String> = asked
        .map(|statistic| statistic.word.to_owned())
        .filter(|word| word.ends_with("monte-carlo"))
        .collect();
    names.dedup();
    names
}
