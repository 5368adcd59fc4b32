//! The parts of a statistic as numbers of the ledger.

use std::collections::HashMap;

use super::super::record::{Basis, Entry, Recorder, both, count};
use super::asked::{Asked, Located};
use crate::number::conventions::ConventionKey;
use crate::number::format::{IntervalFormats, Scale, are_exact, percent_digits};
use crate::number::{Format, Path, Step, Time, unit};
use crate::statistics::{FromRows, Parameters, Place, Print, Statistic};
use crate::wording::Wording;

/// Of correlations, effect sizes and standard errors.
const COEFFICIENT_DIGITS: usize = 3;

/// Which rows of the grouping a number is computed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Rows {
    All,
    Group(usize),
    Pair(usize, usize),
}

/// Writes the numbers of one statistic.
pub(super) struct Writer<'a> {
    asked: &'a Asked<'a>,
    statistic: &'static Statistic,
    path: Path,
    /// What it is of, in words.
    label: String,
    unit: Option<String>,
    digits: usize,
    /// Those of the values themselves, where computed ones have more.
    measured: Option<usize>,
    names: Vec<String>,
    bases: HashMap<Rows, Basis>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(asked: &'a Asked<'a>, statistic: &'static Statistic) -> Self {
        let (unit, digits, measured) = match (asked.endpoint, asked.variable) {
            (Some(endpoint), _) => {
                let unit = endpoint.unit.words(asked.study.words()).to_owned();
                let measured = endpoint.digits.is_none().then_some(0);
                (Some(unit), endpoint.digits.unwrap_or(1), measured)
            }
            (None, Some(variable)) => {
                let measured = variable.digits;
                (variable.unit.clone(), measured + 1, Some(measured))
            }
            (None, None) => (None, 1, None),
        };
        let mut writer = Self {
            asked,
            statistic,
            path: asked.wanted.path_of(asked.study, asked.of, statistic),
            label: label(asked),
            unit,
            digits,
            measured,
            names: asked.columns(),
            bases: HashMap::new(),
        };
        writer.name_parameters();
        writer
    }

    /// What all its numbers depend on is part of their definitions.
    fn name_parameters(&mut self) {
        let wanted = self.asked.wanted;
        match (self.statistic.parameters, wanted.limit) {
            (Parameters::Limit, Some(limit)) => {
                self.label = format!("{}, up to {}", self.label, self.moment(limit));
            }
            (Parameters::Weights, _) => {
                let (rho, gamma) = wanted.rho_gamma;
                self.label = format!("{}, rho = {rho} and gamma = {gamma}", self.label);
            }
            (Parameters::None | Parameters::Times | Parameters::Limit, _) => {}
        }
    }

    fn unit_of_difference(&self) -> Option<&str> {
        let own = self.unit.as_deref()?;
        Some(unit::of_difference(own, self.asked.study.words()))
    }

    fn time(&self, value: f64) -> Step {
        let unit = self.asked.endpoint.map_or("", |e| e.unit.name());
        Step::Time(Time::new(value, unit))
    }

    fn moment(&self, value: f64) -> String {
        let unit = self.asked.endpoint.map_or("", |e| e.unit.name());
        let text = value.to_string();
        let unit = unit::beside(&text, unit, Wording::ENGLISH);
        format!("{text} {unit}")
    }

    pub(super) fn write(&mut self, recorder: &mut Recorder<'_>, parts: Vec<Located>) {
        let confidence = recorder
            .study
            .conventions
            .setting(ConventionKey::Confidence);
        let intervals = self.interval_formats(&parts);
        for (located, interval) in parts.into_iter().zip(intervals) {
            let (path, places) = self.place(&located);
            let group = located.group;
            let part = located.part;
            let rows = match (group, part.place) {
                (_, Place::Pair(first, second, FromRows::Own)) => Rows::Pair(first, second),
                (Some(group), _) | (None, Place::Group(group, FromRows::Own)) => Rows::Group(group),
                _ => Rows::All,
            };
            let basis = self.basis(recorder, rows);
            let places: String = places.iter().map(|place| format!(" ({place})")).collect();
            let words = format!(
                "{}{places} of {}: {}",
                part.words, self.label, self.statistic.title
            );
            let whole = part.value.number().is_none_or(|df| df.fract() == 0.0);
            let (format, unit) = match part.print {
                Print::P => (Format::PValue, None),
                Print::Statistic if is_of_ranks(&part) => {
                    (Format::Digits(usize::from(!whole)), None)
                }
                Print::Statistic => (Format::Digits(2), None),
                Print::Degrees => (Format::Digits(usize::from(!whole)), None),
                Print::Coefficient => (Format::Digits(COEFFICIENT_DIGITS), None),
                Print::Error => (Format::Digits(5), None),
                Print::Count => (Format::Digits(0), None),
                Print::Own => (Format::Measured(self.digits), self.unit.as_deref()),
                Print::Difference => (Format::Measured(self.digits), self.unit_of_difference()),
                Print::Percent => (Format::Percent, Some(unit::PERCENT)),
                Print::Points => {
                    let digits = percent_digits(basis.n, &recorder.study.conventions);
                    let points = unit::of_difference(unit::PERCENT, recorder.study.words());
                    (Format::Digits(digits), Some(points))
                }
            };
            let format = match (interval, part.key) {
                (Some(formats), "estimate") => formats.estimate,
                (Some(formats), _) => formats.ends,
                (None, _) => format,
            };
            let method = self.statistic.named();
            let id = path.key(part.key);
            let mut entry = Entry::new(id, words, part.value, format, method).unit(unit);
            entry.name = Some(part.words);
            if matches!(part.key, "ci_lower" | "ci_upper") {
                entry = entry.convention(confidence);
            }
            recorder.add(&basis, entry);
        }
    }

    /// For each part, how it becomes text if it is an estimate or an end of
    /// its interval.
    fn interval_formats(&self, parts: &[Located]) -> Vec<Option<IntervalFormats>> {
        let mut formats = vec![None; parts.len()];
        // A statistic gives both limits right behind their estimate.
        for (at, window) in parts.windows(3).enumerate() {
            let [estimate, lower, upper] = window else {
                continue;
            };
            let digits = match estimate.part.print {
                Print::Own | Print::Difference => self.digits,
                Print::Coefficient => COEFFICIENT_DIGITS,
                _ => continue,
            };
            let keys = [estimate, lower, upper].map(|located| located.part.key);
            let values = [estimate, lower, upper].map(|located| located.part.value.number());
            if let (["estimate", "ci_lower", "ci_upper"], [Some(value), Some(low), Some(high)]) =
                (keys, values)
            {
                let scale = Scale::Difference;
                // Order statistics are values that were measured.
                let measured = self.measured.filter(|digits| {
                    estimate.part.print != Print::Coefficient
                        && are_exact([value, low, high], *digits)
                });
                let found = match measured {
                    Some(digits) => IntervalFormats::plain(digits, scale),
                    None => IntervalFormats::new(value, [low, high], digits, scale),
                };
                formats.iter_mut().skip(at).take(3).for_each(|format| {
                    *format = Some(found);
                });
            }
        }
        formats
    }

    /// The place of a number, and the places in words from the innermost.
    fn place(&self, located: &Located) -> (Path, Vec<String>) {
        let (asked, mut path, mut words) = (self.asked, self.path.clone(), Vec::new());
        let groups = asked.grouping.as_ref();
        let group = |at: usize| groups.and_then(|g| g.variable.levels.get(at));
        if let Some(level) = located.group.and_then(group) {
            path = path.at(&level.id);
            words.push(level.label.clone());
        }
        let levels = asked.variable.map_or(&[][..], |variable| &variable.levels);
        if let Some(level) = located.level.and_then(|at| levels.get(at)) {
            path = path.at(&level.id);
            words.insert(0, level.label.clone());
        }
        match located.part.place {
            Place::Whole => {}
            Place::Group(at, _) => {
                if let Some(level) = group(at) {
                    path = path.at(&level.id);
                    words.insert(0, level.label.clone());
                }
            }
            Place::Pair(first, second, _) => {
                if let Some(groups) = groups {
                    path = path.then(groups.pair(first, second));
                    words.insert(0, groups.pair_label(first, second));
                }
            }
            Place::Time(time) => {
                path = path.then(self.time(time));
                words.insert(0, self.moment(time));
            }
        }
        (path, words)
    }

    fn basis(&mut self, recorder: &mut Recorder<'_>, rows: Rows) -> Basis {
        let (asked, names) = (self.asked, &self.names);
        let of = || {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let members = match (rows, &asked.grouping) {
                (Rows::Group(level), Some(groups)) => groups.members(level),
                (Rows::Pair(first, second), Some(groups)) => groups.members_of_pair(first, second),
                _ => return recorder.basis(&asked.used, asked.used.len(), &names),
            };
            recorder.basis(&both(&asked.used, &members), count(&members), &names)
        };
        self.bases.entry(rows).or_insert_with(of).clone()
    }
}

