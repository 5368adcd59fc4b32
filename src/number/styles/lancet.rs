//! The Lancet.

use super::{Journal, NumberStyle, PValues, RangeMark, Rule, Thousands};

pub(super) static JOURNAL: Journal = Journal {
    name: "The Lancet",
    rules: &[
        Rule {
            what: "decimal point at mid-height",
            source: "https://www.yumpu.com/en/document/view/4780116/formatting-guidelines-for-electronic-submission-of-thelancetcom (a copy of its formatting guidelines)",
        },
        Rule {
            what: "two significant digits of p and p<0·0001, spaces in numbers of five and more digits, dashes between two ends",
            source: "the common print of its articles; no instruction could be read",
        },
    ],
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
