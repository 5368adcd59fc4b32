//! What figures show beside their curves, with values of R.

use std::fs;
use std::path::Path;

use cohort_report::analyse::{Results, analyse};
use cohort_report::cohort;
use cohort_report::figures::{self, Figure};
use cohort_report::fonts::Fonts;
use cohort_report::layout::Layout;

/// The figures of a study, and the numbers of its ledger.
pub fn drawn(study: &str, rows: &[u8]) -> (Vec<Figure>, Results) {
    let parsed = Layout::parse("figures", "study.toml", study);
    let (study, layout) = parsed.unwrap_or_else(|error| panic!("{error}"));
    let read = cohort::read(&study, "cohort.csv", rows);
    let cohort = read.unwrap_or_else(|error| panic!("{error}"));
    let results = analyse(&study, &cohort);
    assert!(results.conflicts.is_empty(), "{:?}", results.conflicts);
    let figures = figures::build(&study, &layout.figures, &results, &Fonts::default());
    let figures = figures.unwrap_or_else(|errors| panic!("{}", errors[0]));
    (figures, results)
}

/// The study of a cohort of the project with these figures in place of its own.
pub fn of_cohort(name: &str, figures: &str) -> (Vec<Figure>, Results) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("data")
        .join(name);
    let study = fs::read_to_string(folder.join("study.toml")).unwrap();
    let (before, _) = study.split_once("[[figures]]").unwrap();
    let rows = fs::read(folder.join("cohort.csv")).unwrap();
    drawn(&format!("{before}\n{figures}"), &rows)
}

/// The texts of a drawing in order.
pub fn texts(figure: &Figure) -> Vec<String> {
    let mut lines = figure.parts.iter().flat_map(|part| part.lines());
    let mut texts = Vec::new();
    while let Some(line) = lines.next() {
        if line.trim().starts_with("<text") {
            texts.push(lines.next().unwrap_or_default().trim().to_owned());
        }
    }
    texts
}

fn value(results: &Results, id: &str) -> f64 {
    let number = results.ledger.get(id).unwrap_or_else(|| panic!("no {id}"));
    number.value.number().unwrap_or_else(|| panic!("{id}"))
}

const BY_SEX: &str = r#"
[[figures]]
id = "sex"
kind = "kaplan_meier"
caption = "By sex."
endpoints = ["os"]
by = "sex"
every = 180
show = ["p", "hazard_ratio", "median", "band", "at_risk", "events", "censored"]
"#;

/// `coxph(Surv(time, status) ~ factor(sex))` and
/// `summary(survfit(Surv(time, status) ~ sex), times)` of R's survival.
#[test]
fn hazard_ratios_and_cumulative_counts_are_those_of_r() {
    let (figures, results) = of_cohort("lung", BY_SEX);
    let pair = "os.by_sex.2_vs_1";
    for (key, r) in [
        ("hr", 0.588_002_818_6),
        ("ci_lower", 0.423_717_830_4),
        ("ci_upper", 0.815_984_813_2),
    ] {
        let own = value(&results, &format!("{pair}.{key}"));
        assert!((own - r).abs() < 1e-8, "{key}: {own} {r}");
    }
    // Sums of n.event and n.censor up to each time.
    for (group, counts) in [
        (
            "1",
            [(0, 0), (49, 1), (83, 18), (99, 22), (109, 22), (112, 24)],
        ),
        (
            "2",
            [(0, 0), (14, 5), (34, 23), (44, 30), (49, 34), (53, 36)],
        ),
    ] {
        for (tick, (events, censored)) in (0..).zip(counts) {
            let at = format!("os.by_sex.{group}.{}_days", 180 * tick);
            assert_eq!(
                value(&results, &format!("{at}.events")),
                f64::from(events),
                "{at}"
            );
            assert_eq!(
                value(&results, &format!("{at}.censored")),
                f64::from(censored),
                "{at}"
            );
        }
    }
    let [figure] = figures.as_slice() else {
        panic!()
    };
    let texts = texts(figure);
    for text in [
        "Log-rank P = 0.001",
        "0.59 (0.42–0.82)",
        "reference",
        "Median (95%\u{a0}CI), days",
        "270 (212–310)",
        "No. at risk",
        "Cumulative events",
        "Cumulative censored",
    ] {
        assert!(texts.iter().any(|own| own == text), "{text}: {texts:?}");
    }
    for id in [
        "os.by_sex.test.p",
        "os.by_sex.2_vs_1.hr",
        "os.by_sex.1.180_days.censored",
    ] {
        assert!(figure.numbers.iter().any(|own| own.as_str() == id), "{id}");
    }
}

