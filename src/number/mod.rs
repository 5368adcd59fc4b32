//! What a number is, before there is one: the conventions under which it is
//! computed and printed, and the styles in which journals print it.
//!
//! Knows the option types of `stats`, and nothing of studies, cohorts or
//! reports.

pub mod conventions;
pub mod styles;
