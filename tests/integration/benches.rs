//! The registry and the tables that `make bench` measures are what their studies state.

use std::fs;
use std::path::Path;

use crate::common::{program, stderr, stdout};

#[path = "../../benches/peers/fisher.rs"]
mod fisher;
#[path = "../../benches/peers/generate.rs"]
mod generate;

fn numbers(study: &Path) -> String {
    let output = program().args(["numbers", "--study"]).arg(study).output();
    let output = output.unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    stdout(&output)
}

/// The figure in a line of `numbers` that begins with an id.
fn count(numbers: &str, id: &str) -> usize {
    let line = numbers
        .lines()
        .find(|line| line.split_whitespace().next() == Some(id));
    let line = line.unwrap_or_else(|| panic!("{id} is none of\n{numbers}"));
    let value = line.split_whitespace().nth(1).unwrap();
    value.parse().unwrap_or_else(|_| panic!("{line}"))
}

#[test]
fn every_row_of_the_registry_is_read_and_counted() {
    const ROWS: usize = 300;
    let folder = tempfile::tempdir().unwrap();
    let mut cohort = Vec::new();
    generate::write(ROWS, &mut cohort).unwrap();
    fs::write(folder.path().join("cohort.csv"), cohort).unwrap();
    let table = "[[tables]]\nid = \"all\"\ntitle = \"All\"\nby = \"centre\"\nrows = [\"stage\"]\n";
    fs::write(
        folder.path().join("study.toml"),
        format!("{}{table}", generate::STUDY),
    )
    .unwrap();
    let told = numbers(folder.path());
    let centres = ["north", "east", "south", "west"];
    let in_centres = centres.map(|centre| count(&told, &format!("stage.by_centre.{centre}.n")));
    assert_eq!(in_centres.iter().sum::<usize>(), ROWS);
}

#[test]
fn the_tables_have_as_many_patients_as_their_names_state() {
    let folder = tempfile::tempdir().unwrap();
    for (at, table) in fisher::TABLES.iter().enumerate() {
        let study = table.study(folder.path(), at);
        let cohort = fs::read_to_string(study.join("cohort.csv")).unwrap();
        let (_, count) = table.name.rsplit_once("n = ").unwrap();
        assert_eq!(cohort.lines().count() - 1, count.parse::<usize>().unwrap());
        let [counts, rows, _] = table.for_peer();
        let width = counts.split(',').count() / rows.parse::<usize>().unwrap();
        let shape = format!("{rows} × {width}");
        assert!(table.name.contains(&shape), "{} {shape}", table.name);
    }
}
