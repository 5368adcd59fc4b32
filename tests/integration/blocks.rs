//! Tables divided into blocks of columns, as they stand on their pages, and the digits of
//! times that stand in one column.

use std::collections::HashSet;
use std::fmt::Write;
use std::fs;
use std::process::Command;

use crate::census::pages;
use crate::common::{Place, stderr};
use crate::ruled::beyond_rules;

const ROWS: usize = 90;

/// A report of so many centres, each patient with a time to event.
fn report(centres: usize, times: impl Fn(usize) -> f64, tables: &str) -> Place {
    report_of(centres, "Centre", times, tables)
}

/// The same of centres with such a name before their number.
fn report_of(centres: usize, name: &str, times: impl Fn(usize) -> f64, tables: &str) -> Place {
    let levels: Vec<String> = (0..centres).map(|at| format!("\"{name} {at}\"")).collect();
    let study = format!(
        r#"[document]
title = "Centres"
date = "2024-01-31"
provenance = "none"
[variables.id]
kind = "identifier"
[variables.centre]
label = "Centre"
kind = "nominal"
levels = [{}]
[variables.age]
label = "Age"
kind = "continuous"
unit = "years"
[variables.days]
kind = "continuous"
unit = "days"
digits = 1
[variables.died]
kind = "binary"
[endpoints.os]
label = "overall survival"
event_label = "death"
unit = "days"
time = "days"
status = "died"
event = ["yes"]
{tables}"#,
        levels.join(", ")
    );
    let mut cohort = "id,centre,age,days,died\n".to_owned();
    for at in 0..ROWS {
        let (centre, age, days) = (at % centres, 30 + at * 7 % 50, times(at));
        let died = if at.is_multiple_of(4) { "no" } else { "yes" };
        let _ = writeln!(cohort, "P{at},{name} {centre},{age},{days},{died}");
    }
    let place = Place::with(&study, &cohort);
    let output = place.report();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    place
}

/// The lines of the pages as they stand, or `None` where there is no `pdftotext`.
fn lines(place: &Place) -> Option<Vec<String>> {
    let pdf = place.out().join("report.pdf");
    let output = Command::new("pdftotext")
        .arg("-layout")
        .arg(pdf)
        .arg("-")
        .output();
    let Ok(output) = output else {
        println!("SKIPPED: no pdftotext (poppler), so no table is read");
        return None;
    };
    assert!(output.status.success(), "{}", stderr(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    Some(text.lines().map(str::to_owned).collect())
}

const BY_CENTRE: &str = r#"
[[tables]]
id = "baseline"
title = "Baseline"
kind = "summary"
by = "centre"
rows = ["age", "died"]
"#;

/// Each block has its labels again; none of them goes on from another page.
#[test]
fn blocks_on_one_page_are_not_continued() {
    let place = report(12, |at| 10.0 + at as f64, BY_CENTRE);
    let Some(lines) = lines(&place) else { return };
    let count = |words: &str| lines.iter().filter(|line| line.contains(words)).count();
    let blocks = count("Characteristic");
    assert!(blocks > 1, "{lines:?}");
    assert_eq!(count("Age, years,"), blocks, "{lines:?}");
    assert_eq!(count("continued"), 0, "{lines:?}");
    // The P value stands beside the last group.
    let headings = |line: &&String| line.contains("(n = ") && line.contains("(95% CI)");
    assert_eq!(lines.iter().filter(headings).count(), 1, "{lines:?}");
}

/// Headings of the last column of each block too, which has no gap behind it.
#[test]
fn nothing_stands_beyond_the_rules_of_a_table() {
    // Some longer than the line to which headings wrap, by less than a gap.
    for (centres, name) in [
        (7, "Adjuvant irradiation"),
        (9, "Adjuvant radiation"),
        (11, "Surgery and resection"),
        (14, "Adjuvant irradiation"),
        (10, "Adjuvant chemotherapy"),
        (5, "Ward"),
    ] {
        let place = report_of(centres, name, |at| 10.0 + at as f64, BY_CENTRE);
        let pdf = place.out().join("report.pdf");
        let Some(pages) = pages(&pdf) else { return };
        let (beyond, pairs) = beyond_rules(&pdf, &pages);
        assert!(beyond.is_empty(), "{centres} {name}: {beyond:?}");
        assert!(pairs > 1, "{centres} {name}: {pairs} pairs of rules");
    }
}

/// Whatever a cell of a survival table holds, it is one line.
#[test]
fn a_rate_stands_in_one_line_with_those_at_risk() {
    const SURVIVAL: &str = r#"
[[tables]]
id = "survival"
title = "Survival"
kind = "survival"
endpoints = ["os"]
by = "centre"
rates = [400, 800, 1200]
"#;
    let name = "Neoadjuvant chemoradiotherapy ward";
    let place = report_of(3, name, |at| 10.0 + 20.0 * at as f64, SURVIVAL);
    let Some(lines) = lines(&place) else { return };
    let ends = lines.iter().filter(|line| line.trim_end().ends_with(");"));
    assert_eq!(ends.count(), 0, "{lines:?}");
    let whole = |line: &&String| line.matches("); ").count() > 1;
    assert!(lines.iter().filter(whole).count() >= 4, "{lines:?}");
}

/// The texts of a column of a table, its heading first.
fn column(place: &Place, id: &str, at: usize) -> Vec<String> {
    let path = place.out().join(format!("tables/{id}.csv"));
    let text = fs::read_to_string(path).unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let rows = reader.records().map(Result::unwrap);
    let cells = rows.filter_map(|row| row.get(at).map(str::to_owned));
    cells.filter(|cell| !cell.is_empty()).collect()
}

/// Digits behind the mark of each number of a text.
fn digits(text: &str) -> HashSet<usize> {
    let numbers = text.split(|c: char| !c.is_ascii_digit() && c != '.');
    let numbers = numbers.filter(|own| own.starts_with(|c: char| c.is_ascii_digit()));
    let behind = |own: &str| own.split_once('.').map_or(0, |(_, behind)| behind.len());
    numbers.map(behind).collect()
}

/// One centre has times in half days, the other two in whole ones.
#[test]
fn medians_of_one_endpoint_have_alike_digits() {
    let table = |more: &str| {
        format!(
            r#"{more}
[[tables]]
id = "survival"
title = "Survival"
kind = "survival"
endpoints = ["os"]
by = "centre"
"#
        )
    };
    let halves =
        |at: usize| (3 + at * 11 % 70) as f64 + if at.is_multiple_of(3) { 0.5 } else { 0.0 };
    let whole = |at: usize| (3 + at * 11 % 70) as f64;
    for (times, more, wanted) in [
        (&halves as &dyn Fn(usize) -> f64, "", 1),
        (&whole, "", 0),
        (&halves, "digits = 2", 2),
    ] {
        let place = report(3, times, &table(more));
        let column = column(&place, "survival", 2);
        let cells = column.get(1..5).unwrap();
        for cell in cells {
            assert_eq!(digits(cell), HashSet::from([wanted]), "{column:?}");
        }
    }
}
