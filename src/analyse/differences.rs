//! Differences between two groups in the unit of the variable, the first group
//! less the second, with their confidence intervals.

use super::compare::values_by_level;
use super::record::{Basis, Entry, Grouping, Recorder, both};
use crate::cohort::Column;
use crate::number::{Format, Method, NumberId, Path, Value};
use crate::statistics::methods as method;
use crate::stats::StatsError;
use crate::stats::hodges_lehmann::hodges_lehmann;
use crate::stats::means::{TTest, student_t_test, welch_t_test};
use crate::stats::proportion::Interval;
use crate::stats::two_by_two::{DifferenceMethod, Effect, TwoByTwo, risk_difference};
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
        let of_means = |test: TTest| Effect {
            estimate: test.difference,
            interval: test.interval,
        };
        let (by, format, found) = match (self.variable.summary, conventions.variances) {
            (SummaryStyle::Median, _) => {
                let shift = hodges_lehmann(first, second, confidence);
                let effect = shift.map(|shift| Effect {
                    estimate: shift.estimate,
                    interval: shift.interval,
                });
                (method::HODGES_LEHMANN, Format::Digits(digits), effect)
            }
            (SummaryStyle::Mean, Variances::Unequal) => {
                let test = welch_t_test(first, second, confidence);
                (
                    method::MEAN_DIFFERENCE,
                    Format::Digits(digits + 1),
                    test.map(of_means),
                )
            }
            (SummaryStyle::Mean, Variances::Equal) => {
                let test = student_t_test(first, second, confidence);
                (
                    method::MEAN_DIFFERENCE,
                    Format::Digits(digits + 1),
                    test.map(of_means),
                )
            }
        };
        let unit = self.variable.unit.as_deref();
        let id = path.key("estimate");
        self.write(recorder, &id, &self.what, (by, format, unit), &found);
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
        let percent = found.map(|effect| Effect {
            estimate: 100.0 * effect.estimate,
            interval: Interval {
                lower: 100.0 * effect.interval.lower,
                upper: 100.0 * effect.interval.upper,
            },
        });
        let id = path.clone().at(&level.id).key("estimate");
        let what = format!("{}, {}", self.what, level.label);
        let printed = (method::RISK_DIFFERENCE, Format::Percent, Some("%"));
        self.write(recorder, &id, &what, printed, &percent);
    }

    fn write(
        &self,
        recorder: &mut Recorder<'_>,
        id: &NumberId,
        what: &str,
        (by, format, unit): (Method, Format, Option<&str>),
        found: &Result<Effect, StatsError>,
    ) {
        let confidence = recorder
            .study
            .conventions
            .setting(ConventionKey::Confidence);
        let values = match found {
            Ok(effect) => {
                let interval = effect.interval;
                [effect.estimate, interval.lower, interval.upper].map(Value::from)
            }
            Err(error) => [(); 3].map(|()| Err::<f64, _>(error.clone()).into()),
        };
        let words = [
            ("estimate", "difference"),
            ("ci_lower", "lower confidence limit of the difference"),
            ("ci_upper", "upper confidence limit of the difference"),
        ];
        for ((key, words), value) in words.into_iter().zip(values) {
            let words = format!("{words} of {what}");
            let entry = Entry::new(id.sibling(key), words, value, format, by).unit(unit);
            recorder.add(&self.basis, entry.convention(confidence));
        }
    }
}
