//! What templates see of the data before any statistics.

use minijinja::context;
use minijinja::value::Value;

use crate::cohort;
use crate::study::{Kind, Study, SummaryStyle, Variable};
use crate::validate::{Example, Group, Inspection, Sketch};
use crate::wording::Wording;

/// Each variable with its levels and, where the data were inspected, the bars
/// of its distribution.
pub(super) fn variables(study: &Study, inspection: Option<&Inspection>) -> Vec<Value> {
    let value = |(index, variable): (usize, &Variable)| {
        let column = inspection.and_then(|inspection| inspection.columns.get(index));
        let sketch = column.and_then(|column| column.sketch.as_ref());
        context! {
            name => variable.name.clone(),
            path => variable.path().to_string(),
            label => variable.label.clone(),
            kind => variable.kind.name(),
            numeric => variable.kind.is_numeric(),
            mean => variable.summary == SummaryStyle::Mean,
            date => variable.kind == Kind::Date,
            levels => variable.levels.iter().map(|level| context! {
                id => level.id.to_string(),
                label => level.label.clone(),
                counted => variable.counted(level, study.words()),
            }).collect::<Vec<_>>(),
            limits => variable.form.or(study.cohort.form).limits.map(|limits| context! {
                below => limits.reading_below(),
                above => limits.reading_above(),
            }),
            bars => sketch.map(Sketch::bars).unwrap_or_default(),
        }
    };
    study.variables.iter().enumerate().map(value).collect()
}

/// Each rule that some row does not keep, with the first of those rows.
pub(super) fn queries(study: &Study, inspection: &Inspection) -> Vec<Value> {
    let of_columns = inspection
        .columns
        .iter()
        .flat_map(|column| &column.findings);
    let groups: Vec<&Group> = inspection.general.iter().chain(of_columns).collect();
    let value = |query: cohort::Query<'_>| {
        let is_broken = |group: &&&Group| !group.stops && group.what == query.rule;
        let broken: Vec<&&Group> = groups.iter().filter(is_broken).collect();
        let examples = broken.iter().flat_map(|group| &group.examples);
        let examples: Vec<String> = examples
            .map(|example| in_words(example, study.words()))
            .collect();
        let count: usize = broken.iter().map(|group| group.count).sum();
        (!broken.is_empty()).then(|| {
            context! {
                rule => query.rule,
                id => query.id.to_string(),
                more => count > examples.len(),
                examples => examples,
            }
        })
    };
    cohort::asked(study).into_iter().filter_map(value).collect()
}

fn in_words(example: &Example, words: Wording) -> String {
    let line = example.place().map(|place| words.message(&place));
    let value = example.value.as_ref().map(|value| format!("“{value}”"));
    let problem = example.problem.as_ref();
    let parts = [line, value, problem.map(|problem| words.message(problem))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
