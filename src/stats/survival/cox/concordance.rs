//! Harrell's concordance of a risk score with survival.

use std::ops::{AddAssign, Sub, SubAssign};

use super::{Subject, Variance};

/// How often the one with the higher score has the event first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Concordance {
    /// Share of comparable pairs in agreement, ties in the score counted half.
    pub estimate: f64,
    /// Standard error by the infinitesimal jackknife.
    pub standard_error: f64,
}

/// Concordance, `concordance(Surv(entry, time, event) ~ score, weights, reverse = TRUE)`,
/// within strata: a subject is compared with the events that happen while it is under
/// observation. A pair counts as often as the product of its weights. Times are tied by
/// the caller (R: `timefix`).
///
/// Harrell FE et al. *Statistics in Medicine* 1984;3:143-152; standard error as
/// in the package survival. O(n log n) with a Fenwick tree over the scores.
///
/// `None` when no pair can be compared.
pub fn concordance(subjects: &[Subject], scores: &[f64]) -> Option<Concordance> {
    concordance_within(subjects, scores, Variance::Robust)
}

/// [`concordance`] with the standard error of clusters of subjects, `cluster =`, where the
/// variance of the model is that of clusters.
pub fn concordance_within(
    subjects: &[Subject],
    scores: &[f64],
    variance: Variance<'_>,
) -> Option<Concordance> {
    match subjects.iter().all(|subject| subject.weight == 1.0) {
        // Half the memory of a registry.
        true => agreement(subjects, scores, variance, |_| 1_i32),
        false => agreement(subjects, scores, variance, |subject| subject.weight),
    }
}

/// Whole or fractional numbers of subjects.
trait Amount: Copy + Default + AddAssign + SubAssign + Sub<Output = Self> + Into<f64> {}

impl Amount for i32 {}
impl Amount for f64 {}

/// The pairs of a subject: concordant, discordant, tied in the score.
type Pairs<A> = [A; 3];

fn agreement<A: Amount>(
    subjects: &[Subject],
    scores: &[f64],
    variance: Variance<'_>,
    weight: impl Fn(&Subject) -> A,
) -> Option<Concordance> {
    let n = subjects.len().min(scores.len());
    let mut pairs = vec![Pairs::<A>::default(); n];
    let subject = |row: u32| &subjects[row as usize];
    let mut rows: Vec<u32> = (0_u32..).take(n).collect();
    rows.sort_by_key(|&row| subject(row).stratum);
    for stratum in rows.chunk_by(|&a, &b| subject(a).stratum == subject(b).stratum) {
        Comparison::new(subjects, scores, stratum, &weight).count(&mut pairs);
    }
    drop(rows);
    // Every pair was counted at both of its subjects.
    let own = || subjects.iter().map(|own| own.weight).zip(&pairs);
    let total = |kind: usize| {
        own()
            .map(|(weight, own)| weight * own[kind].into())
            .sum::<f64>()
            / 2.0
    };
    let (concordant, discordant, tied) = (total(0), total(1), total(2));
    let all = concordant + discordant + tied;
    if all == 0.0 {
        return None;
    }
    let difference = (concordant - discordant) / all;
    let influence = own().map(|(weight, own)| {
        let own = own.map(Into::into);
        weight * ((own[0] - own[1]) - difference * own.iter().sum::<f64>()) / (2.0 * all)
    });
    let variance: f64 = match variance {
        Variance::Information | Variance::Robust => influence.map(|own| own * own).sum(),
        Variance::Clustered(clusters) => {
            let mut sums = vec![0.0; variance.clusters(n)];
            for (own, cluster) in influence.zip(clusters) {
                if let Some(sum) = sums.get_mut(*cluster) {
                    *sum += own;
                }
            }
            sums.iter().map(|own| own * own).sum()
        }
    };
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

/// Whether two neighbours in the order of time are events at the same time.
fn tied_events(a: &Placed, b: &Placed) -> bool {
    a.time == b.time && a.event() && b.event()
}

/// The subjects of a stratum, who are compared with each other.
struct Comparison<'a, W> {
    subjects: &'a [Subject],
    weight: W,
    /// By time, events before those censored at the same time.
    order: Vec<Placed>,
    /// Those under observation after some other began: places in the order, by entry.
    entries: Vec<u32>,
    /// How many distinct scores there are.
    distinct: usize,
}

