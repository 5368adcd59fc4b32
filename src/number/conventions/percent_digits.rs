//! `percent_digits`: the digits of percentages.

use super::record::{About, Alternatives, Effort, Form, Quantity, Stage};

pub(super) static RECORD: Quantity<usize> = Quantity {
    about: About {
        documentation: "digits of percentages after the point",
        kind: "percent_digits",
        rank: u8::MAX,
        stage: Stage::Printing,
        effort: Effort::Little,
    },
    form: Form::Whole { least: 0, most: 6 },
    default: 1,
    presets: &[],
    alternatives: Alternatives::None(
        "it changes no value; a published number is compared at its own precision",
    ),
    title: |digits| format!("percentages with {digits} digits after the point"),
};
