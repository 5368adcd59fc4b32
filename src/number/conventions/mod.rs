//! Conventions: named choices where software packages differ.
//!
//! Each convention is one file with one record: its choices as `study.toml`
//! writes them, what they are called in prose, what each preset sets, which
//! alternatives `check` tries and what the documentation says; what Methods
//! states of them is in `wording`. The table at the end of this file lists them.
//! Reading the study file, `results.json`, the alternatives of `check`, the
//! templates and the documentation loop over it; code that computes reads the
//! typed fields of [`Conventions`].
//!
//! To add a convention: a file here with its `RECORD`, its `mod` line, its line
//! in the table, and its phrases under `[conventions]` in `src/wording`.

mod adjustment;
mod alpha;
mod association;
mod confidence;
mod documentation;
mod exact_kruskal_wallis;
mod few_at_risk;
mod month_days;
mod ordinal;
mod p_digits;
mod percent_digits;
mod preset;
mod quantile;
mod rank_test;
mod record;
mod rounding;
mod setting;
mod survival_interval;
mod survival_quantile;
mod ties;
mod variances;
mod yates;
mod year_days;

pub use adjustment::adjustment_name;
pub use association::AssociationRule;
pub use documentation::documentation;
pub use ordinal::OrdinalRule;
pub use preset::Preset;
pub use rank_test::RankTestRule;
pub use record::{About, Convention, Effort, Form, Stage};
pub use rounding::Rounding;
pub use setting::{Setting, SettingValue, UnknownChoice};
pub use survival_interval::scale_name;
pub use ties::ties_name;
pub use variances::Variances;

use super::styles::NumberStyle;
use crate::stats::multiplicity::Adjustment;
use crate::stats::quantile::QuantileType;
use crate::stats::survival::cox::Ties;
use crate::stats::survival::{IntervalScale, QuantileRule};

