//! Rows that stand for several patients: the numbers of the file in which each patient
//! has a row, to the last bit.

use crate::common::{Place, program, stderr};
use crate::containers::study as parsed;
use cohort_report::analyse::analyse;
use cohort_report::cohort;
use cohort_report::study::Study;

const STUDY: &str = r#"
[document]
title = "Counted"
date = "2024-01-31"

[cohort]
file = "cohort.csv"

[variables.arm]
kind = "nominal"
levels = ["a", "b", "c"]
[variables.size]
kind = "continuous"
digits = 1
[variables.grade]
kind = "ordinal"
levels = ["1", "2", "3"]
[variables.smoker]
kind = "binary"
[variables.months]
kind = "continuous"
[variables.dead]
kind = "binary"
[derived.large]
cut = { variable = "size", at = [40] }

[endpoints.os]
label = "overall survival"
event_label = "death"
time = "months"
status = "dead"
event = ["yes"]

[[tables]]
id = "all"
title = "Everything"
by = "arm"
compare = true
rows = ["size", "grade", "smoker", "large"]
[[tables]]
id = "rates"
kind = "survival"
title = "Survival"
endpoints = ["os"]
by = "arm"
rates = [12]
[[models]]
id = "cox"
kind = "cox"
endpoint = "os"
covariates = ["size", "smoker", "arm"]
[[analyses]]
kind = "statistics"
id = "more"
variables = ["size"]
by = "arm"
statistics = ["anova", "kruskal-wallis", "jonckheere-terpstra", "levene"]
"#;

/// Rows without their counts, and how many patients each stands for.
fn rows() -> Vec<(String, usize)> {
    let mut seed: u64 = 20_240_131;
    let mut next = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 33) % below
    };
    let row = |_| {
        let pick = |at: u64, of: &[&str]| of[usize::try_from(at).unwrap()].to_owned();
        let size = match next(12) {
            0 => String::new(),
            _ => format!("{}.{}", 20 + next(40), next(10)),
        };
        let cells = [
            pick(next(3), &["a", "b", "c"]),
            size,
            pick(next(4), &["1", "2", "3", ""]),
            pick(next(2), &["yes", "no"]),
            format!("{}", 1 + next(60)),
            pick(next(2), &["yes", "no"]),
        ];
        (cells.join(","), usize::try_from(next(6)).unwrap())
    };
    (0..120).map(row).collect()
}

fn counted() -> Study {
    parsed(&STUDY.replace("[cohort]\n", "[cohort]\ncount = \"n\"\n"))
}

fn ledger(study: &Study, csv: &str) -> Vec<String> {
    let cohort = cohort::read(study, "cohort.csv", csv.as_bytes());
    let ledger = analyse(study, &cohort.unwrap_or_else(|e| panic!("{e}"))).ledger;
    let numbers = ledger.iter().filter(|number| {
        // Whether rows of a file are alike says nothing when they are counted.
        number.id.to_string() != "queries.alike.n"
    });
    numbers
        .map(|number| {
            let bits = number.value.number().map(f64::to_bits);
            format!("{} {bits:?} {} {}", number.id, number.n, number.missing)
        })
        .collect()
}

const HEADER: &str = "arm,size,grade,smoker,months,dead";

fn expanded() -> String {
    let rows = rows();
    let each = rows
        .iter()
        .flat_map(|(row, count)| std::iter::repeat_n(format!("{row}\n"), *count));
    format!("{HEADER}\n{}", each.collect::<String>())
}

fn grouped() -> String {
    let rows = rows();
    let each = rows.iter().map(|(row, count)| format!("{count}.0,{row}\n"));
    format!("n,{HEADER}\n{}", each.collect::<String>())
}

