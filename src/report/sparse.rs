//! Chi-square tests whose expected counts are too small.

use super::inputs::{Inputs, STUDY_FILE};
use crate::findings::Finding;
use crate::ledger::Ledger;
use crate::number::Number;
use crate::number::method::Asked;
use crate::statistics::EXPECTED_BELOW_FIVE;

/// One remark that names all of them, and one for those asked for by name.
pub(super) fn remarks(inputs: &Inputs, ledger: &Ledger) -> Vec<Finding> {
    let file = inputs.shown(STUDY_FILE);
    let small =
        "more than 20% of them are below 5, or one is below 1, and the P value may be wrong";
    let of = |is_named: bool, remedy: &str| {
        let problem = problem(&tests(ledger, is_named))?;
        Some(Finding::new(&file, problem, format!("{small}; {remedy}")))
    };
    let by_rule = of(
        false,
        "write association = \"fisher-when-sparse\" in [conventions]",
    );
    let by_name = of(true, "ask for \"fisher\", which is exact");
    [by_rule, by_name].into_iter().flatten().collect()
}

/// What is compared by what, for each such test.
fn tests(ledger: &Ledger, is_named: bool) -> Vec<String> {
    let sparse = ledger.iter().filter(|number| {
        let named = number.method.asked == Asked::ByName;
        number.id.key() == EXPECTED_BELOW_FIVE && named == is_named
    });
    let path_of = |number: &Number| number.id.path().parent().map(|path| path.to_string());
    let mut tests: Vec<String> = sparse.filter_map(path_of).collect();
    // Of several tests of the same counts.
    tests.dedup();
    tests
}

fn problem(tests: &[String]) -> Option<String> {
    Some(match tests {
        [] => return None,
        [only] => format!("the chi-square test of {only} has small expected counts"),
        [_, ..] => format!(
            "{} chi-square tests have small expected counts: {}",
            tests.len(),
            tests.join(", ")
        ),
    })
}
