//! BMC.

use super::{Journal, NumberStyle, RangeMark, Rule};

pub(super) static JOURNAL: Journal = Journal {
    name: "BMC",
    rules: &[Rule {
        what: "p with three digits, dashes between two ends",
        source: "the common print of its articles; no instruction could be read",
    }],
    style: NumberStyle {
        journal: "bmc",
        range: RangeMark::Dash,
        p_symbol: "p",
        ..NumberStyle::NONE
    },
};
