//! The ledger: every number of a run, once, with where it comes from.
//!
//! Analyses put numbers in; tables, figures, templates and the check only read
//! them. The text of a number is made here, by [`format`], and nowhere else.

pub mod format;
mod rows;

use std::collections::HashMap;

use jiff::civil::Date;
use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::study::NumberStyle;

pub use rows::RowSet;

/// What a number is worth.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number at full precision.
    Number(f64),
    /// A calendar date.
    Date(Date),
    /// A time that the curve never reaches.
    NotReached,
    /// No value, and why.
    NotComputable(String),
}

impl Value {
    /// The number, if it is one.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }
}

/// How a number was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Method {
    /// As templates ask for it: `kruskal-wallis`.
    pub id: &'static str,
    /// As printed: "Kruskal-Wallis rank-sum test".
    pub title: &'static str,
    /// The R call that gives the same.
    pub r: &'static str,
}

/// One entry of the ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// Stable and readable: `operative_time.by_imaging_type.intraluminal.median`.
    pub id: String,
    /// What it is, in words.
    pub definition: String,
    /// At full precision.
    pub value: Value,
    /// As printed, without its unit.
    pub text: String,
    /// Unit of value and text.
    pub unit: Option<String>,
    /// Rows used.
    pub n: usize,
    /// Rows that belong to the question but had no value.
    pub missing: usize,
    /// How it was found.
    pub method: Method,
    /// Conventions that the value depends on.
    pub conventions: Vec<String>,
    /// Columns of the CSV that it was read from.
    pub columns: Vec<String>,
    /// Index of the rows used among the ledger's row sets.
    pub rows: usize,
}

impl Number {
    /// Text and unit with a no-break space, or without one before `%`.
    pub fn with_unit(&self) -> String {
        match (&self.value, self.unit.as_deref()) {
            (Value::NotReached | Value::NotComputable(_) | Value::Date(_), _) | (_, None) => {
                self.text.clone()
            }
            (_, Some("%")) => format!("{}%", self.text),
            (_, Some(unit)) => format!("{}\u{a0}{unit}", self.text),
        }
    }

    /// The value as `results.json` and the appendix show it.
    pub fn full_value(&self) -> String {
        match &self.value {
            Value::Number(number) => number.to_string(),
            Value::Date(date) => date.to_string(),
            Value::NotReached => "not reached".to_owned(),
            Value::NotComputable(why) => format!("not computable: {why}"),
        }
    }
}

/// Whether an id is that of a p-value, adjusted ones included.
pub fn is_p_value(id: &str) -> bool {
    id.ends_with(".p") || id.ends_with("_p")
}

/// All numbers of one run, in the order in which they were computed.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    /// How its numbers are printed.
    pub style: NumberStyle,
    numbers: Vec<Number>,
    index: HashMap<String, usize>,
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

    /// Adds a number. A second one of the same id is the same number, computed
    /// again for another table or figure: the first stays.
    pub fn push(&mut self, number: Number) {
        if !self.index.contains_key(&number.id) {
            self.index.insert(number.id.clone(), self.numbers.len());
            self.numbers.push(number);
        }
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

    /// What stands between the numbers of two ids; `free` where the style
    /// leaves it open.
    pub fn range_mark<'a>(&self, low: &str, high: &str, free: &'a str) -> &'a str {
        match (self.get(low), self.get(high)) {
            (Some(low), Some(high)) => {
                format::range_mark(&low.value, &high.value, free, self.style)
            }
            _ => free,
        }
    }

    /// The number of this id.
    pub fn get(&self, id: &str) -> Option<&Number> {
        self.index.get(id).and_then(|&at| self.numbers.get(at))
    }

    /// The place of this id in the order of the ledger.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.index.get(id).copied()
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

    /// How to mend an unknown id: near ones, or where all are listed.
    pub fn mend_for(&self, id: &str) -> String {
        let near = self.near(id);
        if near.is_empty() {
            "`cohort-report numbers` lists every id".to_owned()
        } else {
            format!("near it are: {}", near.join(", "))
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

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entry = serializer.serialize_struct("Number", 13)?;
        entry.serialize_field("id", &self.id)?;
        entry.serialize_field("definition", &self.definition)?;
        let (status, reason) = match &self.value {
            Value::Number(number) => {
                entry.serialize_field("value", number)?;
                ("computed", None)
            }
            Value::Date(date) => {
                entry.serialize_field("value", &date.to_string())?;
                ("computed", None)
            }
            Value::NotReached => {
                entry.serialize_field("value", &None::<f64>)?;
                ("not reached", None)
            }
            Value::NotComputable(why) => {
                entry.serialize_field("value", &None::<f64>)?;
                ("not computable", Some(why))
            }
        };
        entry.serialize_field("status", status)?;
        entry.serialize_field("reason", &reason)?;
        entry.serialize_field("text", &self.text)?;
        entry.serialize_field("unit", &self.unit)?;
        entry.serialize_field("n", &self.n)?;
        entry.serialize_field("missing", &self.missing)?;
        entry.serialize_field("method", &self.method.title)?;
        entry.serialize_field("conventions", &self.conventions)?;
        entry.serialize_field("columns", &self.columns)?;
        entry.serialize_field("rows", &self.rows)?;
        entry.end()
    }
}
