//! Tables as data: study and ledger in, cells of ledger ids out.
//!
//! A table is independent of Typst and CSV; each printer reads the same model. No
//! cell holds a number: it names the ledger entries whose text is printed. A
//! kind of table is a file of `kinds/`, a file format one of `print/`.

mod abbreviations;
mod beyond_limits;
mod blocks;
mod direction;
mod flow;
mod gaps;
mod kinds;
mod layout;
mod model;
pub mod page;
mod pieces;
pub mod print;

pub(crate) use beyond_limits::beyond_limits;
pub use blocks::Blocks;
pub use direction::Direction;
pub use flow::{Flow, Flows};
pub(crate) use kinds::follow_up;
pub use kinds::{KINDS, TableKind};
pub use layout::TableLayout;
pub(crate) use layout::{needs, read_all};
pub use model::{Cell, DASH, Measure, Piece, Row, Spanner, Table, lead, mark_letter};
pub use page::PageRoom;

use crate::ledger::Ledger;
use crate::study::Study;

/// Builds every table of a report.
pub fn build(study: &Study, layouts: &[TableLayout], ledger: &Ledger) -> Vec<Table> {
    let tables = layouts.iter().map(|layout| {
        let mut table = layout.kind.build(study, ledger, layout);
        let limits = beyond_limits(study, ledger, table.ids());
        table.notes.extend(limits);
        gaps::explain(&mut table, ledger);
        let note = abbreviations::note(&table, layout, study, ledger);
        table.notes.extend(note);
        table
    });
    tables.collect()
}
