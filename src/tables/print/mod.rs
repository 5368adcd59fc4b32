//! The file formats of tables, one file each. Whatever comes from a study or its
//! data is text in every format, never a formula, a tag or a script.

mod csv;
mod html;

use std::fmt;

use thiserror::Error;

use super::Table;
use crate::ledger::Ledger;
use crate::study::section::Section;

/// A table could not be printed.
#[derive(Debug, Error)]
#[error("{0}")]
pub struct PrintError(String);

impl From<::csv::Error> for PrintError {
    fn from(error: ::csv::Error) -> Self {
        Self(error.to_string())
    }
}

/// A file format for tables.
pub struct Printer {
    /// The word that the study file uses.
    pub word: &'static str,
    /// The extension of the files.
    pub extension: &'static str,
    /// The bytes of the file of a table; the last argument is the language of
    /// the report.
    print: fn(&Table, &Ledger, &str) -> Result<Vec<u8>, PrintError>,
}

impl Printer {
    /// The bytes of the file of a table, in a report of this language.
    ///
    /// # Errors
    /// None in practice: nothing is written to a disk here.
    pub fn print(
        &self,
        table: &Table,
        ledger: &Ledger,
        language: &str,
    ) -> Result<Vec<u8>, PrintError> {
        (self.print)(table, ledger, language)
    }
}

impl fmt::Debug for Printer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word)
    }
}

/// Every format; the first is written unless the study file names others.
pub static PRINTERS: &[Printer] = &[csv::PRINTER, html::PRINTER];

/// The formats that `[output]` names.
pub(crate) fn read_formats(section: Option<&Section<'_>>) -> Vec<&'static Printer> {
    let words: Vec<&str> = PRINTERS.iter().map(|printer| printer.word).collect();
    let chosen = section.and_then(|section| {
        let chosen = section.known_strings("table_formats", "format of tables", &words);
        section.finish();
        chosen
    });
    match chosen {
        Some(chosen) => PRINTERS
            .iter()
            .filter(|printer| chosen.iter().any(|word| word == printer.word))
            .collect(),
        None => PRINTERS.iter().take(1).collect(),
    }
}
