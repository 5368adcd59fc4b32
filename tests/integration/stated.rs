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
        times.contains("\nRelapse,4/12,not reached (12–NR)"),
        "{times}"
    );
    let text = printed(&place);
    assert!(text.contains("NR, not reached"), "{text}");
}

/// The same cohort with a site and a weight.
fn with(extra: &str) -> Place {
    let header = |line: &str| format!("{line},site,weight\n");
    let row = |(at, line): (usize, &str)| {
        let site = if at % 4 < 2 { "a" } else { "b" };
        format!("{line},{site},{}\n", 1 + at % 3)
    };
    let mut lines = COHORT.lines();
    let first = header(lines.next().unwrap_or_default());
    let rows: String = lines.enumerate().map(row).collect();
    report(&format!("{STUDY}\n{extra}"), &(first + &rows))
}

#[test]
fn competing_events_and_how_they_are_counted_are_named() {
    let place = with(
        "[[models]]\nid = \"risk\"\nkind = \"cox\"\nendpoint = \"rel\"\ncovariates = [\"arm\"]\n\
         strata = \"site\"\nweights = \"weight\"\nintervals = \"profile\"\n\
         [[tables]]\nid = \"m\"\ntitle = \"Model\"\nkind = \"models\"\nmodels = [\"risk\"]\n\
         [variables.site]\nlabel = \"Site\"\nkind = \"nominal\"\nlevels = [\"a\", \"b\"]\n\
         [variables.weight]\nlabel = \"Weight\"\nkind = \"continuous\"\n",
    );
    let text = printed(&place);
    for sentence in [
        "Relapse: competing events (death) were counted as censored",
        "were: death. Kaplan-Meier estimates, log-rank tests, and Cox models counted them as censored.",
        "The model of relapse was stratified by site.",
        "patients were weighted by weight.",
        "the model of relapse were those of the profile likelihood.",
    ] {
        assert!(text.contains(sentence), "{sentence}: {text}");
    }
    assert!(
        !text.contains("Competing events in the analysis of event-free"),
        "{text}"
    );
}

#[test]
fn only_printed_methods_are_said_to_censor_competing_events() {
    let ungrouped = STUDY.replace("by = \"arm\"\n", "");
    let modelled = "[[models]]\nid = \"risk\"\nkind = \"cox\"\nendpoint = \"rel\"\n\
                    covariates = [\"arm\"]\n[[tables]]\nid = \"m\"\ntitle = \"Model\"\n\
                    kind = \"models\"\nmodels = [\"risk\"]\n";
    let (before, _) = STUDY.split_at(STUDY.find("[[tables]]").unwrap());
    let other = modelled.replace("\"rel\"", "\"efs\"");
    for (study, methods) in [
        (
            STUDY.to_owned(),
            "Kaplan-Meier estimates and log-rank tests",
        ),
        (ungrouped.clone(), "Kaplan-Meier estimates"),
        (
            ungrouped + modelled,
            "Kaplan-Meier estimates and Cox models",
        ),
        (format!("{before}{modelled}"), "Cox models"),
        (
            format!("{STUDY}{other}"),
            "Kaplan-Meier estimates and log-rank tests",
        ),
    ] {
        let text = printed(&report(&study, COHORT));
        let wanted = format!("relapse were: death. {methods} counted them as censored.");
        assert!(text.contains(&wanted), "{wanted}: {text}");
    }
}

#[test]
fn a_landmark_is_stated_wherever_times_count_from_it() {
    let study = STUDY.replacen(
        "competing = [\"death\"]",
        "competing = [\"death\"]\nlandmark = 4",
        1,
    );
    let place = report(
        &format!(
            "{study}\n[[figures]]\nid = \"curve\"\nkind = \"kaplan_meier\"\nendpoints = [\"rel\"]\n\
             by = \"arm\"\ncaption = \"Relapse.\"\n"
        ),
        COHORT,
    );
    let text = printed(&place);
    for sentence in [
        "Relapse: times count from the landmark at 4",
        "The analysis of relapse began at a landmark of",
    ] {
        assert!(text.contains(sentence), "{sentence}: {text}");
    }
    let figure = fs::read_to_string(place.out().join("figures/curve.svg")).unwrap();
    let figure = figure.replace('\u{a0}', " ");
    assert!(
        figure.contains("Months since landmark (4 months)"),
        "{figure}"
    );
    assert!(figure.contains("Event-free probability"));
}

