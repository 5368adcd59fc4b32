//! Levels of categories, in few bytes.

/// Indices of levels in one byte, or in more once there are too many levels.
/// The greatest code is what is missing.
#[derive(Debug, Clone)]
pub struct Levels(Codes);

#[derive(Debug, Clone)]
enum Codes {
    One(Vec<u8>),
    Two(Vec<u16>),
    Four(Vec<u32>),
}

impl Default for Levels {
    fn default() -> Self {
        Self::new()
    }
}

#[inline]
fn level<C: Copy + Into<u64> + PartialEq>(code: C, missing: C) -> Option<usize> {
    (code != missing)
        .then(|| usize::try_from(code.into()).ok())
        .flatten()
}

/// A level as a code, unless it is too large for one.
#[inline]
fn code<C: TryFrom<usize> + PartialEq>(level: Option<usize>, missing: C) -> Option<C> {
    match level {
        None => Some(missing),
        Some(level) => C::try_from(level).ok().filter(|code| *code != missing),
    }
}

impl Levels {
    /// Without rows.
    pub const fn new() -> Self {
        Self(Codes::One(Vec::new()))
    }

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
    #[inline]
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

    #[cold]
    #[inline(never)]
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

    /// Which rows have a level.
    pub(super) fn present(&self) -> Vec<bool> {
        match &self.0 {
            Codes::One(codes) => codes.iter().map(|code| *code != u8::MAX).collect(),
            Codes::Two(codes) => codes.iter().map(|code| *code != u16::MAX).collect(),
            Codes::Four(codes) => codes.iter().map(|code| *code != u32::MAX).collect(),
        }
    }

    pub(super) fn reserve(&mut self, rows: usize) {
        match &mut self.0 {
            Codes::One(codes) => codes.reserve(rows),
            Codes::Two(codes) => codes.reserve(rows),
            Codes::Four(codes) => codes.reserve(rows),
        }
    }

    pub(super) fn append(&mut self, other: &Self) {
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
