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
        self.ties
            .iter()
            .map(|&size| (size as f64).powi(3) - size as f64)
            .sum()
    }
}

/// Ranks a sample of finite numbers; `rank(x)` of R. O(n log n).
pub fn rank(values: &[f64]) -> Ranks {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut ties = Vec::new();
    let mut start = 0;
    while start < order.len() {
        let mut end = start + 1;
        while end < order.len() && values[order[end]] == values[order[start]] {
            end += 1;
        }
        // Ranks start + 1 ..= end share their mean.
        let shared = (start + 1 + end) as f64 / 2.0;
        for &index in &order[start..end] {
            ranks[index] = shared;
        }
        if end - start > 1 {
            ties.push(end - start);
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
