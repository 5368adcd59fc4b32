//! Reports in another language than English.

use std::fs;

use crate::common::{COHORT, Place, STUDY, stderr};

/// A study in German whose own words are German.
fn german() -> String {
    let words = [
        (
            "title = \"A small study\"",
            "title = \"Eine kleine Studie\"\nlanguage = \"de\"\nappendices = [\"data\"]",
        ),
        ("\"Size\"", "\"Größe\""),
        ("\"Smoker\"", "\"Raucher\""),
        ("label = \"Months\"", "label = \"Dauer\""),
        ("unit = \"months\"", "unit = \"Monate\""),
        ("\"overall survival\"", "\"Gesamtüberleben\""),
        ("\"death\"", "\"Tod\""),
        ("\"Everything\"", "\"Alles\""),
        ("\"Survival\"", "\"Überleben\""),
        (
            "[variables.id]",
            "[cohort]\none = \"Person\"\nmany = \"Personen\"\n\n[variables.id]",
        ),
    ];
    let study = STUDY.to_owned();
    words.iter().fold(study, |study, (english, german)| {
        study.replacen(english, german, 1)
    })
}

#[test]
fn a_german_study_makes_a_german_report() {
    let place = Place::with(&german(), COHORT);
    let output = place.report();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let source = fs::read_to_string(place.out().join("report.typ")).unwrap();
    for german in [
        "lang: \"de\"",
        "Statistische Methoden",
        "Numerische Variablen wurden als Median mit Interquartilsabstand angegeben",
        "Gesamt",
        "Ereignisse",
        "exakter Test nach Fisher",
        "31. Januar 2024",
        "Herkunft der Zahlen",
        "Variablenverzeichnis",
        "Eingaben und Werkzeuge",
        "Kaplan-Meier-Kurve",
        "Die Daten",
    ] {
        assert!(source.contains(german), "{german}");
    }
    for english in [
        "Statistical methods",
        "Overall",
        "Missing",
        "median (IQR",
        "Data dictionary",
        "January",
        "Kaplan-Meier curve",
        "Fisher\\u{27}s exact test",
    ] {
        assert!(!source.contains(english), "{english}");
    }
    let figure = fs::read_to_string(place.out().join("figures/curve.svg")).unwrap();
    assert!(figure.contains("Anzahl unter Risiko") && figure.contains("Monate"));
    assert!(!figure.contains("At risk"));
}

#[test]
fn a_language_without_words_is_remarked_and_its_tag_kept() {
    let study = STUDY.replacen("[document]", "[document]\nlanguage = \"fr-CA\"", 1);
    let place = Place::with(&study, COHORT);
    let output = place.report();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let told = stderr(&output);
    assert!(told.contains("fr-CA") && told.contains("en, de"), "{told}");
    let source = fs::read_to_string(place.out().join("report.typ")).unwrap();
    assert!(source.contains("lang: \"fr\", region: \"CA\""));
    assert!(source.contains("Statistical methods"));
}

/// The cohort of a reader's question to table1: three of 24 rows have no arm.
#[test]
fn rows_without_a_group_are_counted_below_the_table() {
    let mut rows = String::from("id,arm,size,smoker,months,status\n");
    for row in 0..24 {
        let arm = match row {
            0..3 => "",
            3..12 => "surgery",
            _ => "radiotherapy",
        };
        rows += &format!("{row},{arm},{},no,{},dead\n", 20 + row, row + 1);
    }
    let place = Place::with(STUDY, &rows);
    let output = place.report();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let table = |name: &str| fs::read_to_string(place.out().join("tables").join(name)).unwrap();
    let note = "The arm was not known for 3 patients, included under Overall only.";
    for name in ["all.csv", "rates.csv"] {
        assert!(table(name).contains(note), "{}", table(name));
    }
    let figure = fs::read_to_string(place.out().join("figures/curve.svg")).unwrap();
    assert!(figure.contains("The arm was not known for 3 patients, not shown."));
    let results = fs::read_to_string(place.out().join("results.json")).unwrap();
    assert!(results.contains("\"arm.missing\""));
}
