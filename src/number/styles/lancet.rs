//! The Lancet.

use super::{Journal, NumberStyle, PValues, RangeMark, Thousands};

pub(super) static JOURNAL: Journal = Journal {
    name: "The Lancet",
    source: "its *formatting guidelines*",
    style: NumberStyle {
        journal: "lancet",
        p_values: PValues::Significant,
        decimal_mark: '·',
        thousands: Thousands::Space,
        range: RangeMark::Dash,
        p_symbol: "p",
        p_italic: false,
        p_spaced: false,
        ..NumberStyle::NONE
    },
};
