//! Tables and figures of a study file that the page of its summary has no place for.

use std::collections::BTreeSet;

use super::provenance::Printed;
use super::{Content, Shared};
use crate::study::Look;

/// The word of tables whose rows the page shows in its own way.
const CHARACTERISTICS: &str = "summary";

/// What has not been printed.
pub(super) struct LeftOut<'a> {
    /// Ids of tables.
    pub(super) tables: Vec<&'a str>,
    /// Ids of figures.
    pub(super) figures: Vec<&'a str>,
}

/// The table whose rows a summary shows in its own way.
pub(super) fn characteristics(content: &Content<'_>) -> Option<String> {
    let mut tables = content.layout.tables.iter();
    let own = tables.find(|table| table.word == CHARACTERISTICS);
    own.filter(|_| content.study.document.look == Look::Summary)
        .map(|table| table.id.clone())
}

impl Shared {
    /// What has not been printed so far.
    pub(super) fn left_out<'a>(&'a self, printed: &Printed) -> LeftOut<'a> {
        let known: BTreeSet<&str> = printed.tables().collect();
        let shown = |id: &str| known.contains(id) || self.characteristics.as_deref() == Some(id);
        let tables = self.tables.iter().map(|table| table.id.as_str());
        let drawn: BTreeSet<&str> = printed.figures().collect();
        let figures = self.figures.iter().map(|figure| figure.id.as_str());
        LeftOut {
            tables: tables.filter(|id| !shown(id)).collect(),
            figures: figures.filter(|id| !drawn.contains(id)).collect(),
        }
    }
}

impl LeftOut<'_> {
    /// `table "pairs"`, `figure "bars"`.
    pub(super) fn names(&self) -> Vec<String> {
        let tables = self.tables.iter().map(|id| format!("table \"{id}\""));
        let figures = self.figures.iter().map(|id| format!("figure \"{id}\""));
        tables.chain(figures).collect()
    }
}
