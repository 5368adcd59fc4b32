//! The synthetic cohort meets every published fact, and is what its generator
//! writes.

#[allow(dead_code, reason = "its `main` is that of an example")]
#[path = "../../data/rvlms/generate.rs"]
mod generate;

use cohort_report::{analyse::analyse, cohort, layout::Layout};

const CSV: &str = include_str!("../../data/rvlms/cohort.csv");
const STUDY: &str = include_str!("../../data/rvlms/study.toml");

#[test]
fn the_generator_writes_the_committed_cohort() {
    assert_eq!(generate::csv(), CSV);
}

/// The abstract of Yang et al., BMC Cancer 2025, as printed there.
#[test]
fn every_published_fact_follows_from_the_cohort() {
    let parsed = Layout::parse("rvlms", "study.toml", STUDY);
    let (study, _) = parsed.unwrap_or_else(|e| panic!("{e}"));
    let cohort =
        cohort::read(&study, "cohort.csv", CSV.as_bytes()).unwrap_or_else(|e| panic!("{e}"));
    let ledger = analyse(&study, &cohort).ledger;
    for (id, text) in [
        ("cohort.n", "24"),
        ("operation_date.min", "June 2015"),
        ("operation_date.max", "November 2023"),
        ("imaging_type.intraluminal.n", "6"),
        ("imaging_type.intermediate.n", "9"),
        ("imaging_type.extraluminal.n", "4"),
        ("imaging_type.peripheral.n", "5"),
        ("tumor_size.median", "80"),
        ("tumor_size.q1", "63"),
        ("tumor_size.q3", "105"),
        ("operative_time.median", "294"),
        ("blood_loss.median", "650"),
        ("reconstruction.primary_repair.n", "15"),
        ("reconstruction.patch_angioplasty.n", "2"),
        ("reconstruction.ivc_ligation.n", "4"),
        ("incomplete_margin.yes.n", "3"),
        ("follow_up.median", "12.5"),
        ("local_recurrence.yes.n", "5"),
        ("distant_metastasis.yes.n", "7"),
        ("both_relapses.yes.n", "1"),
        ("dfs.median", "19.0"),
        ("dfs.q1", "7.0"),
        ("dfs.q3", "59.0"),
    ] {
        let number = ledger
            .get(id)
            .unwrap_or_else(|| panic!("{id} is not in the ledger"));
        assert_eq!(number.text, text, "{id}");
    }
    // The interval of the median is not the quartiles by chance.
    for (limit, quartile) in [
        ("dfs.median.ci_lower", "dfs.q1"),
        ("dfs.median.ci_upper", "dfs.q3"),
    ] {
        let text = |id: &str| ledger.get(id).map(|number| number.text.clone());
        assert_ne!(text(limit), text(quartile), "{limit}");
    }
    for variable in [
        "operative_time",
        "blood_loss",
        "transfusion",
        "icu_admission",
    ] {
        let id = format!("{variable}.by_imaging_type.test.p");
        let p = ledger.get(&id).and_then(|number| number.value.number());
        assert!(p.is_some_and(|p| p < 0.05), "{id}: {p:?}");
    }
}
