//! The pipeline: a study's folder in, tables, figures and a PDF out.
//!
//! read → parse → cohort → analyse → tables, figures → template → typst. Each
//! stage hands on one value; nothing goes back.

mod attachments;
mod changes;
mod cross_check;
mod files;
mod glyphs;
mod inputs;
mod outputs;
mod parts;
mod rebuild;
mod timings;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use thiserror::Error;

pub use changes::Changes;
pub use inputs::{Inputs, PUBLISHED_FILE, STUDY_FILE};
pub use rebuild::Rebuild;
pub use timings::Timings;

pub use attachments::Data;
pub(crate) use attachments::name_in_study;
pub use files::read_named;
pub(crate) use inputs::sha256;
pub use parts::read_cohort;

use crate::analyse::{Results, analyse};
use crate::check::alternatives::Evidence;
use crate::check::{self, Checked};
use crate::claims::Conditions;
use crate::cohort::{self, Cohort};
use crate::figures::{self, Figure, FigureError, Refusal};
use crate::findings::{Finding, Findings};
use crate::fonts;
use crate::ledger::{InputFile, RESULTS, ResultsFile, SCHEMA_VERSION, Tool};
use crate::tables::{self, Table};
pub(crate) use crate::template::is_cohort_attachment;
use crate::template::{self, Attachment, Content, Rendered, TemplateError, VerdictRow};
use crate::typst::{self, Diagnostic, Job, Typst, TypstError};
use crate::validate::{self, Inspection};
use outputs::{Staging, outside_templates, write_whole};

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
    /// Figures cannot be drawn.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Figure(Vec<FigureError>),
    /// Typst is missing, cannot run or does not end.
    #[error("{0}")]
    Typst(TypstError),
    /// Numbers of one run contradict each other.
    #[error("internal error: computed numbers contradict each other\n  {}\n    help: please report it with the study file", .0.join("\n  "))]
    Contradiction(Vec<String>),
    /// A file could not be read or written, for lack of space, permission or
    /// the file itself.
    #[error(
        "{path}: {reason}\n    help: check that the path exists, is writable and has free space"
    )]
    Io {
        /// The file or folder.
        path: String,
        /// The error of the operating system.
        reason: String,
    },
    /// A part of `results.json` or of a table could not be written as text.
    #[error(
        "internal error: cannot write {file}: {reason}\n    help: please report it with the study file"
    )]
    Internal {
        /// The file.
        file: String,
        /// The error of the writer.
        reason: String,
    },
}

impl From<Findings> for ReportError {
    fn from(findings: Findings) -> Self {
        Self::Findings(findings)
    }
}

impl ReportError {
    /// An I/O error at this path.
    pub(crate) fn io(path: &Path, error: &std::io::Error) -> Self {
        Self::Io {
            path: path.display().to_string(),
            reason: error.to_string(),
        }
    }

    /// An output that its own writer rejects.
    fn internal(file: &str, error: &dyn std::fmt::Display) -> Self {
        Self::Internal {
            file: file.to_owned(),
            reason: error.to_string(),
        }
    }

    /// The exit status of the program.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Contradiction(_) => 1,
            Self::Findings(_) => 3,
            Self::Template(_) | Self::Source(_) | Self::Figure(_) => 4,
            Self::Typst(
                TypstError::TimedOut(_) | TypstError::Stopped(_) | TypstError::Failed(_),
            ) => 4,
            Self::Typst(_) | Self::Io { .. } | Self::Internal { .. } => 5,
        }
    }
}

/// The name of a study in this folder.
pub fn study_name(folder: &Path) -> String {
    inputs::study_id(folder)
}

/// Writes the files of a new study into a new folder: all of them or none.
///
/// # Errors
/// [`ReportError::Findings`] when the folder already exists and not empty,
/// [`ReportError::Io`].
pub fn write_new(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), ReportError> {
    let shown = folder.display().to_string();
    let filled = std::fs::read_dir(folder).map(|mut entries| entries.next().is_some());
    if filled.unwrap_or_else(|_| folder.exists()) {
        let help = "choose a folder that does not exist; existing files are not overwritten";
        return Err(Findings::from(Finding::new(&shown, "already exists", help)).into());
    }
    let parent = folder
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let staging = Staging::new(parent.unwrap_or(Path::new(".")))?;
    for (name, bytes) in files {
        staging.write(&format!("study/{name}"), bytes)?;
    }
    std::fs::rename(staging.path().join("study"), folder)
        .map_err(|error| ReportError::io(folder, &error))
}

