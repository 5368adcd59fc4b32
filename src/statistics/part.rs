//! The numbers of a statistic before they enter the ledger.

use crate::number::Value;
use crate::stats::StatsError;
use crate::stats::monte_carlo::Simulated;
use crate::stats::multiplicity::{Adjustment, adjust};
use crate::stats::proportion::Interval;
use crate::stats::two_by_two::Effect;

/// How a number is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Print {
    /// A p-value.
    P,
    /// A test statistic.
    Statistic,
    /// Degrees of freedom.
    Degrees,
    /// Of size about one: correlations, effect sizes, standard errors.
    Coefficient,
    /// Of a simulated p-value.
    Error,
    /// A whole number.
    Count,
    /// In the unit and with the digits of the variable.
    Own,
    /// A difference of values of the variable.
    Difference,
    /// A percentage of rows.
    Percent,
    /// A difference of two percentages, in percentage points.
    Points,
}

/// Which rows a number of one or two groups is computed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FromRows {
    /// Those of the group or the two groups.
    Own,
    /// Those of all groups, which share ranks, a variance or risk sets.
    AllGroups,
}

/// What a number of a statistic is of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Place {
    /// All that the statistic is computed from.
    Whole,
    /// One group, by its index.
    Group(usize, FromRows),
    /// Two groups, by their indices.
    Pair(usize, usize, FromRows),
    /// One of the times that were asked for.
    Time(f64),
}

/// One number of a statistic.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// What it is of.
    pub place: Place,
    /// The last piece of its id.
    pub key: &'static str,
    /// What it is, in words.
    pub words: String,
    /// At full precision.
    pub value: Value,
    /// How it is printed.
    pub print: Print,
}

impl Part {
    /// A number of the whole.
    pub(super) fn new(key: &'static str, words: &str, value: Value, print: Print) -> Self {
        Self {
            place: Place::Whole,
            key,
            words: words.to_owned(),
            value,
            print,
        }
    }
}

/// The same numbers, of one place.
pub(super) fn at(place: Place, parts: Vec<Part>) -> impl Iterator<Item = Part> {
    parts.into_iter().map(move |part| Part { place, ..part })
}

/// A part of a result: key, words, how it is got, how it is printed.
pub(super) type Spec<T> = (&'static str, &'static str, fn(&T) -> f64, Print);

/// The parts of a result, which all have the same reason when there is none.
pub(super) fn parts<T>(result: &Result<T, StatsError>, specs: &[Spec<T>]) -> Vec<Part> {
    let part = |(key, words, get, print): &Spec<T>| {
        let value = result.as_ref().map(get).map_err(Clone::clone).into();
        Part::new(key, words, value, *print)
    };
    specs.iter().map(part).collect()
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
            Value::NotComputable("the value is not finite".to_owned())
        } else {
            number.into()
        }
    };
    let result = result.map(|(estimate, interval)| {
        let interval = interval.and_then(|interval| interval.beside(estimate));
        // Of a coefficient this is its bound; of a value in data it is what the
        // ranks gave.
        let interval = match print {
            Print::Coefficient => interval.and_then(Interval::with_width),
            _ => interval,
        };
        (estimate, interval)
    });
    let values = match result {
        Ok((estimate, Ok(interval))) => [estimate, interval.lower, interval.upper].map(finite),
        Ok((estimate, Err(error))) => {
            let none = || Value::NotComputable(error.to_string());
            [finite(estimate), none(), none()]
        }
        Err(error) => [(); 3].map(|()| Value::NotComputable(error.to_string())),
    };
    let [lower, upper] =
        ["lower", "upper"].map(|side| format!("{side} confidence limit of the {words}"));
    let named = [
        ("estimate", words),
        ("ci_lower", &lower),
        ("ci_upper", &upper),
    ];
    let part = |((key, words), value)| Part::new(key, words, value, print);
    named.into_iter().zip(values).map(part).collect()
}

/// An effect with its interval.
pub(super) fn effect(words: &str, result: Result<Effect, StatsError>) -> Vec<Part> {
    let result = result.map(|effect| (effect.estimate, effect.interval));
    estimate(words, result, Print::Coefficient)
}

/// A test that gives no more than a p-value.
pub(super) fn only_p(result: Result<f64, StatsError>) -> Vec<Part> {
    vec![Part::new("p", "p-value", result.into(), Print::P)]
}

/// The key of the number of random permutations or tables.
pub const REPLICATES: &str = "replicates";

/// A simulated p-value with its standard error.
pub(super) fn simulated(result: &Result<Simulated, StatsError>) -> Vec<Part> {
    parts(
        result,
        &[
            p_value(|s| s.p),
            (
                "p_se",
                "standard error of the p-value",
                |s| s.standard_error,
                Print::Error,
            ),
            (
                REPLICATES,
                "random permutations",
                |s| f64::from(s.replicates),
                Print::Count,
            ),
        ],
    )
}

/// The p-value of a result.
pub(super) const fn p_value<T>(get: fn(&T) -> f64) -> Spec<T> {
    ("p", "p-value", get, Print::P)
}

/// The degrees of freedom of a result.
pub(super) const fn df<T>(get: fn(&T) -> f64) -> Spec<T> {
    ("df", "degrees of freedom", get, Print::Degrees)
}

/// The test statistic of a result, by its name.
pub(super) const fn statistic<T>(name: &'static str, get: fn(&T) -> f64) -> Spec<T> {
    ("statistic", name, get, Print::Statistic)
}

/// Random permutations of a Monte Carlo test of so many rows: 100,000, fewer for
/// a registry, whose every permutation takes long. The standard error shows it.
pub(super) fn replicates(rows: usize) -> u32 {
    const MOST: usize = 100_000;
    const LEAST: usize = 1_000;
    const STEPS: usize = 500_000_000;
    (STEPS / rows.max(1)).clamp(LEAST, MOST) as u32
}

/// The pairs of the groups that have a row: p-values of their own, and adjusted
/// for their number.
pub(super) fn pairs(
    filled: impl Iterator<Item = bool>,
    adjustment: Adjustment,
    rows: FromRows,
    mut p: impl FnMut(usize, usize) -> Result<f64, StatsError>,
) -> Vec<Part> {
    let filled: Vec<usize> = filled
        .enumerate()
        .filter_map(|(group, filled)| filled.then_some(group))
        .collect();
    let mut found = Vec::new();
    for (at, &first) in filled.iter().enumerate() {
        for &second in filled.iter().skip(at + 1) {
            found.push((first, second, p(first, second)));
        }
    }
    // A pair that cannot be tested does not count among the tests.
    let tested: Vec<f64> = found
        .iter()
        .filter_map(|(_, _, p)| p.as_ref().ok().copied())
        .collect();
    let mut adjusted = adjust(&tested, adjustment).into_iter();
    let specs: [Spec<(f64, f64)>; 2] = [
        (
            "p",
            "p-value adjusted for the number of pairs",
            |p| p.1,
            Print::P,
        ),
        ("p_unadjusted", "unadjusted p-value", |p| p.0, Print::P),
    ];
    found
        .into_iter()
        .flat_map(|(first, second, p)| {
            let both = p.map(|p| (p, adjusted.next().unwrap_or(p)));
            at(Place::Pair(first, second, rows), parts(&both, &specs))
        })
        .collect()
}

/// Shares between 0 and 1 in percent.
pub(super) fn in_percent(interval: Interval) -> Interval {
    Interval {
        lower: 100.0 * interval.lower,
        upper: 100.0 * interval.upper,
    }
}
