//! `alpha`: the significance level.

use super::record::{About, Alternatives, Effort, Form, Quantity, Stage};

pub(super) static RECORD: Quantity<f64> = Quantity {
    about: About {
        documentation: "significance level: p-values below it are called significant",
        kind: "alpha",
        rank: u8::MAX,
        stage: Stage::Computing,
        effort: Effort::Little,
    },
    form: Form::Share,
    default: 0.05,
    presets: &[],
    alternatives: Alternatives::None("it changes what is called significant, not a number"),
    title: |level| format!("a significance level of {level}"),
};
