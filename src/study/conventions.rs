//! Named choices where software packages differ.

use super::section::{Section, word};
use super::style::{NumberStyle, PValues};
use crate::stats::multiplicity::Adjustment;
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
    /// Fisher's exact test when an expected count is below five, else Pearson's
    /// chi-square.
    FisherWhenBelowFive,
    /// Always Fisher's exact test.
    Fisher,
    /// Always Pearson's chi-square.
    ChiSquare,
}

const ASSOCIATION_RULES: [(&str, AssociationRule); 4] = [
    ("fisher-when-sparse", AssociationRule::FisherWhenSparse),
    (
        "fisher-when-below-five",
        AssociationRule::FisherWhenBelowFive,
    ),
    ("fisher", AssociationRule::Fisher),
    ("chi-square", AssociationRule::ChiSquare),
];

impl AssociationRule {
    /// The word that the study file uses.
    pub fn name(self) -> &'static str {
        word(&ASSOCIATION_RULES, self)
    }
}

/// How two groups are compared by ranks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankTestRule {
    /// Exact given the ties below 50 rows, else the normal approximation with
    /// continuity correction.
    ExactWhenSmall,
    /// As `wilcox.test` of R: exact below 50 in both groups without ties, else
    /// the normal approximation with continuity correction.
    ExactWithoutTies,
    /// The normal approximation with continuity correction.
    Corrected,
    /// The normal approximation without it.
    Uncorrected,
}

const RANK_TEST_RULES: [(&str, RankTestRule); 4] = [
    ("exact-when-small", RankTestRule::ExactWhenSmall),
    ("exact-without-ties", RankTestRule::ExactWithoutTies),
    ("corrected", RankTestRule::Corrected),
    ("uncorrected", RankTestRule::Uncorrected),
];

impl RankTestRule {
    /// The word that the study file uses.
    pub fn name(self) -> &'static str {
        word(&RANK_TEST_RULES, self)
    }
}

const ADJUSTMENTS: [(&str, Adjustment); 5] = [
    ("holm", Adjustment::Holm),
    ("bonferroni", Adjustment::Bonferroni),
    ("hochberg", Adjustment::Hochberg),
    ("benjamini-hochberg", Adjustment::BenjaminiHochberg),
    ("benjamini-yekutieli", Adjustment::BenjaminiYekutieli),
];

/// The word of the study file for an adjustment of several p-values.
pub fn adjustment_name(adjustment: Adjustment) -> &'static str {
    word(&ADJUSTMENTS, adjustment)
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
        word(&VARIANCES, self)
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
    /// How two groups are compared by ranks.
    pub rank_test: RankTestRule,
    /// Whether more groups of fewer than 30 rows get the exact Kruskal-Wallis
    /// test where it can be computed.
    pub exact_kruskal_wallis: bool,
    /// Whether the chi-square of a 2 × 2 table is corrected after Yates.
    pub yates: bool,
    /// Adjustment of pairs after a significant test.
    pub adjustment: Adjustment,
    /// Below this many at risk a curve is drawn as uncertain.
    pub few_at_risk: u32,
    /// How numbers are printed.
    pub style: NumberStyle,
}

impl Conventions {
    fn preset(name: &'static str) -> Self {
        use RankTestRule as Rank;
        let (quantile, survival_interval, ties) = match name {
            "spss" => (6, IntervalScale::Plain, Ties::Breslow),
            "sas" | "stata" => (2, IntervalScale::LogLog, Ties::Breslow),
            "gtsummary" => (2, IntervalScale::Log, Ties::Efron),
            _ => (7, IntervalScale::Log, Ties::Efron),
        };
        let (association, rank_test) = match name {
            "r" => (AssociationRule::ChiSquare, Rank::ExactWithoutTies),
            "gtsummary" => (AssociationRule::FisherWhenBelowFive, Rank::ExactWithoutTies),
            "spss" => (AssociationRule::FisherWhenSparse, Rank::Uncorrected),
            "sas" => (AssociationRule::FisherWhenSparse, Rank::Corrected),
            "stata" => (AssociationRule::ChiSquare, Rank::Uncorrected),
            _ => (AssociationRule::FisherWhenSparse, Rank::ExactWhenSmall),
        };
        let variances = match name {
            "spss" | "sas" | "stata" => Variances::Equal,
            _ => Variances::Unequal,
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
            association,
            variances,
            rank_test,
            exact_kruskal_wallis: false,
            yates: name == "r",
            adjustment: Adjustment::Holm,
            few_at_risk: 5,
            style: NumberStyle::default(),
        }
    }

