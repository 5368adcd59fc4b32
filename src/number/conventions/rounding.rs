//! `rounding`: the rule by which a value is shortened for print.

use super::record::{About, Alternatives, Choice, Choices, Effort, Stage};
use super::setting::SettingValue;

/// How a value is shortened to its printed digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// Half away from zero on the shortest decimal of the value.
    HalfUp,
    /// Half to the even digit.
    HalfEven,
    /// Towards zero.
    Truncate,
}

pub(super) static RECORD: Choices<Rounding> = Choices {
    about: About {
        documentation: "rule of rounding for print",
        kind: "rounding",
        rank: u8::MAX,
        stage: Stage::Printing,
        effort: Effort::Little,
    },
    default: Rounding::HalfUp,
    presets: &[],
    choices: &[
        Choice {
            value: Rounding::HalfUp,
            word: SettingValue::Word("half-up"),
            title: "rounded half up",
            documentation: "half away from zero",
        },
        Choice {
            value: Rounding::HalfEven,
            word: SettingValue::Word("half-even"),
            title: "rounded half to even",
            documentation: "half to the even digit",
        },
        Choice {
            value: Rounding::Truncate,
            word: SettingValue::Word("truncate"),
            title: "cut off",
            documentation: "towards zero",
        },
    ],
    alternatives: Alternatives::None(
        "it changes no value; a published text is compared under every rule of rounding",
    ),
};
