//! `ordinal`: whether the order of levels is used where groups are compared.

use super::preset::Preset;
use super::record::{About, Alternatives, Choice, Choices, Effort, Stage};
use super::setting::SettingValue;

/// How ordinal variables are compared between groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrdinalRule {
    /// By tests that use the order of the levels: of Mann and Whitney, Kruskal
    /// and Wallis, Cochran and Armitage, Jonckheere and Terpstra.
    Ordered,
    /// As categories without order.
    Unordered,
}

impl OrdinalRule {
    /// Every choice by the word that the study file uses.
    pub const WORDS: [(&'static str, Self); 2] =
        [("ordered", Self::Ordered), ("unordered", Self::Unordered)];
}

// R, SPSS, SAS and Stata leave the choice to whoever calls a test; gtsummary
// chooses, and gives ordered factors the tests of unordered ones.
pub(super) static RECORD: Choices<OrdinalRule> = Choices {
    about: About {
        documentation: "comparison of ordinal variables; a variable may have its own, `tested`",
        kind: "test",
        rank: 5,
        stage: Stage::Computing,
        effort: Effort::Little,
    },
    default: OrdinalRule::Ordered,
    presets: &[(Preset::Gtsummary, OrdinalRule::Unordered)],
    choices: &[
        Choice {
            value: OrdinalRule::Ordered,
            word: SettingValue::Word("ordered"),
            title: "tests of ordered levels",
            documentation: "tests that use the order of the levels: Mann-Whitney, Kruskal-Wallis, Cochran-Armitage, Jonckheere-Terpstra",
        },
        Choice {
            value: OrdinalRule::Unordered,
            word: SettingValue::Word("unordered"),
            title: "tests of levels without order",
            documentation: "the tests of other categories",
        },
    ],
    alternatives: Alternatives::Others,
};
