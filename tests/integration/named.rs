//! Levels are named wherever the label of their variable does not tell them.

use super::figures::{drawn, every_kind};
use crate::common::{Place, printed, stderr};
use std::fmt::Write as _;
use std::fs;

const STUDY: &str = r#"
[document]
title = "Levels"
date = "2024-01-31"
LOOK

[variables.id]
kind = "identifier"
[variables.sex]
label = "Sex"
kind = "binary"
levels = ["f", "m"]
labels = { f = "Female", m = "Male" }
[variables.ulcer]
label = "Ulceration"
kind = "binary"
levels = ["intact", "Ulcerated"]
[variables.diabetes]
label = "Diabetes"
kind = "binary"
[variables.gene]
label = "Genotype"
kind = "binary"
levels = ["wild type", "mutant"]
[variables.age]
label = "Age"
kind = "continuous"
unit = "years"

[[tables]]
id = "all"
title = "All"
rows = ["sex", "ulcer", "diabetes", "gene"]
"#;

/// 160 rows, of which 109 are mutant.
fn cohort() -> String {
    let mut rows = String::from("id,sex,ulcer,diabetes,gene,age\n");
    for row in 0..160_u32 {
        let sex = ["f", "m"][(row % 2) as usize];
        let ulcer = ["intact", "Ulcerated"][(row / 2 % 2) as usize];
        let diabetes = ["no", "yes"][usize::from(row % 5 == 0)];
        let gene = ["wild type", "mutant"][usize::from(row * 51 % 160 >= 51)];
        let age = 40 + row * 7 % 31;
        let _ = writeln!(rows, "{row},{sex},{ulcer},{diabetes},{gene},{age}");
    }
    rows
}

/// The text of the report.
fn text_of(look: &str, more: &str) -> String {
    let study = STUDY.replace("LOOK", look) + more;
    let place = Place::with(&study, &cohort());
    let output = place.report();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    printed(&place)
}

#[test]
fn each_look_names_the_level_that_a_row_counts() {
    for look in ["report", "journal", "summary"] {
        let text = text_of(&format!("look = \"{look}\""), "");
        for row in [
            "Sex: Male",
            "[Ulceration]",
            "[Diabetes]",
            "Genotype: mutant",
        ] {
            assert!(text.contains(row), "{look}: {row}");
        }
        for other in ["[Sex]", "Diabetes: yes", "Ulceration: Ulcerated"] {
            assert!(!text.contains(other), "{look}: {other}");
        }
    }
}

/// The outcome of a logistic model; the label of the last tells its level.
const MODELS: &str = r#"
[[models]]
id = "gene"
kind = "logistic"
outcome = "gene"
label = "Model of the gene"
covariates = ["age"]
[[models]]
id = "ulcer"
kind = "logistic"
outcome = "ulcer"
covariates = ["age"]
[[tables]]
id = "effects"
title = "Effects"
kind = "models"
models = ["gene", "ulcer"]
[[figures]]
id = "gene"
kind = "forest"
caption = "Gene."
model = "gene"
[[figures]]
id = "ulcer"
kind = "forest"
caption = "Ulcer."
model = "ulcer"
"#;

/// Methods names no interval that the report does not print.
#[test]
fn the_interval_of_an_area_is_named_where_it_is_printed() {
    let area = "receiver operating characteristic curve";
    let methods = "curve with DeLong’s confidence interval";
    let text = text_of("", MODELS);
    assert!(text.contains(area) && !text.contains(methods), "{text}");
    let results = "<< table(\"effects\") >> Area << interval(\"model:gene.auc\") >>.\n";
    let study = STUDY.replace("LOOK", "") + MODELS;
    let place = Place::with(&study, &cohort());
    fs::create_dir(place.study().join("templates")).unwrap();
    fs::write(place.study().join("templates/results.typ"), results).unwrap();
    let output = place.report();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = printed(&place);
    assert!(text.contains(methods), "{text}");
}

#[test]
fn a_logistic_model_names_its_event() {
    let text = text_of("", MODELS);
    for wanted in [
        r"109 events (Genotype: mutant\u{3b} 51.0 per coefficient)",
        "80 events (80.0 per coefficient)",
        "Forest plot of odds ratios for Genotype, 109 events (Genotype: mutant) in 160.",
        "Forest plot of odds ratios for Ulceration, 80 events in 160.",
    ] {
        assert!(text.contains(wanted), "{wanted}");
    }
    let german = "language = \"de\"";
    let text = text_of(german, MODELS);
    for wanted in [
        r"109 Ereignisse (Genotype: mutant\u{3b} 51,0 je Koeffizient)",
        r"109 Ereignisse (Genotype: mutant), n \u{3d} 160.",
    ] {
        assert!(text.contains(wanted), "{wanted}");
    }
}

