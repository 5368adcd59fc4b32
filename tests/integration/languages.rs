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
    let note = "Arm was not known for 3 patients, included under Overall only.";
    for name in ["all.csv", "rates.csv"] {
        assert!(table(name).contains(note), "{}", table(name));
    }
    let figure = fs::read_to_string(place.out().join("figures/curve.svg")).unwrap();
    assert!(figure.contains("Arm was not known for 3 patients, not shown."));
    let results = fs::read_to_string(place.out().join("results.json")).unwrap();
    assert!(results.contains("\"arm.missing\""));
}

/// Words of English that German does not have.
const ENGLISH_WORDS: &[&str] = &[
    "the",
    "of",
    "with",
    "and",
    "which",
    "were",
    "than",
    "not",
    "has",
    "needs",
    "above",
    "below",
    "reproduces",
    "holds",
    "line",
    "test",
    "interval",
    "value",
];

/// The strings of a TOML file, whatever they are under.
fn strings(value: &toml::Value, found: &mut Vec<String>) {
    match value {
        toml::Value::String(text) => found.push(text.clone()),
        toml::Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        toml::Value::Table(table) => {
            for (key, item) in table {
                found.push(key.clone());
                strings(item, found);
            }
        }
        _ => {}
    }
}

/// What the program writes into a report in German: the source without the
/// lines of the templates, and without the study's own words.
fn own_words(name: &str) -> (Place, String) {
    let place = Place::of_cohort(name);
    let folder = place.study();
    fs::remove_dir_all(folder.join("templates")).unwrap();
    let path = folder.join("study.toml");
    let study = fs::read_to_string(&path).unwrap();
    let without = study.lines().filter(|line| !line.starts_with("language ="));
    let study = without.collect::<Vec<_>>().join("\n");
    let german = study.replacen("[document]", "[document]\nlanguage = \"de\"", 1);
    fs::write(path, &german).unwrap();
    let mut own = vec![name.to_owned()];
    strings(&toml::Value::Table(german.parse().unwrap()), &mut own);
    let published = folder.join("published.toml");
    if name == "rvlms" {
        // Its units are English.
        fs::write(
            &published,
            "[[numbers]]\nid = \"cohort.n\"\ntext = \"24\"\n",
        )
        .unwrap();
    } else {
        let text = fs::read_to_string(&published).unwrap();
        strings(&toml::Value::Table(text.parse().unwrap()), &mut own);
    }
    let output = place.report();
    assert_eq!(output.status.code(), Some(0), "{name}: {}", stderr(&output));

    let mut lines: Vec<String> = Vec::new();
    for entry in fs::read_dir("templates").unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        lines.extend(text.lines().map(|line| line.trim().to_owned()));
    }
    let source = fs::read_to_string(place.out().join("report.typ")).unwrap();
    let kept = source.lines().filter(|line| {
        let line = line.trim();
        let is_code = line.starts_with("//") || line.starts_with("block(");
        !is_code && !lines.iter().any(|known| known == line)
    });
    let mut text = unescaped(&kept.collect::<Vec<_>>().join("\n"));
    // The longest first: one may be a part of another.
    own.sort_by_key(|text| std::cmp::Reverse(text.len()));
    for words in own.iter().filter(|words| words.contains(' ')) {
        let words = words.trim().replace('\'', "’");
        let mut letters = words.chars();
        let small = letters.next().map(|c| c.to_lowercase().to_string());
        let small = small.unwrap_or_default() + letters.as_str();
        let sentence = words.split(". ").next().unwrap_or_default();
        let sentence = sentence.trim_end_matches('.').to_owned();
        for own in [words.clone(), small, sentence] {
            if own.len() > 6 {
                text = text.replace(&own, " ");
            }
        }
    }
    (place, text)
}

/// Typst's escapes as what they stand for, apostrophes as those of print.
fn unescaped(source: &str) -> String {
    let mut text = String::new();
    for (at, part) in source.split("\\u{").enumerate() {
        let escaped = part.split_once('}').filter(|_| at > 0);
        let letter = escaped.and_then(|(code, _)| u32::from_str_radix(code, 16).ok());
        match (letter.and_then(char::from_u32), escaped) {
            (Some(letter), Some((_, rest))) => {
                text.push(letter);
                text += rest;
            }
            _ => text += part,
        }
    }
    // Names of scales are not translated.
    text.replace("American Society of Anesthesiologists", "ASA")
        .replace('\'', "’")
}

#[test]
fn a_german_report_of_each_study_has_no_english_sentence() {
    for name in ["lung", "melanoma", "rvlms", "veteran"] {
        let (_place, text) = own_words(name);
        let is_part = |c: char| c.is_alphanumeric() || "_.-\"{}\\/@".contains(c);
        let lines = text.lines().filter(|line| {
            let mut words = line.split(|c: char| !is_part(c));
            words.any(|word| ENGLISH_WORDS.contains(&word.trim_matches(['"', '.'])))
        });
        let lines: Vec<&str> = lines.collect();
        assert!(lines.is_empty(), "{name}:\n{}", lines.join("\n"));
    }
}
