//! The BMJ.

use super::{Journal, NumberStyle, PValues, RangeMark, Thousands};

pub(super) static JOURNAL: Journal = Journal {
    name: "The BMJ",
    source: "its *house style*",
    style: NumberStyle {
        journal: "bmj",
        p_values: PValues::Graded,
        thousands: Thousands::Space,
        range: RangeMark::To,
        p_italic: false,
        p_spaced: false,
        ..NumberStyle::NONE
    },
};
