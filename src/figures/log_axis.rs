//! A logarithmic axis of ratios.

use super::canvas::{Align, Canvas, SMALL, Stroke};
use super::theme;
use crate::number::format;
use crate::stats::math;
use crate::study::NumberStyle;

/// Steps within a decade.
const STEPS: [f64; 3] = [1.0, 2.0, 5.0];
/// Within a hundredfold the axis ends at a step, further out at a decade.
const STEPPED: i32 = 2;
/// As far as an estimate takes the axis, in decades from 1.
const FARTHEST: i32 = 6;
/// As far as a limit takes it: one that says nothing leaves the others their room.
const FARTHEST_LIMIT: f64 = 1e3;
/// An arrow needs this much of the axis beyond its estimate, as a ratio.
const BEYOND: f64 = 1.5;

/// A number of the axis, and the digits of its label.
type Tick = (f64, usize);

/// A logarithmic axis around 1, from tick to tick. It reaches every estimate within
/// a millionfold and every limit within a thousandfold.
pub struct LogAxis {
    low: f64,
    high: f64,
    start: i32,
    end: i32,
    ticks: Vec<Tick>,
}

impl LogAxis {
    /// Around 1, as far as these estimates and limits need it, whatever `cut` of them
    /// lies beyond.
    pub fn new(
        (estimates, limits): (&[f64], &[f64]),
        cut: &[f64],
        (start, end): (i32, i32),
        style: NumberStyle,
    ) -> Self {
        let reach = 1.0 + ROUNDING;
        let is_near =
            |limit: &f64| (1.0 / FARTHEST_LIMIT / reach..=FARTHEST_LIMIT * reach).contains(limit);
        let near = limits.iter().copied().filter(is_near);
        // Beyond these stands an arrow, which has a length.
        let beyond = |is_cut: bool| if is_cut { BEYOND } else { 1.0 };
        let room_below = beyond(
            limits.iter().any(|own| *own < 1.0 / FARTHEST_LIMIT)
                || cut.iter().any(|own| *own < 1.0),
        );
        let room_above = beyond(
            limits.iter().any(|own| *own > FARTHEST_LIMIT) || cut.iter().any(|own| *own > 1.0),
        );
        let estimates = estimates
            .iter()
            .copied()
            .filter(|own| *own > 0.0 && own.is_finite());
        let needed = near.chain(estimates.flat_map(|own| [own / room_below, own * room_above]));
        let needed: Vec<f64> = needed.collect();
        let least = needed.iter().copied().fold(0.8, f64::min);
        let most = needed.iter().copied().fold(1.25, f64::max);
        let known = known();
        let below = known.iter().rposition(|(tick, _)| *tick <= least * reach);
        let above = known.iter().position(|(tick, _)| *tick * reach >= most);
        let range = below.unwrap_or(0)..=above.unwrap_or(known.len() - 1);
        let all = known.get(range).unwrap_or(&known);
        let end_of = |tick: Option<&Tick>| math::ln(tick.map_or(1.0, |(tick, _)| *tick));
        let mut axis = Self {
            low: end_of(all.first()),
            high: end_of(all.last()),
            start,
            end,
            ticks: Vec::new(),
        };
        axis.ticks = axis.readable(all, style);
        axis
    }

    /// As many of these ticks as have labels that stand apart: all, every decade,
    /// every second one and so on, or the ends and what means no effect.
    fn readable(&self, all: &[Tick], style: NumberStyle) -> Vec<Tick> {
        if self.are_apart(all, style) {
            return all.to_vec();
        }
        let sparse = (1..=FARTHEST).map(|every| {
            let decades = all
                .iter()
                .filter(|(tick, _)| decade(*tick).is_some_and(|decade| decade % every == 0));
            decades.copied().collect::<Vec<Tick>>()
        });
        let mut sparse = sparse.take_while(|ticks| ticks.len() > 2);
        if let Some(found) = sparse.find(|ticks| self.are_apart(ticks, style)) {
            return found;
        }
        let last = all.len() - 1;
        let kept = all.iter().enumerate();
        let kept = kept.filter(|(at, (tick, _))| *at == 0 || *at == last || *tick == 1.0);
        kept.map(|(_, tick)| *tick).collect()
    }

    /// Whether the labels of these ticks stand apart.
    fn are_apart(&self, ticks: &[Tick], style: NumberStyle) -> bool {
        const APART: i32 = 60;
        let ends = ticks.iter().map(|&(tick, digits)| {
            let half = theme::text_width(&format::tick(tick, digits, style), theme::SMALL) / 2;
            (self.at(tick) - half, self.at(tick) + half)
        });
        let ends: Vec<(i32, i32)> = ends.collect();
        let mut pairs = ends.iter().zip(ends.iter().skip(1));
        pairs.all(|(before, after)| after.0 - before.1 >= APART)
    }

