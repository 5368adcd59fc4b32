//! `sql`: the query with which the engine that holds a registry groups its rows, and
//! the study file that reads the result with a count.
//!
//! The numbers are those of the single rows. A query derives only what SQL gives
//! exactly as [`crate::cohort`] does; all else stays as it is written and is derived by
//! the study as before. Rows that the study would refuse come out as one line with the
//! problem in place of the count, so that no report is made of them.

mod builder;
mod cells;
mod checks;
mod choice;
mod derive;
mod dialect;
mod layers;
mod names;
mod needs;
mod query;
mod reduced;
mod rules;

pub use dialect::Dialect;

use std::collections::HashMap;

use crate::findings::{Finding, Findings};
use crate::study::{RowUnit, Study};
use choice::Choice;

/// By what rows are grouped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Grouping {
    /// Variables that the query derives where it can: the fewest groups.
    #[default]
    Derived,
    /// The cells of every column that is read.
    AsWritten,
}

/// How a query is written.
#[derive(Debug, Clone)]
pub struct Options {
    /// The language of the engine.
    pub dialect: Dialect,
    /// The table, or what the engine reads as one.
    pub table: String,
    /// By what rows are grouped.
    pub grouping: Grouping,
    /// The file of the grouped rows, as the reduced study names it.
    pub file: String,
}

/// What groups the rows of a study, and reads them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reduction {
    /// The query that groups rows.
    pub query: String,
    /// The study file that reads what it gives.
    pub study: String,
    /// The query for what grouped rows cannot show.
    pub checks: String,
}

/// The query of a study. `file` names the study file in findings, `text` is what
/// stands in it.
///
/// # Errors
/// What keeps its rows from being grouped.
pub fn reduce(
    study: &Study,
    file: &str,
    text: &str,
    options: &Options,
) -> Result<Reduction, Findings> {
    let mut findings = Findings::default();
    refuse(study, file, options, &mut findings);
    if !findings.is_empty() {
        return Err(findings);
    }
    let choice = Choice::of(study, options.grouping);
    let query = query::query(study, &choice, options);
    let reduced = reduced::study(study, text, &choice, &query, options);
    let reduced = reduced.map_err(|error| {
        let problem = format!("cannot be written for grouped rows: {error}");
        Finding::new(file, problem, "please report it with the study file")
    })?;
    Ok(Reduction {
        query: query.text,
        study: reduced,
        checks: checks::checks(study, options),
    })
}

const RENAME: &str =
    "rename the column in a view of the engine, and name it so by column = in the study";

/// Notes what needs single rows, and names that the engine cannot have.
fn refuse(study: &Study, file: &str, options: &Options, findings: &mut Findings) {
    let mut note = |column: &str, problem: String, help: &str| {
        findings.push(Finding::new(file, problem, help).in_column(column));
    };
    if study.cohort.rows == RowUnit::Visits {
        let problem =
            "states that rows are visits, whose patients cannot be counted in grouped rows";
        let help = "reduce visits to one row for each patient in the engine first, and remove rows = \"visits\"";
        note("rows", problem.to_owned(), help);
    }
    if !study.cohort.only.is_empty() {
        let problem = "states which rows are read, which the query does not";
        let help = "make a view of these rows in the engine first, and remove only";
        note("only", problem.to_owned(), help);
    }
    for lanes in &study.plan().lanes {
        let problem = format!(
            "the swimmer plot of {} shows single rows, which grouped rows are not",
            lanes.endpoint
        );
        let help = "make it in a study of its own from the few rows that it shows";
        note("figures", problem, help);
    }
    let headers = study.columns().map(|variable| variable.header());
    let mut seen: HashMap<String, &str> = HashMap::new();
    for header in headers.chain(study.cohort.count.as_deref()) {
        if options.dialect.ignores_case()
            && let Some(other) = seen.insert(header.to_lowercase(), header)
        {
            let problem = format!(
                "differs from the column {other} in capitals alone, which is one name in {}",
                options.dialect.name()
            );
            note(header, problem, RENAME);
        }
        if let Some(why) = options.dialect.refuses(header) {
            note(header, why.to_owned(), RENAME);
        }
    }
}
