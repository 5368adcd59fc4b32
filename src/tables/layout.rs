//! The tables that a study file asks for: `[[tables]]`.

use std::sync::Arc;

use super::kinds::{KINDS, TableKind};
use crate::study::read::read_id;
use crate::study::section::Section;
use crate::study::{Request, Scope, read_kind};

/// The kind of a table that names none.
const DEFAULT: &str = "summary";

/// A table: `[[tables]]`.
#[derive(Debug, Clone)]
pub struct TableLayout {
    /// As templates name it; also its file name.
    pub id: String,
    /// Title above it.
    pub title: String,
    /// A remark below it.
    pub note: Option<String>,
    /// The word of its kind.
    pub word: &'static str,
    /// What it shows.
    pub kind: Arc<dyn TableKind>,
}

/// Reads all of `[[tables]]`. `ids` are those that are taken.
pub(crate) fn read_all(
    top: &Section<'_>,
    scope: &Scope<'_>,
    ids: &mut Vec<String>,
) -> Vec<TableLayout> {
    let mut layouts = Vec::new();
    for section in top.listed_sections("tables") {
        let id = read_id(&section, ids);
        let title = section.required_string("title");
        let note = section.string("note");
        if let Some((word, kind)) = read_kind(&section, scope, KINDS, Some(DEFAULT)) {
            layouts.push(TableLayout {
                id,
                title,
                note,
                word,
                kind,
            });
        }
        section.finish();
    }
    layouts
}

/// What the tables need computed, in their order.
pub(crate) fn needs(layouts: &[TableLayout]) -> Vec<Request> {
    let needs = layouts
        .iter()
        .flat_map(|layout| layout.kind.needs(&layout.id));
    needs.collect()
}
