//! The axis of a forest plot: as far as most of its intervals need.

use crate::figures::alt::Alt;
use crate::figures::axis::Axis;
use crate::figures::canvas::{Canvas, Stroke};
use crate::figures::log_axis::LogAxis;
use crate::figures::spread::{self, Effect, Wide};
use crate::figures::theme;
use crate::number::Path;
use crate::stats::math;
use crate::study::NumberStyle;

/// An interval of a hundredfold and of thrice as many decades as the usual one is cut;
/// one of a difference of ten usual widths. An estimate within the tenfold is not.
const WIDE_RATIO: Wide = Wide {
    least: 2.0 * std::f64::consts::LN_10,
    times: 3.0,
};
const WIDE_DIFFERENCE: Wide = Wide {
    least: 0.0,
    times: 10.0,
};
const NEAR_RATIO: f64 = std::f64::consts::LN_10;

/// From effects to canvas units.
pub(super) enum Scale {
    Ratio(LogAxis),
    Difference(Axis),
}

impl Scale {
    pub(super) fn at(&self, effect: f64) -> i32 {
        match self {
            Self::Ratio(axis) => axis.at(effect),
            Self::Difference(axis) => {
                let (start, end) = axis.ends();
                axis.at(effect).clamp(start, end)
            }
        }
    }

    /// Whether the axis reaches so far.
    pub(super) fn holds(&self, effect: f64) -> bool {
        match self {
            Self::Ratio(axis) => axis.holds(effect),
            Self::Difference(axis) => {
                let (start, end) = axis.ends();
                (start..=end).contains(&axis.at(effect))
            }
        }
    }

    /// Its first and last place.
    pub(super) fn ends(&self) -> (i32, i32) {
        match self {
            Self::Ratio(axis) => axis.ends(),
            Self::Difference(axis) => axis.ends(),
        }
    }

    /// Where there is no effect.
    pub(super) fn none(&self) -> i32 {
        self.at(match self {
            Self::Ratio(_) => 1.0,
            Self::Difference(_) => 0.0,
        })
    }

    pub(super) fn draw(&self, canvas: &mut Canvas, top: i32, bottom: i32, title: &str) {
        let grey = Stroke {
            colour: theme::GREY,
            width: theme::HAIR,
        };
        canvas.line((self.none(), top), (self.none(), bottom), grey);
        match self {
            Self::Ratio(axis) => axis.draw(canvas, bottom, title),
            Self::Difference(axis) => axis.draw_below(canvas, bottom, title),
        }
    }
}

/// What is drawn of the terms.
pub(super) struct Drawn {
    /// Estimates with their limits.
    effects: Vec<Effect>,
    /// Estimates without limits.
    alone: Vec<f64>,
}

impl Drawn {
    pub(super) fn new<'a>(
        terms: impl Iterator<Item = &'a Path>,
        effect: &'static str,
        alt: &mut Alt<'_>,
    ) -> Self {
        let mut own = Self {
            effects: Vec::new(),
            alone: Vec::new(),
        };
        for term in terms {
            let [estimate, low, high] =
                [effect, "ci_lower", "ci_upper"].map(|key| alt.value(&term.key(key)));
            match (estimate, low, high) {
                (Some(estimate), Some(low), Some(high)) => own.effects.push(Effect {
                    estimate,
                    low,
                    high,
                }),
                (estimate, ..) => own.alone.extend(estimate),
            }
        }
        own.alone.retain(|number| number.is_finite());
        own
    }

    /// The axis that most of them need.
    pub(super) fn scale(&self, is_ratio: bool, ends: (i32, i32), style: NumberStyle) -> Scale {
        if is_ratio {
            let logarithms = |own: &Effect| Effect {
                estimate: math::ln(own.estimate),
                low: math::ln(own.low),
                high: math::ln(own.high),
            };
            let all: Vec<Effect> = self.effects.iter().map(logarithms).collect();
            let reached = spread::reached(&all, WIDE_RATIO, NEAR_RATIO);
            let holds = |ratio: &f64| reached.contains(&math::ln(*ratio));
            let estimates = self.effects.iter().map(|own| own.estimate);
            let alone = self.alone.iter().copied();
            let alone = alone.filter(|own| is_near(&reached, math::ln(*own), NEAR_RATIO));
            let estimates = estimates.filter(holds).chain(alone);
            let limits = self.effects.iter().flat_map(|own| [own.low, own.high]);
            let limits = limits.filter(|own| own.is_finite());
            let (limits, cut): (Vec<f64>, Vec<f64>) = limits.partition(|own| {
                // A limit of 0 has no place on any axis.
                holds(own) || *own <= 0.0
            });
            let estimates: Vec<f64> = estimates.collect();
            return Scale::Ratio(LogAxis::new((&estimates, &limits), &cut, ends, style));
        }
        let reached = spread::reached(&self.effects, WIDE_DIFFERENCE, 0.0);
        let alone = self
            .alone
            .iter()
            .filter(|own| is_near(&reached, **own, 0.0));
        let bounds = || reached.iter().chain(alone.clone()).copied();
        let range = (bounds().fold(0.0, f64::min), bounds().fold(0.0, f64::max));
        Scale::Difference(Axis::spanning_readably(range, 4, ends, style))
    }

    /// What of the terms the axis does not hold.
    pub(super) fn cut(&self, axis: &Scale) -> Option<Beyond> {
        let estimates = self.effects.iter().map(|own| own.estimate);
        let mut estimates = estimates.chain(self.alone.iter().copied());
        let mut ends = self.effects.iter().flat_map(|own| [own.low, own.high]);
        if estimates.any(|own| !axis.holds(own)) {
            Some(Beyond::Estimates)
        } else if ends.any(|end| !axis.holds(end)) {
            Some(Beyond::Limits)
        } else {
            None
        }
    }
}

/// Whether an estimate without limits is no farther out than twice what others reach, or
/// than `near`. It alone makes an axis as long as it needs.
fn is_near(reached: &[f64], estimate: f64, near: f64) -> bool {
    let far = reached.iter().map(|own| own.abs()).fold(0.0, f64::max);
    reached.is_empty() || estimate.abs() <= (2.0 * far).max(near)
}

/// What arrows point to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beyond {
    /// Limits alone.
    Limits,
    /// Estimates as well.
    Estimates,
}

impl Beyond {
    /// The key of the note that explains it.
    pub(super) fn note(self) -> &'static str {
        match self {
            Self::Limits => "figure.forest_arrows",
            Self::Estimates => "figure.forest_arrows_of_estimates",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An odds ratio of 1e-8 without limits leaves the others their axis.
    #[test]
    fn an_estimate_without_limits_does_not_make_the_axis_long() {
        let drawn = Drawn {
            effects: vec![
                Effect {
                    estimate: 1.5,
                    low: 0.6,
                    high: 3.9,
                },
                Effect {
                    estimate: 1.0,
                    low: 0.9,
                    high: 1.1,
                },
            ],
            alone: vec![1e-8, 5.0],
        };
        let axis = drawn.scale(true, (0, 1000), NumberStyle::default());
        assert!(axis.holds(0.6) && axis.holds(3.9) && axis.holds(5.0));
        assert!(!axis.holds(0.01));
        assert_eq!(drawn.cut(&axis), Some(Beyond::Estimates));
        let alone = Drawn {
            effects: Vec::new(),
            ..drawn
        };
        assert!(
            alone
                .scale(true, (0, 1000), NumberStyle::default())
                .holds(1e-5)
        );
    }
}
