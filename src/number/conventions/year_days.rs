//! `year_days`: the length of a year.

use super::record::{About, Alternatives, Effort, Form, Quantity, Stage};

pub(super) static RECORD: Quantity<f64> = Quantity {
    about: About {
        documentation: "length of a year in days, for durations in years; ages are completed calendar years",
        kind: "year_length",
        rank: 11,
        stage: Stage::Computing,
        effort: Effort::Little,
    },
    form: Form::Days,
    default: 365.25,
    presets: &[],
    alternatives: Alternatives::These(&[365.25, 365.0]),
    title: |days| format!("years of {} days", (days * 1e4).round() / 1e4),
};
