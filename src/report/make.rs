//! From a computed study to its outputs.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::attachments::{self, Data};
use super::draft::{self, Draft, results_json};
use super::messages::{located, place};
use super::places::apart_from_inputs;
use super::{Computed, Inputs, ReportError, Timings};
use crate::cohort;
use crate::figures::Figure;
use crate::fonts;
use crate::ledger::RESULTS;
use crate::outputs::{Outputs, Part, Published, SystemDisk};
use crate::tables::print::Printer;
use crate::typst::{self, Job, Typst};

/// The PDF's name.
const PDF: &str = "report.pdf";
/// The name of the source that Typst reads.
const SOURCE: &str = "report.typ";
/// How long Typst may take, and another run that writes to the same folder.
pub const DEFAULT_LIMIT: Duration = Duration::from_secs(120);

/// Where a report goes, and how it is made.
#[derive(Debug, Clone)]
pub struct Target {
    /// The folder of the PDF, the ledger and the tables.
    pub out: PathBuf,
    /// The folder of the figures.
    pub figures: PathBuf,
    /// After this long Typst is stopped, and another run is no longer waited for.
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

/// Draws the figures and writes them; hands back warnings.
///
/// # Errors
/// [`ReportError::Figure`], [`ReportError::Output`].
pub fn write_figures(
    computed: &Computed,
    folder: &Path,
    timings: &mut Timings,
) -> Result<Vec<String>, ReportError> {
    let figures = computed.draw(timings)?;
    let inputs = &computed.inputs;
    apart_from_inputs(inputs, figure_names(figures).map(|name| folder.join(name)))?;
    let folders = [(Part::Figures, folder)];
    let mut outputs = Outputs::open(
        Arc::new(SystemDisk),
        &inputs.study.id,
        &folders,
        DEFAULT_LIMIT,
    )?;
    put_figures(&mut outputs, figures)?;
    Ok(told(&outputs.publish()?))
}

fn put_figures(outputs: &mut Outputs, drawn: &[Figure]) -> Result<(), ReportError> {
    for figure in drawn {
        for (part, name) in figure.parts.iter().zip(figure.files()) {
            outputs.put(Part::Figures, &name, part.as_bytes())?;
        }
    }
    Ok(())
}

fn figure_names(figures: &[Figure]) -> impl Iterator<Item = String> {
    figures.iter().flat_map(Figure::files)
}

/// What became of files that are no longer made.
fn told(published: &Published) -> Vec<String> {
    let kept = published.kept.iter().map(|path| {
        format!(
            "{}: is no longer made, but was changed since it was written; it is kept",
            path.display()
        )
    });
    kept.collect()
}

/// Makes the whole report. All outputs replace those of the last report in one
/// step, when everything is made.
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
    apart_from_inputs(inputs, paths(computed, target))?;
    let draft = draft::draft(computed, target.data, timings)?;
    let folders = [
        (Part::Report, target.out.as_path()),
        (Part::Figures, target.figures.as_path()),
    ];
    let open = || {
        Outputs::open(
            Arc::new(SystemDisk),
            &inputs.study.id,
            &folders,
            target.limit,
        )
    };
    let mut outputs = timings.stage("lock the outputs", open)?;
    timings.stage("stage", || stage(&outputs, computed, &draft))?;
    let language = &inputs.study.document.language;
    for table in &draft.tables {
        for format in &inputs.layout.table_formats {
            let name = table_name(&table.id, format);
            let bytes = format
                .print(table, ledger, language)
                .map_err(|error| ReportError::internal(&name, &error))?;
            outputs.put(Part::Report, &name, &bytes)?;
        }
    }
    put_figures(&mut outputs, &draft.figures)?;
    let job = Job {
        root: &outputs.work(),
        input: SOURCE,
        output: PDF,
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
    for name in [RESULTS, SOURCE, PDF] {
        outputs.put_staged(Part::Report, name)?;
    }
    let published = timings.stage("publish", || outputs.publish())?;
    warnings.extend(told(&published));
    Ok(Made {
        pdf: target.out.join(PDF),
        warnings,
    })
}

/// Where the outputs of a study go.
fn paths(computed: &Computed, target: &Target) -> Vec<PathBuf> {
    let layout = &computed.inputs.layout;
    let mut paths: Vec<PathBuf> = [RESULTS, SOURCE, PDF]
        .map(|name| target.out.join(name))
        .into();
    for table in &layout.tables {
        let names = layout
            .table_formats
            .iter()
            .map(|format| table_name(&table.id, format));
        paths.extend(names.map(|name| target.out.join(name)));
    }
    let figures = layout
        .figures
        .iter()
        .map(|figure| format!("{}.svg", figure.id));
    paths.extend(figures.map(|name| target.figures.join(name)));
    paths
}

fn table_name(id: &str, format: &Printer) -> String {
    format!("tables/{id}.{}", format.extension)
}

/// Writes what Typst reads: source, fonts, figures, attachments.
fn stage(outputs: &Outputs, computed: &Computed, draft: &Draft) -> Result<(), ReportError> {
    let inputs = &computed.inputs;
    for (name, bytes) in fonts::ALL {
        outputs.stage(&format!("fonts/{name}"), bytes)?;
    }
    for (name, bytes) in &inputs.assets {
        outputs.stage(&format!("assets/{name}"), bytes)?;
    }
    for figure in &draft.figures {
        for (part, name) in figure.parts.iter().zip(figure.files()) {
            outputs.stage(&format!("figures/{name}"), part.as_bytes())?;
        }
    }
    outputs.stage(SOURCE, draft.rendered.source.as_bytes())?;
    let results = results_json(computed, draft)?;
    outputs.stage(RESULTS, results.as_bytes())?;
    for attachment in &draft.attachments {
        if let Some(bytes) = attachments::bytes(inputs, &attachment.name) {
            outputs.stage(&attachment.name, bytes)?;
        }
    }
    Ok(())
}

/// Midnight of the document's date, in universal time.
fn timestamp(inputs: &Inputs) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    cohort::days_between(epoch, inputs.study.document.date) * 86_400
}
