//! Putting numbers into the ledger, with what they were computed from.

use crate::cohort::{Cohort, Levels};
use crate::ledger::{Conflict, Ledger, RowSet};
use crate::number::conventions::Setting;
use crate::number::{Format, Method, Name, Number, NumberId, Step, Value, format};
use crate::statistics::methods::is_bounded;
use crate::study::{Study, Variable};

/// The study, its cohort, and the ledger that is being written.
pub(super) struct Recorder<'a> {
    pub(super) study: &'a Study,
    pub(super) cohort: &'a Cohort,
    pub(super) ledger: Ledger,
    /// Numbers that were refused, each under the id of another.
    pub(super) conflicts: Vec<Conflict>,
}

/// What a family of numbers was computed from.
#[derive(Debug, Clone)]
pub(super) struct Basis {
    pub(super) n: usize,
    pub(super) missing: usize,
    columns: Vec<String>,
    rows: usize,
}

/// One number on its way into the ledger.
pub(super) struct Entry {
    pub(super) id: NumberId,
    pub(super) definition: String,
    pub(super) value: Value,
    pub(super) format: Format,
    pub(super) unit: Option<String>,
    pub(super) name: Option<String>,
    pub(super) method: Method,
    pub(super) conventions: Vec<Setting>,
}

impl Entry {
    /// A number without unit or conventions.
    pub(super) fn new(
        id: NumberId,
        definition: String,
        value: impl Into<Value>,
        format: Format,
        method: Method,
    ) -> Self {
        let format = match format {
            Format::Digits(digits) if is_bounded(method.id, id.key()) => Format::Bounded(digits),
            other => other,
        };
        Self {
            id,
            definition,
            value: value.into(),
            format,
            unit: None,
            name: None,
            method,
            conventions: Vec::new(),
        }
    }

    /// How many rows something holds for.
    pub(super) fn count(id: NumberId, definition: String, count: usize) -> Self {
        Self::new(
            id,
            definition,
            count as f64,
            Format::Digits(0),
            crate::statistics::methods::COUNT,
        )
    }

    pub(super) fn unit(mut self, unit: Option<&str>) -> Self {
        self.unit = unit.map(str::to_owned);
        self
    }

    pub(super) fn convention(mut self, convention: Setting) -> Self {
        self.conventions.push(convention);
        self
    }
}

impl<'a> Recorder<'a> {
    pub(super) fn new(study: &'a Study, cohort: &'a Cohort) -> Self {
        Self {
            study,
            cohort,
            ledger: Ledger::new(study.conventions.style),
            conflicts: Vec::new(),
        }
    }

    /// Adds what another recorded after its own.
    pub(super) fn append(&mut self, other: Self) {
        self.conflicts.extend(other.conflicts);
        self.conflicts.extend(self.ledger.append(other.ledger));
    }

    /// The basis of numbers from the rows that are `used`, out of `universe`
    /// rows that belong to the question.
    pub(super) fn basis(&mut self, used: &[bool], universe: usize, variables: &[&str]) -> Basis {
        let rows = RowSet::chosen(self.cohort.lines(), used);
        let n = count(used);
        let mut columns: Vec<String> = Vec::new();
        for name in variables {
            for column in self.study.source_columns(name) {
                if !columns.contains(&column) {
                    columns.push(column);
                }
            }
        }
        Basis {
            n,
            missing: universe.saturating_sub(n),
            columns,
            rows: self.ledger.row_set(rows),
        }
    }

    /// Writes one number.
    pub(super) fn add(&mut self, basis: &Basis, entry: Entry) {
        let printed = format::print(&entry.value, entry.format, basis.n, &self.study.conventions);
        let pushed = self.ledger.push(Number {
            id: entry.id,
            definition: entry.definition,
            value: entry.value,
            format: entry.format,
            text: printed.text,
            decimals: printed.decimals,
            unit: entry.unit,
            name: entry.name,
            n: basis.n,
            missing: basis.missing,
            method: entry.method,
            conventions: entry.conventions,
            columns: basis.columns.clone(),
            rows: basis.rows,
        });
        self.conflicts
            .extend(pushed.err().map(|conflict| *conflict));
    }
}

/// The rows of a cohort by the levels of a variable.
pub(super) struct Grouping<'a> {
    pub(super) variable: &'a Variable,
    pub(super) cells: &'a Levels,
}

impl<'a> Grouping<'a> {
    pub(super) fn new(study: &'a Study, cohort: &'a Cohort, name: &str) -> Option<Self> {
        Some(Self {
            variable: study.variable(name)?,
            cells: cohort.column(name).levels(),
        })
    }

    /// Which rows belong to a level.
    pub(super) fn members(&self, level: usize) -> Vec<bool> {
        self.cells.iter().map(|cell| cell == Some(level)).collect()
    }

    /// The step to the comparison of two levels.
    pub(super) fn pair(&self, first: usize, second: usize) -> Step {
        let name = |at: usize| {
            let level = self.variable.levels.get(at);
            level.map_or_else(|| Name::new(""), |level| level.id.clone())
        };
        Step::Pair(name(first), name(second))
    }

    /// Which rows belong to one of two levels.
    pub(super) fn members_of_pair(&self, first: usize, second: usize) -> Vec<bool> {
        let either = [Some(first), Some(second)];
        self.cells
            .iter()
            .map(|cell| either.contains(&cell))
            .collect()
    }

    /// A pair of levels in words.
    pub(super) fn pair_label(&self, first: usize, second: usize) -> String {
        let label = |at: usize| {
            self.variable
                .levels
                .get(at)
                .map_or("", |level| level.label.as_str())
        };
        format!("{} against {}", label(first), label(second))
    }
}

/// How many are `true`.
pub(super) fn count(flags: &[bool]) -> usize {
    flags.iter().filter(|flag| **flag).count()
}

/// Row by row: both.
pub(super) fn both(a: &[bool], b: &[bool]) -> Vec<bool> {
    a.iter().zip(b).map(|(a, b)| *a && *b).collect()
}

/// The cells of the rows that are used.
pub(super) fn kept<T>(cells: impl Iterator<Item = Option<T>>, used: &[bool]) -> Vec<T> {
    let rows = cells.zip(used).filter(|(_, used)| **used);
    rows.filter_map(|(cell, _)| cell).collect()
}
