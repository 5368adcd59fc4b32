//! `exact_kruskal_wallis`: whether small samples get the exact test.

use super::record::{About, Alternatives, Choice, Choices, Effort, Stage};
use super::setting::SettingValue;

pub(super) static RECORD: Choices<bool> = Choices {
    about: About {
        documentation: "exact Kruskal-Wallis test of more than two groups of fewer than 30 rows in all",
        kind: "test",
        rank: 13,
        stage: Stage::Computing,
        effort: Effort::Much,
    },
    default: false,
    presets: &[],
    choices: &[
        Choice {
            value: false,
            word: SettingValue::Flag(false),
            title: "the chi-square approximation of the Kruskal-Wallis test",
            documentation: "",
        },
        Choice {
            value: true,
            word: SettingValue::Flag(true),
            title: "the exact Kruskal-Wallis test",
            documentation: "",
        },
    ],
    alternatives: Alternatives::Others,
};