/// A study with everything that was computed from it.
#[derive(Debug)]
pub struct Computed {
    /// The bytes that it came from.
    pub inputs: Inputs,
    /// The rows.
    pub cohort: Cohort,
    /// The numbers, and what figures draw.
    pub results: Results,
    /// Remarks: no errors, but worth attention.
    pub remarks: Findings,
    /// Drawn on first use.
    figures: OnceLock<Vec<Figure>>,
}

impl Computed {
    /// The figures, drawn once.
    fn draw(&self, timings: &mut Timings) -> Result<&[Figure], ReportError> {
        if let Some(drawn) = self.figures.get() {
            return Ok(drawn);
        }
        let draw = || {
            figures::build(
                &self.inputs.study,
                &self.inputs.layout.figures,
                &self.results,
            )
        };
        let drawn = timings.stage("draw", draw);
        let drawn = drawn.map_err(|errors| self.not_drawn(errors))?;
        Ok(self.figures.get_or_init(|| drawn))
    }

    /// Figures that no page can hold are findings of the study.
    fn not_drawn(&self, errors: Vec<FigureError>) -> ReportError {
        let file = self.inputs.shown(STUDY_FILE);
        let mut too_tall = Findings::default();
        for error in &errors {
            if let Refusal::TooTall { .. } = error.reason {
                let help =
                    "show fewer levels, groups or rows, or divide them among several figures";
                let problem = format!("the figure {}", error.reason);
                let finding = Finding::new(&file, problem, help);
                too_tall.push(finding.at_line(error.line).in_column(&error.figure));
            }
        }
        if too_tall.is_empty() {
            ReportError::Figure(errors)
        } else {
            too_tall.into()
        }
    }

    /// What the numbers follow from.
    pub fn evidence(&self) -> Evidence<'_> {
        Evidence {
            study: &self.inputs.study,
            bytes: &self.inputs.cohort,
            cohort: &self.cohort,
            ledger: &self.results.ledger,
        }
    }
}

/// The titles, labels and captions that the fonts of a report cannot write;
/// a report with them is refused.
pub fn texts_without_glyphs(inputs: &Inputs) -> Option<Finding> {
    glyphs::finding(&inputs.study, &inputs.layout, &inputs.shown(STUDY_FILE))
}

/// Reads a study and computes its numbers.
///
/// # Errors
/// [`ReportError::Findings`].
pub fn compute(folder: &Path, timings: &mut Timings) -> Result<Computed, ReportError> {
    let inputs = timings.stage("read the study", || Inputs::read(folder))?;
    compute_from(inputs, timings)
}

/// Computes the numbers of a study that was read.
///
/// # Errors
/// [`ReportError::Findings`].
pub fn compute_from(inputs: Inputs, timings: &mut Timings) -> Result<Computed, ReportError> {
    let cohort = read_rows(&inputs, timings)?;
    Ok(analyse_rows(inputs, cohort, timings))
}

fn read_rows(inputs: &Inputs, timings: &mut Timings) -> Result<Cohort, ReportError> {
    let file = inputs.shown(&inputs.study.cohort.file);
    let read = || cohort::read(&inputs.study, &file, &inputs.cohort);
    Ok(timings.stage("read the cohort", read)?)
}

fn analyse_rows(inputs: Inputs, cohort: Cohort, timings: &mut Timings) -> Computed {
    let file = inputs.shown(&inputs.study.cohort.file);
    let results = timings.stage("analyse", || analyse(&inputs.study, &cohort));
    let mut remarks = cohort::remarks(&inputs.study, &cohort, &file);
    if let Some(remark) = inputs.study.document.remark(&inputs.shown(STUDY_FILE)) {
        remarks.push(remark);
    }
    let asked = results.queries.len();
    if asked > 0 {
        let problem = match asked {
            1 => "1 query about its rows".to_owned(),
            _ => format!("{asked} queries about its rows"),
        };
        let help = "run `cohort-report validate` to list them";
        remarks.push(Finding::new(&file, problem, help));
    }
    Computed {
        inputs,
        cohort,
        results,
        remarks,
        figures: OnceLock::new(),
    }
}

/// Compares numbers that must agree with each other.
///
/// # Errors
/// [`ReportError::Contradiction`].
pub fn cross_check(computed: &Computed) -> Result<(), ReportError> {
    let tables = build_tables(computed);
    consistent(computed, &tables)
}

fn build_tables(computed: &Computed) -> Vec<Table> {
    let inputs = &computed.inputs;
    tables::build(
        &inputs.study,
        &inputs.layout.tables,
        &computed.results.ledger,
    )
}

