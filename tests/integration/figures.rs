//! What figures show beside their curves, with values of R.

use std::fs;
use std::path::Path;

use cohort_report::analyse::{Results, analyse};
use cohort_report::cohort;
use cohort_report::figures::{self, Figure};
use cohort_report::layout::Layout;

/// The figures of a study, and the numbers of its ledger.
pub fn drawn(study: &str, rows: &[u8]) -> (Vec<Figure>, Results) {
    let parsed = Layout::parse("figures", "study.toml", study);
    let (study, layout) = parsed.unwrap_or_else(|error| panic!("{error}"));
    let read = cohort::read(&study, "cohort.csv", rows);
    let cohort = read.unwrap_or_else(|error| panic!("{error}"));
    let results = analyse(&study, &cohort);
    assert!(results.conflicts.is_empty(), "{:?}", results.conflicts);
    let figures = figures::build(&study, &layout.figures, &results);
    let figures = figures.unwrap_or_else(|errors| panic!("{}", errors[0]));
    (figures, results)
}

/// The study of a cohort of the project with these figures in place of its own.
fn of_cohort(name: &str, figures: &str) -> (Vec<Figure>, Results) {
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
        "Median (95% CI), days",
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
