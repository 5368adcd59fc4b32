//! Where a time axis ends: at the last time of the cohort, unless a few rows were
//! followed more than twice as long as all others, whose curves would then fill less
//! than half of it.

/// Of so many rows one may be few.
const FEW_OF: usize = 50;
/// More rows than this are not few.
const MOST: usize = 10;

/// The time up to which all but a few rows were followed, or the last one.
pub(super) fn axis_end(times: impl Iterator<Item = f64>) -> f64 {
    let mut times: Vec<f64> = times.collect();
    times.sort_by(f64::total_cmp);
    let last = times.last().copied().unwrap_or(0.0).max(0.0);
    let few = (times.len() / FEW_OF).min(MOST);
    let others = times.iter().rev().nth(few).copied();
    others
        .filter(|others| *others > 0.0 && last > 2.0 * others)
        .unwrap_or(last)
}

/// The time up to which an axis with ticks every `every` shows its curves, the
/// longest of which ends at `longest`: a tick where [`axis_end`] is earlier.
pub fn shown_until(end: f64, longest: f64, every: f64) -> f64 {
    counted_until(end, longest, every).max(every)
}

/// The time up to which rows are counted below such an axis.
pub(super) fn counted_until(end: f64, longest: f64, every: f64) -> f64 {
    match longest > end {
        true => (end / every).ceil().max(1.0) * every,
        false => end,
    }
}

/// The times at which the alternative text of a figure tells of a curve: two ticks
/// of an axis until `end`, about a third and two thirds along it.
pub fn told_times(every: f64, end: f64) -> Vec<f64> {
    let ticks = super::ticks(every, end + every * 1e-9);
    let last = ticks.len().saturating_sub(1);
    let mut told = vec![last.div_ceil(3), (2 * last).div_ceil(3)];
    told.dedup();
    let told = told.into_iter().filter(|at| *at > 0);
    told.filter_map(|at| ticks.get(at).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_rows_do_not_set_the_axis() {
        let usual = || (1..=200).map(|at| f64::from(at) / 20.0);
        assert_eq!(axis_end(usual()), 10.0);
        assert_eq!(axis_end(usual().chain([50.0])), 9.85);
        assert_eq!(shown_until(9.85, 50.0, 2.0), 10.0);
        assert_eq!(shown_until(10.0, 10.0, 4.0), 10.0);
        // Less than twice as long, and more than a few.
        assert_eq!(axis_end(usual().chain([19.0])), 19.0);
        assert_eq!(axis_end(usual().chain([50.0; 11])), 50.0);
        // Of few rows none is few.
        assert_eq!(axis_end([1.0, 2.0, 50.0].into_iter()), 50.0);
        assert_eq!(axis_end(std::iter::empty()), 0.0);
    }

    #[test]
    fn curves_are_told_at_two_ticks() {
        assert_eq!(told_times(12.0, 72.0), [24.0, 48.0]);
        assert_eq!(told_times(2.0, 8.2), [4.0, 6.0]);
        assert_eq!(told_times(1.0, 1.5), [1.0]);
        assert_eq!(told_times(1.0, 0.5), [0.0; 0]);
    }
}