/// Codes and answers are told as figures print them, with the name of their variable.
#[test]
fn alternative_texts_name_groups_as_figures_do() {
    let (study, file) = every_kind(90, 3, 3, "Arm");
    let levels = "levels = [\"Arm 1\", \"Arm 2\", \"Arm 3\"]";
    for codes in [["0", "1", "2"], ["no", "yes", "ja"], ["<5", "5-10", ">10"]] {
        let labels = [1, 2, 3].map(|arm| format!("\"Arm {arm}\" = \"{}\"", codes[arm - 1]));
        let labels = format!("{levels}\nlabels = {{ {} }}", labels.join(", "));
        let (figures, _) = drawn(&study.replace(levels, &labels), file.as_bytes());
        let mut seen = 0;
        for figure in &figures {
            let of = match figure.alt.starts_with("Bar chart") {
                true => "Stage, Arm",
                false => "Arm of the study",
            };
            if figure.alt.starts_with("Forest") || !figure.alt.contains(of) {
                continue;
            }
            for code in codes {
                let wanted = format!("{of}: {code}");
                assert!(figure.alt.contains(&wanted), "{wanted}: {}", figure.alt);
            }
            seen += 1;
        }
        // All but the curve of all rows and the forest plot.
        assert_eq!(seen, 9, "{codes:?}");
        let mut texts = figures.iter().map(|figure| figure.alt.as_str());
        let scatter = texts.find(|text| text.contains("Marks of ")).unwrap();
        assert!(scatter.contains("Marks of Arm of the study: "), "{scatter}");
    }
}

#[test]
fn figures_of_times_from_a_landmark_tell_it() {
    let (study, file) = every_kind(90, 3, 3, "Arm");
    let with = study.replace("event = [\"1\"]", "event = [\"1\"]\nlandmark = 12");
    let wanted = "Overall survival: times count from the landmark at 12 months; \
                  patients whose time ended by then are left out.";
    let told = |study: &str| {
        let (figures, _) = drawn(study, file.as_bytes());
        let starts = ["Kaplan", "Cumulative", "Swimmer"];
        let is = |text: &str| starts.iter().any(|start| text.starts_with(start));
        let of_times = figures.iter().filter(|figure| is(&figure.alt));
        of_times
            .map(|figure| figure.alt.contains(wanted))
            .collect::<Vec<bool>>()
    };
    assert_eq!(told(&study), [false; 5]);
    assert_eq!(told(&with), [true; 5]);
}

/// A table says how cells such as `<5` were read, as the study asks for it.
#[test]
fn tables_say_how_values_beyond_a_limit_were_read() {
    let study = |limits: &str, language: &str| {
        format!(
            "[document]\ntitle = \"Limits\"\ndate = \"2024-01-31\"\n{language}\n\
             [variables.id]\nkind = \"identifier\"\n[variables.arm]\nkind = \"nominal\"\n\
             levels = [\"a\", \"b\"]\n[variables.crp]\nlabel = \"CRP\"\nkind = \"continuous\"\n\
             unit = \"mg/l\"\nlimits = \"{limits}\"\n[variables.age]\nlabel = \"Age\"\n\
             kind = \"continuous\"\n[[tables]]\nid = \"all\"\ntitle = \"All\"\nby = \"arm\"\n\
             rows = [\"crp\", \"age\"]\n"
        )
    };
    let rows = "id,arm,crp,age\n1,a,<5,40\n2,b,12,41\n3,a,< 5,42\n4,b,>200,43\n5,a,8,44\n6,b,,45\n";
    let german = "language = \"de\"";
    let readings = [
        (
            "value",
            "",
            "values below a limit of detection count as the limit.",
            "value above a limit of detection counts as the limit.",
        ),
        (
            "half",
            "",
            "values below a limit of detection count as half of the limit.",
            "value above a limit of detection counts as the limit.",
        ),
        (
            "missing",
            "",
            "values below a limit of detection count as missing.",
            "value above a limit of detection counts as missing.",
        ),
        (
            "value",
            german,
            "Werte unterhalb einer Nachweisgrenze zählen als die Grenze.",
            "Wert oberhalb einer Nachweisgrenze zählt als die Grenze.",
        ),
    ];
    let looks = ["report", "journal", "summary"];
    for (look, (limits, language, below, above)) in looks
        .into_iter()
        .flat_map(|look| readings.map(|own| (look, own)))
    {
        let language = format!("{language}\nlook = \"{look}\"");
        let place = Place::with(&study(limits, &language), rows);
        let output = place.report();
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let text = printed(&place);
        for wanted in [below, above] {
            assert!(text.contains(wanted), "{look} {limits}: {wanted}");
        }
        assert!(!text.contains("Age: "), "{limits}");
        let results = fs::read_to_string(place.out().join("results.json")).unwrap();
        for (id, there) in [
            ("crp.below_limit", true),
            ("crp.above_limit", true),
            ("age.below_limit", false),
        ] {
            assert_eq!(results.contains(id), there, "{id}");
        }
    }
}
