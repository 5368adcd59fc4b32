//! One function a command.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use thiserror::Error;

use super::terminal;
use super::typst::find as find_typst;
use super::{arguments, study};
use crate::findings::{Finding, Findings};
use crate::ledger::Ledger;
use crate::memory;
use crate::number::{Number, Subject};
use crate::outputs;
use crate::report::{self, Computed, Data, ReportError, Target, Timings, Typesetter};

/// Why a command failed.
#[derive(Debug, Error)]
pub enum Failure {
    /// The report.
    #[error("{0}")]
    Report(#[from] ReportError),
    /// Options that do not go together.
    #[error("{0}")]
    Usage(String),
    /// Standard output.
    #[error(
        "cannot write to standard output: {0}\n    help: check that the disk has free space and the reader of a pipe is running"
    )]
    Write(#[from] io::Error),
}

impl Failure {
    /// The exit status.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Report(error) => error.exit_code(),
            Self::Usage(_) => 2,
            Self::Write(_) => 5,
        }
    }
}

pub type Outcome = Result<ExitCode, Failure>;

pub fn report(options: &arguments::Report) -> Outcome {
    let folder = options.study.folder()?;
    let mut timings = Timings::default();
    let made = make(options, &folder, &mut timings)?;
    let mut stderr = terminal::stderr();
    for warning in &made.warnings {
        writeln!(stderr, "{warning}")?;
    }
    if options.timings {
        writeln!(stderr, "{timings}")?;
    }
    if io::stdout().is_terminal() {
        writeln!(terminal::stdout(), "{}", made.pdf.display())?;
    }
    Ok(ExitCode::SUCCESS)
}

fn make(
    options: &arguments::Report,
    folder: &Path,
    timings: &mut Timings,
) -> Result<report::Made, ReportError> {
    // First, so that a missing Typst is reported before the analysis runs.
    let typst = timings.stage("find typst", || {
        find_typst(options.place.typst.as_deref(), options.place.memory_limit)
    })?;
    let data = if options.without_data {
        Data::Withheld
    } else {
        Data::Attached
    };
    let target = target(folder, &options.place, data);
    keep_results(&options.cache, folder, Some(&target.out));
    // Also when the study then turns out to be invalid.
    outputs::tidy(&[&target.out, &target.figures]);
    let computed = report::compute(folder, timings)?;
    if options.strict {
        let typed = super::lint::of(&computed);
        if !typed.is_empty() {
            return Err(ReportError::Source(
                typed.iter().map(ToString::to_string).collect(),
            ));
        }
    }
    make_with_remarks(&computed, Typesetter::Once(&typst), &target, timings)
}

/// Makes the report; its warnings begin with the remarks about the data.
pub(super) fn make_with_remarks(
    computed: &Computed,
    typesetter: Typesetter<'_>,
    target: &Target,
    timings: &mut Timings,
) -> Result<report::Made, ReportError> {
    let mut made = report::make(computed, typesetter, target, timings)?;
    made.warnings = with_remarks(computed, made.warnings);
    Ok(made)
}

/// The remarks about the data, and then the warnings of what was written.
fn with_remarks(computed: &Computed, warnings: Vec<String>) -> Vec<String> {
    let remarks = computed.remarks.iter().map(ToString::to_string);
    remarks.chain(warnings).collect()
}

/// Where the report of the study in this folder goes.
pub(super) fn target(folder: &Path, place: &arguments::Place, data: Data) -> Target {
    let out = place.out.as_deref();
    let study = name_of(folder);
    Target {
        out: out.map_or_else(|| build_folder(&study), Path::to_owned),
        figures: figures_folder(&study, place.figures.as_deref(), out),
        limit: Duration::from_secs(place.time_limit),
        data,
    }
}

/// Has results of long tests kept in the folder of the report, unless they are not to be.
pub(super) fn keep_results(cache: &arguments::Cache, folder: &Path, out: Option<&Path>) {
    if cache.no_cache {
        return;
    }
    let out = out.map_or_else(|| build_folder(&name_of(folder)), Path::to_owned);
    memory::open(&out.join("cache"));
}

/// The same for commands that write no report.
pub(super) fn keep_results_of(kept: &arguments::Kept, folder: &Path) {
    keep_results(&kept.cache, folder, kept.out.as_deref());
}

fn build_folder(study: &str) -> PathBuf {
    Path::new("build").join(study)
}

/// What a study in this folder is called, also when the folder is `.`.
fn name_of(folder: &Path) -> String {
    let real = folder.canonicalize();
    report::study_name(real.as_deref().unwrap_or(folder))
}

fn figures_folder(study: &str, chosen: Option<&Path>, out: Option<&Path>) -> PathBuf {
    match (chosen, out) {
        (Some(folder), _) => folder.to_owned(),
        (None, Some(out)) => out.join("figures"),
        (None, None) => Path::new("figures").join(study),
    }
}

pub fn figures(options: &arguments::Figures) -> Outcome {
    let study = options.study.folder()?;
    let out = options.kept.out.as_deref();
    let folder = figures_folder(&name_of(&study), options.figures.as_deref(), out);
    write(&study, &options.kept, &folder, report::write_figures)
}