    pub(super) fn read(section: Option<&Section<'_>>, style: NumberStyle) -> Self {
        let Some(section) = section else {
            return Self {
                style,
                ..Self::preset("default")
            };
        };
        let presets = [
            ("default", "default"),
            ("r", "r"),
            ("gtsummary", "gtsummary"),
            ("spss", "spss"),
            ("sas", "sas"),
            ("stata", "stata"),
        ];
        let base = Self::preset(section.choice("preset", &presets).unwrap_or("default"));
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
            rank_test: section
                .choice("rank_test", &RANK_TEST_RULES)
                .unwrap_or(base.rank_test),
            exact_kruskal_wallis: section
                .boolean("exact_kruskal_wallis")
                .unwrap_or(base.exact_kruskal_wallis),
            yates: section.boolean("yates").unwrap_or(base.yates),
            adjustment: section
                .choice("adjustment", &ADJUSTMENTS)
                .unwrap_or(base.adjustment),
            few_at_risk: section
                .whole("few_at_risk", 1_000_000)
                .unwrap_or(base.few_at_risk),
            style,
        };
        if section.has("p_digits") && style.p_values != PValues::Fixed {
            section.problem(
                "p_digits",
                "has no effect on the p-values of this journal",
                "remove it, or write p_values = \"fixed\" in [style]",
            );
        }
        section.finish();
        conventions
    }
}

impl Conventions {
    /// Key and value of each, as `results.json` holds them.
    pub fn to_json(&self) -> serde_json::Map<String, serde_json::Value> {
        let rounding = match self.rounding {
            Rounding::HalfUp => "half-up",
            Rounding::HalfEven => "half-even",
            Rounding::Truncate => "truncate",
        };
        let values: [(&str, serde_json::Value); 19] = [
            ("preset", self.preset.into()),
            ("confidence", self.confidence.into()),
            ("alpha", self.alpha.into()),
            ("quantile", self.quantile.number().into()),
            (
                "survival_interval",
                scale_name(self.survival_interval).into(),
            ),
            ("ties", ties_name(self.ties).into()),
            ("month_days", self.month_days.into()),
            ("year_days", self.year_days.into()),
            ("rounding", rounding.into()),
            ("percent_digits", self.percent_digits.into()),
            ("p_digits", self.p_digits.into()),
            ("association", self.association.name().into()),
            ("variances", self.variances.name().into()),
            ("rank_test", self.rank_test.name().into()),
            ("exact_kruskal_wallis", self.exact_kruskal_wallis.into()),
            ("yates", self.yates.into()),
            ("adjustment", adjustment_name(self.adjustment).into()),
            ("few_at_risk", self.few_at_risk.into()),
            ("journal", self.style.journal.into()),
        ];
        let named = values
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value));
        named.collect()
    }
}

/// The treatment of ties, as R names it.
pub fn ties_name(ties: Ties) -> &'static str {
    match ties {
        Ties::Efron => "efron",
        Ties::Breslow => "breslow",
    }
}

/// The scale of a survival interval, as R names it.
pub fn scale_name(scale: IntervalScale) -> &'static str {
    match scale {
        IntervalScale::Plain => "plain",
        IntervalScale::Log => "log",
        IntervalScale::LogLog => "log-log",
        IntervalScale::Arcsine => "arcsine",
        IntervalScale::Logit => "logit",
    }
}
