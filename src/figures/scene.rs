//! What a figure is drawn from, and how wide it is.

use super::pages::Begins;
use super::theme;
use crate::analyse::PlotData;
use crate::study::{Look, Study};

/// How wide a figure is drawn. Texts and lines have the same size at each width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// One of the two columns of a journal page, 85 mm.
    Column,
    /// The text of a page, 165 mm.
    Page,
}

/// The words of `width` in a study file.
pub(super) const WIDTHS: [(&str, Width); 2] = [("column", Width::Column), ("page", Width::Page)];

impl Width {
    /// In units of the canvas.
    pub fn units(self) -> i32 {
        match self {
            Self::Column => 2409,
            Self::Page => 4677,
        }
    }

    /// The word that the study file uses.
    pub fn name(self) -> &'static str {
        let named = WIDTHS.iter().find(|(_, own)| *own == self);
        named.map_or("", |(word, _)| word)
    }

    /// Whether it is that of one column.
    pub fn is_column(self) -> bool {
        self == Self::Column
    }
}

/// What a figure is drawn from.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The study.
    pub study: &'a Study,
    /// Curves and points.
    pub plot_data: &'a PlotData,
    /// How wide it is drawn.
    pub width: Width,
    /// Where it begins.
    pub begins: Begins,
}

impl Scene<'_> {
    /// The same below so many drawings, which are its beginning.
    pub(super) fn below(&self, drawings: usize) -> Self {
        let begins = match drawings {
            0 => self.begins,
            _ => Begins::Overleaf,
        };
        Self { begins, ..*self }
    }

    /// The width in units of the canvas.
    pub fn room(&self) -> i32 {
        self.width.units()
    }
}

/// The width of a figure without `width`: pages of two columns have room for
/// narrow figures between their texts, other pages for wide ones.
pub(super) fn usual(look: Look, suits_column: impl FnOnce() -> bool) -> Width {
    match look {
        Look::Journal if suits_column() => Width::Column,
        _ => Width::Page,
    }
}

/// Whether names are so few and short that one column has room for them beside a
/// drawing.
pub(super) fn are_short<'a>(
    names: impl Iterator<Item = &'a str> + Clone,
    most: usize,
    widest: i32,
) -> bool {
    let is_short = |name: &str| theme::text_width(name, theme::SMALL) <= widest;
    names.clone().count() <= most && names.into_iter().all(is_short)
}
