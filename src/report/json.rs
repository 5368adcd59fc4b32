//! `results.json`: the ledger with what it was made from.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::Inputs;
use crate::claims::Conclusion;
use crate::ledger::{Ledger, Number, RowSet};
use crate::study::Conventions;
use crate::template::InputFile;

/// Version of the layout of `results.json`; it rises when a reader must change.
pub const SCHEMA_VERSION: u32 = 2;

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    tool: Tool,
    study: &'a str,
    title: &'a str,
    date: String,
    inputs: &'a [InputFile],
    conventions: Settings<'a>,
    numbers: Vec<&'a Number>,
    row_sets: &'a [RowSet],
    conclusions: &'a [Conclusion],
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

/// The preset, every convention by its key, and the journal.
struct Settings<'a>(&'a Conventions);

impl Serialize for Settings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("preset", self.0.preset.word())?;
        for setting in self.0.settings() {
            map.serialize_entry(setting.key.word(), &setting.value)?;
        }
        map.serialize_entry("journal", self.0.style.journal)?;
        map.end()
    }
}

/// The text of `results.json`, ending with a line break.
///
/// # Errors
/// None in practice: every part serialises.
pub(super) fn results(
    inputs: &Inputs,
    hashes: &[InputFile],
    ledger: &Ledger,
    conclusions: &[Conclusion],
) -> serde_json::Result<String> {
    let document = Document {
        schema_version: SCHEMA_VERSION,
        tool: Tool {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
        },
        study: &inputs.study.id,
        title: &inputs.study.document.title,
        date: inputs.study.document.date.to_string(),
        inputs: hashes,
        conventions: Settings(&inputs.study.conventions),
        numbers: ledger.iter().collect(),
        row_sets: ledger.row_sets(),
        conclusions,
    };
    serde_json::to_string_pretty(&document).map(|text| text + "\n")
}
