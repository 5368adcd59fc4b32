//! Fisher's exact test for tables of any shape, with mid-P and Monte Carlo.

mod budget;
mod half;
mod least;
mod levels;
mod middle;
mod network;
mod parallel;
mod sums;
mod weights;

use super::StatsError;
use super::contingency::ContingencyTable;
use super::math::{self, LnFactorials};
use super::monte_carlo::{self, Simulated};
use super::waiting;
use weights::Weights;

/// R's relative tolerance for tables that are as probable as the observed one.
pub(super) const TOLERANCE: f64 = 1e-7;

/// How much work an exact test may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// A second or two: a test that nobody asked for by its name, as each row of a
    /// table may have one.
    Brief,
    /// One of so many tests that nobody asked for, which together may take what
    /// one of them may.
    BriefTogether(u32),
    /// Some seconds: a test that was asked for.
    Thorough,
}

impl Effort {
    /// Among how many tests the work is divided.
    pub fn parts(self) -> u64 {
        match self {
            Self::BriefTogether(tests) => u64::from(tests.max(1)),
            Self::Brief | Self::Thorough => 1,
        }
    }
}

/// Two-sided p-value of Fisher's exact test, `fisher.test(table)$p.value` of R:
/// the probability, given both margins, of all tables no more probable than
/// the observed one (with R's relative tolerance of 1e-7).
///
/// Small tables go through the network of Mehta and Patel (*JASA*
/// 1983;78:427-434); larger ones are cut in the middle, the distributions of
/// both halves are listed once for each division of the row totals, and matched.
/// Neither has a workspace to run out of. R's own answer of some tables of nine
/// columns is off in the second or third digit, as its random tables show.
///
/// # Errors
/// [`StatsError::TooMuchWork`] for a table whose margins can be divided in more
/// ways than some seconds allow: see [`fisher_monte_carlo`]. Work is counted in
/// steps, never timed, so that every machine answers the same.
pub fn fisher_exact(table: &ContingencyTable) -> Result<f64, StatsError> {
    fisher_exact_within(table, Effort::Thorough)
}

/// As [`fisher_exact`], with a bound of the work.
///
/// # Errors
/// As [`fisher_exact`].
pub fn fisher_exact_within(table: &ContingencyTable, effort: Effort) -> Result<f64, StatsError> {
    let observed = observed(table);
    probability(table, observed + TOLERANCE, effort)
}

/// Enough random tables to know the order of a p-value that is not very small;
/// another attempt finds a smaller one.
const GUESSES: u32 = 20_000;

/// Mid-P of Fisher's test: tables as probable as the observed one count half,
/// `exact2x2::fisher.exact(midp = TRUE)` for 2 x 2.
///
/// Lancaster HO. *JASA* 1961;56:223-234.
///
/// # Errors
/// As [`fisher_exact`].
pub fn fisher_mid_p(table: &ContingencyTable) -> Result<f64, StatsError> {
    let observed = observed(table);
    let with = probability(table, observed + TOLERANCE, Effort::Thorough)?;
    let without = probability(table, observed - TOLERANCE, Effort::Thorough)?;
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
    let ln_factorials = LnFactorials::up_to(table.row_totals().iter().sum());
    let mut left = Vec::with_capacity(table.column_totals().len());
    monte_carlo::share_of(replicates, |random| {
        // Rows are drawn one by one from what the columns have left.
        left.clear();
        left.extend_from_slice(table.column_totals());
        let mut ln_probability = 0.0;
        for &row in rows {
            let (mut wanted, mut behind) = (row, left.iter().sum::<u64>());
            for column in &mut left {
                behind -= *column;
                let count = random.hypergeometric(&ln_factorials, (*column, behind), wanted);
                ln_probability += -ln_factorials.of(count);
                wanted -= count;
                *column -= count;
            }
        }
        ln_probability - math::sum(left.iter().map(|&n| ln_factorials.of(n))) <= limit
    })
}

