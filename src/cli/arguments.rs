//! The arguments of the command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::typst;

/// Turns a raw cohort CSV into a PDF results section whose every number can be
/// traced.
#[derive(Debug, Parser)]
#[command(
    version,
    max_term_width = 100,
    after_help = "\
Examples:
  cohort-report new data/mine --from export.csv   draft a study from a CSV
  cohort-report validate data/mine        list problems of the data
  cohort-report report data/mine          write build/mine/report.pdf
  cohort-report report                    the study of the current folder
  cohort-report report data/mine --out /tmp/mine
  cohort-report check                     compare with the published numbers
  cohort-report numbers blood median      list numbers that match these words
  cohort-report explain tumor_size.median
  cohort-report verify report.pdf         recompute a PDF from its own data

Exit codes:
  0  success
  1  findings, differences, or numbers that do not reproduce
  2  invalid command-line usage
  3  invalid input
  4  a template or Typst failed
  5  I/O error, or Typst not found
  129, 130, 143  ended by a closed terminal, Ctrl-C or SIGTERM; the previous report is kept"
)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create a draft study from a cohort file, inferring the kinds of its columns.
    New(New),
    /// Summarise the data and list their problems, before any statistics.
    Validate(Validate),
    /// Make the PDF with its figures, tables and ledger of numbers.
    Report(Report),
    /// Remake the report whenever the study changes.
    Watch(Watch),
    /// Draw the figures only; Typst is not required.
    Figures(Figures),
    /// Write the tables only; Typst is not required.
    Tables(Tables),
    /// Compare published with computed numbers, and explain differences.
    Check(Check),
    /// Verify that a PDF follows from the data attached to it.
    Verify(Verify),
    /// Compare the numbers of two runs.
    Diff(Diff),
    /// Find hand-typed numerals in the study's templates.
    Lint(Lint),
    /// List the numbers of the ledger, all or those that match some words.
    Numbers(Numbers),
    /// Explain how a number was computed, and from which rows.
    Explain(Explain),
    /// Print the query with which a database groups the rows of a registry.
    Sql(Sql),
    /// Print the JSON Schema of study.toml, for editors that complete and check it.
    Schema,
    /// Print the path and version of the Typst in use.
    Typst(Typst),
    /// Become Typst within bounds; the program starts itself with this.
    #[command(name = RUN_TYPST, hide = true)]
    RunTypst(RunTypst),
}

/// The command with which the program starts itself to run Typst.
pub const RUN_TYPST: &str = "run-typst";

#[derive(Debug, Args)]
pub struct RunTypst {
    /// The parent's process, the memory in bytes, the program and its arguments.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub words: Vec<OsString>,
}

