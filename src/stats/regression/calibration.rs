//! How well predicted probabilities agree with what happened.

use crate::stats::distribution::chi_squared_upper;
use crate::stats::quantile::{QuantileType, quantile_sorted};
use crate::stats::{StatsError, math};

/// Subjects of similar predicted probability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CalibrationGroup {
    /// Subjects.
    pub n: usize,
    /// Mean predicted probability.
    pub predicted: f64,
    /// Share with the event.
    pub observed: f64,
}

/// How well predicted probabilities agree with what happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// Groups by quantiles of the prediction, rising.
    pub groups: Vec<CalibrationGroup>,
    /// Hosmer and Lemeshow's statistic.
    pub chi_square: f64,
    /// Number of groups less two.
    pub df: u32,
    /// Upper tail of the chi-squared distribution.
    pub p: f64,
    /// Mean squared difference of prediction and outcome (Brier GW. *Monthly
    /// Weather Review* 1950;78:1-3).
    pub brier: f64,
}

/// Hosmer and Lemeshow's test over groups cut at the quantiles (type 7) of the
/// prediction, `ResourceSelection::hoslem.test(y, fitted(fit), g)`.
///
/// Hosmer DW, Lemeshow S. *Communications in Statistics A* 1980;9:1043-1069.
///
/// # Errors
/// [`StatsError::Lengths`], [`StatsError::TooFewGroups`] when ties leave fewer
/// than three groups.
pub fn calibration(
    outcome: &[bool],
    fitted: &[f64],
    groups: usize,
) -> Result<Calibration, StatsError> {
    if outcome.len() != fitted.len() {
        return Err(StatsError::Lengths(outcome.len(), fitted.len()));
    }
    let mut sorted = fitted.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let mut cuts: Vec<f64> = (1..groups)
        .filter_map(|cut| {
            let share = cut as f64 / groups as f64;
            quantile_sorted(&sorted, share, QuantileType::R).ok()
        })
        .collect();
    cuts.dedup();
    let mut members = vec![(0_usize, 0.0, 0.0); cuts.len() + 1];
    for (event, p) in outcome.iter().zip(fitted) {
        let own = &mut members[cuts.partition_point(|cut| cut < p)];
        own.0 += 1;
        own.1 += p;
        own.2 += f64::from(u8::from(*event));
    }
    members.retain(|(n, _, _)| *n > 0);
    if members.len() < 3 {
        return Err(StatsError::TooFewGroups(members.len()));
    }
    // Of rows that a covariate separates the prediction is 0 or 1, and right.
    let part = |distance: f64, expected: f64| {
        if distance == 0.0 {
            0.0
        } else {
            distance * distance / expected
        }
    };
    let chi_square = math::sum(members.iter().map(|&(n, expected, observed)| {
        let distance = observed - expected;
        part(distance, expected) + part(distance, n as f64 - expected)
    }));
    let df = members.len() as u32 - 2;
    let errors = outcome.iter().zip(fitted).map(|(event, p)| {
        let error = f64::from(u8::from(*event)) - p;
        error * error
    });
    Ok(Calibration {
        groups: members
            .iter()
            .map(|&(n, predicted, observed)| CalibrationGroup {
                n,
                predicted: predicted / n as f64,
                observed: observed / n as f64,
            })
            .collect(),
        chi_square,
        df,
        p: chi_squared_upper(chi_square, df),
        brier: math::sum(errors) / outcome.len() as f64,
    })
}
