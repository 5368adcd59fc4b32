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
    /// Whether one of them would be another time by another [`QuantileRule`]:
    /// the curve or a limit is flat at exactly the level, or a limit turns back.
    pub depends_on_rule: bool,
}

/// The quantile of a curve that is flat at exactly its level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuantileRule {
    /// The middle of the flat stretch: `quantile.survfit` of R, LIFETEST of SAS.
    Midpoint,
    /// Its first time, min{t: S(t) ≤ 1 - p}: `stsum` and `stci` of Stata, SPSS.
    First,
}

/// R's tolerance for "the curve is exactly flat at the quantile".
const TOLERANCE: f64 = 1.490_116_119_384_765_6e-8;

/// The time by which `share` (0..1) of subjects have had the event:
/// `quantile(survfit, share)` of R.
///
/// Where the curve is flat at exactly 1 - `share`, `rule` decides. The limits invert the pointwise limits of the curve
/// (Brookmeyer R, Crowley J. *Biometrics* 1982;38:29-41).
pub fn survival_quantile(curve: &KaplanMeier, share: f64, rule: QuantileRule) -> SurvivalQuantile {
    let crossing = |values: &dyn Fn(&super::Step) -> Option<f64>| {
        let points: Vec<(f64, f64)> = curve
            .steps
            .iter()
            .filter_map(|step| values(step).map(|value| (step.time, 1.0 - value)))
            .collect();
        // R looks for rest at the end only where the last value is defined.
        let ends_defined = points.len() == curve.steps.len();
        (
            crossing_midpoint(&points, share, ends_defined),
            first_crossing(&points, share),
        )
    };
    let crossings = [
        crossing(&|step| Some(step.survival)),
        crossing(&|step| step.lower),
        crossing(&|step| step.upper),
    ];
    let [estimate, lower, upper] = crossings.map(|(midpoint, first)| match rule {
        QuantileRule::Midpoint => midpoint,
        QuantileRule::First => first,
    });
    SurvivalQuantile {
        estimate,
        lower,
        upper,
        depends_on_rule: crossings.iter().any(|(midpoint, first)| midpoint != first),
    }
}

/// The first time at which the value is not below `share`.
fn first_crossing(points: &[(f64, f64)], share: f64) -> Option<f64> {
    points
        .iter()
        .find(|(_, fallen)| *fallen >= share - TOLERANCE)
        .map(|(time, _)| *time)
}

/// The time of the least value that is not below `share`, or the middle between
/// it and the time of the next one when the function rests exactly at `share`.
///
/// For a curve, which only falls, that is its first crossing. A limit can turn
/// back where few remain; then the least value may come after the first one
/// that is not below, and R takes it, so we do.
fn crossing_midpoint(points: &[(f64, f64)], share: f64, ends_defined: bool) -> Option<f64> {
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;
    use crate::stats::survival::{IntervalScale, Observation, kaplan_meier};

    /// `sts list if exp == 1, failure` in Cleves M. *Why does stsum sometimes
    /// report missing values for the percentiles of survival time?* (Stata
    /// FAQ): times, failures, lost; S(1) is exactly 0.75.
    const STSUM: [(f64, usize, usize); 8] = [
        (1.0, 7, 0),
        (2.0, 8, 0),
        (3.0, 2, 0),
        (4.0, 1, 4),
        (5.0, 0, 2),
        (6.0, 0, 2),
        (10.0, 0, 1),
        (12.0, 0, 1),
    ];

    fn stsum() -> KaplanMeier {
        let observations: Vec<Observation> = STSUM
            .iter()
            .flat_map(|(time, failed, lost)| {
                let events = std::iter::repeat_n(Observation::new(*time, true), *failed);
                events.chain(std::iter::repeat_n(Observation::new(*time, false), *lost))
            })
            .collect();
        kaplan_meier(&observations, 0.95, IntervalScale::LogLog).unwrap()
    }

    #[test]
    fn the_first_time_is_what_stata_prints() {
        let estimate = |share| survival_quantile(&stsum(), share, QuantileRule::First).estimate;
        // stsum, by(exp), of exp = 1: 25% is 1, 50% is 2, 75% is missing.
        assert_eq!(
            [0.25, 0.5, 0.75].map(estimate),
            [Some(1.0), Some(2.0), None]
        );
    }

    /// R: quantile(survfit(Surv(time, event) ~ 1), c(0.25, 0.5, 0.75))
    #[test]
    fn the_midpoint_is_what_r_prints() {
        let estimate = |share| survival_quantile(&stsum(), share, QuantileRule::Midpoint).estimate;
        assert_eq!(
            [0.25, 0.5, 0.75].map(estimate),
            [Some(1.5), Some(2.0), None]
        );
    }

    /// Away from a flat stretch at the level the two rules agree.
    #[test]
    fn rules_differ_only_where_a_curve_rests_at_the_level() {
        let curve = stsum();
        for percent in 1..64 {
            if percent == 25 {
                continue;
            }
            let share = f64::from(percent) / 100.0;
            assert_eq!(
                survival_quantile(&curve, share, QuantileRule::First).estimate,
                survival_quantile(&curve, share, QuantileRule::Midpoint).estimate,
            );
        }
        assert!(survival_quantile(&curve, 0.25, QuantileRule::First).depends_on_rule);
        assert!(!survival_quantile(&curve, 0.5, QuantileRule::First).depends_on_rule);
    }
}
