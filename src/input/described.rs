//! What a file states about its own columns: statistical packages store labels,
//! the meaning of codes, and which of them are missing.

/// What a file states about one column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Described {
    /// The label of the column; empty without one.
    pub label: String,
    /// Codes as they stand in the cells, each with its label, in the order of
    /// the file.
    pub labels: Vec<(String, String)>,
    /// Codes that mean missing, as they stand in the cells.
    pub missing: Vec<String>,
    /// Ranges of numbers that mean missing, ends included.
    pub missing_ranges: Vec<Range>,
    /// Whether the file calls its numbers codes or measurements.
    pub measure: Option<Measure>,
    /// What its cells are.
    pub stored: Stored,
}

/// What the cells of a column are, as their file states it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stored {
    /// Numbers, which may be codes.
    Number,
    /// Anything.
    #[default]
    Text,
    /// Calendar dates, with or without a time of day.
    Date,
}

/// Numbers from one to another. They are kept as bits, so that two can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    low: u64,
    high: u64,
}

impl Range {
    /// From the lowest to the highest number, both included.
    pub fn new(low: f64, high: f64) -> Self {
        Self {
            low: low.to_bits(),
            high: high.to_bits(),
        }
    }

    /// Whether a number is one of them.
    pub fn contains(&self, number: f64) -> bool {
        (f64::from_bits(self.low)..=f64::from_bits(self.high)).contains(&number)
    }
}

/// How a statistical package is told to treat numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Codes in no order.
    Nominal,
    /// Codes in order.
    Ordinal,
    /// Measurements.
    Scale,
}

impl Described {
    /// Whether the file states that a cell is missing.
    pub fn is_missing(&self, cell: &str) -> bool {
        self.missing.iter().any(|code| code == cell) || self.is_in_range(cell)
    }

    fn is_in_range(&self, cell: &str) -> bool {
        !self.missing_ranges.is_empty()
            && cell.parse().is_ok_and(|number| {
                self.missing_ranges
                    .iter()
                    .any(|range| range.contains(number))
            })
    }

    /// What a code means.
    pub fn label_of(&self, code: &str) -> Option<&str> {
        let found = self.labels.iter().find(|(known, _)| known == code);
        found.map(|(_, label)| label.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_ranges_are_missing() {
        let column = Described {
            missing: vec![".a".to_owned(), "-9".to_owned()],
            missing_ranges: vec![Range::new(97.0, f64::INFINITY)],
            ..Described::default()
        };
        for (cell, missing) in [
            (".a", true),
            ("-9", true),
            ("97", true),
            ("1e9", true),
            ("96.9", false),
            ("x", false),
            ("", false),
        ] {
            assert_eq!(column.is_missing(cell), missing, "{cell}");
        }
    }
}
