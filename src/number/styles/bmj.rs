//! The BMJ.

use super::{Journal, NumberStyle, PValues, RangeMark, Rule, Thousands};

pub(super) static JOURNAL: Journal = Journal {
    name: "The BMJ",
    rules: &[Rule {
        what: "*to* between two ends, P=0.03, spaces in numbers of five and more digits",
        source: "the common print of its articles; no instruction could be read (of http://www.bmj.com/about-bmj/resources-authors/house-style only the part on prose)",
    }],
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
