//! The typed cells of one variable, each in as few bytes as its kind needs.
//!
//! How they are stored is known here alone: everybody else reads `Option`s.

mod levels;
mod numbers;
mod texts;

use jiff::civil::Date;

pub use levels::Levels;
pub use numbers::Numbers;
pub use texts::Texts;

/// The cells of one variable, row by row; `None` is missing.
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    /// Numbers, in the variable's unit.
    Numbers(Numbers),
    /// Index of the level in the variable's list.
    Levels(Levels),
    /// Calendar dates.
    Dates(Dates),
    /// Identifiers and free text.
    Text(Texts),
}

static NO_NUMBERS: Numbers = Numbers::new();
static NO_LEVELS: Levels = Levels::new();
static NO_DATES: Dates = Dates(Vec::new());
static NO_TEXTS: Texts = Texts::new();

impl Column {
    /// Number of rows.
    pub fn len(&self) -> usize {
        match self {
            Self::Numbers(cells) => cells.len(),
            Self::Levels(cells) => cells.len(),
            Self::Dates(cells) => cells.0.len(),
            Self::Text(cells) => cells.len(),
        }
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Which rows have a value.
    pub fn present(&self) -> Vec<bool> {
        match self {
            Self::Numbers(cells) => cells.present(),
            Self::Levels(cells) => cells.present(),
            Self::Dates(cells) => cells.iter().map(|cell| cell.is_some()).collect(),
            Self::Text(cells) => (0..cells.len()).map(|row| cells.is_present(row)).collect(),
        }
    }

    /// The cells of a numeric variable; none for another kind.
    pub fn numbers(&self) -> &Numbers {
        if let Self::Numbers(cells) = self {
            cells
        } else {
            &NO_NUMBERS
        }
    }

    /// The cells of a categorical variable; none for another kind.
    pub fn levels(&self) -> &Levels {
        if let Self::Levels(cells) = self {
            cells
        } else {
            &NO_LEVELS
        }
    }

    /// The cells of a date variable; none for another kind.
    pub fn dates(&self) -> &Dates {
        if let Self::Dates(cells) = self {
            cells
        } else {
            &NO_DATES
        }
    }

    /// The cells of an identifier or text; none for another kind.
    pub fn text(&self) -> &Texts {
        if let Self::Text(cells) = self {
            cells
        } else {
            &NO_TEXTS
        }
    }

    /// These rows only, in this order; a row may be repeated.
    pub(super) fn select(&self, rows: &[usize]) -> Self {
        let rows = rows.iter().copied().filter(|row| *row < self.len());
        match self {
            Self::Numbers(cells) => Self::Numbers(rows.map(|row| cells.get(row)).collect()),
            Self::Levels(cells) => Self::Levels(rows.map(|row| cells.get(row)).collect()),
            Self::Dates(cells) => Self::Dates(rows.map(|row| cells.get(row)).collect()),
            Self::Text(cells) => Self::Text(cells.select(rows)),
        }
    }

    /// Makes room for so many further rows.
    pub(super) fn reserve(&mut self, rows: usize) {
        match self {
            Self::Numbers(cells) => cells.reserve(rows),
            Self::Levels(cells) => cells.reserve(rows),
            Self::Dates(cells) => cells.0.reserve(rows),
            Self::Text(cells) => cells.reserve(rows),
        }
    }

    /// Adds the rows of a column of the same kind.
    pub(super) fn append(&mut self, other: Self) {
        match (self, other) {
            (Self::Numbers(own), Self::Numbers(other)) => own.append(&other),
            (Self::Levels(own), Self::Levels(other)) => own.append(&other),
            (Self::Dates(own), Self::Dates(other)) => own.0.extend(other.0),
            (Self::Text(own), Self::Text(other)) => own.append(other),
            _ => {}
        }
    }
}

/// Dates; what is missing is stored as a date that no cell can be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dates(Vec<Date>);

impl Dates {
    const MISSING: Date = Date::MIN;

    /// Adds a row.
    #[inline]
    pub fn push(&mut self, cell: Option<Date>) {
        self.0.push(cell.unwrap_or(Self::MISSING));
    }

    /// The cell of a row; `None` also after the last.
    #[inline]
    pub fn get(&self, row: usize) -> Option<Date> {
        self.0
            .get(row)
            .copied()
            .filter(|date| *date != Self::MISSING)
    }

    /// The cells in order.
    #[inline]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<Date>> + Clone {
        let cell = |date: &Date| Some(*date).filter(|date| *date != Self::MISSING);
        self.0.iter().map(cell)
    }
}

impl FromIterator<Option<Date>> for Dates {
    fn from_iter<I: IntoIterator<Item = Option<Date>>>(cells: I) -> Self {
        let stored = |cell: Option<Date>| cell.unwrap_or(Self::MISSING);
        Self(cells.into_iter().map(stored).collect())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn levels_take_as_many_bytes_as_they_need() {
        for most in [0, 253, 254, 255, 256, 65_534, 65_535, 65_536, 100_000] {
            let cells = [None, Some(0), Some(most), None, Some(most / 2), Some(1)];
            let levels: Levels = cells.into_iter().collect();
            assert_eq!(levels.iter().collect::<Vec<_>>(), cells, "{most}");
            assert_eq!(levels.get(cells.len()), None);
        }
    }

    proptest! {
        /// Columns that are put together are the column of all cells.
        #[test]
        fn parts_add_up(
            levels in prop::collection::vec(prop::option::of(0_usize..300), 0..60),
            numbers in prop::collection::vec(prop::option::of(-1e3_f64..1e3), 0..60),
            texts in prop::collection::vec(prop::option::of("[a-zé]{1,3}"), 0..60),
            cut in 0_usize..60,
        ) {
            fn joined<T>(cells: &[T], cut: usize, column: impl Fn(&[T]) -> Column) -> Column {
                let (first, second) = cells.split_at(cut.min(cells.len()));
                let mut whole = column(first);
                whole.append(column(second));
                assert_eq!(whole, column(cells));
                whole
            }
            let whole = joined(&levels, cut, |cells| Column::Levels(cells.iter().copied().collect()));
            prop_assert!(whole.levels().iter().eq(levels.iter().copied()));
            let whole = joined(&numbers, cut, |cells| Column::Numbers(cells.iter().copied().collect()));
            prop_assert!(whole.numbers().iter().eq(numbers.iter().copied()));
            for kept in [true, false] {
                let column = |cells: &[Option<String>]| {
                    let mut column = if kept { Texts::new() } else { Texts::presence() };
                    cells.iter().for_each(|cell| column.push(cell.as_deref()));
                    Column::Text(column)
                };
                let whole = joined(&texts, cut, column);
                let present: Vec<bool> = texts.iter().map(Option::is_some).collect();
                prop_assert_eq!(whole.present(), present);
                if kept {
                    prop_assert!(whole.text().iter().eq(texts.iter().map(Option::as_deref)));
                }
            }
        }
    }
}
