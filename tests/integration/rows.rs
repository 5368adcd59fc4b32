//! Rows that are visits, and events after the last visit.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Output;

use crate::common::{program, stderr, stdout};

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = program();
    command
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn new(folder: &Path, csv: &str) -> String {
    fs::write(folder.join("in.csv"), csv).unwrap();
    let made = run(folder, &["new", "study", "--from", "in.csv"]);
    assert_eq!(made.status.code(), Some(0), "{}", stderr(&made));
    let said = stdout(&made);
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn study(folder: &Path) -> String {
    fs::read_to_string(folder.join("study/study.toml")).unwrap()
}

fn change(folder: &Path, from: &str, to: &str) {
    let text = study(folder);
    assert!(text.contains(from), "{from}: {text}");
    fs::write(folder.join("study/study.toml"), text.replace(from, to)).unwrap();
}

/// Two visits of each of fifteen patients, who are P1 to P15.
fn visits() -> String {
    let mut csv = "pid,arm,weight,time,status\n".to_owned();
    for patient in 1..=15 {
        for visit in 0..2 {
            let (arm, dead) = (["A", "B"][patient % 2], (patient + visit) % 3 / 2);
            let (weight, time) = (50 + patient + visit, 10 + patient * 3 + visit);
            writeln!(csv, "P{patient},{arm},{weight},{time},{dead}").unwrap();
        }
    }
    csv
}

/// The lines of a report that name patients, without what belongs to their number.
fn naming<'r>(report: &'r str, word: &str) -> Vec<&'r str> {
    let lines = report
        .lines()
        .filter(|line| line.to_lowercase().contains(word));
    lines.filter(|line| !line.contains(".cohort\"")).collect()
}

#[test]
fn a_repeated_patient_makes_rows_visits() {
    let folder = tempfile::tempdir().unwrap();
    let said = new(folder.path(), &visits());
    assert!(
        said.contains("pid: 15 patients in 30 rows: 15 rows repeat one"),
        "{said}"
    );
    let text = study(folder.path());
    assert!(text.contains("rows = \"visits\""), "{text}");
    assert!(
        text.contains("[variables.\"pid\"]\n# LOOK: 15 patients in 30 rows"),
        "{text}"
    );
    assert!(text.contains("kind = \"identifier\""), "{text}");
    let validated = stdout(&run(folder.path(), &["validate", "study"]));
    for part in [
        "study/cohort.csv: 30 visits, 5 columns",
        "pid: 15 patients in 30 rows; tests",
    ] {
        assert!(validated.contains(part), "{part}: {validated}");
    }
    assert!(
        !validated.contains("differs only in spelling"),
        "{validated}"
    );
    let numbers = stdout(&run(
        folder.path(),
        &["numbers", "--study", "study", "cohort"],
    ));
    assert!(numbers.contains("cohort.patients  15"), "{numbers}");
}

