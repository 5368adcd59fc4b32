//! Hodges and Lehmann's estimates: the shift between two samples, the centre of
//! one.

use super::distribution::normal_quantile;
use super::math::{self, ln_factorial};
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

/// Whether samples of these sizes are large enough for an interval of their shift:
/// the range of all differences has the confidence 1 - 2 / (m + n choose m), of which
/// R warns where it is less than was asked for.
///
/// # Errors
/// [`StatsError::TooFew`], with how many observations in two equal samples suffice.
pub fn shift_interval_exists(sizes: [usize; 2], confidence: f64) -> Result<(), StatsError> {
    let enough = |m: usize, n: usize| {
        let ln = |count: usize| ln_factorial(count as u64);
        let least = math::ln(2.0) - (ln(m + n) - ln(m) - ln(n));
        // An alpha that is reached exactly is not missed by rounding.
        least <= math::ln(1.0 - confidence) + 1e-9
    };
    let [m, n] = sizes;
    if enough(m, n) {
        return Ok(());
    }
    let got = m + n;
    let needed = (got + 1..).find(|total| enough(total / 2, total - total / 2));
    Err(StatsError::TooFew {
        needed: needed.unwrap_or(got),
        got,
    })
}

/// Hodges and Lehmann's estimate of the centre of one sample, the median of its
/// Walsh averages, with interval: `wilcox.test(x, conf.int = TRUE)`.
///
/// The interval is formed by order statistics of the averages (Tukey; Hollander,
/// Wolfe and Chicken, section 3.2): exact for samples below 50, else by the
/// normal approximation. R shifts it by the continuity correction there.
/// O(n log n): the averages are never listed.
///
/// # Errors
/// [`StatsError::TooFew`] for an empty sample, [`StatsError::NotFinite`].
pub fn pseudomedian(values: &[f64], confidence: f64) -> Result<Shift, StatsError> {
    if values.is_empty() {
        return Err(StatsError::TooFew { needed: 1, got: 0 });
    }
    require_finite(values)?;
    let halves: Vec<f64> = values.iter().map(|value| value / 2.0).collect();
    let negated: Vec<f64> = halves.iter().map(|value| -value).collect();
    // The differences of all ordered pairs: each average of two values twice,
    // each value once.
    let averages = Walsh {
        pairs: Differences::new(&halves, &negated),
        values: {
            let mut sorted = values.to_vec();
            sorted.sort_unstable_by(f64::total_cmp);
            sorted
        },
    };
    let n = values.len();
    let count = (n as u64 * (n as u64 + 1)) / 2;
    let estimate = f64::midpoint(averages.at(count.div_ceil(2)), averages.at(count / 2 + 1));
    let alpha = 1.0 - confidence;
    let below = if n < EXACT_BELOW {
        signed_rank_quantile(n, alpha / 2.0)
    } else {
        let n = n as f64;
        let variance = n * (n + 1.0) * (2.0 * n + 1.0) / 24.0;
        let z = normal_quantile(alpha / 2.0);
        (n * (n + 1.0) / 4.0 + z * variance.sqrt()).round().max(1.0) as u64
    };
    let below = below.clamp(1, count);
    Ok(Shift {
        estimate,
        interval: Interval {
            lower: averages.at(below),
            upper: averages.at(count + 1 - below),
        },
    })
}

/// The averages of all pairs of values, each value with itself too.
struct Walsh {
    pairs: Differences,
    values: Vec<f64>,
}

impl Walsh {
    fn at(&self, place: u64) -> f64 {
        bisect(|limit| {
            let own = self.values.partition_point(|value| *value <= limit) as u64;
            (self.pairs.count(limit) + own) / 2 >= place
        })
    }
}

/// `qsignrank(p, n)`, at least 1.
fn signed_rank_quantile(n: usize, p: f64) -> u64 {
    let largest = n * (n + 1) / 2;
    let mut shares = vec![0.0_f64; largest + 1];
    shares[0] = 1.0;
    for rank in 1..=n {
        for sum in (0..=largest).rev() {
            let with = if sum >= rank { shares[sum - rank] } else { 0.0 };
            shares[sum] = 0.5 * (shares[sum] + with);
        }
    }
    let mut passed = 0.0;
    for (sum, share) in shares.iter().enumerate() {
        passed += share;
        if passed >= p * (1.0 - 1e-12) {
            return (sum as u64).max(1);
        }
    }
    largest as u64
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

    /// The difference at a place in order, from 1.
    fn at(&self, place: u64) -> f64 {
        bisect(|limit| self.count(limit) >= place)
    }
}

/// The least number that is enough: bisection over the ordered floating-point
/// numbers themselves ends at the exact value.
fn bisect(enough: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (ordered(f64::MIN), ordered(f64::MAX));
    while low < high {
        let middle = low + (high - low) / 2;
        if enough(from_ordered(middle)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    let found = from_ordered(low);
    if found == 0.0 { 0.0 } else { found }
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
