//! `results.json`: the numbers of a run with what they were made from, as
//! `report` writes them and `verify` and `diff` read them.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Ledger;
use crate::number::{Number, Value, unit};
use crate::wording::Wording;

/// The file's name.
pub const RESULTS: &str = "results.json";

/// Version of the layout; it rises when a reader must change.
pub const SCHEMA_VERSION: u32 = 3;

/// The whole file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResultsFile {
    /// [`SCHEMA_VERSION`] of its writer.
    pub schema_version: u32,
    /// What wrote it.
    pub tool: Tool,
    /// The study's id.
    pub study: String,
    /// The report's title.
    pub title: String,
    /// The report's date.
    pub date: String,
    /// The files of the study, the cohort first.
    pub inputs: Vec<InputFile>,
    /// The study's conventions, key and value.
    pub conventions: serde_json::Map<String, serde_json::Value>,
    /// The numbers, in the order in which they were computed.
    pub numbers: Vec<Entry>,
    /// The sets of rows that numbers refer to by index.
    pub row_sets: Vec<String>,
    /// Conditions on which texts of the report depend.
    pub conclusions: Vec<Conclusion>,
}

/// A program and its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// An input of the report, for its last page and for `results.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputFile {
    /// Name inside the study.
    pub name: String,
    /// Size in bytes.
    pub bytes: usize,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// A condition that something in a text depends on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conclusion {
    /// The condition, or the words that it was bound to.
    pub claim: String,
    /// Whether it holds.
    pub holds: bool,
}

/// One number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// What it is, in words.
    pub definition: String,
    /// At full precision; a date as text; nothing where there is no value.
    pub value: serde_json::Value,
    /// Whether there is a value, and why not.
    pub status: Status,
    /// Why there is no value.
    pub reason: Option<String>,
    /// Its format, by name.
    pub format: String,
    /// As printed, without its unit.
    pub text: String,
    /// Unit of value and text.
    pub unit: Option<String>,
    /// Rows used.
    pub n: usize,
    /// Rows that belong to the question but had no value.
    pub missing: usize,
    /// How it was found.
    pub method: String,
    /// Conventions that it depends on.
    pub conventions: Vec<String>,
    /// Columns that it was read from.
    pub columns: Vec<String>,
    /// Index of its rows among the sets of rows.
    pub rows: usize,
}

/// Whether a number has a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It has one.
    Computed,
    /// The curve never reaches it.
    #[serde(rename = "not reached")]
    NotReached,
    /// It cannot be computed.
    #[serde(rename = "not computable")]
    NotComputable,
}

/// Why a file is no `results.json`.
#[derive(Debug, Error)]
pub enum ResultsError {
    /// It is not JSON.
    #[error("is not JSON: {0}")]
    NotJson(serde_json::Error),
    /// It was written by another version.
    #[error("has layout {found}; this version of the program reads layout {SCHEMA_VERSION}")]
    Layout {
        /// The version that it states, or "none".
        found: String,
    },
    /// Its parts are not those of the layout.
    #[error("does not have the layout of a results.json: {0}")]
    Invalid(serde_json::Error),
}

impl ResultsFile {
    /// Reads the bytes of a file.
    ///
    /// # Errors
    /// [`ResultsError`].
    pub fn parse(bytes: &[u8]) -> Result<Self, ResultsError> {
        let value: serde_json::Value =
            serde_json::from_slice(bytes).map_err(ResultsError::NotJson)?;
        let version = value.get("schema_version");
        if version.and_then(serde_json::Value::as_u64) != Some(u64::from(SCHEMA_VERSION)) {
            let found = version.map_or_else(|| "none".to_owned(), ToString::to_string);
            return Err(ResultsError::Layout { found });
        }
        serde_json::from_value(value).map_err(ResultsError::Invalid)
    }

    /// The text of the file, ending with a line break.
    ///
    /// # Errors
    /// None in practice: every part serialises.
    pub fn to_text(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }
}

impl Ledger {
    /// Its numbers as entries of a `results.json`.
    pub fn entries(&self) -> Vec<Entry> {
        self.iter().map(Entry::of).collect()
    }
}

impl Entry {
    fn of(number: &Number) -> Self {
        let (value, status) = match &number.value {
            Value::Number(value) => ((*value).into(), Status::Computed),
            Value::Date(date) => (date.to_string().into(), Status::Computed),
            Value::NotReached => (serde_json::Value::Null, Status::NotReached),
            Value::NotComputable(_) => (serde_json::Value::Null, Status::NotComputable),
        };
        Self {
            id: number.id.to_string(),
            definition: number.definition.clone(),
            value,
            status,
            reason: number.value.reason().map(str::to_owned),
            format: number.format.name().to_owned(),
            text: number.text.clone(),
            unit: number.unit.clone(),
            n: number.n,
            missing: number.missing,
            method: number.method.title.to_owned(),
            conventions: number.conventions.iter().map(ToString::to_string).collect(),
            columns: number.columns.clone(),
            rows: number.rows,
        }
    }

    /// As printed, with its unit.
    pub fn printed(&self) -> String {
        match self.unit.as_deref() {
            Some(unit) if self.status == Status::Computed => {
                let unit = unit::behind(&self.text, unit, Wording::ENGLISH);
                self.text.clone() + &unit.replace('\u{a0}', " ")
            }
            _ => self.text.clone(),
        }
    }
}
