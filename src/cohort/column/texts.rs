//! Identifiers and free texts.

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
    #[inline]
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
    pub(in crate::cohort) fn forget(&mut self) {
        let rows = (0..self.len()).map(|row| self.is_present(row)).collect();
        self.0 = Stored::Presence(rows);
    }

    pub(super) fn reserve(&mut self, rows: usize) {
        match &mut self.0 {
            Stored::Whole { ends, .. } => ends.reserve(rows),
            Stored::Presence(own) => own.reserve(rows),
        }
    }

    pub(super) fn select(&self, rows: impl Iterator<Item = usize>) -> Self {
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

    pub(super) fn append(&mut self, other: Self) {
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
