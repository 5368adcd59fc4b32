//! The interval of Kendall's tau-b where many values are tied.

use super::distribution::normal_quantile;
use super::math;
use super::proportion::Interval;
use super::ranks::rank;

/// The interval of tau-b by its asymptotic standard error, which counts ties, as
/// `KendallTauB` of R's DescTools, and `ASE` of SAS and SPSS; cut at -1 and 1.
/// None where the error is 0: all pairs agree, or all disagree.
///
/// Brown MB, Benedetti JK. *J Am Stat Assoc* 1977;72:309-315; Agresti A.
/// *Categorical Data Analysis*, section 3.4. O(n log n).
pub fn kendall_interval(x: &[f64], y: &[f64], tau: f64, confidence: f64) -> Option<Interval> {
    let n = x.len().min(y.len()) as f64;
    let (places_x, places_y) = (places(x), places(y));
    let agreement = agreement(&places_x, &places_y);
    let (shares_x, shares_y) = (shares(&places_x), shares(&places_y));
    let share = |shares: &[f64], place: usize| shares.get(place).copied().unwrap_or(0.0);
    let untied = |shares: &[f64]| (1.0 - math::sum(shares.iter().map(|p| p * p))).sqrt();
    let (delta_x, delta_y) = (untied(&shares_x), untied(&shares_y));
    let difference = math::sum(agreement.iter().copied()) / (n * n);
    let influences: Vec<f64> = agreement
        .iter()
        .zip(places_x.iter().zip(&places_y))
        .map(|(agreement, (&x, &y))| {
            2.0 * delta_x * delta_y * agreement / n
                + difference
                    * (share(&shares_y, y) * delta_x / delta_y
                        + share(&shares_x, x) * delta_y / delta_x)
        })
        .collect();
    let mean = math::sum(influences.iter().copied()) / n;
    let spread = math::sum(influences.iter().map(|own| (own - mean) * (own - mean))) / n;
    let error = (spread / n).sqrt() / (delta_x * delta_y).powi(2);
    // What is left of 0 by rounding is no width.
    if error.is_nan() || error < 1e-12 {
        return None;
    }
    let half = normal_quantile(f64::midpoint(1.0, confidence)) * error;
    Some(Interval {
        lower: (tau - half).max(-1.0),
        upper: (tau + half).min(1.0),
    })
}

/// The places of values among the different ones, in rising order.
fn places(values: &[f64]) -> Vec<usize> {
    let ranks = rank(values).ranks;
    let mut sorted = ranks.clone();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted.dedup();
    let place = |rank: &f64| sorted.partition_point(|other| other < rank);
    ranks.iter().map(place).collect()
}

/// The shares of the different values.
fn shares(places: &[usize]) -> Vec<f64> {
    let mut counts = vec![0.0; places.iter().max().map_or(0, |most| most + 1)];
    for &place in places {
        if let Some(count) = counts.get_mut(place) {
            *count += 1.0 / places.len() as f64;
        }
    }
    counts
}

/// Of each pair of values, with how many others it agrees less with how many it
/// disagrees.
fn agreement(x: &[usize], y: &[usize]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..x.len().min(y.len())).collect();
    order.sort_by_key(|&at| x.get(at));
    let size = y.iter().max().map_or(0, |most| most + 1);
    let mut agreement = vec![0.0; order.len()];
    // Those before agree where they are lower, those behind where they are higher.
    let mut add = |order: &[usize], sign: f64| {
        let mut seen = Counts::new(size);
        for tied in order.chunk_by(|&a, &b| x.get(a) == x.get(b)) {
            for &at in tied {
                if let (Some(sum), Some(&own)) = (agreement.get_mut(at), y.get(at)) {
                    let (below, with) = (seen.below(own), seen.below(own + 1));
                    *sum += sign * (below - (seen.all - with));
                }
            }
            for own in tied.iter().filter_map(|&at| y.get(at)) {
                seen.add(*own);
            }
        }
    };
    add(&order, 1.0);
    order.reverse();
    add(&order, -1.0);
    agreement
}

/// Counts by place whose sums up to a place are found in O(log n) (Fenwick P.
/// *Softw Pract Exp* 1994;24:327-336).
struct Counts {
    sums: Vec<f64>,
    all: f64,
}

impl Counts {
    fn new(size: usize) -> Self {
        Self {
            sums: vec![0.0; size + 1],
            all: 0.0,
        }
    }

    fn add(&mut self, place: usize) {
        self.all += 1.0;
        let mut at = place + 1;
        while let Some(sum) = self.sums.get_mut(at) {
            *sum += 1.0;
            at += at & at.wrapping_neg();
        }
    }

    /// How many places are below this one.
    fn below(&self, place: usize) -> f64 {
        let (mut at, mut total) = (place, 0.0);
        while at > 0 {
            total += self.sums.get(at).copied().unwrap_or(0.0);
            at &= at - 1;
        }
        total
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::correlation::kendall;

    /// Job satisfaction by income (Agresti, *Categorical Data Analysis*, table 2.8),
    /// with R 4.2 from the definition, cell by cell: tau-b, its standard error.
    #[test]
    fn a_table_of_ordered_levels_agrees_with_its_definition() {
        let table = [[1, 3, 10, 6], [2, 3, 10, 7], [1, 6, 14, 12], [0, 1, 9, 11]];
        let mut pairs = Vec::new();
        for (row, counts) in table.iter().enumerate() {
            for (column, &count) in counts.iter().enumerate() {
                pairs.extend((0..count).map(|_| (row as f64, column as f64)));
            }
        }
        let (x, y): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
        let tau = kendall(&x, &y, 0.95).map_or(f64::NAN, |found| found.coefficient);
        let found = kendall_interval(&x, &y, tau, 0.95);
        let (lower, upper) = found.map_or((0.0, 0.0), |own| (own.lower, own.upper));
        assert!((tau - TAU).abs() < 1e-12, "{tau}");
        assert!(
            (lower - (TAU - 1.959_963_984_540_054 * ERROR)).abs() < 1e-12,
            "{lower}"
        );
        assert!(
            (upper - (TAU + 1.959_963_984_540_054 * ERROR)).abs() < 1e-12,
            "{upper}"
        );
    }

    const TAU: f64 = 0.152_352_151_346_596_88;
    const ERROR: f64 = 0.081_836_065_714_331_79;

    #[test]
    fn agreement_of_all_pairs_has_no_width() {
        let x = [1.0, 2.0, 3.0, 4.0, 5.0];
        assert_eq!(kendall_interval(&x, &x, 1.0, 0.95), None);
    }
}
