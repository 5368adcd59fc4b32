//! A linear axis: from values to canvas units, with round ticks.

use std::ops::RangeInclusive;

use super::canvas::{Align, Canvas, SMALL, Stroke};
use super::text::Lines;
use super::theme;
use crate::number::format;
use crate::study::{NumberStyle, round_step};

/// Labels reach so far beyond the ends of an axis.
const BEYOND: i32 = 60;
/// Between the labels of two ticks.
const APART: i32 = 50;

/// What lies between two ticks at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    /// Any distance.
    Any,
    /// One: a part of a count is nothing.
    Whole,
}

impl Grain {
    /// That of these values.
    pub fn of(mut values: impl Iterator<Item = f64>) -> Self {
        match values.all(|value| value == value.round()) {
            true => Self::Whole,
            false => Self::Any,
        }
    }

    /// The least distance of two ticks.
    fn least(self) -> f64 {
        match self {
            Self::Any => 0.0,
            Self::Whole => 1.0,
        }
    }
}

/// A linear scale between two canvas positions.
#[derive(Debug, Clone)]
pub struct Axis {
    low: f64,
    high: f64,
    start: i32,
    end: i32,
    /// Values of the ticks.
    pub ticks: Vec<f64>,
    digits: usize,
}

impl Axis {
    /// An axis from zero that covers `high`, with about `count` round ticks.
    pub fn covering(high: f64, count: usize, start: i32, end: i32) -> Self {
        let step = round_step(if high > 0.0 { high } else { 1.0 }, count);
        let last = (high / step).ceil().max(1.0);
        Self::stepped(step, last * step, start, end)
    }

    /// An axis from zero to `high` with a tick every `step`.
    pub fn stepped(step: f64, high: f64, start: i32, end: i32) -> Self {
        let ticks = crate::analyse::ticks(step, high + step * 1e-9);
        Self {
            low: 0.0,
            high: high.max(step * 1e-9),
            start,
            end,
            ticks,
            digits: digits_of(step),
        }
    }

    /// An axis from `low` to `high`, widened to about `count` round ticks.
    pub fn spanning(low: f64, high: f64, count: usize, start: i32, end: i32) -> Self {
        Self::spanning_by((low, high), count, (start, end), Grain::Any)
    }

    /// An axis of values of this grain, with the most ticks up to `count` whose
    /// labels stand apart.
    pub fn of_values(
        range: (f64, f64),
        count: usize,
        ends: (i32, i32),
        (grain, style): (Grain, NumberStyle),
    ) -> Self {
        let axis = |count| Self::spanning_by(range, count, ends, grain);
        Self::readably(axis, count, style)
    }

    /// The axis with one of these numbers of ticks that leaves the least of its
    /// length without values.
    pub fn closest(
        range: (f64, f64),
        counts: RangeInclusive<usize>,
        ends: (i32, i32),
        grain: Grain,
    ) -> Self {
        let mut axes = counts.map(|count| Self::spanning_by(range, count, ends, grain));
        let first = axes.next();
        let first = first.unwrap_or_else(|| Self::spanning_by(range, 1, ends, grain));
        // Halves, because the difference of two numbers may exceed all numbers.
        let length = |own: &Self| own.high / 2.0 - own.low / 2.0;
        axes.fold(first, |best, own| match length(&own) < length(&best) {
            true => own,
            false => best,
        })
    }

    fn spanning_by(
        (low, high): (f64, f64),
        count: usize,
        (start, end): (i32, i32),
        grain: Grain,
    ) -> Self {
        if !(high - low).is_finite() {
            return Self::immense(low, high, start, end);
        }
        // Numbers so close that no step is left between them are as good as equal.
        const LEAST_RANGE: f64 = 1e-290;
        // One value stands in the middle of its axis.
        let (low, high) = match (low == high, low == 0.0, grain) {
            (true, true, Grain::Whole) => (-1.0, 1.0),
            (true, true, Grain::Any) => (-0.5, 0.5),
            (true, false, _) => (low - low.abs() / 10.0, high + high.abs() / 10.0),
            (false, ..) => (low, high),
        };
        let range = high - low;
        let range = if range > LEAST_RANGE { range } else { 1.0 };
        let step = round_step(range, count).max(grain.least());
        let first = (low / step).floor() * step;
        let steps = ((high - first) / step).ceil().max(1.0);
        let mut axis = Self::stepped(step, steps * step, start, end);
        for tick in &mut axis.ticks {
            *tick += first;
        }
        axis.low = first;
        axis.high += first;
        axis
    }

