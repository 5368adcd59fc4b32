//! Ranks with ties.

/// Mid-ranks of a sample and the sizes of its tied blocks.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranks {
    /// The rank of each observation, counted from 1; tied ones share their mean.
    pub ranks: Vec<f64>,
    /// The size of each block of equal observations larger than one.
    pub ties: Vec<usize>,
}

impl Ranks {
    /// The sum of t^3 - t over tied blocks, which every tie correction needs.
    pub fn tie_term(&self) -> f64 {
        tie_term(self.ties.iter().copied())
    }
}

/// The sum of t^3 - t over blocks of equal observations, in the order of rising
/// values.
pub(super) fn tie_term(blocks: impl Iterator<Item = usize>) -> f64 {
    let ties = blocks.filter(|size| *size > 1);
    ties.map(|size| (size as f64).powi(3) - size as f64).sum()
}

/// Ranks a sample of finite numbers; `rank(x)` of R. O(n log n).
pub fn rank(values: &[f64]) -> Ranks {
    // Values beside each other are compared quicker than through their places.
    let mut order: Vec<(f64, usize)> = values.iter().copied().zip(0..).collect();
    order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut ranks = vec![0.0; values.len()];
    let mut ties = Vec::new();
    let mut start = 0;
    for tied in order.chunk_by(|a, b| a.0 == b.0) {
        let end = start + tied.len();
        // Ranks start + 1 ..= end share their mean.
        let shared = (start + 1 + end) as f64 / 2.0;
        for &(_, index) in tied {
            ranks[index] = shared;
        }
        if tied.len() > 1 {
            ties.push(tied.len());
        }
        start = end;
    }
    Ranks { ranks, ties }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_share_their_mean_rank() {
        let ranked = rank(&[3.0, 1.0, 3.0, 2.0]);
        assert_eq!(ranked.ranks, [3.5, 1.0, 3.5, 2.0]);
        assert_eq!(ranked.ties, [2]);
        assert_eq!(ranked.tie_term(), 6.0);
    }
}
