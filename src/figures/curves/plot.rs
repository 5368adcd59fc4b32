//! The curves themselves: bands, steps, censored rows, marks, medians.

use super::{Course, Moment, Panel};
use crate::figures::axis::Axis;
use crate::figures::canvas::{Canvas, Stroke};
use crate::figures::theme;

/// The most censored times of a curve that each have a tick.
const MOST_TICKS: usize = 150;

/// So many curves are told apart by few marks: where they cross, and where they end.
const FEW: usize = 4;
/// Marks of a curve that reaches to the end, and where there are few curves, or more
/// than different marks.
const MARKS_ALONG: i32 = 5;
const FEWER_MARKS: i32 = 3;

/// Draws the curves of a panel.
pub(super) fn draw(canvas: &mut Canvas, panel: &Panel<'_>, time: &Axis, share: &Axis) {
    let opacity = if panel.is_grouped() { 0.12 } else { 0.16 };
    for course in &panel.courses {
        if course.has_band {
            canvas.fill(
                band(course, time, share),
                theme::group(course.look),
                opacity,
            );
        }
    }
    draw_medians(canvas, panel, time, share);
    for course in &panel.courses {
        draw_course(canvas, course, time, share);
    }
    if panel.is_grouped() {
        // The same marks as beside the names, along the curves and where they end:
        // in grey, and to many eyes, colours alone are one.
        let count = panel.courses.len();
        for (at, course) in panel.courses.iter().enumerate() {
            let mut places = match count {
                1 => Vec::new(),
                _ => places_along(course, (at, count), time, share),
            };
            let last = course.steps.last();
            places.extend(last.map(|step| (time.at(step.time), share.at(step.share))));
            for place in places {
                canvas.marker(course.look, place, theme::group(course.look));
            }
        }
    }
}

/// Places on a curve for its marks, each at another time than those of the other
/// curves.
fn places_along(
    course: &Course,
    (at, count): (usize, usize),
    time: &Axis,
    share: &Axis,
) -> Vec<(i32, i32)> {
    let Some(end) = course.steps.last().map(|step| time.at(step.time)) else {
        return Vec::new();
    };
    let (from, to) = time.ends();
    let marks = match count {
        ..=FEW => FEWER_MARKS,
        count if count > theme::MARKS => FEWER_MARKS,
        _ => MARKS_ALONG,
    };
    let apart = (to - from) / marks;
    let first = from + apart * (1 + 2 * at as i32) / (2 * count as i32);
    // The mark at the end is enough there.
    let places = (first..end - apart / 4).step_by(apart.max(1) as usize);
    let mut steps = course.steps.iter().peekable();
    let mut height = share.at(course.start);
    places
        .map(|x| {
            while let Some(step) = steps.next_if(|step| time.at(step.time) <= x) {
                height = share.at(step.share);
            }
            (x, height)
        })
        .collect()
}

/// From the middle of the axis to the curves, and from there down to their medians.
fn draw_medians(canvas: &mut Canvas, panel: &Panel<'_>, time: &Axis, share: &Axis) {
    let grey = Stroke {
        colour: theme::GREY,
        width: theme::HAIR + 2,
    };
    let medians = || panel.courses.iter().filter_map(|own| own.median);
    let Some(last) = medians().reduce(f64::max) else {
        return;
    };
    let middle = share.at(50.0);
    canvas.dashed(&[(time.at(0.0), middle), (time.at(last), middle)], grey);
    for median in medians() {
        let x = time.at(median);
        canvas.dashed(&[(x, middle), (x, share.at(0.0))], grey);
    }
}

fn draw_course(canvas: &mut Canvas, course: &Course, time: &Axis, share: &Axis) {
    let colour = theme::group(course.look);
    let stroke = Stroke {
        colour,
        width: theme::LINE + theme::HAIR,
    };
    let steps = &course.steps;
    // Solid while enough are at risk; the last step ends at the last time.
    let certain = steps.iter().take_while(|step| step.is_certain).count();
    let (certain, uncertain) = steps.split_at(certain);
    let mut level = share.at(course.start);
    let mut solid = vec![(time.at(0.0), level)];
    for step in certain {
        push_step(&mut solid, &mut level, step, time, share);
    }
    let mut dashed: Vec<(i32, i32)> = solid.last().copied().into_iter().collect();
    for step in uncertain {
        push_step(&mut dashed, &mut level, step, time, share);
    }
    canvas.path(solid, stroke);
    canvas.dashed(&dashed, stroke);
    draw_censored(canvas, course, colour, time, share);
}

fn draw_censored(
    canvas: &mut Canvas,
    course: &Course,
    colour: plotters::style::RGBColor,
    time: &Axis,
    share: &Axis,
) {
    let tick = Stroke {
        colour,
        width: theme::LINE,
    };
    let censored = || course.steps.iter().filter(|step| step.is_censored);
    // Ticks closer than their width are one; a crowd of them would hide the curve
    // as a band, and is drawn with gaps.
    let crowded = censored().count() > MOST_TICKS;
    let apart = theme::LINE as i32 * if crowded { 5 } else { 1 };
    let mut previous = None;
    for step in censored() {
        let (x, y) = (time.at(step.time), share.at(step.share));
        let is_apart = |(before, height)| x - before >= apart || (!crowded && height != y);
        if previous.is_none_or(is_apart) {
            canvas.line((x, y - 32), (x, y + 32), tick);
            previous = Some((x, y));
        }
    }
}

fn push_step(
    points: &mut Vec<(i32, i32)>,
    level: &mut i32,
    step: &Moment,
    time: &Axis,
    share: &Axis,
) {
    let (x, y) = (time.at(step.time), share.at(step.share));
    push_point(points, (x, *level));
    push_point(points, (x, y));
    *level = y;
}

/// Adds a corner; a point between two others of one straight line is no corner,
/// and a registry has more steps than a page has places.
fn push_point(points: &mut Vec<(i32, i32)>, point: (i32, i32)) {
    if points.last() == Some(&point) {
        return;
    }
    if let [.., before, last] = points.as_slice() {
        let straight =
            (before.0 == last.0 && last.0 == point.0) || (before.1 == last.1 && last.1 == point.1);
        if straight {
            points.pop();
        }
    }
    points.push(point);
}

/// The outline of the confidence band: along the upper limits, back along the
/// lower ones. It begins with the first limits and ends where one is not defined.
fn band(course: &Course, time: &Axis, share: &Axis) -> Vec<(i32, i32)> {
    let start = share.at(course.start);
    let mut upper = vec![(time.at(0.0), start)];
    let mut lower = upper.clone();
    let (mut top, mut bottom) = (start, start);
    let no_limits = |step: &&Moment| step.share == course.start && step.limits.is_none();
    for step in course.steps.iter().skip_while(no_limits) {
        let x = time.at(step.time);
        push_point(&mut upper, (x, top));
        push_point(&mut lower, (x, bottom));
        let Some((low, high)) = step.limits else {
            break;
        };
        (top, bottom) = (share.at(high), share.at(low));
        push_point(&mut upper, (x, top));
        push_point(&mut lower, (x, bottom));
    }
    upper.extend(lower.into_iter().rev());
    upper
}