    /// An axis of counts from zero, with the most ticks up to `count` whose labels stand
    /// apart. No tick stands between two counts.
    pub fn of_counts(
        high: f64,
        count: usize,
        (start, end): (i32, i32),
        style: NumberStyle,
    ) -> Self {
        let axis = |count| {
            let step = round_step(high.max(1.0), count).max(1.0);
            let last = (high / step).ceil().max(1.0);
            Self::stepped(step, last * step, start, end)
        };
        Self::readably(axis, count, style)
    }

    /// As [`Axis::spanning`], with the most ticks up to `count` whose labels stand
    /// apart.
    pub fn spanning_readably(
        (low, high): (f64, f64),
        count: usize,
        ends: (i32, i32),
        style: NumberStyle,
    ) -> Self {
        let axis = |count| Self::spanning(low, high, count, ends.0, ends.1);
        Self::readably(axis, count, style)
    }

    /// An axis from `low` to `high` with ticks at whole numbers, the most up to
    /// `count` whose labels stand apart.
    pub fn of_whole_numbers(
        (low, high): (f64, f64),
        count: usize,
        (start, end): (i32, i32),
        style: NumberStyle,
    ) -> Self {
        let axis = |count| {
            let step = round_step(high - low, count).max(1.0);
            let first = (low / step).ceil();
            let ticks = std::iter::successors(Some(first), |at| Some(at + 1.0));
            Self {
                low,
                high,
                start,
                end,
                ticks: ticks
                    .map(|at| at * step)
                    .take_while(|at| *at <= high)
                    .collect(),
                digits: 0,
            }
        };
        Self::readably(axis, count, style)
    }

    fn readably(axis: impl Fn(usize) -> Self, count: usize, style: NumberStyle) -> Self {
        let mut axes = (1..=count).rev().map(&axis);
        let found = axes.find(|own| own.are_apart(style));
        found.unwrap_or_else(|| axis(1).with_ends())
    }

    /// With ticks at both ends alone.
    fn with_ends(mut self) -> Self {
        if let [first, .., last] = self.ticks[..] {
            self.ticks = vec![first, last];
        }
        self
    }

    /// Whether the labels below the axis do not touch.
    fn are_apart(&self, style: NumberStyle) -> bool {
        let labels = self.ticks.iter().map(|&tick| {
            let half = theme::text_width(&self.label(tick, style), theme::SMALL) / 2;
            let at = self.beneath(tick, half);
            (at - half, at + half)
        });
        let labels: Vec<(i32, i32)> = labels.collect();
        let mut pairs = labels.iter().zip(labels.iter().skip(1));
        pairs.all(|(before, after)| after.0 - before.1 >= APART)
    }

    /// An axis over a range that no number holds: a tick at either end.
    fn immense(low: f64, high: f64, start: i32, end: i32) -> Self {
        Self {
            low,
            high,
            start,
            end,
            ticks: vec![low, 0.0, high],
            digits: 0,
        }
    }

    /// As [`Axis::stepped`], with so many steps from tick to tick that texts of
    /// `widest` units below the ticks do not touch.
    pub fn readable(step: f64, high: f64, start: i32, end: i32, widest: i32) -> Self {
        let pitch = f64::from(end - start) * step / high.max(step);
        let steps = (f64::from(widest + APART) / pitch).ceil().max(1.0);
        let mut axis = Self::stepped(steps * step, high, start, end);
        // Ticks are those at which numbers at risk were counted, to the last bit.
        let counted = crate::analyse::ticks(step, high + step * 1e-9);
        axis.ticks = counted.into_iter().step_by(steps as usize).collect();
        axis
    }

    /// As [`Axis::readable`], with as many steps below zero as `low` needs.
    pub fn readable_from(
        (low, high): (f64, f64),
        step: f64,
        (start, end): (i32, i32),
        widest: i32,
    ) -> Self {
        let below = (-low / step).ceil().max(0.0) * step;
        if below == 0.0 {
            return Self::readable(step, high, start, end, widest);
        }
        let mut axis = Self::readable(step, below + high, start, end, widest);
        // The ticks stand at multiples of their distance, zero among them.
        let pitch = axis.ticks.get(1).copied().unwrap_or(step);
        let first = -(below / pitch).floor();
        let last = (high / pitch).floor();
        let ticks = std::iter::successors(Some(first), |at| Some(at + 1.0));
        let ticks = ticks.take_while(|at| *at <= last).map(|at| at * pitch);
        axis.ticks = ticks.collect();
        axis.low = -below;
        axis.high = high;
        axis
    }

    /// Where it begins and ends.
    pub fn ends(&self) -> (i32, i32) {
        (self.start, self.end)
    }

