//! What analyses keep for figures beside the ledger: points, curves, lanes.

use crate::number::Path;
use crate::stats::survival::KaplanMeier;
use crate::stats::survival::competing::IncidenceStep;

/// The values of a numeric variable in each level of a grouping.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// The variable.
    pub variable: String,
    /// The grouping variable.
    pub by: String,
    /// The values, level by level, in row order.
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
    /// Time of the event or of the last contact.
    pub end: f64,
    /// Whether the event ended it.
    pub event: bool,
    /// Index of the mark in the figure's list, and its time.
    pub marks: Vec<(usize, f64)>,
}

/// The lanes of one swimmer figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Lanes {
    /// The figure.
    pub figure: String,
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
    /// The estimate.
    pub steps: Vec<IncidenceStep>,
}

/// The dots of one scatter figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Dots {
    /// The figure.
    pub figure: String,
    /// Both values and the index of the level, row by row.
    pub dots: Vec<(f64, f64, Option<usize>)>,
}

/// Everything kept.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlotData {
    /// Of box plots.
    pub samples: Vec<Sample>,
    /// Of survival figures.
    pub curves: Vec<Curve>,
    /// Of swimmer figures.
    pub lanes: Vec<Lanes>,
    /// Of cumulative incidence figures.
    pub incidences: Vec<Incidence>,
    /// Of scatter figures.
    pub dots: Vec<Dots>,
}

impl PlotData {
    /// The values of a variable by group.
    pub fn sample(&self, variable: &str, by: &str) -> Option<&Sample> {
        self.samples
            .iter()
            .find(|sample| sample.variable == variable && sample.by == by)
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

    /// The dots of a figure.
    pub fn dots(&self, figure: &str) -> &[(f64, f64, Option<usize>)] {
        let known = self.dots.iter().find(|dots| dots.figure == figure);
        known.map_or(&[], |dots| &dots.dots)
    }

    /// The lanes of a figure.
    pub fn lanes(&self, figure: &str) -> &[Lane] {
        self.lanes
            .iter()
            .find(|lanes| lanes.figure == figure)
            .map_or(&[], |lanes| &lanes.lanes)
    }
}
