//! The numbers of a statistic before they enter the ledger.

use super::super::record::Grouping;
use crate::ledger::Value;
use crate::stats::StatsError;
use crate::stats::multiplicity::{Adjustment, adjust};
use crate::stats::proportion::Interval;
use crate::stats::two_by_two::Effect;

/// How a number is printed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Print {
    P,
    Statistic,
    Degrees,
    /// Of size about one: correlations, effect sizes, standard errors.
    Coefficient,
    /// Of a simulated p-value.
    Error,
    Count,
    /// In the unit and with the digits of the variable.
    Own,
    Percent,
}

/// One number of a statistic.
pub(super) struct Part {
    pub(super) key: String,
    pub(super) words: String,
    pub(super) value: Value,
    pub(super) print: Print,
}

impl Part {
    /// The number of one level or pair among several.
    pub(super) fn of(mut self, id: &str, label: &str) -> Self {
        self.key = format!("{id}.{}", self.key);
        self.words = format!("{} ({label})", self.words);
        self
    }
}

/// A part of a result: key, words, how it is got, how it is printed.
pub(super) type Spec<T> = (&'static str, &'static str, fn(&T) -> f64, Print);

/// The parts of a result, which all say why when there is none.
pub(super) fn parts<T>(result: &Result<T, StatsError>, specs: &[Spec<T>]) -> Vec<Part> {
    specs
        .iter()
        .map(|(key, words, get, print)| Part {
            key: (*key).to_owned(),
            words: (*words).to_owned(),
            value: result.as_ref().map(get).map_err(Clone::clone).into(),
            print: *print,
        })
        .collect()
}

/// An estimate with its confidence limits.
pub(super) fn estimate(
    words: &str,
    result: Result<(f64, Interval), StatsError>,
    print: Print,
) -> Vec<Part> {
    let result = result.map(|(estimate, interval)| (estimate, Ok(interval)));
    estimate_with(words, result, print)
}

/// An estimate with its confidence limits, or the reason why it has none.
pub(super) fn estimate_with(
    words: &str,
    result: Result<(f64, Result<Interval, StatsError>), StatsError>,
    print: Print,
) -> Vec<Part> {
    let finite = |number: f64| {
        if number.is_infinite() {
            Value::NotComputable("it has no finite value".to_owned())
        } else {
            number.into()
        }
    };
    let values = match result {
        Ok((estimate, Ok(interval))) => [estimate, interval.lower, interval.upper].map(finite),
        Ok((estimate, Err(error))) => {
            let none = || Value::NotComputable(error.to_string());
            [finite(estimate), none(), none()]
        }
        Err(error) => [(); 3].map(|()| Value::NotComputable(error.to_string())),
    };
    let named = [
        ("estimate", words.to_owned()),
        ("ci_lower", format!("lower confidence limit of the {words}")),
        ("ci_upper", format!("upper confidence limit of the {words}")),
    ];
    let part = |((key, words), value): ((&str, String), Value)| Part {
        key: key.to_owned(),
        words,
        value,
        print,
    };
    named.into_iter().zip(values).map(part).collect()
}

/// An effect with its interval.
pub(super) fn effect(words: &str, result: Result<Effect, StatsError>) -> Vec<Part> {
    let result = result.map(|effect| (effect.estimate, effect.interval));
    estimate(words, result, Print::Coefficient)
}

/// A test that gives no more than a p-value.
pub(super) fn only_p(result: Result<f64, StatsError>) -> Vec<Part> {
    vec![Part {
        key: "p".to_owned(),
        words: "p-value".to_owned(),
        value: result.into(),
        print: Print::P,
    }]
}

/// A simulated p-value with its standard error.
pub(super) fn simulated(
    result: &Result<crate::stats::monte_carlo::Simulated, StatsError>,
) -> Vec<Part> {
    parts(
        result,
        &[
            ("p", "p-value", |s| s.p, Print::P),
            (
                "p_se",
                "standard error of the p-value",
                |s| s.standard_error,
                Print::Error,
            ),
            (
                "replicates",
                "random permutations",
                |s| f64::from(s.replicates),
                Print::Count,
            ),
        ],
    )
}

/// The pairs of the groups: unadjusted p-values, and adjusted for their number.
pub(super) fn pairs(
    grouping: &Grouping<'_>,
    filled: &[bool],
    adjustment: Adjustment,
    mut p: impl FnMut(usize, usize) -> Result<f64, StatsError>,
) -> Vec<Part> {
    let filled: Vec<usize> = (0..filled.len()).filter(|&level| filled[level]).collect();
    let mut found = Vec::new();
    for (at, &first) in filled.iter().enumerate() {
        for &second in &filled[at + 1..] {
            found.push((first, second, p(first, second)));
        }
    }
    // A pair that cannot be tested does not count among the tests.
    let tested: Vec<f64> = found
        .iter()
        .filter_map(|(_, _, p)| p.as_ref().ok().copied())
        .collect();
    let mut adjusted = adjust(&tested, adjustment).into_iter();
    found
        .into_iter()
        .flat_map(|(first, second, p)| {
            let both = p.map(|p| (p, adjusted.next().unwrap_or(p)));
            let specs: [Spec<(f64, f64)>; 2] = [
                (
                    "p",
                    "p-value adjusted for the number of pairs",
                    |p| p.1,
                    Print::P,
                ),
                ("p_unadjusted", "unadjusted p-value", |p| p.0, Print::P),
            ];
            let (id, label) = (
                grouping.pair_id(first, second),
                grouping.pair_label(first, second),
            );
            parts(&both, &specs)
                .into_iter()
                .map(move |part| part.of(&id, &label))
        })
        .collect()
}
