//! What Methods say of tests that are too much work to be exact.

use std::fs;

use crate::common::{Place, stderr};

const VARIABLES: &str = r#"
[document]
title = "T"
date = "2024-12-31"
[variables.patient]
kind = "identifier"
[variables.row]
kind = "nominal"
levels = ["r0", "r1", "r2"]
[variables.column]
kind = "nominal"
levels = ["c0", "c1", "c2", "c3", "c4"]
[variables.size]
kind = "continuous"
[conventions]
association = "fisher"
"#;

/// 700 patients in three groups by five, more than either budget allows.
fn cohort() -> String {
    let counts = [
        [161, 86, 44, 9, 3],
        [120, 91, 38, 12, 1],
        [60, 41, 27, 3, 4],
    ];
    let mut rows = String::from("patient,row,column,size\n");
    let mut patient = 0;
    for (row, counts) in counts.iter().enumerate() {
        for (column, count) in counts.iter().enumerate() {
            for _ in 0..*count {
                patient += 1;
                // Permutations of so many are enough for what is told of them.
                let size = match patient % 35 {
                    0 => (patient * 37 % 101).to_string(),
                    _ => String::new(),
                };
                rows += &format!("{patient},r{row},c{column},{size}\n");
            }
        }
    }
    rows
}

fn place() -> Place {
    Place::with(VARIABLES, &cohort())
}

/// The text of the report on these patients, whose long tests are computed once.
fn methods(place: &Place, language: &str, stanzas: &str) -> String {
    let language = format!("[document]\nlanguage = \"{language}\"");
    let study = VARIABLES.replacen("[document]", &language, 1) + stanzas;
    place.write("study.toml", &study);
    let output = place.report();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let source = fs::read_to_string(place.out().join("report.typ")).unwrap();
    // The pieces of a sentence, and its signs, as a reader sees them.
    let signs = [
        ("\";#\"", ""),
        ("\\u{2d}", "-"),
        ("\\u{28}", "("),
        ("\\u{29}", ")"),
    ];
    signs
        .iter()
        .fold(source, |text, (written, read)| text.replace(written, read))
}

#[test]
fn random_tables_are_told_with_number_and_seed() {
    let table = "[[tables]]\nid = \"x\"\ntitle = \"X\"\nby = \"column\"\nrows = [\"row\"]\n";
    let place = place();
    let english = methods(&place, "en", table);
    let told = "estimated from 100,000 random tables with the same margins (seed 20230617)";
    assert!(english.contains(told), "{english}");
    let german = methods(&place, "de", table);
    assert!(german.contains("aus 100.000 Zufallstabellen"), "{german}");
    assert!(german.contains("(Startwert 20230617)"));
}

#[test]
fn a_test_by_name_without_a_value_is_told_with_its_reason() {
    let stanzas = r#"
[[analyses]]
id = "x"
kind = "statistics"
statistics = ["fisher", "chi-square"]
variables = ["row"]
by = "column"
[[analyses]]
id = "y"
kind = "statistics"
statistics = ["kruskal-wallis-monte-carlo"]
variables = ["size"]
by = "column"
[[tables]]
id = "t"
title = "T"
kind = "statistics"
analyses = ["x", "y"]
"#;
    let source = methods(&place(), "en", stanzas);
    let (_, told) = source
        .split_once("The following were also computed")
        .unwrap();
    let (computed, told) = told.split_once("Not computable where no value").unwrap();
    assert!(!computed.contains("Fisher"), "{computed}");
    assert!(computed.contains("chi-square test"), "{computed}");
    let permuted = "random permutations (100,000, seed 20230617)";
    assert!(computed.contains(permuted), "{computed}");
    let (told, _) = told.split_once('\n').unwrap();
    assert!(told.contains("exact test (the exact answer would take more than"));
}
