//! APA Style.

use super::{Journal, NumberStyle};

pub(super) static JOURNAL: Journal = Journal {
    name: "APA Style",
    source: "the *Publication Manual of the American Psychological Association* as its style blog explains it; without its brackets around intervals",
    style: NumberStyle {
        journal: "apa",
        leading_zero: false,
        p_symbol: "p",
        ..NumberStyle::NONE
    },
};
