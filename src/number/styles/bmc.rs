//! BMC.

use super::{Journal, NumberStyle, RangeMark};

pub(super) static JOURNAL: Journal = Journal {
    name: "BMC",
    source: "the common print of its articles, as it prescribes no more",
    style: NumberStyle {
        journal: "bmc",
        range: RangeMark::Dash,
        p_symbol: "p",
        ..NumberStyle::NONE
    },
};
