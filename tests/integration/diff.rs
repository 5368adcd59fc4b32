//! `diff`: what moved between two runs.

use std::path::Path;
use std::process::{Command, Output};

use crate::common::{COHORT, Place, STUDY, program, project, stderr, stdout};
use serde_json::Value;

fn diff(before: &Path, after: &Path, more: &[&str]) -> Output {
    program()
        .arg("diff")
        .arg(before)
        .arg(after)
        .args(more)
        .current_dir(project())
        .output()
        .unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", stderr(output)))
}

/// More rows, so that a test can be significant.
fn larger(size_of_surgery: f64) -> String {
    let mut csv = "id,arm,size,smoker,months,status\n".to_owned();
    for row in 0..12 {
        let arm = if row % 2 == 0 {
            "surgery"
        } else {
            "radiotherapy"
        };
        let size = if row % 2 == 0 {
            size_of_surgery + f64::from(row)
        } else {
            50.0 + f64::from(row)
        };
        csv += &format!("A{row},{arm},{size},no,{},alive\n", 10 + row);
    }
    csv
}

#[test]
fn what_matters_most_stands_first() {
    let (before, after) = (
        Place::with(STUDY, &larger(30.0)),
        Place::with(STUDY, &larger(49.0)),
    );
    let template = "= Results\n<% if significant(\"size.by_arm.test.p\") %>differed<% else %>did not<% endif %>\n<% if lowest(\"size.by_arm.surgery.median\") %>Smallest.<% endif %>\n";
    for place in [&before, &after] {
        place.write("templates/results.typ", template);
    }
    let output = diff(&before.study(), &after.study(), &["--format", "json"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let found = json(&output);
    assert_eq!(found["numbers"][0]["id"], "size.by_arm.test.p");
    assert_eq!(found["numbers"][0]["crossed"], true);
    let conclusions = found["conclusions"].as_array().unwrap();
    assert_eq!(conclusions.len(), 1, "{found:#}");
    assert_eq!(
        conclusions[0]["claim"],
        "significant(\"size.by_arm.test.p\")"
    );
    assert_eq!(found["causes"], Value::from(vec!["cohort.csv was changed"]));
    let numbers = found["numbers"].as_array().unwrap();
    let median = numbers
        .iter()
        .find(|number| number["id"] == "size.by_arm.surgery.median")
        .unwrap();
    assert_eq!(
        (&median["before"], &median["after"], &median["by"]),
        (&"35 mm".into(), &"54 mm".into(), &19.0.into())
    );
    let printed: Vec<bool> = numbers
        .iter()
        .skip(1)
        .map(|number| number["in_print"].as_bool().unwrap())
        .collect();
    assert!(
        printed.windows(2).all(|pair| pair[0] || !pair[1]),
        "printed numbers before the rest"
    );
}

#[test]
fn every_form_of_a_run_is_the_same_run() {
    let place = Place::new();
    assert!(place.report().status.success());
    let (out, study) = (place.out(), place.study());
    let forms = [
        study.clone(),
        out.clone(),
        out.join("results.json"),
        out.join("report.pdf"),
    ];
    for form in &forms {
        let output = diff(&study, form, &[]);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{}: {}{}",
            form.display(),
            stdout(&output),
            stderr(&output)
        );
    }
    place.write("cohort.csv", &COHORT.replace("42", "43"));
    let output = diff(&out, &study, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stdout(&output).contains("size.by_arm.surgery.max"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn revisions_of_a_repository_are_runs() {
    let place = Place::new();
    let git = |arguments: &[&str]| {
        let status = Command::new("git")
            .args([
                "-c",
                "user.name=a",
                "-c",
                "user.email=a@b",
                "-c",
                "init.defaultBranch=main",
            ])
            .args(arguments)
            .current_dir(place.folder.path())
            .output()
            .unwrap();
        assert!(status.status.success(), "{}", stderr(&status));
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "first"]);
    place.write("cohort.csv", &COHORT.replace("42", "43"));
    let run = |before: &str| {
        program()
            .args(["diff", before, "small"])
            .current_dir(place.folder.path())
            .output()
            .unwrap()
    };
    let output = run("HEAD:small");
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(
        stdout(&output).contains("cohort.csv was changed"),
        "{}",
        stdout(&output)
    );
    for bad in ["HEAD:none", "nothing:small", "--help:small", "nowhere"] {
        let output = run(bad);
        assert!(
            matches!(output.status.code(), Some(2 | 3)),
            "{bad}: {}",
            stderr(&output)
        );
    }
}