    /// Whether the axis reaches so far.
    pub fn holds(&self, ratio: f64) -> bool {
        let ln = math::ln(ratio);
        ln >= self.low - ROUNDING && ln <= self.high + ROUNDING
    }

    /// Its first and last position.
    pub fn ends(&self) -> (i32, i32) {
        (self.start, self.end)
    }

    /// The position of a ratio.
    pub fn at(&self, ratio: f64) -> i32 {
        let share = (math::ln(ratio) - self.low) / (self.high - self.low);
        self.start + (share.clamp(0.0, 1.0) * f64::from(self.end - self.start)).round() as i32
    }

    /// Draws it at `bottom`, its ticks labelled below, and a title.
    pub fn draw(&self, canvas: &mut Canvas, bottom: i32, title: &str) {
        let grey = Stroke {
            colour: theme::GREY,
            width: theme::HAIR,
        };
        canvas.line((self.start, bottom), (self.end, bottom), grey);
        for &(tick, digits) in &self.ticks {
            let x = self.at(tick);
            canvas.line((x, bottom), (x, bottom + 25), grey);
            let label = format::tick(tick, digits, canvas.style());
            canvas.text(&label, (x, bottom + 75), Align::Middle, SMALL);
        }
        let middle = i32::midpoint(self.start, self.end);
        canvas.text(title, (middle, bottom + 175), Align::Middle, SMALL);
    }
}

/// How far a product of powers of ten is from what it stands for.
const ROUNDING: f64 = 1e-9;

/// Every tick that an axis may have.
fn known() -> Vec<Tick> {
    let of = |power: i32| {
        let steps = STEPS
            .iter()
            .filter(move |step| **step == 1.0 || (-STEPPED..STEPPED).contains(&power));
        steps.map(move |step| {
            let digits = usize::try_from(-power).unwrap_or(0);
            // The nearest number to the decimal: powers alone miss it.
            let tick = match power < 0 {
                true => step / 10f64.powi(-power),
                false => step * 10f64.powi(power),
            };
            (tick, digits)
        })
    };
    (-FARTHEST..=FARTHEST).flat_map(of).collect()
}

/// The power of ten that a tick is.
fn decade(tick: f64) -> Option<i32> {
    let ticks = -FARTHEST..=FARTHEST;
    ticks
        .into_iter()
        .find(|power| (tick / 10f64.powi(*power) - 1.0).abs() < ROUNDING)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(estimates: &[f64], limits: &[f64], width: i32) -> LogAxis {
        theme::register_fonts();
        LogAxis::new((estimates, limits), &[], (0, width), NumberStyle::default())
    }

    #[test]
    fn every_axis_of_ratios_has_three_ticks_or_more() {
        for limits in [
            &[][..],
            &[0.99, 1.01],
            &[0.0, 1.2],
            &[1.5, 4.8],
            &[0.03, 0.4],
            &[1e-9, 1e9],
            &[0.9, 300.0],
            &[0.001, 1000.0],
        ] {
            for width in [500, 1000, 3000] {
                let axis = axis(&[], limits, width);
                assert!(axis.ticks.len() > 2, "{limits:?} {width}");
                assert!(axis.ticks.iter().any(|(tick, _)| *tick == 1.0));
                let are_apart = axis.are_apart(&axis.ticks, NumberStyle::default());
                assert!(width < 1000 || are_apart, "{limits:?}");
            }
        }
    }

    #[test]
    fn every_estimate_within_a_millionfold_stands_on_the_axis() {
        for (estimate, low, high) in [
            (1596.0, 166.0, 15_358.0),
            (527.0, 110.0, 2527.0),
            (0.0004, 0.0, 0.3),
            (1e6, 0.0, f64::MAX),
            (1e-6, 1e-9, 1.0),
            (0.1, 0.001, 1000.0),
            (99.0, 5.0, 1e12),
        ] {
            let axis = axis(&[estimate], &[low, high], 2000);
            assert!(axis.holds(estimate), "{estimate}");
            for limit in [low, high] {
                let is_near = (0.001..=1000.0).contains(&limit);
                assert!(axis.holds(limit) || !is_near, "{limit}");
                // An arrow from the marker has a length.
                let length = (axis.at(limit) - axis.at(estimate)).abs();
                assert!(
                    length > 40 || !(1e-5..=1e5).contains(&estimate),
                    "{estimate} {limit}"
                );
            }
        }
    }
}
