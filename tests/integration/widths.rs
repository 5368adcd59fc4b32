//! Figures of the width of a column and of a page, and what pages hold.

use std::fs;

use cohort_report::analyse::analyse;
use cohort_report::cohort;
use cohort_report::figures::{self, Figure, FigureError, Refusal, Width};
use cohort_report::fonts::Fonts;
use cohort_report::layout::Layout;

use crate::common::{Place, stderr};
use crate::figures::{attribute, drawn, every_kind, faults, of_cohort, texts};

/// 85 mm in tenths of a point.
const COLUMN: &str = "2409";
const PAGE: &str = "4677";

fn width(figure: &Figure) -> &str {
    attribute(&figure.parts[0], "width").unwrap()
}

/// Each figure of a study, or why there is none.
fn each(study: &str, rows: &str) -> Vec<Result<Figure, FigureError>> {
    let parsed = Layout::parse("figures", "study.toml", study);
    let (study, layout) = parsed.unwrap_or_else(|error| panic!("{error}"));
    let read = cohort::read(&study, "cohort.csv", rows.as_bytes());
    let cohort = read.unwrap_or_else(|error| panic!("{error}"));
    let results = analyse(&study, &cohort);
    let figures = layout.figures.iter();
    let one = |layout| {
        let built = figures::build(
            &study,
            std::slice::from_ref(layout),
            &results,
            &Fonts::default(),
        );
        built
            .map(|mut own| own.remove(0))
            .map_err(|mut own| own.remove(0))
    };
    figures.map(one).collect()
}

/// The smallest type of a drawing, in points.
fn smallest(svg: &str) -> f64 {
    let lines = svg.lines().filter(|line| line.trim().starts_with("<text"));
    let sizes = lines.filter_map(|line| attribute(line, "font-size"));
    let sizes = sizes.map(|size| size.parse::<f64>().unwrap() / 10.0);
    sizes.fold(f64::INFINITY, f64::min)
}

