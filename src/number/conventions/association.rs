//! `association`: the test of the association of two categorical variables.

use super::preset::Preset;
use super::record::{About, Alternatives, Choice, Choices, Effort, Stage};
use super::setting::SettingValue;

/// Which test is used for the association of two categorical variables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssociationRule {
    /// Fisher's exact test when more than a fifth of the expected counts are
    /// below five or one is below one (Cochran), else Pearson's chi-square.
    FisherWhenSparse,
    /// Fisher's exact test when an expected count is below five, else Pearson's
    /// chi-square.
    FisherWhenBelowFive,
    /// Always Fisher's exact test.
    Fisher,
    /// Always Pearson's chi-square.
    ChiSquare,
}

impl AssociationRule {
    /// The word that the study file uses.
    pub fn name(self) -> &'static str {
        RECORD.name(self)
    }
}

pub(super) static RECORD: Choices<AssociationRule> = Choices {
    about: About {
        documentation: "test of the association of two categories",
        kind: "test",
        rank: 3,
        stage: Stage::Computing,
        effort: Effort::Little,
    },
    default: AssociationRule::FisherWhenSparse,
    presets: &[
        (Preset::R, AssociationRule::ChiSquare),
        (Preset::Gtsummary, AssociationRule::FisherWhenBelowFive),
        (Preset::Stata, AssociationRule::ChiSquare),
    ],
    choices: &[
        Choice {
            value: AssociationRule::FisherWhenSparse,
            word: SettingValue::Word("fisher-when-sparse"),
            title: "Fisher’s exact test of sparse tables",
            documentation: "Fisher's exact test when more than 20% of the expected counts are below 5 or one is below 1, else Pearson's chi-square test",
        },
        Choice {
            value: AssociationRule::FisherWhenBelowFive,
            word: SettingValue::Word("fisher-when-below-five"),
            title: "Fisher’s exact test where an expected count is below 5",
            documentation: "Fisher's exact test when an expected count is below 5, else Pearson's chi-square test",
        },
        Choice {
            value: AssociationRule::Fisher,
            word: SettingValue::Word("fisher"),
            title: "Fisher’s exact test",
            documentation: "",
        },
        Choice {
            value: AssociationRule::ChiSquare,
            word: SettingValue::Word("chi-square"),
            title: "Pearson’s chi-square test",
            documentation: "",
        },
    ],
    // A rule gives the result of one of its two tests: these are tried.
    alternatives: Alternatives::These(&[AssociationRule::ChiSquare, AssociationRule::Fisher]),
};
