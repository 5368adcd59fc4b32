//! What figures of unusual numbers show: every estimate, every mark, every value.

use std::fmt::Write;

use super::figures::{drawn, texts};

const STUDY: &str = r#"
[document]
title = "Trial"
date = "2024-01-31"

[cohort]
file = "cohort.csv"
dates = "ymd"
one = "patient"
many = "patients"

[variables.arm]
label = "Arm"
kind = "nominal"
levels = ["a", "b"]

[variables.start]
label = "Start"
kind = "date"

[variables.relapse]
label = "Relapse"
kind = "date"

[variables.scan]
label = "Scan"
kind = "date"

[variables.end]
label = "Last contact"
kind = "date"

[variables.death]
label = "Death"
kind = "date"

[variables.lesions]
label = "Lesions"
kind = "count"

[variables.pulse]
label = "Pulse"
kind = "count"

[endpoints.os]
label = "overall survival"
event_label = "death"
origin = "start"
events = ["death"]
censored = "end"
unit = "days"
"#;

/// Forty patients, followed for ten days each longer than the one before; one is
/// scanned a month after the last contact, and pulses of group B are half unknown.
fn rows() -> Vec<u8> {
    let mut text = String::from("arm,start,relapse,scan,end,death,lesions,pulse\n");
    let day = |days: i64| {
        let date = jiff::civil::date(2020, 1, 1) + jiff::Span::new().days(days);
        date.to_string()
    };
    for row in 0..40_i64 {
        let (arm, end) = (if row % 2 == 0 { "a" } else { "b" }, 10 * row + 20);
        let relapse = day(end / 2);
        let scan = if row == 39 {
            day(end + 300)
        } else {
            relapse.clone()
        };
        let death = if row % 4 == 0 {
            day(end)
        } else {
            String::new()
        };
        let pulse = if row % 4 == 1 {
            String::new()
        } else {
            (60 + row).to_string()
        };
        let start = day(0);
        let end = day(end);
        let lesions = row % 5;
        writeln!(
            text,
            "{arm},{start},{relapse},{scan},{end},{death},{lesions},{pulse}"
        )
        .unwrap();
    }
    text.into_bytes()
}

fn figure(section: &str) -> cohort_report::figures::Figure {
    let (mut figures, _) = drawn(&format!("{STUDY}\n[[figures]]\n{section}"), &rows());
    figures.remove(0)
}

#[test]
fn the_axis_of_lanes_holds_marks_beyond_them_and_the_key_names_their_end() {
    let swimmer = figure(
        "id = \"s\"\nkind = \"swimmer\"\ncaption = \"S.\"\nendpoint = \"os\"\nmarks = [\"relapse\", \"scan\"]",
    );
    let texts = texts(&swimmer);
    assert!(texts.iter().any(|text| text == "Death"), "{texts:?}");
    // The scan at day 710, the longest lane at day 410.
    let ticks = texts.iter().filter_map(|text| text.parse::<f64>().ok());
    assert!(ticks.fold(0.0, f64::max) >= 500.0, "{texts:?}");
}

#[test]
fn an_event_that_is_marked_has_one_sign() {
    let key = |marks: &str, study: &str| {
        let section = format!(
            "[[figures]]\nid = \"s\"\nkind = \"swimmer\"\ncaption = \"S.\"\nendpoint = \"os\"\nmarks = {marks}"
        );
        let (figures, _) = drawn(&format!("{study}\n{section}"), &rows());
        let names = texts(&figures[0]);
        let count = |name: &str| names.iter().filter(|text| *text == name).count();
        [count("Death"), count("Death or relapse")]
    };
    assert_eq!(key("[]", STUDY), [1, 0]);
    assert_eq!(key("[\"death\"]", STUDY), [1, 0]);
    // The event of several dates is more than one of them.
    let both = STUDY.replace("\"death\"\norigin", "\"death or relapse\"\norigin");
    let both = both.replace("events = [\"death\"]", "events = [\"death\", \"relapse\"]");
    assert_eq!(key("[\"death\"]", &both), [1, 1]);
}

#[test]
fn rows_of_codes_name_their_variable() {
    let study = STUDY.replace("levels = [\"a\", \"b\"]", "levels = [\"1\", \"2\"]");
    let file = String::from_utf8(rows()).unwrap();
    let file = file.replace("\na,", "\n1,").replace("\nb,", "\n2,");
    for keys in [
        "kind = \"boxes\"\nvariables = [\"pulse\"]\nby = \"arm\"",
        "kind = \"histogram\"\nvariables = [\"pulse\"]\nby = \"arm\"",
        "kind = \"scatter\"\nx = \"pulse\"\ny = \"lesions\"\nby = \"arm\"",
        "kind = \"bars\"\nvariable = \"arm\"",
        "kind = \"swimmer\"\nendpoint = \"os\"\nby = \"arm\"",
    ] {
        let section = format!("[[figures]]\nid = \"f\"\ncaption = \"F.\"\n{keys}");
        let (figures, _) = drawn(&format!("{study}\n{section}"), file.as_bytes());
        let texts = texts(&figures[0]);
        assert!(texts.iter().any(|text| text == "Arm: 1"), "{texts:?}");
    }
}

#[test]
fn a_panel_says_of_how_many_values_it_is() {
    let boxes = |variables: &str| {
        let section = format!(
            "id = \"b\"\nkind = \"boxes\"\ncaption = \"B.\"\nvariables = [{variables}]\nby = \"arm\""
        );
        texts(&figure(&section))
    };
    for variables in ["\"pulse\"", "\"lesions\", \"pulse\""] {
        let texts = boxes(variables);
        assert!(texts.iter().any(|text| text == "n = 20"), "{texts:?}");
        assert!(texts.iter().any(|text| text == "n = 10"), "{texts:?}");
    }
}

#[test]
fn counts_have_whole_ticks() {
    let histogram =
        figure("id = \"h\"\nkind = \"histogram\"\ncaption = \"H.\"\nvariables = [\"lesions\"]");
    let texts = texts(&histogram);
    for tick in ["0", "1", "2", "3", "4"] {
        assert!(texts.iter().any(|text| text == tick), "{tick}: {texts:?}");
    }
    assert!(!texts.iter().any(|text| text.contains('.')), "{texts:?}");
    let boxes = figure(
        "id = \"b\"\nkind = \"boxes\"\ncaption = \"B.\"\nvariables = [\"lesions\"]\nby = \"arm\"",
    );
    let ticks = super::figures::texts(&boxes);
    assert!(!ticks.iter().any(|text| text.contains('.')), "{ticks:?}");
}
