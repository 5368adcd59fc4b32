//! Effect sizes and differences: their intervals, and who is higher.

use crate::common::{COHORT, Place, STUDY, printed, stderr};
use cohort_report::ledger::Ledger;
use cohort_report::report::{Timings, compute};

fn with_difference() -> String {
    STUDY.replace(
        "rows = [\"size\", \"smoker\", \"status\"]",
        "rows = [\"size\", \"smoker\", \"status\"]\ndifference = true",
    )
}

fn ledger(study: &str) -> Ledger {
    let place = Place::with(study, COHORT);
    let computed = compute(&place.study(), &mut Timings::default()).unwrap();
    computed.results.ledger
}

fn value(ledger: &Ledger, id: &str) -> f64 {
    let number = ledger.get(id).unwrap_or_else(|| panic!("no {id}"));
    number
        .value
        .number()
        .unwrap_or_else(|| panic!("{id} has no value"))
}

/// The first group less the second; the groups the other way round give the same
/// with the other sign and the limits exchanged.
#[test]
fn differences_turn_round_with_the_groups() {
    let one = ledger(&with_difference());
    let turned = with_difference().replace(
        "levels = [\"surgery\", \"radiotherapy\"]",
        "levels = [\"radiotherapy\", \"surgery\"]",
    );
    let other = ledger(&turned);
    // All differences of 42 and 38 with 55, 61 and 47: -23 … -5, their median -15.
    assert_eq!(value(&one, "size.by_arm.difference.estimate"), -15.0);
    // One of three smoked, and one of two: 33.3 less 50 percent.
    let smoking = value(&one, "smoker.by_arm.difference.yes.estimate");
    assert!((smoking + 100.0 / 6.0).abs() < 1e-9, "{smoking}");
    assert!(one.get("smoker.by_arm.difference.no.estimate").is_none());
    assert!(one.get("status.by_arm.difference.alive.estimate").is_some());
    assert_eq!(value(&other, "size.by_arm.difference.estimate"), 15.0);
    for (key, opposite) in [
        ("estimate", "estimate"),
        ("ci_lower", "ci_upper"),
        ("ci_upper", "ci_lower"),
    ] {
        let place = "smoker.by_arm.difference.yes";
        let (a, b) = (format!("{place}.{key}"), format!("{place}.{opposite}"));
        assert!((value(&one, &a) + value(&other, &b)).abs() < 1e-9, "{a}");
    }
    // Of two and three values in ten arrangements, the range has a confidence of 80%.
    let limit = one.get("size.by_arm.difference.ci_lower").unwrap();
    let reason = limit.value.reason().unwrap_or_default();
    assert_eq!(reason, "needs at least 8 observations, has 5");
}

#[test]
fn an_effect_lies_in_its_interval_and_says_who_is_higher() {
    let ledger = ledger(STUDY);
    let id = "smoker.by_arm.test.effect";
    let [low, estimate, high] =
        [&format!("{id}.ci_lower"), id, &format!("{id}.ci_upper")].map(|id| value(&ledger, id));
    assert!(
        low <= estimate && estimate <= high,
        "{id}: {low} {estimate} {high}"
    );
    // Groups that do not overlap have no interval of r.
    assert_eq!(value(&ledger, "size.by_arm.test.effect"), -1.0);
    let limit = ledger.get("size.by_arm.test.effect.ci_lower").unwrap();
    assert!(limit.value.number().is_none());
    let place = Place::with(&with_difference(), COHORT);
    place.write(
        "templates/results.typ",
        "<< test(\"size.by_arm\") >>\n<< table(\"all\") >>\n",
    );
    let output = place.report();
    assert!(output.status.success(), "{}", stderr(&output));
    let source = printed(&place);
    assert!(source.contains("higher in radiotherapy)"), "{source}");
    assert!(
        source.contains("above 0 where values are higher in surgery than in radiotherapy"),
        "{source}"
    );
    assert!(
        source.contains(
            "Differences are surgery minus radiotherapy, those of percentages in percentage points."
        ),
        "{source}"
    );
}

#[test]
fn a_difference_needs_two_groups() {
    for (study, told) in [
        (
            with_difference().replace(
                "levels = [\"surgery\", \"radiotherapy\"]",
                "levels = [\"surgery\", \"radiotherapy\", \"none\"]",
            ),
            "needs two groups, and arm has 3 levels",
        ),
        (
            with_difference().replacen("by = \"arm\"\n", "", 1),
            "needs two groups, and the table has none",
        ),
    ] {
        let place = Place::with(&study, COHORT);
        let output = place.report();
        assert!(!output.status.success());
        assert!(stderr(&output).contains(told), "{}", stderr(&output));
    }
}

/// An empty group has no difference, and the report says so in the cell.
#[test]
fn a_group_without_values_has_no_difference() {
    let cohort = COHORT.replace("42", "").replace("38", "");
    let place = Place::with(&with_difference(), &cohort);
    let output = place.report();
    assert!(output.status.success(), "{}", stderr(&output));
    let table = std::fs::read_to_string(place.out().join("tables/all.csv")).unwrap();
    let row = table.lines().find(|line| line.contains("Size")).unwrap();
    assert!(
        row.contains(",– a,") && table.contains("\na Not computable: "),
        "{row}"
    );
}

#[test]
fn the_column_of_effects_can_be_left_out() {
    let study = STUDY.replace(
        "rows = [\"size\", \"smoker\", \"status\"]",
        "rows = [\"size\", \"smoker\", \"status\"]\neffect = false",
    );
    let place = Place::with(&study, COHORT);
    let output = place.report();
    assert!(output.status.success(), "{}", stderr(&output));
    let table = std::fs::read_to_string(place.out().join("tables/all.csv")).unwrap();
    assert!(!table.contains("Effect"), "{table}");
}
