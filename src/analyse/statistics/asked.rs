//! The samples of a statistic.

use super::super::axis_end::{axis_end, told_times};
use super::super::record::{Grouping, both, count, kept};
use crate::cohort::{Cohort, competing_observations, observations};
use crate::statistics::{Compute, Grouped, Part, Settings, Statistic, without_value};
use crate::stats::StatsError;
use crate::stats::survival::Observation;
use crate::stats::survival::competing::CompetingObservation;
use crate::stats::two_by_two::TwoByTwo;
use crate::study::{Endpoint, StatisticsByName, Study, Ticks, Variable};

/// One variable or endpoint of which statistics are asked.
pub(super) struct Asked<'a> {
    pub(super) study: &'a Study,
    pub(super) wanted: &'a StatisticsByName,
    pub(super) of: &'a str,
    pub(super) variable: Option<&'a Variable>,
    pub(super) endpoint: Option<&'a Endpoint>,
    pub(super) grouping: Option<Grouping<'a>>,
    /// Rows in which everything that is read has a value.
    pub(super) used: Vec<bool>,
    /// Times at which a curve is given.
    times: Vec<f64>,
    cohort: &'a Cohort,
}

/// A number of a statistic, and which of several groups and levels it is of.
pub(super) struct Located {
    pub(super) group: Option<usize>,
    pub(super) level: Option<usize>,
    pub(super) part: Part,
}

impl<'a> Asked<'a> {
    pub(super) fn new(
        study: &'a Study,
        cohort: &'a Cohort,
        wanted: &'a StatisticsByName,
        of: &'a str,
    ) -> Self {
        let by = wanted.by.as_ref();
        let mut asked = Self {
            study,
            cohort,
            wanted,
            of,
            variable: study.variable(of).filter(|_| !wanted.of_endpoints),
            endpoint: study.endpoint(of).filter(|_| wanted.of_endpoints),
            grouping: by.and_then(|by| Grouping::new(study, cohort, by)),
            used: Vec::new(),
            times: wanted.times.clone(),
        };
        asked.used = asked.complete();
        if let (true, Some(every)) = (asked.times.is_empty(), wanted.told_every) {
            asked.times = asked.told(every);
        }
        asked
    }

