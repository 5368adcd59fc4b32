//! `variances`: whether means are compared with equal variances.

use super::preset::Preset;
use super::record::{About, Alternatives, Choice, Choices, Effort, Stage};
use super::setting::SettingValue;

/// Whether groups are taken to have one variance when their means are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variances {
    /// Welch's tests: R's default.
    Unequal,
    /// Student's t test and the classical analysis of variance.
    Equal,
}

impl Variances {
    /// The word that the study file uses.
    pub fn name(self) -> &'static str {
        RECORD.name(self)
    }
}

pub(super) static RECORD: Choices<Variances> = Choices {
    about: About {
        documentation: "comparison of means, for `summary = \"mean\"`",
        kind: "test",
        rank: 5,
        stage: Stage::Computing,
        effort: Effort::Little,
    },
    default: Variances::Unequal,
    presets: &[
        (Preset::Spss, Variances::Equal),
        (Preset::Sas, Variances::Equal),
        (Preset::Stata, Variances::Equal),
    ],
    choices: &[
        Choice {
            value: Variances::Unequal,
            word: SettingValue::Word("unequal"),
            title: "unequal variances (Welch)",
            documentation: "Welch's tests, Games and Howell's pairs",
        },
        Choice {
            value: Variances::Equal,
            word: SettingValue::Word("equal"),
            title: "equal variances",
            documentation: "Student's t test, classical analysis of variance, Tukey's pairs",
        },
    ],
    alternatives: Alternatives::Others,
};
