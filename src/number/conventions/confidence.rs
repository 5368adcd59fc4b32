//! `confidence`: the level of every interval.

use super::record::{About, Alternatives, Effort, Form, Quantity, Stage};

pub(super) static RECORD: Quantity<f64> = Quantity {
    about: About {
        documentation: "confidence level of intervals",
        kind: "confidence",
        rank: 12,
        stage: Stage::Computing,
        effort: Effort::Little,
    },
    form: Form::Share,
    default: 0.95,
    presets: &[],
    alternatives: Alternatives::These(&[0.95, 0.9, 0.99]),
    title: |level| format!("{}% confidence", (level * 100.0).round()),
};
