//! The typed, validated cohort: the bytes of a file and a study in, columns out.
//!
//! Every problem of the data is collected as a finding. Nothing here computes
//! a statistic.

mod beside;
mod cell;
mod codes;
mod column;
mod counted;
mod dates;
mod derive;
mod follow;
mod headers;
pub(crate) mod lengths;
mod limits;
mod month_names;
mod notation;
mod noted;
pub(crate) mod numbers;
mod part;
mod patients;
mod queries;
mod read;
mod remarks;
mod rules;
mod texts;
mod time_of_day;
mod unique;
mod validate;

pub use cell::{Coded, date_of, read_date};
pub use column::{Column, Dates, Levels, Numbers, Texts};
pub(crate) use dates::why_no_date;
pub use dates::{DateForm, days_between};
pub use follow::{
    EVENT, competing_observations, follow_up_observations, observations, times_since_origin,
};
pub(crate) use month_names::{is_month, month};
pub(crate) use notation::plain;
pub use patients::{Patients, patients};
pub use queries::{Query, asked, queries};
pub use read::{read, read_what_can_be};
pub use remarks::{remarks, row_remarks};
pub use time_of_day::has_time_of_day;

use crate::findings::{Addressing, Findings};
use limits::BeyondLimits;

/// All rows of a study's file with its derived variables.
#[derive(Debug, Clone, PartialEq)]
pub struct Cohort {
    /// Declared columns that the file does not have; only in a cohort of what
    /// could be read.
    absent: Vec<String>,
    names: Vec<String>,
    columns: Vec<Column>,
    lines: Vec<u64>,
    addressing: Addressing,
    /// What reading understood without its being written.
    remarks: Findings,
    /// How many patients each row stands for, until it is repeated.
    counts: Option<counted::Counts>,
    /// Texts that are set missing, by variable.
    coded: Vec<(String, Vec<Coded>)>,
    /// Cells beyond a limit of detection, by variable.
    limits: Vec<(String, BeyondLimits)>,
}

fn chosen<T: Clone>(cells: &[T], rows: &[usize]) -> Vec<T> {
    rows.iter()
        .filter_map(|row| cells.get(*row).cloned())
        .collect()
}

impl Cohort {
    /// These rows only, in this order; a row may be repeated.
    #[must_use]
    pub fn select(&self, rows: &[usize]) -> Self {
        let columns = self.columns.iter().map(|column| column.select(rows));
        let limits = self.limits.iter();
        let limits = limits.map(|(name, own)| (name.clone(), own.select(rows)));
        Self {
            absent: self.absent.clone(),
            names: self.names.clone(),
            columns: columns.collect(),
            lines: chosen(&self.lines, rows),
            addressing: self.addressing.clone(),
            remarks: self.remarks.clone(),
            counts: None,
            coded: self.coded.clone(),
            limits: limits.collect(),
        }
    }

    /// How many cells of a column were below and above a limit of detection.
    pub fn beyond_limits(&self, name: &str) -> [usize; 2] {
        let own = self.limits.iter().find(|(known, _)| known == name);
        own.map_or([0; 2], |(_, own)| own.counts())
    }

    /// Texts that are set missing in a column, in the order of the file; their rows
    /// are those of the whole file.
    pub fn coded(&self, name: &str) -> &[Coded] {
        let own = self.coded.iter().find(|(known, _)| known == name);
        own.map_or(&[], |(_, coded)| coded)
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether a declared column is not in the file.
    pub(crate) fn is_absent(&self, name: &str) -> bool {
        self.absent.iter().any(|absent| absent == name)
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The number of each row in its file: the line on which it begins, the row
    /// of its sheet, or its record; [`Self::addressing`] turns it into a place.
    pub fn lines(&self) -> &[u64] {
        &self.lines
    }

    /// How the rows of the file are addressed.
    pub fn addressing(&self) -> &Addressing {
        &self.addressing
    }

    /// What reading the file understood without its being written there.
    pub fn reading_remarks(&self) -> &Findings {
        &self.remarks
    }

    /// The cells of a variable; an empty column for a name that the study does
    /// not declare, which its own validation rules out.
    pub fn column(&self, name: &str) -> &Column {
        static NONE: Column = Column::Text(Texts::new());
        self.names
            .iter()
            .position(|known| known == name)
            .and_then(|at| self.columns.get(at))
            .unwrap_or(&NONE)
    }
}
