//! Statistics that differ only in a parameter, each under an id that holds it.

use super::{Computed, in_r, ovarian, ovarian_columns};

const ENDPOINT: &str = r#"
[endpoints.os]
label = "overall survival"
event_label = "death"
unit = "days"
time = "time"
status = "dead"
event = ["1"]
"#;

/// The columns of R's `ovarian`, the treatment as a category.
fn columns() -> String {
    let numeric = "[variables.\"rx\"]\nkind = \"continuous\"";
    let category = "[variables.\"rx\"]\nkind = \"binary\"\nlevels = [\"1\", \"2\"]";
    let text = ovarian_columns(&[]);
    assert!(text.contains(numeric));
    text.replace(numeric, category) + ENDPOINT
}

#[test]
fn restricted_means_to_two_limits_are_two_statistics() {
    let analysis = |limit: u32| {
        format!(
            "[[analyses]]\nkind = \"tests\"\nid = \"to_{limit}\"\nendpoints = [\"os\"]\nlimit = {limit}\ntests = [\"restricted-mean\"]\n\
             [[analyses]]\nkind = \"tests\"\nid = \"arms_to_{limit}\"\nendpoints = [\"os\"]\nby = \"rx\"\nlimit = {limit}\ntests = [\"restricted-mean\", \"restricted-mean-difference\"]\n"
        )
    };
    let table = "[[tables]]\nid = \"means\"\nkind = \"tests\"\ntitle = \"Means\"\nanalyses = [\"to_365\", \"to_700\"]\n";
    let study = columns() + &analysis(365) + &analysis(700) + table;
    let computed = Computed::of(&study, &ovarian(&[]));
    for limit in [365, 700] {
        for key in ["estimate", "se"] {
            let id = format!("os.restricted_mean.{limit}_days.{key}");
            computed.is(&id, in_r(&format!("rmst.{limit}.{key}")), 1e-9);
            let definition = &computed.ledger().get(&id).unwrap().definition;
            assert!(
                definition.contains(&format!("{limit} days")),
                "{definition}"
            );
            for arm in [1, 2] {
                let id = format!("os.by_rx.restricted_mean.{limit}_days.{arm}.{key}");
                computed.is(&id, in_r(&format!("rmst.{limit}.arm{arm}.{key}")), 1e-9);
            }
        }
        let arm = |arm: u32| in_r(&format!("rmst.{limit}.arm{arm}.estimate"));
        let difference = computed.ledger().iter().find(|number| {
            let id = number.id.as_str();
            id.starts_with(&format!("os.by_rx.restricted_mean_difference.{limit}_days"))
                && number.id.key() == "estimate"
        });
        let difference = difference.unwrap().value.number().unwrap();
        assert!(
            (difference.abs() - (arm(1) - arm(2)).abs()).abs() < 1e-6,
            "{difference}"
        );
    }
    // Both stand in the table, each in a row of its own.
    let shown: Vec<String> = computed.tables()[0]
        .rows
        .iter()
        .map(|row| format!("{}: {:?}", row.label, row.cells))
        .collect();
    for limit in [365, 700] {
        let id = format!("os.restricted_mean.{limit}_days.estimate");
        let rows = shown.iter().filter(|row| row.contains(&id)).count();
        assert_eq!(rows, 1, "{id} in {shown:#?}");
    }
}

#[test]
fn weights_of_early_and_of_late_differences_are_two_tests() {
    let analysis = |rho: u32, gamma: u32| {
        format!(
            "[[analyses]]\nkind = \"tests\"\nendpoints = [\"os\"]\nby = \"rx\"\nrho = {rho}\ngamma = {gamma}\ntests = [\"fleming-harrington\"]\n"
        )
    };
    let study = columns() + &analysis(1, 0) + &analysis(0, 1);
    let computed = Computed::of(&study, &ovarian(&[]));
    for (rho, gamma) in [(1, 0), (0, 1)] {
        for key in ["statistic", "p"] {
            let id = format!("os.by_rx.fleming_harrington.rho={rho}.gamma={gamma}.{key}");
            computed.is(&id, in_r(&format!("fh.{rho}{gamma}.{key}")), 1e-8);
        }
    }
}
