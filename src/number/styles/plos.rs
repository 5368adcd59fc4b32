//! PLOS journals.

use super::{Journal, NumberStyle, RangeMark, Rule};

pub(super) static JOURNAL: Journal = Journal {
    name: "PLOS journals",
    rules: &[Rule {
        what: "p with three digits, p < 0.001 below; dashes between two ends",
        source: "the common print of their articles; of their guidelines on statistics only the announcement could be read: https://everyone.plos.org/2019/09/26/new-plos-one-statistical-reporting-guidelines/",
    }],
    style: NumberStyle {
        journal: "plos",
        range: RangeMark::Dash,
        p_symbol: "p",
        p_sign_apart: true,
        ..NumberStyle::NONE
    },
};
