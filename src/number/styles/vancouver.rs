//! Vancouver, the recommendations of the ICMJE.

use super::{Journal, NumberStyle, Rule};

pub(super) static JOURNAL: Journal = Journal {
    name: "Vancouver, the recommendations of the ICMJE",
    rules: &[Rule {
        what: "they prescribe no print of numbers: that of no journal",
        source: "https://www.icmje.org/recommendations, not read",
    }],
    style: NumberStyle {
        journal: "vancouver",
        ..NumberStyle::NONE
    },
};
