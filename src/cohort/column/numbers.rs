//! The numbers of a column in four bytes each where they are short decimals.
//!
//! 12.5 is kept as 125 with one digit after the point. Both are exact, and their
//! quotient is rounded once, so that it is bit for bit the number that was read.

/// Numbers; what is missing is stored as no number, which no cell can be.
#[derive(Debug, Clone, Default)]
pub struct Numbers(Stored);

#[derive(Debug, Clone)]
enum Stored {
    /// Multiples of a power of ten.
    Decimals {
        digits: usize,
        cells: Vec<i32>,
    },
    Any(Vec<f64>),
}

impl Default for Stored {
    fn default() -> Self {
        Self::Decimals {
            digits: 0,
            cells: Vec::new(),
        }
    }
}

/// Powers of ten, each exact.
const POWERS: [f64; 7] = [1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6];
const MISSING: i32 = i32::MIN;

/// The cell as a multiple of a power, if it is one.
#[inline]
fn multiple(cell: f64, power: f64) -> Option<i32> {
    // Beyond the range of the type the nearest end is taken, which is not the cell. A
    // multiple is near a whole number, so that ties do not matter.
    let count = (cell * power + 0.5_f64.copysign(cell)) as i32;
    let same = (f64::from(count) / power).to_bits() == cell.to_bits();
    (same && count != MISSING).then_some(count)
}

#[inline]
fn number(count: i32, power: f64) -> Option<f64> {
    (count != MISSING).then(|| f64::from(count) / power)
}

#[inline]
fn power(digits: usize) -> f64 {
    POWERS.get(digits).copied().unwrap_or(1.0)
}

impl Numbers {
    /// Without rows.
    pub(super) const fn new() -> Self {
        Self(Stored::Decimals {
            digits: 0,
            cells: Vec::new(),
        })
    }

    /// Number of rows.
    pub(super) fn len(&self) -> usize {
        match &self.0 {
            Stored::Decimals { cells, .. } => cells.len(),
            Stored::Any(cells) => cells.len(),
        }
    }

    /// Adds a row.
    #[inline]
    pub fn push(&mut self, cell: Option<f64>) {
        match &mut self.0 {
            Stored::Any(cells) => cells.push(cell.unwrap_or(f64::NAN)),
            Stored::Decimals { digits, cells } => {
                let count = match cell.filter(|cell| !cell.is_nan()) {
                    None => Some(MISSING),
                    Some(cell) => multiple(cell, power(*digits)),
                };
                match count {
                    Some(count) => cells.push(count),
                    None => {
                        self.widen();
                        self.push(cell);
                    }
                }
            }
        }
    }

    /// One more digit after the point, or numbers of any kind.
    #[cold]
    #[inline(never)]
    fn widen(&mut self) {
        let Stored::Decimals { digits, cells } = &self.0 else {
            return;
        };
        let (next, further) = (*digits + 1, cells.capacity() - cells.len());
        let narrower = std::mem::take(self);
        self.0 = match POWERS.get(next) {
            Some(power) => {
                let cells = narrower.iter().map(|cell| match cell {
                    None => Some(MISSING),
                    Some(cell) => multiple(cell, *power),
                });
                match cells.collect::<Option<Vec<i32>>>() {
                    Some(cells) => Stored::Decimals {
                        digits: next,
                        cells,
                    },
                    None => narrower.any(),
                }
            }
            None => narrower.any(),
        };
        self.reserve(further);
    }

    fn any(&self) -> Stored {
        Stored::Any(self.iter().map(|cell| cell.unwrap_or(f64::NAN)).collect())
    }

    /// The cell of a row; `None` also after the last.
    #[inline]
    pub fn get(&self, row: usize) -> Option<f64> {
        match &self.0 {
            Stored::Decimals { digits, cells } => number(*cells.get(row)?, power(*digits)),
            Stored::Any(cells) => cells.get(row).copied().filter(|number| !number.is_nan()),
        }
    }

    /// The cells in order.
    #[inline]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<f64>> + Clone {
        (0..self.len()).map(|row| self.get(row))
    }

    /// Which rows have a number.
    pub(super) fn present(&self) -> Vec<bool> {
        match &self.0 {
            Stored::Decimals { cells, .. } => cells.iter().map(|cell| *cell != MISSING).collect(),
            Stored::Any(cells) => cells.iter().map(|cell| !cell.is_nan()).collect(),
        }
    }

    /// Makes room for so many further rows.
    pub(super) fn reserve(&mut self, rows: usize) {
        match &mut self.0 {
            Stored::Decimals { cells, .. } => cells.reserve(rows),
            Stored::Any(cells) => cells.reserve(rows),
        }
    }

    /// Adds the rows of another column.
    pub(super) fn append(&mut self, other: &Self) {
        match (&mut self.0, &other.0) {
            (Stored::Any(own), Stored::Any(other)) => own.extend_from_slice(other),
            (
                Stored::Decimals { digits, cells },
                Stored::Decimals {
                    digits: further,
                    cells: more,
                },
            ) if digits == further => cells.extend_from_slice(more),
            _ => other.iter().for_each(|cell| self.push(cell)),
        }
    }
}

impl PartialEq for Numbers {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl FromIterator<Option<f64>> for Numbers {
    fn from_iter<I: IntoIterator<Item = Option<f64>>>(cells: I) -> Self {
        let mut numbers = Self::new();
        let cells = cells.into_iter();
        numbers.reserve(cells.size_hint().0);
        cells.for_each(|cell| numbers.push(cell));
        numbers
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bits(cells: impl Iterator<Item = Option<f64>>) -> Vec<Option<u64>> {
        cells.map(|cell| cell.map(f64::to_bits)).collect()
    }

    #[test]
    fn short_decimals_take_four_bytes() {
        let decimals = |cells: &[f64]| {
            let numbers: Numbers = cells.iter().copied().map(Some).collect();
            matches!(numbers.0, Stored::Decimals { .. })
        };
        assert!(decimals(&[1.0, 12.5, 0.001, -7.25]));
        assert!(decimals(&[2_147_483_647.0]));
        for other in [
            0.1 + 0.2,
            1e10,
            -0.0,
            f64::INFINITY,
            1.0 / 3.0,
            -2_147_483_648.0,
        ] {
            assert!(!decimals(&[other]), "{other}");
        }
    }

    proptest! {
        /// Whatever the numbers and their order, each is read as it was written.
        #[test]
        fn every_bit_is_kept(
            cells in prop::collection::vec(
                prop::option::of(prop_oneof![
                    4 => (-99_999_i32..99_999, 0_i32..8)
                        .prop_map(|(count, digits)| format!("{count}e-{digits}").parse().unwrap_or(0.0)),
                    1 => Just(-0.0),
                    1 => any::<f64>().prop_filter("a number", |number| !number.is_nan()),
                    1 => Just(-2_147_483_648.0),
                ]),
                0..40,
            ),
            cut in 0_usize..40,
        ) {
            let whole: Numbers = cells.iter().copied().collect();
            prop_assert_eq!(bits(whole.iter()), bits(cells.iter().copied()));
            let (first, second) = cells.split_at(cut.min(cells.len()));
            let mut joined: Numbers = first.iter().copied().collect();
            joined.append(&second.iter().copied().collect());
            prop_assert_eq!(bits(joined.iter()), bits(cells.iter().copied()));
            prop_assert_eq!(joined.len(), cells.len());
        }
    }
}
