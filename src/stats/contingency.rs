//! Tables of counts: expected counts, Pearson's chi-square, Cramér's V.

use super::{StatsError, distribution, math};

/// Cochran's rule: a table is sparse when more than this share of its cells has
/// an expected count below five.
pub const SPARSE_SHARE: f64 = 0.2;
/// The expected count of Cochran's rule.
pub const SPARSE_COUNT: f64 = 5.0;
/// An expected count below this in one cell is enough.
pub const SPARSE_LEAST: f64 = 1.0;

/// A table of counts without empty rows or columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContingencyTable {
    rows: Vec<Vec<u64>>,
    row_totals: Vec<u64>,
    column_totals: Vec<u64>,
    total: u64,
}

impl ContingencyTable {
    /// Builds a table from its rows; rows and columns that sum to zero are
    /// dropped, since they hold no information on association.
    ///
    /// # Errors
    /// [`StatsError::Lengths`] for rows of different lengths,
    /// [`StatsError::TooFewGroups`] when fewer than two rows remain, which are the
    /// groups, [`StatsError::NoVariation`] when only one column does.
    pub fn new(rows: &[Vec<u64>]) -> Result<Self, StatsError> {
        let width = rows.first().map_or(0, Vec::len);
        if let Some(other) = rows.iter().find(|row| row.len() != width) {
            return Err(StatsError::Lengths(width, other.len()));
        }
        let filled: Vec<usize> = (0..width)
            .filter(|&column| rows.iter().any(|row| row[column] > 0))
            .collect();
        let rows: Vec<Vec<u64>> = rows
            .iter()
            .filter(|row| row.iter().any(|&count| count > 0))
            .map(|row| filled.iter().map(|&column| row[column]).collect())
            .collect();
        if rows.len() < 2 {
            return Err(StatsError::TooFewGroups(rows.len()));
        }
        if filled.len() < 2 {
            return Err(StatsError::NoVariation);
        }
        let row_totals: Vec<u64> = rows.iter().map(|row| row.iter().sum()).collect();
        let column_totals = (0..filled.len())
            .map(|column| rows.iter().map(|row| row[column]).sum())
            .collect();
        Ok(Self {
            total: row_totals.iter().sum(),
            rows,
            row_totals,
            column_totals,
        })
    }

    /// The counts, row by row.
    pub fn rows(&self) -> &[Vec<u64>] {
        &self.rows
    }

    /// The sum of each row.
    pub fn row_totals(&self) -> &[u64] {
        &self.row_totals
    }

    /// The sum of each column.
    pub fn column_totals(&self) -> &[u64] {
        &self.column_totals
    }

    /// The sum of all counts.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Each cell's count with the count expected without association.
    pub(super) fn cells(&self) -> impl Iterator<Item = (f64, f64)> {
        let total = self.total as f64;
        self.rows
            .iter()
            .zip(&self.row_totals)
            .flat_map(move |(row, &row_total)| {
                row.iter()
                    .zip(&self.column_totals)
                    .map(move |(&count, &column_total)| {
                        (count as f64, row_total as f64 * column_total as f64 / total)
                    })
            })
    }

    /// Whether the expected counts are too small for a chi-square test, after
    /// Cochran: more than [`SPARSE_SHARE`] below [`SPARSE_COUNT`], or one below
    /// [`SPARSE_LEAST`].
    pub fn is_sparse(&self) -> bool {
        self.share_expected_below_five() > SPARSE_SHARE || self.least_expected() < SPARSE_LEAST
    }

    /// The share of cells whose expected count is below five (Cochran's rule).
    pub fn share_expected_below_five(&self) -> f64 {
        let (small, all) = self.cells().fold((0, 0), |(small, all), (_, expected)| {
            (small + usize::from(expected < SPARSE_COUNT), all + 1)
        });
        small as f64 / all as f64
    }

    /// The smallest expected count.
    pub fn least_expected(&self) -> f64 {
        self.cells()
            .map(|(_, expected)| expected)
            .fold(f64::INFINITY, f64::min)
    }
}

