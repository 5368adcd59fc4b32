//! `yates`: the continuity correction of the chi-square test of 2 × 2 tables.

use super::preset::Preset;
use super::record::{About, Alternatives, Choice, Choices, Effort, Stage};
use super::setting::SettingValue;

pub(super) static RECORD: Choices<bool> = Choices {
    about: About {
        documentation: "Yates's correction of the chi-square test of 2 × 2 tables",
        kind: "correction",
        rank: 2,
        stage: Stage::Computing,
        effort: Effort::Little,
    },
    default: false,
    presets: &[(Preset::R, true)],
    choices: &[
        Choice {
            value: false,
            word: SettingValue::Flag(false),
            title: "Pearson’s chi-square test without Yates’s correction",
            documentation: "",
        },
        Choice {
            value: true,
            word: SettingValue::Flag(true),
            title: "Yates’s correction",
            documentation: "",
        },
    ],
    alternatives: Alternatives::Others,
};
