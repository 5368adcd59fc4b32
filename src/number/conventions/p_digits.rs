//! `p_digits`: the digits of p-values.

use super::record::{About, Alternatives, Effort, Form, Quantity, Stage};

pub(super) static RECORD: Quantity<usize> = Quantity {
    about: About {
        documentation: "digits of p-values after the point, with `p_values = \"fixed\"` in `[style]`",
        kind: "p_digits",
        rank: u8::MAX,
        stage: Stage::Printing,
        effort: Effort::Little,
    },
    form: Form::Whole { least: 1, most: 10 },
    default: 3,
    presets: &[],
    alternatives: Alternatives::None(
        "it changes no value; a published number is compared at its own precision",
    ),
    title: |digits| format!("p-values with {digits} digits after the point"),
};
