//! Annals of Internal Medicine.

use super::{Journal, NumberStyle, PValues, RangeMark, Rule};

pub(super) static JOURNAL: Journal = Journal {
    name: "Annals of Internal Medicine",
    rules: &[
        Rule {
            what: "three digits of P from 0.001 to 0.20, two above, below P < 0.001; percentages of fewer than 200 rows without digits after the point",
            source: "https://annals.org/aim/pages/AuthorInformationStatisticsOnly",
        },
        Rule {
            what: "*to* between two ends, a comma after CI",
            source: "the common print of its articles; no instruction could be read",
        },
    ],
    style: NumberStyle {
        journal: "annals",
        p_values: PValues::GradedToFifth,
        range: RangeMark::To,
        percent_digits_from: 200,
        p_sign_apart: true,
        interval_comma: true,
        ..NumberStyle::NONE
    },
};
