//! `docs/study.schema.json`: made from the reader, and true of what it reads.

use std::fs;

use crate::common::project;
use cohort_report::layout::{Layout, schema};
use serde_json::Value;

fn made() -> Value {
    let docs = fs::read_to_string(project().join("docs/study-file.md")).unwrap();
    schema(&docs)
}

/// A TOML file as JSON, as an editor's checker sees it.
fn as_json(text: &str) -> Value {
    serde_json::to_value(toml::from_str::<toml::Value>(text).unwrap()).unwrap()
}

fn problems(text: &str) -> Vec<String> {
    let validator = jsonschema::validator_for(&made()).unwrap();
    let document = as_json(text);
    let found = validator.iter_errors(&document);
    found
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn the_published_schema_is_that_of_the_reader() {
    let path = project().join("docs/study.schema.json");
    let text = serde_json::to_string_pretty(&made()).unwrap() + "\n";
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &text).unwrap();
    }
    assert!(
        fs::read_to_string(&path).unwrap_or_default() == text,
        "docs/study.schema.json is not as the reader asks: UPDATE=1 cargo test schema"
    );
}

#[test]
fn every_study_of_the_project_is_valid() {
    for name in ["lung", "melanoma", "rvlms", "veteran"] {
        let path = project().join("data").join(name).join("study.toml");
        let found = problems(&fs::read_to_string(path).unwrap());
        assert!(found.is_empty(), "{name}: {found:#?}");
    }
    let found = problems(crate::common::STUDY);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn what_the_reader_refuses_the_schema_refuses() {
    for (from, to) in [
        ("title = \"A small study\"", "titel = \"A small study\""),
        ("kind = \"identifier\"", "kind = \"identfier\""),
        (
            "rows = [\"size\", \"smoker\", \"status\"]",
            "rows = \"size\"",
        ),
        ("kind = \"bars\"", "kind = \"bars\"\nevery = 3"),
        ("variable = \"arm\"", "variable = 3"),
        ("rates = [12]", "rates = [\"12\"]"),
        ("[document]", "[document]\nlook = \"poster\""),
        ("[document]", "[documents]"),
        ("[document]", "[document]\nappendices = [\"date\"]"),
        ("date = \"2024-01-31\"", ""),
    ] {
        assert!(crate::common::STUDY.contains(from), "{from}");
        let text = crate::common::STUDY.replacen(from, to, 1);
        assert!(Layout::parse("small", "study.toml", &text).is_err(), "{to}");
        assert!(!problems(&text).is_empty(), "{to}");
    }
}

#[test]
fn every_key_has_a_description() {
    fn missing(value: &Value, path: &str, found: &mut Vec<String>) {
        if let Some(properties) = value.get("properties").and_then(Value::as_object) {
            for (key, inner) in properties {
                let here = format!("{path}.{key}");
                let nested = inner.get("properties").is_some()
                    || inner
                        .get("items")
                        .is_some_and(|items| items.get("properties").is_some())
                    || inner
                        .get("additionalProperties")
                        .is_some_and(Value::is_object);
                if inner.get("description").is_none() && !nested {
                    found.push(here.clone());
                }
                for deeper in [
                    Some(inner),
                    inner.get("items"),
                    inner.get("additionalProperties"),
                ] {
                    deeper
                        .into_iter()
                        .for_each(|deeper| missing(deeper, &here, found));
                }
            }
        }
    }
    let mut found = Vec::new();
    missing(&made(), "", &mut found);
    assert!(
        found.is_empty(),
        "docs/study-file.md says nothing of {found:#?}"
    );
}

/// `kind = "tests"` and `tests = […]` are the former names of statistics.
#[test]
fn former_names_of_statistics_are_read() {
    let text = fs::read_to_string(project().join("tests/statistics/study.toml")).unwrap();
    let former = text
        .replace("kind = \"statistics\"", "kind = \"tests\"")
        .replace("\nstatistics = [", "\ntests = [");
    assert!(!former.contains("statistics ="), "{former}");
    let read = |text: &str| Layout::parse("small", "study.toml", text).unwrap();
    let ((study, layout), (former_study, former_layout)) = (read(&text), read(&former));
    assert_eq!(study.plan(), former_study.plan());
    let words = |layout: &Layout| {
        layout
            .tables
            .iter()
            .map(|table| table.word)
            .collect::<Vec<_>>()
    };
    assert_eq!(words(&layout), words(&former_layout));
    assert_eq!(problems(&former), Vec::<String>::new());

    let both = text.replacen(
        "\nstatistics = [",
        "\ntests = [\"mean\"]\nstatistics = [",
        1,
    );
    let findings = Layout::parse("small", "study.toml", &both).unwrap_err();
    assert!(
        findings
            .to_string()
            .contains("cannot be combined with statistics"),
        "{findings}"
    );
}
