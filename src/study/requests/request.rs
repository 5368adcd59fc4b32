//! Requests beyond `[[analyses]]`: numbers, and the points and curves behind
//! them. Tables and figures state their needs as requests, so that the analysis
//! does not depend on them.

use crate::stats::multiplicity::Adjustment;

use super::{FollowUp, StatisticsByName, Summary, Survival, Ticks};

/// One thing to compute.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// A summary of a variable.
    Summary(Summary),
    /// A survival curve with its numbers.
    Survival(Survival),
    /// The length of follow-up.
    FollowUp(FollowUp),
    /// Statistics by name.
    Statistics(StatisticsByName),
    /// The share of missing values of a variable.
    Missing(MissingRequest),
    /// The difference of a variable between two groups.
    Difference(DifferenceRequest),
    /// P-values of tests adjusted for their number.
    Adjusted(AdjustedRequest),
    /// The values of a numeric variable.
    Sample(SampleRequest),
    /// The steps of a cumulative incidence.
    Incidence(IncidenceRequest),
    /// Pairs of values.
    Dots(DotsRequest),
    /// The course of every row in time.
    Lanes(LanesRequest),
}

/// The share of missing values of a variable, in each level of a grouping if
/// there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingRequest {
    /// The variable.
    pub variable: String,
    /// The grouping variable.
    pub by: Option<String>,
}

/// The difference of a variable between the two levels of a grouping, in the
/// unit of the variable or in percentage points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DifferenceRequest {
    /// The variable.
    pub variable: String,
    /// The grouping variable.
    pub by: String,
}

/// The p-values of the comparisons of several variables, adjusted for their
/// number.
#[derive(Debug, Clone, PartialEq)]
pub struct AdjustedRequest {
    /// What is adjusted together, by its name in ids.
    pub table: String,
    /// The variables whose tests count.
    pub variables: Vec<String>,
    /// The grouping variable.
    pub by: String,
    /// How they are adjusted.
    pub adjustment: Adjustment,
}

/// The values of a numeric variable, in each level of a grouping if there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleRequest {
    /// The variable.
    pub variable: String,
    /// The grouping variable.
    pub by: Option<String>,
}

/// The cumulative incidence of an endpoint with competing events.
#[derive(Debug, Clone, PartialEq)]
pub struct IncidenceRequest {
    /// The endpoint.
    pub endpoint: String,
    /// The grouping variable.
    pub by: Option<String>,
    /// Distances of the times at which the number at risk is given.
    pub risk_every: Vec<Ticks>,
}

/// The pairs of two numeric variables, with the level of each row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DotsRequest {
    /// The first value of each pair.
    pub x: String,
    /// The second one.
    pub y: String,
    /// The grouping variable.
    pub by: Option<String>,
}

/// Each row on the time axis of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LanesRequest {
    /// The endpoint whose origin and last date bound the lanes.
    pub endpoint: String,
    /// The grouping variable.
    pub by: Option<String>,
    /// Date variables whose times are wanted.
    pub marks: Vec<String>,
}

/// What the layout of a report needs computed beside `[[analyses]]`. Numbers
/// are in the ledger in the order of the requests.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Requests {
    /// Computed before `[[analyses]]`.
    pub first: Vec<Request>,
    /// Computed after it.
    pub last: Vec<Request>,
}

impl Request {
    /// A summary of a variable without a comparison.
    pub fn summary(variable: &str, by: Option<&str>) -> Self {
        Self::Summary(Summary {
            variable: variable.to_owned(),
            by: by.map(str::to_owned),
            compare: false,
            quantiles: Vec::new(),
        })
    }

    /// A summary of a variable with a comparison of the groups.
    pub fn comparison(variable: &str, by: &str) -> Self {
        Self::Summary(Summary {
            variable: variable.to_owned(),
            by: Some(by.to_owned()),
            compare: true,
            quantiles: Vec::new(),
        })
    }

    /// A survival curve without further times.
    pub fn survival(endpoint: &str, by: Option<&str>) -> Self {
        Self::Survival(Survival {
            endpoint: endpoint.to_owned(),
            by: by.map(str::to_owned),
            ..Survival::default()
        })
    }

    /// How long the rows of an endpoint were followed.
    pub fn follow_up(endpoint: &str) -> Self {
        Self::FollowUp(FollowUp {
            endpoint: endpoint.to_owned(),
            by: None,
        })
    }
}
