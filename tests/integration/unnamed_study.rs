//! Which study a command is about when none is named.

use std::path::Path;
use std::process::Output;

use crate::common::{Place, program, project, stderr, stdout};

fn numbers(folder: &Path) -> Output {
    let mut command = program();
    command.arg("numbers").current_dir(folder).output().unwrap()
}

#[test]
fn the_study_of_the_current_folder_is_used() {
    let place = Place::new();
    let output = numbers(&place.study());
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(
        stderr(&output),
        "note: no study named; using the current folder\n"
    );
    assert!(stdout(&output).contains("size.median"));
}

#[test]
fn in_the_project_the_example_is_used() {
    let output = numbers(project());
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(
        stderr(&output),
        "note: no study named; using the example in data/rvlms\n"
    );
}

#[test]
fn elsewhere_a_study_must_be_named() {
    let place = Place::empty();
    let output = numbers(place.folder.path());
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        stderr(&output),
        "no study named, and no study.toml in the current folder\n\
         \x20   help: name the study's folder, or create one with `cohort-report new FOLDER --from FILE.csv`\n"
    );
}
