//! What can be asked for.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Turns a raw cohort CSV into a PDF results section whose every number can be
/// traced.
#[derive(Debug, Parser)]
#[command(
    version,
    max_term_width = 100,
    after_help = "\
Examples:
  cohort-report new data/mine --from export.csv   a first study, guessed from a CSV
  cohort-report validate data/mine        what is wrong with the data?
  cohort-report report data/mine          build/mine/report.pdf
  cohort-report report                    the study of the current folder
  cohort-report report data/mine --out /tmp/mine
  cohort-report check                     do the published numbers reproduce?
  cohort-report numbers blood median      numbers that have to do with these words
  cohort-report explain tumor_size.median
  cohort-report verify report.pdf         does this PDF follow from the data inside it?

Exit codes: 0 all well, 1 something does not reproduce, differs or was found, 2 usage,
3 an input is invalid, 4 a template or Typst failed, 5 the machine failed us."
)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Begin a study from a CSV: guess what its columns are.
    New(New),
    /// Say what the data hold and what is wrong with them, before any statistics.
    Validate(Validate),
    /// Make the PDF, its figures, tables and ledger.
    Report(Report),
    /// Make the report again whenever the study changes.
    Watch(Watch),
    /// Draw the figures only; needs no Typst.
    Figures(Figures),
    /// Compare the published numbers with the computed ones, and explain differences.
    Check(Check),
    /// Say whether a PDF follows from the data inside it.
    Verify(Verify),
    /// Say which numbers moved between two runs.
    Diff(Diff),
    /// Find numerals typed by hand in the study's templates.
    Lint(Lint),
    /// List the ledger, or what in it matches some words.
    Numbers(Numbers),
    /// Tell where a number comes from.
    Explain(Explain),
    /// Print the JSON Schema of study.toml, for editors that complete and check it.
    Schema,
    /// Say which Typst a report would be made with.
    Typst(Typst),
}

