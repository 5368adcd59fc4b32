//! Trials: baseline tables have no P values unless the study asks for them.

use crate::common::{COHORT, Place, STUDY, printed, stderr};

fn report(document: &str, table: &str) -> (String, String) {
    let study = STUDY
        .replace("[document]\n", &format!("[document]\n{document}\n"))
        .replace("id = \"all\"\n", &format!("id = \"all\"\n{table}\n"));
    let place = Place::with(&study, COHORT);
    let output = place.report();
    assert!(output.status.success(), "{}", stderr(&output));
    let table = std::fs::read_to_string(place.out().join("tables/all.csv")).unwrap();
    (printed(&place), table)
}

#[test]
fn a_trial_tests_no_baseline_unless_asked() {
    let told = "Baseline characteristics of randomised groups were not compared by tests";
    for (document, table, tested) in [
        ("", "", true),
        ("design = \"observational\"", "", true),
        ("design = \"trial\"", "", false),
        ("design = \"trial\"\nrandomised = \"arm\"", "", false),
        ("design = \"trial\"", "compare = true", true),
        // Smokers are no arm of the trial.
        ("design = \"trial\"\nrandomised = \"smoker\"", "", true),
    ] {
        let (text, csv) = report(document, table);
        assert_eq!(csv.contains("Effect"), tested, "{document} {table}: {csv}");
        assert_eq!(text.contains(told), !tested, "{document} {table}");
        // The outcome is tested in any case.
        assert!(text.contains("log-rank test"), "{document} {table}");
    }
}

#[test]
fn arms_belong_to_a_trial() {
    let study = STUDY.replace("[document]\n", "[document]\nrandomised = \"arm\"\n");
    let place = Place::with(&study, COHORT);
    let output = place.report();
    assert!(!output.status.success());
    assert!(
        stderr(&output).contains("needs design = \"trial\""),
        "{}",
        stderr(&output)
    );
}
