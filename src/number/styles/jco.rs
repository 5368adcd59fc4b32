//! Journal of Clinical Oncology.

use super::{Journal, NumberStyle, PValues, RangeMark, Rule};

pub(super) static JOURNAL: Journal = Journal {
    name: "Journal of Clinical Oncology",
    rules: &[
        Rule {
            what: "two digits of P above .01",
            source: "http://intl-jco.ascopubs.org/ifc/stats.dtl",
        },
        Rule {
            what: "no zero before the point of P, *to* between two ends, a comma after CI",
            source: "the common print of its articles; no instruction could be read",
        },
    ],
    style: NumberStyle {
        journal: "jco",
        p_values: PValues::Graded,
        leading_zero: false,
        range: RangeMark::To,
        p_sign_apart: true,
        interval_comma: true,
        ..NumberStyle::NONE
    },
};
