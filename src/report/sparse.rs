//! Tests that rely on large expected counts, and have too small ones.

use super::inputs::{Inputs, STUDY_FILE};
use crate::findings::Finding;
use crate::ledger::Ledger;
use crate::number::Number;
use crate::number::method::Asked;
use crate::statistics::EXPECTED_BELOW_FIVE;
use crate::statistics::methods::is_of_trend;

/// What such a test is, and who chose it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sparse {
    /// A chi-square test, by the rule of the study.
    ChiSquareByRule,
    /// One that the study named.
    ChiSquareByName,
    /// A test of a trend of shares.
    Trend,
}

impl Sparse {
    const ALL: [Self; 3] = [Self::ChiSquareByRule, Self::ChiSquareByName, Self::Trend];

    /// That of a percentage of small counts.
    fn of(number: &Number, ledger: &Ledger) -> Self {
        let p = ledger.get(number.id.sibling("p"));
        let is_trend = p.is_some_and(|p| is_of_trend(p.method.id));
        match (is_trend, number.method.asked) {
            (true, _) => Self::Trend,
            (false, Asked::ByRule) => Self::ChiSquareByRule,
            (false, Asked::ByName) => Self::ChiSquareByName,
        }
    }

    fn test(self) -> &'static str {
        match self {
            Self::ChiSquareByRule | Self::ChiSquareByName => "chi-square test",
            Self::Trend => "trend test",
        }
    }

    fn remedy(self) -> &'static str {
        match self {
            Self::ChiSquareByRule => "write association = \"fisher-when-sparse\" in [conventions]",
            Self::ChiSquareByName => "ask for \"fisher\", which is exact",
            Self::Trend => "ask for \"cochran-armitage-exact\", which is exact, in [[analyses]]",
        }
    }
}

/// One remark for the tests of each kind, which names them.
pub(super) fn remarks(inputs: &Inputs, ledger: &Ledger) -> Vec<Finding> {
    let file = inputs.shown(STUDY_FILE);
    let small =
        "more than 20% of them are below 5, or one is below 1, and the P value may be wrong";
    let of = |kind: Sparse| {
        let problem = problem(kind.test(), &tests(ledger, kind))?;
        let help = format!("{small}; {}", kind.remedy());
        Some(Finding::new(&file, problem, help))
    };
    Sparse::ALL.into_iter().filter_map(of).collect()
}

/// What is compared by what, for each test of the kind.
fn tests(ledger: &Ledger, kind: Sparse) -> Vec<String> {
    let sparse = ledger.iter().filter(|number| {
        number.id.key() == EXPECTED_BELOW_FIVE && Sparse::of(number, ledger) == kind
    });
    let path_of = |number: &Number| number.id.path().parent().map(|path| path.to_string());
    let mut tests: Vec<String> = sparse.filter_map(path_of).collect();
    // Of several tests of the same counts.
    tests.dedup();
    tests
}

fn problem(test: &str, tests: &[String]) -> Option<String> {
    Some(match tests {
        [] => return None,
        [only] => format!("the {test} of {only} has small expected counts"),
        [_, ..] => format!(
            "{} {test}s have small expected counts: {}",
            tests.len(),
            tests.join(", ")
        ),
    })
}
