//! The points, curves and lanes that were asked for beside the numbers of the
//! ledger.

use crate::number::Path;
use crate::stats::survival::KaplanMeier;
use crate::stats::survival::competing::IncidenceStep;
use crate::study::{DotsRequest, LanesRequest, SampleRequest};

/// The values of a numeric variable, in each level of a grouping if there is one.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// What was asked for.
    pub request: SampleRequest,
    /// The values in row order, level by level; one group without a grouping.
    pub groups: Vec<Vec<f64>>,
}

/// The Kaplan-Meier curve of an endpoint, overall or in one level.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// The endpoint.
    pub endpoint: String,
    /// The grouping variable and the index of the level.
    pub group: Option<(String, usize)>,
    /// What the ids of its numbers begin with.
    pub path: Path,
    /// Up to when all but a few rows of the whole cohort were followed, by which the
    /// ticks of the axis are chosen.
    pub last: f64,
    /// The estimate.
    pub estimate: KaplanMeier,
}

/// One row of the cohort on a time axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Lane {
    /// The row's identifier, or its line.
    pub name: String,
    /// Index of its level in the grouping variable.
    pub level: Option<usize>,
    /// When it came under observation.
    pub start: f64,
    /// Time of the event or of the last contact.
    pub end: f64,
    /// What ended it: the event is cause 1, others compete; none was censored.
    pub cause: Option<usize>,
    /// Index of the mark in the list that was asked for, and its time.
    pub marks: Vec<(usize, f64)>,
}

/// Every row on the time axis of an endpoint.
#[derive(Debug, Clone, PartialEq)]
pub struct Lanes {
    /// What was asked for.
    pub request: LanesRequest,
    /// By level, then by length, the longest first.
    pub lanes: Vec<Lane>,
}

/// The cumulative incidence of an endpoint, overall or in one level.
#[derive(Debug, Clone, PartialEq)]
pub struct Incidence {
    /// The endpoint.
    pub endpoint: String,
    /// The grouping variable and the index of the level.
    pub group: Option<(String, usize)>,
    /// What the ids of its numbers begin with.
    pub path: Path,
    /// Up to when all but a few rows of the whole cohort were followed, by which the
    /// ticks of the axis are chosen.
    pub last: f64,
    /// The estimate.
    pub steps: Vec<IncidenceStep>,
}

/// The pairs of two numeric variables.
#[derive(Debug, Clone, PartialEq)]
pub struct Dots {
    /// What was asked for.
    pub request: DotsRequest,
    /// Both values and the index of the level, row by row.
    pub dots: Vec<(f64, f64, Option<usize>)>,
}

/// Everything kept.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlotData {
    /// Values of variables.
    pub samples: Vec<Sample>,
    /// Kaplan-Meier curves.
    pub curves: Vec<Curve>,
    /// Rows in time.
    pub lanes: Vec<Lanes>,
    /// Cumulative incidences.
    pub incidences: Vec<Incidence>,
    /// Pairs of values.
    pub dots: Vec<Dots>,
}

impl PlotData {
    /// The values of a variable, by group if `by` names a grouping.
    pub fn sample(&self, variable: &str, by: Option<&str>) -> Option<&Sample> {
        let wanted = |sample: &&Sample| {
            sample.request.variable == variable && sample.request.by.as_deref() == by
        };
        self.samples.iter().find(wanted)
    }

    /// The curves of an endpoint: one overall, or one for each level.
    pub fn curves(&self, endpoint: &str, by: Option<&str>) -> Vec<&Curve> {
        self.curves
            .iter()
            .filter(|curve| {
                curve.endpoint == endpoint
                    && curve.group.as_ref().map(|(name, _)| name.as_str()) == by
            })
            .collect()
    }

    /// The cumulative incidences of an endpoint: one overall, or one for each
    /// level.
    pub fn incidences(&self, endpoint: &str, by: Option<&str>) -> Vec<&Incidence> {
        let wanted = |own: &&Incidence| {
            own.endpoint == endpoint && own.group.as_ref().map(|(name, _)| name.as_str()) == by
        };
        self.incidences.iter().filter(wanted).collect()
    }

    /// The pairs that were asked for so.
    pub fn dots(&self, request: &DotsRequest) -> &[(f64, f64, Option<usize>)] {
        let known = self.dots.iter().find(|dots| dots.request == *request);
        known.map_or(&[], |dots| &dots.dots)
    }

    /// The lanes that were asked for so.
    pub fn lanes(&self, request: &LanesRequest) -> &[Lane] {
        let known = self.lanes.iter().find(|lanes| lanes.request == *request);
        known.map_or(&[], |lanes| &lanes.lanes)
    }
}