#[test]
fn a_figure_shows_only_what_it_lists() {
    let bare = BY_SEX.replace(
        "[\"p\", \"hazard_ratio\", \"median\", \"band\", \"at_risk\", \"events\", \"censored\"]",
        "[]",
    );
    let (figures, results) = of_cohort("lung", &bare);
    let texts = texts(&figures[0]);
    assert!(
        !texts
            .iter()
            .any(|text| text.contains("risk") || text.contains("P =")),
        "{texts:?}"
    );
    // A curve without its name would be no curve.
    assert!(texts.iter().any(|text| text == "Women"), "{texts:?}");
    assert!(results.ledger.get("os.by_sex.2_vs_1.hr").is_none());
}

/// `cuminc` of R's cmprsk and `survfit` for the rows at risk.
#[test]
fn cumulative_incidence_has_grays_test_and_rows_at_risk() {
    let (figures, results) = of_cohort(
        "melanoma",
        r#"
[[figures]]
id = "incidence"
kind = "cumulative_incidence"
caption = "By ulceration."
endpoints = ["melanoma_death"]
by = "ulcer"
every = 2
[[figures]]
id = "all"
kind = "cumulative_incidence"
caption = "All."
endpoints = ["melanoma_death"]
"#,
    );
    let [by, all] = figures.as_slice() else {
        panic!()
    };
    assert!(
        texts(by)
            .iter()
            .any(|text| text == "Gray’s test P &lt; 0.001" || text.starts_with("Gray’s test P")),
        "{:?}",
        texts(by)
    );
    assert!(by.alt.contains("Gray’s test P"), "{}", by.alt);
    assert!(all.parts.concat().contains("<polygon"), "a band");
    let start = "melanoma_death.by_ulcer.cumulative_incidence";
    let groups: Vec<String> = results
        .ledger
        .iter()
        .filter(|own| {
            own.id.as_str().starts_with(start) && own.id.as_str().ends_with(".0_years.at_risk")
        })
        .map(|own| own.text.clone())
        .collect();
    // `table(ulcer)`: 115 without, 90 with.
    assert_eq!(groups, ["115", "90"]);
}

/// A text or a frame of a drawing, in canvas units.
struct Placed {
    text: String,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

pub fn attribute<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let (_, after) = line.split_once(&format!(" {name}=\""))?;
    Some(after.split_once('"')?.0)
}

/// The texts of an SVG in the boxes of their letters. Widths are those of a font of
/// 0.38 em a letter, somewhat narrower than most.
fn placed(svg: &str) -> Vec<Placed> {
    let mut lines = svg.lines();
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        let Some(line) = line.trim().strip_prefix("<text") else {
            continue;
        };
        let text = lines.next().unwrap_or_default().trim().to_owned();
        let number = |name: &str| attribute(line, name).and_then(|text| text.parse::<f64>().ok());
        let (Some(x), Some(y), Some(size)) = (number("x"), number("y"), number("font-size")) else {
            continue;
        };
        let shown = text
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&");
        let width = 0.38 * size * shown.chars().count() as f64;
        let half = width / 2.0;
        if line.contains("rotate") {
            continue;
        }
        let (left, right) = match attribute(line, "text-anchor") {
            Some("middle") => (x - half, x + half),
            Some("end") => (x - width, x),
            _ => (x, x + width),
        };
        // The letters stand on the point.
        let (top, bottom) = (y - 0.55 * size, y + 0.05 * size);
        found.push(Placed {
            text,
            left,
            right,
            top,
            bottom,
        });
    }
    found
}

/// What is wrong with a page of a figure.
pub fn faults(svg: &str) -> Vec<String> {
    let side = |name: &str| {
        attribute(svg, name)
            .and_then(|text| text.parse::<f64>().ok())
            .unwrap()
    };
    let (width, height) = (side("width"), side("height"));
    let texts = placed(svg);
    let mut faults = Vec::new();
    for (at, own) in texts.iter().enumerate() {
        if own.left < -1.0 || own.right > width + 1.0 || own.top < 0.0 || own.bottom > height {
            faults.push(format!("\"{}\" is outside", own.text));
        }
        for other in &texts[at + 1..] {
            let across = own.right.min(other.right) - own.left.max(other.left);
            let down = own.bottom.min(other.bottom) - own.top.max(other.top);
            if across > 2.0 && down > 2.0 {
                faults.push(format!("\"{}\" and \"{}\" overlap", own.text, other.text));
            }
        }
    }
    faults
}

