//! How many values lie between equidistant edges.

/// The number of classes by Sturges' rule, ⌈log₂ n⌉ + 1 (Sturges HA. *Journal of
/// the American Statistical Association* 1926;21:65-66), as R's `nclass.Sturges`.
pub fn sturges(n: usize) -> usize {
    match n {
        0 | 1 => 1,
        _ => (n - 1).ilog2() as usize + 2,
    }
}

/// Classes of one width, side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Classes {
    /// The lowest edge.
    pub first: f64,
    /// The width of each class.
    pub width: f64,
    /// How many there are.
    pub count: usize,
}

/// An edge is a multiple of a decimal step, which floating point misses by little.
const SLACK: f64 = 1e-7;
/// A class of its own for each whole number, up to so many times as are wanted.
const ALONE: f64 = 2.0;
/// Smaller ranges than this cannot be divided.
const LEAST_RANGE: f64 = 1e-300;

impl Classes {
    /// About `wanted` classes from `low` to `high` at multiples of 1, 2 or 5
    /// times a power of ten, as R's `pretty` chooses them; one class from 0 to 1
    /// when there is no value to hold.
    pub fn round(low: f64, high: f64, wanted: usize) -> Self {
        if !low.is_finite() || !high.is_finite() {
            return Self {
                first: 0.0,
                width: 1.0,
                count: 1,
            };
        }
        if !(high - low).is_finite() {
            return Self::immense(low, high, wanted.max(2));
        }
        // Numbers so close that no width is left between them are as good as equal.
        let range = high - low;
        let range = if range > LEAST_RANGE { range } else { 1.0 };
        let width = round_width(range / wanted.max(1) as f64);
        let first = (low / width + SLACK).floor();
        let last = (high / width - SLACK).ceil();
        Self {
            first: first * width,
            width,
            count: (last - first).max(1.0) as usize,
        }
    }

    /// About `wanted` classes of one or two whole numbers each, which lie in their
    /// middle; none where more numbers would be in a class, as the side on which its
    /// edges are counted no longer matters.
    pub fn whole(low: f64, high: f64, wanted: usize) -> Option<Self> {
        const WIDEST: f64 = 2.0;
        let range = high - low;
        if !range.is_finite() {
            return None;
        }
        let wanted = wanted.max(1) as f64;
        // Numbers that are few enough stand alone.
        let width = match range + 1.0 <= ALONE * wanted {
            true => 1.0,
            false => round_width(range / wanted),
        };
        (width <= WIDEST).then(|| Self {
            first: low - 0.5,
            width,
            count: ((range + 1.0) / width).ceil().max(1.0) as usize,
        })
    }

    /// Whether the edges lie half way between whole numbers.
    pub fn are_of_whole_numbers(&self) -> bool {
        let is_half = |edge: f64| (edge - edge.floor() - 0.5).abs() < SLACK;
        self.width == self.width.round() && is_half(self.first)
    }

    /// Classes over a range that no number holds: as they are cut, not rounded.
    fn immense(low: f64, high: f64, count: usize) -> Self {
        Self {
            first: low,
            width: high / count as f64 - low / count as f64,
            count,
        }
    }

    /// The lower edge of a class, and the upper one of the class before it.
    pub fn edge(&self, class: usize) -> f64 {
        let above = self.width * class as f64;
        if above.is_finite() {
            return self.first + above;
        }
        // In one step, as the sum may be a number where the product is none.
        let edge = self.width.mul_add(class as f64, self.first);
        edge.min(f64::MAX)
    }

    /// How many values are in each class. A class holds its upper edge and not
    /// its lower one, but for the first, which holds both, as R's `hist` counts.
    /// Values outside are in no class.
    pub fn counts(&self, values: &[f64]) -> Vec<usize> {
        let mut counts = vec![0; self.count];
        for value in values {
            let above = value - self.first;
            let place = match above.is_finite() {
                true => above / self.width,
                false => value / self.width - self.first / self.width,
            };
            if place < -SLACK {
                continue;
            }
            let class = ((place - SLACK).ceil() - 1.0).max(0.0) as usize;
            if let Some(count) = counts.get_mut(class) {
                *count += 1;
            }
        }
        counts
    }
}

