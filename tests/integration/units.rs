//! Times in weeks, hours and minutes.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::common::{Place, printed, project, stderr};

/// Times in days, those of entry in weeks, in the unit of the endpoint.
fn lung(unit: &str) -> String {
    format!(
        r#"
[document]
title = "Lung"
date = "2024-01-31"

[cohort]
missing = ["NA"]

[variables.time]
label = "Time"
kind = "count"
unit = "days"

[variables.status]
label = "State"
kind = "nominal"
levels = ["1", "2"]

[variables.sex]
label = "Sex"
kind = "nominal"
levels = ["1", "2"]

[variables.inst]
kind = "text"
[variables.age]
kind = "text"
[variables."ph.ecog"]
kind = "text"
[variables."ph.karno"]
kind = "text"
[variables."pat.karno"]
kind = "text"
[variables."meal.cal"]
kind = "text"
[variables."wt.loss"]
kind = "text"

[endpoints.os]
label = "overall survival"
event_label = "death"
unit = "{unit}"
time = "time"
status = "status"
event = ["2"]

[[analyses]]
kind = "statistics"
id = "mean"
endpoints = ["os"]
limit = 52
statistics = ["restricted-mean"]

[[tables]]
id = "times"
kind = "survival"
title = "Survival"
endpoints = ["os"]
rates = [26, 52]

[[figures]]
id = "curve"
kind = "kaplan_meier"
endpoints = ["os"]
caption = "Survival."
"#
    )
}

fn report(study: &str, cohort: &str) -> Place {
    let place = Place::with(study, cohort);
    let output = place.report();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    place
}

/// The value of a number, at full precision.
fn value(place: &Place, id: &str) -> f64 {
    let text = fs::read_to_string(place.out().join("results.json")).unwrap();
    let results: Value = serde_json::from_str(&text).unwrap();
    let numbers = results["numbers"].as_array().unwrap();
    let number = numbers.iter().find(|number| number["id"] == id);
    let number = number.unwrap_or_else(|| panic!("no {id}"));
    number["value"].as_f64().unwrap()
}

fn table(place: &Place, id: &str) -> String {
    fs::read_to_string(place.out().join(format!("tables/{id}.csv"))).unwrap()
}

fn figure(place: &Place, id: &str) -> String {
    let path = place.out().join(format!("figures/{id}.svg"));
    fs::read_to_string(path).unwrap().replace('\u{a0}', " ")
}

/// Whether a text stands in a figure, alone.
fn stands(figure: &str, text: &str) -> bool {
    figure.lines().any(|line| line == text)
}

/// In R, `f <- survfit(Surv(time / 7, status) ~ 1, lung)`: `quantile(f, 0.5)`,
/// `summary(f, times = c(26, 52))`, `summary(f, rmean = 52)$table`, and the median of
/// `survfit(Surv(time / 7, status == 1) ~ 1, lung)`.
#[test]
fn days_are_converted_to_weeks_as_in_r() {
    let cohort = fs::read_to_string(Path::new(project()).join("data/lung/cohort.csv")).unwrap();
    let place = report(&lung("weeks"), &cohort);
    for (id, expected) in [
        ("os.median", 44.285_714_285_7),
        ("os.follow_up.median", 84.0),
        ("os.26_weeks.at_risk", 157.0),
        ("os.26_weeks.survival", 70.805_422_60),
        ("os.52_weeks.at_risk", 67.0),
        ("os.52_weeks.survival", 40.924_162_45),
        ("os.restricted_mean.52_weeks.estimate", 37.544_660_693_94),
    ] {
        let own = value(&place, id);
        assert!((own - expected).abs() < 1e-7, "{id}: {own}");
    }
    let times = table(&place, "times");
    assert!(
        times.starts_with("Endpoint,Events/n,\"Median, weeks (95% CI)\",At 26 weeks,At 52 weeks"),
        "{times}"
    );
    let curve = figure(&place, "curve");
    assert!(stands(&curve, "Weeks"), "{curve}");
    // Up to 146 weeks.
    assert!(stands(&curve, "26") && stands(&curve, "130"), "{curve}");
    let text = printed(&place);
    assert!(text.contains("44.3 weeks"), "{text}");
}

