//! `validate`: findings by column, distributions, rules, queries, duplicates.

use crate::common::{Place, STUDY, stderr, stdout};
use serde_json::Value;

/// The small study with something before its first section.
fn study(top: &str, cohort: &str) -> String {
    format!("{top}\n{STUDY}\n[cohort]\n{cohort}\n")
}

const ROWS: &str = "\
id,arm,size,smoker,months,status
A1,surgery,42,yes,10,dead
A2,surgery,38,no,22.5,alive
A3,surgery,,no,31,alive
A4,radiotherapy,55,yes,4,dead
";

fn validated(top: &str, cohort: &str, rows: &str) -> (Option<i32>, String, Value) {
    let place = Place::with(&study(top, cohort), rows);
    let text = place.command("validate").output().unwrap();
    let json = place
        .command("validate")
        .args(["--format", "json"])
        .output()
        .unwrap();
    assert_eq!(text.status.code(), json.status.code());
    let document = serde_json::from_slice(&json.stdout).unwrap_or(Value::Null);
    (text.status.code(), stdout(&text) + &stderr(&text), document)
}

fn column<'a>(document: &'a Value, name: &str) -> &'a Value {
    let columns = document["columns"].as_array().unwrap();
    columns.iter().find(|c| c["name"] == name).unwrap()
}

#[test]
fn a_clean_cohort_is_described() {
    let (code, text, document) = validated("", "", ROWS);
    assert_eq!(code, Some(0), "{text}");
    assert_eq!(document["rows"], 4);
    let size = column(&document, "size");
    assert_eq!((&size["present"], &size["missing"]), (&3.into(), &1.into()));
    let sketch = &size["sketch"]["numbers"];
    // The quartiles of 38, 42, 55 by type 7.
    assert_eq!(sketch["quartiles"], serde_json::json!([40.0, 42.0, 48.5]));
    assert_eq!(
        sketch["lowest"][0],
        serde_json::json!({"value": 38.0, "line": 3})
    );
    assert_eq!(
        sketch["highest"][0],
        serde_json::json!({"value": 55.0, "line": 5})
    );
    let bins = sketch["bins"].as_array().unwrap();
    assert_eq!(bins.iter().map(|bin| bin.as_u64().unwrap()).sum::<u64>(), 3);
    assert_eq!((&bins[0], &bins[bins.len() - 1]), (&1.into(), &1.into()));
    assert_eq!(column(&document, "arm")["sketch"]["levels"][0]["count"], 3);
    assert!(text.contains("0 errors, 0 queries"), "{text}");
}

#[test]
fn bad_cells_are_grouped_and_the_rest_is_described() {
    let rows = ROWS
        .replace("55,yes", "55 cm,Yes")
        .replace("38,no", "wide,maybe")
        + "A4,surgery,50,no,-3,alive\n";
    let (code, text, document) = validated("", "", &rows);
    assert_eq!(code, Some(1));
    let size = &column(&document, "size")["findings"];
    assert_eq!(size[0]["count"], 2, "{text}");
    assert_eq!(
        size[0]["examples"][0],
        serde_json::json!({"line": 3, "value": "wide"})
    );
    assert_eq!(column(&document, "size")["present"], 2);
    assert_eq!(column(&document, "id")["findings"][0]["count"], 1);
    // What is read from other columns is judged although those cells are bad.
    let months = &column(&document, "months")["findings"][0];
    assert_eq!(months["what"], "is negative, but is a time to event");
    assert_eq!(document["errors"], 6, "{text}");
    assert!(text.contains("line 5: \"55 cm\""), "{text}");
}

