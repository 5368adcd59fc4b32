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
  cohort-report report                    build/rvlms/report.pdf from data/rvlms
  cohort-report report data/mine --out /tmp/mine
  cohort-report check                     do the published numbers reproduce?
  cohort-report numbers blood median      numbers that have to do with these words
  cohort-report explain tumor_size.median

Exit codes: 0 all well, 1 a published number does not reproduce, 2 usage,
3 an input is invalid, 4 a template or Typst failed, 5 the machine failed us."
)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make the PDF, its figures, tables and ledger.
    Report(Report),
    /// Draw the figures only; needs no Typst.
    Figures(Figures),
    /// Compare the published numbers with the computed ones.
    Check(Check),
    /// List the ledger, or what in it matches some words.
    Numbers(Numbers),
    /// Tell where a number comes from.
    Explain(Explain),
    /// Say which Typst a report would be made with.
    Typst(Typst),
}

#[derive(Debug, Args)]
pub struct Study {
    /// The study's folder.
    #[arg(default_value = "data/rvlms")]
    pub study: PathBuf,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Writes report.pdf, report.typ, results.json and tables/*.csv into build/<study>/ and the
figures into figures/<study>/, below the folder you stand in. Nothing is half-written:
when anything fails, the previous report stays as it was.

Examples:
  cohort-report report
  cohort-report report data/rvlms --timings
  cohort-report report data/rvlms --out /tmp/rvlms --typst ~/bin/typst")]
pub struct Report {
    #[command(flatten)]
    pub study: Study,
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
    /// Folder for the figures [default: figures/<study>].
    #[arg(long, value_name = "DIR")]
    pub figures: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Compares each number of the study's published.toml with the ledger, at the precision at
which it was printed. Exits with 1 when one does not reproduce.

Example:
  cohort-report check data/rvlms")]
pub struct Check {
    #[command(flatten)]
    pub study: Study,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cohort-report numbers                              every number of data/rvlms
  cohort-report numbers dfs median                   those with both words
  cohort-report numbers blood --study data/mine")]
pub struct Numbers {
    /// Words that the id, definition or method must contain.
    pub words: Vec<String>,
    /// The study's folder.
    #[arg(long, default_value = "data/rvlms", value_name = "DIR")]
    pub study: PathBuf,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cohort-report explain tumor_size.median
  cohort-report explain dfs.median --study data/rvlms")]
pub struct Explain {
    /// The number's id; `cohort-report numbers` lists all.
    pub id: String,
    /// The study's folder.
    #[arg(long, default_value = "data/rvlms", value_name = "DIR")]
    pub study: PathBuf,
}