#[test]
fn queries_count_patients() {
    let asking = |study: &str| {
        parsed(&format!(
            "queries = [\"size < 45\", \"smoker = yes when arm = a\"]\n{study}"
        ))
    };
    let study = asking(&STUDY.replace("[cohort]\n", "[cohort]\ncount = \"n\"\n"));
    let cohort = cohort::read(&study, "cohort.csv", grouped().as_bytes()).unwrap();
    let ledger = analyse(&study, &cohort).ledger;
    let found = |id: &str| {
        let number = ledger.iter().find(|number| number.id.to_string() == id);
        number.and_then(|number| number.value.number()).unwrap()
    };
    let patients = |broken: fn(&[&str]) -> bool| {
        let rows = rows();
        let all = rows
            .iter()
            .filter(|(row, _)| broken(&row.split(',').collect::<Vec<_>>()));
        all.map(|(_, count)| *count).sum::<usize>() as f64
    };
    let large = patients(|cells| cells[1].parse::<f64>().is_ok_and(|size| size >= 45.0));
    let others = patients(|cells| cells[0] == "a" && cells[3] == "no");
    assert!(large > 20.0 && others > 20.0);
    assert_eq!(found("queries.1.n"), large);
    assert_eq!(found("queries.2.n"), others);
    let written_out = self::ledger(&asking(STUDY), &expanded());
    assert_eq!(self::ledger(&study, &grouped()), written_out);
}

#[test]
fn counted_rows_give_the_numbers_of_rows_written_out() {
    let plain = ledger(&parsed(STUDY), &expanded());
    assert!(plain.len() > 100, "{}", plain.len());
    assert!(plain.iter().any(|number| number.starts_with("cox.")));
    let counted = ledger(&counted(), &grouped());
    assert_eq!(counted, plain);
}

#[test]
fn rows_of_numbers_are_the_lines_that_they_stand_on() {
    let csv = "n,arm,size,grade,smoker,months,dead\n\
               3,a,40,1,yes,5,yes\n2,b,50,2,no,6,no\n0,b,60,2,no,7,no\n1,c,,3,yes,8,yes\n";
    let study = counted();
    let cohort = cohort::read(&study, "cohort.csv", csv.as_bytes()).unwrap();
    assert_eq!(cohort.lines(), [2, 2, 2, 3, 3, 5]);
    let ledger = analyse(&study, &cohort).ledger;
    let number = ledger.find("size.mean").unwrap();
    assert_eq!((number.n, number.missing), (5, 1));
    assert_eq!(number.value.number(), Some(44.0));
    assert_eq!(ledger.rows_of(number).unwrap().to_string(), "2-3");
}

#[test]
fn cells_that_are_no_counts_are_findings() {
    let header = "n,arm,size,grade,smoker,months,dead";
    let told = |rows: &str| {
        let csv = format!("{header}\n{rows}");
        let found = cohort::read(&counted(), "cohort.csv", csv.as_bytes());
        found.unwrap_err().to_string()
    };
    let row = "a,40,1,yes,5,yes";
    let found = told(&format!("1.5,{row}\n,{row}\n-2,{row}\n7,{row}\n"));
    for line in [2, 3, 4] {
        assert!(
            found.contains(&format!("cohort.csv:{line}: n: ")),
            "{found}"
        );
    }
    assert!(!found.contains("cohort.csv:5"), "{found}");
    assert_eq!(
        found.matches("is not a whole number of patients").count(),
        3
    );
    let many = told(&format!("60000000,{row}\n60000000,{row}\n"));
    assert!(many.contains("stands for 120000000 patients"), "{many}");
    // A rule that is broken is told once, not once for each patient.
    let csv = format!("{header}\n900,a,40,1,yes,-5,yes\n");
    let broken = cohort::read(&counted(), "cohort.csv", csv.as_bytes()).unwrap_err();
    assert_eq!(broken.iter().count(), 1, "{broken}");
    let without = csv.replace("n,arm", "m,arm");
    let without = cohort::read(&counted(), "cohort.csv", without.as_bytes()).unwrap_err();
    let without = without.to_string();
    assert!(
        without.contains("is named by count = in [cohort]"),
        "{without}"
    );
}

#[test]
fn counts_fit_no_study_that_tells_patients_apart() {
    let place = Place::with(
        &STUDY
            .replace(
                "[cohort]\n",
                "[cohort]\ncount = \"smoker\"\nrows = \"visits\"\nsame_when = [\"size\"]\n",
            )
            .replace(
                "[variables.arm]",
                "[variables.id]\nkind = \"identifier\"\n[variables.arm]",
            ),
        "",
    );
    let output = program()
        .arg("validate")
        .arg(place.study())
        .output()
        .unwrap();
    let told = stderr(&output);
    for problem in [
        "\"smoker\" is declared as a variable",
        "cannot be used with the identifier \"id\"",
        "cannot be used with same_when",
        "cannot be used with rows = \"visits\"",
    ] {
        assert!(told.contains(problem), "{problem}: {told}");
    }
}
