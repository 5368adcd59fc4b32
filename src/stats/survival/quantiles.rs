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
        // R looks for rest at the end only where the last value is defined.
        let ends_defined = points.len() == curve.steps.len();
        first_crossing(&points, share, ends_defined)
    };
    SurvivalQuantile {
        estimate: crossing(&|step| Some(step.survival)),
        lower: crossing(&|step| step.lower),
        upper: crossing(&|step| step.upper),
    }
}

/// The time of the least value that is not below `share`, or the middle between
/// it and the time of the next one when the function rests exactly at `share`.
///
/// For a curve, which only falls, that is its first crossing. A limit can turn
/// back where few remain; then the least value may come after the first one
/// that is not below, and R takes it, so we do.
fn first_crossing(points: &[(f64, f64)], share: f64, ends_defined: bool) -> Option<f64> {
    let least_from = |bound: f64| {
        points
            .iter()
            .filter(|(_, fallen)| *fallen >= bound)
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(time, _)| *time)
    };
    let reached = least_from(share - TOLERANCE)?;
    // A curve that ends at `share` rests there until the last time.
    let last = points.last()?;
    if ends_defined && (last.1 - share).abs() < TOLERANCE {
        return Some(f64::midpoint(reached, last.0));
    }
    least_from(share + TOLERANCE).map(|beyond| f64::midpoint(reached, beyond))
}