#[test]
fn hours_and_seconds_of_days_are_whole() {
    let cohort = fs::read_to_string(Path::new(project()).join("data/lung/cohort.csv")).unwrap();
    for (unit, in_a_day) in [("hours", 24.0), ("minutes", 1_440.0), ("seconds", 86_400.0)] {
        let place = report(&lung(unit), &cohort);
        assert_eq!(value(&place, "os.median"), 310.0 * in_a_day, "{unit}");
    }
}

/// Ten rows in minutes; in R the median of `survfit` is 40 minutes.
#[test]
fn a_few_rows_in_minutes() {
    let cohort = "\
id,wake,awake
1,10,1
2,20,1
3,25,0
4,30,1
5,35,1
6,40,1
7,55,1
8,60,0
9,70,1
10,90,0
";
    let study = r#"
[document]
title = "Wake"
date = "2024-01-31"
language = "de"

[variables.id]
kind = "identifier"

[variables.wake]
label = "Zeit bis zum Erwachen"
kind = "continuous"
unit = "min"

[variables.awake]
label = "Wach"
kind = "binary"
levels = ["0", "1"]

[endpoints.wake_up]
label = "Erwachen"
event_label = "Erwachen"
unit = "minutes"
time = "wake"
status = "awake"
event = ["1"]
landmark = 5

[[tables]]
id = "times"
kind = "survival"
title = "Erwachen"
endpoints = ["wake_up"]
rates = [30]

[[figures]]
id = "curve"
kind = "kaplan_meier"
endpoints = ["wake_up"]
caption = "Erwachen."
"#;
    let place = report(study, cohort);
    assert_eq!(value(&place, "wake_up.median"), 35.0);
    let times = table(&place, "times");
    assert!(times.contains("Minuten"), "{times}");
    let curve = figure(&place, "curve");
    assert!(curve.contains("Minuten"), "{curve}");
    assert!(curve.contains("5 Minuten"), "{curve}");
    for tick in ["15", "30", "75"] {
        assert!(stands(&curve, tick), "{tick} {curve}");
    }
}

/// Three weeks of follow-up between dates, seven days in each.
#[test]
fn weeks_between_dates() {
    let mut cohort = "id,begun,back,last\n".to_owned();
    for row in 1..=21 {
        let back = match row % 3 {
            0 => String::new(),
            _ => format!("2024-03-{:02}", 1 + row),
        };
        cohort += &format!("{row},2024-03-01,{back},2024-03-22\n");
    }
    let study = r#"
[document]
title = "Readmission"
date = "2024-04-30"

[variables.id]
kind = "identifier"

[variables.begun]
label = "Discharge"
kind = "date"

[variables.back]
label = "Readmission"
kind = "date"

[variables.last]
label = "Last contact"
kind = "date"

[endpoints.back_again]
label = "readmission"
event_label = "readmission"
unit = "weeks"
origin = "begun"
events = ["back"]
censored = "last"

[endpoints.later]
label = "later readmission"
event_label = "readmission"
unit = "weeks"
origin = "begun"
events = ["back"]
censored = "last"
landmark = 1

[[tables]]
id = "later"
kind = "survival"
title = "Later readmission"
endpoints = ["later"]

[[tables]]
id = "times"
kind = "survival"
title = "Readmission"
endpoints = ["back_again"]
rates = [1]

[[figures]]
id = "curve"
kind = "kaplan_meier"
endpoints = ["back_again"]
caption = "Readmission."

[[figures]]
id = "lanes"
kind = "swimmer"
endpoint = "back_again"
caption = "Lanes."
"#;
    let place = report(study, &cohort);
    // Events at days 1, 2, 4, 5, … of 21 rows: the eleventh, at day 16.
    assert!((value(&place, "back_again.median") - 16.0 / 7.0).abs() < 1e-12);
    assert_eq!(value(&place, "back_again.1_weeks.at_risk"), 17.0);
    let times = table(&place, "times");
    assert!(
        times.contains("At 1 week,") || times.contains("At 1 week\n"),
        "{times}"
    );
    let curve = figure(&place, "curve");
    assert!(curve.contains("Weeks since"), "{curve}");
    let text = printed(&place).replace('\u{a0}', " ");
    assert!(text.contains("landmark at 1 week"), "{text}");
}
