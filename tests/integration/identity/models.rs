//! Covariates that are called as the model's own statistics: what the model
//! tests stays where no covariate can be, and the values are those of R.

use super::{Computed, ids_in_notes, ids_in_row, in_r, key, ovarian, ovarian_columns, reference};
use cohort_report::statistics::term_name;

/// Names that are words of the ids of some model, and others that are words
/// elsewhere.
const NAMES: [&str; 20] = [
    "score",
    "lr",
    "wald",
    "ph",
    "auc",
    "intercept",
    "baseline",
    "calibration",
    "f",
    "p",
    "n",
    "hr",
    "cox",
    "linear",
    "events",
    "cohort",
    "queries",
    "wt.loss",
    "by_sex",
    "12_months",
];

const MODELS: &str = r#"
[endpoints.os]
label = "overall survival"
event_label = "death"
unit = "days"
time = "time"
status = "dead"
event = ["1"]

[endpoints.cause]
label = "death of cancer"
event_label = "death of cancer"
unit = "days"
time = "time"
status = "cause"
event = ["1"]
competing = ["2"]

[[models]]
id = "cox"
kind = "cox"
endpoint = "os"
covariates = ["rx", W]
times = [365]

[[models]]
id = "logistic"
kind = "logistic"
outcome = "dead"
covariates = ["rx", W]

[[models]]
id = "linear"
kind = "linear"
outcome = "time"
covariates = ["rx", W]

[[models]]
id = "fine_gray"
kind = "fine-gray"
endpoint = "cause"
covariates = ["rx", W]

[[tables]]
id = "ratios"
kind = "models"
title = "Models"
models = ["cox", "logistic", "linear", "fine_gray"]
"#;

fn with_covariate(name: &str) -> Computed {
    let renamed = [("age", name)];
    let study = ovarian_columns(&renamed) + &MODELS.replace('W', &key(name));
    Computed::of(&study, &ovarian(&renamed))
}

/// Models whose covariate is called as the model: the model is marked.
fn model_name(model: &str, covariate: &str) -> String {
    if matches!(model, "cox" | "linear") && covariate == model {
        format!("model:{model}")
    } else {
        model.to_owned()
    }
}

#[test]
fn a_covariate_may_have_any_name() {
    let reference = reference();
    for name in NAMES {
        let computed = with_covariate(name);
        let term = term_name(name).to_string();
        for (id, r) in &reference {
            let (model, rest) = id.split_once('.').unwrap();
            if !["cox", "logistic", "linear", "fine_gray"].contains(&model) {
                continue;
            }
            let rest = match rest.strip_prefix("W.") {
                Some(key) => format!("{term}.{key}"),
                None => rest.to_owned(),
            };
            let id = format!("{}.{rest}", model_name(model, name));
            computed.is(&id, *r, 2e-6);
        }
        the_table_shows_the_covariate(&computed, name);
    }
}

/// In the row of the covariate stand its own p-values, below the table those of
/// the models.
fn the_table_shows_the_covariate(computed: &Computed, name: &str) {
    let term = term_name(name);
    let table = computed.tables().remove(0);
    let variable = computed.study.variable(name).unwrap();
    let ids = ids_in_row(&table, &variable.label);
    let expected: Vec<String> = ["cox", "logistic", "linear", "fine_gray"]
        .iter()
        .map(|model| format!("{}.{term}.p", model_name(model, name)))
        .collect();
    let p_values: Vec<&String> = ids.iter().filter(|id| id.ends_with(".p")).collect();
    assert_eq!(p_values, expected.iter().collect::<Vec<_>>(), "{name}");
    let below = ids_in_notes(&table);
    for (model, test) in [
        ("cox", "lr"),
        ("cox", "ph"),
        ("logistic", "lr"),
        ("logistic", "calibration"),
        ("linear", "f"),
        ("fine_gray", "lr"),
    ] {
        let own = format!("{}.{test}.p", model_name(model, name));
        assert!(below.contains(&own), "{name}: no {own} in {below:?}");
    }
}

/// `time ~ f + score` of R's `ovarian`: the F test of the model is not the test
/// of the covariate `f`.
#[test]
fn the_f_test_is_not_the_test_of_a_covariate_f() {
    let renamed = [("resid", "f"), ("age", "score")];
    let study = ovarian_columns(&renamed)
        + "[[models]]\nid = \"m\"\nkind = \"linear\"\noutcome = \"time\"\n\
           covariates = [\"f\", \"score\"]\n";
    let computed = Computed::of(&study, &ovarian(&renamed));
    computed.is("m.\"f\".p", in_r("f_and_score.f.p"), 1e-9);
    computed.is("m.\"f\".p", 0.1955, 1e-3);
    computed.is("m.\"score\".p", in_r("f_and_score.score.p"), 1e-9);
    computed.is("m.f.p", in_r("f_and_score.own.p"), 1e-9);
}