/// The nearest of 1, 2, 5 and 10 times a power of ten, with R's bias of 1.5
/// towards the larger (Becker RA, Chambers JM, Wilks AR. *The New S Language*
/// 1988, `pretty`).
fn round_width(rough: f64) -> f64 {
    const BIAS: f64 = 1.5;
    const BIAS_OF_FIVE: f64 = 0.5 + 1.5 * BIAS;
    let mut base = 1.0;
    while base > rough {
        base /= 10.0;
    }
    while base * 10.0 <= rough {
        base *= 10.0;
    }
    let mut width = base;
    for (factor, bias) in [(2.0, BIAS), (5.0, BIAS_OF_FIVE), (10.0, BIAS)] {
        if factor * base - rough >= bias * (rough - width) {
            break;
        }
        width = factor * base;
    }
    width
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R 4.2: `sapply(c(1, 2, 3, 24, 32, 33, 228), function(n) nclass.Sturges(seq_len(n)))`.
    #[test]
    fn classes_are_those_of_r() {
        let sizes = [1, 2, 3, 24, 32, 33, 228];
        assert_eq!(sizes.map(sturges), [1, 2, 3, 6, 6, 7, 9]);
    }

    #[test]
    fn the_least_and_the_greatest_numbers_have_classes() {
        let most = 1.7e308;
        let immense = Classes::round(-most, most, 4);
        assert_eq!(
            immense.counts(&[-most, -1e308, 0.0, 1e308, most]),
            [2, 1, 0, 2]
        );
        assert_eq!(immense.edge(2), 0.0);
        assert!((immense.edge(4) / most - 1.0).abs() < 1e-12);
        for (low, high) in [
            (0.0, 5e-324),
            (5e-324, 1e-323),
            (-1e-310, 1e-310),
            (0.0, most),
        ] {
            for wanted in [1, 2, 9, 60] {
                let found = Classes::round(low, high, wanted);
                assert!(found.width > 0.0 && found.count < 200, "{found:?}");
                let all: usize = found.counts(&[low, high]).iter().sum();
                assert_eq!(all, 2, "{found:?}");
            }
        }
    }

    fn classes(first: f64, width: f64, count: usize) -> Classes {
        Classes {
            first,
            width,
            count,
        }
    }

    /// R 4.2: `hist(x, breaks = seq(0, 8, 2))$counts` and
    /// `hist(c(0.1, 0.3, 0.6, 0.7, 1), breaks = seq(0, 10) / 10)$counts`.
    #[test]
    fn counts_are_those_of_r() {
        let values = [0.0, 1.0, 2.0, 2.0, 3.0, 5.0, 8.0];
        assert_eq!(classes(0.0, 2.0, 4).counts(&values), [4, 1, 1, 1]);
        let tenths = [0.1, 0.3, 0.6, 0.7, 1.0];
        assert_eq!(
            classes(0.0, 0.1, 10).counts(&tenths),
            [1, 0, 1, 0, 0, 1, 1, 0, 0, 1]
        );
    }

    /// R 4.2: first break, width and number of classes of `hist(x)` for age,
    /// weight loss, calories and time of `survival::lung` (228 rows, Sturges' 9
    /// classes), then `pretty(c(0.12, 0.87), 5)`, `pretty(c(5, 5.4), 3)` and
    /// `pretty(c(30, 91), 10)`.
    #[test]
    fn round_classes_are_those_of_r() {
        for (low, high, wanted, expected) in [
            (39.0, 82.0, 9, (35.0, 5.0, 10)),
            (-24.0, 68.0, 9, (-30.0, 10.0, 10)),
            (96.0, 2600.0, 9, (0.0, 200.0, 13)),
            (5.0, 1022.0, 9, (0.0, 100.0, 11)),
            (0.12, 0.87, 5, (0.0, 0.2, 5)),
            (5.0, 5.4, 3, (5.0, 0.1, 4)),
            (30.0, 91.0, 10, (30.0, 5.0, 13)),
        ] {
            let found = Classes::round(low, high, wanted);
            let (first, width, count) = expected;
            assert!((found.first - first).abs() < 1e-12, "{found:?}");
            assert!((found.width - width).abs() < 1e-12, "{found:?}");
            assert_eq!(found.count, count, "{found:?}");
        }
    }

    #[test]
    fn classes_of_counts_leave_none_empty_that_has_values() {
        let few: Vec<f64> = (0..=7).map(f64::from).collect();
        for (low, high, wanted) in [(0.0, 7.0, 9), (0.0, 1.0, 9), (3.0, 3.0, 6), (-4.0, 2.0, 4)] {
            let found = Classes::whole(low, high, wanted).unwrap();
            assert!(found.are_of_whole_numbers());
            assert_eq!(found.count as f64, high - low + 1.0, "{found:?}");
            assert_eq!(found.edge(0), low - 0.5);
            assert_eq!(found.edge(found.count), high + 0.5);
        }
        let found = Classes::whole(0.0, 7.0, 9).unwrap();
        assert_eq!(found.counts(&few), [1; 8]);
        // Two in each, from the first on.
        let found = Classes::whole(0.0, 31.0, 12).unwrap();
        let many: Vec<f64> = (0..=31).map(f64::from).collect();
        assert_eq!(found.counts(&many), [2; 16]);
        // Years of age are as good as continuous.
        assert_eq!(Classes::whole(18.0, 95.0, 9), None);
        assert_eq!(Classes::whole(0.0, 1e308, 9), None);
        assert_eq!(Classes::whole(f64::INFINITY, f64::NEG_INFINITY, 9), None);
    }

    #[test]
    fn what_lies_outside_is_not_counted() {
        assert_eq!(classes(0.0, 1.0, 2).counts(&[-1.0, 0.5, 9.0]), [1, 0]);
        assert_eq!(classes(0.0, 1.0, 2).counts(&[]), [0, 0]);
        let none = Classes::round(f64::INFINITY, f64::NEG_INFINITY, 3);
        assert_eq!(none, classes(0.0, 1.0, 1));
    }
}
