//! The same studies through the program: the report is built and follows from
//! what it carries, and each number is found by its id.

use std::process::Output;

use super::names::study_of_names;
use super::{DOCUMENT, ovarian, ovarian_columns};
use crate::common::{COHORT, Place, STUDY, program, project, stderr, stdout};

fn place(study: &str, cohort: &str) -> Place {
    Place::with(&format!("{DOCUMENT}{study}"), cohort)
}

fn run(place: &Place, command: &str, words: &[&str]) -> Output {
    let study = place.study();
    let mut run = program();
    run.arg(command).args(words).current_dir(project());
    match command {
        "numbers" | "explain" => run.arg("--study").arg(study),
        _ => run.arg(study),
    };
    run.output().unwrap()
}

/// The report is built, and the PDF follows from what it carries.
fn reports_and_follows(place: &Place, flags: &[&str]) {
    let output = place
        .command("report")
        .args(flags)
        .arg("--out")
        .arg(place.out())
        .output()
        .unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}{}",
        stdout(&output),
        stderr(&output)
    );
    let verified = program()
        .arg("verify")
        .arg(place.out().join("report.pdf"))
        .current_dir(project())
        .output()
        .unwrap();
    assert_eq!(
        verified.status.code(),
        Some(0),
        "{}{}",
        stdout(&verified),
        stderr(&verified)
    );
}

#[test]
fn a_study_of_awkward_names_is_reported() {
    let (study, cohort) = study_of_names();
    let place = place(&study, &cohort);
    place.write(
        "templates/results.typ",
        "= Results\n\n<< num(\"wt.loss.median\") >>, << num('\"wt.loss\".max') >>, \
         << num(\"column:cohort.median\") >>, << median(\"a b\") >>\n\n<< table(\"all\") >>\n",
    );
    reports_and_follows(&place, &["--strict"]);
    let listed = stdout(&run(&place, "numbers", &["wt.loss", "median"]));
    assert!(listed.contains("\"wt.loss\".median"), "{listed}");
    for (typed, id) in [
        ("\"wt.loss\".median", "\"wt.loss\".median"),
        ("wt.loss.median", "\"wt.loss\".median"),
        ("column:cohort.median", "column:cohort.median"),
        ("12_months.median", "\"12_months\".median"),
        ("\"q\\\"x\".median", "\"q\\\"x\".median"),
        ("q\"x.median", "\"q\\\"x\".median"),
        ("a b.median", "a b.median"),
    ] {
        let output = run(&place, "explain", &[typed]);
        let text = stdout(&output);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{typed}: {}",
            stderr(&output)
        );
        assert!(text.contains(&format!("number  {id}\n")), "{typed}: {text}");
    }
}

#[test]
fn models_of_awkward_covariates_are_reported() {
    let renamed = [("resid", "f"), ("age", "score"), ("ecog", "wald")];
    let study = ovarian_columns(&renamed)
        + r#"
[endpoints.os]
label = "overall survival"
event_label = "death"
unit = "days"
time = "time"
status = "dead"
event = ["1"]
[[models]]
id = "cox"
kind = "cox"
endpoint = "os"
covariates = ["score", "wald"]
[[models]]
id = "linear"
kind = "linear"
outcome = "time"
covariates = ["f", "score"]
[[tables]]
id = "models"
kind = "models"
title = "Models"
models = ["cox", "linear"]
[[figures]]
id = "ratios"
kind = "forest"
caption = "Hazard ratios."
model = "cox"
"#;
    let place = place(&study, &ovarian(&renamed));
    reports_and_follows(&place, &[]);
    let explain = |id: &str| stdout(&run(&place, "explain", &[id]));
    // Without quotation marks the model's own test is meant, where there is one.
    for (typed, id) in [
        ("cox.score.p", "cox.score.p"),
        ("cox.\"score\".p", "cox.\"score\".p"),
        ("cox.score.hr", "cox.\"score\".hr"),
        ("linear.f.p", "linear.f.p"),
        ("linear.f.difference", "linear.\"f\".difference"),
    ] {
        let text = explain(typed);
        assert!(text.contains(&format!("number  {id}\n")), "{typed}: {text}");
    }
    assert!(explain("linear.f.p").contains("F test"));
}

/// However the lines of the file end, a number is traced to the same patients.
#[test]
fn lines_are_those_of_an_editor() {
    let study = "[variables.id]\nkind = \"identifier\"\n[variables.size]\nkind = \"continuous\"\nrange = [0, 100]\n\
        [[analyses]]\nkind = \"summary\"\nvariables = [\"size\"]\n";
    for ending in ["\n", "\r\n", "\r"] {
        let rows = ["id,size", "a,1", "b,", "c,3", "\"d\",4"].join(ending);
        let fine = place(study, &rows);
        let output = run(&fine, "explain", &["size.median"]);
        assert!(
            stdout(&output).contains("lines  2,4-5 of"),
            "{ending:?}: {}",
            stdout(&output)
        );
        // A cell out of range is found at its line.
        let wrong = place(study, &rows.replace("c,3", "c,300"));
        let output = run(&wrong, "validate", &[]);
        let text = stdout(&output) + &stderr(&output);
        assert!(text.contains("line 4: \"300\""), "{ending:?}: {text}");
    }
}

/// What `check` explains of a column with a point in its name, and of one
/// without, is the same.
#[test]
fn published_numbers_of_dotted_names_are_explained() {
    let place = Place::with(
        &STUDY
            .replace("size", "wt.loss")
            .replace("variables.wt.loss", "variables.\"wt.loss\""),
        &COHORT.replace("size", "wt.loss"),
    );
    place.write(
        "published.toml",
        // Of 38 and 42 the lower quartile is 39 by type 7 and 38 by type 6.
        "[[numbers]]\nid = \"wt.loss.by_arm.surgery.q1\"\ntext = \"38 mm\"\n\
         [[numbers]]\nid = '\"wt.loss\".median'\ntext = \"74 mm\"\n\
         [[numbers]]\nid = \"wt.loss.median\"\ntext = \"47 mm\"\n",
    );
    let output = run(&place, "check", &["--format", "json"]);
    let checked: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let number = |at: usize| checked["numbers"][at].to_string();
    assert!(number(0).contains("\"kind\":\"quantile\""), "{}", number(0));
    assert!(
        number(1).contains("two digits of 47 are transposed"),
        "{}",
        number(1)
    );
    assert!(
        number(2).contains("\"verdict\":\"reproduces\""),
        "{}",
        number(2)
    );
}
