//! Statistics by name: one file for each kind of data, one arm for each
//! statistic.

mod categories;
mod curves;
mod groups;
mod numbers;
mod part;
mod same_rows;

use std::collections::HashMap;

use super::compare::values_by_level;
use super::record::{Basis, Entry, Grouping, Recorder, both, count};
use crate::cohort::{Column, competing_observations, observations};
use crate::number::{Format, Method, Path, Step};
use crate::study::{Conventions, Design, Statistic, Tests};
use part::{Part, PartRows, Print};

/// Random permutations of a Monte Carlo test of so many rows: 100,000, fewer for
/// a registry, whose every permutation takes long. The standard error tells.
fn replicates(rows: usize) -> u32 {
    const MOST: usize = 100_000;
    const LEAST: usize = 1_000;
    const STEPS: usize = 500_000_000;
    (STEPS / rows.max(1)).clamp(LEAST, MOST) as u32
}

/// Records every statistic under `PATH.STATISTIC.KEY`.
pub(super) fn record(recorder: &mut Recorder<'_>, wanted: &Tests) {
    for of in wanted.subjects() {
        for statistic in &wanted.statistics {
            one(recorder, wanted, of, *statistic);
        }
    }
}

/// The rows that a statistic uses, of those that belong to the question.
struct Rows {
    used: Vec<bool>,
    universe: usize,
}

impl Rows {
    fn basis(
        &self,
        recorder: &mut Recorder<'_>,
        groups: Option<&Grouping<'_>>,
        of: PartRows,
        names: &[&str],
    ) -> Basis {
        let members = match (of, groups) {
            (PartRows::Group(level), Some(groups)) => groups.members(level),
            (PartRows::Pair(first, second), Some(groups)) => groups.members_of_pair(first, second),
            _ => return recorder.basis(&self.used, self.universe, names),
        };
        recorder.basis(&both(&self.used, &members), count(&members), names)
    }
}

fn one(recorder: &mut Recorder<'_>, wanted: &Tests, of: &str, statistic: Statistic) {
    let asked = Asked {
        recorder,
        wanted,
        of,
        statistic,
    };
    let Some((rows, parts)) = asked.compute() else {
        return;
    };
    let columns = asked.columns();
    let names: Vec<&str> = columns.iter().map(String::as_str).collect();
    let (label, unit, digits) = asked.label();
    let path = wanted.path(recorder.study, of).word(&statistic.id());
    let method = Method {
        id: statistic.method_id(),
        title: statistic.title(),
        r: statistic.r(),
    };
    let mut bases: HashMap<PartRows, Basis> = HashMap::new();
    let groups = wanted
        .by
        .as_ref()
        .and_then(|by| Grouping::new(recorder.study, recorder.cohort, by));
    let confidence = recorder.study.conventions.confidence;
    for part in parts {
        let words = format!("{} of {label}: {}", part.words, statistic.title());
        let (format, unit) = match part.print {
            Print::P => (Format::PValue, None),
            Print::Statistic => (Format::Digits(2), None),
            Print::Degrees => {
                let whole = part.value.number().is_none_or(|df| df.fract() == 0.0);
                (Format::Digits(usize::from(!whole)), None)
            }
            Print::Coefficient => (Format::Digits(3), None),
            Print::Error => (Format::Digits(5), None),
            Print::Count => (Format::Digits(0), None),
            Print::Own => (Format::Digits(digits), unit.as_deref()),
            Print::Percent => (Format::Percent, Some("%")),
        };
        let path = part.steps.into_iter().fold(path.clone(), Path::then);
        let mut entry =
            Entry::new(path.key(part.key), words, part.value, format, method).unit(unit);
        if part.key.ends_with("ci_lower") || part.key.ends_with("ci_upper") {
            entry = entry.convention(format!("confidence = {confidence}"));
        }
        let basis = bases
            .entry(part.rows)
            .or_insert_with(|| rows.basis(recorder, groups.as_ref(), part.rows, &names));
        recorder.add(basis, entry);
    }
}

/// What the rows hold that are used.
fn kept<T: Copy>(rows: &[Option<T>], used: &[bool]) -> Vec<T> {
    let own = rows.iter().zip(used).filter(|(_, used)| **used);
    own.filter_map(|(row, _)| *row).collect()
}

/// One statistic of one variable or endpoint.
struct Asked<'a, 'b> {
    recorder: &'a Recorder<'b>,
    wanted: &'a Tests,
    of: &'a str,
    statistic: Statistic,
}

impl Asked<'_, '_> {
    fn conventions(&self) -> &Conventions {
        &self.recorder.study.conventions
    }

    /// Every variable that is read.
    fn columns(&self) -> Vec<String> {
        let study = self.recorder.study;
        let mut columns = match study.endpoint(self.of) {
            Some(endpoint) => endpoint.columns(),
            None if self.wanted.repeated => self.wanted.of.clone(),
            None => vec![self.of.to_owned()],
        };
        let others = [&self.wanted.with, &self.wanted.by, &self.wanted.strata];
        columns.extend(others.into_iter().flatten().cloned());
        columns
    }

