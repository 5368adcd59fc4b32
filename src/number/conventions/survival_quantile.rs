//! `survival_quantile`: the quantile of a survival curve that is flat at exactly
//! its level, as without censoring the median of an even number of rows.
//!
//! R's `quantile.survfit` and SAS's LIFETEST take the middle of the flat
//! stretch, Stata's `stsum` and `stci` and SPSS its first time.

use super::preset::Preset;
use super::record::{About, Alternatives, Choice, Choices, Effort, Stage};
use super::setting::SettingValue;
use crate::stats::survival::QuantileRule;

pub(super) static RECORD: Choices<QuantileRule> = Choices {
    about: About {
        documentation: "estimate of a survival quantile where the curve is flat at exactly its level, 0.5 for the median",
        kind: "survival_quantile",
        rank: 8,
        stage: Stage::Computing,
        effort: Effort::Little,
    },
    default: QuantileRule::Midpoint,
    presets: &[
        (Preset::Spss, QuantileRule::First),
        (Preset::Stata, QuantileRule::First),
    ],
    choices: &[
        Choice {
            value: QuantileRule::Midpoint,
            word: SettingValue::Word("midpoint"),
            title: "survival quantiles at the middle of a flat stretch, as R and SAS",
            documentation: "the middle of the flat stretch",
        },
        Choice {
            value: QuantileRule::First,
            word: SettingValue::Word("first"),
            title: "survival quantiles at the first time of a flat stretch, as Stata and SPSS",
            documentation: "its first time",
        },
    ],
    alternatives: Alternatives::Others,
};
