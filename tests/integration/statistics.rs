//! Every statistic by name, every kind of model, table and figure, asked for in
//! one study file: the path from `study.toml` to the ledger. The numbers
//! themselves are compared with R in `r_reference`; a few are again here.

use std::fs;
use std::sync::OnceLock;

use crate::common::{COHORT, STUDY, project};
use cohort_report::ledger::Ledger;
use cohort_report::number::method::Asked;
use cohort_report::report::{Timings, compute};
use cohort_report::statistics;

/// The ledger of the study of every statistic on the first rows of the cohort.
fn ledger(rows: usize) -> Ledger {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("every");
    fs::create_dir(&folder).unwrap();
    let study = project().join("tests/statistics/study.toml");
    fs::copy(study, folder.join("study.toml")).unwrap();
    let cohort = fs::read_to_string(project().join("tests/reference/data/melanoma.csv")).unwrap();
    let kept: Vec<&str> = cohort.lines().take(rows + 1).collect();
    fs::write(folder.join("melanoma.csv"), kept.join("\n")).unwrap();
    compute(&folder, &mut Timings::default())
        .unwrap()
        .results
        .ledger
}

/// That of all rows.
fn many() -> &'static Ledger {
    static LEDGER: OnceLock<Ledger> = OnceLock::new();
    LEDGER.get_or_init(|| ledger(205))
}

#[test]
fn every_statistic_is_computed() {
    // The exact tests are for few rows, the others for many.
    let (many, some, few) = (many(), ledger(30), ledger(10));
    for statistic in statistics::all() {
        let computed = [many, &some, &few].into_iter().any(|ledger| {
            ledger.iter().any(|entry| {
                entry.method.id == statistic.word
                    && entry.method.asked == Asked::ByName
                    && entry.value.number().is_some()
            })
        });
        assert!(computed, "{} gives no number", statistic.word);
    }
}

/// R 4.2 on MASS::Melanoma.
#[test]
fn numbers_are_those_of_r() {
    let ledger = many();
    for (id, r) in [
        // t.test(thickness ~ sex)
        ("thickness.by_sex.welch_t.p", 0.010_092_647_204_4),
        // cor.test(~ age + thickness, method = "spearman", exact = FALSE)
        ("age.with_thickness.spearman.estimate", 0.201_763_439_57),
        // cmprsk::cuminc(time, status, sex, cencode = 2)$Tests["1", ]
        ("cause.by_sex.gray.statistic", 5.814_020_855_547_726),
        // survdiff(Surv(time, status == 1) ~ ulcer + strata(sex))
        (
            "melanoma.by_ulcer.within_sex.log_rank.statistic",
            26.374_219_787_8,
        ),
        // quantile(survfit(Surv(time, status == 2) ~ 1)): a competing event does
        // not end follow-up
        ("cause.follow_up.median", 2492.0),
        ("cause.follow_up.median.ci_upper", 3032.0),
        // coxph(Surv(time, status == 1) ~ thickness + ulcer + sex)
        ("hazards.thickness.coefficient", 0.113_448_859_626),
        // cmprsk::crr(time, status, cbind(thickness, ulcer, sex), 1, 2)
        ("subhazards.thickness.shr", 1.098871426254),
    ] {
        let ours = ledger
            .get(id)
            .unwrap_or_else(|| panic!("no {id}"))
            .value
            .number()
            .unwrap();
        assert!(((ours - r) / r).abs() < 1e-9, "{id}: {ours} against {r}");
    }
}

/// What a package does unasked decides which tests a table shows.
#[test]
fn presets_choose_the_tests() {
    for (preset, ranks, categories) in [
        ("default", "mann-whitney-exact", "fisher"),
        ("r", "mann-whitney-exact", "chi-square-yates"),
        ("gtsummary", "mann-whitney-exact", "fisher"),
        ("spss", "mann-whitney-uncorrected", "fisher"),
        ("sas", "mann-whitney", "fisher"),
        ("stata", "mann-whitney-uncorrected", "chi-square"),
    ] {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("small");
        fs::create_dir(&folder).unwrap();
        let study = format!("{STUDY}\n[conventions]\npreset = \"{preset}\"\n");
        fs::write(folder.join("study.toml"), study).unwrap();
        // No value of size occurs twice, as R's exact test wants it.
        fs::write(folder.join("cohort.csv"), COHORT).unwrap();
        let ledger = compute(&folder, &mut Timings::default())
            .unwrap()
            .results
            .ledger;
        let method = |id: &str| ledger.get(id).unwrap().method.id;
        assert_eq!(method("size.by_arm.test.p"), ranks, "{preset}");
        assert_eq!(method("smoker.by_arm.test.p"), categories, "{preset}");
    }
}

/// A separated outcome has no number, and says why; the penalty gives one.
#[test]
fn separation_is_said() {
    let ledger = ledger(10);
    let text = ledger.get("ulcers.thickness.or").unwrap().full_value();
    assert!(text.starts_with("not computable"), "{text}");
}

#[test]
fn every_statistic_is_documented() {
    let docs = fs::read_to_string(project().join("docs/study-file.md")).unwrap();
    for statistic in statistics::all() {
        assert!(
            docs.contains(&format!("`{}`", statistic.word)),
            "{}",
            statistic.word
        );
    }
}

/// 0.1 + 0.2 and 0.3 are one time on the way from the file to every method:
/// `survdiff` and `coxph` of R, whose `timefix` ties them.
#[test]
fn times_that_differ_by_rounding_are_tied() {
    let study = r#"
[document]
title = "Ties"
date = "2024-01-31"
[variables.id]
kind = "identifier"
[variables.arm]
kind = "nominal"
levels = ["A", "B"]
[variables.t]
kind = "continuous"
[variables.ev]
kind = "binary"
levels = ["0", "1"]
[endpoints.os]
label = "overall survival"
event_label = "death"
time = "t"
status = "ev"
event = ["1"]
[[tables]]
id = "s"
title = "Survival"
kind = "survival"
endpoints = ["os"]
by = "arm"
[[models]]
id = "m"
kind = "cox"
endpoint = "os"
covariates = ["arm"]
"#;
    let cohort = "id,arm,t,ev\n\
        1,A,0.30000000000000004,1\n2,B,0.3,0\n3,A,0.7000000000000001,1\n4,B,0.7,0\n\
        5,A,1.1,1\n6,B,1.1,1\n7,A,2.4,1\n8,B,2.4,1\n9,A,2.4000000000000004,0\n10,B,3.6,1\n";
    let place = crate::common::Place::with(study, cohort);
    let computed = compute(&place.study(), &mut Timings::default()).unwrap();
    let number = |id: &str| {
        let entry = computed
            .results
            .ledger
            .iter()
            .find(|entry| entry.id.as_str() == id);
        entry.unwrap().value.number().unwrap()
    };
    assert!((number("os.by_arm.test.p") - 0.367_880_642_779_665_5).abs() < 1e-9);
    assert!((number("m.arm.b.hr") - 0.5).abs() < 1e-7);
}
