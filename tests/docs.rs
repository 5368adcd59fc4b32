//! What the documentation shows works as it says.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod common;

use std::fs;

use cohort_report::analyse::method;
use cohort_report::layout::Layout;
use common::{Place, project, stderr};

/// The fenced blocks of one language in a page of `docs`.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let text = fs::read_to_string(project().join("docs").join(page)).unwrap();
    text.split("```")
        .skip(1)
        .step_by(2)
        .filter_map(|block| {
            block
                .strip_prefix(&format!("{language}\n"))
                .map(str::to_owned)
        })
        .collect()
}

#[test]
fn the_complete_study_file_is_valid() {
    let example = blocks("study-file.md", "toml")
        .into_iter()
        .find(|block| block.contains("[document]"));
    if let Err(findings) = Layout::parse("example", "study-file.md", &example.unwrap()) {
        panic!("{findings}");
    }
}

#[test]
fn every_key_of_the_example_study_is_documented() {
    let page = fs::read_to_string(project().join("docs/study-file.md")).unwrap();
    let study = fs::read_to_string(project().join("data/rvlms/study.toml")).unwrap();
    for line in study
        .lines()
        .filter(|line| !line.starts_with(['#', ' ', '[', '"']))
    {
        if let Some((key, _)) = line.split_once(" = ") {
            assert!(
                page.contains(&format!("`{key}`")) || page.contains(&format!("`{key} =")),
                "{key}"
            );
        }
    }
}

#[test]
fn every_snippet_of_the_tutorial_runs() {
    let place = Place::of_cohort("rvlms");
    let snippets = blocks("templates.md", "typst");
    assert!(snippets.len() > 4);
    // From the empty file on, one snippet after the other, as a reader does.
    let mut sizes = Vec::new();
    for written in 0..=snippets.len() {
        place.write("templates/results.typ", &snippets[..written].join("\n"));
        let output = place.report();
        let said = stderr(&output);
        assert!(output.status.success(), "after snippet {written}: {said}");
        let source = fs::read_to_string(place.out().join("report.typ")).unwrap();
        sizes.push(source.len());
    }
    assert!(sizes.is_sorted(), "{sizes:?}");
}

#[test]
fn every_method_is_named_once() {
    let mut ids: Vec<&str> = method::ALL.iter().map(|method| method.id).collect();
    ids.sort_unstable();
    let count = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), count);
}
