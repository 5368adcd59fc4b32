//! How numbers read where they stand together: digits in groups, units, differences of
//! percentages, signs, and how values beyond a limit of detection were read.

use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

use crate::common::{Place, printed, program, stderr, stdout};

const STUDY: &str = r#"
[variables.id]
kind = "identifier"
[variables.arm]
label = "Arm"
kind = "nominal"
levels = ["a", "b"]
[variables.bnp]
label = "NT-proBNP"
kind = "continuous"
unit = "pg/ml"
digits = 1
[variables.year]
label = "Year"
kind = "continuous"
[variables.crp]
label = "CRP"
kind = "continuous"
unit = "mg/l"
digits = 1
limits = "half"
[variables.saturation]
label = "Saturation"
kind = "continuous"
unit = "%"
[variables.stay]
label = "Stay"
kind = "count"
unit = "weeks"
[variables.again]
label = "Readmitted"
kind = "binary"
[variables.never]
label = "Never"
kind = "binary"
[derived.high]
label = "CRP group"
cut = { variable = "crp", at = [5] }

[[models]]
id = "stays"
kind = "linear"
outcome = "saturation"
covariates = ["arm", "stay", "high"]
[[models]]
id = "again"
kind = "logistic"
outcome = "again"
covariates = ["stay", "saturation"]

[[analyses]]
kind = "statistics"
id = "named"
variables = ["saturation", "bnp"]
by = "arm"
statistics = ["mann-whitney", "hodges-lehmann", "welch-t", "shapiro-wilk"]
[[analyses]]
kind = "statistics"
id = "risks"
variables = ["again"]
by = "arm"
statistics = ["risk-difference"]

[[tables]]
id = "all"
title = "All"
by = "arm"
difference = true
rows = ["bnp", "year", "saturation", "stay", "again", "never"]
[[tables]]
id = "models"
title = "Models"
kind = "models"
models = ["stays", "again"]
[[tables]]
id = "statistics"
title = "Statistics"
kind = "statistics"
analyses = ["named", "risks"]
[[figures]]
id = "boxes"
kind = "boxes"
caption = "Boxes."
variables = ["crp"]
by = "arm"
[[figures]]
id = "again"
kind = "forest"
caption = "Forest."
model = "again"
"#;

/// Of 60 patients; half of the values of NT-proBNP have five digits.
fn cohort() -> String {
    let mut rows = "id,arm,bnp,year,crp,saturation,stay,again,never\n".to_owned();
    for at in 0..60_u32 {
        let (arm, spread) = (["a", "b"][(at % 2) as usize], (at * 37) % 60);
        let crp = match spread {
            0..5 => "<0.5".to_owned(),
            _ => format!("{}.3", spread / 5),
        };
        let _ = writeln!(
            rows,
            "{at},{arm},{}.4,{},{crp},{},{},{},no",
            9_000 + 40 * spread + 300 * (at % 2),
            1998 + spread % 20,
            70 + (spread * 7) % 12 + 12 * (at % 2),
            1 + u32::from(at % 9 == 0),
            if (spread * 11) % 7 < 2 + 3 * (at % 2) {
                "yes"
            } else {
                "no"
            },
        );
    }
    rows
}

fn made(style: &str, document: &str) -> Place {
    let head = format!("[document]\ntitle = \"Texts\"\ndate = \"2024-01-31\"\n{document}\n");
    let place = Place::with(&format!("{head}[style]\n{style}\n{STUDY}"), &cohort());
    let output = place.tables();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    place
}

fn table(place: &Place, id: &str) -> String {
    fs::read_to_string(place.out().join(format!("tables/{id}.csv"))).unwrap()
}

fn line<'a>(table: &'a str, label: &str) -> &'a str {
    table
        .lines()
        .find(|line| line.trim_start_matches(['"', ' ']).starts_with(label))
        .unwrap_or_else(|| panic!("no {label} in {table}"))
}

#[test]
fn digits_are_grouped_alike_in_all_cells_of_a_variable() {
    for (style, document, separator, own) in [
        ("", "", ',', "9,"),
        ("journal = \"lancet\"", "", '\u{202f}', "9\u{202f}"),
        ("journal = \"jama\"", "", '\u{202f}', "9\u{202f}"),
        ("", "language = \"de\"", '.', "9."),
    ] {
        let place = made(style, document);
        let all = table(&place, "all");
        let row = line(&all, "NT-proBNP");
        let long = format!("10{separator}");
        assert!(row.contains(&long) && row.contains(own), "{style}: {row}");
        // No run of digits is longer than a group.
        let runs = row.split(|c: char| !c.is_ascii_digit());
        assert!(runs.clone().all(|run| run.len() <= 3), "{style}: {row}");
        // A number of four digits that stands beside none of five has no mark.
        let years = line(&all, "Year");
        assert!(years.contains("2007"), "{style}: {years}");
    }
    // Where digits are not grouped at all, none is.
    let place = made("thousands = \"none\"", "");
    assert!(line(&table(&place, "all"), "NT-proBNP").contains("10"));
    assert!(!line(&table(&place, "all"), "NT-proBNP").contains("10,"));
}

