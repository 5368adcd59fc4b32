//! What no font of a report writes: told once, with its places.

use std::collections::BTreeSet;

use super::inputs::{FONTS, Inputs, STUDY_FILE};
use crate::cohort::{Cohort, Column};
use crate::findings::{Address, Addressing, Finding};
use crate::fonts::number_of;

/// How many characters a finding names, and how many columns of a cohort.
const NAMED: usize = 6;

/// The remark that these characters are printed as their numbers. `cohort` is
/// searched for them if it was read.
pub(super) fn remark(
    inputs: &Inputs,
    cohort: Option<&Cohort>,
    lacking: &BTreeSet<char>,
) -> Option<Finding> {
    if lacking.is_empty() {
        return None;
    }
    let named = lacking.iter().map(|c| format!("{c} ({})", number_of(*c)));
    let characters = listed(named);
    let mut places = places_in_files(inputs, lacking);
    if let Some(cohort) = cohort {
        places.extend(places_in_cohort(inputs, cohort, lacking));
    }
    let places = match places.is_empty() {
        true => String::new(),
        false => format!("; see {}", listed(places.into_iter())),
    };
    let problem = format!(
        "no font of the report writes {characters}; the PDF has U+ and the number \
         instead{places}"
    );
    let folder = inputs.shown(FONTS);
    let help = format!(
        "put a font for them (.ttf or .otf) into {folder}, or write label = \"…\" for the variables \
         and labels = {{ \"level\" = \"…\" }} for their levels in other characters"
    );
    Some(Finding::new(&inputs.shown(STUDY_FILE), problem, help))
}

/// The first few, and how many more there are.
fn listed(names: impl Iterator<Item = String>) -> String {
    let names: Vec<String> = names.collect();
    let shown = names.get(..NAMED).unwrap_or(&names).join(", ");
    match names.len().saturating_sub(NAMED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

fn holds(text: &str, lacking: &BTreeSet<char>) -> bool {
    !text.is_ascii() && text.chars().any(|c| lacking.contains(&c))
}

/// The lines of the study's texts.
fn places_in_files(inputs: &Inputs, lacking: &BTreeSet<char>) -> Vec<String> {
    let files = inputs.other_files().into_iter();
    let texts = files.filter_map(|(name, bytes)| Some((name, std::str::from_utf8(bytes).ok()?)));
    let places = texts.filter_map(|(name, text)| {
        let lines = text.lines().zip(1_u64..);
        let lines: Vec<u64> = lines
            .filter(|(line, _)| holds(line, lacking))
            .map(|(_, number)| number)
            .collect();
        place(&name, &Addressing::Lines, &lines, None)
    });
    places.collect()
}

/// The rows of the cohort, by column. Its names are those of the study file.
fn places_in_cohort(inputs: &Inputs, cohort: &Cohort, lacking: &BTreeSet<char>) -> Vec<String> {
    let places = inputs.study.variables.iter().filter_map(|variable| {
        let codes = variable
            .levels
            .iter()
            .map(|level| holds(&level.code, lacking));
        let codes: Vec<bool> = codes.collect();
        let is_lacking: Vec<bool> = match cohort.column(&variable.name) {
            Column::Levels(cells) if codes.contains(&true) => {
                let cells = cells.iter();
                let own = cells.map(|at| at.and_then(|at| codes.get(at).copied()));
                own.map(Option::unwrap_or_default).collect()
            }
            Column::Text(cells) => {
                let cells = cells.iter();
                cells
                    .map(|text| text.is_some_and(|text| holds(text, lacking)))
                    .collect()
            }
            Column::Levels(_) | Column::Numbers(_) | Column::Dates(_) => return None,
        };
        let rows = cohort.lines().iter().zip(is_lacking);
        let rows: Vec<u64> = rows.filter(|(_, own)| *own).map(|(row, _)| *row).collect();
        let file = &inputs.study.cohort.file;
        place(file, cohort.addressing(), &rows, Some(&variable.name))
    });
    places.collect()
}

/// "cohort.csv, lines 2, 5 and 10 more, column sex".
fn place(file: &str, rows: &Addressing, numbers: &[u64], column: Option<&str>) -> Option<String> {
    let lines = match (numbers, column) {
        ([], _) => return None,
        ([only], Some(column)) => return Some(format!("{file}, {}", rows.cell(*only, column))),
        ([only], None) => Address::Line(*only).to_string(),
        _ => rows.list(numbers, numbers.len()),
    };
    let column = column.map(|name| format!(", column \"{name}\""));
    Some(format!("{file}, {lines}{}", column.unwrap_or_default()))
}
