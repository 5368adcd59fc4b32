//! The figures of a study file: `[[figures]]`.

use std::any::Any;
use std::sync::Arc;

use super::kinds::{FigureKind, KINDS};
use super::scene::{WIDTHS, Width};
use crate::study::read::read_id;
use crate::study::section::Section;
use crate::study::{Request, Scope, read_kind};

/// A figure: `[[figures]]`.
#[derive(Debug, Clone)]
pub struct FigureLayout {
    /// As templates name it; also its file name.
    pub id: String,
    /// Line of its section in the study file.
    pub line: u64,
    /// Caption below it.
    pub caption: String,
    /// How wide it is, if the study says so.
    pub width: Option<Width>,
    /// The word of its kind.
    pub word: &'static str,
    /// What it shows.
    pub kind: Arc<dyn FigureKind>,
}

impl PartialEq for FigureLayout {
    fn eq(&self, other: &Self) -> bool {
        let kind: &dyn Any = &*other.kind;
        (&self.id, &self.caption, self.width) == (&other.id, &other.caption, other.width)
            && self.kind.same(kind)
    }
}

/// Reads all of `[[figures]]`. `ids` are those that are taken.
pub(crate) fn read_all(
    top: &Section<'_>,
    scope: &Scope<'_>,
    ids: &mut Vec<String>,
) -> Vec<FigureLayout> {
    let mut layouts = Vec::new();
    for section in top.listed_sections("figures") {
        let id = read_id(&section, ids);
        let caption = section.required_string("caption");
        let width = section.choice("width", &WIDTHS);
        // The kind determines which other keys are known.
        if let Some((word, kind)) = read_kind(&section, scope, KINDS, None, &[]) {
            layouts.push(FigureLayout {
                id,
                line: section.line(),
                caption,
                width,
                word,
                kind,
            });
            section.finish();
        }
    }
    layouts
}

/// What the figures need computed, in their order.
pub(crate) fn needs(layouts: &[FigureLayout]) -> Vec<Request> {
    let needs = layouts.iter().flat_map(|layout| {
        let followed = layout.kind.followed().iter();
        let followed = followed.map(|endpoint| Request::follow_up(endpoint));
        layout.kind.needs().into_iter().chain(followed)
    });
    needs.collect()
}
