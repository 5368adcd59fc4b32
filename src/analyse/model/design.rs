//! The rows and columns of a model.

use std::collections::BTreeMap;

use super::super::record::{both, kept};
use crate::cohort::{Cohort, Column};
use crate::number::{Name, Path};
use crate::statistics::term_name;
use crate::study::{Level, Model, Study, Variable};

/// One column of the model: a number, or one level against the reference.
pub(super) struct Term {
    /// The covariate and, of a category, the level.
    names: (Name, Option<Name>),
    /// The covariate in words.
    covariate: String,
    /// In words.
    pub(super) label: String,
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
    /// The stratum of each row that is used; empty without strata.
    pub(super) strata: Vec<usize>,
    /// Its weight; empty where all are 1.
    pub(super) weights: Vec<f64>,
    /// Its cluster, numbered as they come; empty without clusters.
    pub(super) clusters: Vec<usize>,
    pub(super) used: Vec<bool>,
}

impl Design {
    /// `outcome` marks the rows that have one.
    pub(super) fn new(study: &Study, cohort: &Cohort, model: &Model, outcome: Vec<bool>) -> Self {
        let used = model
            .covariates
            .iter()
            .chain(model.design_variables())
            .fold(outcome, |used, name| {
                both(&used, &cohort.column(name).present())
            });
        let (terms, columns) = model
            .covariates
            .iter()
            .filter_map(|name| study.variable(name))
            .flat_map(|variable| terms_of(variable, cohort, &used))
            .unzip();
        let strata = match &model.strata {
            Some(strata) => kept(cohort.column(strata).levels().iter(), &used),
            None => Vec::new(),
        };
        let weights = match &model.weights {
            Some(weights) => kept(cohort.column(weights).numbers().iter(), &used),
            None => Vec::new(),
        };
        let clusters = model.cluster.as_ref();
        let clusters = clusters.map_or_else(Vec::new, |name| groups(cohort.column(name), &used));
        Self {
            terms,
            columns,
            strata,
            weights,
            clusters,
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

/// The number of each row's value among the distinct values, of the rows that are used.
fn groups(column: &Column, used: &[bool]) -> Vec<usize> {
    fn numbered<T: Ord>(values: Vec<T>) -> Vec<usize> {
        let mut known = BTreeMap::new();
        let number = |value| {
            let next = known.len();
            *known.entry(value).or_insert(next)
        };
        values.into_iter().map(number).collect()
    }
    match column {
        // Zero has two signs.
        Column::Numbers(cells) => {
            let values = kept(cells.iter(), used);
            numbered(
                values
                    .into_iter()
                    .map(|value| (value + 0.0).to_bits())
                    .collect(),
            )
        }
        Column::Levels(cells) => numbered(kept(cells.iter(), used)),
        Column::Dates(cells) => numbered(kept(cells.iter(), used)),
        Column::Text(cells) => numbered(kept(cells.iter(), used)),
    }
}

/// The terms of a covariate, each with its column in the rows that are used.
fn terms_of(variable: &Variable, cohort: &Cohort, used: &[bool]) -> Vec<(Term, Vec<f64>)> {
    match cohort.column(&variable.name) {
        Column::Numbers(cells) => {
            let term = Term {
                names: (term_name(&variable.name), None),
                covariate: variable.label.clone(),
                label: variable.label.clone(),
            };
            vec![(term, kept(cells.iter(), used))]
        }
        Column::Levels(cells) => {
            let cells = kept(cells.iter(), used);
            // A level without complete rows has no coefficient.
            let mut filled = vec![false; variable.levels.len()];
            for level in &cells {
                if let Some(filled) = filled.get_mut(*level) {
                    *filled = true;
                }
            }
            let levels = variable.levels.iter().enumerate().zip(filled);
            let mut levels = levels.filter_map(|(level, filled)| filled.then_some(level));
            let Some((_, reference)) = levels.next() else {
                return Vec::new();
            };
            let term = |(at, level): (usize, &Level)| {
                let term = Term {
                    names: (term_name(&variable.name), Some(level.id.clone())),
                    covariate: variable.label.clone(),
                    label: format!(
                        "{}: {} against {}",
                        variable.label, level.label, reference.label
                    ),
                };
                let own = cells.iter().map(|cell| f64::from(u8::from(*cell == at)));
                (term, own.collect())
            };
            levels.map(term).collect()
        }
        Column::Dates(_) | Column::Text(_) => Vec::new(),
    }
}
