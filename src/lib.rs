//! From a raw cohort CSV to a PDF results section whose every number can be
//! traced.
//!
//! ```text
//! cohort.csv ──read──▶ Cohort ──┐
//! study.toml ──parse─▶ Study  ──┴─analyse──▶ Ledger ──┬─▶ tables ──┐
//!                                                      ├─▶ figures ─┼─▶ template ─▶ typst ─▶ report.pdf
//! published.toml ──────────────────────────────────────┴─▶ check
//! ```
//!
//! The modules are in the order in which a value passes through them; none
//! depends on a later one.

pub mod analyse;
pub mod check;
pub mod claims;
pub mod cli;
pub mod cohort;
pub mod diff;
pub mod figures;
pub mod findings;
pub mod input;
pub mod layout;
pub mod ledger;
pub mod lint;
pub mod memory;
pub mod new;
pub mod number;
pub mod outputs;
pub mod report;
pub mod sql;
pub mod statistics;
pub mod stats;
pub mod study;
pub mod tables;
pub mod template;
pub mod typst;
pub mod validate;
pub mod verify;
pub mod wording;

pub mod prose;

mod digest;
pub mod fonts;
mod interrupt;
mod parallel;
mod progress;
mod words;
