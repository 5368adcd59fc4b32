//! Named choices where software packages differ.

use super::section::Section;
use crate::stats::quantile::QuantileType;
use crate::stats::survival::IntervalScale;
use crate::stats::survival::cox::Ties;

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

/// Which test is used for the association of two categorical variables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssociationRule {
    /// Fisher's exact test when more than a fifth of the expected counts are
    /// below five or one is below one (Cochran), else Pearson's chi-square.
    FisherWhenSparse,
    /// Always Fisher's exact test.
    Fisher,
    /// Always Pearson's chi-square.
    ChiSquare,
}

const ASSOCIATION_RULES: [(&str, AssociationRule); 3] = [
    ("fisher-when-sparse", AssociationRule::FisherWhenSparse),
    ("fisher", AssociationRule::Fisher),
    ("chi-square", AssociationRule::ChiSquare),
];

impl AssociationRule {
    /// The word that the study file uses.
    pub fn name(self) -> &'static str {
        ASSOCIATION_RULES
            .iter()
            .find(|(_, rule)| *rule == self)
            .map_or("", |(name, _)| name)
    }
}

/// Whether groups are taken to have one variance when their means are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variances {
    /// Welch's tests: R's default.
    Unequal,
    /// Student's t test and the classical analysis of variance.
    Equal,
}

const VARIANCES: [(&str, Variances); 2] =
    [("unequal", Variances::Unequal), ("equal", Variances::Equal)];

impl Variances {
    /// The word that the study file uses.
    pub fn name(self) -> &'static str {
        VARIANCES
            .iter()
            .find(|(_, variances)| *variances == self)
            .map_or("", |(name, _)| name)
    }
}

/// The conventions of a study: `[conventions]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Conventions {
    /// The preset that the others started from.
    pub preset: &'static str,
    /// Confidence level of every interval.
    pub confidence: f64,
    /// Level below which a p-value is called significant.
    pub alpha: f64,
    /// Definition of sample quantiles.
    pub quantile: QuantileType,
    /// Scale of the confidence intervals of survival.
    pub survival_interval: IntervalScale,
    /// Treatment of events at the same time in Cox's model.
    pub ties: Ties,
    /// Length of a month in days.
    pub month_days: f64,
    /// Length of a year in days, for durations given in years.
    pub year_days: f64,
    /// Rule of rounding for print.
    pub rounding: Rounding,
    /// Digits of percentages after the point.
    pub percent_digits: usize,
    /// Digits of p-values after the point; smaller ones print as `<0.001`.
    pub p_digits: usize,
    /// Choice of the test of association.
    pub association: AssociationRule,
    /// Whether means are compared with equal variances.
    pub variances: Variances,
    /// Below this many at risk a curve is drawn as uncertain.
    pub few_at_risk: u32,
}

impl Conventions {
    fn preset(name: &'static str) -> Self {
        let (quantile, survival_interval, ties) = match name {
            "spss" => (6, IntervalScale::Plain, Ties::Breslow),
            "sas" | "stata" => (2, IntervalScale::LogLog, Ties::Breslow),
            _ => (7, IntervalScale::Log, Ties::Efron),
        };
        Self {
            preset: name,
            confidence: 0.95,
            alpha: 0.05,
            quantile: QuantileType::new(quantile).unwrap_or(QuantileType::R),
            survival_interval,
            ties,
            month_days: 365.25 / 12.0,
            year_days: 365.25,
            rounding: Rounding::HalfUp,
            percent_digits: 1,
            p_digits: 3,
            association: AssociationRule::FisherWhenSparse,
            variances: Variances::Unequal,
            few_at_risk: 5,
        }
    }

    pub(super) fn read(section: Option<&Section<'_>>) -> Self {
        let Some(section) = section else {
            return Self::preset("r");
        };
        let presets = [
            ("r", "r"),
            ("spss", "spss"),
            ("sas", "sas"),
            ("stata", "stata"),
        ];
        let base = Self::preset(section.choice("preset", &presets).unwrap_or("r"));
        let share = |key, default| match section.number(key) {
            Some(number) if number > 0.0 && number < 1.0 => number,
            Some(number) => {
                section.problem(
                    key,
                    format!("{number} is not between 0 and 1"),
                    "write 0.95 for 95%",
                );
                default
            }
            None => default,
        };
        let days = |key, default| match section.number(key) {
            Some(number) if number > 0.0 => number,
            Some(number) => {
                section.problem(
                    key,
                    format!("{number} days is no length"),
                    "write a positive number of days",
                );
                default
            }
            None => default,
        };
        let quantile = section.whole("quantile", 9).map(|number| {
            QuantileType::new(number as u8).unwrap_or_else(|| {
                section.problem(
                    "quantile",
                    "0 is no definition",
                    "write 1 to 9; R's default is 7",
                );
                base.quantile
            })
        });
        let conventions = Self {
            preset: base.preset,
            confidence: share("confidence", base.confidence),
            alpha: share("alpha", base.alpha),
            quantile: quantile.unwrap_or(base.quantile),
            survival_interval: section
                .choice(
                    "survival_interval",
                    &[
                        ("plain", IntervalScale::Plain),
                        ("log", IntervalScale::Log),
                        ("log-log", IntervalScale::LogLog),
                        ("arcsine", IntervalScale::Arcsine),
                        ("logit", IntervalScale::Logit),
                    ],
                )
                .unwrap_or(base.survival_interval),
            ties: section
                .choice(
                    "ties",
                    &[("efron", Ties::Efron), ("breslow", Ties::Breslow)],
                )
                .unwrap_or(base.ties),
            month_days: days("month_days", base.month_days),
            year_days: days("year_days", base.year_days),
            rounding: section
                .choice(
                    "rounding",
                    &[
                        ("half-up", Rounding::HalfUp),
                        ("half-even", Rounding::HalfEven),
                        ("truncate", Rounding::Truncate),
                    ],
                )
                .unwrap_or(base.rounding),
            percent_digits: section
                .whole("percent_digits", 6)
                .map_or(base.percent_digits, |digits| digits as usize),
            p_digits: section
                .whole("p_digits", 10)
                .map_or(base.p_digits, |digits| (digits as usize).max(1)),
            association: section
                .choice("association", &ASSOCIATION_RULES)
                .unwrap_or(base.association),
            variances: section
                .choice("variances", &VARIANCES)
                .unwrap_or(base.variances),
            few_at_risk: section
                .whole("few_at_risk", 1_000_000)
                .unwrap_or(base.few_at_risk),
        };
        section.finish();
        conventions
    }
}
