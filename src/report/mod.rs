//! The pipeline: a study's folder in, tables, figures and a PDF out.
//!
//! read → parse → cohort → analyse → tables, figures → template → typst. Each
//! stage hands on one value; nothing goes back.

mod inputs;
mod json;
mod outputs;
mod timings;

use std::path::{Path, PathBuf};
use std::time::Duration;

use thiserror::Error;

pub use inputs::{Inputs, PUBLISHED_FILE, STUDY_FILE};
pub use json::SCHEMA_VERSION;
pub use timings::Timings;

use crate::analyse::{Results, analyse};
use crate::cohort;
use crate::figures::{self, Figure, FigureError};
use crate::findings::{Finding, Findings};
use crate::fonts;
use crate::published::{Check, Published, check};
use crate::tables;
use crate::template::{self, Attachment, Content, InputFile, Rendered, TemplateError};
use crate::typst::{self, Diagnostic, Job, Typst, TypstError};
use outputs::{Staging, write_whole};

/// Why there is no report.
#[derive(Debug, Error)]
pub enum ReportError {
    /// An input is invalid.
    #[error("{0}")]
    Findings(Findings),
    /// A template cannot be rendered.
    #[error("{0}")]
    Template(#[from] TemplateError),
    /// Typst does not accept what the templates made.
    #[error("{}", .0.join("\n"))]
    Source(Vec<String>),
    /// A figure cannot be drawn.
    #[error("{0}")]
    Figure(#[from] FigureError),
    /// Typst is missing, cannot run or does not end.
    #[error("{0}")]
    Typst(TypstError),
    /// The disk, or permissions.
    #[error("{path}: {reason}")]
    Machine {
        /// What could not be written.
        path: String,
        /// What the system said.
        reason: String,
    },
}

impl From<Findings> for ReportError {
    fn from(findings: Findings) -> Self {
        Self::Findings(findings)
    }
}

impl ReportError {
    fn machine(path: &Path, error: &dyn std::fmt::Display) -> Self {
        Self::Machine {
            path: path.display().to_string(),
            reason: error.to_string(),
        }
    }

    /// The exit status that it asks for.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Findings(_) => 3,
            Self::Template(_) | Self::Source(_) | Self::Figure(_) => 4,
            Self::Typst(TypstError::TimedOut(_) | TypstError::Failed(_)) => 4,
            Self::Typst(_) | Self::Machine { .. } => 5,
        }
    }
}

/// A study with everything that was computed from it.
#[derive(Debug)]
pub struct Computed {
    /// The bytes that it came from.
    pub inputs: Inputs,
    /// The numbers, and what figures draw.
    pub results: Results,
    /// What is no mistake, but should be known.
    pub remarks: Findings,
}

/// Reads a study and computes its numbers.
///
/// # Errors
/// [`ReportError::Findings`].
pub fn compute(folder: &Path, timings: &mut Timings) -> Result<Computed, ReportError> {
    let inputs = timings.stage("read the study", || Inputs::read(folder))?;
    let file = inputs.shown(&inputs.study.cohort.file);
    let cohort = timings.stage("read the cohort", || {
        cohort::read(&inputs.study, &file, &inputs.cohort)
    })?;
    let results = timings.stage("analyse", || analyse(&inputs.study, &cohort));
    let remarks = cohort::remarks(&inputs.study, &cohort, &file);
    Ok(Computed {
        inputs,
        results,
        remarks,
    })
}

/// Checks the published numbers of a computed study.
///
/// # Errors
/// [`ReportError::Findings`] when there is no `published.toml` or it is invalid.
pub fn check_published(computed: &Computed) -> Result<Vec<Check>, ReportError> {
    let file = computed.inputs.shown(PUBLISHED_FILE);
    let Some(text) = &computed.inputs.published else {
        let mend = "list the published numbers in it; docs/study-file.md shows how";
        return Err(Findings::from(Finding::new(&file, "is missing", mend)).into());
    };
    let ledger = &computed.results.ledger;
    let published = Published::parse(&file, text, ledger)?;
    Ok(check(
        &published,
        &file,
        ledger,
        &computed.inputs.study.conventions,
    )?)
}

/// Where a report goes, and how it is made.
#[derive(Debug, Clone)]
pub struct Target {
    /// The folder of the PDF, the ledger and the tables.
    pub out: PathBuf,
    /// The folder of the figures.
    pub figures: PathBuf,
    /// After this long Typst is stopped.
    pub limit: Duration,
}

/// What a report left behind.
#[derive(Debug)]
pub struct Made {
    /// The PDF.
    pub pdf: PathBuf,
    /// What did not stop it but should be known.
    pub warnings: Vec<String>,
}

/// Draws the figures and writes them.
///
/// # Errors
/// [`ReportError::Figure`], [`ReportError::Machine`].
pub fn write_figures(
    computed: &Computed,
    folder: &Path,
    timings: &mut Timings,
) -> Result<(), ReportError> {
    let drawn = timings.stage("draw", || {
        figures::build(&computed.inputs.study, &computed.results)
    })?;
    put_figures(&drawn, folder)
}

