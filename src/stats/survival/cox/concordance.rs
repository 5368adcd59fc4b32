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
    let mut rows: Vec<usize> = (0..n).collect();
    rows.sort_by_key(|&row| subjects[row].stratum);
    for stratum in rows.chunk_by(|&a, &b| subjects[a].stratum == subjects[b].stratum) {
        count_pairs(subjects, scores, stratum, &mut pairs);
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

/// A subject in order of time.
struct Placed {
    time: f64,
    event: bool,
    row: usize,
    /// The place of its score among the distinct scores.
    place: usize,
}

fn count_pairs(subjects: &[Subject], scores: &[f64], rows: &[usize], pairs: &mut [[f64; 3]]) {
    let mut by_score: Vec<(f64, usize)> = rows.iter().map(|&row| (scores[row], row)).collect();
    by_score.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut order = Vec::with_capacity(rows.len());
    let mut distinct = 0;
    for tied in by_score.chunk_by(|a, b| a.0 == b.0) {
        order.extend(tied.iter().map(|&(_, row)| Placed {
            time: subjects[row].time,
            event: subjects[row].event,
            row,
            place: distinct,
        }));
        distinct += 1;
    }
    drop(by_score);
    // By time, events before those censored at the same time.
    order.sort_unstable_by(|a, b| a.time.total_cmp(&b.time).then(b.event.cmp(&a.event)));
    let same = |a: &Placed, b: &Placed| a.time == b.time && a.event && b.event;
    // Backwards: each event against all who outlive it.
    let mut later = Fenwick::new(distinct);
    let mut left = order.as_slice();
    while let Some(last) = left.last() {
        let tied = left.iter().rev().skip(1).take_while(|own| same(own, last));
        let (before, block) = left.split_at(left.len() - 1 - tied.count());
        left = before;
        for own in block.iter().filter(|own| own.event) {
            let (below, tied) = later.below_and_at(own.place);
            let [concordant, discordant, ties] = &mut pairs[own.row];
            *concordant += f64::from(below);
            *discordant += f64::from(later.total - below - tied);
            *ties += f64::from(tied);
        }
        for own in block {
            later.add(own.place);
        }
    }
    // Forwards: each subject against the events that it outlives.
    let mut earlier = Fenwick::new(distinct);
    for block in order.chunk_by(same) {
        for own in block {
            let (below, tied) = earlier.below_and_at(own.place);
            let [concordant, discordant, ties] = &mut pairs[own.row];
            *concordant += f64::from(earlier.total - below - tied);
            *discordant += f64::from(below);
            *ties += f64::from(tied);
        }
        for own in block.iter().filter(|own| own.event) {
            earlier.add(own.place);
        }
    }
}

/// Counts with running sums in O(log n).
struct Fenwick {
    sums: Vec<u32>,
    /// The counts themselves.
    own: Vec<u32>,
    total: u32,
}

impl Fenwick {
    fn new(size: usize) -> Self {
        Self {
            sums: vec![0; size + 1],
            own: vec![0; size],
            total: 0,
        }
    }

    fn add(&mut self, place: usize) {
        self.total += 1;
        self.own[place] += 1;
        let mut at = place + 1;
        while at < self.sums.len() {
            self.sums[at] += 1;
            at += at & at.wrapping_neg();
        }
    }

    /// The counts below a place together, and the one at it.
    fn below_and_at(&self, place: usize) -> (u32, u32) {
        let mut at = place;
        let mut sum = 0;
        while at > 0 {
            sum += self.sums[at];
            at -= at & at.wrapping_neg();
        }
        (sum, self.own[place])
    }
}
