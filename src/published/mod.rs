//! The published numbers of a study against its ledger.

mod compare;
mod read;

pub use compare::{Check, Verdict, check};
pub use read::{Published, PublishedNumber};