    /// What it is of, in words, with the unit and digits of its numbers.
    fn label(&self) -> (String, Option<String>, usize) {
        let study = self.recorder.study;
        let name = |name: &str| {
            study
                .variable(name)
                .map_or_else(|| name.to_owned(), |v| v.label.clone())
        };
        let (mut label, unit, digits) = match (study.endpoint(self.of), study.variable(self.of)) {
            (Some(endpoint), _) => (
                endpoint.label.clone(),
                Some(endpoint.unit.name().to_owned()),
                endpoint.digits,
            ),
            (None, Some(variable)) => (
                variable.label.clone(),
                variable.unit.clone(),
                variable.digits + 1,
            ),
            (None, None) => (self.of.to_owned(), None, 1),
        };
        if self.wanted.repeated {
            let others: Vec<String> = self.wanted.of[1..]
                .iter()
                .map(|other| name(other))
                .collect();
            label = format!("{label} with {}", others.join(", "));
        }
        for (word, other) in [
            ("with", &self.wanted.with),
            ("by", &self.wanted.by),
            ("within", &self.wanted.strata),
        ] {
            if let Some(other) = other {
                label = format!("{label} {word} {}", name(other));
            }
        }
        (label, unit, digits)
    }

    fn rows(&self, of: &str) -> Vec<bool> {
        let (study, cohort) = (self.recorder.study, self.recorder.cohort);
        match study.endpoint(of) {
            Some(endpoint) => {
                let all = observations(study, cohort, endpoint);
                all.iter().map(Option::is_some).collect()
            }
            None => cohort.column(of).present(),
        }
    }

    /// Rows in which everything that is read has a value.
    fn complete(&self) -> Vec<bool> {
        let first = if self.wanted.repeated {
            &self.wanted.of[..]
        } else {
            &[]
        };
        let others = [&self.wanted.with, &self.wanted.by, &self.wanted.strata];
        let others = others.into_iter().flatten();
        first
            .iter()
            .chain(others)
            .fold(self.rows(self.of), |used, name| {
                both(&used, &self.rows(name))
            })
    }

