//! Categories: Fisher's exact test or Pearson's chi-square, and the same pairs.

use super::pairs::{self, Pair};
use super::{Outcome, SPARSE_LEAST, SPARSE_SHARE};
use crate::analyse::method;
use crate::ledger::Method;
use crate::stats::StatsError;
use crate::stats::contingency::{ContingencyTable, ContinuityCorrection, chi_square, cramers_v};
use crate::stats::fisher::fisher_exact;
use crate::study::{AssociationRule, Conventions};

/// `counts` has a row for each level of the grouping.
pub(super) fn compare(counts: &[Vec<u64>], conventions: &Conventions) -> Outcome {
    let table = ContingencyTable::new(counts);
    let test = table
        .as_ref()
        .map_or(method::FISHER, |t| test_of_association(t, conventions));
    let (test, p) = match &table {
        Ok(table) => association(table, test),
        Err(error) => (test, Err(error.clone())),
    };
    let effect = table.as_ref().map(cramers_v).map_err(Clone::clone);
    let chi = table
        .as_ref()
        .ok()
        .filter(|_| test != method::FISHER)
        .map(|t| chi_square(t, ContinuityCorrection::None));
    let (plain, adjusted) = if test == method::FISHER {
        (method::FISHER, method::FISHER_HOLM)
    } else {
        (method::CHI_SQUARE, method::CHI_SQUARE_HOLM)
    };
    let pairs = pairs::each(counts.iter().map(|row| row.iter().any(|count| *count > 0)))
        .into_iter()
        .filter_map(|(first, second)| {
            let rows = [counts.get(first)?.clone(), counts.get(second)?.clone()];
            // Two groups that are all of one level cannot differ: p is 1.
            let p = ContingencyTable::new(&rows).and_then(|pair| association(&pair, test).1);
            Some(Pair {
                first,
                second,
                unadjusted: Some((p.unwrap_or(1.0), plain)),
                adjusted: (None, adjusted),
            })
        })
        .collect();
    Outcome {
        p: p.into(),
        statistic: chi.as_ref().map(|c| ("chi-square", c.chi_square.into())),
        df: chi.map(|c| f64::from(c.df)),
        effect: Some((method::CRAMERS_V, effect.into())),
        pairs,
        conventions: vec![format!("association = {}", conventions.association.name())],
        ..Outcome::new(test)
    }
}

/// The test that the study's rule chooses for a table.
fn test_of_association(table: &ContingencyTable, conventions: &Conventions) -> Method {
    let sparse =
        table.share_expected_below_five() > SPARSE_SHARE || table.least_expected() < SPARSE_LEAST;
    match conventions.association {
        AssociationRule::FisherWhenSparse if !sparse => method::CHI_SQUARE,
        AssociationRule::FisherWhenSparse | AssociationRule::Fisher => method::FISHER,
        AssociationRule::ChiSquare => method::CHI_SQUARE,
    }
}

/// Its p-value. A table that is too large for the exact test within its bound
/// of work gets Pearson's, and says so by its method.
fn association(table: &ContingencyTable, test: Method) -> (Method, Result<f64, StatsError>) {
    let by_chi_square = || Ok(chi_square(table, ContinuityCorrection::None).p);
    if test != method::FISHER {
        return (test, by_chi_square());
    }
    match fisher_exact(table) {
        Ok(p) => (method::FISHER, Ok(p)),
        Err(_) => (method::CHI_SQUARE_INSTEAD, by_chi_square()),
    }
}
