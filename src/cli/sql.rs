//! `sql`.

use std::io::Write;
use std::process::ExitCode;

use super::arguments::{self, SqlDialect, SqlGroup, SqlPrint};
use super::commands::Outcome;
use super::terminal;
use crate::report::{ReportError, StudyFile};
use crate::sql::{self, Dialect, Grouping, Options};

pub(super) fn sql(options: &arguments::Sql) -> Outcome {
    let read = StudyFile::read(&options.study.folder()?)?;
    let how = Options {
        dialect: match options.dialect {
            SqlDialect::Duckdb => Dialect::DuckDb,
            SqlDialect::Postgres => Dialect::Postgres,
            SqlDialect::Spark => Dialect::Spark,
        },
        table: options.from.clone(),
        grouping: match options.group {
            SqlGroup::Derived => Grouping::Derived,
            SqlGroup::Written => Grouping::AsWritten,
        },
        file: options.file.clone(),
    };
    let made =
        sql::reduce(&read.study, &read.shown, &read.text, &how).map_err(ReportError::from)?;
    let text = match options.print {
        SqlPrint::Query => made.query,
        SqlPrint::Study => made.study,
        SqlPrint::Checks => made.checks,
    };
    write!(terminal::stdout(), "{text}")?;
    Ok(ExitCode::SUCCESS)
}
