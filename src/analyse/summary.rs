//! Summaries of one variable, overall or in each level of a grouping.

use std::iter;

use super::compare;
use super::place::Place;
use super::record::{Basis, Entry, Grouping, Recorder, both, count};
use super::summary_digits::RowDigits;
use crate::cohort::Column;
use crate::number::{Format, Path, Value};
use crate::statistics::methods as method;
use crate::stats::descriptive::describe;
use crate::stats::proportion::wilson;
use crate::stats::quantile::quantile_sorted;
use crate::study::{ConventionKey, Summary, SummaryStyle, Variable};

/// Records a summary, and the comparison of the groups if asked for.
pub(super) fn record(recorder: &mut Recorder<'_>, wanted: &Summary) {
    let (study, cohort) = (recorder.study, recorder.cohort);
    let Some(variable) = study.variable(&wanted.variable) else {
        return;
    };
    let column = cohort.column(&wanted.variable);
    let Some(by) = &wanted.by else {
        let place = Place::overall(variable.path(), cohort.len());
        record_places(recorder, vec![place], variable, column, wanted);
        return;
    };
    let Some(grouping) = Grouping::new(study, cohort, by) else {
        return;
    };
    let places = Place::levels(variable.path(), &grouping).collect();
    record_places(recorder, places, variable, column, wanted);
    if wanted.compare {
        compare::record(recorder, variable, column, &grouping);
    }
}

/// Records the summaries of places whose numbers stand beside each other.
fn record_places(
    recorder: &mut Recorder<'_>,
    places: Vec<Place<'_>>,
    variable: &Variable,
    column: &Column,
    wanted: &Summary,
) {
    let sorted = |place: &Place<'_>| match column {
        Column::Numbers(cells) => {
            let mut values: Vec<f64> = chosen(cells.iter(), &place.members).collect();
            values.sort_unstable_by(f64::total_cmp);
            values
        }
        Column::Levels(_) | Column::Dates(_) | Column::Text(_) => Vec::new(),
    };
    let values: Vec<Vec<f64>> = places.iter().map(sorted).collect();
    let digits = RowDigits::of(recorder.study, variable, &values);
    for (place, values) in places.into_iter().zip(&values) {
        Summarised(place).record(recorder, variable, column, (wanted, values, digits));
    }
}

/// Records for each variable how many cells were below and above a limit of detection,
/// where any were.
pub(super) fn record_beyond_limits(recorder: &mut Recorder<'_>) {
    let (study, cohort) = (recorder.study, recorder.cohort);
    for variable in &study.variables {
        let counts = cohort.beyond_limits(&variable.name);
        if counts != [0, 0] {
            add_beyond_limits(recorder, variable, counts);
        }
    }
}

fn add_beyond_limits(recorder: &mut Recorder<'_>, variable: &Variable, counts: [usize; 2]) {
    let used = recorder.cohort.column(&variable.name).present();
    let basis = recorder.basis(&used, used.len(), &[&variable.name]);
    for ((key, side), cells) in [("below_limit", "below"), ("above_limit", "above")]
        .into_iter()
        .zip(counts)
        .filter(|(_, cells)| *cells > 0)
    {
        let what = format!("cells of {} {side} a limit of detection", variable.label);
        recorder.add(&basis, Entry::count(variable.path().key(key), what, cells));
    }
}

/// The summary of a place.
struct Summarised<'a>(Place<'a>);

