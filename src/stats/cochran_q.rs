//! Several yes-or-no answers by the same subjects.

use super::distribution::chi_squared_upper;
use super::{StatsError, math};

/// Result of Cochran's Q test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CochranQ {
    /// The statistic.
    pub q: f64,
    /// Number of questions less one.
    pub df: u32,
    /// Upper tail of the chi-squared distribution.
    pub p: f64,
}

/// Cochran's Q test of several yes-or-no answers by the same subjects,
/// `DescTools::CochranQTest`: a row for each subject, a column for each question.
///
/// Cochran WG. *Biometrika* 1950;37:256-266.
///
/// # Errors
/// [`StatsError::TooFew`], [`StatsError::Lengths`], [`StatsError::NoVariation`]
/// when every subject answers all questions alike.
pub fn cochran_q(subjects: &[&[bool]]) -> Result<CochranQ, StatsError> {
    let k = subjects.first().map_or(0, |answers| answers.len());
    if k < 2 {
        return Err(StatsError::TooFew { needed: 2, got: k });
    }
    let mut columns = vec![0.0; k];
    let (mut rows, mut squares) = (0.0, 0.0);
    for answers in subjects {
        if answers.len() != k {
            return Err(StatsError::Lengths(k, answers.len()));
        }
        let mut total = 0.0;
        for (column, answer) in columns.iter_mut().zip(*answers) {
            let yes = f64::from(u8::from(*answer));
            *column += yes;
            total += yes;
        }
        rows += total;
        squares += total * total;
    }
    let k = k as f64;
    let spread = k * rows - squares;
    if spread == 0.0 {
        return Err(StatsError::NoVariation);
    }
    let sum_of_squares = math::sum(columns.iter().map(|column| column * column));
    let q = (k - 1.0) * (k * sum_of_squares - rows * rows) / spread;
    let df = k as u32 - 1;
    Ok(CochranQ {
        q,
        df,
        p: chi_squared_upper(q, df),
    })
}
