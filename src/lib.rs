//! From a raw cohort CSV to a PDF results section whose every number can be traced.
pub mod analyse;
pub mod cohort;
pub mod findings;
pub mod ledger;
pub mod stats;
pub mod study;
