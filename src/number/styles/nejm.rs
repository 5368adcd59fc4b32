//! New England Journal of Medicine.

use super::{Journal, NumberStyle, PValues, RangeMark, Rule};

pub(super) static JOURNAL: Journal = Journal {
    name: "New England Journal of Medicine",
    rules: &[
        Rule {
            what: "two digits of P from 0.01, three down to 0.001, then P<0.001",
            source: "https://pmc.ncbi.nlm.nih.gov/articles/PMC8005799 (its guidelines, quoted in a comparison of journals)",
        },
        Rule {
            what: "ranges with a dash in tables, *to* in text and beside a minus; P and its sign without spaces; P value over columns of tables",
            source: "the common print of its articles; no instruction could be read",
        },
    ],
    style: NumberStyle {
        journal: "nejm",
        p_values: PValues::Graded,
        range: RangeMark::ToInText,
        p_italic: false,
        p_value_head: true,
        p_spaced: false,
        interval_comma: true,
        ..NumberStyle::NONE
    },
};