impl<'a, A: Amount, W: Fn(&Subject) -> A> Comparison<'a, W> {
    fn new(subjects: &'a [Subject], scores: &[f64], rows: &[u32], weight: W) -> Self {
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
        order.sort_unstable_by(|a, b| a.time.total_cmp(&b.time).then(b.event().cmp(&a.event())));
        let entry = |place: &u32| subjects[order[*place as usize].row as usize].entry;
        let first = order.iter().find(|own| own.event());
        // None of the others miss an event.
        let is_late = |place: &u32| first.is_some_and(|first| entry(place) >= first.time);
        let mut entries: Vec<u32> = (0_u32..).take(order.len()).filter(is_late).collect();
        entries.sort_by(|a, b| entry(a).total_cmp(&entry(b)));
        Self {
            subjects,
            weight,
            order,
            entries,
            distinct: distinct as usize,
        }
    }

    fn entry(&self, own: &Placed) -> f64 {
        self.subjects[own.row as usize].entry
    }

    fn late(&self) -> impl DoubleEndedIterator<Item = &Placed> {
        self.entries
            .iter()
            .map(|place| &self.order[*place as usize])
    }

    fn weight(&self, own: &Placed) -> A {
        (self.weight)(&self.subjects[own.row as usize])
    }

    fn count(&self, pairs: &mut [Pairs<A>]) {
        self.count_of_events(pairs);
        self.count_of_outliving(pairs);
    }

    /// Backwards: each event against all under observation who outlive it.
    fn count_of_events(&self, pairs: &mut [Pairs<A>]) {
        let mut later = Fenwick::new(self.distinct);
        let mut late = self.late().rev().peekable();
        let mut left = self.order.as_slice();
        while let Some(last) = left.last() {
            let tied = left.iter().rev().skip(1);
            let tied = tied.take_while(|own| tied_events(own, last)).count();
            let (before, block) = left.split_at(left.len() - 1 - tied);
            left = before;
            if last.event() {
                // They are all in the tree, as each leaves after it enters.
                while let Some(own) = late.next_if(|own| self.entry(own) >= last.time) {
                    later.remove(own.place(), self.weight(own));
                }
            }
            for own in block.iter().filter(|own| own.event()) {
                let (below, tied) = later.below_and_at(own.place());
                let [concordant, discordant, ties] = &mut pairs[own.row as usize];
                *concordant += below;
                *discordant += later.total - below - tied;
                *ties += tied;
            }
            for own in block {
                later.add(own.place(), self.weight(own));
            }
        }
    }

    /// Forwards: each subject against the events that it outlives but for those
    /// before it was under observation.
    fn count_of_outliving(&self, pairs: &mut [Pairs<A>]) {
        let mut earlier = Fenwick::new(self.distinct);
        let mut late = self.late().peekable();
        for block in self.order.chunk_by(tied_events) {
            let time = block.first().map_or(f64::INFINITY, |own| own.time);
            while let Some(own) = late.next_if(|own| self.entry(own) < time) {
                let (below, tied) = earlier.below_and_at(own.place());
                let [concordant, discordant, ties] = &mut pairs[own.row as usize];
                *concordant -= earlier.total - below - tied;
                *discordant -= below;
                *ties -= tied;
            }
            for own in block {
                let (below, tied) = earlier.below_and_at(own.place());
                let [concordant, discordant, ties] = &mut pairs[own.row as usize];
                *concordant += earlier.total - below - tied;
                *discordant += below;
                *ties += tied;
            }
            for own in block.iter().filter(|own| own.event()) {
                earlier.add(own.place(), self.weight(own));
            }
        }
    }
}

/// Amounts with running sums in O(log n).
struct Fenwick<A> {
    sums: Vec<A>,
    /// The amounts themselves.
    own: Vec<A>,
    total: A,
}

impl<A: Amount> Fenwick<A> {
    fn new(size: usize) -> Self {
        Self {
            sums: vec![A::default(); size + 1],
            own: vec![A::default(); size],
            total: A::default(),
        }
    }

    fn add(&mut self, place: usize, amount: A) {
        self.total += amount;
        self.own[place] += amount;
        let mut at = place + 1;
        while at < self.sums.len() {
            self.sums[at] += amount;
            at += at & at.wrapping_neg();
        }
    }

    fn remove(&mut self, place: usize, amount: A) {
        self.add(place, A::default() - amount);
    }

    /// The amounts below a place together, and the one at it.
    fn below_and_at(&self, place: usize) -> (A, A) {
        let mut at = place;
        let mut sum = A::default();
        while at > 0 {
            sum += self.sums[at];
            at -= at & at.wrapping_neg();
        }
        (sum, self.own[place])
    }
}
