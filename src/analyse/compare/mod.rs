//! Comparisons between the levels of a grouping: the overall test, its effect
//! size, and the pairs after it.
//!
//! One file a family: numbers by ranks or by means, as the variable's summary
//! says, categories, and categories whose levels are in order. Pairs are computed only where there are more than two
//! groups and the overall test is significant; a family whose pairs are not
//! adjusted by their own method is adjusted by the study's convention.

mod levels;
mod means;
mod ordinal;
mod ranks;

use super::pairs::{self, Compared, Pair, PairRows};
use super::record::{Basis, Entry, Grouping, Recorder, both};
use crate::cohort::{Column, Levels, Numbers};
use crate::number::conventions::Setting;
use crate::number::format::{IntervalFormats, Scale};
use crate::number::unit;
use crate::number::{Format, Method, NumberId, Path, Value};
use crate::statistics::{EXPECTED_BELOW_FIVE, methods as method};
use crate::stats::StatsError;
use crate::stats::proportion::Interval;
use crate::stats::two_by_two::Effect;
use crate::study::{ConventionKey, SummaryStyle, Variable};

/// Digits of an effect size, which is mostly between −1 and 1.
const EFFECT_DIGITS: usize = 2;

/// What a comparison found.
struct Outcome {
    test: Method,
    p: Value,
    /// Of a simulated p-value.
    p_error: Option<f64>,
    statistic: Option<(&'static str, Value)>,
    df: Option<f64>,
    effect: Option<EffectSize>,
    estimates: Vec<Estimate>,
    least_expected: Option<f64>,
    /// The percentage of expected counts below five, where these are too small
    /// for the test that was used.
    sparse: Option<f64>,
    pairs: Vec<Pair>,
    conventions: Vec<Setting>,
}

/// A further number of a comparison, in the unit of the variable.
struct Estimate {
    key: &'static str,
    words: &'static str,
    value: Value,
    method: Method,
}

/// How far groups differ, with its confidence limits.
struct EffectSize {
    method: Method,
    value: Value,
    limits: [Value; 2],
}

impl EffectSize {
    fn new(method: Method, effect: &Result<Effect, StatsError>) -> Self {
        let value = value(effect, |effect| effect.estimate);
        Self::with_interval(method, value, &effect.clone().map(|effect| effect.interval))
    }

    fn with_interval(
        method: Method,
        value: Value,
        interval: &Result<Interval, StatsError>,
    ) -> Self {
        let interval = interval.clone();
        let interval = match value.number() {
            Some(estimate) => interval.and_then(|limits| limits.beside(estimate)),
            None => interval,
        };
        let interval = interval.and_then(Interval::with_width);
        let limits: [fn(&Interval) -> f64; 2] = [|limits| limits.lower, |limits| limits.upper];
        Self {
            method,
            value,
            limits: limits.map(|limit| self::value(&interval, limit)),
        }
    }
}

impl Outcome {
    /// An outcome without any number yet.
    fn new(test: Method) -> Self {
        Self {
            test,
            p: Value::NotComputable(String::new()),
            p_error: None,
            statistic: None,
            df: None,
            effect: None,
            estimates: Vec::new(),
            least_expected: None,
            sparse: None,
            pairs: Vec::new(),
            conventions: Vec::new(),
        }
    }
}

/// Records the comparison of `variable` between the levels of `grouping`.
pub(super) fn record(
    recorder: &mut Recorder<'_>,
    variable: &Variable,
    column: &Column,
    grouping: &Grouping<'_>,
) {
    let by = &grouping.variable.name;
    let grouped: Vec<bool> = grouping.cells.iter().map(|cell| cell.is_some()).collect();
    let used = both(&grouped, &column.present());
    let universe = recorder.cohort.len();
    let basis = recorder.basis(&used, universe, &[&variable.name, by]);
    let conventions = &recorder.study.conventions;
    let outcome = match column {
        Column::Numbers(cells) => {
            let groups = values_by_level(cells, grouping);
            match variable.summary {
                SummaryStyle::Median => ranks::compare(&groups, conventions),
                SummaryStyle::Mean => means::compare(&groups, conventions),
            }
        }
        Column::Levels(cells) => {
            let counts = counts_by_level(cells, variable, grouping);
            ordinal::compare(&counts, variable, grouping.variable, conventions)
        }
        Column::Dates(_) | Column::Text(_) => return,
    };
    let writer = Writer {
        basis,
        used,
        path: variable.path().by(by),
        what: format!("{} by {}", variable.label, grouping.variable.label),
        variable,
    };
    writer.write(recorder, grouping, outcome);
}

/// Writes an outcome under its prefix.
struct Writer<'a> {
    basis: Basis,
    used: Vec<bool>,
    path: Path,
    what: String,
    variable: &'a Variable,
}

