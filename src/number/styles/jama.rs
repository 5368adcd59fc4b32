//! JAMA.

use super::{Journal, NumberStyle, PValues, RangeMark};

pub(super) static JOURNAL: Journal = Journal {
    name: "JAMA",
    source: "the *AMA Manual of Style*, which its instructions name",
    style: NumberStyle {
        journal: "jama",
        p_values: PValues::Graded,
        leading_zero: false,
        range: RangeMark::Hyphen,
        interval_comma: true,
        ..NumberStyle::NONE
    },
};
