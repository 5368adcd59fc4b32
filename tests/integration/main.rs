//! The program as its users meet it, one module a command or a promise. One
//! binary, because each would link the whole program anew.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may fail and tell"
)]

mod alone;
mod alterations;
mod appendix;
mod asked;
mod benches;
mod blocks;
mod budgets;
mod cache;
mod cases;
mod cells;
mod census;
mod check;
mod cohorts;
mod common;
mod containers;
mod counted;
mod curves;
mod design;
mod diff;
mod docs;
mod drafts;
mod drawings;
mod effects;
mod ended;
mod faults;
mod figures;
mod findings;
mod forgeries;
mod formats;
mod framed;
mod further;
mod golden;
mod guesses;
mod identity;
mod inputs;
mod journals;
mod languages;
mod limits;
mod lint;
mod looks;
mod meanings;
mod named;
mod new;
mod number_texts;
mod ordinal;
mod packages;
mod properties;
mod redcap;
mod report;
mod rereading;
mod rooms;
mod rows;
mod ruled;
mod rvlms_facts;
mod schema;
mod scripts;
mod settled;
mod sql;
mod stated;
mod statistics;
mod structure;
mod styles;
mod tables;
mod told;
mod units;
mod unnamed_study;
mod validate;
mod verify;
mod watch;
mod widths;
mod workbooks;