/// The ln weight of the table: its probability but for a constant.
fn observed(table: &ContingencyTable) -> f64 {
    let weights = Weights::up_to(table.row_totals().iter().sum());
    table.rows().iter().map(|row| weights.of(row)).sum()
}

/// The totals of a table, the shorter side as rows, which keeps the nodes few;
/// the largest columns first leave small remainders, which settle early.
struct Margins {
    rows: Vec<u64>,
    columns: Vec<u64>,
}

fn probability(table: &ContingencyTable, limit: f64, effort: Effort) -> Result<f64, StatsError> {
    let (mut rows, mut columns) = (table.row_totals().to_vec(), table.column_totals().to_vec());
    if rows.len() > columns.len() {
        std::mem::swap(&mut rows, &mut columns);
    }
    rows.sort_unstable();
    columns.sort_unstable_by(|a, b| b.cmp(a));
    let margins = Margins { rows, columns };
    let p = match network::probability(&margins, limit, effort) {
        Err(StatsError::TooMuchWork(_)) => {
            let guess = || waiting::unheard(|| fisher_monte_carlo(table, GUESSES).p);
            middle::probability(&margins, limit, effort, guess)?
        }
        other => other?,
    };
    Ok(p.min(1.0))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    fn table(rows: &[&[u64]]) -> ContingencyTable {
        let rows: Vec<Vec<u64>> = rows.iter().map(|row| row.to_vec()).collect();
        ContingencyTable::new(&rows).unwrap()
    }

    /// R 4.2: fisher.test(matrix(c(3, 1, 2, 4, 0, 5), nrow = 2))$p.value.
    #[test]
    fn a_small_table_is_exact_whatever_the_effort() {
        let small = table(&[&[3, 2, 0], &[1, 4, 5]]);
        let brief = fisher_exact_within(&small, Effort::Brief).unwrap();
        assert_eq!(brief, fisher_exact(&small).unwrap());
        assert!((brief - 0.095_904_095_904_096).abs() < 1e-12, "{brief}");
    }

    /// R 4.2: fisher.test(m, workspace = 2e7)$p.value of random tables, most of
    /// which the network leaves to the lists.
    #[test]
    fn larger_tables_agree_with_r() {
        for (random, r) in [
            (
                table(&[
                    &[1, 3, 4, 6],
                    &[1, 6, 3, 9],
                    &[2, 3, 4, 4],
                    &[1, 2, 2, 3],
                    &[2, 4, 6, 6],
                    &[0, 3, 4, 1],
                ]),
                0.944_346_201_459,
            ),
            (
                table(&[
                    &[1, 1, 3, 10, 5, 2, 5, 7],
                    &[3, 3, 4, 7, 8, 8, 7, 3],
                    &[1, 1, 3, 4, 5, 5, 2, 2],
                ]),
                0.739_209_638_549,
            ),
            (
                table(&[&[10, 8, 1, 3], &[7, 3, 0, 2], &[5, 5, 1, 6], &[1, 4, 3, 1]]),
                0.167_431_404_748,
            ),
        ] {
            let p = fisher_exact_within(&random, Effort::Brief).unwrap();
            assert!((p - r).abs() < 1e-9 * r, "{p} and {r}");
        }
    }

    /// Ordinary tables whose exact answer takes from ten seconds to minutes.
    #[test]
    fn a_large_table_is_refused_within_a_brief_effort() {
        let site_by_arm = table(&[
            &[77, 81, 80, 75, 10],
            &[84, 79, 86, 77, 13],
            &[9, 12, 8, 7, 2],
        ]);
        let refused = fisher_exact_within(&site_by_arm, Effort::Brief);
        assert!(matches!(refused, Err(StatsError::TooMuchWork(_))));
        let simulated = fisher_monte_carlo(&site_by_arm, 20_000);
        // R 4.2, set.seed(1): fisher.test(m, simulate.p.value = TRUE, B = 2e6)$p.value.
        let r = 0.961_784;
        assert!(
            (simulated.p - r).abs() < 4.0 * simulated.standard_error,
            "{simulated:?}"
        );
    }
}
