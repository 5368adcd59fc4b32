//! The catalogue of statistics: one file a family, one record a statistic.
//!
//! A [`Statistic`] is its word in study files, its title, the R call that gives
//! the same, and the function from plain samples to [`Part`]s. Parsing, ledger,
//! documentation, schema and the alternatives of `check` read the record, so a
//! new statistic is a record in the file of its family. Nothing here depends on a
//! cohort or a study.

mod agreement;
mod associations;
mod competing;
mod correlations;
mod curve_tests;
mod curves;
mod long;
mod part;
mod repeated;
mod rules;
mod sample;
mod samples;
mod shares;
mod two_by_two;
mod two_samples;
mod words;

use crate::number::Method;
use crate::number::method::Asked;
use crate::stats::StatsError;
use crate::stats::multiplicity::Adjustment;
use crate::stats::quantile::QuantileType;
use crate::stats::survival::competing::CompetingObservation;
use crate::stats::survival::{IntervalScale, Observation};
use crate::stats::two_by_two::TwoByTwo;

pub use associations::{EXPECTED_BELOW_FIVE, fisher_at_random};
pub use competing::{CUMULATIVE_INCIDENCE, GRAY};
pub use correlations::SPEARMAN;
pub use curves::{NELSON_AALEN, RESTRICTED_MEAN};
pub use long::{Kept, MOST_UNKEPT, Task, kept, shown};
pub use part::{FromRows, Part, Place, Print, REPLICATES};
pub use rules::RANDOM_TABLES;
pub use samples::kruskal_wallis_exactly;
pub use shares::WILSON;
pub use words::{level_name, ordinal, percentile_key, term_name};

/// Methods of numbers that are not asked for by name.
pub mod methods {
    pub use super::rules::*;
}

/// Everything known of one statistic.
#[derive(Debug, Clone, Copy)]
pub struct Statistic {
    /// As study files write it: `kruskal-wallis`.
    pub word: &'static str,
    /// As printed: "Kruskal-Wallis test".
    pub title: &'static str,
    /// The R call that gives the same.
    pub r: &'static str,
    /// The symbol of an effect size, else empty.
    pub symbol: &'static str,
    /// What it is computed from, and how.
    pub compute: Compute,
    /// What else it depends on.
    pub parameters: Parameters,
    /// Whether `check` tries it where another p-value or interval was printed.
    pub alternative: Alternative,
}

/// The rows with each level of a category: a row for each group.
pub type Counts = Vec<Vec<u64>>;