pub fn tables(options: &arguments::Tables) -> Outcome {
    let study = options.study.folder()?;
    let out = options.kept.out.clone();
    let folder = out.unwrap_or_else(|| build_folder(&name_of(&study)));
    write(&study, &options.kept, &folder, report::write_tables)
}

/// Writes a part of a report that needs no Typst, and tells its warnings.
fn write(
    study: &Path,
    kept: &arguments::Kept,
    folder: &Path,
    part: impl FnOnce(&Computed, &Path, &mut Timings) -> Result<Vec<String>, ReportError>,
) -> Outcome {
    let mut timings = Timings::default();
    outputs::tidy(&[folder]);
    keep_results_of(kept, study);
    let computed = report::compute(study, &mut timings)?;
    let warnings = part(&computed, folder, &mut timings)?;
    for text in with_remarks(&computed, warnings) {
        writeln!(terminal::stderr(), "{text}")?;
    }
    Ok(ExitCode::SUCCESS)
}

pub fn schema() -> Outcome {
    write!(io::stdout(), "{}", crate::study::PUBLISHED_SCHEMA)?;
    Ok(ExitCode::SUCCESS)
}

pub fn numbers(options: &arguments::Numbers) -> Outcome {
    let is_study = |word: &&String| Path::new(word).join(report::STUDY_FILE).is_file();
    if let Some(folder) = options.words.iter().find(is_study) {
        let problem = format!(
            "{folder} is a study, not a search word\n    help: write --study {folder} and the words to search for"
        );
        return Err(Failure::Usage(problem));
    }
    let folder = study::folder(options.study.as_deref())?;
    keep_results_of(&options.kept, &folder);
    let results = report::numbers(&folder)?;
    let words: Vec<String> = options
        .words
        .iter()
        .map(|word| word.to_lowercase())
        .collect();
    let matches = |number: &&Number| {
        let text = format!(
            "{} {} {}",
            number.id, number.definition, number.method.title
        )
        .to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    let found: Vec<&Number> = results.ledger.iter().filter(matches).collect();
    let width = found
        .iter()
        .map(|number| number.id.as_str().len())
        .max()
        .unwrap_or(0);
    let mut out = terminal::stdout();
    for number in &found {
        writeln!(
            out,
            "{:width$}  {}",
            number.id.as_str(),
            plain(&number.with_unit(results.ledger.style.words))
        )?;
    }
    if found.is_empty() {
        writeln!(
            terminal::stderr(),
            "no number of the ledger matches {}",
            words.join(" ")
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

pub fn explain(options: &arguments::Explain) -> Outcome {
    let folder = study::folder(options.study.as_deref())?;
    keep_results_of(&options.kept, &folder);
    let computed = report::compute(&folder, &mut Timings::default())?;
    let ledger = &computed.results.ledger;
    let number = ledger
        .find(&options.id)
        .ok_or_else(|| unknown(&options.id, ledger))?;
    let lines = ledger
        .rows_of(number)
        .map(ToString::to_string)
        .unwrap_or_default();
    let columns = number.columns.join(", ");
    let conventions = number.conventions_text();
    let file = computed.inputs.shown(&computed.inputs.study.cohort.file);
    let derivations: Vec<String> = derived_from(&computed, number.id.subject());
    let facts = [
        ("number", number.id.to_string()),
        ("is the", number.definition.clone()),
        ("printed", plain(&number.with_unit(ledger.style.words))),
        ("value", number.full_value()),
        ("method", number.method.title.to_owned()),
        ("in R", number.method.r.to_owned()),
        ("with", conventions),
        ("derived", derivations.join("; ")),
        (
            "from",
            if columns.is_empty() {
                String::new()
            } else {
                format!("{columns} of {file}")
            },
        ),
        (
            "rows",
            format!("{} used, {} missing", number.n, number.missing),
        ),
        (
            computed.cohort.addressing().noun(),
            if number.n == 0 {
                String::new()
            } else {
                format!("{lines} of {file}")
            },
        ),
    ];
    let mut out = terminal::stdout();
    for (name, fact) in facts.iter().filter(|(_, fact)| !fact.is_empty()) {
        writeln!(out, "{name:>8}  {fact}")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// For a terminal: ordinary spaces instead of no-break ones.
fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

/// How the variable that an id begins with follows from columns of the CSV.
fn derived_from(computed: &Computed, subject: &Subject) -> Vec<String> {
    let name = match subject {
        Subject::Named(name) | Subject::Column(name) => name.text(),
        _ => return Vec::new(),
    };
    let study = &computed.inputs.study;
    study
        .variable(name)
        .and_then(|variable| variable.derivation.as_ref())
        .map(|derivation| format!("{name} is {}", derivation.describe()))
        .into_iter()
        .collect()
}

fn unknown(id: &str, ledger: &Ledger) -> ReportError {
    let help = ledger.help_for(id);
    Findings::from(Finding::new(
        "ledger",
        format!("has no number \"{id}\""),
        help,
    ))
    .into()
}