#[test]
fn rules_compare_numbers_levels_and_presence() {
    let top = r#"rules = [
  "10 <= size < 50",
  "size present when status = alive and smoker = no",
  "months > 5 when arm = radiotherapy",
  "smoker != yes when months >= 10",
]"#;
    let (code, text, document) = validated(top, "", ROWS);
    assert_eq!(code, Some(1));
    let found = |name: &str| {
        let groups = column(&document, name)["findings"].as_array().unwrap();
        let lines = groups
            .iter()
            .flat_map(|g| g["examples"].as_array().unwrap());
        lines
            .map(|e| e["line"].as_u64().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(found("size"), [4, 5], "{text}");
    assert_eq!(found("months"), [5]);
    assert_eq!(found("smoker"), [2]);
    // Rules stop a report; each finding tells its rule.
    let place = Place::with(&study(top, ""), ROWS);
    let report = place.report();
    assert_eq!(report.status.code(), Some(3));
    let told = stderr(&report);
    assert!(
        told.contains("\"55\": is not below 50\n    rule: 10 <= size < 50"),
        "{told}"
    );
    assert!(told.contains("4 findings"), "{told}");
}

#[test]
fn a_column_that_is_not_there_is_one_finding() {
    let rows = ROWS
        .replace(",smoker", "")
        .replace(",yes,", ",")
        .replace(",no,", ",");
    let top = "rules = [\"smoker present\", \"size < 50 when smoker = no\"]";
    let (code, text, document) = validated(top, "", &rows);
    assert_eq!(code, Some(1));
    assert_eq!(document["errors"], 1, "{text}");
    assert_eq!(column(&document, "size")["present"], 3);
}

#[test]
fn a_chain_of_dates_holds_across_a_missing_one() {
    let study = r#"
rules = ["first < second <= third"]
[document]
title = "Dates"
date = "2024-01-31"
[variables.first]
kind = "date"
[variables.second]
kind = "date"
[variables.third]
kind = "date"
"#;
    let place = Place::with(
        study,
        "first,second,third\n2020-01-01,,2020-01-01\n2020-01-01,2020-01-02,2020-01-02\n2020-01-03,2020-01-02,\n",
    );
    let output = place.command("validate").output().unwrap();
    let text = stdout(&output);
    assert!(
        text.contains("line 2: \"2020-01-01\": is not after first, which is 2020-01-01"),
        "{text}"
    );
    assert!(
        text.contains("line 4: \"2020-01-02\": is not after first, which is 2020-01-03"),
        "{text}"
    );
    assert!(text.contains("2 errors"), "{text}");
}

#[test]
fn queries_and_duplicates_do_not_stop_a_report() {
    let rows = format!("{ROWS}a-1,surgery,42,yes,10,dead\nA5,radiotherapy,55,no,7,alive\n");
    let top = r#"queries = ["size <= 50"]"#;
    let (code, text, document) = validated(top, "same_when = [\"arm\", \"size\"]", &rows);
    assert_eq!(code, Some(1));
    assert_eq!(document["errors"], 0, "{text}");
    let general = &document["general"][0];
    // Line 6 repeats line 2 in every column; lines 6 and 7 agree with 2 and 5.
    assert_eq!(general["count"], 3, "{text}");
    assert_eq!(general["stops"], false);
    assert!(
        text.contains("line 6: differs only in spelling from the identifier of line 2"),
        "{text}"
    );
    assert_eq!(column(&document, "size")["findings"][0]["count"], 2);
    let asked = study(top, "").replace("date =", "appendices = [\"data\"]\ndate =");
    let place = Place::with(&asked, &rows);
    let report = place.report();
    assert_eq!(report.status.code(), Some(0), "{}", stderr(&report));
    assert!(
        stderr(&report).contains("4 queries about its rows"),
        "{}",
        stderr(&report)
    );
    let results = std::fs::read_to_string(place.out().join("results.json")).unwrap();
    let results: Value = serde_json::from_str(&results).unwrap();
    let number = |id: &str| {
        let numbers = results["numbers"].as_array().unwrap();
        numbers.iter().find(|n| n["id"] == id).unwrap()["value"].clone()
    };
    assert_eq!(number("queries.1.n"), 2.0);
    assert_eq!(number("queries.alike.n"), 2.0 - 1.0);
    let source = std::fs::read_to_string(place.out().join("report.typ")).unwrap();
    assert!(source.contains("The data"));
}

#[test]
fn a_wrong_rule_is_told_with_its_mend() {
    for (rule, told) in [
        ("sise <= 50", "did you mean \"size\"?"),
        ("size <= 2020-01-01", "compares a number with a date"),
        ("arm < surgery", "orders a category that has no order"),
        ("status = daed", "did you mean \"dead\"?"),
        ("size", "is not a comparison"),
        ("id = 3", "which has no order"),
        (
            "size <= 50 when smoker = often",
            "\"often\" is not a level of smoker",
        ),
    ] {
        let place = Place::with(&study(&format!("queries = [\"{rule}\"]"), ""), ROWS);
        let output = place.command("validate").output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{rule}");
        assert!(
            stderr(&output).contains(told),
            "{rule}: {}",
            stderr(&output)
        );
    }
}

#[test]
fn a_cell_cannot_rewrite_the_terminal() {
    let rows = ROWS.replace("A3,surgery,,", "\"A3\u{1b}[2J\",surgery,\"\u{1b}[31m\",");
    let (_, text, _) = validated("", "", &rows);
    assert!(!text.contains('\u{1b}'), "{text}");
}
