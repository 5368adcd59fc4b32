//! NIST's Statistical Reference Datasets and printed examples of textbooks.
//!
//! NIST: univariate summary statistics, analysis of variance and linear
//! regression of the StRD (<https://www.itl.nist.gov/div898/strd>), with their
//! certified values. Data that NIST made by a rule are made by the same rule
//! here; Michelson's and Longley's are in `tests/reference/data`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod nist_linear;
mod nist_samples;
mod textbooks;

/// Both agree to `digits` significant digits.
fn agree(ours: f64, certified: f64, digits: f64, what: &str) {
    let error = if certified == 0.0 {
        ours.abs()
    } else {
        ((ours - certified) / certified).abs()
    };
    let limit = 10f64.powf(-digits);
    assert!(
        error <= limit,
        "{what}: {ours:e} against {certified:e}, {error:.1e}"
    );
}
