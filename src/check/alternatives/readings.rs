//! Other numbers of the same data that are easily printed in a number's place.

use super::{Change, Evidence};
use crate::ledger::Ledger;
use crate::number::{Number, NumberId, Path, Step, Subject, Value};
use crate::study::{Derivation, Study};

/// A value used instead of a number.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// What was changed.
    pub change: Change,
    /// The value after the change.
    pub value: f64,
}

/// What else could be meant by a number, from its ledger.
/// With an [`Evidence`], also other counts of the rows.
pub fn readings(number: &Number, ledger: &Ledger, evidence: &Evidence<'_>) -> Vec<Reading> {
    let mut found = Vec::new();
    let Some(value) = number.value.number() else {
        return found;
    };
    let key = number.id.key();
    let mut add = |kind, title: String, value: Option<f64>| {
        if let Some(value) = value.filter(|value| value.is_finite()) {
            found.push(Reading {
                change: Change::new(kind, title),
                value,
            });
        }
    };
    let sibling = |key: &str| of(ledger, &number.id.sibling(key));
    match key {
        "sd" => {
            let n = sibling("n").unwrap_or(number.n as f64);
            add(
                "spread",
                "the standard error, not the standard deviation".to_owned(),
                Some(value / n.sqrt()),
            );
            add(
                "spread",
                "the divisor n, not n − 1".to_owned(),
                Some(value * ((n - 1.0) / n).sqrt()),
            );
        }
        "se" => add(
            "spread",
            "the standard deviation, not the standard error".to_owned(),
            Some(value * (number.n as f64).sqrt()),
        ),
        "median" => add(
            "statistic",
            "the mean, not the median".to_owned(),
            sibling("mean"),
        ),
        "mean" => add(
            "statistic",
            "the median, not the mean".to_owned(),
            sibling("median"),
        ),
        "q1" => add(
            "statistic",
            "the smallest value, not the lower quartile".to_owned(),
            sibling("min"),
        ),
        "q3" => add(
            "statistic",
            "the largest value, not the upper quartile".to_owned(),
            sibling("max"),
        ),
        "min" => add(
            "statistic",
            "the lower quartile, not the smallest value".to_owned(),
            sibling("q1"),
        ),
        "max" => add(
            "statistic",
            "the upper quartile, not the largest value".to_owned(),
            sibling("q3"),
        ),
        "survival" => add(
            "complement",
            "the share with the event, not without".to_owned(),
            Some(100.0 - value),
        ),
        "percent" => {
            for (title, denominator) in denominators(number, evidence.study, ledger) {
                let count = sibling("n");
                add(
                    "denominator",
                    title,
                    count.map(|count| 100.0 * count / denominator),
                );
            }
        }
        "n" => {
            let missing = sibling("missing");
            add(
                "missing_counted",
                "rows without a value counted too".to_owned(),
                missing.map(|missing| value + missing),
            );
        }
        _ => {}
    }
    if key == "p" || key == "p_unadjusted" {
        add("tail", "one-sided".to_owned(), Some(value / 2.0));
        add(
            "tail",
            "one-sided, the other side".to_owned(),
            Some(1.0 - value / 2.0),
        );
        add(
            "adjustment",
            "not adjusted for the number of pairs".to_owned(),
            sibling("p_unadjusted").filter(|_| key == "p"),
        );
        add(
            "adjustment",
            "adjusted for the number of pairs".to_owned(),
            sibling("p").filter(|_| key == "p_unadjusted"),
        );
    }
    found.extend(counts(number, evidence));
    found
}

fn of(ledger: &Ledger, id: &NumberId) -> Option<f64> {
    ledger.get(id)?.value.number()
}

/// Other denominators of a percentage, each in words.
fn denominators(number: &Number, study: &Study, ledger: &Ledger) -> Vec<(String, f64)> {
    let mut found = Vec::new();
    let mut add = |words: String, denominator: f64| {
        if denominator > 0.0 && denominator != number.n as f64 {
            found.push((words, denominator));
        }
    };
    let (n, missing) = (number.n as f64, number.missing as f64);
    add(
        format!(
            "of all {} rows, the {missing} without a value counted too",
            n + missing
        ),
        n + missing,
    );
    // `V.by_G.L.K` as a share of all with K.
    let path = number.id.path();
    let variable = path.subject().name().and_then(|name| study.variable(name));
    if let (Some(variable), Some(_), [Step::Name(group), Step::Name(level)]) =
        (variable, path.grouping(), path.steps())
    {
        let (name, group) = (&variable.name, group.text());
        if let Some(row) = of(ledger, &variable.path().at(level).key("n")) {
            let level = level.text();
            add(
                format!("of the {row} rows with {name} = {level}, not of those in {group}"),
                row,
            );
        }
        if let Some(whole) = of(ledger, &variable.path().key("n")) {
            add(
                format!("of all {whole} rows with a value, not of those in {group}"),
                whole,
            );
        }
    }
    if let Some(cohort) = of(ledger, &Path::of(Subject::Cohort).key("n")) {
        add(format!("of all {cohort} rows of the cohort"), cohort);
    }
    found
}

/// Counts of a level that leave out, or include, the rows of another.
fn counts(number: &Number, evidence: &Evidence<'_>) -> Vec<Reading> {
    let (study, path) = (evidence.study, number.id.path());
    let variable = path.subject().name().and_then(|name| study.variable(name));
    let (Some(variable), None, [Step::Name(level)], "n") =
        (variable, path.grouping(), path.steps(), number.id.key())
    else {
        return Vec::new();
    };
    let name = &variable.name;
    let Some(at) = variable.levels.iter().position(|known| known.id == *level) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    if variable.positive_level() == Some(at) {
        let own = yes(evidence, name);
        for other in related(study, name) {
            let without = own
                .iter()
                .zip(yes(evidence, other))
                .filter(|(own, other)| **own && !other)
                .count();
            found.push(Reading {
                change: Change::new("exclusive", format!("those with {other} too not counted")),
                value: without as f64,
            });
        }
    }
    if let Some(Derivation::Cases(cases)) = &variable.derivation
        && let Some(case) = cases.iter().find(|case| {
            variable
                .levels
                .get(at)
                .is_some_and(|l| l.code == case.level)
        })
        && !case.all.is_empty()
    {
        let with = (0..evidence.cohort.len())
            .filter(|row| {
                case.all
                    .iter()
                    .all(|name| yes(evidence, name).get(*row) == Some(&true))
            })
            .count();
        found.push(Reading {
            change: Change::new(
                "inclusive",
                format!("everyone with {} counted", case.all.join(" and ")),
            ),
            value: with as f64,
        });
    }
    found
}

/// In which rows a binary variable is yes.
fn yes(evidence: &Evidence<'_>, name: &str) -> Vec<bool> {
    let cells = evidence.cohort.column(name).levels();
    cells.iter().map(|cell| cell == Some(1)).collect()
}

/// The binary variables that a derivation combines with this one.
fn related<'a>(study: &'a Study, name: &str) -> Vec<&'a str> {
    let mut found: Vec<&str> = Vec::new();
    for variable in &study.variables {
        let Some(derivation) = &variable.derivation else {
            continue;
        };
        let combines = matches!(
            derivation,
            Derivation::Any(_) | Derivation::All(_) | Derivation::Cases(_)
        );
        let sources = derivation.sources();
        if combines && sources.contains(&name) {
            for source in sources {
                if source != name && !found.contains(&source) {
                    found.push(source);
                }
            }
        }
    }
    found
}

impl Reading {
    /// The value as the ledger keeps values.
    pub fn as_value(&self) -> Value {
        Value::Number(self.value)
    }
}