#[derive(Debug, Args)]
pub struct Study {
    /// The study's folder [default: the current folder, if it contains a study.toml; else
    /// data/rvlms].
    pub study: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Infers from the file the kinds of columns, levels and their order, units in headers, the order
of dates, codes for missing values, the identifier, the grouping and the time to event. Writes
a commented study.toml, a small template, a README and a copy of the file into a new folder,
lists the guesses to review first, and what every column is taken for and why. Existing files
are never overwritten.

With --ask, guesses that are not certain are asked about one by one: press Enter for the guess,
or type the number or the word of a choice. Answers can come from a pipe, one a line, an empty
line for the guess. When the input ends early, nothing is written.

Examples:
  cohort-report new data/mine --from export.csv
  cohort-report new data/mine --from export.csv --ask
  cohort-report new data/mine --from export.xlsx --sheet Patients
  cohort-report new data/mine --from export.csv --redcap dictionary.csv
  cohort-report report data/mine")]
pub struct New {
    /// The folder to create.
    pub study: PathBuf,
    /// The cohort: CSV, Excel, OpenDocument, SPSS, Stata, SAS, Parquet, or a folder of Parquet
    /// files.
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    pub from: Vec<PathBuf>,
    /// The sheet of a workbook [default: the first that has cells].
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// The data dictionary of the REDCap project that FILE was exported from, as codes or as
    /// labels: labels, choices, checkboxes, validation and branching logic are taken from it.
    #[arg(long, value_name = "FILE")]
    pub redcap: Option<PathBuf>,
    /// Ask about guesses that are not certain.
    #[arg(long)]
    pub ask: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Shows for each column of the cohort the number of values, their distribution and the lines of
the extreme ones, and all findings with counts and examples. Errors prevent a report: cells
that cannot be read, values out of range, rows that break the `rules` of study.toml. Queries
do not: rows that break its `queries`, and rows that may be duplicates.
Exits with 1 if there are findings. With appendices = [\"data\"] the PDF includes the same.

Examples:
  cohort-report validate data/mine
  cohort-report validate data/mine --format json > findings.json")]
pub struct Validate {
    #[command(flatten)]
    pub study: Study,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Writes report.pdf, report.typ, results.json and the files in tables/ into build/<study>/ and
the figures into figures/<study>/, below the current folder. All of them replace those of the
previous report in one step; if any step fails, or the run is stopped, the previous report is
left unchanged. Files that an earlier run wrote and the study no longer defines are removed.

Examples:
  cohort-report report
  cohort-report report data/rvlms --timings
  cohort-report report data/rvlms --out /tmp/rvlms --typst ~/bin/typst")]
pub struct Report {
    #[command(flatten)]
    pub study: Study,
    #[command(flatten)]
    pub cache: Cache,
    #[command(flatten)]
    pub place: Place,
    /// Print how long each stage took.
    #[arg(long)]
    pub timings: bool,
    /// Fail if a template contains a hand-typed numeral; see `lint`.
    #[arg(long)]
    pub strict: bool,
    /// Attach the hash of the cohort instead of the cohort; verify with `verify --data`.
    #[arg(long)]
    pub without_data: bool,
}

/// Whether results of long tests are kept.
#[derive(Debug, Args)]
pub struct Cache {
    /// Compute long tests again, and keep no results in build/<study>/cache.
    #[arg(long)]
    pub no_cache: bool,
}

/// Where results of long tests are kept by commands that write no report.
#[derive(Debug, Args)]
pub struct Kept {
    #[command(flatten)]
    pub cache: Cache,
    /// The folder of `report --out`, in which results of long tests are kept [default:
    /// build/<study>].
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// Output folders, and the Typst to use.
#[derive(Debug, Args)]
pub struct Place {
    /// Folder for all outputs [default: build/<study>, figures in figures/<study>].
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Folder for the figures [default: figures/<study>, or DIR/figures with --out].
    #[arg(long, value_name = "DIR")]
    pub figures: Option<PathBuf>,
    /// The typst program [default: $COHORT_REPORT_TYPST, .tools/bin, PATH].
    #[arg(long, value_name = "FILE")]
    pub typst: Option<PathBuf>,
    /// Stop typst after this many seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..))]
    pub time_limit: u64,
    /// Stop typst when it needs more memory than this; on Linux.
    #[arg(long, value_name = "MB", default_value_t = typst::DEFAULT_MEMORY >> 20, value_parser = clap::value_parser!(u64).range(64..=1 << 24))]
    pub memory_limit: u64,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Makes the report, and remakes it whenever a file of the study changes: the data, study.toml,
published.toml, a template. Only what depends on the change is recomputed. After an error the
last good PDF is kept and watching continues. Press Ctrl-C to stop.

Example:
  cohort-report watch data/mine")]
pub struct Watch {
    #[command(flatten)]
    pub study: Study,
    #[command(flatten)]
    pub cache: Cache,
    #[command(flatten)]
    pub place: Place,
    /// Print how long each stage took.
    #[arg(long)]
    pub timings: bool,
}

#[derive(Debug, Args)]
pub struct Typst {
    /// The typst program [default: $COHORT_REPORT_TYPST, .tools/bin, PATH].
    #[arg(long, value_name = "FILE")]
    pub typst: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Figures {
    #[command(flatten)]
    pub study: Study,
    #[command(flatten)]
    pub kept: Kept,
    /// Folder for the figures [default: figures/<study>, or DIR/figures with --out].
    #[arg(long, value_name = "DIR")]
    pub figures: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Writes build/<study>/tables, or DIR/tables with --out: each table in the formats that
[output] of study.toml names. A report that is there already is left as it is.

Examples:
  cohort-report tables data/rvlms
  cohort-report tables data/rvlms --out /tmp/rvlms")]
pub struct Tables {
    #[command(flatten)]
    pub study: Study,
    #[command(flatten)]
    pub kept: Kept,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Compares each number of the study's published.toml with the ledger, at the precision at
which it was printed. Differences are explained by the smallest change of conventions that
reproduces the published number, or by the size of the difference and a likely transcription
error. With manuscript = in published.toml, every number is located in that text, and numerals
of the text without an entry are listed.

Exits with 1 if a number does not reproduce, a claim does not hold, or a numeral of the
manuscript has no entry.

Examples:
  cohort-report check data/rvlms
  cohort-report check data/rvlms --format junit > check.xml
  cohort-report check data/rvlms --fragile       list printed digits that depend on a convention
  cohort-report check data/rvlms --mutate        list cells that change no number")]
pub struct Check {
    #[command(flatten)]
    pub study: Study,
    #[command(flatten)]
    pub kept: Kept,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// List the printed numbers that change under another convention, or with one row
    /// added or removed. Examines every number that the report prints.
    #[arg(long, conflicts_with = "mutate")]
    pub fragile: bool,
    /// Change each cell of the cohort slightly, one at a time, and list the cells whose
    /// change affects no number.
    #[arg(long)]
    pub mutate: bool,
}

/// Output format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Text for reading.
    Text,
    /// JSON for programs.
    Json,
    /// JUnit XML for CI servers.
    Junit,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Reports numerals in the prose of templates, where a number should come from the ledger. Dates,
headings, citations, names such as \"Table 2\", and lines with `// allow: reason` are ignored.
Exits with 1 if there are findings; `report --strict` fails if there are any.

Example:
  cohort-report lint data/rvlms")]
pub struct Lint {
    #[command(flatten)]
    pub study: Study,
    #[command(flatten)]
    pub kept: Kept,
}

#[derive(Debug, Args)]
#[command(after_help = "\
The inputs and the ledger are attached to the PDF. All numbers are recomputed and the PDF is
remade from these inputs, and the two are compared: identical, saved again by another program
without a change, or not vouched for, with what differs and where. Exits with 1 if the file is
not vouched for, or if a template contains numerals typed by hand.

Examples:
  cohort-report verify build/rvlms/report.pdf
  cohort-report verify report.pdf --data cohort.csv   for a PDF made with --without-data")]
pub struct Verify {
    /// The PDF.
    pub pdf: PathBuf,
    /// The cohort's file, if it is not attached, or to use instead of the attached one.
    #[arg(long, value_name = "FILE")]
    pub data: Option<PathBuf>,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// The typst program [default: $COHORT_REPORT_TYPST, .tools/bin, PATH].
    #[arg(long, value_name = "FILE")]
    pub typst: Option<PathBuf>,
    /// Stop typst after this many seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..))]
    pub time_limit: u64,
    /// Accept numerals that are typed by hand in the templates; they are still listed.
    #[arg(long)]
    pub allow_typed: bool,
    /// Stop typst when it needs more memory than this; on Linux.
    #[arg(long, value_name = "MB", default_value_t = typst::DEFAULT_MEMORY >> 20, value_parser = clap::value_parser!(u64).range(64..=1 << 24))]
    pub memory_limit: u64,
}

#[derive(Debug, Args)]
#[command(after_help = "\
A run is a study's folder, a folder with a results.json, a results.json, a PDF, or a git
revision of a study, written REVISION:FOLDER. The most important changes come first: p-values
that crossed the significance level, changed conclusions of the text, changed printed numbers.
Exits with 1 if there are differences.

Examples:
  cohort-report diff HEAD~1:data/rvlms data/rvlms
  cohort-report diff old.pdf build/rvlms/report.pdf
  cohort-report diff a/results.json b/results.json --format json")]
pub struct Diff {
    /// The run before.
    pub before: PathBuf,
    /// The run after.
    pub after: PathBuf,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cohort-report numbers                              every number of the study
  cohort-report numbers dfs median                   those that match both words
  cohort-report numbers blood --study data/mine")]
pub struct Numbers {
    /// Words to find in the id, definition or method.
    pub words: Vec<String>,
    /// The study's folder [default: the current folder, if it contains a study.toml; else
    /// data/rvlms].
    #[arg(long, value_name = "DIR")]
    pub study: Option<PathBuf>,
    #[command(flatten)]
    pub kept: Kept,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cohort-report explain tumor_size.median
  cohort-report explain dfs.median --study data/rvlms")]
pub struct Explain {
    /// The number's id, as listed by `cohort-report numbers`.
    pub id: String,
    /// The study's folder [default: the current folder, if it contains a study.toml; else
    /// data/rvlms].
    #[arg(long, value_name = "DIR")]
    pub study: Option<PathBuf>,
    #[command(flatten)]
    pub kept: Kept,
}

#[derive(Debug, Args)]
#[command(after_help = "\
For registries that one machine cannot read, or that must not leave their database. The query
derives the variables that the study analyses and groups the rows that are alike in them; each
group has its number of rows in the column n. The grouped file, read with the study file that
--print study gives, has the same numbers as the rows themselves. STUDY needs its study.toml
only, not the data. Nothing is sent to a database: the query is printed.

What SQL cannot derive exactly as the study does stays as it is written and makes more groups;
comments at the top of the query list it. Rows that the study would refuse come out as a line
with the problem in place of the count. Names of single patients are left out: run
--print checks for duplicates. Fewer groups: whole days, ages in years, classes by `cut`, and
one study file for each analysis. docs/registries.md is a guide.

Examples:
  cohort-report sql data/mine --dialect duckdb --from \"'registry/*.parquet'\" > group.sql
  cohort-report sql data/mine --dialect duckdb --print study > data/grouped/study.toml
  duckdb -c \"COPY ($(cat group.sql)) TO 'data/grouped/cohort.csv'\"
  cohort-report report data/grouped

  cohort-report sql data/mine --dialect postgres --from registry.patients > group.sql
  psql -c \"COPY ($(cat group.sql)) TO STDOUT WITH (FORMAT csv, HEADER)\" > data/grouped/cohort.csv

  cohort-report sql data/mine --dialect spark --from patients --print checks")]
pub struct Sql {
    #[command(flatten)]
    pub study: Study,
    /// The language of the engine.
    #[arg(long, value_enum)]
    pub dialect: SqlDialect,
    /// The table with one row for each patient, or whatever may stand behind FROM; it is
    /// inserted as it is.
    #[arg(long, value_name = "TABLE", default_value = "cohort")]
    pub from: String,
    /// What is printed.
    #[arg(long, value_enum, default_value_t = SqlPrint::Query)]
    pub print: SqlPrint,
    /// By what rows are grouped.
    #[arg(long, value_enum, default_value_t = SqlGroup::Derived)]
    pub group: SqlGroup,
    /// The file of grouped rows that the printed study file names; a folder of Parquet files
    /// may be one.
    #[arg(long, value_name = "NAME", default_value = "cohort.csv")]
    pub file: String,
}

/// The language of an engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum SqlDialect {
    /// DuckDB.
    Duckdb,
    /// PostgreSQL.
    Postgres,
    /// Spark SQL.
    Spark,
}

/// What `sql` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum SqlPrint {
    /// The query that groups rows.
    Query,
    /// The study file that reads the grouped rows.
    Study,
    /// A query for duplicates, which grouped rows cannot show.
    Checks,
}

/// By what `sql` groups rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum SqlGroup {
    /// Variables that the query derives where it can.
    Derived,
    /// The cells of every column that is read, as they are written; the study derives.
    Written,
}
