//! What tables, figures and Methods state of their numbers.

use std::fs;

use crate::common::{Place, printed, stderr};

/// Times in months; a death without relapse competes with relapse.
const STUDY: &str = r#"
[document]
title = "Two clocks"
date = "2024-01-31"

[variables.id]
kind = "identifier"

[variables.arm]
label = "Arm"
kind = "nominal"
levels = ["a", "b"]

[variables.months]
label = "Months"
kind = "continuous"
unit = "months"

[variables.end]
label = "End"
kind = "nominal"
levels = ["none", "relapse", "death"]

[endpoints.rel]
label = "relapse"
event_label = "relapse"
unit = "months"
time = "months"
status = "end"
event = ["relapse"]
competing = ["death"]

[endpoints.efs]
label = "event-free survival"
event_label = "relapse or death"
unit = "days"
digits = 0
time = "months"
status = "end"
event = ["relapse", "death"]

[[tables]]
id = "times"
title = "Times"
kind = "survival"
endpoints = ["rel", "efs"]
by = "arm"
rates = [12]
"#;

const COHORT: &str = "\
id,arm,months,end
1,a,2,relapse
2,b,3,none
3,a,5,death
4,b,8,relapse
5,a,9,none
6,b,12,relapse
7,a,14,death
8,b,15,none
9,a,18,relapse
10,b,20,none
11,a,22,none
12,b,24,none
";

/// A report, and its table of this id as text.
fn report(study: &str, cohort: &str) -> Place {
    let place = Place::with(study, cohort);
    let output = place.report();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    place
}

fn table(place: &Place, id: &str) -> String {
    fs::read_to_string(place.out().join(format!("tables/{id}.csv"))).unwrap()
}

#[test]
fn a_survival_table_states_the_unit_of_each_endpoint() {
    let place = report(STUDY, COHORT);
    let times = table(&place, "times");
    assert!(
        times.starts_with("Endpoint,Events/n,Median (95% CI),At 12 (unit of the endpoint),P"),
        "{times}"
    );
    assert!(times.contains("\n\"Relapse, months\","), "{times}");
    assert!(
        times.contains("\n\"Event-free survival, days\","),
        "{times}"
    );

    // One unit is said once.
    let place = report(
        &STUDY.replace("unit = \"days\"", "unit = \"months\""),
        COHORT,
    );
    let times = table(&place, "times");
    assert!(
        times.starts_with("Endpoint,Events/n,\"Median, months (95% CI)\",At 12 months,P"),
        "{times}"
    );
    assert!(times.contains("\nRelapse,"), "{times}");
}

/// In R, `survfit(Surv(months, end == "relapse") ~ 1, conf.type = "log")` has the
/// median NA with the limits 12 and NA, and the medians of event-free survival by
/// arm are 14 (5, NA) and NA (12, NA).
#[test]
fn a_median_that_is_not_reached_has_its_lower_limit() {
    let study = STUDY.replace("unit = \"days\"\ndigits = 0", "unit = \"months\"");
    let place = report(&study, COHORT);
    let times = table(&place, "times");
    assert!(
        times.contains("\nRelapse,4/12,not reached (12.0 to NR)"),
        "{times}"
    );
    let text = printed(&place);
    assert!(text.contains("NR, not reached"), "{text}");
}