#[test]
fn percentages_differ_by_percentage_points() {
    for (document, points, per) in [
        ("", "percentage points", "per percentage point"),
        ("language = \"de\"", "Prozentpunkte", "je Prozentpunkt"),
    ] {
        let place = made("", document);
        let (all, named) = (table(&place, "all"), table(&place, "statistics"));
        let note = all.lines().find(|line| line.contains(points));
        assert!(note.is_some(), "{all}");
        // Three shares have their sign, the difference behind them has none.
        let parts: Vec<&str> = line(&all, "Readmitted").split('%').collect();
        assert!(parts.len() == 4 && parts[3].contains('('), "{parts:?}");
        for label in ["Risikodifferenz", "Risk difference", "Welch", "T-Test nach"] {
            let found = named.lines().find(|line| line.trim().contains(label));
            let Some(found) = found else { continue };
            assert!(found.contains(points) && !found.contains('%'), "{found}");
        }
        let models = table(&place, "models");
        assert!(models.contains(points) && models.contains(per), "{models}");
    }
    // Authors write either; both are the number of the ledger.
    let place = made("", "");
    let list = program()
        .args(["numbers", "risk_difference", "--study"])
        .arg(place.study())
        .output()
        .unwrap();
    let list = stdout(&list);
    let (id, text) = list
        .lines()
        .filter_map(|line| line.trim().split_once("  "))
        .find(|(id, _)| id.ends_with("estimate"))
        .unwrap();
    let text = text.trim();
    assert!(text.ends_with("percentage points"), "{text}");
    let sign = text.replace(" percentage points", "%");
    for text in [text, sign.as_str()] {
        place.write(
            "published.toml",
            &format!("[[numbers]]\nid = \"{id}\"\ntext = \"{text}\"\n"),
        );
        let output = place.command("check").output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{text}: {}", stderr(&output));
    }
}

#[test]
fn one_of_a_unit_is_in_the_singular_wherever_it_stands() {
    for (unit, document, one) in [
        ("weeks", "", "1 week"),
        ("Wochen", "language = \"de\"", "1 Woche"),
        ("cycles", "look = \"summary\"", "1 cycle"),
        ("copies per ml", "", "1 copy per ml"),
    ] {
        let study = STUDY.replace("unit = \"weeks\"", &format!("unit = \"{unit}\""));
        let head = format!("[document]\ntitle = \"One\"\ndate = \"2024-01-31\"\n{document}\n");
        let place = Place::with(&format!("{head}{study}"), &cohort());
        let list = program()
            .args(["numbers", "stay.median", "--study"])
            .arg(place.study())
            .output()
            .unwrap();
        let list = stdout(&list);
        let median = list
            .lines()
            .find(|line| line.starts_with("stay.median "))
            .unwrap();
        assert!(median.ends_with(one), "{median}");
    }
}

#[test]
fn statistics_have_their_sign_and_p_values_theirs() {
    for (style, sign, apart) in [
        ("", " = ", "P <0.001"),
        ("journal = \"jama\"", " = ", "P < .001"),
        ("journal = \"apa\"", " = ", "p < .001"),
        ("journal = \"bmj\"", "=", "P<0.001"),
    ] {
        let place = made(style, "");
        let named = table(&place, "statistics");
        for letter in ["r", "W", "t", "df"] {
            assert!(
                named.contains(&format!("{letter}{sign}")),
                "{letter} {named}"
            );
        }
        assert!(named.contains("difference = "), "{named}");
        // The saturation differs by arm beyond doubt.
        let models = table(&place, "models");
        assert!(models.contains(apart), "{style}: {models}");
    }
}

#[test]
fn limits_of_detection_are_told_wherever_their_values_are_used() {
    let place = made("", "");
    let told = "CRP: 5 values below a limit of detection count as half of the limit.";
    // The model has a group of it, the tables of other variables nothing.
    assert!(table(&place, "models").contains(told));
    for other in ["all", "statistics"] {
        assert!(
            !table(&place, other).contains("limit of detection"),
            "{other}"
        );
    }
    assert!(place.report().status.success());
    let report = printed(&place);
    let caption = |id: &str| {
        let start = report.find(&format!("#report-figure(\"{id}\"")).unwrap();
        let end = report[start..].find("numbers:").unwrap();
        report[start..start + end].to_owned()
    };
    assert!(caption("boxes").contains("below a limit of detection"));
    assert!(!caption("again").contains("limit of detection"));
}

#[test]
fn a_binary_variable_of_one_value_has_the_reason_of_a_constant() {
    let place = made("", "");
    let output = place.report();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let results = fs::read_to_string(place.out().join("results.json")).unwrap();
    let results: Value = serde_json::from_str(&results).unwrap();
    let numbers = results["numbers"].as_array().unwrap();
    let test = numbers
        .iter()
        .find(|number| number["id"] == "never.by_arm.test.p")
        .unwrap();
    assert!(
        test.to_string().contains("all observations are equal"),
        "{test}"
    );
}