    /// The position of a value.
    pub fn at(&self, value: f64) -> i32 {
        // Halves, because the difference of two numbers may exceed all numbers.
        let share = (value / 2.0 - self.low / 2.0) / (self.high / 2.0 - self.low / 2.0);
        self.start + (share * f64::from(self.end - self.start)).round() as i32
    }

    /// The label of a tick. It is part of the scale, not a result.
    fn label(&self, tick: f64, style: NumberStyle) -> String {
        // Such numbers are too long to stand beside each other.
        const LONG: f64 = 1e9;
        let is_long = self.high.abs().max(self.low.abs()) >= LONG;
        let digits = if is_long && self.digits == 0 {
            usize::MAX
        } else {
            self.digits
        };
        let text = format::tick(tick, digits, style);
        // Of a scale that reaches to 10,000 the others are in groups as well.
        let greatest = self.high.abs().max(self.low.abs());
        let greatest = format::tick(greatest, digits, style);
        match format::is_grouped(format::whole_digits(&greatest, style)) {
            true => format::beside_grouped(&text, style).unwrap_or(text),
            false => text,
        }
    }

    /// The middle of a label of this half width below its tick: at either end no
    /// further out than what stands beside the axis allows.
    fn beneath(&self, tick: f64, half: i32) -> i32 {
        let (least, most) = (self.start - BEYOND + half, self.end + BEYOND - half);
        match least <= most {
            true => self.at(tick).clamp(least, most),
            false => i32::midpoint(self.start, self.end),
        }
    }

    /// The width of the widest label.
    pub fn widest(&self, style: NumberStyle) -> i32 {
        let labels = self.ticks.iter().map(|&tick| self.label(tick, style));
        let widths = labels.map(|label| theme::text_width(&label, theme::SMALL));
        widths.max().unwrap_or(0)
    }

    /// Draws a horizontal axis at `y`, its ticks labelled below, and a title.
    pub fn draw_below(&self, canvas: &mut Canvas, y: i32, title: &str) {
        let stroke = Stroke {
            colour: theme::GREY,
            width: theme::HAIR,
        };
        canvas.line((self.start, y), (self.end, y), stroke);
        for &tick in &self.ticks {
            let x = self.at(tick);
            canvas.line((x, y), (x, y + 25), stroke);
            let label = self.label(tick, canvas.style());
            let half = theme::text_width(&label, theme::SMALL) / 2;
            let at = (self.beneath(tick, half), y + 75);
            canvas.text(&label, at, Align::Middle, SMALL);
        }
        if !title.is_empty() {
            let middle = i32::midpoint(self.start, self.end);
            let title = title_below(title, self.end - self.start);
            title.draw_from(canvas, (middle, y + 175), Align::Middle);
        }
    }

    /// Writes the title of a vertical axis at `x`, beside the widest label.
    pub fn title_left(&self, canvas: &mut Canvas, x: i32, suffix: &str, title: &str) {
        let labels = self.ticks.iter().map(|&tick| {
            let label = format!("{}{suffix}", self.label(tick, canvas.style()));
            theme::text_width(&label, theme::SMALL)
        });
        let beside = x - 45 - labels.max().unwrap_or(0) - theme::SMALL;
        let middle = i32::midpoint(self.start, self.end);
        canvas.upward(title, (beside, middle), SMALL);
    }

    /// Draws a vertical axis at `x`, its ticks labelled to the left.
    pub fn draw_left(&self, canvas: &mut Canvas, x: i32, suffix: &str) {
        let stroke = Stroke {
            colour: theme::GREY,
            width: theme::HAIR,
        };
        canvas.line((x, self.start), (x, self.end), stroke);
        for &tick in &self.ticks {
            let y = self.at(tick);
            canvas.line((x - 25, y), (x, y), stroke);
            let label = format!("{}{suffix}", self.label(tick, canvas.style()));
            canvas.text(&label, (x - 45, y), Align::Right, SMALL);
        }
    }
}

/// The title below an axis of this length.
pub fn title_below(title: &str, length: i32) -> Lines {
    Lines::fit(title, length + BEYOND, SMALL)
}

/// Digits behind the decimal mark that a number has; one more than a scale writes
/// out where it has more than those.
pub fn digits_of(value: f64) -> usize {
    let most = format::MOST_TICK_DIGITS as i32;
    let digits = (0..=most).find(|digits| whole(value * 10f64.powi(*digits)));
    digits.unwrap_or(most + 1) as usize
}