/// What is drawn in one column has its place and its size; what has not is refused.
#[test]
fn a_column_holds_a_figure_or_it_is_refused() {
    let long = "Locally advanced and histologically confirmed group number";
    let mut wrong = Vec::new();
    let mut held = 0;
    for (rows, groups, levels, name) in [
        (3, 2, 2, "G"),
        (40, 3, 5, "Arm"),
        (200, 4, 4, "Stage"),
        (240, 9, 20, "Group"),
        (240, 12, 30, long),
    ] {
        let (study, file) = every_kind(rows, groups, levels, name);
        let study = study.replace("[[figures]]\n", "[[figures]]\nwidth = \"column\"\n");
        for figure in each(&study, &file) {
            let figure = match figure {
                Ok(figure) => figure,
                Err(error) => {
                    let is_size = !matches!(error.reason, Refusal::Backend(_));
                    assert!(is_size, "{error}");
                    continue;
                }
            };
            held += 1;
            assert_eq!(figure.width, Width::Column);
            for svg in &figure.parts {
                assert_eq!(attribute(svg, "width"), Some(COLUMN));
                let own = faults(svg);
                let first: Vec<&String> = own.iter().take(3).collect();
                if !own.is_empty() || smallest(svg) < 6.0 - 1e-9 {
                    wrong.push(format!("{rows}/{groups}/{levels} {}: {first:?}", figure.id));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(held > 30, "{held}");
}

const FOUR: &str = r#"
[[figures]]
id = "few"
kind = "kaplan_meier"
caption = "By sex."
endpoints = ["os"]
by = "sex"
[[figures]]
id = "dots"
kind = "scatter"
caption = "Dots."
x = "age"
y = "ph.karno"
[[figures]]
id = "several"
kind = "histogram"
caption = "Two."
variables = ["age", "ph.karno"]
[[figures]]
id = "told"
kind = "scatter"
caption = "Dots."
width = "page"
x = "age"
y = "ph.karno"
"#;

#[test]
fn a_journal_page_has_small_figures_in_one_column() {
    let (report, _) = of_cohort("lung", FOUR);
    assert!(report.iter().all(|own| width(own) == PAGE));
    let place = Place::of_cohort("lung");
    let path = place.study().join("study.toml");
    let study = fs::read_to_string(&path).unwrap();
    let (before, _) = study.split_once("[[figures]]").unwrap();
    let before = before.replacen("[document]", "[document]\nlook = \"journal\"", 1);
    let rows = fs::read(place.study().join("cohort.csv")).unwrap();
    let (journal, _) = drawn(&format!("{before}{FOUR}"), &rows);
    let widths: Vec<&str> = journal.iter().map(width).collect();
    assert_eq!(widths, [COLUMN, COLUMN, PAGE, PAGE]);
    assert!(smallest(&journal[0].parts[0]) >= 6.0);
}

#[test]
fn every_look_sets_figures_of_one_column() {
    for look in ["report", "journal", "summary"] {
        let (study, file) = every_kind(40, 3, 3, "Arm");
        let study = study
            .replacen("[document]", &format!("[document]\nlook = \"{look}\""), 1)
            .replace("id = \"f0\"", "width = \"column\"\nid = \"f0\"");
        let place = Place::with(&study, &file);
        let output = place.report();
        assert_eq!(output.status.code(), Some(0), "{look}: {}", stderr(&output));
        let source = fs::read_to_string(place.out().join("report.typ")).unwrap();
        let calls = source.matches("width: \"column\", ").count()
            + source.matches("width: \"column\")").count();
        assert!(calls >= 1, "{look}");
    }
}

#[test]
fn what_one_column_cannot_hold_is_a_finding() {
    let long = "Locally advanced and histologically confirmed group number";
    let (study, file) = every_kind(40, 3, 3, long);
    let study = study.replace("id = \"f9\"", "width = \"column\"\nid = \"f9\"");
    let place = Place::with(&study, &file);
    let output = place.report();
    let text = stderr(&output);
    assert_eq!(output.status.code(), Some(3), "{text}");
    assert!(text.contains("f9: the figure needs a width of "), "{text}");
    assert!(text.contains(", and has 84 mm"), "{text}");
}

#[test]
fn panels_stand_in_rows_of_one_page() {
    let (mut study, mut file) = every_kind(60, 3, 2, "Arm");
    let numbers = ["one", "two", "three", "four", "five"];
    for name in numbers {
        study = study.replacen(
            "[variables.cause]",
            &format!("[variables.{name}]\nkind = \"continuous\"\n[variables.cause]"),
            1,
        );
    }
    let lines: Vec<String> = file
        .lines()
        .enumerate()
        .map(|(at, line)| match at {
            0 => format!("{line},{}", numbers.join(",")),
            at => format!("{line},{at}.5,{at},7,{at}.25,{}", at * 1000),
        })
        .collect();
    file = lines.join("\n");
    let (before, _) = study.split_once("[[figures]]").unwrap();
    let mut study = before.to_owned();
    for (kind, by) in [
        ("boxes", "by = \"arm\""),
        ("histogram", ""),
        ("histogram", "by = \"arm\""),
    ] {
        study += &format!(
            "[[figures]]\nid = \"f{}\"\nkind = \"{kind}\"\ncaption = \"F.\"\nvariables = {numbers:?}\n{by}\n",
            study.len()
        );
    }
    let (figures, _) = drawn(&study, file.as_bytes());
    for figure in figures {
        assert_eq!(figure.parts.len(), 1, "{}", figure.id);
        assert_eq!(faults(&figure.parts[0]), [""; 0], "{}", figure.id);
        // Both rows have panels of the same widths: three, and two below them.
        let shown = texts(&figure);
        for name in numbers {
            assert_eq!(shown.iter().filter(|text| *text == name).count(), 1);
        }
    }
}

#[test]
fn counts_on_a_further_page_name_their_panel() {
    let (study, file) = every_kind(300, 36, 2, "Group");
    let (figures, _) = drawn(&study, file.as_bytes());
    let long = figures.iter().find(|own| own.id == "f2").unwrap();
    assert!(long.parts.len() > 1);
    let (_, further) = long.parts.split_first().unwrap();
    for page in further {
        assert!(page.contains("Overall survival (continued)"));
    }
}

#[test]
fn a_swimmer_plot_needs_no_marks() {
    let (study, file) = every_kind(20, 2, 2, "Arm");
    let (with, _) = drawn(&study, file.as_bytes());
    let (without, _) = drawn(&study.replace("marks = []\n", ""), file.as_bytes());
    assert!(!with.is_empty());
    assert_eq!(with, without);
}

/// A file of the study among the figures, with the name of a further page.
#[test]
fn no_page_of_a_figure_replaces_a_file_of_the_study() {
    let (study, file) = every_kind(300, 36, 2, "Group");
    let study = study.replacen(
        "[variables.id]",
        "[cohort]\nfile = \"f2.2.svg\"\n[variables.id]",
        1,
    );
    let place = Place::with(&study, &file);
    let rows = place.study().join("f2.2.svg");
    fs::rename(place.study().join("cohort.csv"), &rows).unwrap();
    for command in ["report", "figures"] {
        let mut run = place.command(command);
        let output = run.arg("--figures").arg(place.study()).output().unwrap();
        let text = stderr(&output);
        assert_eq!(output.status.code(), Some(3), "{command}: {text}");
        assert!(text.contains("f2.2.svg: is a file of the study"), "{text}");
        assert_eq!(fs::read_to_string(&rows).unwrap(), file);
    }
}
