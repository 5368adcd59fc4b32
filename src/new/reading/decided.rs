//! What a person or a dictionary decided about cells before they are read.

use std::collections::{BTreeMap, BTreeSet};

use crate::study::DateOrder;

/// What a point or a comma is that may be either.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::new) enum Mark {
    /// It stands before decimals.
    Decimal,
    /// It stands between thousands.
    Thousands,
}

/// What numbers are that may stand for missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::new) enum Code {
    /// They are values.
    Value,
    /// They mean missing.
    Missing,
}

/// Decisions by the place of their column.
#[derive(Debug, Clone, Default)]
pub(in crate::new) struct Decided {
    /// The order of dates whose day or month may come first.
    pub(in crate::new) order: Option<DateOrder>,
    pub(in crate::new) marks: BTreeMap<usize, Mark>,
    pub(in crate::new) codes: BTreeMap<usize, Code>,
    /// Columns whose codes are all listed in a dictionary.
    pub(in crate::new) listed: BTreeSet<usize>,
}
