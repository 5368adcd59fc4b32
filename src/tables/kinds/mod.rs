//! The kinds of tables, one file each: its keys, what it needs computed, and how
//! it is built.

mod missing;
mod models;
mod pairs;
mod statistics;
mod summary;
mod survival;

use super::{Table, TableLayout};
use crate::ledger::Ledger;
use crate::study::{Keys, KindRecord, Request, Study};

pub(crate) use survival::follow_up;

/// What a table shows: the keys of one kind.
pub trait TableKind: Keys {
    /// What must be computed for it; `id` is that of the table.
    fn needs(&self, id: &str) -> Vec<Request>;

    /// The table, from the numbers that it needs.
    fn build(&self, study: &Study, ledger: &Ledger, layout: &TableLayout) -> Table;

    /// The variables that have rows of their own, for templates that go
    /// through them.
    fn rows(&self) -> &[String] {
        &[]
    }

    /// The grouping whose levels are shown side by side but not compared.
    fn uncompared(&self) -> Option<&str> {
        None
    }
}

/// Every kind, in the order in which messages and the schema list them.
pub const KINDS: &[KindRecord<dyn TableKind>] = &[
    summary::RECORD,
    pairs::RECORD,
    survival::RECORD,
    models::RECORD,
    statistics::RECORD,
    missing::RECORD,
];
