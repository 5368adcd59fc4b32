//! New England Journal of Medicine.

use super::{Journal, NumberStyle, PValues, RangeMark};

pub(super) static JOURNAL: Journal = Journal {
    name: "New England Journal of Medicine",
    source: "its *Statistical Reporting Guidelines*",
    style: NumberStyle {
        journal: "nejm",
        p_values: PValues::Graded,
        range: RangeMark::Free,
        p_italic: false,
        p_spaced: false,
        interval_comma: true,
        ..NumberStyle::NONE
    },
};
