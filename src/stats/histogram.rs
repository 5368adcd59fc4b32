//! How many values lie between equidistant edges.

/// The number of classes by Sturges' rule, ⌈log₂ n⌉ + 1 (Sturges HA. *Journal of
/// the American Statistical Association* 1926;21:65-66), as R's `nclass.Sturges`.
pub fn sturges(n: usize) -> usize {
    match n {
        0 | 1 => 1,
        _ => (n - 1).ilog2() as usize + 2,
    }
}

/// Counts of the values in `classes` classes of the same `width` from `first` on.
/// A class holds its upper edge and not its lower one, but for the first, which
/// holds both, as R's `hist` counts. Values outside are in no class.
pub fn counts(values: &[f64], first: f64, width: f64, classes: usize) -> Vec<usize> {
    // An edge is a multiple of a decimal step, which floating point misses by little.
    const SLACK: f64 = 1e-9;
    let mut counts = vec![0; classes];
    for value in values {
        let place = (value - first) / width;
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

#[cfg(test)]
mod tests {
    use super::*;

    /// R 4.2: `sapply(c(1, 2, 3, 24, 32, 33, 228), function(n) nclass.Sturges(seq_len(n)))`.
    #[test]
    fn classes_are_those_of_r() {
        let sizes = [1, 2, 3, 24, 32, 33, 228];
        assert_eq!(sizes.map(sturges), [1, 2, 3, 6, 6, 7, 9]);
    }

    /// R 4.2: `hist(x, breaks = seq(0, 8, 2))$counts` and
    /// `hist(c(0.1, 0.3, 0.6, 0.7, 1), breaks = seq(0, 10) / 10)$counts`.
    #[test]
    fn counts_are_those_of_r() {
        let values = [0.0, 1.0, 2.0, 2.0, 3.0, 5.0, 8.0];
        assert_eq!(counts(&values, 0.0, 2.0, 4), [4, 1, 1, 1]);
        let tenths = [0.1, 0.3, 0.6, 0.7, 1.0];
        assert_eq!(
            counts(&tenths, 0.0, 0.1, 10),
            [1, 0, 1, 0, 0, 1, 1, 0, 0, 1]
        );
    }

    #[test]
    fn what_lies_outside_is_not_counted() {
        assert_eq!(counts(&[-1.0, 0.5, 9.0], 0.0, 1.0, 2), [1, 0]);
        assert_eq!(counts(&[], 0.0, 1.0, 2), [0, 0]);
    }
}
