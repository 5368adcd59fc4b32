//! `month_days`: the length of a month.

use super::record::{About, Alternatives, Effort, Form, Quantity, Stage};

pub(super) static RECORD: Quantity<f64> = Quantity {
    about: About {
        documentation: "length of a month in days",
        kind: "month_length",
        rank: 10,
        // Derived lengths of time are computed while the cohort is read.
        stage: Stage::Reading,
        effort: Effort::Little,
    },
    form: Form::Days,
    default: 365.25 / 12.0,
    presets: &[],
    alternatives: Alternatives::These(&[30.0, 30.4375, 365.0 / 12.0, 30.4, 30.5, 28.0]),
    title: |days| format!("months of {} days", (days * 1e4).round() / 1e4),
};
