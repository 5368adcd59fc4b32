//! Categories: Fisher's exact test or Pearson's chi-square, and the same pairs.

use super::pairs::{self, Pair, PairRows};
use super::{EffectSize, Outcome};
use crate::number::{Method, Value};
use crate::statistics::{Task, fisher_at_random, kept, methods as method};
use crate::stats::contingency::{ContingencyTable, ContinuityCorrection, SPARSE_COUNT, chi_square};
use crate::stats::effect_sizes::cramers_v_interval;
use crate::stats::fisher::{Effort, fisher_exact_within};
use crate::study::{AssociationRule, ConventionKey, Conventions};

/// `counts` has a row for each level of the grouping.
pub(super) fn compare(counts: &[Vec<u64>], conventions: &Conventions) -> Outcome {
    let table = ContingencyTable::new(counts);
    let test = table
        .as_ref()
        .map_or(method::FISHER, |t| test_of_association(t, conventions));
    let found = table
        .as_ref()
        .map(|table| association(table, test, conventions, Effort::Brief));
    let (test, p, p_error) = match found {
        Ok(Found { test, p, p_error }) => (test, Value::from(p), p_error),
        Err(error) => (test, Err(error.clone()).into(), None),
    };
    let correction = correction(conventions);
    let effect = table
        .as_ref()
        .map(|table| cramers_v_interval(table, conventions.confidence))
        .map_err(Clone::clone);
    let chi = table
        .as_ref()
        .ok()
        .filter(|_| !is_exact(test))
        .map(|t| chi_square(t, correction));
    let (plain, adjusted) = if is_exact(test) {
        (method::FISHER, method::FISHER_ADJUSTED)
    } else {
        (method::CHI_SQUARE, method::CHI_SQUARE_ADJUSTED)
    };
    // Pairs are looked at where all groups together differ.
    let differ = p.number().is_some_and(|p| p < conventions.alpha);
    let pairs = if differ {
        each_pair(counts, (plain, adjusted), conventions)
    } else {
        Vec::new()
    };
    Outcome {
        p,
        p_error,
        least_expected: table.as_ref().ok().map(ContingencyTable::least_expected),
        sparse: table
            .as_ref()
            .ok()
            .filter(|table| !is_exact(test) && table.is_sparse())
            .map(|table| 100.0 * table.share_expected_below_five()),
        statistic: chi.as_ref().map(|c| ("chi-square", c.chi_square.into())),
        df: chi.map(|c| f64::from(c.df)),
        effect: Some(EffectSize::new(method::CRAMERS_V, &effect)),
        pairs,
        conventions: vec![
            conventions.setting(ConventionKey::Association),
            conventions.setting(ConventionKey::Yates),
        ],
        ..Outcome::new(test)
    }
}

/// The same test of each two groups. The many pairs of many groups together take no
/// more work than one table.
fn each_pair(
    counts: &[Vec<u64>],
    (plain, adjusted): (Method, Method),
    conventions: &Conventions,
) -> Vec<Pair> {
    let wanted = pairs::each(counts.iter().map(|row| row.iter().any(|count| *count > 0)));
    let effort = Effort::BriefTogether(u32::try_from(wanted.len()).unwrap_or(u32::MAX));
    let pair = |(first, second): (usize, usize)| {
        let rows = [counts.get(first)?.clone(), counts.get(second)?.clone()];
        let found =
            ContingencyTable::new(&rows).map(|pair| association(&pair, plain, conventions, effort));
        let (p, test, adjusted) = match found {
            Ok(found) if found.test == method::FISHER_MONTE_CARLO => {
                (found.p, found.test, method::FISHER_MONTE_CARLO_ADJUSTED)
            }
            Ok(found) => (found.p, plain, adjusted),
            // Two groups that are all of one level cannot differ: p is 1.
            Err(_) => (1.0, plain, adjusted),
        };
        Some(Pair {
            first,
            second,
            rows: PairRows::TwoGroups,
            statistic: None,
            unadjusted: Some((p, test)),
            adjusted: (None, adjusted),
        })
    };
    wanted.into_iter().filter_map(pair).collect()
}

fn is_exact(test: Method) -> bool {
    test == method::FISHER || test == method::FISHER_MONTE_CARLO
}

fn correction(conventions: &Conventions) -> ContinuityCorrection {
    if conventions.yates {
        ContinuityCorrection::Yates
    } else {
        ContinuityCorrection::None
    }
}

/// The test that the study's rule chooses for a table.
fn test_of_association(table: &ContingencyTable, conventions: &Conventions) -> Method {
    let exact = match conventions.association {
        AssociationRule::FisherWhenSparse => table.is_sparse(),
        AssociationRule::FisherWhenBelowFive => table.least_expected() < SPARSE_COUNT,
        AssociationRule::Fisher => true,
        AssociationRule::ChiSquare => false,
    };
    if exact {
        method::FISHER
    } else {
        method::CHI_SQUARE
    }
}

/// What a test of association found.
struct Found {
    test: Method,
    p: f64,
    p_error: Option<f64>,
}

/// The p-value of a test. A table that is too large for the exact test within
/// its bound of work gets random tables, which its method states.
fn association(
    table: &ContingencyTable,
    test: Method,
    conventions: &Conventions,
    effort: Effort,
) -> Found {
    if !is_exact(test) {
        let corrected = conventions.yates && table.rows().len() * table.column_totals().len() == 4;
        return Found {
            test: if corrected {
                method::CHI_SQUARE_YATES
            } else {
                test
            },
            p: chi_square(table, correction(conventions)).p,
            p_error: None,
        };
    }
    let task = Task::of_table(table.rows()).with(effort.parts());
    let exact = kept("fisher-brief", &task, || fisher_exact_within(table, effort));
    match exact {
        Ok(p) => Found {
            test: method::FISHER,
            p,
            p_error: None,
        },
        Err(_) => {
            let simulated = fisher_at_random(table);
            Found {
                test: method::FISHER_MONTE_CARLO,
                p: simulated.p,
                p_error: Some(simulated.standard_error),
            }
        }
    }
}
