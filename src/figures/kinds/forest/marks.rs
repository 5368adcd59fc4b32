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
