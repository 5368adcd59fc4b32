//! JAMA and its network, AMA Manual of Style.

use super::{Journal, NumberStyle, PValues, RangeMark, Rule, Thousands};
use crate::number::conventions::Rounding;

pub(super) static JOURNAL: Journal = Journal {
    name: "JAMA and its network, AMA Manual of Style",
    rules: &[
        Rule {
            what: "two digits of P from .01, three down to .001, then P < .001; no zero before the point of P and α, but one before that of other numbers, such as κ = 0.87",
            source: "AMA Manual of Style, 10th edition, 4.1: http://www.amamanualofstyle.com/view/10.1093/jama/9780195176339.001.0001/med-9780195176339-div2-102; 11th edition, 17.4.2: https://philology.science/specific/ama/151.html",
        },
        Rule {
            what: "half to the even digit",
            source: "AMA Manual of Style, 11th edition, 19.4.2: https://www.amamanualofstyle.com (abstract of the section)",
        },
        Rule {
            what: "no digits after the point in percentages of fewer than 100 rows: 9 of 28 is 32%",
            source: "AMA Manual of Style, 10th edition, 4.1, as above: no more digits than the denominator has. Many of its articles print one: `percent_digits_from = 0`",
        },
        Rule {
            what: "thin spaces in numbers of five and more digits",
            source: "AMA Manual of Style, 11th edition, 17.4.3: https://www.amamanualofstyle.com (abstract of the section)",
        },
        Rule {
            what: "95% CI, 1-3.5, and *to* where an end is negative",
            source: "https://dragonflyeditorial.com/resources/statistics-for-medical-editors-and-writers/ (a guide to the manual)",
        },
        Rule {
            what: "the percent sign at both ends: 95% CI, 38.3%-53.9%",
            source: "https://www.learnamastyle.com/ama-style-tip-sheet/ (a guide to the manual)",
        },
        Rule {
            what: "P value over columns of tables",
            source: "the common print of its articles; no instruction could be read",
        },
        Rule {
            what: "15 of 24 in text",
            source: "AMA Manual of Style, 11th edition, 18.7.3: https://www.amamanualofstyle.com (abstract of the section)",
        },
    ],
    style: NumberStyle {
        journal: "jama",
        p_values: PValues::Graded,
        leading_zero: false,
        thousands: Thousands::Space,
        range: RangeMark::Hyphen,
        p_value_head: true,
        percent_repeated: true,
        percent_digits_from: 100,
        rounding: Rounding::HalfEven,
        p_sign_apart: true,
        count_of: true,
        interval_comma: true,
        ..NumberStyle::NONE
    },
};
