//! The typed, validated cohort: the bytes of a file and a study in, columns out.
//!
//! Every problem of the data is collected as a finding. Nothing here computes
//! a statistic.

mod cell;
mod dates;
mod derive;
mod follow;
mod month_names;
mod notation;
mod noted;
pub(crate) mod numbers;
mod queries;
mod read;
mod remarks;
mod rules;
mod time_of_day;
mod validate;

pub use cell::{date_of, read_date};
pub(crate) use dates::why_no_date;
pub use dates::{DateForm, days_between};
pub use follow::{EVENT, competing_observations, observations, times_since_origin};
pub(crate) use month_names::is_month;
pub(crate) use notation::plain;
pub use queries::{Query, asked, queries};
pub use read::{read, read_what_can_be};
pub use remarks::remarks;
pub use time_of_day::has_time_of_day;

use jiff::civil::Date;

use crate::findings::{Addressing, Findings};

/// The cells of one variable, row by row; `None` is missing.
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    /// Numbers, in the variable's unit.
    Numbers(Vec<Option<f64>>),
    /// Index of the level in the variable's list.
    Levels(Vec<Option<usize>>),
    /// Calendar dates.
    Dates(Vec<Option<Date>>),
    /// Identifiers and free text.
    Text(Vec<Option<String>>),
}

impl Column {
    /// Which rows have a value.
    pub fn present(&self) -> Vec<bool> {
        fn some<T>(cells: &[Option<T>]) -> Vec<bool> {
            cells.iter().map(Option::is_some).collect()
        }
        match self {
            Self::Numbers(cells) => some(cells),
            Self::Levels(cells) => some(cells),
            Self::Dates(cells) => some(cells),
            Self::Text(cells) => some(cells),
        }
    }

    /// The cells of a numeric variable; none for another kind.
    pub fn numbers(&self) -> &[Option<f64>] {
        if let Self::Numbers(cells) = self {
            cells
        } else {
            &[]
        }
    }

    /// The cells of a categorical variable; none for another kind.
    pub fn levels(&self) -> &[Option<usize>] {
        if let Self::Levels(cells) = self {
            cells
        } else {
            &[]
        }
    }

    /// The cells of a date variable; none for another kind.
    pub fn dates(&self) -> &[Option<Date>] {
        if let Self::Dates(cells) = self {
            cells
        } else {
            &[]
        }
    }

    /// The cells of an identifier or text; none for another kind.
    pub fn text(&self) -> &[Option<String>] {
        if let Self::Text(cells) = self {
            cells
        } else {
            &[]
        }
    }
}

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
        let columns = self.columns.iter().map(|column| match column {
            Column::Numbers(cells) => Column::Numbers(chosen(cells, rows)),
            Column::Levels(cells) => Column::Levels(chosen(cells, rows)),
            Column::Dates(cells) => Column::Dates(chosen(cells, rows)),
            Column::Text(cells) => Column::Text(chosen(cells, rows)),
        });
        Self {
            absent: self.absent.clone(),
            names: self.names.clone(),
            columns: columns.collect(),
            lines: chosen(&self.lines, rows),
            addressing: self.addressing.clone(),
            remarks: self.remarks.clone(),
        }
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
        static NONE: Column = Column::Text(Vec::new());
        self.names
            .iter()
            .position(|known| known == name)
            .and_then(|at| self.columns.get(at))
            .unwrap_or(&NONE)
    }
}
