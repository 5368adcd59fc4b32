//! `few_at_risk`: where a survival curve is drawn as uncertain.

use super::record::{About, Alternatives, Effort, Form, Quantity, Stage};

pub(super) static RECORD: Quantity<u32> = Quantity {
    about: About {
        documentation: "number at risk below which a survival curve is dashed",
        kind: "few_at_risk",
        rank: u8::MAX,
        stage: Stage::Printing,
        effort: Effort::Little,
    },
    form: Form::Whole {
        least: 0,
        most: 1_000_000,
    },
    default: 5,
    presets: &[],
    alternatives: Alternatives::None("it changes how a curve is drawn, not a number"),
    title: |number| format!("curves dashed below {number} at risk"),
};
