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
    let mut pairs = vec![[0_u32; 3]; n];
    let subject = |row: u32| &subjects[row as usize];
    let mut rows: Vec<u32> = (0_u32..).take(n).collect();
    rows.sort_by_key(|&row| subject(row).stratum);
    for stratum in rows.chunk_by(|&a, &b| subject(a).stratum == subject(b).stratum) {
        count_pairs(subjects, scores, stratum, &mut pairs);
    }
    drop(rows);
    // Every pair was counted at both of its subjects.
    let total = |kind: usize| pairs.iter().map(|own| f64::from(own[kind])).sum::<f64>() / 2.0;
    let (concordant, discordant, tied) = (total(0), total(1), total(2));
    let all = concordant + discordant + tied;
    if all == 0.0 {
        return None;
    }
    let difference = (concordant - discordant) / all;
    let variance: f64 = pairs
        .iter()
        .map(|own| {
            let own = own.map(f64::from);
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
    row: u32,
    /// Twice the place of its score among the distinct scores, and one more without
    /// an event: in the order of places, those with an event first.
    place: u32,
}

impl Placed {
    fn event(&self) -> bool {
        self.place & 1 == 0
    }

    fn place(&self) -> usize {
        (self.place >> 1) as usize
    }
}

fn count_pairs(subjects: &[Subject], scores: &[f64], rows: &[u32], pairs: &mut [[u32; 3]]) {
    let score = |&row: &u32| (scores[row as usize], row);
    let mut by_score: Vec<(f64, u32)> = rows.iter().map(score).collect();
    by_score.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut order = Vec::with_capacity(rows.len());
    let mut distinct = 0_u32;
    for tied in by_score.chunk_by(|a, b| a.0 == b.0) {
        order.extend(tied.iter().map(|&(_, row)| {
            let subject = &subjects[row as usize];
            Placed {
                time: subject.time,
                row,
                place: 2 * distinct + u32::from(!subject.event),
            }
        }));
        distinct += 1;
    }
    drop(by_score);
    // By time, events before those censored at the same time.
    order.sort_unstable_by(|a, b| a.time.total_cmp(&b.time).then(b.event().cmp(&a.event())));
    let same = |a: &Placed, b: &Placed| a.time == b.time && a.event() && b.event();
    // Backwards: each event against all who outlive it.
    let mut later = Fenwick::new(distinct as usize);
    let mut left = order.as_slice();
    while let Some(last) = left.last() {
        let tied = left.iter().rev().skip(1).take_while(|own| same(own, last));
        let (before, block) = left.split_at(left.len() - 1 - tied.count());
        left = before;
        for own in block.iter().filter(|own| own.event()) {
            let (below, tied) = later.below_and_at(own.place());
            let [concordant, discordant, ties] = &mut pairs[own.row as usize];
            *concordant += below;
            *discordant += later.total - below - tied;
            *ties += tied;
        }
        for own in block {
            later.add(own.place());
        }
    }
    // Forwards: each subject against the events that it outlives.
    let mut earlier = Fenwick::new(distinct as usize);
    for block in order.chunk_by(same) {
        for own in block {
            let (below, tied) = earlier.below_and_at(own.place());
            let [concordant, discordant, ties] = &mut pairs[own.row as usize];
            *concordant += earlier.total - below - tied;
            *discordant += below;
            *ties += tied;
        }
        for own in block.iter().filter(|own| own.event()) {
            earlier.add(own.place());
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
