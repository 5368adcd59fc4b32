//! Where the ticks of a time axis stand, and with them the times at which the
//! rows at risk are counted.

use crate::study::TimeUnit;

/// The distance of the ticks of a time axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ticks {
    /// As the study file states it, in the unit of the endpoint.
    Every(f64),
    /// By the unit and the longest time.
    ByRange,
}

/// Most ticks of an axis before they are thinned.
const MOST: f64 = 100.0;
/// Most steps of an axis whose ticks are chosen by the range.
const MOST_BY_RANGE: f64 = 8.0;
/// With fewer steps than these, a customary distance that gives a few more than the
/// usual number is better.
const FEW: f64 = 4.0;
const MOST_RATHER_THAN_FEW: f64 = 10.0;

impl Ticks {
    /// The distance for an axis to `last`. What is drawn and what is counted at
    /// risk both follow from it, so that no tick lacks its number.
    pub fn step(self, unit: TimeUnit, last: f64) -> f64 {
        match self {
            Self::Every(every) => every * (last / every / MOST).ceil().max(1.0),
            Self::ByRange => by_range(unit, last),
        }
    }
}

/// The least customary distance with at most eight steps to `last`, or the one before
/// it where that gives hardly any.
fn by_range(unit: TimeUnit, last: f64) -> f64 {
    let customary: &[f64] = match unit {
        TimeUnit::Seconds => &[
            1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1_800.0, 3_600.0,
        ],
        TimeUnit::Minutes => &[
            1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 180.0, 360.0, 720.0, 1_440.0,
        ],
        TimeUnit::Hours => &[
            0.25, 0.5, 1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 48.0, 72.0, 168.0, 336.0, 720.0,
        ],
        TimeUnit::Days => &[
            1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 90.0, 180.0, 365.0, 730.0, 1095.0, 1825.0,
            3650.0,
        ],
        // A quarter of a year is 13 weeks.
        TimeUnit::Weeks => &[
            1.0, 2.0, 4.0, 6.0, 13.0, 26.0, 52.0, 104.0, 156.0, 260.0, 520.0,
        ],
        TimeUnit::Months => &[1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 36.0, 60.0, 120.0, 240.0],
        TimeUnit::Years => &[0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0],
    };
    let [least, .., _] = customary else {
        return 1.0;
    };
    if last <= 0.0 {
        return 1.0;
    }
    if last < 2.0 * least || last.is_infinite() {
        return round_step(last.min(f64::MAX), MOST_BY_RANGE as usize);
    }
    let fits = |step: &f64| last / step <= MOST_BY_RANGE;
    let Some(at) = customary.iter().position(fits) else {
        return round_step(last, MOST_RATHER_THAN_FEW as usize);
    };
    let is_better = |(own, closer): &(&f64, &f64)| {
        last / **own < FEW && last / **closer <= MOST_RATHER_THAN_FEW
    };
    let own = customary.get(at).unwrap_or(least);
    let closer = at.checked_sub(1).and_then(|before| customary.get(before));
    let closer = closer.map(|closer| (own, closer)).filter(is_better);
    *closer.map_or(own, |(_, closer)| closer)
}

/// A step of 1, 2 or 5 times a power of ten that gives about `count` ticks to
/// `high`, a positive finite number.
pub(crate) fn round_step(high: f64, count: usize) -> f64 {
    // Powers of ten end at some 1e-323; a zero would be multiplied for ever.
    const LEAST: f64 = 1e-300;
    let rough = (high / count.max(1) as f64).clamp(LEAST, f64::MAX);
    let mut power = 1.0;
    while power > rough {
        power /= 10.0;
    }
    while power * 10.0 <= rough {
        power *= 10.0;
    }
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= rough)
        .filter(|step| step.is_finite())
        .unwrap_or(rough)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_and_the_greatest_numbers_have_steps() {
        for high in [0.0, 5e-324, 1e-310, 1e-300, 1e300, f64::MAX, f64::INFINITY] {
            for count in [0, 1, 3, 6] {
                let step = round_step(high, count);
                assert!(step > 0.0 && step.is_finite(), "{high}, {count}: {step}");
            }
        }
    }

    #[test]
    fn ticks_fit_the_unit_and_the_range() {
        for (unit, last, step) in [
            (TimeUnit::Days, 3700.0, 730.0),
            (TimeUnit::Days, 5900.0, 1095.0),
            (TimeUnit::Days, 1450.0, 180.0),
            (TimeUnit::Days, 18.0, 2.0),
            (TimeUnit::Weeks, 1000.0, 156.0),
            (TimeUnit::Hours, 600.0, 72.0),
            (TimeUnit::Years, 18.0, 2.0),
            (TimeUnit::Days, 999.0, 180.0),
            (TimeUnit::Days, 200.0, 30.0),
            (TimeUnit::Weeks, 12.0, 2.0),
            (TimeUnit::Weeks, 24.0, 4.0),
            (TimeUnit::Weeks, 36.0, 6.0),
            (TimeUnit::Weeks, 52.0, 13.0),
            (TimeUnit::Weeks, 156.0, 26.0),
            (TimeUnit::Weeks, 400.0, 52.0),
            (TimeUnit::Hours, 8.0, 1.0),
            (TimeUnit::Hours, 24.0, 3.0),
            (TimeUnit::Hours, 72.0, 12.0),
            (TimeUnit::Minutes, 99.0, 15.0),
            (TimeUnit::Minutes, 180.0, 30.0),
            (TimeUnit::Seconds, 90.0, 15.0),
            (TimeUnit::Months, 7.0, 1.0),
            (TimeUnit::Months, 61.0, 12.0),
            (TimeUnit::Months, 185.0, 24.0),
            (TimeUnit::Years, 8.2, 2.0),
            (TimeUnit::Years, 5.0, 1.0),
            (TimeUnit::Years, 3.0, 0.5),
            (TimeUnit::Years, 0.04, 0.005),
            (TimeUnit::Days, 0.0, 1.0),
        ] {
            assert_eq!(Ticks::ByRange.step(unit, last), step, "{last} {unit:?}");
        }
    }

    #[test]
    fn an_axis_has_neither_too_few_ticks_nor_too_many() {
        for unit in TimeUnit::ALL {
            for last in (1..4000).map(|tenth| f64::from(tenth) * 0.5) {
                let steps = last / Ticks::ByRange.step(unit, last);
                assert!((2.0..=10.0).contains(&steps), "{last} {unit:?}: {steps}");
                // Beyond the least distances of a unit there are five ticks or more.
                assert!(
                    !(20.0..=1600.0).contains(&last) || steps >= 3.5,
                    "{last} {unit:?}: {steps}"
                );
            }
        }
    }

    #[test]
    fn a_stated_distance_is_kept_and_thinned_beyond_a_hundred_ticks() {
        let every = Ticks::Every(12.0);
        assert_eq!(every.step(TimeUnit::Days, 1200.0), 12.0);
        assert_eq!(every.step(TimeUnit::Days, 3700.0), 48.0);
        assert_eq!(every.step(TimeUnit::Years, 0.0), 12.0);
    }
}
