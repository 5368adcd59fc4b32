//! The shift between two samples: Hodges and Lehmann's estimate and interval.

use super::distribution::normal_quantile;
use super::proportion::Interval;
use super::ranks::rank;
use super::{StatsError, require_finite};

/// A location shift with its confidence interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shift {
    /// Median of all differences between a value of the first and one of the
    /// second sample.
    pub estimate: f64,
    /// Interval by order statistics of the differences.
    pub interval: Interval,
}

/// Below this size of both samples the interval is exact, as in R.
const EXACT_BELOW: usize = 50;

/// Hodges and Lehmann's shift, `wilcox.test(x, y, conf.int = TRUE)`.
///
/// The interval is formed by order statistics (Moses; Hollander, Wolfe and
/// Chicken, section 4.3): exact for samples below 50 without ties, else by the
/// normal approximation. O((m + n) log(m + n)): the differences are never
/// listed.
///
/// # Errors
/// [`StatsError::TooFew`] for an empty sample, [`StatsError::NotFinite`].
pub fn hodges_lehmann(x: &[f64], y: &[f64], confidence: f64) -> Result<Shift, StatsError> {
    let least = x.len().min(y.len());
    if least == 0 {
        return Err(StatsError::TooFew { needed: 1, got: 0 });
    }
    let pooled = [x, y].concat();
    require_finite(&pooled)?;
    let differences = Differences::new(x, y);
    let pairs = x.len() as u64 * y.len() as u64;
    let estimate = f64::midpoint(
        differences.at(pairs.div_ceil(2)),
        differences.at(pairs / 2 + 1),
    );
    let alpha = 1.0 - confidence;
    let ties = rank(&pooled).ties;
    let small = x.len() < EXACT_BELOW && y.len() < EXACT_BELOW;
    let below = if small && ties.is_empty() {
        exact_quantile(x.len(), y.len(), alpha / 2.0)
    } else {
        let (m, n) = (x.len() as f64, y.len() as f64);
        let variance = m * n * (m + n + 1.0) / 12.0;
        (m * n / 2.0 + normal_quantile(alpha / 2.0) * variance.sqrt())
            .round()
            .max(1.0) as u64
    };
    let below = below.clamp(1, pairs);
    Ok(Shift {
        estimate,
        interval: Interval {
            lower: differences.at(below),
            upper: differences.at(pairs + 1 - below),
        },
    })
}

/// `qwilcox(p, m, n)`, at least 1.
fn exact_quantile(m: usize, n: usize, p: f64) -> u64 {
    // ways[k][s]: choices of k among the ranks seen with W = s.
    let largest = m * n;
    let mut ways = vec![vec![0.0_f64; largest + 1]; m + 1];
    ways[0][0] = 1.0;
    for seen in 0..m + n {
        for chosen in (1..=m.min(seen + 1)).rev() {
            // The rank seen + 1 adds seen + 1 - chosen to W.
            let gain = seen + 1 - chosen;
            for sum in (gain..=largest).rev() {
                ways[chosen][sum] += ways[chosen - 1][sum - gain];
            }
        }
    }
    let total: f64 = ways[m].iter().sum();
    let mut passed = 0.0;
    for (sum, count) in ways[m].iter().enumerate() {
        passed += count / total;
        if passed >= p * (1.0 - 1e-12) {
            return (sum as u64).max(1);
        }
    }
    largest as u64
}

/// All differences x - y in order, by counting rather than listing.
struct Differences {
    x: Vec<f64>,
    y: Vec<f64>,
}

impl Differences {
    fn new(x: &[f64], y: &[f64]) -> Self {
        let sorted = |values: &[f64]| {
            let mut values = values.to_vec();
            values.sort_unstable_by(f64::total_cmp);
            values
        };
        Self {
            x: sorted(x),
            y: sorted(y),
        }
    }

    /// How many differences are at most `limit`.
    fn count(&self, limit: f64) -> u64 {
        // As x rises, ever more y lie above x - limit no longer.
        let mut from = 0;
        let mut total = 0;
        for &x in &self.x {
            while self.y.get(from).is_some_and(|&y| x - y > limit) {
                from += 1;
            }
            total += (self.y.len() - from) as u64;
        }
        total
    }

    /// The difference at a place in order, from 1: bisection over the ordered
    /// floating-point numbers themselves ends at the exact value.
    fn at(&self, place: u64) -> f64 {
        let (first, last) = (ordered(f64::MIN), ordered(f64::MAX));
        let (mut low, mut high) = (first, last);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.count(from_ordered(middle)) >= place {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        let found = from_ordered(low);
        if found == 0.0 { 0.0 } else { found }
    }
}

/// Floating-point numbers as whole numbers in the same order.
fn ordered(value: f64) -> i128 {
    let bits = value.to_bits() as i64;
    i128::from(if bits < 0 {
        i64::MIN.wrapping_sub(bits).wrapping_sub(1)
    } else {
        bits
    })
}

fn from_ordered(place: i128) -> f64 {
    let place = place as i64;
    let bits = if place < 0 {
        i64::MIN.wrapping_sub(place).wrapping_sub(1)
    } else {
        place
    };
    f64::from_bits(bits as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_floats_is_kept() {
        for pair in [-5.0, -1.0, -0.5, -f64::MIN_POSITIVE, 0.0, 1e-300, 2.0, 1e10].windows(2) {
            assert!(ordered(pair[0]) < ordered(pair[1]), "{pair:?}");
            assert_eq!(from_ordered(ordered(pair[0])), pair[0]);
        }
    }
}