    /// The other measurements of the same rows, where they are repeated.
    pub(super) fn repeated(&self) -> &'a [String] {
        match self.wanted.of.split_first() {
            Some((_, others)) if self.wanted.repeated => others,
            _ => &[],
        }
    }

    /// Times on an axis with these ticks, which is that of the whole cohort.
    fn told(&self, every: Ticks) -> Vec<f64> {
        let Some(endpoint) = self.endpoint else {
            return Vec::new();
        };
        let all = competing_observations(self.study, self.cohort, endpoint);
        let end = axis_end(all.iter().flatten().map(|row| row.time));
        told_times(every.step(endpoint.unit, end), end)
    }

    /// Every variable that is read.
    pub(super) fn columns(&self) -> Vec<String> {
        let mut columns = match self.endpoint {
            Some(endpoint) => endpoint.columns(),
            None => vec![self.of.to_owned()],
        };
        columns.extend(self.others().cloned());
        columns
    }

    fn others(&self) -> impl Iterator<Item = &'a String> {
        let wanted = self.wanted;
        let keys = [&wanted.with, &wanted.by, &wanted.strata];
        self.repeated().iter().chain(keys.into_iter().flatten())
    }

    fn complete(&self) -> Vec<bool> {
        let own = match self.endpoint {
            Some(endpoint) => {
                let all = observations(self.study, self.cohort, endpoint);
                all.iter().map(Option::is_some).collect()
            }
            None => self.cohort.column(self.of).present(),
        };
        self.others().fold(own, |used, name| {
            both(&used, &self.cohort.column(name).present())
        })
    }

    fn numbers(&self, name: &str, used: &[bool]) -> Vec<f64> {
        kept(self.cohort.column(name).numbers().iter(), used)
    }

    fn levels(&self, name: &str, used: &[bool]) -> Vec<usize> {
        kept(self.cohort.column(name).levels().iter(), used)
    }

    fn level_count(&self, name: &str) -> usize {
        let variable = self.study.variable(name);
        variable.map_or(0, |variable| variable.levels.len())
    }

    fn settings(&self) -> Settings<'_> {
        let conventions = &self.study.conventions;
        Settings {
            confidence: conventions.confidence,
            quantile: conventions.quantile,
            survival_interval: conventions.survival_interval,
            adjustment: conventions.adjustment,
            times: &self.times,
            limit: self.wanted.limit.unwrap_or_default(),
            weights: self.wanted.rho_gamma,
        }
    }

    /// The numbers of a statistic; `None` only for what the study file has
    /// already refused.
    pub(super) fn compute(&self, statistic: &Statistic) -> Option<Vec<Located>> {
        let settings = &self.settings();
        let used = self.used.as_slice();
        let parts = match &statistic.compute {
            Compute::Number(f) => {
                return Some(self.in_each_group(|used| f(&self.numbers(self.of, used), settings)));
            }
            Compute::Endpoint(f) => {
                let all = observations(self.study, self.cohort, self.endpoint?);
                return Some(
                    self.in_each_group(|used| f(&kept(all.iter().copied(), used), settings)),
                );
            }
            Compute::Competing(f) => {
                let all = competing_observations(self.study, self.cohort, self.endpoint?);
                return Some(
                    self.in_each_group(|used| f(&kept(all.iter().copied(), used), settings)),
                );
            }
            Compute::Share(f) => return Some(self.shares(|k, n| f(k, n, settings))),
            Compute::NumberInTwo(f) => self.in_two(&self.samples()?, |x, y| f(x, y, settings)),
            Compute::NumberInGroups(f) => f(&slices(&self.samples()?), settings),
            Compute::BinaryInTwo(f) => self.in_two(&self.counts(used)?, |x, y| match (x, y) {
                // The second level is the event.
                ([b, a], [d, c]) => f(table(*a, *b, *c, *d), settings),
                _ => without_value(StatsError::Domain("needs a binary variable")),
            }),
            Compute::BinaryInGroups(f) => {
                let counts = self.counts(used)?;
                let events = counts.iter().map(|row| row.last().copied().unwrap_or(0));
                let trials = counts.iter().map(|row| row.iter().sum());
                f(
                    &events.collect::<Vec<u64>>(),
                    &trials.collect::<Vec<u64>>(),
                    settings,
                )
            }
            Compute::CategoryInTwo(f) => self.in_two(&self.counts(used)?, |x, y| f(x, y, settings)),
            Compute::CategoryInGroups(f) => f(&self.counts(used)?, settings),
            Compute::CategoryInStrata(f) => f(&self.counts_within_strata()?, settings),
            Compute::TwoNumbers(f) => {
                let with = self.wanted.with.as_ref()?;
                let (x, y) = (self.numbers(self.of, used), self.numbers(with, used));
                f(&x, &y, settings)
            }
            Compute::Numbers(f) => {
                let rows = self.rows_of(|name| self.numbers(name, used));
                f(&slices(&rows), settings)
            }
            Compute::Binaries(f) => {
                // Yes is the second level of each variable.
                let yes = |name: &str| self.levels(name, used).iter().map(|at| *at == 1).collect();
                let rows = self.rows_of(yes);
                f(&slices(&rows), settings)
            }
            Compute::TwoCategories(f) => f(&self.square()?, settings),
            Compute::EndpointInTwo(f) => {
                let all = observations(self.study, self.cohort, self.endpoint?);
                self.in_two(&self.grouped(all.iter().copied(), used)?, |x, y| {
                    f(x, y, settings)
                })
            }
            Compute::EndpointInGroups(f) => f(&self.within_strata()?, settings),
            Compute::CompetingInGroups(f) => {
                let all = competing_observations(self.study, self.cohort, self.endpoint?);
                let groups: Vec<Vec<CompetingObservation>> =
                    self.grouped(all.iter().copied(), used)?;
                f(&slices(&groups), settings)
            }
        };
        Some(parts.into_iter().map(Located::of_whole).collect())
    }

    /// The same of all rows, or in each group.
    fn in_each_group(&self, compute: impl Fn(&[bool]) -> Vec<Part>) -> Vec<Located> {
        let Some(grouping) = &self.grouping else {
            let parts = compute(&self.used).into_iter();
            return parts.map(Located::of_whole).collect();
        };
        let groups = 0..grouping.variable.levels.len();
        groups
            .flat_map(|group| {
                let parts = compute(&both(&self.used, &grouping.members(group)));
                parts.into_iter().map(move |part| Located {
                    group: Some(group),
                    level: None,
                    part,
                })
            })
            .collect()
    }

    /// The share of each level, of all rows or in each group.
    fn shares(&self, share: impl Fn(u64, u64) -> Vec<Part>) -> Vec<Located> {
        let groups: Vec<Option<usize>> = match &self.grouping {
            Some(grouping) => (0..grouping.variable.levels.len()).map(Some).collect(),
            None => vec![None],
        };
        let mut found = Vec::new();
        for group in groups {
            let used = match (&self.grouping, group) {
                (Some(grouping), Some(group)) => both(&self.used, &grouping.members(group)),
                _ => self.used.clone(),
            };
            let own = self.levels(self.of, &used);
            let trials = count(&used) as u64;
            for level in 0..self.level_count(self.of) {
                let successes = own.iter().filter(|at| **at == level).count() as u64;
                found.extend(share(successes, trials).into_iter().map(|part| Located {
                    group,
                    level: Some(level),
                    part,
                }));
            }
        }
        found
    }

    /// The two groups that have a row.
    fn in_two<T>(&self, groups: &[Vec<T>], compute: impl Fn(&[T], &[T]) -> Vec<Part>) -> Vec<Part>
    where
        [T]: Filled,
    {
        let filled: Vec<&[T]> = groups
            .iter()
            .map(Vec::as_slice)
            .filter(|group| group.is_filled())
            .collect();
        match filled.as_slice() {
            [first, second] => compute(first, second),
            _ => {
                let why = "needs exactly two groups with observations";
                without_value(StatsError::Domain(why))
            }
        }
    }

    /// The numbers in each group.
    fn samples(&self) -> Option<Vec<Vec<f64>>> {
        let cells = self.cohort.column(self.of).numbers();
        self.grouped(cells.iter(), &self.used)
    }

    /// What the rows of each group hold.
    fn grouped<T: Clone>(
        &self,
        cells: impl Iterator<Item = Option<T>>,
        used: &[bool],
    ) -> Option<Vec<Vec<T>>> {
        let grouping = self.grouping.as_ref()?;
        let mut groups = vec![Vec::new(); grouping.variable.levels.len()];
        let rows = cells.zip(grouping.cells.iter()).zip(used);
        for ((cell, group), _) in rows.filter(|(_, used)| **used) {
            if let (Some(value), Some(own)) = (cell, group.and_then(|at| groups.get_mut(at))) {
                own.push(value);
            }
        }
        Some(groups)
    }

    /// A row for each level of the grouping, a column for each of the variable.
    fn counts(&self, used: &[bool]) -> Option<Vec<Vec<u64>>> {
        let levels = self.level_count(self.of);
        let groups = self.grouped(self.cohort.column(self.of).levels().iter(), used)?;
        let counted = |group: Vec<usize>| {
            let mut row = vec![0; levels];
            for level in group {
                if let Some(count) = row.get_mut(level) {
                    *count += 1;
                }
            }
            row
        };
        Some(groups.into_iter().map(counted).collect())
    }

    fn counts_within_strata(&self) -> Option<Vec<Vec<Vec<u64>>>> {
        let strata = self.wanted.strata.as_ref()?;
        let cells = self.cohort.column(strata).levels();
        let tables = (0..self.level_count(strata)).map(|stratum| {
            let members: Vec<bool> = cells.iter().map(|cell| cell == Some(stratum)).collect();
            self.counts(&both(&self.used, &members))
        });
        tables.collect()
    }

    /// The measurements of each row.
    fn rows_of<T: Copy>(&self, column: impl Fn(&str) -> Vec<T>) -> Vec<Vec<T>> {
        let columns: Vec<Vec<T>> = self.wanted.of.iter().map(|name| column(name)).collect();
        let rows = 0..count(&self.used);
        let row = |at: usize| columns.iter().filter_map(|c| c.get(at).copied()).collect();
        rows.map(row).collect()
    }

    /// First variable in rows, second in columns.
    fn square(&self) -> Option<Vec<Vec<u64>>> {
        let with = self.wanted.with.as_ref()?;
        let size = self.level_count(self.of).max(self.level_count(with));
        let mut table = vec![vec![0; size]; size];
        let (x, y) = (
            self.levels(self.of, &self.used),
            self.levels(with, &self.used),
        );
        for (x, y) in x.into_iter().zip(y) {
            if let Some(count) = table.get_mut(x).and_then(|row| row.get_mut(y)) {
                *count += 1;
            }
        }
        Some(table)
    }

    /// Times to event by stratum and group; one stratum where none is named.
    fn within_strata(&self) -> Option<Grouped> {
        let all: Vec<Option<Observation>> = observations(self.study, self.cohort, self.endpoint?);
        let strata = match &self.wanted.strata {
            Some(strata) => self.cohort.column(strata).levels(),
            None => {
                return Some(Grouped {
                    strata: vec![self.grouped(all.iter().copied(), &self.used)?],
                });
            }
        };
        let last = strata.iter().flatten().max().unwrap_or(0);
        let mut found = Vec::new();
        for stratum in 0..=last {
            let members: Vec<bool> = strata.iter().map(|cell| cell == Some(stratum)).collect();
            found.push(self.grouped(all.iter().copied(), &both(&self.used, &members))?);
        }
        found.retain(|groups| groups.iter().any(|group| !group.is_empty()));
        Some(Grouped { strata: found })
    }
}

impl Located {
    fn of_whole(part: Part) -> Self {
        Self {
            group: None,
            level: None,
            part,
        }
    }
}

/// Whether a group has a row: a sample with values, or counts that are not all
/// nought.
trait Filled {
    fn is_filled(&self) -> bool;
}

impl Filled for [f64] {
    fn is_filled(&self) -> bool {
        !self.is_empty()
    }
}

impl Filled for [Observation] {
    fn is_filled(&self) -> bool {
        !self.is_empty()
    }
}

impl Filled for [u64] {
    fn is_filled(&self) -> bool {
        self.iter().any(|count| *count > 0)
    }
}

fn slices<T>(groups: &[Vec<T>]) -> Vec<&[T]> {
    groups.iter().map(Vec::as_slice).collect()
}

fn table(a: u64, b: u64, c: u64, d: u64) -> TwoByTwo {
    TwoByTwo { a, b, c, d }
}