impl Summarised<'_> {
    fn record(
        &self,
        recorder: &mut Recorder<'_>,
        variable: &Variable,
        column: &Column,
        (wanted, sorted, digits): (&Summary, &[f64], RowDigits),
    ) {
        let used = both(&self.0.members, &column.present());
        let columns: Vec<&str> = iter::once(variable.name.as_str())
            .chain(self.0.by)
            .collect();
        let basis = recorder.basis(&used, count(&self.0.members), &columns);
        self.add_sizes(recorder, &basis, variable);
        match column {
            Column::Numbers(_) => {
                let quantiles = &wanted.quantiles;
                self.add_numeric(recorder, &basis, variable, (sorted, digits), quantiles);
            }
            Column::Levels(cells) => {
                let mut counts = vec![0; variable.levels.len()];
                for level in chosen(cells.iter(), &self.0.members) {
                    if let Some(count) = counts.get_mut(level) {
                        *count += 1;
                    }
                }
                self.add_categorical(recorder, &basis, variable, &counts);
            }
            Column::Dates(cells) => {
                let first = chosen(cells.iter(), &self.0.members).min();
                let last = chosen(cells.iter(), &self.0.members).max();
                for (key, word, date) in [("min", "earliest", first), ("max", "latest", last)] {
                    let value = date.map_or_else(
                        || Value::NotComputable("every date is missing".to_owned()),
                        Value::Date,
                    );
                    self.add(
                        recorder,
                        &basis,
                        variable,
                        key,
                        word,
                        value,
                        Format::Month,
                        method::EXTREME,
                    );
                }
            }
            Column::Text(_) => {}
        }
    }

    fn add_sizes(&self, recorder: &mut Recorder<'_>, basis: &Basis, variable: &Variable) {
        for (key, words, size) in [
            ("n", "rows with a value of", basis.n),
            ("missing", "rows without a value of", basis.missing),
        ] {
            recorder.add(
                basis,
                Entry::count(
                    self.0.path.key(key),
                    format!("{words} {}{}", variable.label, self.0.within),
                    size,
                ),
            );
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one line for each number of a summary"
    )]
    fn add(
        &self,
        recorder: &mut Recorder<'_>,
        basis: &Basis,
        variable: &Variable,
        key: &str,
        word: &str,
        value: impl Into<Value>,
        format: Format,
        method: crate::number::Method,
    ) {
        let mut entry = Entry::new(
            self.0.path.key(key),
            format!("{word} of {}{}", variable.label, self.0.within),
            value,
            format,
            method,
        )
        .unit(variable.unit.as_deref());
        if method == method::QUANTILE {
            let definition = recorder.study.conventions.setting(ConventionKey::Quantile);
            entry = entry.convention(definition);
        }
        recorder.add(basis, entry);
    }

    fn add_numeric(
        &self,
        recorder: &mut Recorder<'_>,
        basis: &Basis,
        variable: &Variable,
        (values, digits): (&[f64], RowDigits),
        quantiles: &[f64],
    ) {
        let definition = recorder.study.conventions.quantile;
        let shown = Format::Measured(variable.digits);
        let of = |share| quantile_sorted(values, share, definition);
        let beside = Format::Measured(digits.quartiles);
        for (key, word, share) in super::survival::quantiles(quantiles) {
            let (key, word) = (key.as_str(), word.as_str());
            let value = of(share);
            let shown = match key {
                "median" | "q1" | "q3" => beside,
                _ => shown,
            };
            self.add(
                recorder,
                basis,
                variable,
                key,
                word,
                value,
                shown,
                method::QUANTILE,
            );
        }
        let described = describe(values);
        let of = |get: fn(&crate::stats::descriptive::Description) -> f64| -> Value {
            described.as_ref().map(get).map_err(Clone::clone).into()
        };
        let (least, most, mean) = (of(|d| d.minimum), of(|d| d.maximum), of(|d| d.mean));
        let deviation = match &described {
            Ok(d) => d.standard_deviation.map_or_else(
                || Value::NotComputable("needs at least 2 observations, has 1".to_owned()),
                Value::from,
            ),
            Err(error) => Value::NotComputable(error.to_string()),
        };
        self.add(
            recorder,
            basis,
            variable,
            "min",
            "smallest value",
            least,
            shown,
            method::EXTREME,
        );
        self.add(
            recorder,
            basis,
            variable,
            "max",
            "largest value",
            most,
            shown,
            method::EXTREME,
        );
        if self.0.by.is_none() || variable.summary == SummaryStyle::Mean {
            let finer = digits.moment_format(&described);
            self.add(
                recorder,
                basis,
                variable,
                "mean",
                "mean",
                mean,
                finer,
                method::MEAN,
            );
            let word = "standard deviation";
            self.add(
                recorder,
                basis,
                variable,
                "sd",
                word,
                deviation,
                finer,
                method::STANDARD_DEVIATION,
            );
        }
    }

    fn add_categorical(
        &self,
        recorder: &mut Recorder<'_>,
        basis: &Basis,
        variable: &Variable,
        counts: &[usize],
    ) {
        let of: usize = counts.iter().sum();
        let levels = variable.levels.iter().zip(counts).enumerate();
        for (index, (level, &with)) in levels {
            let path = self.0.path.clone().at(&level.id);
            let what = format!("{}: {}{}", variable.label, level.label, self.0.within);
            recorder.add(
                basis,
                Entry::count(path.key("n"), format!("rows with {what}"), with),
            );
            let percent = if of == 0 {
                Value::NotComputable("no rows have a value".to_owned())
            } else {
                (100.0 * with as f64 / of as f64).into()
            };
            let entry = Entry::new(
                path.key("percent"),
                format!("percentage of rows with {what}"),
                percent,
                Format::Percent,
                method::PERCENT,
            );
            recorder.add(basis, entry.unit(Some("%")));
            if self.0.by.is_none() && variable.positive_level() == Some(index) {
                add_wilson(recorder, basis, &path, &what, with, of);
            }
        }
    }
}

fn add_wilson(
    recorder: &mut Recorder<'_>,
    basis: &Basis,
    path: &Path,
    what: &str,
    with: usize,
    of: usize,
) {
    let confidence = recorder.study.conventions.confidence;
    let interval = wilson(with as u64, of as u64, confidence);
    for (key, word, get) in [
        (
            "ci_lower",
            "lower",
            (|i| i.lower) as fn(&crate::stats::proportion::Interval) -> f64,
        ),
        ("ci_upper", "upper", |i| i.upper),
    ] {
        let limit = interval
            .as_ref()
            .map(|i| 100.0 * get(i))
            .map_err(Clone::clone);
        let entry = Entry::new(
            path.key(key),
            format!("{word} confidence limit of the percentage with {what}"),
            limit,
            Format::Percent,
            method::WILSON,
        );
        recorder.add(
            basis,
            entry.unit(Some("%")).convention(
                recorder
                    .study
                    .conventions
                    .setting(ConventionKey::Confidence),
            ),
        );
    }
}

/// The values of the chosen rows.
fn chosen<T>(cells: impl Iterator<Item = Option<T>>, members: &[bool]) -> impl Iterator<Item = T> {
    let rows = cells.zip(members).filter(|(_, member)| **member);
    rows.filter_map(|(cell, _)| cell)
}