/// Result of Pearson's chi-square test.
#[derive(Debug, Clone, PartialEq)]
pub struct ChiSquare {
    /// Sum of (observed - expected)^2 / expected.
    pub chi_square: f64,
    /// (rows - 1)(columns - 1).
    pub df: u32,
    /// Upper tail of the chi-squared distribution.
    pub p: f64,
}

/// Whether a chi-square of a 2 x 2 table is moved towards its mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContinuityCorrection {
    /// As in `chisq.test(correct = FALSE)`.
    None,
    /// As in `chisq.test(correct = TRUE)`; it applies to 2 x 2 tables only.
    Yates,
}

/// Pearson's chi-square test of association, `chisq.test` of R.
pub fn chi_square(table: &ContingencyTable, correction: ContinuityCorrection) -> ChiSquare {
    let two_by_two = table.rows.len() == 2 && table.column_totals.len() == 2;
    let shift = if two_by_two && correction == ContinuityCorrection::Yates {
        // R: never beyond the smallest deviation.
        table
            .cells()
            .map(|(count, expected)| (count - expected).abs())
            .fold(0.5, f64::min)
    } else {
        0.0
    };
    let statistic = math::sum(table.cells().map(|(count, expected)| {
        let deviation = (count - expected).abs() - shift;
        deviation * deviation / expected
    }));
    let df = (table.rows.len() as u32 - 1) * (table.column_totals.len() as u32 - 1);
    ChiSquare {
        chi_square: statistic,
        df,
        p: distribution::chi_squared_upper(statistic, df),
    }
}

/// Likelihood-ratio test of association, G² = 2 Σ O ln(O / E), `DescTools::GTest`.
///
/// Agresti A. *Categorical Data Analysis*, 3rd edition, section 3.2.
pub fn likelihood_ratio(table: &ContingencyTable) -> ChiSquare {
    let statistic = 2.0
        * math::sum(table.cells().map(|(count, expected)| {
            if count > 0.0 {
                count * math::ln(count / expected)
            } else {
                0.0
            }
        }));
    // Independence can leave a rounding error below zero.
    let chi_square = statistic.max(0.0);
    let df = (table.row_totals().len() as u32 - 1) * (table.column_totals().len() as u32 - 1);
    ChiSquare {
        chi_square,
        df,
        p: distribution::chi_squared_upper(chi_square, df),
    }
}

/// Cramér's V, from 0 (no association) to 1: the square root of
/// chi-square / (n (k - 1)) with k the smaller side of the table.
///
/// Cramér H. *Mathematical Methods of Statistics*, 1946, section 21.9.
pub fn cramers_v(table: &ContingencyTable) -> f64 {
    let smaller = table.rows.len().min(table.column_totals.len()) as f64;
    let statistic = chi_square(table, ContinuityCorrection::None).chi_square;
    (statistic / (table.total as f64 * (smaller - 1.0))).sqrt()
}

/// Cramér's V with the bias of small tables and samples taken out,
/// `effectsize::cramers_v(t, adjust = TRUE)`; 0 where there is no more
/// association than chance gives.
///
/// Bergsma W. *Journal of the Korean Statistical Society* 2013;42:323-328.
///
/// # Errors
/// [`StatsError::TooFew`] with no more observations than rows or columns.
pub fn cramers_v_bias_corrected(table: &ContingencyTable) -> Result<f64, StatsError> {
    let n = table.total as f64;
    let (rows, columns) = (table.rows.len() as f64, table.column_totals.len() as f64);
    let statistic = chi_square(table, ContinuityCorrection::None).chi_square;
    let excess = statistic / n - (rows - 1.0) * (columns - 1.0) / (n - 1.0);
    let corrected = |side: f64| side - (side - 1.0) * (side - 1.0) / (n - 1.0);
    let most = corrected(rows).min(corrected(columns)) - 1.0;
    if most <= 0.0 {
        return Err(StatsError::TooFew {
            needed: table.rows.len().max(table.column_totals.len()) + 1,
            got: table.total as usize,
        });
    }
    Ok((excess.max(0.0) / most).sqrt())
}
