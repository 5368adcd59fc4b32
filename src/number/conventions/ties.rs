//! `ties`: events at the same time in Cox's model.

use super::preset::Preset;
use super::record::{About, Alternatives, Choice, Choices, Effort, Stage};
use super::setting::SettingValue;
use crate::stats::survival::cox::Ties;

pub(super) static RECORD: Choices<Ties> = Choices {
    about: About {
        documentation: "treatment of tied event times in Cox models",
        kind: "ties",
        rank: 9,
        stage: Stage::Computing,
        effort: Effort::Little,
    },
    default: Ties::Efron,
    presets: &[
        (Preset::Spss, Ties::Breslow),
        (Preset::Sas, Ties::Breslow),
        (Preset::Stata, Ties::Breslow),
    ],
    choices: &[
        Choice {
            value: Ties::Efron,
            word: SettingValue::Word("efron"),
            title: "Efron’s ties",
            documentation: "",
        },
        Choice {
            value: Ties::Breslow,
            word: SettingValue::Word("breslow"),
            title: "Breslow’s ties",
            documentation: "",
        },
    ],
    alternatives: Alternatives::Others,
};

/// The word of a treatment of ties.
pub fn ties_name(ties: Ties) -> &'static str {
    RECORD.name(ties)
}