impl Writer<'_> {
    fn write(&self, recorder: &mut Recorder<'_>, grouping: &Grouping<'_>, outcome: Outcome) {
        let p = outcome.p.number();
        let what = &self.what;
        let test = self.path.clone().word("test");
        let mut numbers = vec![(
            "p",
            format!("p-value of {what}"),
            outcome.p,
            Format::PValue,
            outcome.test,
        )];
        if let Some(error) = outcome.p_error {
            let words = format!("standard error of the simulated p-value of {what}");
            numbers.push(("p_se", words, error.into(), Format::Digits(5), outcome.test));
        }
        if let Some((name, value)) = outcome.statistic {
            let words = format!("{name} of {what}");
            numbers.push(("statistic", words, value, Format::Digits(2), outcome.test));
        }
        if let Some(df) = outcome.df {
            let digits = if df.fract() == 0.0 { 0 } else { 1 };
            let words = format!("degrees of freedom of {what}");
            numbers.push(("df", words, df.into(), Format::Digits(digits), outcome.test));
        }
        if let Some(count) = outcome.least_expected {
            let words = format!("smallest expected count of {what}");
            let by = method::EXPECTED_COUNT;
            let two = Format::Digits(2);
            numbers.push(("least_expected", words, count.into(), two, by));
        }
        if let Some(percent) = outcome.sparse {
            let words = format!("percentage of expected counts below five of {what}");
            let by = method::EXPECTED_COUNT;
            numbers.push((
                EXPECTED_BELOW_FIVE,
                words,
                percent.into(),
                Format::Percent,
                by,
            ));
        }
        for (key, words, value, format, method) in numbers {
            let mut entry = Entry::new(test.key(key), words, value, format, method);
            entry.conventions.clone_from(&outcome.conventions);
            recorder.add(&self.basis, entry);
        }
        if let Some(effect) = outcome.effect {
            self.write_effect(recorder, &test.key("effect"), effect, &outcome.conventions);
        }
        let digits = self.variable.digits + 1;
        let formats = match outcome.estimates.as_slice() {
            [estimate, lower, upper] => {
                let values = [estimate, lower, upper].map(|own| &own.value);
                IntervalFormats::of_values(values, digits, Scale::Difference)
            }
            _ => IntervalFormats::plain(digits, Scale::Difference),
        };
        for estimate in outcome.estimates {
            let id = test.key(estimate.key);
            let words = format!("{} of {what}", estimate.words);
            let format = match estimate.key {
                "ci_lower" | "ci_upper" => formats.ends,
                _ => formats.estimate,
            };
            let mut entry = Entry::new(id, words, estimate.value, format, estimate.method);
            entry.conventions.clone_from(&outcome.conventions);
            let unit = self.variable.unit.as_deref();
            let unit = unit.map(|own| unit::of_difference(own, recorder.study.words()));
            recorder.add(&self.basis, entry.unit(unit));
        }
        let alpha = recorder.study.conventions.alpha;
        if p.is_some_and(|p| p < alpha) {
            let compared = Compared {
                basis: &self.basis,
                used: &self.used,
                variables: &[&self.variable.name, &grouping.variable.name],
                grouping,
                path: &self.path,
                what,
            };
            compared.record(recorder, &outcome.pairs);
        }
    }

    /// An effect size, and its limits where there is a number.
    fn write_effect(
        &self,
        recorder: &mut Recorder<'_>,
        id: &NumberId,
        effect: EffectSize,
        conventions: &[Setting],
    ) {
        let what = format!("effect size of {}", self.what);
        let [lower, upper] = effect.limits;
        let values = [&effect.value, &lower, &upper];
        let formats = IntervalFormats::of_values(values, EFFECT_DIGITS, Scale::Difference);
        let confidence = recorder
            .study
            .conventions
            .setting(ConventionKey::Confidence);
        let limits = [("ci_lower", "lower", lower), ("ci_upper", "upper", upper)].map(
            |(key, word, value)| {
                let words = format!("{word} confidence limit of the {what}");
                (id.below().key(key), words, value, Some(confidence))
            },
        );
        let known = effect.value.number().is_some();
        let estimate = (id.clone(), what, effect.value, None);
        let limits = limits.into_iter().filter(|_| known);
        for (id, words, value, also) in std::iter::once(estimate).chain(limits) {
            let mut entry = Entry::new(id, words, value, formats.ends, effect.method);
            entry.conventions = conventions.to_vec();
            entry.conventions.extend(also);
            recorder.add(&self.basis, entry);
        }
    }
}

fn value<T>(result: &Result<T, StatsError>, get: impl Fn(&T) -> f64) -> Value {
    result.as_ref().map(get).map_err(Clone::clone).into()
}

/// The values of a numeric variable, level by level.
pub(super) fn values_by_level(cells: &Numbers, grouping: &Grouping<'_>) -> Vec<Vec<f64>> {
    let mut groups = vec![Vec::new(); grouping.variable.levels.len()];
    for (cell, level) in cells.iter().zip(grouping.cells.iter()) {
        if let (Some(value), Some(level)) = (cell, level)
            && let Some(group) = groups.get_mut(level)
        {
            group.push(value);
        }
    }
    groups
}

/// A row for each level of the grouping, a column for each of the variable.
fn counts_by_level(cells: &Levels, variable: &Variable, grouping: &Grouping<'_>) -> Vec<Vec<u64>> {
    let mut counts = vec![vec![0; variable.levels.len()]; grouping.variable.levels.len()];
    for (cell, level) in cells.iter().zip(grouping.cells.iter()) {
        if let (Some(cell), Some(level)) = (cell, level)
            && let Some(count) = counts.get_mut(level).and_then(|row| row.get_mut(cell))
        {
            *count += 1;
        }
    }
    counts
}
