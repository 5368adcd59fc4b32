//! What can only be asked of single rows: whether identifiers are unique, and whether
//! rows are alike.

use std::fmt::Write;

use super::Options;
use super::builder::Builder;
use crate::study::{Kind, Study, Variable};

/// What is counted: the columns and conditions of a query of the rows.
struct Check {
    problem: String,
    columns: Vec<String>,
    /// What stands behind the rows.
    rest: String,
}

impl Check {
    /// Groups of several rows with the same values, none of which is missing.
    fn again(problem: String, columns: Vec<String>) -> Self {
        let present = columns.iter().map(|column| format!("{column} IS NOT NULL"));
        let present = present.collect::<Vec<_>>().join(" AND ");
        let all = Self::alike(problem, columns);
        let rest = format!("WHERE {present} {}", all.rest);
        Self { rest, ..all }
    }

    /// Groups of several rows with the same values.
    fn alike(problem: String, columns: Vec<String>) -> Self {
        Self {
            problem,
            rest: format!("GROUP BY {} HAVING COUNT(*) > 1", columns.join(", ")),
            columns,
        }
    }
}

/// A query whose every count should be 0.
pub(super) fn checks(study: &Study, options: &Options) -> String {
    let sql = options.dialect;
    let mut builder = Builder::new(study, sql);
    let checks = wanted(study, &mut builder);
    let filter = super::query::filter(study, &mut builder);
    let (with, last) = builder.layers.print(&options.table, &filter, sql.fence());
    let mut text = String::from(
        "-- What cannot be seen in grouped rows. Every count should be 0; rows that are alike\n-- may be those of patients who are alike.\n",
    );
    text.push_str(&with);
    if checks.is_empty() {
        let nothing = sql.text("nothing to check: no identifier, no same_when");
        let _ = writeln!(text, "\nSELECT {nothing} AS problem, 0 AS n");
        return text;
    }
    for (at, check) in checks.iter().enumerate() {
        let union = if at == 0 { "" } else { "UNION ALL\n" };
        let _ = write!(
            text,
            "\n{union}SELECT {} AS problem, COUNT(*) AS n FROM (\n  SELECT {} FROM {last} {}\n) AS found_{}",
            sql.text(&check.problem),
            check.columns.join(", "),
            check.rest,
            at + 1
        );
    }
    text.push('\n');
    text
}

fn wanted(study: &Study, builder: &mut Builder<'_>) -> Vec<Check> {
    let mut checks = Vec::new();
    let is_identifier = |variable: &&Variable| variable.kind == Kind::Identifier;
    let (identifiers, others): (Vec<&Variable>, Vec<&Variable>) =
        study.columns().partition(is_identifier);
    for variable in identifiers {
        let cell = builder.cell(variable).alias;
        let name = &variable.name;
        checks.push(Check {
            problem: format!("{name} is missing"),
            columns: vec![cell.clone()],
            rest: format!("WHERE {cell} IS NULL"),
        });
        let problem = format!("{name} is that of another row");
        checks.push(Check::again(problem, vec![cell]));
    }
    let mut cells = |variables: Vec<&Variable>| {
        let cells = variables.into_iter().map(|own| builder.cell(own).alias);
        cells.collect::<Vec<_>>()
    };
    let named = study.cohort.same_when.iter();
    let named: Vec<&Variable> = named.filter_map(|name| study.variable(name)).collect();
    if !named.is_empty() {
        let names = study.cohort.same_when.join(", ");
        let problem = format!("the row agrees with another in {names}");
        checks.push(Check::again(problem, cells(named)));
    }
    if !others.is_empty() && study.cohort.count.is_none() {
        let problem = "the row is another's in every column but identifiers".to_owned();
        checks.push(Check::alike(problem, cells(others)));
    }
    checks
}