#[derive(Debug, Args)]
pub struct Study {
    /// The study's folder [default: the current folder, if it holds a study.toml; else
    /// data/rvlms].
    pub study: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Reads the CSV, guesses kinds, levels and their order, units in headers, the order of dates,
codes for missing, the identifier, the grouping and the time to event, and writes a
commented study.toml, a small template and a README, with a copy of the CSV, into a new
folder. Says which guesses to look at first. Overwrites nothing.

Example:
  cohort-report new data/mine --from export.csv
  cohort-report report data/mine")]
pub struct New {
    /// The folder to make.
    pub study: PathBuf,
    /// The cohort's CSV.
    #[arg(long, value_name = "FILE")]
    pub from: PathBuf,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Shows each column of the cohort: how many values, their distribution and the lines of the
extreme ones, and all findings with counts and examples. Errors stop a report: cells that
cannot be read, values out of range, broken `rules` of study.toml. Queries do not: rows that
break its `queries`, and rows that may be one and the same.
Exits with 1 when there is a finding. With appendices = [\"data\"] the PDF shows the same.

Examples:
  cohort-report validate data/mine
  cohort-report validate data/mine --format json > findings.json")]
pub struct Validate {
    #[command(flatten)]
    pub study: Study,
    /// How to write what was found.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Writes report.pdf, report.typ, results.json and the files in tables/ into build/<study>/ and
the figures into figures/<study>/, below the folder you stand in. Nothing is half-written:
when anything fails, the previous report stays as it was.

Examples:
  cohort-report report
  cohort-report report data/rvlms --timings
  cohort-report report data/rvlms --out /tmp/rvlms --typst ~/bin/typst")]
pub struct Report {
    #[command(flatten)]
    pub study: Study,
    #[command(flatten)]
    pub place: Place,
    /// Print how long each stage took.
    #[arg(long)]
    pub timings: bool,
    /// Refuse to build when a template has a numeral typed by hand; see `lint`.
    #[arg(long)]
    pub strict: bool,
    /// Attach no cohort: the PDF carries its hash instead, and `verify --data` checks it.
    #[arg(long)]
    pub without_data: bool,
}

/// Where a report goes, and what makes it.
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
}

#[derive(Debug, Args)]
#[command(after_help = "\
Makes the report, and again whenever a file of the study changes: the data, study.toml,
published.toml, a template. Only what the change touches is computed anew. When something is
wrong it says where, keeps the last good PDF, and goes on watching. Ctrl-C ends it.

Example:
  cohort-report watch data/mine")]
pub struct Watch {
    #[command(flatten)]
    pub study: Study,
    #[command(flatten)]
    pub place: Place,
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
    /// Folder for the figures [default: figures/<study>].
    #[arg(long, value_name = "DIR")]
    pub figures: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Compares each number of the study's published.toml with the ledger, at the precision at
which it was printed. One that differs is explained: the smallest change of conventions
that reproduces it, or by how much it differs and what slip it looks like. With
manuscript = in published.toml, every number is found in that text, and every numeral of
the text that no entry covers is listed.

Exits with 1 when a number does not reproduce, a claim does not hold, or a numeral of the
manuscript is not covered.

Examples:
  cohort-report check data/rvlms
  cohort-report check data/rvlms --format junit > check.xml
  cohort-report check data/rvlms --fragile       which printed digits hang on a convention?
  cohort-report check data/rvlms --mutate        which cells move no number?")]
pub struct Check {
    #[command(flatten)]
    pub study: Study,
    /// How to write what was checked.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// List the printed numbers that would read otherwise under another convention, or
    /// with one row more or less. Looks at every number that the report prints.
    #[arg(long, conflicts_with = "mutate")]
    pub fragile: bool,
    /// Change each cell of the cohort a little, one at a time, and list those whose change
    /// moves no number.
    #[arg(long)]
    pub mutate: bool,
}

/// Who reads an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// People.
    Text,
    /// Programs.
    Json,
    /// CI servers (JUnit XML).
    Junit,
}

#[derive(Debug, Args)]
#[command(after_help = "\
A numeral in the prose of a template is a finding: numbers come from the ledger. Dates,
headings, citations, names such as \"Table 2\", and lines with `// allow: reason` pass.
Exits with 1 when there is a finding; `report --strict` refuses to build with one.

Example:
  cohort-report lint data/rvlms")]
pub struct Lint {
    #[command(flatten)]
    pub study: Study,
}

#[derive(Debug, Args)]
#[command(after_help = "\
The PDF carries its inputs and its ledger. This computes everything anew from them, sets
the PDF again, and says whether every number, table and figure in the file follows from
the data inside it, or what was altered: an attachment, the text of a page, a figure.
Exits with 1 when something does not follow.

Examples:
  cohort-report verify build/rvlms/report.pdf
  cohort-report verify report.pdf --data cohort.csv   for a PDF made --without-data")]
pub struct Verify {
    /// The PDF.
    pub pdf: PathBuf,
    /// The cohort's CSV, when the PDF does not carry it, or to be used in its place.
    #[arg(long, value_name = "FILE")]
    pub data: Option<PathBuf>,
    /// How to write what was found.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// The typst program [default: $COHORT_REPORT_TYPST, .tools/bin, PATH].
    #[arg(long, value_name = "FILE")]
    pub typst: Option<PathBuf>,
    /// Stop typst after this many seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..))]
    pub time_limit: u64,
}

#[derive(Debug, Args)]
#[command(after_help = "\
A run is a study's folder, a folder with a results.json, a results.json, a PDF, or a git
revision of a study written REVISION:FOLDER. What matters most stands first: p-values that
crossed the level, conclusions of the text that changed, printed numbers that moved.
Exits with 1 when something moved.

Examples:
  cohort-report diff HEAD~1:data/rvlms data/rvlms
  cohort-report diff old.pdf build/rvlms/report.pdf
  cohort-report diff a/results.json b/results.json --format json")]
pub struct Diff {
    /// The run before.
    pub before: PathBuf,
    /// The run after.
    pub after: PathBuf,
    /// How to write what moved.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cohort-report numbers                              every number of the study
  cohort-report numbers dfs median                   those with both words
  cohort-report numbers blood --study data/mine")]
pub struct Numbers {
    /// Words that the id, definition or method must contain.
    pub words: Vec<String>,
    /// The study's folder [default: the current folder, if it holds a study.toml; else
    /// data/rvlms].
    #[arg(long, value_name = "DIR")]
    pub study: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cohort-report explain tumor_size.median
  cohort-report explain dfs.median --study data/rvlms")]
pub struct Explain {
    /// The number's id; `cohort-report numbers` lists all.
    pub id: String,
    /// The study's folder [default: the current folder, if it holds a study.toml; else
    /// data/rvlms].
    #[arg(long, value_name = "DIR")]
    pub study: Option<PathBuf>,
}
