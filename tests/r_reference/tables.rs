//! Tables of counts.

use cohort_report::stats::contingency::{
    ContinuityCorrection, chi_square, cramers_v, cramers_v_bias_corrected,
};
use cohort_report::stats::fisher::fisher_exact;

use crate::harness::check;

pub fn contingency_tables() {
    check(&["chi_square", "fisher"], 1e-9, |case, data| {
        let table = data?.table(&case.x, &case.by);
        let correction = match case.option.as_str() {
            "yates" => ContinuityCorrection::Yates,
            _ => ContinuityCorrection::None,
        };
        if case.method == "fisher" {
            return fisher_exact(&table).ok();
        }
        let found = chi_square(&table, correction);
        Some(match case.part.as_str() {
            "chi2" => found.chi_square,
            "df" => f64::from(found.df),
            "p" => found.p,
            "least_expected" => table.least_expected(),
            _ => cramers_v(&table),
        })
    });
    check(&["cramers_v_bias_corrected"], 1e-9, |case, data| {
        cramers_v_bias_corrected(&data?.table(&case.x, &case.by)).ok()
    });
}
