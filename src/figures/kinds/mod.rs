//! The kinds of figures, one file each: its keys, what it needs computed, and how
//! it is drawn.

mod bars;
mod boxes;
mod cumulative_incidence;
mod forest;
mod histogram;
mod kaplan_meier;
mod scatter;
mod show;
mod stacked;
mod swimmer;

use super::Drawing;
use super::alt::Alt;
use crate::analyse::PlotData;
use crate::study::{Keys, KindRecord, Request, Study};

/// What a figure shows: the keys of one kind.
pub trait FigureKind: Keys {
    /// What must be computed for it.
    fn needs(&self) -> Vec<Request>;

    /// Draws it. Texts and values come from `alt`, which hands them out from
    /// the ledger; the alternative text and the numbers used are noted there.
    ///
    /// # Errors
    /// The reason of Plotters.
    fn draw(&self, study: &Study, plot_data: &PlotData, alt: &mut Alt<'_>) -> Drawing;
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
