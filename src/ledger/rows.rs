//! Sets of CSV lines, written short.

use std::fmt;

use serde::{Serialize, Serializer};

/// Lines of the CSV in rising order, kept as runs of neighbours.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct RowSet(Vec<(u64, u64)>);

impl RowSet {
    /// From lines in rising order.
    pub fn new(lines: impl IntoIterator<Item = u64>) -> Self {
        let mut runs: Vec<(u64, u64)> = Vec::new();
        for line in lines {
            match runs.last_mut() {
                Some((_, end)) if *end + 1 == line => *end = line,
                _ => runs.push((line, line)),
            }
        }
        Self(runs)
    }
}

impl fmt::Display for RowSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return write!(f, "none");
        }
        for (index, (start, end)) in self.0.iter().enumerate() {
            if index > 0 {
                write!(f, ",")?;
            }
            if start == end {
                write!(f, "{start}")?;
            } else {
                write!(f, "{start}-{end}")?;
            }
        }
        Ok(())
    }
}

impl Serialize for RowSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_joined() {
        assert_eq!(RowSet::new([2, 3, 4, 7, 9, 10]).to_string(), "2-4,7,9-10");
        assert_eq!(RowSet::new([]).to_string(), "none");
    }
}
