//! What alternative texts tell: the numbers that a figure is drawn from, page by page.

use std::collections::BTreeSet;

use super::figures::{drawn, every_kind, of_cohort};

/// The parts of a text that are numbers.
fn numerals(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| c.is_whitespace() || "():;,–".contains(c));
    let words = words.map(|word| word.trim_matches(|c: char| "%.()<>=".contains(c)));
    let words = words.filter(|word| word.contains(|c: char| c.is_ascii_digit()));
    words.map(str::to_owned)
}

#[test]
fn every_number_that_is_told_is_one_of_the_ledger() {
    for (rows, groups, levels) in [(40, 3, 5), (300, 12, 36)] {
        let (study, file) = every_kind(rows, groups, levels, "Arm");
        let (figures, results) = drawn(&study, file.as_bytes());
        let texts = results.ledger.iter().map(|number| number.text.as_str());
        let mut known: BTreeSet<String> = texts.flat_map(numerals).collect();
        // Ids of rows, and what the dash of a range joins.
        known.extend(numerals(&study));
        known.extend(file.lines().flat_map(numerals));
        for figure in figures {
            let pages = figure.further.len() + 1;
            assert_eq!(figure.parts.len(), pages);
            let numbers = (1..=pages).map(|page| page.to_string());
            let known: BTreeSet<String> = known.iter().cloned().chain(numbers).collect();
            for told in std::iter::once(&figure.alt).chain(&figure.further) {
                assert!(!told.contains("n/a"), "{told}");
                for number in numerals(told) {
                    let more = told.contains(&format!("And {number} more term"));
                    assert!(known.contains(&number) || more, "{number} of {told}");
                }
            }
        }
    }
}

/// `survfit(Surv(time / 365.25, status != 2) ~ sex, conf.type = "log")` at 6 and 10
/// years, and `cmprsk::cuminc(time / 365.25, cause, sex)` with the interval on the
/// scale of log(-log).
#[test]
fn curves_are_told_at_two_ticks_where_no_times_are_asked() {
    let (figures, _) = of_cohort(
        "melanoma",
        r#"
[[figures]]
id = "os"
kind = "kaplan_meier"
caption = "By sex."
endpoints = ["os"]
by = "sex"
show = ["hazard_ratio"]
[[figures]]
id = "incidence"
kind = "cumulative_incidence"
caption = "By sex."
endpoints = ["melanoma_death"]
by = "sex"
"#,
    );
    let [os, incidence] = &figures[..] else {
        panic!("two figures");
    };
    for wanted in [
        "Kaplan-Meier curves of overall survival by Sex.",
        "Women: survival (95% CI) 74% (66% to 83%) at 6 years, 63% (52% to 76%) at 10 years.",
        "Men: survival (95% CI) 58% (48% to 71%) at 6 years, 44% (32% to 61%) at 10 years.",
        "Hazard ratio of Men against Women: 1.93 (95% CI 1.21 to 3.07).",
    ] {
        assert!(os.alt.contains(wanted), "{wanted}: {}", os.alt);
    }
    for wanted in [
        "Women: cumulative incidence (95% CI) 21% (14% to 29%) at 6 years, 28% (19% to 39%) at 10 years.",
        "Men: cumulative incidence (95% CI) 35% (24% to 46%) at 6 years, 42% (30% to 55%) at 10 years.",
        "Gray’s test P = 0.016.",
    ] {
        assert!(
            incidence.alt.contains(wanted),
            "{wanted}: {}",
            incidence.alt
        );
    }
    // They are told, not printed: neither methods nor appendix have to name them.
    for figure in &figures {
        let printed = figure.numbers.iter().map(|id| id.as_str());
        let mut rates = printed.filter(|id| id.contains("6_years") && !id.ends_with("at_risk"));
        assert_eq!(rates.next(), None);
    }
}

/// `prop.test(90, 205, correct = FALSE)`.
#[test]
fn bars_are_told_with_their_intervals_and_comparisons_with_their_test() {
    let (figures, _) = of_cohort(
        "melanoma",
        r#"
[[figures]]
id = "ulcer"
kind = "bars"
caption = "Ulceration."
variable = "ulcer"
[[figures]]
id = "age"
kind = "boxes"
caption = "Age."
variables = ["age"]
by = "sex"
"#,
    );
    let [bars, boxes] = &figures[..] else {
        panic!("two figures");
    };
    let wanted = "90 of 205 (44%; 95% CI 37% to 51%). Intervals: Wilson score interval.";
    assert!(bars.alt.ends_with(wanted), "{}", bars.alt);
    let wanted = "Mann-Whitney test with continuity correction: P = ";
    assert!(boxes.alt.contains(wanted), "{}", boxes.alt);
}