/// Whether a statistic is a sum of ranks or a count of pairs, which is whole or,
/// with ties, ends in a half.
fn is_of_ranks(part: &crate::statistics::Part) -> bool {
    let halves = part.value.number().map(|value| 2.0 * value);
    matches!(part.words.as_str(), "W" | "V" | "J") && halves.is_some_and(|x| x.fract() == 0.0)
}

/// What a statistic is of, in words.
fn label(asked: &Asked<'_>) -> String {
    let name = |name: &String| {
        let variable = asked.study.variable(name);
        variable.map_or_else(|| name.clone(), |variable| variable.label.clone())
    };
    let mut label = match (asked.endpoint, asked.variable) {
        (Some(endpoint), _) => endpoint.label.clone(),
        (None, Some(variable)) => variable.label.clone(),
        (None, None) => asked.of.to_owned(),
    };
    let others: Vec<String> = asked.repeated().iter().map(name).collect();
    if !others.is_empty() {
        label = format!("{label} with {}", others.join(", "));
    }
    let wanted = asked.wanted;
    for (word, other) in [
        ("with", &wanted.with),
        ("by", &wanted.by),
        ("within", &wanted.strata),
    ] {
        if let Some(other) = other {
            label = format!("{label} {word} {}", name(other));
        }
    }
    label
}
