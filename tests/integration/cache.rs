//! Results of long tests: computed once, never believed when damaged, and without any
//! effect on what is printed.

use std::fs;
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use crate::common::{Place, files, stderr, stdout};

/// A study whose exact log-rank test has more than ten million divisions.
fn place() -> Place {
    let study = r#"
[document]
title = "Long"
date = "2024-01-31"
[variables.arm]
kind = "nominal"
levels = ["a", "b"]
[variables.months]
kind = "continuous"
[variables.dead]
kind = "binary"
[endpoints.os]
label = "overall survival"
event_label = "death"
time = "months"
status = "dead"
event = ["yes"]
[[analyses]]
kind = "statistics"
id = "curves"
endpoints = ["os"]
by = "arm"
statistics = ["log-rank-exact"]
[[tables]]
id = "exact"
kind = "statistics"
title = "Exact"
analyses = ["curves"]
"#;
    let rows: String = (0..26)
        .map(|row| {
            let arm = if row % 2 == 0 { "a" } else { "b" };
            let dead = if row % 3 == 0 { "no" } else { "yes" };
            format!("{arm},{},{dead}\n", 1 + (row * 7) % 31)
        })
        .collect();
    Place::with(study, &format!("arm,months,dead\n{rows}"))
}

fn numbers(place: &Place, arguments: &[&str]) -> String {
    let mut command = crate::common::program();
    let output = command
        .args(["numbers", "log_rank_exact", "--study"])
        .arg(place.study())
        .args(arguments)
        .current_dir(place.folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(stderr(&output), "");
    stdout(&output)
}

/// The entries of the cache below the current folder.
fn entries(place: &Place) -> Vec<PathBuf> {
    let folder = place.folder.path().join("build/small/cache");
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.map(|entry| entry.unwrap().path()).collect()
}

/// The same entry with another p-value, and whole in itself.
fn forged(entry: &str, p: f64) -> String {
    let mut lines = entry.lines();
    let head = [lines.next().unwrap(), lines.next().unwrap()].join("\n");
    let content = format!("{head}\n{:016x} {:016x}\n", 0, p.to_bits());
    let hash: String = Sha256::digest(content.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{content}{hash}\n")
}

#[test]
fn long_tests_are_computed_once_and_damaged_results_again() {
    let place = place();
    let computed = numbers(&place, &["--no-cache"]);
    assert!(
        computed.contains("os.by_arm.log_rank_exact.p"),
        "{computed}"
    );
    assert!(!place.folder.path().join("build").exists());
    assert_eq!(numbers(&place, &[]), computed);
    let [entry] = entries(&place).try_into().unwrap();
    assert_eq!(numbers(&place, &[]), computed);

    // That it is read shows when it holds something else.
    let whole = fs::read_to_string(&entry).unwrap();
    fs::write(&entry, forged(&whole, 0.125)).unwrap();
    let kept = numbers(&place, &[]);
    assert!(kept.contains("0.12") || kept.contains("0.13"), "{kept}");
    assert_eq!(numbers(&place, &["--no-cache"]), computed);

    for damaged in [
        "",
        "x",
        &whole[..whole.len() - 9],
        &whole.replacen('0', "1", 1),
    ] {
        fs::write(&entry, damaged).unwrap();
        assert_eq!(numbers(&place, &[]), computed);
        assert_eq!(fs::read_to_string(&entry).unwrap(), whole);
    }

    // Another row is another test.
    place.write(
        "cohort.csv",
        &fs::read_to_string(place.study().join("cohort.csv"))
            .unwrap()
            .replacen("a,1,no", "a,2,no", 1),
    );
    numbers(&place, &[]);
    assert_eq!(entries(&place).len(), 2);
}

#[test]
fn reports_are_the_same_with_and_without_and_verify_does_not_believe_it() {
    let place = place();
    let report = |out: &str, arguments: &[&str]| {
        let mut command = place.command("report");
        command.arg("--out").arg(place.folder.path().join(out));
        let output = command.args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
    };
    report("without", &["--no-cache"]);
    let without = files(&place.folder.path().join("without"));
    assert!(!place.folder.path().join("without/cache").exists());
    let with = |what: &str| {
        let found = files(&place.folder.path().join("with"));
        assert!(found == without, "{what}");
    };
    report("with", &[]);
    with("the first time");
    let cache = place.folder.path().join("with/cache");
    let entry = fs::read_dir(&cache)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    report("with", &[]);
    with("the second time");
    assert!(entry.exists(), "it is no output of the run before");

    // A forged result makes a report that is not vouched for.
    let whole = fs::read_to_string(&entry).unwrap();
    fs::write(&entry, forged(&whole, 0.001)).unwrap();
    report("with", &[]);
    // Other commands read the entries of that folder, and make none elsewhere.
    let out = place.folder.path().join("with");
    let out = out.to_str().unwrap();
    assert!(numbers(&place, &["--out", out]).contains("0.001"));
    for command in ["lint", "check"] {
        let mut command = place.command(command);
        command.args(["--out", out]).current_dir(&place.folder);
        command.output().unwrap();
    }
    assert!(!place.folder.path().join("build").exists());
    assert_eq!(fs::read_dir(&cache).unwrap().count(), 1);
    let verify = |pdf: &str| {
        let mut command = crate::common::program();
        let pdf = place.folder.path().join(pdf);
        command
            .arg("verify")
            .arg(pdf)
            .current_dir(crate::common::project());
        command.output().unwrap().status.code()
    };
    assert_eq!(verify("with/report.pdf"), Some(1));
    assert_eq!(verify("without/report.pdf"), Some(0));
}

#[test]
fn where_nothing_can_be_kept_nothing_is_told() {
    let place = place();
    let computed = numbers(&place, &["--no-cache"]);
    // A file where a folder would be, as no folder is closed to root.
    fs::write(place.folder.path().join("build"), "").unwrap();
    assert_eq!(numbers(&place, &[]), computed);
}
