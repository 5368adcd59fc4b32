//! `adjustment`: of the p-values of pairs of groups after a significant test.

use super::record::{About, Alternatives, Choice, Choices, Effort, Stage};
use super::setting::SettingValue;
use crate::stats::multiplicity::Adjustment;

pub(super) static RECORD: Choices<Adjustment> = Choices {
    about: About {
        documentation: "multiplicity adjustment of pairs of groups after a significant test",
        kind: "adjustment",
        rank: 6,
        stage: Stage::Computing,
        effort: Effort::Little,
    },
    default: Adjustment::Holm,
    presets: &[],
    choices: &[
        Choice {
            value: Adjustment::Holm,
            word: SettingValue::Word("holm"),
            title: "Holm’s adjustment",
            documentation: "",
        },
        Choice {
            value: Adjustment::Bonferroni,
            word: SettingValue::Word("bonferroni"),
            title: "Bonferroni’s adjustment",
            documentation: "",
        },
        Choice {
            value: Adjustment::Hochberg,
            word: SettingValue::Word("hochberg"),
            title: "Hochberg’s adjustment",
            documentation: "",
        },
        Choice {
            value: Adjustment::BenjaminiHochberg,
            word: SettingValue::Word("benjamini-hochberg"),
            title: "Benjamini and Hochberg’s adjustment",
            documentation: "",
        },
        Choice {
            value: Adjustment::BenjaminiYekutieli,
            word: SettingValue::Word("benjamini-yekutieli"),
            title: "Benjamini and Yekutieli’s adjustment",
            documentation: "",
        },
    ],
    alternatives: Alternatives::Others,
};

/// The word of an adjustment.
pub fn adjustment_name(adjustment: Adjustment) -> &'static str {
    RECORD.name(adjustment)
}