fn put_figures(drawn: &[Figure], folder: &Path) -> Result<(), ReportError> {
    for figure in drawn {
        write_whole(
            &folder.join(format!("{}.svg", figure.id)),
            figure.svg.as_bytes(),
        )?;
    }
    Ok(())
}

/// Makes the whole report. Until the last step nothing outside a staging folder
/// is touched; the PDF is moved into place last.
///
/// # Errors
/// [`ReportError`].
pub fn make(
    computed: &Computed,
    typst: &Typst,
    target: &Target,
    timings: &mut Timings,
) -> Result<Made, ReportError> {
    let inputs = &computed.inputs;
    let ledger = &computed.results.ledger;
    let tables = timings.stage("tabulate", || tables::build(&inputs.study, ledger));
    let figures = timings.stage("draw", || figures::build(&inputs.study, &computed.results))?;
    let staging = Staging::new(&target.out)?;
    let (attachments, hashes) = timings.stage("stage", || {
        let hashes = inputs.hashes();
        stage(&staging, computed, &hashes, &figures).map(|attachments| (attachments, hashes))
    })?;
    let mut table_files = Vec::new();
    for table in &tables {
        let name = format!("tables/{}.csv", table.id);
        let text = tables::to_csv(table, ledger)
            .map_err(|error| ReportError::machine(&staging.path().join(&name), &error))?;
        staging.write(&name, &text)?;
        table_files.push(name);
    }
    let rendered = timings.stage("fill the template", || {
        template::render(&Content {
            study: &inputs.study,
            ledger,
            tables: &tables,
            figures: &figures,
            overrides: &inputs.templates,
            attachments: &attachments,
            inputs: &hashes,
            tool_version: env!("CARGO_PKG_VERSION"),
            typst_version: &typst.version,
        })
    })?;
    staging.write("report.typ", rendered.source.as_bytes())?;
    let job = Job {
        root: staging.path(),
        input: "report.typ",
        output: "report.pdf",
        fonts: "fonts",
        timestamp: timestamp(inputs),
        limit: target.limit,
    };
    let messages = timings
        .stage("typst", || typst::compile(typst, &job))
        .map_err(|error| located(error, &rendered))?;
    let mut warnings: Vec<String> = messages
        .iter()
        .map(|message| place(message, &rendered))
        .collect();
    warnings.extend(rendered.unused.iter().map(|name| {
        format!(
            "{}: nothing includes this template",
            inputs.shown(&format!("templates/{name}"))
        )
    }));
    put_figures(&figures, &target.figures)?;
    for name in table_files
        .iter()
        .map(String::as_str)
        .chain(["results.json", "report.typ"])
    {
        staging.publish(name)?;
    }
    let pdf = staging.publish("report.pdf")?;
    Ok(Made { pdf, warnings })
}

/// Writes what Typst reads beside the source: fonts, figures, attachments.
fn stage(
    staging: &Staging,
    computed: &Computed,
    hashes: &[InputFile],
    figures: &[Figure],
) -> Result<Vec<Attachment>, ReportError> {
    let inputs = &computed.inputs;
    for (name, bytes) in fonts::ALL {
        staging.write(&format!("fonts/{name}"), bytes)?;
    }
    for (name, bytes) in &inputs.assets {
        staging.write(&format!("assets/{name}"), bytes)?;
    }
    for figure in figures {
        staging.write(&format!("figures/{}.svg", figure.id), figure.svg.as_bytes())?;
    }
    let results = json::results(inputs, hashes, &computed.results.ledger)
        .map_err(|error| ReportError::machine(&staging.path().join("results.json"), &error))?;
    let mut attachments = Vec::new();
    let mut attach = |name: &str, bytes: &[u8], relationship, mime, description| {
        attachments.push(Attachment {
            name: name.to_owned(),
            relationship,
            mime,
            description,
        });
        staging.write(name, bytes)
    };
    let toml = "application/toml";
    attach(
        "results.json",
        results.as_bytes(),
        "data",
        "application/json",
        "Every number of the report",
    )?;
    attach(
        "cohort.csv",
        &inputs.cohort,
        "source",
        "text/csv",
        "The raw cohort",
    )?;
    attach(
        STUDY_FILE,
        inputs.study_text.as_bytes(),
        "source",
        toml,
        "The study file",
    )?;
    if let Some(published) = &inputs.published {
        attach(
            PUBLISHED_FILE,
            published.as_bytes(),
            "supplement",
            toml,
            "The published numbers",
        )?;
    }
    Ok(attachments)
}

/// Midnight of the document's date, in universal time.
fn timestamp(inputs: &Inputs) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    cohort::days_between(epoch, inputs.study.document.date) * 86_400
}

/// A message of Typst at the template line that the author wrote.
fn place(message: &Diagnostic, rendered: &Rendered) -> String {
    let found = message
        .place
        .and_then(|(line, column)| rendered.map.place(line, column));
    match found {
        Some(place) => format!("{}:{}: {message}", place.template, place.line),
        None => format!("report.typ: {message}"),
    }
}

fn located(error: TypstError, rendered: &Rendered) -> ReportError {
    match error {
        TypstError::Failed(messages) => ReportError::Source(
            messages
                .iter()
                .map(|message| place(message, rendered))
                .collect(),
        ),
        other => ReportError::Typst(other),
    }
}
