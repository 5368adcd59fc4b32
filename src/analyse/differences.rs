//! Differences between two groups in the unit of the variable, the first group
//! less the second, with their confidence intervals.

use super::compare::values_by_level;
use super::record::{Basis, Entry, Grouping, Recorder, both};
use crate::cohort::Column;
use crate::number::format::{IntervalFormats, Scale, percent_digits};
use crate::number::unit;
use crate::number::{Method, NumberId, Path, Value};
use crate::statistics::methods as method;
use crate::stats::StatsError;
use crate::stats::hodges_lehmann::{hodges_lehmann, shift_interval_exists};
use crate::stats::means::{TTest, student_t_test, welch_t_test};
use crate::stats::proportion::Interval;
use crate::stats::two_by_two::{DifferenceMethod, TwoByTwo, risk_difference};
use crate::study::{ConventionKey, DifferenceRequest, Level, SummaryStyle, Variable, Variances};

/// Records `V.by_G.difference.estimate` and its limits, of a category
/// `V.by_G.difference.LEVEL.estimate` for each level, of a binary variable for
/// the one that is reported.
pub(super) fn record(recorder: &mut Recorder<'_>, wanted: &DifferenceRequest) {
    let (study, cohort) = (recorder.study, recorder.cohort);
    let (Some(variable), Some(grouping)) = (
        study.variable(&wanted.variable),
        Grouping::new(study, cohort, &wanted.by),
    ) else {
        return;
    };
    let column = cohort.column(&variable.name);
    let grouped: Vec<bool> = grouping.cells.iter().map(|cell| cell.is_some()).collect();
    let used = both(&grouped, &column.present());
    let basis = recorder.basis(&used, cohort.len(), &[&variable.name, &wanted.by]);
    let path = variable.path().by(&wanted.by).word("difference");
    let writer = Writer {
        basis,
        what: format!("{} by {}", variable.label, grouping.variable.label),
        variable,
    };
    match column {
        Column::Numbers(cells) => {
            if let [first, second] = values_by_level(cells, &grouping).as_slice() {
                writer.number(recorder, &path, first, second);
            }
        }
        Column::Levels(cells) => {
            let reported = variable.positive_level();
            for (at, level) in variable.levels.iter().enumerate() {
                if reported.is_some_and(|reported| reported != at) {
                    continue;
                }
                let mut counts = [[0_u64; 2]; 2];
                for (cell, group) in cells.iter().zip(grouping.cells.iter()) {
                    if let (Some(cell), Some(group)) = (cell, group)
                        && let Some(counts) = counts.get_mut(group)
                    {
                        counts[usize::from(cell != at)] += 1;
                    }
                }
                writer.level(recorder, &path, level, counts);
            }
        }
        Column::Dates(_) | Column::Text(_) => {}
    }
}

/// A difference, and its interval or why there is none.
struct Found {
    estimate: f64,
    interval: Result<Interval, StatsError>,
}

struct Writer<'a> {
    basis: Basis,
    what: String,
    variable: &'a Variable,
}

impl Writer<'_> {
    fn number(&self, recorder: &mut Recorder<'_>, path: &Path, first: &[f64], second: &[f64]) {
        let conventions = &recorder.study.conventions;
        let confidence = conventions.confidence;
        let digits = self.variable.digits;
        let of_means = |test: TTest| Found {
            estimate: test.difference,
            interval: Ok(test.interval),
        };
        let (by, digits, found) = match (self.variable.summary, conventions.variances) {
            (SummaryStyle::Median, _) => {
                let sizes = [first.len(), second.len()];
                let found = hodges_lehmann(first, second, confidence).map(|shift| Found {
                    estimate: shift.estimate,
                    interval: shift_interval_exists(sizes, confidence).map(|()| shift.interval),
                });
                (method::HODGES_LEHMANN, digits, found)
            }
            (SummaryStyle::Mean, Variances::Unequal) => {
                let test = welch_t_test(first, second, confidence);
                (method::MEAN_DIFFERENCE, digits + 1, test.map(of_means))
            }
            (SummaryStyle::Mean, Variances::Equal) => {
                let test = student_t_test(first, second, confidence);
                (method::MEAN_DIFFERENCE, digits + 1, test.map(of_means))
            }
        };
        let unit = self.variable.unit.as_deref();
        let id = path.key("estimate");
        self.write(recorder, &id, &self.what, (by, digits, unit), &found);
    }

    fn level(
        &self,
        recorder: &mut Recorder<'_>,
        path: &Path,
        level: &Level,
        counts: [[u64; 2]; 2],
    ) {
        let [[a, b], [c, d]] = counts;
        let confidence = recorder.study.conventions.confidence;
        let found = risk_difference(
            TwoByTwo { a, b, c, d },
            DifferenceMethod::Newcombe,
            confidence,
        );
        let percent = found.map(|effect| Found {
            estimate: 100.0 * effect.estimate,
            interval: Ok(Interval {
                lower: 100.0 * effect.interval.lower,
                upper: 100.0 * effect.interval.upper,
            }),
        });
        let id = path.clone().at(&level.id).key("estimate");
        let what = format!("{}, {}", self.what, level.label);
        // No share of rows, so that `<1` would say nothing of its sign.
        let digits = percent_digits(self.basis.n, &recorder.study.conventions);
        let printed = (method::RISK_DIFFERENCE, digits, Some(unit::PERCENT));
        self.write(recorder, &id, &what, printed, &percent);
    }

    fn write(
        &self,
        recorder: &mut Recorder<'_>,
        id: &NumberId,
        what: &str,
        (by, digits, unit): (Method, usize, Option<&str>),
        found: &Result<Found, StatsError>,
    ) {
        let confidence = recorder
            .study
            .conventions
            .setting(ConventionKey::Confidence);
        let (estimate, interval) = match found {
            Ok(found) => (Ok(found.estimate), found.interval.clone()),
            Err(error) => (Err(error.clone()), Err(error.clone())),
        };
        let limit = |get: fn(&Interval) -> f64| {
            Value::from(interval.as_ref().map(get).map_err(Clone::clone))
        };
        let [estimate, lower, upper] = [
            estimate.into(),
            limit(|own| own.lower),
            limit(|own| own.upper),
        ];
        let unit = unit.map(|own| unit::of_difference(own, recorder.study.words()));
        let values = [&estimate, &lower, &upper];
        let formats = IntervalFormats::of_values(values, digits, Scale::Difference);
        let values = [
            (formats.estimate, estimate),
            (formats.ends, lower),
            (formats.ends, upper),
        ];
        let words = [
            ("estimate", "difference"),
            ("ci_lower", "lower confidence limit of the difference"),
            ("ci_upper", "upper confidence limit of the difference"),
        ];
        for ((key, words), (format, value)) in words.into_iter().zip(values) {
            let words = format!("{words} of {what}");
            let entry = Entry::new(id.sibling(key), words, value, format, by).unit(unit);
            recorder.add(&self.basis, entry.convention(confidence));
        }
    }
}
