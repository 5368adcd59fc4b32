//! What numbers are found by: the statistics that a study can ask for, and the
//! words that they have in ids.

mod words;

pub use words::{level_name, term_name};