/// A category called as a test, whose levels are called as tests.
#[test]
fn levels_of_a_covariate_may_be_called_as_tests() {
    let cohort = "id,time,dead,score\n\
        1,5,1,ph\n2,8,1,lr\n3,9,0,mean\n4,3,1,lr\n5,12,1,ph\n6,14,0,lr\n\
        7,2,1,mean\n8,11,1,mean\n9,6,1,ph\n10,7,0,ph\n11,13,1,mean\n12,4,1,lr\n";
    let study = "[variables.id]\nkind = \"identifier\"\n\
        [variables.time]\nkind = \"count\"\nunit = \"days\"\n\
        [variables.dead]\nkind = \"binary\"\nlevels = [\"0\", \"1\"]\n\
        [variables.score]\nkind = \"nominal\"\nlevels = [\"lr\", \"ph\", \"mean\"]\n\
        [endpoints.os]\nlabel = \"survival\"\nevent_label = \"death\"\nunit = \"days\"\n\
        time = \"time\"\nstatus = \"dead\"\nevent = [\"1\"]\n\
        [[models]]\nid = \"cox\"\nkind = \"cox\"\nendpoint = \"os\"\ncovariates = [\"score\"]\n";
    let computed = Computed::of(study, cohort);
    // coxph(Surv(time, dead) ~ relevel(factor(score), "lr"), ties = "efron")
    computed.is("cox.\"score\".\"ph\".hr", 1.098_689_891_256_7, 1e-6);
    computed.is("cox.\"score\".\"mean\".hr", 0.835_052_778_309, 1e-6);
    computed.is("cox.score.p", 0.946_347_583_476_6, 1e-6);
}

/// Nobody of stage III has the event: the term has no finite estimate, the
/// others have, and Firth's penalty is named where the model can carry it.
#[test]
fn a_term_without_an_estimate_names_the_remedy() {
    let mut study = "[variables.time]\nkind = \"count\"\nunit = \"days\"\n\
        [variables.dead]\nkind = \"binary\"\nlevels = [\"0\", \"1\"]\n\
        [variables.cause]\nkind = \"nominal\"\nlevels = [\"0\", \"1\", \"2\"]\n\
        [variables.stage]\nkind = \"nominal\"\nlevels = [\"I\", \"II\", \"III\"]\n"
        .to_owned();
    for (id, status, competing) in [
        ("os", "dead", ""),
        ("by_cause", "cause", "competing = [\"2\"]\n"),
    ] {
        study += &format!(
            "[endpoints.{id}]\nlabel = \"survival\"\nevent_label = \"death\"\nunit = \"days\"\n\
             time = \"time\"\nstatus = \"{status}\"\nevent = [\"1\"]\n{competing}"
        );
    }
    for (id, kind, outcome) in [
        ("cox", "cox", "endpoint = \"os\""),
        ("logistic", "logistic", "outcome = \"dead\""),
        ("fine_gray", "fine-gray", "endpoint = \"by_cause\""),
        ("firth", "cox", "endpoint = \"os\"\npenalty = \"firth\""),
    ] {
        study += &format!(
            "[[models]]\nid = \"{id}\"\nkind = \"{kind}\"\n{outcome}\ncovariates = [\"stage\"]\n"
        );
    }
    study += "[[tables]]\nid = \"m\"\nkind = \"models\"\ntitle = \"M\"\nmodels = [\"cox\", \"fine_gray\", \"firth\"]\n";
    let mut cohort = "time,dead,cause,stage\n".to_owned();
    for at in 1..=30 {
        let stage = ["I", "II", "III"][at % 3];
        let dead = usize::from(stage != "III" && at % 4 != 0);
        let cause = if dead == 1 { 1 } else { 2 * (at % 2) };
        cohort += &format!("{},{dead},{cause},{stage}\n", at * 7 % 31);
    }
    let computed = Computed::of(&study, &cohort);
    let reason = |id: &str| {
        let number = computed.ledger().get(id).unwrap();
        number.value.reason().unwrap_or_default().to_owned()
    };
    let remedy = "Firth's penalty";
    for id in ["cox.stage.iii.hr", "logistic.stage.iii.or"] {
        assert!(reason(id).contains(remedy), "{id}: {}", reason(id));
    }
    let told = reason("fine_gray.stage.iii.shr");
    assert!(
        told.contains("stage: III") && !told.contains(remedy),
        "{told}"
    );
    for id in [
        "cox.stage.ii.hr",
        "logistic.stage.ii.or",
        "fine_gray.stage.ii.shr",
        "firth.stage.iii.hr",
    ] {
        assert!(computed.value(id) > 0.0, "{id}");
    }
    let notes = format!("{:?}", computed.tables()[0].footnotes);
    assert_eq!(notes.matches("Not computable").count(), 2, "{notes}");
}
