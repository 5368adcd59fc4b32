//! JAMA.

use super::{Journal, NumberStyle, PValues, RangeMark, Thousands};

pub(super) static JOURNAL: Journal = Journal {
    name: "JAMA",
    source: "the *AMA Manual of Style*, which its instructions name",
    style: NumberStyle {
        journal: "jama",
        p_values: PValues::Graded,
        leading_zero: false,
        thousands: Thousands::Space,
        range: RangeMark::Hyphen,
        p_sign_apart: true,
        count_of: true,
        interval_comma: true,
        ..NumberStyle::NONE
    },
};
