//! What can only be asked of single rows: whether identifiers are unique, and whether
//! rows are alike.

use std::fmt::Write;

use super::Options;
use super::builder::Builder;
use crate::study::{Kind, Study, Variable};

/// A query whose every count should be 0.
pub(super) fn checks(study: &Study, options: &Options) -> String {
    let sql = options.dialect;
    let mut builder = Builder::new(study, sql);
    let mut rows: Vec<(String, String)> = Vec::new();
    let columns: Vec<&Variable> = study.columns().collect();
    let identifiers = columns
        .iter()
        .filter(|variable| variable.kind == Kind::Identifier);
    for variable in identifiers {
        let cell = builder.cell(variable).alias;
        let name = &variable.name;
        rows.push((
            format!("{name} is missing"),
            format!("SELECT {cell} FROM ROWS WHERE {cell} IS NULL"),
        ));
        rows.push((format!("{name} is that of another row"), again(&[cell])));
    }
    let named = study.cohort.same_when.iter();
    let named: Vec<&Variable> = named.filter_map(|name| study.variable(name)).collect();
    if !named.is_empty() {
        let cells: Vec<String> = named.iter().map(|own| builder.cell(own).alias).collect();
        let all = cells.iter().map(|cell| format!("{cell} IS NOT NULL"));
        let all = all.collect::<Vec<_>>().join(" AND ");
        let rest = again(&cells).replacen("FROM ROWS", &format!("FROM ROWS WHERE {all}"), 1);
        let names = study.cohort.same_when.join(", ");
        rows.push((format!("the row agrees with another in {names}"), rest));
    }
    let others = columns
        .iter()
        .filter(|variable| variable.kind != Kind::Identifier);
    let others: Vec<&&Variable> = others.collect();
    if !others.is_empty() && study.cohort.count.is_none() {
        let cells: Vec<String> = others.iter().map(|own| builder.cell(own).alias).collect();
        rows.push((
            "the row is another's in every column but identifiers".to_owned(),
            again(&cells),
        ));
    }
    let filter = super::query::filter(study, &mut builder);
    let (with, last) = builder.layers.print(&options.table, &filter, sql.fence());
    let mut text = String::from(
        "-- What cannot be seen in grouped rows. Every count should be 0; the last two may be\n-- patients who are alike.\n",
    );
    text.push_str(&with);
    for (at, (problem, query)) in rows.iter().enumerate() {
        let union = if at == 0 { "" } else { "UNION ALL\n" };
        let query = query.replace("FROM ROWS", &format!("FROM {last}"));
        let _ = write!(
            text,
            "\n{union}SELECT {} AS problem, COUNT(*) AS n FROM (\n  {query}\n) AS found_{}",
            sql.text(problem),
            at + 1
        );
    }
    text.push('\n');
    text
}

/// The groups of several rows that are alike.
fn again(cells: &[String]) -> String {
    let all = cells.join(", ");
    format!("SELECT {all} FROM ROWS GROUP BY {all} HAVING COUNT(*) > 1")
}
