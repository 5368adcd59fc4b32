//! JMIR.

use super::{Journal, NumberStyle, PValues, RangeMark};

pub(super) static JOURNAL: Journal = Journal {
    name: "JMIR",
    source: "its instructions to authors, *How should P values be reported?*; the hyphen between two ends is that of the AMA Manual of Style",
    style: NumberStyle {
        journal: "jmir",
        p_values: PValues::Graded,
        leading_zero: false,
        range: RangeMark::Hyphen,
        p_spaced: false,
        ..NumberStyle::NONE
    },
};
