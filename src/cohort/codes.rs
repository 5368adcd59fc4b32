//! The codes of a category, to find that of each cell.

use std::collections::HashMap;

use crate::study::Level;

/// The codes of the levels of a variable.
pub(super) enum Codes<'a> {
    /// Few codes, compared one after the other.
    Few(Vec<&'a [u8]>),
    Many(HashMap<&'a [u8], usize>),
}

impl<'a> Codes<'a> {
    pub(super) fn new(levels: &'a [Level]) -> Self {
        /// So many are compared as quickly as one is looked up.
        const FEW: usize = 16;
        let codes = levels.iter().map(|level| level.code.as_bytes());
        if levels.len() <= FEW {
            return Self::Few(codes.collect());
        }
        let mut places = HashMap::with_capacity(levels.len());
        for (at, code) in codes.enumerate() {
            places.entry(code).or_insert(at);
        }
        Self::Many(places)
    }

    /// The first level with exactly this code.
    #[inline]
    pub(super) fn find(&self, cell: &str) -> Option<usize> {
        let cell = cell.as_bytes();
        match self {
            Self::Few(codes) => codes.iter().position(|code| same(code, cell)),
            Self::Many(places) => places.get(cell).copied(),
        }
    }
}

/// Whether two texts are the same; codes of one length mostly differ in the last byte.
#[inline]
fn same(a: &[u8], b: &[u8]) -> bool {
    /// As many bytes are compared sooner than a function is called that does it.
    const SHORT: usize = 4;
    if a.len() != b.len() || a.last() != b.last() {
        return false;
    }
    match a.len() <= SHORT {
        true => a.iter().zip(b).all(|(a, b)| a == b),
        false => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Name;

    #[test]
    fn codes_are_found_whatever_their_number() {
        for count in [0, 1, 5, 16, 17, 300] {
            let level = |at: usize| Level {
                code: format!("level {at}"),
                label: String::new(),
                id: Name::new("x"),
            };
            let levels: Vec<Level> = (0..count).map(level).collect();
            let codes = Codes::new(&levels);
            for (at, level) in levels.iter().enumerate() {
                assert_eq!(codes.find(&level.code), Some(at));
            }
            assert_eq!(codes.find("level"), None);
            assert_eq!(codes.find(&format!("level {count}")), None);
        }
    }
}
