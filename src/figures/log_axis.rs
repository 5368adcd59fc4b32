//! A logarithmic axis of ratios.

use super::canvas::{Align, Canvas, SMALL, Stroke};
use super::theme;
use crate::number::format;
use crate::stats::math;

/// Where a logarithmic axis may have a tick, and the digits of its label.
const TICKS: [(f64, usize); 13] = [
    (0.01, 2),
    (0.02, 2),
    (0.05, 2),
    (0.1, 1),
    (0.2, 1),
    (0.5, 1),
    (1.0, 0),
    (2.0, 0),
    (5.0, 0),
    (10.0, 0),
    (20.0, 0),
    (50.0, 0),
    (100.0, 0),
];

/// A logarithmic axis around 1, from tick to tick. Limits beyond a hundredfold
/// end at its edge.
pub struct LogAxis {
    low: f64,
    high: f64,
    start: i32,
    end: i32,
    ticks: Vec<(f64, usize)>,
}

impl LogAxis {
    /// Around 1, as far as these bounds need it.
    pub fn new(bounds: &[f64], start: i32, end: i32) -> Self {
        let positive = bounds.iter().copied().filter(|limit| *limit > 0.0);
        let least = positive.fold(0.8, f64::min);
        let most = bounds.iter().copied().fold(1.25, f64::max);
        let below = TICKS.iter().rposition(|(tick, _)| *tick <= least);
        let above = TICKS.iter().position(|(tick, _)| *tick >= most);
        let range = below.unwrap_or(0)..=above.unwrap_or(TICKS.len() - 1);
        let all = TICKS.get(range).unwrap_or(&TICKS);
        let end_of = |tick: Option<&(f64, usize)>| math::ln(tick.map_or(1.0, |(tick, _)| *tick));
        let mut axis = Self {
            low: end_of(all.first()),
            high: end_of(all.last()),
            start,
            end,
            ticks: all.to_vec(),
        };
        if !axis.is_readable(all) {
            // The ends and what means no effect.
            let last = all.len() - 1;
            let kept = all.iter().enumerate();
            let kept = kept.filter(|(at, (tick, _))| *at == 0 || *at == last || *tick == 1.0);
            let ends = kept.map(|(_, tick)| *tick).collect();
            let decades = all.iter().filter(|(tick, _)| is_decade(*tick)).copied();
            let decades: Vec<(f64, usize)> = decades.collect();
            let are_enough = decades.len() > 2 && axis.is_readable(&decades);
            axis.ticks = if are_enough { decades } else { ends };
        }
        axis
    }

    /// Whether the labels of these ticks stand apart.
    fn is_readable(&self, ticks: &[(f64, usize)]) -> bool {
        const APART: i32 = 150;
        let places: Vec<i32> = ticks.iter().map(|(tick, _)| self.at(*tick)).collect();
        places.is_sorted_by(|before, after| after - before > APART)
    }

    /// Whether the axis reaches so far.
    pub fn holds(&self, ratio: f64) -> bool {
        const ROUNDING: f64 = 1e-9;
        let ln = math::ln(ratio);
        ln >= self.low - ROUNDING && ln <= self.high + ROUNDING
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

fn is_decade(tick: f64) -> bool {
    [0.01, 0.1, 1.0, 10.0, 100.0].contains(&tick)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_axis_of_ratios_has_three_ticks_or_more() {
        for bounds in [
            &[][..],
            &[0.99, 1.01],
            &[0.0, 1.2],
            &[1.5, 4.8],
            &[0.03, 0.4],
            &[1e-9, 1e9],
            &[0.9, 300.0],
        ] {
            for width in [500, 1000, 3000] {
                let axis = LogAxis::new(bounds, 0, width);
                assert!(axis.ticks.len() > 2, "{bounds:?} {width}");
                assert!(axis.ticks.iter().any(|(tick, _)| *tick == 1.0));
                assert!(width < 1000 || axis.is_readable(&axis.ticks), "{bounds:?}");
            }
        }
    }
}
