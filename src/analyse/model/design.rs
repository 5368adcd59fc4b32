//! The rows and columns of a model.

use super::super::record::{both, kept};
use crate::cohort::{Cohort, Column};
use crate::number::{Name, Path};
use crate::statistics::term_name;
use crate::study::{Model, Study, Variable};

/// One column of the model: a number, or one level against the reference.
pub(super) struct Term {
    /// The covariate and, of a category, the level.
    names: (Name, Option<Name>),
    /// The covariate in words.
    covariate: String,
    /// In words.
    pub(super) label: String,
    values: Vec<Option<f64>>,
}

impl Term {
    /// What the ids of its numbers begin with.
    pub(super) fn path(&self, model: &Model) -> Path {
        let (covariate, level) = &self.names;
        let path = model.path().at(covariate);
        match level {
            Some(level) => path.at(level),
            None => path,
        }
    }
}

/// A covariate as a whole: one column, or those of its levels.
pub(super) struct Covariate {
    /// As it stands in ids.
    pub(super) name: Name,
    /// In words.
    pub(super) label: String,
    /// Places of its columns.
    pub(super) columns: Vec<usize>,
}

/// What a model is fitted on: the rows in which nothing is missing.
pub(super) struct Design {
    pub(super) terms: Vec<Term>,
    /// One column for each term, in the rows that are used.
    pub(super) columns: Vec<Vec<f64>>,
    /// The stratum of each row that is used.
    pub(super) strata: Vec<usize>,
    /// Its weight.
    pub(super) weights: Vec<f64>,
    pub(super) used: Vec<bool>,
}

impl Design {
    /// `outcome` tells which rows have one.
    pub(super) fn new(study: &Study, cohort: &Cohort, model: &Model, outcome: Vec<bool>) -> Self {
        let used = model
            .covariates
            .iter()
            .chain(&model.strata)
            .chain(&model.weights)
            .fold(outcome, |used, name| {
                both(&used, &cohort.column(name).present())
            });
        let terms: Vec<Term> = model
            .covariates
            .iter()
            .filter_map(|name| study.variable(name))
            .flat_map(|variable| terms_of(variable, cohort, &used))
            .collect();
        let columns = terms.iter().map(|term| kept(&term.values, &used)).collect();
        let strata = match &model.strata {
            Some(strata) => kept(cohort.column(strata).levels(), &used),
            None => vec![0; super::super::record::count(&used)],
        };
        let weights = match &model.weights {
            Some(weights) => kept(cohort.column(weights).numbers(), &used),
            None => vec![1.0; strata.len()],
        };
        Self {
            terms,
            columns,
            strata,
            weights,
            used,
        }
    }

    /// The covariates, each with its columns.
    pub(super) fn covariates(&self) -> Vec<Covariate> {
        let mut found: Vec<Covariate> = Vec::new();
        for (at, term) in self.terms.iter().enumerate() {
            let name = &term.names.0;
            match found.iter_mut().find(|known| known.name == *name) {
                Some(known) => known.columns.push(at),
                None => found.push(Covariate {
                    name: name.clone(),
                    label: term.covariate.clone(),
                    columns: vec![at],
                }),
            }
        }
        found
    }

    /// The columns as slices.
    pub(super) fn slices(&self) -> Vec<&[f64]> {
        self.columns.iter().map(Vec::as_slice).collect()
    }
}

fn terms_of(variable: &Variable, cohort: &Cohort, used: &[bool]) -> Vec<Term> {
    match cohort.column(&variable.name) {
        Column::Numbers(cells) => vec![Term {
            names: (term_name(&variable.name), None),
            covariate: variable.label.clone(),
            label: variable.label.clone(),
            values: cells.clone(),
        }],
        Column::Levels(cells) => {
            // A level without complete rows has no coefficient.
            let filled = |level: usize| {
                let mut rows = cells.iter().zip(used);
                rows.any(|(cell, used)| *used && *cell == Some(level))
            };
            let levels: Vec<usize> = (0..variable.levels.len())
                .filter(|&at| filled(at))
                .collect();
            let Some((&reference, others)) = levels.split_first() else {
                return Vec::new();
            };
            let level = |at: usize| &variable.levels[at];
            others
                .iter()
                .map(|&at| Term {
                    names: (term_name(&variable.name), Some(level(at).id.clone())),
                    covariate: variable.label.clone(),
                    label: format!(
                        "{}: {} against {}",
                        variable.label,
                        level(at).label,
                        level(reference).label
                    ),
                    values: cells
                        .iter()
                        .map(|cell| cell.map(|value| f64::from(u8::from(value == at))))
                        .collect(),
                })
                .collect()
        }
        Column::Dates(_) | Column::Text(_) => Vec::new(),
    }
}
