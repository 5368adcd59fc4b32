//! Printed examples, to the digits that the books print.

use cohort_report::stats::StatsError;
use cohort_report::stats::contingency::{ContingencyTable, ContinuityCorrection};
use cohort_report::stats::fisher::{Effort, fisher_exact, fisher_exact_within};
use cohort_report::stats::survival::{IntervalScale, Observation, kaplan_meier, log_rank};
use cohort_report::stats::two_by_two::mcnemar;

fn prints(value: f64, digits: usize, printed: &str) {
    assert_eq!(format!("{value:.digits$}"), printed);
}

/// Fisher RA. *The Design of Experiments*, 1935, chapter II: the lady tasting
/// tea, three of four cups right. Two-sided: 34 of 70.
#[test]
fn tasting_tea() {
    let table = ContingencyTable::new(&[vec![3, 1], vec![1, 3]]).unwrap();
    prints(fisher_exact(&table).unwrap() * 70.0, 9, "34.000000000");
}

/// Weeks of remission with 6-mercaptopurine and with placebo: Freireich EJ et al.
/// *Blood* 1963;21:699-716; Kleinbaum DG, Klein M. *Survival Analysis*, 3rd
/// edition, chapter 2: survival .7529 at 10 weeks, log-rank 16.79.
#[test]
fn leukemia_remissions() {
    let treated: Vec<Observation> = [
        (6.0, 1),
        (6.0, 1),
        (6.0, 1),
        (6.0, 0),
        (7.0, 1),
        (9.0, 0),
        (10.0, 1),
        (10.0, 0),
        (11.0, 0),
        (13.0, 1),
        (16.0, 1),
        (17.0, 0),
        (19.0, 0),
        (20.0, 0),
        (22.0, 1),
        (23.0, 1),
        (25.0, 0),
        (32.0, 0),
        (32.0, 0),
        (34.0, 0),
        (35.0, 0),
    ]
    .iter()
    .map(|(time, event)| Observation::new(*time, *event == 1))
    .collect();
    let placebo: Vec<Observation> = [
        1.0, 1.0, 2.0, 2.0, 3.0, 4.0, 4.0, 5.0, 5.0, 8.0, 8.0, 8.0, 8.0, 11.0, 11.0, 12.0, 12.0,
        15.0, 17.0, 22.0, 23.0,
    ]
    .iter()
    .map(|time| Observation::new(*time, true))
    .collect();
    let curve = kaplan_meier(&treated, 0.95, IntervalScale::Log).unwrap();
    prints(curve.at(10.0).unwrap().survival, 4, "0.7529");
    prints(curve.at(23.0).unwrap().survival, 4, "0.4482");
    let test = log_rank(&[&treated, &placebo]).unwrap();
    prints(test.chi_square, 2, "16.79");
    prints(test.expected[0], 2, "19.25");
}

/// Agresti A. *Categorical Data Analysis*, 2nd edition, table 10.1: approval of
/// the prime minister in two surveys, z² = 17.36² / 1 with 150 and 86 changes.
#[test]
fn approval_ratings() {
    let test = mcnemar(150, 86, ContinuityCorrection::None).unwrap();
    prints(test.chi_square, 2, "17.36");
}

/// A 4 × 6 table on which R 4.2 runs out of workspace; the exact answer takes
/// seconds, so that it is asked for by `make long` only. With a fifth row it
/// would take half a minute, and is refused before it starts.
#[test]
#[ignore = "takes seconds in a release build"]
fn a_table_too_large_for_r() {
    let mut rows = vec![
        vec![8, 3, 5, 1, 0, 2],
        vec![2, 9, 4, 3, 6, 1],
        vec![1, 2, 11, 4, 3, 7],
        vec![5, 0, 2, 8, 4, 3],
    ];
    let table = ContingencyTable::new(&rows).unwrap();
    let exact = fisher_exact(&table).unwrap();
    let simulated = cohort_report::stats::fisher::fisher_monte_carlo(&table, 4_000_000);
    assert!(
        (exact - simulated.p).abs() < 4.0 * simulated.standard_error,
        "{exact} and {simulated:?}"
    );
    rows.push(vec![3, 6, 1, 2, 9, 5]);
    let refused = fisher_exact(&ContingencyTable::new(&rows).unwrap());
    assert!(matches!(refused, Err(StatsError::TooMuchWork(_))));
}

/// Year of diagnosis by stage of KMsurv's larynx data, which the brief effort of a row of
/// a table answers exactly. R 4.2: fisher.test(table(larynx$stage, larynx$diagyr),
/// workspace = 2e8)$p.value.
#[test]
#[ignore = "takes seconds in a release build"]
fn a_table_of_four_by_nine_is_exact_unasked() {
    let larynx = ContingencyTable::new(&[
        vec![2, 6, 2, 5, 6, 5, 4, 2, 1],
        vec![0, 2, 1, 3, 1, 1, 3, 4, 2],
        vec![0, 3, 5, 2, 6, 1, 8, 2, 0],
        vec![0, 1, 1, 1, 1, 1, 4, 3, 1],
    ])
    .unwrap();
    prints(
        fisher_exact_within(&larynx, Effort::Brief).unwrap(),
        7,
        "0.4928722",
    );
}
