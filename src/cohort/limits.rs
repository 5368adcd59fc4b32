//! Which rows of a column were read from cells beyond a limit of detection.

use super::numbers::Side;

/// The rows of cells below and above a limit of detection, each in rising order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct BeyondLimits {
    below: Vec<usize>,
    above: Vec<usize>,
}

impl BeyondLimits {
    /// Adds a row behind all others.
    pub(super) fn add(&mut self, side: Side, row: usize) {
        match side {
            Side::Below => self.below.push(row),
            Side::Above => self.above.push(row),
        }
    }

    /// Adds those of further rows, of which the first is row `start`.
    pub(super) fn append(&mut self, other: Self, start: usize) {
        let moved = |rows: Vec<usize>| rows.into_iter().map(move |row| start + row);
        self.below.extend(moved(other.below));
        self.above.extend(moved(other.above));
    }

    /// Those of chosen rows, as they are numbered then.
    pub(super) fn select(&self, rows: &[usize]) -> Self {
        let chosen = |own: &[usize]| -> Vec<usize> {
            let rows = rows.iter().enumerate();
            let rows = rows.filter(|(_, row)| own.binary_search(row).is_ok());
            rows.map(|(at, _)| at).collect()
        };
        Self {
            below: chosen(&self.below),
            above: chosen(&self.above),
        }
    }

    /// How many are below and above.
    pub(super) fn counts(&self) -> [usize; 2] {
        [self.below.len(), self.above.len()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_their_side_when_they_are_joined_chosen_and_repeated() {
        let mut first = BeyondLimits::default();
        first.add(Side::Below, 1);
        let mut second = BeyondLimits::default();
        second.add(Side::Above, 0);
        second.add(Side::Below, 2);
        first.append(second, 4);
        assert_eq!(first.counts(), [2, 1]);
        let chosen = first.select(&[6, 0, 1, 1, 4]);
        assert_eq!(chosen.below, [0, 2, 3]);
        assert_eq!(chosen.above, [4]);
    }
}
