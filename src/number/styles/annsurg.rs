//! Annals of Surgery.

use super::{Journal, NumberStyle, PValues, RangeMark, Rule};

pub(super) static JOURNAL: Journal = Journal {
    name: "Annals of Surgery",
    rules: &[Rule {
        what: "two digits of P from 0.01, three below; dashes between two ends",
        source: "the common print of its articles; no instruction could be read (https://journals.lww.com/annalsofsurgery/Pages/instructions-for-authors.aspx was read in part)",
    }],
    style: NumberStyle {
        journal: "annsurg",
        p_values: PValues::Graded,
        range: RangeMark::Dash,
        p_sign_apart: true,
        ..NumberStyle::NONE
    },
};