/// The width of the widest label up to `high` in steps of `step`.
pub fn widest_label(step: f64, high: f64, style: NumberStyle) -> i32 {
    theme::text_width(&format::tick(high, digits_of(step), style), theme::SMALL)
}

fn whole(value: f64) -> bool {
    (value - value.round()).abs() <= 1e-9 * value.abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_without_a_step_between_them_have_an_axis() {
        for (low, high) in [(0.0, 5e-324), (5e-324, 1e-323), (-1e-310, 1e-310)] {
            let axis = Axis::spanning(low, high, 6, 0, 1000);
            assert!(axis.ticks.iter().all(|tick| tick.is_finite()), "{axis:?}");
            assert!((0..=1000).contains(&axis.at(low)), "{axis:?}");
        }
    }

    #[test]
    fn a_range_beyond_all_numbers_has_an_axis() {
        let axis = Axis::spanning(-1e308, 1e308, 6, 0, 1000);
        assert_eq!(axis.ticks, [-1e308, 0.0, 1e308]);
        assert_eq!([-1e308, 0.0, 1e308].map(|x| axis.at(x)), [0, 500, 1000]);
    }

    #[test]
    fn every_tick_of_a_small_range_has_a_label_of_its_own() {
        theme::register_fonts();
        let style = NumberStyle::default();
        for range in [(1e-12, 9e-12), (-2e-7, 3e-7), (6.83, 7.79), (0.0, 4e-300)] {
            let axis = Axis::spanning_readably(range, 6, (0, 3000), style);
            let labels = axis.ticks.iter().map(|tick| axis.label(*tick, style));
            let mut labels: Vec<String> = labels.collect();
            let count = labels.len();
            labels.dedup();
            assert!(count > 1 && labels.len() == count, "{labels:?}");
        }
    }

    #[test]
    fn ticks_of_counts_are_whole_and_those_before_zero_are_round() {
        theme::register_fonts();
        let style = NumberStyle::default();
        for range in [(-0.5, 1.5), (2.5, 3.5), (-0.5, 40.5)] {
            let axis = Axis::of_whole_numbers(range, 6, (0, 1000), style);
            assert!(!axis.ticks.is_empty());
            assert!(axis.ticks.iter().all(|tick| *tick == tick.round()));
            assert_eq!((axis.at(range.0), axis.at(range.1)), (0, 1000));
        }
        let axis = Axis::readable_from((-45.0, 300.0), 30.0, (0, 1000), 50);
        assert!(axis.ticks.contains(&0.0) && axis.at(-45.0) >= 0, "{axis:?}");
        assert_eq!(axis.at(300.0), 1000);
    }

    #[test]
    fn ticks_of_whole_values_are_whole_and_leave_little_room() {
        theme::register_fonts();
        let style = NumberStyle::default();
        for range in [(0.0, 1.0), (0.0, 0.0), (7.0, 7.0), (1.0, 4.0), (-1.0, 0.0)] {
            let axis = Axis::of_values(range, 6, (0, 1000), (Grain::Whole, style));
            assert!(axis.ticks.iter().all(|tick| *tick == tick.round()));
            assert!(
                axis.at(range.0) >= 0 && axis.at(range.1) <= 1000,
                "{axis:?}"
            );
        }
        assert_eq!(Grain::of([0.0, 0.5].into_iter()), Grain::Any);
        let axis = Axis::closest((0.0, 11.0), 5..=7, (0, 1000), Grain::Whole);
        assert_eq!(axis.ticks.last(), Some(&12.0));
    }

    #[test]
    fn no_tick_stands_between_two_counts() {
        theme::register_fonts();
        for high in 0..60 {
            let axis = Axis::of_counts(f64::from(high), 5, (0, 4000), NumberStyle::default());
            assert!(axis.ticks.iter().all(|tick| whole(*tick)), "{high}");
            assert!(axis.high >= f64::from(high).max(1.0), "{high}");
            assert!(
                (2..=6).contains(&axis.ticks.len()),
                "{high}: {:?}",
                axis.ticks
            );
        }
    }

    #[test]
    fn ticks_are_round_and_cover() {
        let axis = Axis::covering(487.0, 4, 0, 1000);
        assert_eq!(axis.ticks, [0.0, 200.0, 400.0, 600.0]);
        assert_eq!(axis.at(600.0), 1000);
        let axis = Axis::readable(12.0, 900.0, 0, 1000, 150);
        assert_eq!(axis.ticks[..3], [0.0, 180.0, 360.0]);
        let axis = Axis::covering(0.7, 4, 0, 1000);
        assert_eq!(axis.label(axis.ticks[1], NumberStyle::default()), "0.2");
    }
}