#[test]
fn each_page_tells_what_it_shows() {
    let (study, file) = every_kind(240, 12, 36, "Arm");
    let (figures, _) = drawn(&study, file.as_bytes());
    let of = |start: &str| {
        let mut found = figures
            .iter()
            .filter(|figure| figure.alt.starts_with(start));
        &found.next().unwrap().further
    };
    let lanes = of("Swimmer");
    assert!(!lanes.is_empty());
    for (at, told) in lanes.iter().enumerate() {
        let page = format!("Figure. Page {} of {}: Arm ", at + 2, lanes.len() + 1);
        assert!(told.starts_with(&page), "{told}");
        assert!(told.contains(" events in 20, median "), "{told}");
    }
    assert!(lanes.last().unwrap().contains("Arm 12: "), "{lanes:?}");
    // Counts below curves that one page does not hold.
    let mut curves = figures.iter().filter(|own| own.alt.starts_with("Kaplan"));
    let counts = curves.find_map(|own| own.further.last()).unwrap();
    assert!(
        counts.contains("Overall survival: Cumulative censored"),
        "{counts}"
    );
    for told in figures.iter().flat_map(|figure| &figure.further) {
        assert!(!told.ends_with(": ."), "{told}");
    }
}

/// Codes of groups are told apart from the values behind them; each group with its
/// size. In R, `quantile(age)` by `ulcer` of `MASS::Melanoma`, `table(sex, ulcer)`,
/// and `cor.test(age, thickness, method = "spearman")` with the interval of Fisher.
#[test]
fn groups_are_told_with_their_sizes_and_apart_from_their_values() {
    let (figures, _) = of_cohort(
        "melanoma",
        r#"
[[figures]]
id = "boxes"
kind = "boxes"
caption = "Age."
variables = ["age"]
by = "ulcer"
[[figures]]
id = "histogram"
kind = "histogram"
caption = "Age."
variables = ["age"]
by = "ulcer"
[[figures]]
id = "stacked"
kind = "stacked"
caption = "Sex."
variables = ["sex"]
by = "ulcer"
[[figures]]
id = "scatter"
kind = "scatter"
caption = "Age."
x = "age"
y = "thickness"
"#,
    );
    let wanted: [&[&str]; 4] = [
        &["Not ulcerated – 52 (40 to 63) in 115; Ulcerated – 56 (44 to 67) in 90."],
        &["Not ulcerated – 52 (4 to 83) in 115; Ulcerated – 56 (12 to 95) in 90."],
        &[
            "Not ulcerated, n = 115 – Women: 79 (69%), Men: 36 (31%); Ulcerated, n = 90 – Women: 47 (52%), Men: 43 (48%).",
        ],
        &["Spearman’s correlation 0.202 (95% CI 0.067 to 0.330), P = 0.004."],
    ];
    for (figure, wanted) in figures.iter().zip(wanted) {
        for wanted in wanted {
            assert!(figure.alt.contains(wanted), "{wanted}: {}", figure.alt);
        }
    }
}

/// A forest plot names what its ratios are of, and the landmark that times count from.
#[test]
fn a_forest_plot_tells_its_outcome_and_its_landmark() {
    let (figures, _) = of_cohort(
        "melanoma",
        r#"
[endpoints.later]
label = "survival after one year"
event_label = "death"
unit = "years"
time = "time"
status = "status"
event = ["1", "3"]
landmark = 1
[[models]]
id = "later_model"
kind = "cox"
endpoint = "later"
covariates = ["sex"]
[[figures]]
id = "forest"
kind = "forest"
caption = "Sex."
model = "later_model"
"#,
    );
    let told = &figures[0].alt;
    for wanted in [
        "Forest plot of hazard ratios for survival after one year, ",
        "Survival after one year: times count from the landmark at 1 year; patients whose",
    ] {
        assert!(told.contains(wanted), "{wanted}: {told}");
    }
}
