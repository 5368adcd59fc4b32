//! APA Style.

use super::{Journal, NumberStyle, RangeMark, Rule};

pub(super) static JOURNAL: Journal = Journal {
    name: "APA Style",
    rules: &[
        Rule {
            what: "p with three digits, p < .001 below; no zero before the point of numbers that cannot exceed 1, such as p, r, V and the area under the curve",
            source: "*Numbers and Statistics Guide*, 7th edition, in a copy: https://info.5y1.org/elementary-statistics-7th-edition_1_dc7b78.html",
        },
        Rule {
            what: "95% CI [1.2, 3.4], in text, tables and figures; without the unit of the estimate before it",
            source: "https://blog.apastyle.org/apastyle/2010/06/formatting-statistics-using-brackets.html (of the 6th edition; the *Publication Manual* itself was not read)",
        },
        Rule {
            what: "not followed: commas from 1,000 on, as years are numbers too",
            source: "",
        },
    ],
    style: NumberStyle {
        journal: "apa",
        leading_zero: false,
        bounded_zero: false,
        range: RangeMark::Comma,
        interval_brackets: true,
        p_symbol: "p",
        p_sign_apart: true,
        ..NumberStyle::NONE
    },
};
