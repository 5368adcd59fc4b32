//! Numbers in the print of journals: `.45`, `0·031`, `0,45`. What `check` finds
//! does not depend on the decimal mark.

use serde_json::Value;

use crate::common::{COHORT, Place, STUDY, stderr, stdout};

/// Ways to print, and whether published texts have decimal commas.
const STYLES: [(&str, bool); 8] = [
    ("journal = \"none\"", false),
    ("journal = \"jama\"", false),
    ("journal = \"lancet\"", false),
    ("journal = \"nejm\"", false),
    ("journal = \"annals\"", false),
    ("journal = \"apa\"", false),
    ("decimal_mark = \",\"", true),
    ("decimal_mark = \"·\"\nleading_zero = false", false),
];

fn place(style: &str) -> Place {
    Place::with(&format!("{STUDY}\n[style]\n{style}\n"), COHORT)
}

fn json(place: &Place, flags: &[&str]) -> (Option<i32>, Value) {
    let output = place
        .command("check")
        .args(flags)
        .args(["--format", "json"])
        .output()
        .unwrap();
    let found = serde_json::from_slice(&output.stdout);
    (
        output.status.code(),
        found.unwrap_or_else(|_| panic!("{}", stderr(&output))),
    )
}

/// Ids and texts of every number, as `numbers` lists them.
fn printed(place: &Place) -> Vec<(String, String)> {
    let mut list = crate::common::program();
    let output = list
        .args(["numbers", "--study"])
        .arg(place.study())
        .output()
        .unwrap();
    let text = stdout(&output);
    let rows = text.lines().filter_map(|line| line.trim().split_once("  "));
    rows.map(|(id, text)| (id.to_owned(), text.trim().to_owned()))
        .collect()
}

fn published(numbers: &[(String, String)], decimal_comma: bool) -> String {
    let mut text = match decimal_comma {
        true => "decimal = \",\"\n".to_owned(),
        false => String::new(),
    };
    for (id, printed) in numbers {
        let id = id.replace('\\', "\\\\").replace('"', "\\\"");
        text += &format!("[[numbers]]\nid = \"{id}\"\ntext = \"{printed}\"\n");
    }
    text
}

#[test]
fn what_is_printed_reproduces_in_every_style() {
    for (style, decimal_comma) in STYLES {
        let place = place(style);
        let numbers: Vec<_> = printed(&place)
            .into_iter()
            .filter(|(_, text)| text.contains(|c: char| c.is_ascii_digit()))
            .collect();
        assert!(numbers.len() > 50, "{numbers:?}");
        place.write("published.toml", &published(&numbers, decimal_comma));
        let (code, checked) = json(&place, &[]);
        let checked = checked["numbers"].as_array().unwrap();
        let wrong: Vec<&Value> = checked
            .iter()
            .filter(|number| number["verdict"] != "reproduces")
            .collect();
        assert_eq!(code, Some(0), "{style}: {wrong:#?}");
        assert_eq!(checked.len(), numbers.len());
    }
}

#[test]
fn transcription_errors_are_named_in_every_style() {
    for (style, decimal_comma) in STYLES {
        let place = place(style);
        let mark = match style {
            style if style.contains(',') => ",",
            style if style.contains('·') || style.contains("lancet") => "·",
            _ => ".",
        };
        // The mean of 42, 38, 55, 61, 47 is 48.6.
        let texts = [
            (format!("46{mark}8"), "transposed"),
            (format!("4{mark}86"), "decimal point"),
            (format!("48{mark}7"), "one digit"),
        ];
        let numbers: Vec<(String, String)> = texts
            .iter()
            .map(|(text, _)| ("size.mean".to_owned(), text.clone()))
            .collect();
        place.write("published.toml", &published(&numbers, decimal_comma));
        let (code, checked) = json(&place, &[]);
        assert_eq!(code, Some(1), "{style}");
        for ((text, slip), number) in texts.iter().zip(checked["numbers"].as_array().unwrap()) {
            assert!(
                number.to_string().contains(slip),
                "{style}: {text}: {number:#}"
            );
        }
    }
}

/// A mark of its own changes no number, so the same numbers are fragile, by the
/// same changes, to the same values.
#[test]
fn fragile_numbers_are_the_same_whatever_the_decimal_mark() {
    let found = |style: &str| -> Vec<String> {
        let (code, found) = json(&place(style), &["--fragile"]);
        assert_eq!(code, Some(0), "{style}");
        let numbers = found["numbers"].as_array().unwrap();
        numbers
            .iter()
            .map(|number| number.to_string().replace([',', '·'], "."))
            .collect()
    };
    let plain = found("journal = \"none\"");
    assert!(plain.len() > 5, "{plain:#?}");
    for mark in [",", "·"] {
        let style = format!("decimal_mark = \"{mark}\"");
        assert_eq!(found(&style), plain, "{style}");
    }
    // Without a zero before the mark a p-value is the same number.
    let without = found("leading_zero = false");
    assert_eq!(without.len(), plain.len());
    let ids = |found: &[String]| -> Vec<String> {
        let id = |text: &String| {
            text.split("\"id\":")
                .nth(1)
                .map(|rest| rest[..12].to_owned())
        };
        found.iter().filter_map(id).collect()
    };
    assert_eq!(ids(&without), ids(&plain));
}
