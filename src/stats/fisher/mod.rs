//! Fisher's exact test for tables of any shape, with mid-P and Monte Carlo.

mod half;
mod middle;
mod network;
mod parallel;

use super::StatsError;
use super::contingency::ContingencyTable;
use super::monte_carlo::{self, Simulated};
use network::ln_weight;

/// R's relative tolerance for tables that are as probable as the observed one.
const TOLERANCE: f64 = 1e-7;

/// Two-sided p-value of Fisher's exact test, `fisher.test(table)$p.value` of R:
/// the probability, given both margins, of all tables no more probable than
/// the observed one (with R's relative tolerance of 1e-7).
///
/// Small tables go through the network of Mehta and Patel (*JASA*
/// 1983;78:427-434); larger ones are cut in the middle, the distributions of
/// both halves are listed once for each division of the row totals, and matched.
/// Neither has a workspace to run out of.
///
/// # Errors
/// [`StatsError::TooMuchWork`] for a table whose margins can be divided in more
/// ways than minutes allow: see [`fisher_monte_carlo`]. It depends on the
/// margins only, never on the machine.
pub fn fisher_exact(table: &ContingencyTable) -> Result<f64, StatsError> {
    let observed = observed(table);
    probability(table, observed + TOLERANCE)
}

/// Enough random tables to know the order of a p-value.
const GUESSES: u32 = 200_000;

/// Mid-P of Fisher's test: tables as probable as the observed one count half,
/// `exact2x2::fisher.exact(midp = TRUE)` for 2 x 2.
///
/// Lancaster HO. *JASA* 1961;56:223-234.
///
/// # Errors
/// As [`fisher_exact`].
pub fn fisher_mid_p(table: &ContingencyTable) -> Result<f64, StatsError> {
    let observed = observed(table);
    let with = probability(table, observed + TOLERANCE)?;
    let without = probability(table, observed - TOLERANCE)?;
    Ok(f64::midpoint(with, without))
}

/// Fisher's test by `replicates` random tables with the same margins,
/// `fisher.test(simulate.p.value = TRUE)`: the share (hits + 1) / (replicates +
/// 1) with its standard error. The generator is seeded, so that it repeats.
pub fn fisher_monte_carlo(table: &ContingencyTable, replicates: u32) -> Simulated {
    let limit = observed(table) + TOLERANCE;
    let Some((_, rows)) = table.row_totals().split_last() else {
        return monte_carlo::share_of(replicates, |_| true);
    };
    monte_carlo::share_of(replicates, |random| {
        // Rows are drawn one by one from what the columns have left.
        let mut left = table.column_totals().to_vec();
        let mut ln_probability = 0.0;
        for &row in rows {
            let (mut wanted, mut behind) = (row, left.iter().sum::<u64>());
            for column in &mut left {
                behind -= *column;
                let count = random.hypergeometric(*column, behind, wanted);
                ln_probability += ln_weight(&[count]);
                wanted -= count;
                *column -= count;
            }
        }
        ln_probability + ln_weight(&left) <= limit
    })
}

/// The ln weight of the table: its probability but for a constant.
fn observed(table: &ContingencyTable) -> f64 {
    table.rows().iter().map(|row| ln_weight(row)).sum()
}

/// The totals of a table, the shorter side as rows, which keeps the nodes few;
/// the largest columns first leave small remainders, which settle early.
struct Margins {
    rows: Vec<u64>,
    columns: Vec<u64>,
}

fn probability(table: &ContingencyTable, limit: f64) -> Result<f64, StatsError> {
    let (mut rows, mut columns) = (table.row_totals().to_vec(), table.column_totals().to_vec());
    if rows.len() > columns.len() {
        std::mem::swap(&mut rows, &mut columns);
    }
    rows.sort_unstable();
    columns.sort_unstable_by(|a, b| b.cmp(a));
    let margins = Margins { rows, columns };
    let p = match network::probability(&margins, limit) {
        Err(StatsError::TooMuchWork(_)) => {
            middle::probability(&margins, limit, || fisher_monte_carlo(table, GUESSES).p)?
        }
        other => other?,
    };
    Ok(p.min(1.0))
}