/// What a statistic is computed from, with its function.
#[derive(Debug, Clone, Copy)]
pub enum Compute {
    /// The values of a number.
    Number(fn(&[f64], &Settings<'_>) -> Vec<Part>),
    /// How many of how many have a level.
    Share(fn(u64, u64, &Settings<'_>) -> Vec<Part>),
    /// A number in two groups.
    NumberInTwo(fn(&[f64], &[f64], &Settings<'_>) -> Vec<Part>),
    /// A number in two or more groups, empty ones included.
    NumberInGroups(fn(&[&[f64]], &Settings<'_>) -> Vec<Part>),
    /// A binary variable in two groups.
    BinaryInTwo(fn(TwoByTwo, &Settings<'_>) -> Vec<Part>),
    /// Rows with the event, and all rows, in each of two or more ordered groups.
    BinaryInGroups(fn(&[u64], &[u64], &Settings<'_>) -> Vec<Part>),
    /// The rows with each level of a category, in two groups.
    CategoryInTwo(fn(&[u64], &[u64], &Settings<'_>) -> Vec<Part>),
    /// The same in two or more groups: a row for each group.
    CategoryInGroups(fn(&[Vec<u64>], &Settings<'_>) -> Vec<Part>),
    /// The same within strata: a table for each stratum.
    CategoryInStrata(fn(&[Counts], &Settings<'_>) -> Vec<Part>),
    /// Two numbers of the same rows.
    TwoNumbers(fn(&[f64], &[f64], &Settings<'_>) -> Vec<Part>),
    /// Two or more numbers of the same rows: a slice for each row.
    Numbers(fn(&[&[f64]], &Settings<'_>) -> Vec<Part>),
    /// Two categories of the same rows with the same levels: a square table.
    TwoCategories(fn(&[Vec<u64>], &Settings<'_>) -> Vec<Part>),
    /// Two or more binary variables of the same rows: a slice for each row.
    Binaries(fn(&[&[bool]], &Settings<'_>) -> Vec<Part>),
    /// A time to event.
    Endpoint(fn(&[Observation], &Settings<'_>) -> Vec<Part>),
    /// A time to event in two groups.
    EndpointInTwo(fn(&[Observation], &[Observation], &Settings<'_>) -> Vec<Part>),
    /// A time to event in two or more groups, within strata.
    EndpointInGroups(fn(&Grouped, &Settings<'_>) -> Vec<Part>),
    /// A time to event with competing events.
    Competing(fn(&[CompetingObservation], &Settings<'_>) -> Vec<Part>),
    /// The same in two or more groups.
    CompetingInGroups(fn(&[&[CompetingObservation]], &Settings<'_>) -> Vec<Part>),
}

/// Times to event by stratum, then by group.
#[derive(Debug, Clone, Default)]
pub struct Grouped {
    /// The groups of each stratum that has a row.
    pub strata: Vec<Vec<Vec<Observation>>>,
}

/// The keys of a study file that decide which statistics fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    /// Variables or endpoints alone; in each group where there is a grouping.
    Alone,
    /// A grouping variable.
    Groups,
    /// A grouping variable and strata.
    Strata,
    /// A second variable of the same rows.
    With,
    /// Repeated measurements.
    Repeated,
}

/// What a statistic depends on beside its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parameters {
    /// Nothing.
    None,
    /// Times at which it is given, each a number of its own.
    Times,
    /// The time up to which it goes.
    Limit,
    /// The weights rho and gamma of early and late events.
    Weights,
}

/// Whether `check` tries a statistic where another was printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alternative {
    /// Its p-value or interval may stand in the place of another's.
    Tried,
    /// It answers another question, is random, or takes long.
    NotTried,
}

/// What the study sets for its statistics.
#[derive(Debug, Clone, Copy)]
pub struct Settings<'a> {
    /// Level of confidence, 0.95.
    pub confidence: f64,
    /// Definition of sample quantiles.
    pub quantile: QuantileType,
    /// Scale of the intervals of survival.
    pub survival_interval: IntervalScale,
    /// Adjustment for the number of pairs.
    pub adjustment: Adjustment,
    /// Times at which curves are given.
    pub times: &'a [f64],
    /// The time up to which a restricted mean goes.
    pub limit: f64,
    /// Weights rho and gamma of Fleming and Harrington's test.
    pub weights: (f64, f64),
}

impl Statistic {
    const fn new(
        word: &'static str,
        title: &'static str,
        r: &'static str,
        compute: Compute,
    ) -> Self {
        Self {
            word,
            title,
            r,
            symbol: "",
            compute,
            parameters: Parameters::None,
            alternative: Alternative::Tried,
        }
    }

    const fn symbol(mut self, symbol: &'static str) -> Self {
        self.symbol = symbol;
        self
    }

    const fn parameters(mut self, parameters: Parameters) -> Self {
        self.parameters = parameters;
        self
    }

    const fn not_tried(mut self) -> Self {
        self.alternative = Alternative::NotTried;
        self
    }

    /// As written in ids: `kruskal_wallis`.
    pub fn id(&self) -> String {
        self.word.replace('-', "_")
    }

    /// The method of numbers that a rule of the study chose.
    pub const fn method(&self) -> Method {
        Method {
            id: self.word,
            title: self.title,
            r: self.r,
            symbol: self.symbol,
            asked: Asked::ByRule,
        }
    }

    /// The method of numbers that the study requests by name.
    pub const fn named(&self) -> Method {
        Method {
            asked: Asked::ByName,
            ..self.method()
        }
    }
}

impl PartialEq for Statistic {
    fn eq(&self, other: &Self) -> bool {
        self.word == other.word
    }
}

impl Eq for Statistic {}

impl Compute {
    /// The keys that it needs, in words.
    pub fn needs(&self) -> &'static str {
        match self {
            Self::Number(_) => "variables: numbers",
            Self::Share(_) => "variables: categories",
            Self::NumberInTwo(_) => "variables: numbers; by: two groups",
            Self::NumberInGroups(_) => "variables: numbers; by: groups",
            Self::BinaryInTwo(_) => "variables: binary; by: two groups",
            Self::BinaryInGroups(_) => "variables: binary; by: groups in order",
            Self::CategoryInTwo(_) => "variables: categories; by: two groups",
            Self::CategoryInGroups(_) => "variables: categories; by: groups",
            Self::CategoryInStrata(_) => "variables: categories; by: groups; strata: a category",
            Self::TwoNumbers(_) => "variables: numbers; with: a number",
            Self::Numbers(_) => "repeated: numbers",
            Self::TwoCategories(_) => "variables: categories; with: one of the same levels",
            Self::Binaries(_) => "repeated: binary variables",
            Self::Endpoint(_) => "endpoints",
            Self::EndpointInTwo(_) => "endpoints; by: two groups",
            Self::EndpointInGroups(_) => "endpoints; by: groups",
            Self::Competing(_) => "endpoints with competing events",
            Self::CompetingInGroups(_) => "endpoints with competing events; by: groups",
        }
    }

    /// Whether it is computed within strata where the study names them.
    pub fn takes_strata(&self) -> bool {
        matches!(self, Self::CategoryInStrata(_) | Self::EndpointInGroups(_))
    }

    /// The keys that decide whether it fits.
    pub fn keys(&self) -> Keys {
        match self {
            Self::Number(_) | Self::Share(_) | Self::Endpoint(_) | Self::Competing(_) => {
                Keys::Alone
            }
            Self::CategoryInStrata(_) => Keys::Strata,
            Self::TwoNumbers(_) | Self::TwoCategories(_) => Keys::With,
            Self::Numbers(_) | Self::Binaries(_) => Keys::Repeated,
            Self::NumberInTwo(_)
            | Self::NumberInGroups(_)
            | Self::BinaryInTwo(_)
            | Self::BinaryInGroups(_)
            | Self::CategoryInTwo(_)
            | Self::CategoryInGroups(_)
            | Self::EndpointInTwo(_)
            | Self::EndpointInGroups(_)
            | Self::CompetingInGroups(_) => Keys::Groups,
        }
    }

    /// Whether it is of endpoints and not of variables.
    pub fn is_of_endpoints(&self) -> bool {
        matches!(
            self,
            Self::Endpoint(_)
                | Self::EndpointInTwo(_)
                | Self::EndpointInGroups(_)
                | Self::Competing(_)
                | Self::CompetingInGroups(_)
        )
    }

    /// Whether it needs competing events.
    pub fn is_competing(&self) -> bool {
        matches!(self, Self::Competing(_) | Self::CompetingInGroups(_))
    }
}

const FAMILIES: &[&[Statistic]] = &[
    sample::FAMILY,
    shares::FAMILY,
    two_samples::FAMILY,
    samples::FAMILY,
    two_by_two::FAMILY,
    associations::FAMILY,
    correlations::FAMILY,
    agreement::FAMILY,
    repeated::FAMILY,
    curves::FAMILY,
    curve_tests::FAMILY,
    competing::FAMILY,
];

/// The numbers of a statistic that cannot be computed: a p-value without one.
pub fn without_value(error: StatsError) -> Vec<Part> {
    part::only_p(Err(error))
}

/// Every statistic that a study can ask for, in the order of the
/// documentation.
pub fn all() -> impl Iterator<Item = &'static Statistic> + Clone {
    FAMILIES.iter().flat_map(|family| family.iter())
}

/// The statistic of this word.
pub fn of_word(word: &str) -> Option<&'static Statistic> {
    all().find(|known| known.word == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_statistics_share_a_word_or_an_id() {
        let mut words: Vec<String> = all().map(Statistic::id).collect();
        words.sort();
        let all_words = words.len();
        words.dedup();
        assert_eq!(words.len(), all_words);
        for statistic in all() {
            assert_eq!(of_word(statistic.word), Some(statistic));
            assert!(!statistic.r.is_empty(), "{}", statistic.word);
        }
    }

    #[test]
    fn languages_name_statistics_that_there_are() {
        let known: Vec<&str> = all()
            .map(|statistic| statistic.word)
            .chain(methods::ALL.iter().map(|method| method.id))
            .collect();
        for language in crate::wording::Wording::all() {
            let titles = language.keys();
            for word in titles.filter_map(|key| key.strip_prefix("statistics.")) {
                assert!(known.contains(&word), "{}: {word}", language.tag());
            }
        }
    }
}