/// A study with every kind of figure, of so many rows, groups and levels.
pub fn every_kind(rows: u64, groups: u64, levels: u64, name: &str) -> (String, String) {
    let group = |at: u64| format!("{name} {}", at + 1);
    let quoted = |count: u64| {
        let names: Vec<String> = (0..count).map(|at| format!("\"{}\"", group(at))).collect();
        names.join(", ")
    };
    let mut file = String::from("id,arm,stage,age,score,months,cause\n");
    let mut state = 7_u64;
    let mut next = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 40) % below
    };
    for row in 0..rows {
        let line = format!(
            "P{row},{},{},{}.{},{},{}.5,{}\n",
            group(row % groups),
            group(next(levels)),
            20 + next(60),
            next(10),
            next(11),
            1 + next(90),
            next(3)
        );
        file.push_str(&line);
    }
    let mut study = format!(
        "[document]\ntitle = \"Every kind\"\ndate = \"2024-01-31\"\n\
         [variables.id]\nkind = \"identifier\"\n\
         [variables.arm]\nlabel = \"{name} of the study\"\nkind = \"nominal\"\nlevels = [{}]\n\
         [variables.stage]\nlabel = \"Stage, {name}\"\nkind = \"nominal\"\nlevels = [{}]\n\
         [variables.age]\nlabel = \"Age, {name}\"\nkind = \"continuous\"\nunit = \"years\"\n\
         [variables.score]\nlabel = \"Score\"\nkind = \"count\"\n\
         [variables.months]\nkind = \"continuous\"\nunit = \"months\"\n\
         [variables.cause]\nkind = \"nominal\"\nlevels = [\"0\", \"1\", \"2\"]\n\
         [endpoints.os]\nlabel = \"overall survival\"\nevent_label = \"death\"\ntime = \"months\"\n\
         status = \"cause\"\nevent = [\"1\"]\ncompeting = [\"2\"]\n\
         [[models]]\nid = \"linear\"\nkind = \"linear\"\noutcome = \"age\"\ncovariates = [\"stage\"]\n",
        quoted(groups),
        quoted(levels),
    );
    let all = "show = [\"p\", \"hazard_ratio\", \"median\", \"band\", \"at_risk\", \"events\", \"censored\"]";
    for (at, keys) in [
        "kind = \"kaplan_meier\"\nendpoints = [\"os\"]",
        "kind = \"kaplan_meier\"\nendpoints = [\"os\", \"os\"]\nby = \"arm\"",
        &format!("kind = \"kaplan_meier\"\nendpoints = [\"os\"]\nby = \"arm\"\n{all}"),
        "kind = \"cumulative_incidence\"\nendpoints = [\"os\"]\nby = \"arm\"",
        "kind = \"bars\"\nvariable = \"stage\"",
        "kind = \"boxes\"\nvariables = [\"age\", \"score\", \"months\"]\nby = \"arm\"",
        "kind = \"stacked\"\nvariables = [\"stage\", \"cause\"]\nby = \"arm\"",
        "kind = \"histogram\"\nvariables = [\"age\", \"score\"]\nby = \"arm\"",
        "kind = \"scatter\"\nx = \"age\"\ny = \"score\"\nby = \"arm\"",
        "kind = \"forest\"\nmodel = \"linear\"",
        "kind = \"swimmer\"\nendpoint = \"os\"\nby = \"arm\"\nmarks = []",
    ]
    .iter()
    .enumerate()
    {
        study += &format!("[[figures]]\nid = \"f{at}\"\ncaption = \"Figure.\"\n{keys}\n");
    }
    (study, file)
}

/// No text on another, and none outside its page, in figures of every kind.
#[test]
fn every_text_of_every_figure_has_its_place() {
    let long = "Locally advanced and histologically confirmed group number";
    let mut wrong = Vec::new();
    for (rows, groups, levels, name) in [
        (3, 2, 2, "G"),
        (40, 3, 5, "Arm"),
        (240, 12, 36, long),
        (300, 36, 12, "Group"),
        (1500, 2, 3, long),
    ] {
        let (study, file) = every_kind(rows, groups, levels, name);
        let (figures, _) = drawn(&study, file.as_bytes());
        for figure in figures {
            for (page, svg) in figure.parts.iter().enumerate() {
                let own = faults(svg);
                let first: Vec<&String> = own.iter().take(3).collect();
                if !own.is_empty() {
                    wrong.push(format!(
                        "{rows}/{groups}/{levels} {} page {page}: {first:?}",
                        figure.id
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
