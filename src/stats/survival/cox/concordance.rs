//! Harrell's concordance of a risk score with survival.

use super::Subject;

/// How often the one with the higher score has the event first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Concordance {
    /// Share of comparable pairs in agreement, ties in the score counted half.
    pub estimate: f64,
    /// Standard error by the infinitesimal jackknife.
    pub standard_error: f64,
}

/// Concordance, `concordance(Surv(time, event) ~ score, reverse = TRUE)`, within
/// strata; entries are not looked at. Times are tied by the caller (R: `timefix`).
///
/// Harrell FE et al. *Statistics in Medicine* 1984;3:143-152; standard error as
/// in the package survival. O(n log n) with a Fenwick tree over the scores.
///
/// `None` when no pair can be compared.
pub fn concordance(subjects: &[Subject], scores: &[f64]) -> Option<Concordance> {
    let n = subjects.len().min(scores.len());
    // Each subject's pairs: concordant, discordant, tied in the score.
    let mut pairs = vec![[0.0_f64; 3]; n];
    let mut strata: Vec<usize> = subjects.iter().map(|subject| subject.stratum).collect();
    strata.sort_unstable();
    strata.dedup();
    for stratum in strata {
        let rows: Vec<usize> = (0..n)
            .filter(|&row| subjects[row].stratum == stratum)
            .collect();
        count_pairs(subjects, scores, &rows, &mut pairs);
    }
    // Every pair was counted at both of its subjects.
    let total = |kind: usize| pairs.iter().map(|own| own[kind]).sum::<f64>() / 2.0;
    let (concordant, discordant, tied) = (total(0), total(1), total(2));
    let all = concordant + discordant + tied;
    if all == 0.0 {
        return None;
    }
    let difference = (concordant - discordant) / all;
    let variance: f64 = pairs
        .iter()
        .map(|own| {
            let influence =
                ((own[0] - own[1]) - difference * own.iter().sum::<f64>()) / (2.0 * all);
            influence * influence
        })
        .sum();
    Some(Concordance {
        estimate: (concordant + tied / 2.0) / all,
        standard_error: variance.sqrt(),
    })
}

fn count_pairs(subjects: &[Subject], scores: &[f64], rows: &[usize], pairs: &mut [[f64; 3]]) {
    let mut distinct: Vec<f64> = rows.iter().map(|&row| scores[row]).collect();
    distinct.sort_unstable_by(f64::total_cmp);
    distinct.dedup();
    let place = |row: usize| distinct.partition_point(|score| *score < scores[row]);
    // By time, events before those censored at the same time.
    let mut order = rows.to_vec();
    order.sort_by(|&a, &b| {
        let (a, b) = (&subjects[a], &subjects[b]);
        a.time.total_cmp(&b.time).then(b.event.cmp(&a.event))
    });
    let same = |a: usize, b: usize| {
        subjects[a].time == subjects[b].time && subjects[a].event && subjects[b].event
    };
    let blocks: Vec<&[usize]> = order.chunk_by(|&a, &b| same(a, b)).collect();
    // Backwards: each event against all who outlive it.
    let mut later = Fenwick::new(distinct.len());
    for block in blocks.iter().rev() {
        for &row in block.iter().filter(|&&row| subjects[row].event) {
            let at = place(row);
            let below = later.sum(at);
            let tied = later.sum(at + 1) - below;
            pairs[row][0] += below;
            pairs[row][1] += later.total - below - tied;
            pairs[row][2] += tied;
        }
        for &row in *block {
            later.add(place(row));
        }
    }
    // Forwards: each subject against the events that it outlives.
    let mut earlier = Fenwick::new(distinct.len());
    for block in &blocks {
        for &row in *block {
            let at = place(row);
            let below = earlier.sum(at);
            let tied = earlier.sum(at + 1) - below;
            pairs[row][0] += earlier.total - below - tied;
            pairs[row][1] += below;
            pairs[row][2] += tied;
        }
        for &row in block.iter().filter(|&&row| subjects[row].event) {
            earlier.add(place(row));
        }
    }
}

/// Counts with running sums in O(log n).
struct Fenwick {
    counts: Vec<f64>,
    total: f64,
}

impl Fenwick {
    fn new(size: usize) -> Self {
        Self {
            counts: vec![0.0; size + 1],
            total: 0.0,
        }
    }

    fn add(&mut self, place: usize) {
        self.total += 1.0;
        let mut at = place + 1;
        while at < self.counts.len() {
            self.counts[at] += 1.0;
            at += at & at.wrapping_neg();
        }
    }

    /// The sum of the first `places` counts.
    fn sum(&self, places: usize) -> f64 {
        let mut at = places;
        let mut sum = 0.0;
        while at > 0 {
            sum += self.counts[at];
            at -= at & at.wrapping_neg();
        }
        sum
    }
}
