//! The rows of which numbers are recorded.

use super::record::Grouping;
use crate::number::Path;

/// The whole cohort or one level of a grouping.
pub(super) struct Place<'a> {
    /// What the ids of its numbers begin with.
    pub(super) path: Path,
    /// What their definitions end with: " in Surgery"; empty for the whole cohort.
    pub(super) within: String,
    /// Which rows belong to it.
    pub(super) members: Vec<bool>,
    /// The grouping variable.
    pub(super) by: Option<&'a str>,
}

impl<'a> Place<'a> {
    /// The whole cohort, of so many rows; ids begin with the path itself.
    pub(super) fn overall(path: Path, rows: usize) -> Self {
        Self {
            path,
            within: String::new(),
            members: vec![true; rows],
            by: None,
        }
    }

    /// Each level of a grouping, in order; ids begin with `PATH.by_GROUPING.LEVEL`.
    pub(super) fn levels(path: Path, grouping: &Grouping<'a>) -> impl Iterator<Item = Self> {
        let by = &grouping.variable.name;
        let levels = grouping.variable.levels.iter().enumerate();
        levels.map(move |(at, level)| Self {
            path: path.clone().by(by).at(&level.id),
            within: format!(" in {}", level.label),
            members: grouping.members(at),
            by: Some(by),
        })
    }
}
