//! The cohorts under `data/`: each makes its report, its published numbers
//! reproduce, its figures are those committed, and its numbers are those of R.

use std::collections::BTreeMap;
use std::fs;

use crate::common::{files, program, project, stderr, stdout};
use cohort_report::report::{Timings, compute};

const COHORTS: [&str; 4] = ["lung", "melanoma", "rvlms", "veteran"];

#[test]
fn every_cohort_of_the_project_is_tested() {
    let mut found: Vec<String> = fs::read_dir(project().join("data"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().join("study.toml").exists())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    found.sort();
    assert_eq!(found, COHORTS);
}

#[test]
fn reports_are_made_and_published_numbers_reproduce() {
    for name in COHORTS {
        let study = project().join("data").join(name);
        let out = tempfile::tempdir().unwrap();
        let run = |arguments: &[&str]| {
            let mut command = program();
            command.args(arguments).arg(&study).current_dir(project());
            if arguments == ["report", "--strict"] {
                command.arg("--out").arg(out.path());
            }
            let output = command.output().unwrap();
            assert_eq!(
                output.status.code(),
                Some(0),
                "{name}: {}{}",
                stdout(&output),
                stderr(&output)
            );
        };
        run(&["report", "--strict"]);
        run(&["check"]);
        let committed = files(&project().join("figures").join(name));
        let drawn = files(&out.path().join("figures"));
        assert!(
            committed == drawn,
            "the figures of {name} are not as committed"
        );
    }
}

/// The cells of a CSV without quotes; missing ones empty.
fn cells(path: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(project().join(path)).unwrap();
    let plain = text.replace('"', "");
    let cell = |cell: &str| {
        if cell == "NA" {
            String::new()
        } else {
            cell.to_owned()
        }
    };
    let row = |line: &str| line.split(',').map(cell).collect();
    plain.lines().map(row).collect()
}

#[test]
fn cohorts_are_those_of_the_packages() {
    for name in ["lung", "melanoma", "veteran"] {
        let ours = cells(&format!("data/{name}/cohort.csv"));
        let theirs = cells(&format!("tests/reference/data/{name}.csv"));
        assert_eq!(ours.len(), theirs.len(), "{name}");
        for column in ours.first().unwrap() {
            let values = |rows: &[Vec<String>]| -> Vec<String> {
                let at = rows.first().unwrap().iter().position(|c| c == column);
                let at = at.unwrap_or_else(|| panic!("{name}: {column}"));
                rows.iter()
                    .map(|row| row.get(at).unwrap().clone())
                    .collect()
            };
            assert_eq!(values(&ours), values(&theirs), "{name}: {column}");
        }
    }
}

#[test]
fn numbers_are_those_of_r() {
    let mut expected: BTreeMap<String, Vec<(String, f64)>> = BTreeMap::new();
    for row in cells("tests/reference/cohorts.csv").iter().skip(1) {
        let [study, id, value] = row.as_slice() else {
            panic!("{row:?}")
        };
        let values = expected.entry(study.clone()).or_default();
        values.push((id.clone(), value.parse().unwrap()));
    }
    assert_eq!(expected.len(), 3);
    for (study, values) in expected {
        let folder = project().join("data").join(&study);
        let computed = compute(&folder, &mut Timings::default()).unwrap();
        for (id, value) in values {
            let number = computed.results.ledger.find(&id);
            let ours = number
                .unwrap_or_else(|| panic!("{study}: no {id}"))
                .value
                .number();
            // R's own iterations of Cox and Fine-Gray models end at 1e-9.
            let error = (ours.unwrap() - value).abs() / value.abs().max(1e-12);
            let limit = if id.contains("fine-gray") { 1e-6 } else { 1e-7 };
            assert!(error < limit, "{study} {id}: {ours:?} against {value}");
        }
    }
}
