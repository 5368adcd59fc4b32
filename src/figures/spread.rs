//! Which of several effects are so uncertain that an axis reaching as far as their
//! limits would leave no room to tell the others apart.

/// An effect with its limits, on the scale on which they are drawn: logarithms of
/// ratios, differences themselves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// The estimate.
    pub estimate: f64,
    /// The lower limit; infinite where there is none.
    pub low: f64,
    /// The upper limit; infinite where there is none.
    pub high: f64,
}

/// From how wide an interval on it may say nothing: so wide itself, and so many times
/// as wide as the usual one.
#[derive(Debug, Clone, Copy)]
pub struct Wide {
    /// The least width.
    pub least: f64,
    /// In usual widths.
    pub times: f64,
}

impl Effect {
    fn width(&self) -> f64 {
        self.high - self.low
    }

    /// The farthest from no effect that it reaches.
    fn reach(&self) -> f64 {
        let ends = [self.estimate, self.low, self.high];
        let ends = ends.into_iter().filter(|end| end.is_finite());
        ends.map(f64::abs).fold(0.0, f64::max)
    }
}

/// The numbers that an axis has to reach: estimates and limits of all effects, but of
/// those with an interval that is wide, and of few among them, only the estimates that
/// are no farther out than twice the others or `near`.
pub fn reached(effects: &[Effect], wide: Wide, near: f64) -> Vec<f64> {
    let mut widths: Vec<f64> = effects.iter().map(Effect::width).collect();
    widths.sort_by(f64::total_cmp);
    let usual = widths.get(widths.len().saturating_sub(1) / 2);
    let usual = usual.copied().unwrap_or(f64::INFINITY);
    let is_wide = |own: &Effect| own.width() > wide.least.max(wide.times * usual);
    let (uncertain, others): (Vec<Effect>, Vec<Effect>) =
        effects.iter().copied().partition(is_wide);
    // An interval without ends has its arrows in any case.
    let far = others.iter().map(Effect::reach).fold(near / 2.0, f64::max);
    let all = others
        .iter()
        .flat_map(|own| [own.estimate, own.low, own.high]);
    let estimates = uncertain.iter().map(|own| own.estimate);
    all.chain(estimates.filter(|own| own.abs() <= 2.0 * far))
        .filter(|end| end.is_finite())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDE: Wide = Wide {
        least: 2.0,
        times: 3.0,
    };

    fn effect(estimate: f64, low: f64, high: f64) -> Effect {
        Effect {
            estimate,
            low,
            high,
        }
    }

    #[test]
    fn one_uncertain_effect_leaves_the_others_their_room() {
        let usual = [effect(0.1, -0.1, 0.3), effect(-0.2, -0.4, 0.0)];
        let far = effect(3.0, -4.0, 10.0);
        let reached_with = |more: Effect| {
            let all: Vec<Effect> = usual.into_iter().chain([more]).collect();
            reached(&all, WIDE, 1.0).into_iter().fold(0.0, f64::max)
        };
        assert!((reached_with(far) - 0.3).abs() < 1e-12);
        // Its estimate stands on the axis where there is room.
        assert!((reached_with(effect(0.9, -4.0, 6.0)) - 0.9).abs() < 1e-12);
        // A strong effect with an interval like the others is no uncertain one.
        assert!((reached_with(effect(3.0, 2.8, 3.2)) - 3.2).abs() < 1e-12);
        assert!((reached_with(effect(0.5, f64::NEG_INFINITY, f64::INFINITY)) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn where_most_are_uncertain_or_one_stands_alone_all_are_reached() {
        let far = effect(1.0, -3.0, 5.0);
        for all in [&[far][..], &[far, far], &[far, far, effect(0.0, -0.1, 0.1)]] {
            let most = reached(all, WIDE, 1.0).into_iter().fold(0.0, f64::max);
            assert!((most - 5.0).abs() < 1e-12, "{all:?}");
        }
        assert!(reached(&[], WIDE, 1.0).is_empty());
    }
}