#[test]
fn nothing_is_called_a_patient_that_is_a_visit() {
    for (language, comprised, other) in [
        ("en", ["visits", "patients", "several "], "patient"),
        ("de", ["Visiten", "Patienten", "mehrere "], "patient"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        new(folder.path(), &visits());
        let draft = format!("language = \"{language}\"\nappendices = [\"data\"]");
        change(folder.path(), "draft = true", &draft);
        let out = folder.path().join("out");
        let report = program()
            .args(["report", "study", "--out"])
            .arg(&out)
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert_eq!(report.status.code(), Some(0), "{}", stderr(&report));
        assert!(
            stderr(&report).contains("15 patients in 30 rows"),
            "{}",
            stderr(&report)
        );
        let source = fs::read_to_string(out.join("report.typ")).unwrap();
        let methods = source
            .lines()
            .find(|line| comprised.iter().all(|part| line.contains(part)));
        let methods = methods.unwrap_or_else(|| panic!("{source}"));
        assert!(
            comprised.iter().all(|part| methods.contains(part)),
            "{methods}"
        );
        assert_eq!(naming(&source, other), [""; 0]);
    }
}

#[test]
fn one_patient_a_row_is_called_so_in_the_language_of_the_report() {
    let folder = tempfile::tempdir().unwrap();
    let csv = visits().lines().step_by(2).collect::<Vec<_>>().join("\n");
    new(folder.path(), &csv.replace("pid,", "no,"));
    change(folder.path(), "draft = true", "language = \"de\"");
    let out = folder.path().join("out");
    let report = program()
        .args(["report", "study", "--out"])
        .arg(&out)
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(report.status.code(), Some(0), "{}", stderr(&report));
    let source = fs::read_to_string(out.join("report.typ")).unwrap();
    assert!(
        source.contains("Patienten") && !source.contains("patients"),
        "{source}"
    );
}

#[test]
fn an_identifier_that_is_repeated_offers_the_key() {
    let folder = tempfile::tempdir().unwrap();
    new(folder.path(), &visits());
    change(folder.path(), "rows = \"visits\"", "rows = \"patients\"");
    let refused = run(folder.path(), &["numbers", "--study", "study"]);
    assert_eq!(refused.status.code(), Some(3));
    let text = stderr(&refused);
    assert!(
        text.contains("if a patient has several rows, set rows = \"visits\" in [cohort]"),
        "{text}"
    );
    change(folder.path(), "rows = \"patients\"", "rows = \"lesions\"");
    let refused = run(folder.path(), &["numbers", "--study", "study"]);
    assert!(
        stderr(&refused).contains("expected one of: patients, visits"),
        "{}",
        stderr(&refused)
    );
}

#[test]
fn names_of_rows_and_wrong_claims_are_heeded() {
    let folder = tempfile::tempdir().unwrap();
    new(folder.path(), &visits());
    change(
        folder.path(),
        "# one = \"visit\"\n# many = \"visits\"",
        "one = \"eye\"\nmany = \"eyes\"",
    );
    let validated = stdout(&run(folder.path(), &["validate", "study"]));
    assert!(validated.contains("30 eyes, 5 columns"), "{validated}");
    // Identifiers that differ in case are asked about, but not the same ones.
    let cohort = folder.path().join("study/cohort.csv");
    let text = fs::read_to_string(&cohort).unwrap();
    fs::write(&cohort, text.replacen("P3,", "p3,", 1)).unwrap();
    let validated = stdout(&run(folder.path(), &["validate", "study"]));
    assert_eq!(
        validated.matches("differs only in spelling").count(),
        1,
        "{validated}"
    );
    // Every row of another patient, and no identifier.
    let single = text.lines().step_by(2).collect::<Vec<_>>().join("\n");
    fs::write(&cohort, format!("{single}\n")).unwrap();
    let validated = stdout(&run(folder.path(), &["validate", "study"]));
    assert!(
        validated.contains("rows is of another patient; remove rows"),
        "{validated}"
    );
    change(folder.path(), "kind = \"identifier\"", "kind = \"text\"");
    let validated = stdout(&run(folder.path(), &["validate", "study"]));
    assert!(
        validated.contains("no variable has kind = \"identifier\""),
        "{validated}"
    );
}

/// Thirty patients, of whom every third died `after` days after the last visit.
fn dated(after: i64) -> String {
    let mut csv = "id,arm,surgery_date,last_visit_date,death_date\n".to_owned();
    for row in 1..=30_i64 {
        let visit = jiff::civil::date(2019, 1, 1) + jiff::Span::new().days(row * 20);
        let died = visit + jiff::Span::new().days(if row == 3 { -40 } else { after });
        let death = if row % 3 == 0 {
            died.to_string()
        } else {
            String::new()
        };
        let arm = ["A", "B"][(row % 2) as usize];
        writeln!(csv, "P{row},{arm},2018-06-01,{visit},{death}").unwrap();
    }
    csv
}

#[test]
fn the_later_of_last_visit_and_death_is_taken_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let said = new(folder.path(), &dated(12));
    assert!(
        said.contains("last_visit_date is before death_date in 9 rows"),
        "{said}"
    );
    assert!(
        said.contains("last_visit_date is after death_date in 1 rows"),
        "{said}"
    );
    let text = study(folder.path());
    assert!(text.contains("censored_is = \"visit\""), "{text}");
    assert!(
        text.contains("queries = [\"last_visit_date <= death_date\"]"),
        "{text}"
    );
    let validated = stdout(&run(folder.path(), &["validate", "study"]));
    for part in [
        "survival: death_date is after last_visit_date in 9 rows, which are followed until death_date",
        "1 query: last_visit_date <= death_date",
    ] {
        assert!(validated.contains(part), "{part}: {validated}");
    }
    assert_eq!(events(folder.path()), 10);
    change(folder.path(), "censored_is = \"visit\"\n", "");
    let refused = run(folder.path(), &["numbers", "--study", "study"]);
    assert_eq!(refused.status.code(), Some(3));
    assert!(
        stderr(&refused).contains("death_date <= last_visit_date"),
        "{}",
        stderr(&refused)
    );
}

/// The events of the endpoint.
fn events(folder: &Path) -> usize {
    let numbers = stdout(&run(
        folder,
        &["numbers", "--study", "study", "survival.events"],
    ));
    let line = numbers
        .lines()
        .find(|line| line.trim_start().starts_with("survival.events "));
    let line = line.unwrap_or_else(|| panic!("{numbers}"));
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn a_date_of_the_studys_end_is_no_visit() {
    let folder = tempfile::tempdir().unwrap();
    let said = new(folder.path(), &dated(-30));
    // All of the dead died before it.
    assert!(!said.contains("last_visit_date is after"), "{said}");
    assert!(
        !study(folder.path()).contains("censored_is"),
        "{}",
        study(folder.path())
    );
    let validated = run(folder.path(), &["validate", "study"]);
    assert_eq!(validated.status.code(), Some(0), "{}", stdout(&validated));
}
