//! Chi-square tests whose expected counts are too small.

use super::inputs::{Inputs, STUDY_FILE};
use crate::analyse::EXPECTED_BELOW_FIVE;
use crate::findings::Finding;
use crate::ledger::Ledger;
use crate::number::Number;

/// One remark that names all of them.
pub(super) fn remark(inputs: &Inputs, ledger: &Ledger) -> Option<Finding> {
    let sparse = |number: &&Number| number.id.key() == EXPECTED_BELOW_FIVE;
    let path_of = |number: &Number| number.id.path().parent().map(|path| path.to_string());
    let tests: Vec<String> = ledger.iter().filter(sparse).filter_map(path_of).collect();
    let problem = match tests.as_slice() {
        [] => return None,
        [only] => format!("the chi-square test of {only} has small expected counts"),
        [_, ..] => format!(
            "{} chi-square tests have small expected counts: {}",
            tests.len(),
            tests.join(", ")
        ),
    };
    let help = "more than 20% of them are below 5, or one is below 1, and the P value may be \
                wrong; write association = \"fisher-when-sparse\" in [conventions]";
    Some(Finding::new(&inputs.shown(STUDY_FILE), problem, help))
}
