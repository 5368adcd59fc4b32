//! Columns, endpoints and models of any name: each number is that of its own
//! column, counted by hand.

use super::{Computed, key, quoted};

/// Names of columns that are words of ids, or hold the characters of ids.
pub(super) const NAMES: [&str; 30] = [
    "cohort",
    "convention",
    "queries",
    "n",
    "missing",
    "survival",
    "by_sex",
    "with_x",
    "within_x",
    "a_vs_b",
    "12_months",
    "0.5_years",
    "wt.loss",
    "a b",
    "a=b",
    "a:b",
    "column:cohort",
    "endpoint:survival",
    "rho=1",
    "q\"x",
    "back\\slash",
    "test",
    "median",
    "os",
    "cox",
    "älter",
    "возраст",
    "x_",
    "percent",
    "0",
];

/// A number in each column: its place times 100, and the row.
fn numbered(names: &[&str]) -> (String, String) {
    let mut study = "[variables.id]\nkind = \"identifier\"\n".to_owned();
    for name in names {
        study += &format!(
            "[variables.{}]\nkind = \"continuous\"\ndigits = 0\n",
            key(name)
        );
    }
    let header: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    let mut cohort = format!("id,{}\n", header.join(","));
    for row in 1..=5 {
        let cells: Vec<String> = (0..names.len())
            .map(|at| (100 * at + row).to_string())
            .collect();
        cohort += &format!("p{row},{}\n", cells.join(","));
    }
    (study, cohort)
}

pub(super) fn study_of_names() -> (String, String) {
    let (mut study, cohort) = numbered(&NAMES);
    let rows: Vec<String> = NAMES.iter().map(|name| key(name)).collect();
    study += &format!(
        "[[tables]]\nid = \"all\"\ntitle = \"All\"\ncompare = false\nrows = [{}]\n",
        rows.join(", ")
    );
    (study, cohort)
}

#[test]
fn every_column_has_its_own_numbers() {
    let (study, cohort) = study_of_names();
    let computed = Computed::of(&study, &cohort);
    for (at, name) in NAMES.iter().enumerate() {
        let path = computed.study.variable(name).unwrap().path();
        let place = 100.0 * at as f64;
        for (key, expected) in [
            ("n", 5.0),
            ("missing", 0.0),
            ("median", place + 3.0),
            ("q1", place + 2.0),
            ("min", place + 1.0),
            ("max", place + 5.0),
            ("mean", place + 3.0),
        ] {
            assert_eq!(
                computed.value(path.key(key).as_str()),
                expected,
                "{name}.{key}"
            );
        }
    }
    for (id, place) in [
        ("column:cohort.median", 0.0),
        ("column:convention.median", 100.0),
        ("n.median", 300.0),
        ("\"by_sex\".median", 600.0),
        ("\"a_vs_b\".median", 900.0),
        ("\"12_months\".median", 1000.0),
        ("\"wt.loss\".median", 1200.0),
        ("a b.median", 1300.0),
        ("\"q\\\"x\".median", 1900.0),
    ] {
        assert_eq!(computed.value(id), place + 3.0, "{id}");
    }
}

/// Dummy columns as R and pandas write them, beside the category.
#[test]
fn a_column_may_be_called_as_a_level_of_another() {
    let study = r#"
[variables.stage]
kind = "nominal"
levels = ["I", "II"]
[variables."stage.ii"]
kind = "continuous"
[variables.sex]
kind = "binary"
levels = ["female", "male"]
[variables."sex.male"]
kind = "binary"
levels = ["0", "1"]
[variables.age]
kind = "continuous"
[variables."age.median"]
kind = "continuous"
[[analyses]]
kind = "summary"
variables = ["stage", "stage.ii", "sex", "sex.male", "age", "age.median"]
[[analyses]]
kind = "summary"
variables = ["age", "age.median", "stage"]
by = "sex"
[[analyses]]
kind = "summary"
variables = ["age"]
by = "sex.male"
"#;
    let cohort = "stage,stage.ii,sex,sex.male,age,age.median\n\
        I,0,male,1,50,60\nII,1,male,1,70,60\nII,1,female,0,60,60\nII,,male,1,55,61\nI,,female,0,64,60\n";
    let computed = Computed::of(study, cohort);
    for (id, expected) in [
        ("stage.ii.n", 3.0),
        ("\"stage.ii\".n", 3.0),
        ("\"stage.ii\".missing", 2.0),
        ("stage.i.n", 2.0),
        ("stage.n", 5.0),
        ("sex.male.n", 3.0),
        ("\"sex.male\".n", 5.0),
        ("\"sex.male\".1.n", 3.0),
        ("sex.male.percent", 60.0),
        ("age.median", 60.0),
        ("\"age.median\".median", 60.0),
        ("\"age.median\".max", 61.0),
        ("age.by_sex.male.median", 55.0),
        ("age.by_\"sex.male\".1.median", 55.0),
        ("age.by_\"sex.male\".0.n", 2.0),
        ("stage.by_sex.male.ii.n", 2.0),
    ] {
        assert_eq!(computed.value(id), expected, "{id}");
    }
}

/// A column, an endpoint and a model of one name.
#[test]
fn a_column_an_endpoint_and_a_model_may_share_a_name() {
    let study = r#"
[variables.survival]
kind = "continuous"
[variables.dead]
kind = "binary"
levels = ["0", "1"]
[variables.age]
kind = "continuous"
[endpoints.survival]
label = "survival"
event_label = "death"
unit = "days"
time = "survival"
status = "dead"
event = ["1"]
[endpoints.cohort]
label = "survival of the cohort"
event_label = "death"
unit = "days"
time = "survival"
status = "dead"
event = ["1"]
[[models]]
id = "survival"
kind = "linear"
outcome = "survival"
covariates = ["age"]
[[models]]
id = "queries"
kind = "linear"
outcome = "survival"
covariates = ["age"]
[[analyses]]
kind = "summary"
variables = ["survival"]
[[analyses]]
kind = "survival"
endpoint = "survival"
[[analyses]]
kind = "survival"
endpoint = "cohort"
"#;
    let cohort = "survival,dead,age\n1,1,2\n2,0,4\n3,1,7\n4,1,8\n9,0,18\n";
    let computed = Computed::of(study, cohort);
    for (id, expected) in [
        ("cohort.n", 5.0),
        ("survival.median", 3.0),
        // Steps at 1, 3 and 4: 4/5, 8/15, 4/15.
        ("endpoint:survival.median", 4.0),
        ("endpoint:survival.events", 3.0),
        ("endpoint:cohort.events", 3.0),
        ("model:survival.n", 5.0),
        ("model:queries.n", 5.0),
    ] {
        assert_eq!(computed.value(id), expected, "{id}");
    }
    // coef(lm(survival ~ age))
    computed.is("model:survival.age.difference", 0.502_617_801_047_12, 1e-9);
}

#[test]
fn ids_are_found_as_people_write_them() {
    let (study, cohort) = study_of_names();
    let computed = Computed::of(&study, &cohort);
    for (text, id) in [
        ("wt.loss.median", "\"wt.loss\".median"),
        ("by_sex.median", "\"by_sex\".median"),
        ("12_months.n", "\"12_months\".n"),
        ("cohort.n", "cohort.n"),
        ("column:cohort.n", "column:cohort.n"),
    ] {
        let found = computed.ledger().find(text);
        assert_eq!(found.map(|number| number.id.as_str()), Some(id), "{text}");
    }
}
