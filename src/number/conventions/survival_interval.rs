//! `survival_interval`: the scale of the confidence intervals of survival.

use super::preset::Preset;
use super::record::{About, Alternatives, Choice, Choices, Effort, Stage};
use super::setting::SettingValue;
use crate::stats::survival::IntervalScale;

pub(super) static RECORD: Choices<IntervalScale> = Choices {
    about: About {
        documentation: "scale on which confidence intervals of survival are symmetric",
        kind: "survival_interval",
        rank: 7,
        stage: Stage::Computing,
        effort: Effort::Little,
    },
    default: IntervalScale::Log,
    presets: &[
        (Preset::Spss, IntervalScale::Plain),
        (Preset::Sas, IntervalScale::LogLog),
        (Preset::Stata, IntervalScale::LogLog),
    ],
    choices: &[
        Choice {
            value: IntervalScale::Plain,
            word: SettingValue::Word("plain"),
            title: "Kaplan-Meier intervals on the plain scale",
            documentation: "",
        },
        Choice {
            value: IntervalScale::Log,
            word: SettingValue::Word("log"),
            title: "Kaplan-Meier intervals on the log scale",
            documentation: "",
        },
        Choice {
            value: IntervalScale::LogLog,
            word: SettingValue::Word("log-log"),
            title: "Kaplan-Meier intervals on the log-log scale",
            documentation: "",
        },
        Choice {
            value: IntervalScale::Arcsine,
            word: SettingValue::Word("arcsine"),
            title: "Kaplan-Meier intervals on the arcsine scale",
            documentation: "",
        },
        Choice {
            value: IntervalScale::Logit,
            word: SettingValue::Word("logit"),
            title: "Kaplan-Meier intervals on the logit scale",
            documentation: "",
        },
    ],
    alternatives: Alternatives::Others,
};

/// The word of a scale.
pub fn scale_name(scale: IntervalScale) -> &'static str {
    RECORD.name(scale)
}
