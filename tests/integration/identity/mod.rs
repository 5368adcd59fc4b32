//! Every number under an id of its own, whatever a study calls its columns,
//! levels, endpoints and models: small studies whose names are those of the
//! program's statistics, with values of R (`tests/reference/identity.R`) or
//! values that can be counted.

mod any;
mod conflicts;
mod levels;
mod models;
mod names;
mod program;
mod rows;
mod statistics;

use std::fs;

use cohort_report::analyse::{Results, analyse};
use cohort_report::cohort::{self, Cohort};
use cohort_report::layout::Layout;
use cohort_report::ledger::Ledger;
use cohort_report::number::NumberId;
use cohort_report::study::Study;
use cohort_report::tables::{self, Piece, Table};

use crate::common::project;

/// What every study of these tests begins with.
const DOCUMENT: &str = "[document]\ntitle = \"Names\"\ndate = \"2024-01-31\"\n";

/// A study that was read and computed.
struct Computed {
    study: Study,
    layout: Layout,
    cohort: Cohort,
    results: Results,
}

impl Computed {
    /// Reads and computes; no two numbers may have one id.
    fn of(study: &str, cohort: &str) -> Self {
        let (study, layout) = Layout::parse("names", "study.toml", &format!("{DOCUMENT}{study}"))
            .unwrap_or_else(|found| panic!("{found}"));
        let cohort = cohort::read(&study, "cohort.csv", cohort.as_bytes())
            .unwrap_or_else(|found| panic!("{found}"));
        let results = analyse(&study, &cohort);
        let conflicts: Vec<String> = results.conflicts.iter().map(ToString::to_string).collect();
        assert!(conflicts.is_empty(), "{}", conflicts.join("\n"));
        let computed = Self {
            study,
            layout,
            cohort,
            results,
        };
        computed.every_id_has_one_reading();
        computed
    }

    fn ledger(&self) -> &Ledger {
        &self.results.ledger
    }

    fn every_id_has_one_reading(&self) {
        for number in self.ledger().iter() {
            let text = number.id.as_str();
            let read = NumberId::parse(text).unwrap_or_else(|| panic!("{text} is no id"));
            assert_eq!(read.path(), number.id.path(), "{text}");
            assert_eq!(
                self.ledger().find(text).map(|found| &found.id),
                Some(&number.id)
            );
        }
    }

    /// The value under an id.
    fn value(&self, id: &str) -> f64 {
        let number = self.ledger().get(id);
        let number = number.unwrap_or_else(|| panic!("no {id}: {}", self.ledger().help_for(id)));
        let value = number.value.number();
        value.unwrap_or_else(|| panic!("{id} is {}", number.full_value()))
    }

    /// Compares with the value of R.
    fn is(&self, id: &str, r: f64, tolerance: f64) {
        let own = self.value(id);
        let distance = (own - r).abs() / r.abs().max(1e-300);
        assert!(distance < tolerance, "{id} is {own}, in R {r}");
    }

    fn tables(&self) -> Vec<Table> {
        tables::build(&self.study, &self.layout.tables, self.ledger())
    }
}

/// The ids that stand in the row of this label.
fn ids_in_row(table: &Table, label: &str) -> Vec<String> {
    let row = table.rows.iter().find(|row| row.label == label);
    let row = row.unwrap_or_else(|| panic!("no row {label}"));
    ids(row.cells.iter().flatten())
}

/// The ids that stand below a table.
fn ids_in_notes(table: &Table) -> Vec<String> {
    ids(table.notes.iter().flatten())
}

fn ids<'a>(pieces: impl Iterator<Item = &'a Piece>) -> Vec<String> {
    pieces
        .filter_map(|piece| Some(piece.id()?.to_string()))
        .collect()
}

fn reference_file(name: &str) -> String {
    fs::read_to_string(project().join("tests/reference").join(name)).unwrap()
}

/// The values of `identity.R`, with the ids that the script gives them.
fn reference() -> Vec<(String, f64)> {
    let text = reference_file("identity.csv");
    let rows = text.lines().skip(1).filter_map(|line| line.split_once(','));
    rows.map(|(id, value)| (id.to_owned(), value.parse().unwrap()))
        .collect()
}

/// One value of `identity.R`.
fn in_r(id: &str) -> f64 {
    let found = reference().into_iter().find(|(known, _)| known == id);
    found.unwrap_or_else(|| panic!("no {id}")).1
}

/// R's `survival::ovarian`, its columns renamed.
fn ovarian(renamed: &[(&str, &str)]) -> String {
    let text = reference_file("data/ovarian.csv");
    let (header, rows) = text.split_once('\n').unwrap();
    let name = |column: &str| {
        let new = renamed.iter().find(|(old, _)| *old == column);
        quoted(new.map_or(column, |(_, new)| new))
    };
    let header: Vec<String> = header.split(',').map(name).collect();
    format!("{}\n{rows}", header.join(","))
}

/// A field of a CSV.
fn quoted(field: &str) -> String {
    format!("\"{}\"", field.replace('"', "\"\""))
}

/// A key of TOML.
fn key(name: &str) -> String {
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The dictionary of the columns of [`ovarian`].
fn ovarian_columns(renamed: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (column, kind) in [
        ("id", "kind = \"identifier\""),
        ("time", "kind = \"count\"\nunit = \"days\""),
        ("dead", "kind = \"binary\"\nlevels = [\"0\", \"1\"]"),
        (
            "cause",
            "kind = \"nominal\"\nlevels = [\"0\", \"1\", \"2\"]",
        ),
        ("rx", "kind = \"continuous\""),
        ("resid", "kind = \"continuous\""),
        ("ecog", "kind = \"continuous\""),
        ("age", "kind = \"continuous\""),
    ] {
        let new = renamed.iter().find(|(old, _)| *old == column);
        let name = new.map_or(column, |(_, new)| new);
        text += &format!("[variables.{}]\n{kind}\n", key(name));
    }
    text
}
