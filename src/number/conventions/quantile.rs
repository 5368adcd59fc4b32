//! `quantile`: the definition of sample quantiles.

use super::preset::Preset;
use super::record::{About, Alternatives, Effort, Form, Numeric, Quantity, Stage};
use super::setting::SettingValue;
use crate::stats::quantile::QuantileType;

pub(super) static RECORD: Quantity<QuantileType> = Quantity {
    about: About {
        documentation: "definition of sample quantiles by its number in Hyndman and Fan's list, 1 to 9",
        kind: "quantile",
        rank: 1,
        stage: Stage::Computing,
        effort: Effort::Little,
    },
    form: Form::Whole { least: 1, most: 9 },
    default: QuantileType::R,
    presets: &[
        (Preset::Gtsummary, QuantileType::AVERAGED),
        (Preset::Spss, QuantileType::WEIBULL),
        (Preset::Sas, QuantileType::AVERAGED),
        (Preset::Stata, QuantileType::AVERAGED),
    ],
    alternatives: Alternatives::These(&QuantileType::BY_USE),
    title: |definition| match definition.number() {
        6 => "SPSS quantiles (type 6)".to_owned(),
        7 => "R and Excel quantiles (type 7)".to_owned(),
        2 => "SAS and Stata quantiles (type 2)".to_owned(),
        number => format!("quantiles of type {number}"),
    },
};

impl Numeric for QuantileType {
    fn of(value: SettingValue) -> Option<Self> {
        u32::of(value)
            .and_then(|number| u8::try_from(number).ok())
            .and_then(Self::new)
    }

    fn value(self) -> SettingValue {
        SettingValue::Whole(self.number().into())
    }
}
