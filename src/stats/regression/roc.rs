//! The area under the receiver operating characteristic.

use crate::stats::distribution::normal_quantile;
use crate::stats::proportion::Interval;
use crate::stats::ranks::rank;
use crate::stats::{StatsError, math, require_finite};

/// An area with its uncertainty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RocArea {
    /// Probability that one with the event has the higher score, ties half.
    pub estimate: f64,
    /// DeLong's standard error.
    pub standard_error: f64,
    /// Wald's interval, within 0 and 1.
    pub interval: Interval,
}

/// Area under the curve with DeLong's variance, `pROC::roc(y, score)` and
/// `pROC::ci.auc`. O(n log n) by mid-ranks.
///
/// DeLong ER, DeLong DM, Clarke-Pearson DL. *Biometrics* 1988;44:837-845; Sun X,
/// Xu W. *IEEE Signal Processing Letters* 2014;21:1389-1393.
///
/// # Errors
/// [`StatsError::Lengths`], [`StatsError::NotFinite`], [`StatsError::TooFew`] for
/// fewer than two with or two without the event.
pub fn roc_area(outcome: &[bool], scores: &[f64], confidence: f64) -> Result<RocArea, StatsError> {
    if outcome.len() != scores.len() {
        return Err(StatsError::Lengths(outcome.len(), scores.len()));
    }
    require_finite(scores)?;
    let with = |wanted: bool| -> Vec<f64> {
        let own = outcome
            .iter()
            .zip(scores)
            .filter(|(event, _)| **event == wanted);
        own.map(|(_, score)| *score).collect()
    };
    let (cases, controls) = (with(true), with(false));
    let least = cases.len().min(controls.len());
    if least < 2 {
        return Err(StatsError::TooFew {
            needed: 2,
            got: least,
        });
    }
    let all = rank(&[cases.as_slice(), &controls].concat()).ranks;
    let (m, n) = (cases.len() as f64, controls.len() as f64);
    // How many of the other kind each one exceeds, as a share.
    let placements = |own: &[f64], all: &[f64], others: f64| -> Vec<f64> {
        let inner = rank(own).ranks;
        let both = all.iter().zip(&inner);
        both.map(|(all, inner)| (all - inner) / others).collect()
    };
    let over_controls = placements(&cases, &all[..cases.len()], n);
    let over_cases = placements(&controls, &all[cases.len()..], m);
    let mean = |values: &[f64]| math::sum(values.iter().copied()) / values.len() as f64;
    let variance = |values: &[f64]| {
        let mean = mean(values);
        math::sum(values.iter().map(|value| (value - mean) * (value - mean)))
            / (values.len() as f64 - 1.0)
    };
    let estimate = mean(&over_controls);
    let standard_error = (variance(&over_controls) / m + variance(&over_cases) / n).sqrt();
    let half = normal_quantile(f64::midpoint(1.0, confidence)) * standard_error;
    Ok(RocArea {
        estimate,
        standard_error,
        interval: Interval {
            lower: (estimate - half).max(0.0),
            upper: (estimate + half).min(1.0),
        },
    })
}
