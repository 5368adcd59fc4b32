//! What stands in the cells that a study reads as missing.

use super::Inspection;
use crate::input;
use crate::study::{Study, Variable};

/// Cells of a column that hold a text for missing.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Code {
    /// The text.
    pub text: String,
    /// How many cells hold it.
    pub count: usize,
}

/// Counts the codes for missing in every column, in a second reading of the file.
pub(super) fn count(study: &Study, file: &str, bytes: &[u8], inspection: &mut Inspection) {
    let Ok(sheet) = input::read(file, bytes, &study.cohort.read_options()) else {
        return;
    };
    let variables: Vec<Option<&Variable>> = sheet
        .names()
        .iter()
        .map(|name| study.columns().find(|variable| variable.name == *name))
        .collect();
    let mut codes: Vec<Vec<Code>> = vec![Vec::new(); variables.len()];
    let mut rows = sheet.rows();
    while let Some(row) = rows.next() {
        for ((cell, variable), codes) in row.cells().zip(&variables).zip(&mut codes) {
            let (Ok(cell), Some(variable)) = (cell, variable) else {
                continue;
            };
            let cell = cell.trim();
            let mut listed = study.cohort.missing.iter().chain(&variable.missing);
            if cell.is_empty() || !listed.any(|code| code == cell) {
                continue;
            }
            match codes.iter_mut().find(|known| known.text == cell) {
                Some(known) => known.count += 1,
                None => codes.push(Code {
                    text: cell.to_owned(),
                    count: 1,
                }),
            }
        }
    }
    for (variable, codes) in variables.iter().zip(codes) {
        let Some(variable) = variable else { continue };
        let own = |column: &&mut super::Inspected| column.name == variable.name;
        if let Some(column) = inspection.columns.iter_mut().find(own) {
            column.codes = codes;
        }
    }
}