fn consistent(computed: &Computed, tables: &[Table]) -> Result<(), ReportError> {
    let contradictions = cross_check::all(computed, tables);
    if contradictions.is_empty() {
        Ok(())
    } else {
        Err(ReportError::Contradiction(contradictions))
    }
}

/// Checks the published numbers of a computed study.
///
/// # Errors
/// [`ReportError::Findings`] when there is no `published.toml` or it is invalid.
pub fn check_published(computed: &Computed) -> Result<Checked, ReportError> {
    let inputs = &computed.inputs;
    let file = inputs.shown(PUBLISHED_FILE);
    let Some(published) = &inputs.published else {
        let help = "create it and list the published numbers; see docs/study-file.md";
        return Err(Findings::from(Finding::new(&file, "is missing", help)).into());
    };
    let ledger = std::sync::Arc::new(computed.results.ledger.clone());
    let conditions = Conditions::new(ledger, inputs.study.conventions.alpha);
    Ok(check::check(
        published,
        &file,
        &computed.evidence(),
        &conditions,
        inputs.manuscript.as_ref(),
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
    /// Whether the PDF carries the cohort.
    pub data: Data,
}

/// What a report left behind.
#[derive(Debug)]
pub struct Made {
    /// The PDF.
    pub pdf: PathBuf,
    /// Warnings that did not prevent it.
    pub warnings: Vec<String>,
}

/// Draws the figures and writes them.
///
/// # Errors
/// [`ReportError::Figure`], [`ReportError::Io`].
pub fn write_figures(
    computed: &Computed,
    folder: &Path,
    timings: &mut Timings,
) -> Result<(), ReportError> {
    outside_templates(&computed.inputs.folder, folder)?;
    put_figures(computed.draw(timings)?, folder)
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

/// A report before Typst sets it.
#[derive(Debug)]
pub struct Draft {
    tables: Vec<Table>,
    figures: Vec<Figure>,
    attachments: Vec<Attachment>,
    hashes: Vec<InputFile>,
    /// The Typst source, and what it printed and concluded.
    pub rendered: Rendered,
}

/// Builds tables and figures and fills the templates; needs no Typst.
///
/// # Errors
/// [`ReportError`].
pub fn draft(computed: &Computed, data: Data, timings: &mut Timings) -> Result<Draft, ReportError> {
    let inputs = &computed.inputs;
    if let Some(finding) = texts_without_glyphs(inputs) {
        return Err(Findings::from(finding).into());
    }
    let tables = timings.stage("tabulate", || build_tables(computed));
    let figures = computed.draw(timings)?.to_vec();
    timings.stage("cross-check", || consistent(computed, &tables))?;
    let verdicts = if inputs.study.document.has_appendix("verdicts") {
        timings.stage("check", || check_published(computed))?.rows()
    } else {
        Vec::new()
    };
    let inspection = inputs.study.document.has_appendix("data").then(|| {
        let (study, none) = (&inputs.study, Findings::default());
        let file = &study.cohort.file;
        validate::of(
            study,
            file,
            Some(&computed.cohort),
            &none,
            &computed.results.queries,
        )
    });
    let attachments = attachments::list(inputs, data);
    let hashes = inputs.hashes();
    let rendered = timings.stage("fill the template", || {
        fill(
            computed,
            &tables,
            &figures,
            &attachments,
            &hashes,
            &verdicts,
            inspection.as_ref(),
        )
    })?;
    Ok(Draft {
        tables,
        figures,
        attachments,
        hashes,
        rendered,
    })
}

fn fill(
    computed: &Computed,
    tables: &[Table],
    figures: &[Figure],
    attachments: &[Attachment],
    inputs: &[InputFile],
    verdicts: &[VerdictRow],
    inspection: Option<&Inspection>,
) -> Result<Rendered, TemplateError> {
    template::render(&Content {
        study: &computed.inputs.study,
        layout: &computed.inputs.layout,
        ledger: &computed.results.ledger,
        tables,
        figures,
        overrides: &computed.inputs.templates,
        attachments,
        inputs,
        verdicts,
        inspection,
        tool_version: env!("CARGO_PKG_VERSION"),
        typst_version: typst::VERSION,
    })
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
    for folder in [&target.out, &target.figures] {
        outside_templates(&inputs.folder, folder)?;
    }
    let draft = draft(computed, target.data, timings)?;
    let staging = Staging::new(&target.out)?;
    timings.stage("stage", || stage(&staging, computed, &draft))?;
    let mut table_files = Vec::new();
    let language = &inputs.study.document.language;
    for table in &draft.tables {
        for format in &inputs.layout.table_formats {
            let name = format!("tables/{}.{}", table.id, format.extension);
            let bytes = format
                .print(table, ledger, language)
                .map_err(|error| ReportError::internal(&name, &error))?;
            staging.write(&name, &bytes)?;
            table_files.push(name);
        }
    }
    let job = Job {
        root: staging.path(),
        input: "report.typ",
        output: "report.pdf",
        fonts: "fonts",
        timestamp: timestamp(inputs),
        limit: target.limit,
    };
    let rendered = &draft.rendered;
    let messages = timings
        .stage("typst", || typst::compile(typst, &job))
        .map_err(|error| located(error, rendered))?;
    let mut warnings: Vec<String> = messages
        .iter()
        .map(|message| place(message, rendered).0)
        .collect();
    warnings.extend(rendered.unused.iter().map(|name| {
        format!(
            "{}: is not included by any template",
            inputs.shown(&format!("templates/{name}"))
        )
    }));
    put_figures(&draft.figures, &target.figures)?;
    for name in table_files
        .iter()
        .map(String::as_str)
        .chain([RESULTS, "report.typ"])
    {
        staging.publish(name)?;
    }
    let pdf = staging.publish("report.pdf")?;
    Ok(Made { pdf, warnings })
}

/// The text of `results.json`.
///
/// # Errors
/// None in practice: every part serialises.
pub fn results_json(computed: &Computed, draft: &Draft) -> Result<String, ReportError> {
    let study = &computed.inputs.study;
    let ledger = &computed.results.ledger;
    let file = ResultsFile {
        schema_version: SCHEMA_VERSION,
        tool: Tool {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        },
        study: study.id.clone(),
        title: study.document.title.clone(),
        date: study.document.date.to_string(),
        inputs: draft.hashes.clone(),
        conventions: study.conventions.to_json(),
        numbers: ledger.entries(),
        row_sets: ledger.row_sets().iter().map(ToString::to_string).collect(),
        conclusions: draft.rendered.conclusions.clone(),
    };
    file.to_text()
        .map_err(|error| ReportError::internal(RESULTS, &error))
}

/// Writes what Typst reads: source, fonts, figures, attachments.
fn stage(staging: &Staging, computed: &Computed, draft: &Draft) -> Result<(), ReportError> {
    let inputs = &computed.inputs;
    for (name, bytes) in fonts::ALL {
        staging.write(&format!("fonts/{name}"), bytes)?;
    }
    for (name, bytes) in &inputs.assets {
        staging.write(&format!("assets/{name}"), bytes)?;
    }
    for figure in &draft.figures {
        staging.write(&format!("figures/{}.svg", figure.id), figure.svg.as_bytes())?;
    }
    staging.write("report.typ", draft.rendered.source.as_bytes())?;
    let results = results_json(computed, draft)?;
    staging.write(RESULTS, results.as_bytes())?;
    for attachment in &draft.attachments {
        if let Some(bytes) = attachments::bytes(inputs, &attachment.name) {
            staging.write(&attachment.name, bytes)?;
        }
    }
    Ok(())
}

/// Midnight of the document's date, in universal time.
fn timestamp(inputs: &Inputs) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    cohort::days_between(epoch, inputs.study.document.date) * 86_400
}

/// A message of Typst at the template line that the author wrote, and whether
/// that is a template of the study.
fn place(message: &Diagnostic, rendered: &Rendered) -> (String, bool) {
    let found = message
        .place
        .and_then(|(line, column)| rendered.map.place(line, column));
    match found {
        Some(place) => (
            format!(
                "{}:{}: {message}\n  {:>5} | {}",
                place.template, place.line, place.line, place.excerpt
            ),
            place.is_own,
        ),
        None => (format!("report.typ: {message}"), false),
    }
}

/// An error in a template of the study may cause errors in all that follows it:
/// then only those of the study are listed.
fn relevant(messages: &[Diagnostic], rendered: &Rendered) -> Vec<String> {
    let placed: Vec<(String, bool)> = messages
        .iter()
        .map(|message| place(message, rendered))
        .collect();
    let own = placed.iter().filter(|(_, is_own)| *is_own).count();
    let mut lines: Vec<String> = placed
        .iter()
        .filter(|(_, is_own)| *is_own || own == 0)
        .map(|(text, _)| text.clone())
        .collect();
    if own > 0 && own < placed.len() {
        let rest = placed.len() - own;
        lines.push(format!(
            "… and {rest} more in the built-in templates, which may follow from this"
        ));
    }
    lines
}

fn located(error: TypstError, rendered: &Rendered) -> ReportError {
    match error {
        TypstError::Failed(messages) => ReportError::Source(relevant(&messages, rendered)),
        other => ReportError::Typst(other),
    }
}
