//! Every statistic against R, on public data sets: `tests/reference` holds the
//! data, the values, and the R script that makes both.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may fail and tell"
)]

mod cox;
mod harness;
mod means;
mod one_sample;
mod paired_and_trend;
mod ranks;
mod survival;
mod tables;
mod tails;
mod two_by_two;
