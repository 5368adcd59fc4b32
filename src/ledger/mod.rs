//! The ledger: every number of a run, once, with where it comes from.
//!
//! Analyses put numbers in; tables, figures, templates and the check only read
//! them.

mod alike;
mod results;
mod rows;

use std::collections::HashMap;

use thiserror::Error;

use crate::number::styles::NumberStyle;
use crate::number::{Number, NumberId, format};

pub use results::{
    Conclusion, Entry, InputFile, RESULTS, ResultsError, ResultsFile, SCHEMA_VERSION, Status, Tool,
};
pub use rows::RowSet;

/// Two different numbers under one id.
#[derive(Debug, Clone, PartialEq, Error)]
#[error(
    "two different numbers have the id {id}: {first} ({first_definition}) and {second} \
     ({second_definition})"
)]
pub struct Conflict {
    /// The id of both.
    pub id: NumberId,
    /// The value of the one that the ledger holds.
    pub first: String,
    /// What it is.
    pub first_definition: String,
    /// The value of the one that was offered.
    pub second: String,
    /// What it is.
    pub second_definition: String,
}

/// All numbers of one run, in the order in which they were computed.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    /// How its numbers are printed.
    pub style: NumberStyle,
    numbers: Vec<Number>,
    index: HashMap<NumberId, usize>,
    row_sets: Vec<RowSet>,
    row_index: HashMap<RowSet, usize>,
}

impl Ledger {
    /// An empty ledger whose numbers are printed so.
    pub fn new(style: NumberStyle) -> Self {
        Self {
            style,
            ..Self::default()
        }
    }

    /// Adds a number. The same number again, computed for another table or
    /// figure, is no second entry.
    ///
    /// # Errors
    /// [`Conflict`] where another number has its id; the first stays.
    pub fn push(&mut self, number: Number) -> Result<(), Box<Conflict>> {
        let Some(known) = self.get(&number.id) else {
            self.index.insert(number.id.clone(), self.numbers.len());
            self.numbers.push(number);
            return Ok(());
        };
        if *known == number {
            return Ok(());
        }
        Err(Box::new(Conflict {
            first: known.full_value(),
            first_definition: known.definition.clone(),
            second: number.full_value(),
            second_definition: number.definition,
            id: number.id,
        }))
    }

    /// The index of a set of rows, stored once.
    pub fn row_set(&mut self, rows: RowSet) -> usize {
        if let Some(&known) = self.row_index.get(&rows) {
            return known;
        }
        self.row_sets.push(rows.clone());
        self.row_index.insert(rows, self.row_sets.len() - 1);
        self.row_sets.len() - 1
    }

    /// Adds the numbers of another after its own, as if they had been computed
    /// here.
    pub(crate) fn append(&mut self, other: Self) -> Vec<Conflict> {
        let rows: Vec<usize> = other
            .row_sets
            .into_iter()
            .map(|rows| self.row_set(rows))
            .collect();
        let numbers = other.numbers.into_iter().filter_map(|mut number| {
            number.rows = rows.get(number.rows).copied()?;
            self.push(number).err().map(|conflict| *conflict)
        });
        numbers.collect()
    }

    /// The text between the numbers of two ids.
    pub fn range_mark(&self, low: impl AsRef<str>, high: impl AsRef<str>) -> &'static str {
        match (self.get(low), self.get(high)) {
            (Some(low), Some(high)) => {
                let of = low.ends();
                let ends = [low, high].map(|end| (&end.value, end.text.as_str()));
                let [low, high] = ends;
                format::range_mark(low, high, of, self.style)
            }
            _ => self.style.words.text("number.to"),
        }
    }

    /// The number of this id.
    pub fn get(&self, id: impl AsRef<str>) -> Option<&Number> {
        self.position(id).and_then(|at| self.numbers.get(at))
    }

    /// The number that a person means: the one of this id, or the only one
    /// whose id reads so without its quotation marks.
    pub fn find(&self, text: &str) -> Option<&Number> {
        self.get(text).or_else(|| {
            let mut meant = self.numbers.iter().filter(|number| {
                number.id.as_str().contains('"') && number.id.without_quotes() == text
            });
            match (meant.next(), meant.next()) {
                (Some(number), None) => Some(number),
                _ => None,
            }
        })
    }

    /// The place of this id in the order of the ledger.
    pub fn position(&self, id: impl AsRef<str>) -> Option<usize> {
        self.index.get(id.as_ref()).copied()
    }

    /// All numbers in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Number> {
        self.numbers.iter()
    }

    /// How many numbers there are.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// The rows that a number was computed from.
    pub fn rows_of(&self, number: &Number) -> Option<&RowSet> {
        self.row_sets.get(number.rows)
    }

    /// All sets of rows.
    pub fn row_sets(&self) -> &[RowSet] {
        &self.row_sets
    }

    /// What to write instead of an unknown id: near ones, or where all are
    /// listed.
    pub fn help_for(&self, id: &str) -> String {
        let near = self.near(id);
        if near.is_empty() {
            "run `cohort-report numbers` to list every id".to_owned()
        } else {
            format!("similar ids: {}", near.join(", "))
        }
    }

    /// Ids near to an unknown one.
    pub fn near(&self, id: &str) -> Vec<&str> {
        let ids = || self.numbers.iter().map(|number| number.id.as_str());
        let within: Vec<&str> = ids().filter(|known| known.contains(id)).take(3).collect();
        if within.is_empty() {
            crate::findings::nearest_few(id, ids(), 3)
        } else {
            within
        }
    }
}
