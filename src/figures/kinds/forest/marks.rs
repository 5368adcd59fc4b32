//! An estimate and its interval on the axis of a forest plot.

use super::scale::Scale;
use crate::figures::canvas::{Canvas, Stroke};
use crate::figures::theme;

/// The mark of an estimate.
pub(super) const ESTIMATE: usize = 3;
/// Half the height of a cap and of the tip of an arrow.
const CAP: i32 = 20;
/// From an estimate to the tip of an arrow beside it, so that its mark does not cover
/// the arrow.
const CLEAR: i32 = 80;

/// Draws an estimate without limits.
pub(super) fn draw_alone(canvas: &mut Canvas, axis: &Scale, y: i32, estimate: f64) {
    if axis.holds(estimate) {
        canvas.marker(ESTIMATE, (axis.at(estimate), y), theme::group(0));
    } else {
        draw(canvas, axis, y, (estimate, [estimate; 2]));
    }
}

/// Draws an estimate with its limits: an arrow for each limit beyond the axis. Where the
/// estimate itself is beyond it no mark stands for it, as that would be read as a value.
pub(super) fn draw(canvas: &mut Canvas, axis: &Scale, y: i32, (estimate, limits): (f64, [f64; 2])) {
    let stroke = Stroke {
        colour: theme::group(0),
        width: theme::LINE,
    };
    let middle = axis.at(estimate);
    let [low, high] = limits.map(|end| axis.at(end));
    if !axis.holds(estimate) && low == high {
        // All of it is beyond one end.
        let (start, end) = axis.ends();
        let inwards = if middle - start < end - middle {
            CLEAR
        } else {
            -CLEAR
        };
        canvas.arrow((middle + inwards, y), (middle, y), CAP, stroke);
        return;
    }
    for (end, (x, outwards)) in limits.into_iter().zip([(low, -CLEAR), (high, CLEAR)]) {
        if axis.holds(end) {
            canvas.line((middle, y), (x, y), stroke);
            canvas.line((x, y - CAP), (x, y + CAP), stroke);
        } else {
            let is_covered = axis.holds(estimate) && (x - middle).abs() < CLEAR;
            let tip = if is_covered { middle + outwards } else { x };
            let from = if tip == middle {
                low + high - x
            } else {
                middle
            };
            canvas.arrow((from, y), (tip, y), CAP, stroke);
        }
    }
    if axis.holds(estimate) {
        canvas.marker(ESTIMATE, (middle, y), theme::group(0));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use crate::figures::log_axis::LogAxis;
    use crate::figures::scene::Width;
    use crate::study::NumberStyle;

    /// Squares and pointed ends of what is drawn on an axis from 0.5 to 2.
    fn drawn(estimate: f64, limits: Option<[f64; 2]>) -> [usize; 2] {
        theme::register_fonts();
        let style = NumberStyle::default();
        let axis = LogAxis::new((&[0.5, 2.0], &[]), &[], (1000, 3000), style);
        let axis = Scale::Ratio(axis);
        let mut canvas = Canvas::new(Width::Page, 200, style);
        match limits {
            Some(limits) => draw(&mut canvas, &axis, 100, (estimate, limits)),
            None => draw_alone(&mut canvas, &axis, 100, estimate),
        }
        let svg = canvas.svg().unwrap().remove(0).svg;
        let points = svg.split("points=\"").skip(1);
        let tips = points.filter(|own| {
            let own = own.split('"').next().unwrap_or_default();
            own.split_whitespace().count() == 3
        });
        [svg.matches("<rect").count(), tips.count()]
    }

    #[test]
    fn no_mark_stands_for_an_estimate_beyond_the_axis() {
        let [usual, _] = drawn(1.0, Some([0.8, 1.5]));
        for (estimate, limits, marks, arrows) in [
            (1.0, [0.8, 1.5], 1, 0),
            (1.0, [0.8, 50.0], 1, 1),
            (1.0, [0.0, f64::INFINITY], 1, 2),
            (1e-9, [1e-80, 1e70], 0, 2),
            (1e9, [0.8, 1e70], 0, 1),
            (1e-9, [1e-12, 1.5], 0, 1),
            // All of it is beyond one end.
            (1e9, [1e3, 1e70], 0, 1),
            (1e-9, [1e-70, 1e-3], 0, 1),
            // The mark would cover an arrow that ends at the axis.
            (2.0, [1.0, 50.0], 1, 1),
        ] {
            let found = drawn(estimate, Some(limits));
            assert_eq!(found, [usual - 1 + marks, arrows], "{estimate} {limits:?}");
        }
        assert_eq!(drawn(1e9, None), [usual - 1, 1]);
    }
}
