//! Quantiles of a survival curve.

use super::KaplanMeier;

/// A quantile of time to event with its confidence limits, each `None` when the
/// curve (or the limit's curve) never falls that far: "not reached".
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SurvivalQuantile {
    /// The time by which the given share has had the event.
    pub estimate: Option<f64>,
    /// Lower confidence limit.
    pub lower: Option<f64>,
    /// Upper confidence limit.
    pub upper: Option<f64>,
}

/// R's tolerance for "the curve is exactly flat at the quantile".
const TOLERANCE: f64 = 1.490_116_119_384_765_6e-8;

/// The time by which `share` (0..1) of subjects have had the event:
/// `quantile(survfit, share)` of R.
///
/// Where the curve is flat at exactly 1 - `share`, the middle of the flat
/// piece is taken. The limits invert the pointwise limits of the curve
/// (Brookmeyer R, Crowley J. *Biometrics* 1982;38:29-41).
pub fn survival_quantile(curve: &KaplanMeier, share: f64) -> SurvivalQuantile {
    let crossing = |values: &dyn Fn(&super::Step) -> Option<f64>| {
        let points: Vec<(f64, f64)> = curve
            .steps
            .iter()
            .filter_map(|step| values(step).map(|value| (step.time, 1.0 - value)))
            .collect();
        first_crossing(&points, share)
    };
    SurvivalQuantile {
        estimate: crossing(&|step| Some(step.survival)),
        lower: crossing(&|step| step.lower),
        upper: crossing(&|step| step.upper),
    }
}

/// Where a rising step function first reaches `share`, or the middle between
/// that and where it first exceeds it when it rests exactly there.
fn first_crossing(points: &[(f64, f64)], share: f64) -> Option<f64> {
    let reached = points
        .iter()
        .find(|(_, fallen)| *fallen >= share - TOLERANCE)?;
    if reached.1 > share + TOLERANCE {
        return Some(reached.0);
    }
    let beyond = points
        .iter()
        .find(|(_, fallen)| *fallen > share + TOLERANCE)
        .or(points.last())?;
    Some(f64::midpoint(reached.0, beyond.0))
}