/// Makes the key, the record and the typed field of each convention.
macro_rules! table {
    ($($(#[$about:meta])* $name:ident, $key:ident: $type:ty;)*) => {
        /// A convention by name, in the order of `results.json`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ConventionKey {
            $($(#[$about])* $key,)*
        }

        impl ConventionKey {
            /// Every convention.
            pub const ALL: &'static [Self] = &[$(Self::$key,)*];

            /// Its key in `study.toml` and in `results.json`.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$key => stringify!($name),)*
                }
            }

            /// Everything that is known of it.
            pub fn record(self) -> &'static dyn Convention {
                match self {
                    $(Self::$key => &$name::RECORD,)*
                }
            }
        }

        /// The conventions of a study: `[conventions]`.
        #[derive(Debug, Clone, PartialEq)]
        pub struct Conventions {
            /// The preset that the others started from.
            pub preset: Preset,
            $($(#[$about])* pub $name: $type,)*
            /// How numbers are printed.
            pub style: NumberStyle,
        }

        impl Conventions {
            /// What a preset sets.
            pub fn new(preset: Preset, style: NumberStyle) -> Self {
                Self {
                    $($name: $name::RECORD.under(preset),)*
                    preset,
                    style,
                }
                .rounded_as_in(style)
            }

            /// What is chosen, as `study.toml` writes it.
            pub fn value(&self, key: ConventionKey) -> SettingValue {
                match key {
                    $(ConventionKey::$key => $name::RECORD.value_of(self.$name),)*
                }
            }

            /// Chooses.
            ///
            /// # Errors
            /// [`UnknownChoice`] for a value that the convention does not have;
            /// nothing is changed.
            pub fn set(&mut self, setting: Setting) -> Result<(), UnknownChoice> {
                match setting.key {
                    $(ConventionKey::$key => {
                        self.$name = $name::RECORD.choose(setting.value)
                            .ok_or(UnknownChoice(setting))?;
                    })*
                }
                Ok(())
            }
        }
    };
}

table! {
    /// Confidence level of every interval.
    confidence, Confidence: f64;
    /// Level below which a p-value is called significant.
    alpha, Alpha: f64;
    /// Definition of sample quantiles.
    quantile, Quantile: QuantileType;
    /// Scale of the confidence intervals of survival.
    survival_interval, SurvivalInterval: IntervalScale;
    /// The quantile of a survival curve that is flat at exactly its level.
    survival_quantile, SurvivalQuantile: QuantileRule;
    /// Treatment of events at the same time in Cox's model.
    ties, Ties: Ties;
    /// Length of a month in days.
    month_days, MonthDays: f64;
    /// Length of a year in days, for durations given in years.
    year_days, YearDays: f64;
    /// Rule of rounding for print.
    rounding, Rounding: Rounding;
    /// Digits of percentages after the point.
    percent_digits, PercentDigits: usize;
    /// Digits of p-values after the point; smaller ones print as `<0.001`.
    p_digits, PDigits: usize;
    /// Choice of the test of association.
    association, Association: AssociationRule;
    /// Whether the order of levels is used where groups are compared.
    ordinal, Ordinal: OrdinalRule;
    /// Whether means are compared with equal variances.
    variances, Variances: Variances;
    /// How two groups are compared by ranks.
    rank_test, RankTest: RankTestRule;
    /// Whether more groups of fewer than 30 rows get the exact Kruskal-Wallis
    /// test where it can be computed.
    exact_kruskal_wallis, ExactKruskalWallis: bool;
    /// Whether the chi-square of a 2 × 2 table is corrected after Yates.
    yates, Yates: bool;
    /// Adjustment of pairs after a significant test.
    adjustment, Adjustment: Adjustment;
    /// Below this many at risk a curve is drawn as uncertain.
    few_at_risk, FewAtRisk: u32;
}

impl Conventions {
    /// With the rule of rounding of a journal.
    fn rounded_as_in(self, style: NumberStyle) -> Self {
        Self {
            rounding: style.rounding,
            ..self
        }
    }

    /// A convention with what is chosen: `quantile = 7`.
    pub fn setting(&self, key: ConventionKey) -> Setting {
        Setting {
            key,
            value: self.value(key),
        }
    }

    /// Every convention with what is chosen.
    pub fn settings(&self) -> impl Iterator<Item = Setting> + '_ {
        ConventionKey::ALL.iter().map(|key| self.setting(*key))
    }

    /// Preset, every convention by its key, and the journal, as `results.json`
    /// holds them.
    pub fn to_json(&self) -> serde_json::Map<String, serde_json::Value> {
        let own = self.settings().map(|setting| {
            let value = match setting.value {
                SettingValue::Word(word) => word.into(),
                SettingValue::Flag(flag) => flag.into(),
                SettingValue::Whole(number) => number.into(),
                SettingValue::Number(number) => number.into(),
            };
            (setting.key.word().to_owned(), value)
        });
        let named = |key: &str, value: &str| (key.to_owned(), value.into());
        std::iter::once(named("preset", self.preset.word()))
            .chain(own)
            .chain([named("journal", self.style.journal)])
            .collect()
    }

    /// What `check` tries instead: each differs from these in one setting, the
    /// likelier first.
    pub fn alternatives(&self) -> Vec<Setting> {
        let mut keys = ConventionKey::ALL.to_vec();
        keys.sort_by_key(|key| key.record().about().rank);
        let others = keys.into_iter().flat_map(|key| {
            let values = key.record().alternatives().into_iter();
            values.map(move |value| Setting { key, value })
        });
        others
            .filter(|other| self.value(other.key) != other.value)
            .collect()
    }

    /// These conventions with one other choice, if there is such a choice.
    pub fn with(&self, setting: Setting) -> Option<Self> {
        let mut other = self.clone();
        other.set(setting).ok().map(|()| other)
    }
}

#[cfg(test)]
mod tests;
