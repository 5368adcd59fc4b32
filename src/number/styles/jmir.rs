//! JMIR.

use super::{Journal, NumberStyle, PValues, RangeMark, Rule};

pub(super) static JOURNAL: Journal = Journal {
    name: "JMIR",
    rules: &[
        Rule {
            what: "two digits of P from .01, three down to .001, then P<.001; no zero before the point of P and α",
            source: "https://support.jmir.org/hc/en-us/articles/360000002012-How-should-P-values-be-reported",
        },
        Rule {
            what: "no digits after the point in percentages of fewer than 100 rows; commas from 10,000; a hyphen between two ends",
            source: "https://support.jmir.org/hc/en-us/articles/360019690851-Guidelines-for-Reporting-Statistics; with mixed denominators in one table it asks for one number of digits: set `percent_digits_from`",
        },
    ],
    style: NumberStyle {
        journal: "jmir",
        p_values: PValues::Graded,
        leading_zero: false,
        range: RangeMark::Hyphen,
        percent_digits_from: 100,
        p_spaced: false,
        ..NumberStyle::NONE
    },
};
