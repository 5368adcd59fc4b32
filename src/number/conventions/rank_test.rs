//! `rank_test`: how two groups are compared by ranks.

use super::preset::Preset;
use super::record::{About, Alternatives, Choice, Choices, Effort, Stage};
use super::setting::SettingValue;

/// How two groups are compared by ranks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankTestRule {
    /// Exact given the ties below 50 rows, else the normal approximation with
    /// continuity correction.
    ExactWhenSmall,
    /// As `wilcox.test` of R: exact below 50 in both groups without ties, else
    /// the normal approximation with continuity correction.
    ExactWithoutTies,
    /// The normal approximation with continuity correction.
    Corrected,
    /// The normal approximation without it.
    Uncorrected,
}

impl RankTestRule {
    /// The word that the study file uses.
    pub fn name(self) -> &'static str {
        RECORD.name(self)
    }
}

pub(super) static RECORD: Choices<RankTestRule> = Choices {
    about: About {
        documentation: "Mann-Whitney test of two groups; and Jonckheere-Terpstra test of ordered groups, which has no continuity correction",
        kind: "test",
        rank: 4,
        stage: Stage::Computing,
        effort: Effort::Little,
    },
    default: RankTestRule::ExactWhenSmall,
    presets: &[
        (Preset::R, RankTestRule::ExactWithoutTies),
        (Preset::Gtsummary, RankTestRule::ExactWithoutTies),
        (Preset::Spss, RankTestRule::Uncorrected),
        (Preset::Sas, RankTestRule::Corrected),
        (Preset::Stata, RankTestRule::Uncorrected),
    ],
    choices: &[
        Choice {
            value: RankTestRule::ExactWhenSmall,
            word: SettingValue::Word("exact-when-small"),
            title: "the exact rank test",
            documentation: "exact given the ties below 50 rows, else with continuity correction",
        },
        Choice {
            value: RankTestRule::ExactWithoutTies,
            word: SettingValue::Word("exact-without-ties"),
            title: "the rank test as R chooses it",
            documentation: "exact below 50 rows in each group without ties, else with continuity correction",
        },
        Choice {
            value: RankTestRule::Corrected,
            word: SettingValue::Word("corrected"),
            title: "the normal approximation with continuity correction",
            documentation: "normal approximation with continuity correction",
        },
        Choice {
            value: RankTestRule::Uncorrected,
            word: SettingValue::Word("uncorrected"),
            title: "the normal approximation without continuity correction",
            documentation: "normal approximation without it",
        },
    ],
    alternatives: Alternatives::Others,
};
