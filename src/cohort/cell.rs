//! One cell of text into one typed value.

use crate::findings::{Finding, suggest};
use crate::study::{CohortFile, Kind, Range, Variable};

use super::{Column, dates};

/// A problem of a cell, with a help.
type Problem = (String, String);

/// Appends cells to a column, one by one, checking each.
pub(super) struct Filler<'a> {
    variable: &'a Variable,
    file: &'a CohortFile,
    column: Column,
}

impl<'a> Filler<'a> {
    pub(super) fn new(variable: &'a Variable, file: &'a CohortFile) -> Self {
        let column = match variable.kind {
            Kind::Continuous | Kind::Count => Column::Numbers(Vec::new()),
            Kind::Binary | Kind::Nominal | Kind::Ordinal => Column::Levels(Vec::new()),
            Kind::Date => Column::Dates(Vec::new()),
            Kind::Identifier | Kind::Text => Column::Text(Vec::new()),
        };
        Self {
            variable,
            file,
            column,
        }
    }

    pub(super) fn variable(&self) -> &'a Variable {
        self.variable
    }

    pub(super) fn finish(self) -> Column {
        self.column
    }

    /// Takes a cell; a bad one is stored as missing and returned as a finding,
    /// which stops the pipeline after the reading.
    pub(super) fn take(&mut self, cell: &str) -> Result<(), Box<Finding>> {
        let cell = cell.trim();
        let is = |missing: &String| missing == cell;
        let missing = cell.is_empty()
            || self.file.missing.iter().any(is)
            || self.variable.missing.iter().any(is);
        let problem = match &mut self.column {
            Column::Numbers(cells) => {
                store(cells, missing, || self.variable.number(cell, self.file))
            }
            Column::Levels(cells) => store(cells, missing, || self.variable.level(cell)),
            Column::Dates(cells) => store(cells, missing, || self.variable.date(cell, self.file)),
            Column::Text(cells) => store(cells, missing, || Ok(cell.to_owned())),
        };
        let problem = problem.or_else(|| {
            (missing && self.variable.kind == Kind::Identifier).then(|| {
                (
                    "is missing, but is the identifier of the row".to_owned(),
                    "give every row an identifier".to_owned(),
                )
            })
        });
        match problem {
            None => Ok(()),
            Some((problem, help)) => Err(Box::new(
                Finding::new("", problem, help)
                    .in_column(self.variable.name.clone())
                    .with_value(cell),
            )),
        }
    }
}

fn store<T>(
    cells: &mut Vec<Option<T>>,
    missing: bool,
    parse: impl FnOnce() -> Result<T, Problem>,
) -> Option<Problem> {
    if missing {
        cells.push(None);
        return None;
    }
    match parse() {
        Ok(value) => {
            cells.push(Some(value));
            None
        }
        Err(problem) => {
            cells.push(None);
            Some(problem)
        }
    }
}

/// The date of a cell, its parts in this order.
pub fn date_of(cell: &str, order: crate::study::DateOrder) -> Option<jiff::civil::Date> {
    dates::parse(cell, order).ok()
}

/// The date of a cell that was read as one.
pub fn read_date(cell: &str, file: &CohortFile) -> Option<jiff::civil::Date> {
    date_of(cell, file.dates)
}

impl Variable {
    fn number(&self, cell: &str, file: &CohortFile) -> Result<f64, Problem> {
        let text = if file.decimal_comma && !cell.contains('.') {
            cell.replace(',', ".")
        } else {
            cell.to_owned()
        };
        let plain = text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E'));
        let number = text
            .parse::<f64>()
            .ok()
            .filter(|number| plain && number.is_finite());
        let Some(number) = number else {
            return Err(self.not_a_number(cell));
        };
        if self.kind == Kind::Count && (number < 0.0 || number.fract() != 0.0) {
            return Err((
                "is not a whole number from 0".to_owned(),
                "correct the count, or declare the column continuous".to_owned(),
            ));
        }
        match self.range {
            Some(Range::Numbers(low, high)) if !(low..=high).contains(&number) => {
                let unit = self
                    .unit
                    .as_deref()
                    .map(|unit| format!(" {unit}"))
                    .unwrap_or_default();
                Err((
                    format!("is outside {low} to {high}{unit}"),
                    "correct the cell, or widen range in study.toml if the value is correct"
                        .to_owned(),
                ))
            }
            _ => Ok(number),
        }
    }

    fn not_a_number(&self, cell: &str) -> Problem {
        let digits_only = |text: &str| text.chars().all(|c| c.is_ascii_digit() || c == ',');
        let help = if cell.contains(',') && digits_only(cell) {
            "write a decimal point and no thousands separator, or set [cohort] decimal = \",\" in study.toml"
        } else if cell.starts_with(['<', '>', '≤', '≥', '~']) {
            "write the number alone; a limit of detection is not a measurement"
        } else if cell.starts_with(|c: char| c.is_ascii_digit()) {
            "write the number alone; the unit belongs in study.toml"
        } else {
            "write a number, leave the cell empty, or list the text under missing in study.toml"
        };
        ("is not a number".to_owned(), help.to_owned())
    }

    fn level(&self, cell: &str) -> Result<usize, Problem> {
        self.levels
            .iter()
            .position(|level| level.code == cell)
            .ok_or_else(|| {
                let codes: Vec<&str> = self
                    .levels
                    .iter()
                    .map(|level| level.code.as_str())
                    .collect();
                let same = codes.iter().find(|code| code.eq_ignore_ascii_case(cell));
                (
                    format!("is not one of {}", codes.join(", ")),
                    match same {
                        Some(code) => format!("write \"{code}\""),
                        None => suggest(cell, codes),
                    },
                )
            })
    }

    fn date(&self, cell: &str, file: &CohortFile) -> Result<jiff::civil::Date, Problem> {
        let date = dates::parse(cell, file.dates).map_err(|not| (not.problem, not.help))?;
        match self.range {
            Some(Range::Dates(from, to)) if !(from..=to).contains(&date) => Err((
                format!("is outside {from} to {to}"),
                "correct the cell, or widen range in study.toml if the value is correct".to_owned(),
            )),
            _ => Ok(date),
        }
    }
}
