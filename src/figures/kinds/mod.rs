//! The kinds of figures, one file each: its keys, what it needs computed, and how
//! it is drawn.

mod bars;
mod boxes;
mod cumulative_incidence;
mod forest;
mod groups;
mod histogram;
mod kaplan_meier;
mod rates;
mod scatter;
mod show;
mod stacked;
mod swimmer;

use super::alt::Alt;
use super::{Drawing, Scene, theme};
use crate::study::read::{check_levels, read_by};
use crate::study::section::Section;
use crate::study::{Keys, KindRecord, Request, Scope, Study};

/// What a figure shows: the keys of one kind.
pub trait FigureKind: Keys {
    /// What must be computed for it.
    fn needs(&self) -> Vec<Request>;

    /// The endpoints whose length of follow-up its curves or lanes cannot be read without.
    fn followed(&self) -> &[String] {
        &[]
    }

    /// Draws it. Texts and values come from `alt`, which hands them out from
    /// the ledger; the alternative text and the numbers used are noted there.
    ///
    /// # Errors
    /// The reason of Plotters.
    fn draw(&self, scene: &Scene<'_>, alt: &mut Alt<'_>) -> Drawing;

    /// Whether one column of a journal page is wide enough for what it shows.
    fn suits_column(&self, study: &Study) -> bool;
}

/// Reads `by` of a figure whose groups are told apart by colour and mark alone.
fn read_told_apart(section: &Section<'_>, scope: &Scope<'_>) -> Option<String> {
    let by = read_by(section, scope)?;
    check_levels(section, "by", scope, &by, theme::MOST_GROUPS);
    Some(by)
}

/// Every kind, in the order in which messages and the schema list them.
pub const KINDS: &[KindRecord<dyn FigureKind>] = &[
    bars::RECORD,
    boxes::RECORD,
    stacked::RECORD,
    kaplan_meier::RECORD,
    swimmer::RECORD,
    forest::RECORD,
    cumulative_incidence::RECORD,
    scatter::RECORD,
    histogram::RECORD,
];
