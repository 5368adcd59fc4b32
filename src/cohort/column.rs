//! The typed cells of one variable, each in as few bytes as its kind needs.
//!
//! How they are stored is known here and in `stored_numbers` alone: everybody else
//! reads `Option`s.

use jiff::civil::Date;

pub use super::stored_numbers::Numbers;

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
static NO_LEVELS: Levels = Levels(Codes::One(Vec::new()));
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
            Self::Numbers(cells) => cells.iter().map(|cell| cell.is_some()).collect(),
            Self::Levels(cells) => cells.iter().map(|cell| cell.is_some()).collect(),
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

/// Indices of levels in one byte, or in more once there are too many levels.
/// The greatest code is what is missing.
#[derive(Debug, Clone, Default)]
pub struct Levels(Codes);

#[derive(Debug, Clone)]
enum Codes {
    One(Vec<u8>),
    Two(Vec<u16>),
    Four(Vec<u32>),
}

impl Default for Codes {
    fn default() -> Self {
        Self::One(Vec::new())
    }
}

#[inline]
fn level<C: Copy + Into<u64> + PartialEq>(code: C, missing: C) -> Option<usize> {
    (code != missing)
        .then(|| usize::try_from(code.into()).ok())
        .flatten()
}

/// A level as a code, unless it is too large for one.
fn code<C: TryFrom<usize> + PartialEq>(level: Option<usize>, missing: C) -> Option<C> {
    match level {
        None => Some(missing),
        Some(level) => C::try_from(level).ok().filter(|code| *code != missing),
    }
}

impl Levels {
    /// Number of rows.
    pub fn len(&self) -> usize {
        match &self.0 {
            Codes::One(codes) => codes.len(),
            Codes::Two(codes) => codes.len(),
            Codes::Four(codes) => codes.len(),
        }
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a row.
    pub fn push(&mut self, cell: Option<usize>) {
        let fits = match &mut self.0 {
            Codes::One(codes) => code(cell, u8::MAX).map(|code| codes.push(code)),
            Codes::Two(codes) => code(cell, u16::MAX).map(|code| codes.push(code)),
            // More levels than these no study file can list.
            Codes::Four(codes) => {
                codes.push(code(cell, u32::MAX).unwrap_or(u32::MAX));
                Some(())
            }
        };
        if fits.is_none() {
            self.widen();
            self.push(cell);
        }
    }

    fn widen(&mut self) {
        let cells = self.iter();
        self.0 = match &self.0 {
            Codes::One(_) => Codes::Two(
                cells
                    .map(|cell| code(cell, u16::MAX).unwrap_or(u16::MAX))
                    .collect(),
            ),
            _ => Codes::Four(
                cells
                    .map(|cell| code(cell, u32::MAX).unwrap_or(u32::MAX))
                    .collect(),
            ),
        };
    }

    /// The cell of a row; `None` also after the last.
    #[inline]
    pub fn get(&self, row: usize) -> Option<usize> {
        match &self.0 {
            Codes::One(codes) => level(*codes.get(row)?, u8::MAX),
            Codes::Two(codes) => level(*codes.get(row)?, u16::MAX),
            Codes::Four(codes) => level(*codes.get(row)?, u32::MAX),
        }
    }

    /// The cells in order.
    #[inline]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<usize>> + Clone {
        (0..self.len()).map(|row| self.get(row))
    }

    fn reserve(&mut self, rows: usize) {
        match &mut self.0 {
            Codes::One(codes) => codes.reserve(rows),
            Codes::Two(codes) => codes.reserve(rows),
            Codes::Four(codes) => codes.reserve(rows),
        }
    }

    fn append(&mut self, other: &Self) {
        match (&mut self.0, &other.0) {
            (Codes::One(own), Codes::One(other)) => own.extend_from_slice(other),
            _ => other.iter().for_each(|cell| self.push(cell)),
        }
    }
}

impl PartialEq for Levels {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl FromIterator<Option<usize>> for Levels {
    fn from_iter<I: IntoIterator<Item = Option<usize>>>(cells: I) -> Self {
        let mut levels = Self::default();
        let cells = cells.into_iter();
        levels.reserve(cells.size_hint().0);
        cells.for_each(|cell| levels.push(cell));
        levels
    }
}

/// Texts behind each other; one without characters is missing. Where nothing
/// reads the texts, only whether a row has one is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts(Stored);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Stored {
    Whole { text: String, ends: Vec<usize> },
    Presence(Vec<bool>),
}

impl Texts {
    /// Without rows; those that come are kept.
    pub const fn new() -> Self {
        Self(Stored::Whole {
            text: String::new(),
            ends: Vec::new(),
        })
    }

    /// Without rows; of those that come only their presence is kept.
    pub const fn presence() -> Self {
        Self(Stored::Presence(Vec::new()))
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        match &self.0 {
            Stored::Whole { ends, .. } => ends.len(),
            Stored::Presence(rows) => rows.len(),
        }
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a row.
    pub fn push(&mut self, cell: Option<&str>) {
        match &mut self.0 {
            Stored::Whole { text, ends } => {
                text.push_str(cell.unwrap_or_default());
                ends.push(text.len());
            }
            Stored::Presence(rows) => rows.push(cell.is_some()),
        }
    }

    /// The cell of a row; `None` also after the last, and where texts are not
    /// kept.
    pub fn get(&self, row: usize) -> Option<&str> {
        let Stored::Whole { text, ends } = &self.0 else {
            return None;
        };
        let start = match row.checked_sub(1) {
            Some(before) => *ends.get(before)?,
            None => 0,
        };
        text.get(start..*ends.get(row)?)
            .filter(|text| !text.is_empty())
    }

    /// Whether a row has a text.
    pub fn is_present(&self, row: usize) -> bool {
        match &self.0 {
            Stored::Whole { .. } => self.get(row).is_some(),
            Stored::Presence(rows) => rows.get(row).copied().unwrap_or_default(),
        }
    }

    /// The cells in order.
    #[inline]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<&str>> + Clone {
        (0..self.len()).map(|row| self.get(row))
    }

    /// Keeps only which rows have a text.
    pub(super) fn forget(&mut self) {
        let rows = (0..self.len()).map(|row| self.is_present(row)).collect();
        self.0 = Stored::Presence(rows);
    }

    fn reserve(&mut self, rows: usize) {
        match &mut self.0 {
            Stored::Whole { ends, .. } => ends.reserve(rows),
            Stored::Presence(own) => own.reserve(rows),
        }
    }

    fn select(&self, rows: impl Iterator<Item = usize>) -> Self {
        match &self.0 {
            Stored::Whole { .. } => {
                let mut chosen = Self::new();
                rows.for_each(|row| chosen.push(self.get(row)));
                chosen
            }
            Stored::Presence(_) => Self(Stored::Presence(
                rows.map(|row| self.is_present(row)).collect(),
            )),
        }
    }

    fn append(&mut self, other: Self) {
        match (&mut self.0, other.0) {
            (
                Stored::Whole { text, ends },
                Stored::Whole {
                    text: more,
                    ends: further,
                },
            ) => {
                let before = text.len();
                text.push_str(&more);
                ends.extend(further.into_iter().map(|end| before + end));
            }
            (Stored::Presence(own), Stored::Presence(other)) => own.extend(other),
            (_, other) => {
                let other = Self(other);
                other.iter().for_each(|cell| self.push(cell));
            }
        }
    }
}

impl Default for Texts {
    fn default() -> Self {
        Self::new()
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