/// Ordered groups are tested for a trend, which has no pairs; arms of two have none.
#[test]
fn a_table_of_pairs_says_why_there_are_none() {
    let mut cohort = "id,dose,marker,low,flat\n".to_owned();
    for row in 0..60 {
        let dose = row % 3;
        let marker = if row / 3 < 3 + 7 * dose { "yes" } else { "no" };
        let low = if row % 2 == 0 { "yes" } else { "no" };
        cohort += &format!("{row},{dose},{marker},{low},same\n");
    }
    let study = r#"
[document]
title = "Doses"
date = "2024-01-31"
[variables.id]
kind = "identifier"
[variables.dose]
label = "Dose"
kind = "ordinal"
levels = ["0", "1", "2"]
[variables.marker]
label = "Marker"
kind = "binary"
[variables.low]
label = "Low"
kind = "binary"
[variables.flat]
label = "Flat"
kind = "nominal"
levels = ["same", "other"]
[[tables]]
id = "pairs"
title = "Pairs"
kind = "pairs"
variables = ["marker", "low", "flat"]
by = "dose"
"#;
    let place = report(study, &cohort);
    let pairs = table(&place, "pairs");
    assert!(pairs.starts_with("Characteristic,P\n"), "{pairs}");
    assert!(pairs.contains("Marker,<0.001 a"), "{pairs}");
    let text = printed(&place);
    for note in [
        "after a test for trend over the ordered groups: Marker.",
        "overall test was not significant: Low.",
        "overall test was not computable: Flat.",
    ] {
        assert!(text.contains(note), "{note}: {text}");
    }
}

/// A model of event-free survival whose rows have fractional weights and centres, and
/// what its report says.
fn robust(keys: &str) -> (String, String) {
    let rows = COHORT.lines().enumerate().map(|(at, line)| match at {
        0 => format!("{line},weight,centre\n"),
        _ => format!("{line},{}.5,{}\n", at % 4 + 1, at % 5),
    });
    let cohort: String = rows.collect();
    let study = format!(
        "{STUDY}\n\
         [variables.weight]\nlabel = \"Weight\"\nkind = \"continuous\"\n\
         [variables.centre]\nlabel = \"Centre\"\nkind = \"nominal\"\n\
         levels = [\"0\", \"1\", \"2\", \"3\", \"4\"]\n\
         [[models]]\nid = \"cox\"\nkind = \"cox\"\nendpoint = \"efs\"\n\
         covariates = [\"arm\"]\n{keys}\n\
         [[tables]]\nid = \"models\"\ntitle = \"Models\"\nkind = \"models\"\nmodels = [\"cox\"]\n"
    );
    let place = report(&study, &cohort);
    (table(&place, "models"), printed(&place))
}

/// R: `coxph(Surv(months, end != "none") ~ arm)`, with `weights = weight`, with
/// `robust = FALSE` and with `cluster = centre`; limits of `exp(confint())`.
#[test]
fn a_robust_variance_is_that_of_r_and_told() {
    let (weighted, text) = robust("weights = \"weight\"");
    assert!(weighted.contains("0.52 (0.10–2.64)"), "{weighted}");
    assert!(weighted.contains("Wald test"), "{weighted}");
    assert!(text.contains("robust variance (Lin and Wei)."), "{text}");

    let (model, text) = robust("weights = \"weight\"\nvariance = \"model\"");
    assert!(model.contains("0.52 (0.19–1.44)"), "{model}");
    assert!(model.contains("likelihood ratio test"), "{model}");
    assert!(!text.contains("robust variance"), "{text}");

    let (clustered, text) = robust("cluster = \"centre\"");
    assert!(clustered.contains("0.46 (0.10–2.20)"), "{clustered}");
    assert!(text.contains("with centre as the cluster."), "{text}");

    let (both, _) = robust("cluster = \"centre\"\nweights = \"weight\"");
    assert!(both.contains("0.52 (0.09–2.91)"), "{both}");
}