    fn grouping(&self) -> Option<Grouping<'_>> {
        let by = self.wanted.by.as_ref()?;
        Grouping::new(self.recorder.study, self.recorder.cohort, by)
    }

    /// The numbers of a variable in the rows that are used.
    fn numbers(&self, name: &str, used: &[bool]) -> Vec<f64> {
        kept(self.recorder.cohort.column(name).numbers(), used)
    }

    /// The levels of a variable in the rows that are used.
    fn levels(&self, name: &str, used: &[bool]) -> Vec<usize> {
        kept(self.recorder.cohort.column(name).levels(), used)
    }

    fn level_count(&self, name: &str) -> usize {
        let variable = self.recorder.study.variable(name);
        variable.map_or(0, |variable| variable.levels.len())
    }

    /// `None` only for what the study file has already refused.
    fn compute(&self) -> Option<(Rows, Vec<Part>)> {
        let used = self.complete();
        let universe = used.len();
        let parts = match self.statistic.design() {
            Design::Number | Design::Category | Design::Endpoint | Design::Competing => {
                match self.grouping() {
                    Some(grouping) => self.in_each_level(&grouping, &used),
                    None => self.alone(&used)?,
                }
            }
            Design::NumberInTwo | Design::NumberInGroups => {
                let grouping = self.grouping()?;
                let Column::Numbers(cells) = self.recorder.cohort.column(self.of) else {
                    return None;
                };
                let groups = values_by_level(cells, &grouping);
                groups::compute(self.statistic, &groups, &grouping, self.conventions())
            }
            Design::BinaryInTwo
            | Design::BinaryInGroups
            | Design::CategoryInTwo
            | Design::CategoryInGroups => {
                let grouping = self.grouping()?;
                let counts = self.counts(&grouping, &used);
                categories::compute(self.statistic, &counts, &grouping, self.conventions())
            }
            Design::CategoryInStrata => {
                let (grouping, strata) = (self.grouping()?, self.wanted.strata.as_ref()?);
                let cells = self.recorder.cohort.column(strata).levels();
                let tables: Vec<Vec<Vec<u64>>> = (0..self.level_count(strata))
                    .map(|stratum| {
                        let inside =
                            |(used, cell): (&bool, &Option<usize>)| *used && *cell == Some(stratum);
                        let own: Vec<bool> = used.iter().zip(cells).map(inside).collect();
                        self.counts(&grouping, &own)
                    })
                    .collect();
                categories::within_strata(self.statistic, &tables, self.conventions())
            }
            Design::TwoNumbers => {
                let with = self.wanted.with.as_ref()?;
                let (x, y) = (self.numbers(self.of, &used), self.numbers(with, &used));
                same_rows::numbers(self.statistic, &x, &y, self.conventions())
            }
            Design::Numbers => {
                let of = self.wanted.of.iter();
                let columns: Vec<Vec<f64>> = of.map(|name| self.numbers(name, &used)).collect();
                same_rows::repeated(&columns)
            }
            Design::TwoCategories => {
                let with = self.wanted.with.as_ref()?;
                let (x, y) = (self.levels(self.of, &used), self.levels(with, &used));
                let size = self.level_count(self.of).max(self.level_count(with));
                let mut table = vec![vec![0; size]; size];
                for (x, y) in x.into_iter().zip(y) {
                    table[x][y] += 1;
                }
                same_rows::categories(self.statistic, &table, self.conventions())
            }
            Design::Binaries => {
                let of = self.wanted.of.iter();
                let columns: Vec<Vec<usize>> = of.map(|name| self.levels(name, &used)).collect();
                same_rows::answers(&columns)
            }
            Design::EndpointInTwo | Design::EndpointInGroups => {
                let (study, cohort) = (self.recorder.study, self.recorder.cohort);
                let (endpoint, grouping) = (study.endpoint(self.of)?, self.grouping()?);
                let all = observations(study, cohort, endpoint);
                let strata = self.strata_of_rows(universe);
                let data = curves::Grouped::new(&all, &grouping, &strata);
                curves::compared(
                    self.statistic,
                    endpoint,
                    &data,
                    &grouping,
                    self.wanted,
                    self.conventions(),
                )
            }
            Design::CompetingInGroups => {
                let (study, cohort) = (self.recorder.study, self.recorder.cohort);
                let (endpoint, grouping) = (study.endpoint(self.of)?, self.grouping()?);
                curves::gray_test(&competing_observations(study, cohort, endpoint), &grouping)
            }
        };
        Some((Rows { used, universe }, parts))
    }

    /// One variable or endpoint, in the rows that are used.
    fn alone(&self, used: &[bool]) -> Option<Vec<Part>> {
        let (study, cohort) = (self.recorder.study, self.recorder.cohort);
        let (statistic, conventions) = (self.statistic, self.conventions());
        Some(match statistic.design() {
            Design::Number => {
                numbers::compute(statistic, &self.numbers(self.of, used), conventions)
            }
            Design::Category => self.shares(used),
            Design::Competing => {
                let endpoint = study.endpoint(self.of)?;
                let own = kept(&competing_observations(study, cohort, endpoint), used);
                curves::incidence(&own, endpoint, self.wanted, conventions)
            }
            _ => {
                let endpoint = study.endpoint(self.of)?;
                let own = kept(&observations(study, cohort, endpoint), used);
                curves::alone(statistic, &own, endpoint, self.wanted, conventions)
            }
        })
    }

    /// The same in each level of the grouping.
    fn in_each_level(&self, grouping: &Grouping<'_>, used: &[bool]) -> Vec<Part> {
        let levels = grouping.variable.levels.iter().enumerate();
        levels
            .flat_map(|(at, level)| {
                let own = self
                    .alone(&both(used, &grouping.members(at)))
                    .unwrap_or_default();
                own.into_iter().map(move |part| {
                    part.of(Step::Name(level.id.clone()), &level.label)
                        .from_rows(PartRows::Group(at))
                })
            })
            .collect()
    }

    /// The stratum of each row: one for all without strata.
    fn strata_of_rows(&self, rows: usize) -> Vec<Option<usize>> {
        match &self.wanted.strata {
            Some(strata) => self.recorder.cohort.column(strata).levels().to_vec(),
            None => vec![Some(0); rows],
        }
    }

    /// A row for each level of the grouping, a column for each of the variable.
    fn counts(&self, grouping: &Grouping<'_>, used: &[bool]) -> Vec<Vec<u64>> {
        let mut counts = vec![vec![0; self.level_count(self.of)]; grouping.variable.levels.len()];
        let cells = self.recorder.cohort.column(self.of).levels();
        for ((cell, group), used) in cells.iter().zip(grouping.cells).zip(used) {
            if let (Some(level), Some(group), true) = (cell, group, used) {
                counts[*group][*level] += 1;
            }
        }
        counts
    }

    /// The interval of the share of each level.
    fn shares(&self, used: &[bool]) -> Vec<Part> {
        let levels = self.levels(self.of, used);
        let trials = count(used) as u64;
        let Some(variable) = self.recorder.study.variable(self.of) else {
            return Vec::new();
        };
        variable
            .levels
            .iter()
            .enumerate()
            .flat_map(|(at, level)| {
                let successes = levels.iter().filter(|own| **own == at).count() as u64;
                let confidence = self.conventions().confidence;
                categories::share(self.statistic, successes, trials, confidence)
                    .into_iter()
                    .map(|part| part.of(Step::Name(level.id.clone()), &level.label))
            })
            .collect()
    }
}
