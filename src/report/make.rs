//! From a computed study to its outputs.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::attachments::{self, Data};
use super::draft::{self, Draft, results_json};
use super::inputs::FONTS;
use super::messages::{located, place, relevant};
use super::places::apart_from_inputs;
use super::{Computed, Inputs, ReportError, Timings, glyphs, unshown};
use crate::cohort;
use crate::figures::Figure;
use crate::fonts::{self, number_of};
use crate::layout::Layout;
use crate::ledger::RESULTS;
use crate::outputs::{OutputError, Outputs, Part, Published, SystemDisk};
use crate::tables::Table;
use crate::tables::print::Printer;
use crate::template::{self, Rendered, is_cohort_attachment};
use crate::typst::{self, Diagnostic, Job, Kept, Staged, Typst, TypstError};

/// The PDF's name.
const PDF: &str = "report.pdf";
/// The name of the source that Typst reads.
pub(crate) const SOURCE: &str = "report.typ";
/// How long Typst may take, and another run that writes to the same folder.
pub const DEFAULT_LIMIT: Duration = Duration::from_secs(120);

/// Told where pages only settle so.
const WITHOUT_POSITIONS: &str = "report.typ: the pages did not settle where tables and figures stand by the room \
     that is left on a page; each now stands in its order, and figures that follow one another begin a page";

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

/// The Typst that sets the pages.
#[derive(Debug)]
pub enum Typesetter<'a> {
    /// Started for one report.
    Once(&'a Typst),
    /// Kept running for the next.
    Kept(&'a mut Kept),
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
    let mut outputs = open(computed, &[(Part::Figures, folder)], DEFAULT_LIMIT)?;
    put_figures(&mut outputs, figures)?;
    let lacking = figures.iter().flat_map(|figure| &figure.lacking);
    let remark = glyphs::remark(inputs, Some(&computed.cohort), &lacking.copied().collect());
    let mut warnings: Vec<String> = remark.iter().map(ToString::to_string).collect();
    warnings.extend(told(&outputs.publish()?));
    Ok(warnings)
}

/// Builds the tables and writes them below the folder of the report; hands back
/// warnings.
///
/// # Errors
/// [`ReportError::Contradiction`], [`ReportError::Output`].
pub fn write_tables(
    computed: &Computed,
    folder: &Path,
    timings: &mut Timings,
) -> Result<Vec<String>, ReportError> {
    let tables = draft::consistent_tables(computed, timings)?;
    let names = table_names(&computed.inputs);
    apart_from_inputs(&computed.inputs, names.map(|name| folder.join(name)))?;
    let mut outputs = open(computed, &[(Part::Tables, folder)], DEFAULT_LIMIT)?;
    put_tables(&mut outputs, computed, &tables)?;
    Ok(told(&outputs.publish()?))
}

/// Begins to write parts of a study's report.
fn open(
    computed: &Computed,
    folders: &[(Part, &Path)],
    wait: Duration,
) -> Result<Outputs, OutputError> {
    let study = &computed.inputs.study.id;
    Outputs::open(Arc::new(SystemDisk), study, folders, wait)
}

fn put_tables(
    outputs: &mut Outputs,
    computed: &Computed,
    tables: &[Table],
) -> Result<(), ReportError> {
    let inputs = &computed.inputs;
    let (ledger, language) = (&computed.results.ledger, &inputs.study.document.language);
    for table in tables {
        for format in &inputs.layout.table_formats {
            let name = table_name(&table.id, format);
            let bytes = format
                .print(table, ledger, language)
                .map_err(|error| ReportError::internal(&name, &error))?;
            outputs.put(Part::Tables, &name, &bytes)?;
        }
    }
    Ok(())
}

fn put_figures(outputs: &mut Outputs, drawn: &[Figure]) -> Result<(), ReportError> {
    for figure in drawn {
        for (name, part) in figure.files() {
            outputs.put(Part::Figures, &name, part.as_bytes())?;
        }
    }
    Ok(())
}

fn figure_names(figures: &[Figure]) -> impl Iterator<Item = String> {
    figures.iter().flat_map(Figure::files).map(|(name, _)| name)
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
    mut typesetter: Typesetter<'_>,
    target: &Target,
    timings: &mut Timings,
) -> Result<Made, ReportError> {
    let inputs = &computed.inputs;
    apart_from_inputs(inputs, paths(computed, target))?;
    let draft = draft::draft(computed, target.data, timings)?;
    // How many pages a figure fills is known only now.
    let drawn = figure_names(&draft.figures);
    apart_from_inputs(inputs, drawn.map(|name| target.figures.join(name)))?;
    let folders = [
        (Part::Report, target.out.as_path()),
        (Part::Tables, target.out.as_path()),
        (Part::Figures, target.figures.as_path()),
    ];
    let open = || open(computed, &folders, target.limit);
    let mut outputs = timings.stage("lock the outputs", open)?;
    let mut files = timings.stage("stage", || files_for_typst(computed, &draft))?;
    let attached = draft.attachments.iter().map(|own| own.name.as_str());
    if let Some(name) = attached.clone().find(|name| is_cohort_attachment(name)) {
        let cohort = inputs.cohort.content();
        match &typesetter {
            Typesetter::Once(_) => outputs.stage_pieces(name, cohort.pieces())?,
            Typesetter::Kept(_) => files.push((name.to_owned(), Cow::Borrowed(cohort.whole()))),
        }
        inputs.unchanged()?;
    }
    put_tables(&mut outputs, computed, &draft.tables)?;
    put_figures(&mut outputs, &draft.figures)?;
    let job = Job {
        input: SOURCE,
        output: PDF,
        fonts: FONTS,
        timestamp: timestamp(inputs),
        limit: target.limit,
    };
    let id = inputs.study.id.as_str();
    let rendered = &draft.rendered;
    let mut lacking = rendered.lacking.clone();
    let mut compiled = set(&mut typesetter, (id, &files), &job, &mut outputs, timings);
    if let Some(more) = compiled.as_ref().err().and_then(NotSet::without_glyphs) {
        // A mark on a letter of another script, for which no font has both.
        lacking.extend(more);
        write_by_number(&mut files, &draft, &lacking);
        compiled = set(&mut typesetter, (id, &files), &job, &mut outputs, timings);
    }
    let mut remarks = Vec::new();
    let unsettled = |messages: &[Diagnostic]| messages.iter().any(Diagnostic::is_about_convergence);
    if compiled.as_ref().is_ok_and(|own| unsettled(own)) && forget_positions(&mut files) {
        remarks.push(WITHOUT_POSITIONS.to_owned());
        compiled = set(&mut typesetter, (id, &files), &job, &mut outputs, timings);
    }
    let messages = compiled.map_err(|error| error.located(rendered))?;
    if unsettled(&messages) {
        return Err(ReportError::Unsettled(relevant(&messages, rendered)));
    }
    let remark = glyphs::remark(inputs, Some(&computed.cohort), &lacking);
    let mut warnings: Vec<String> = remark.iter().map(ToString::to_string).collect();
    warnings.extend(remarks);
    let families = inputs.fonts.families(&rendered.unusual);
    // What Typst calls a font is guessed from its names; it is found all the same.
    let is_ours = |message: &&Diagnostic| families.iter().any(|own| message.is_about_family(own));
    warnings.extend(
        messages
            .iter()
            .filter(|message| !is_ours(message))
            .map(|message| place(message, rendered).0),
    );
    warnings.extend(unshown::remark(inputs).map(|remark| remark.to_string()));
    let left_out = unshown::left_out(inputs, &rendered.left_out);
    warnings.extend(left_out.map(|remark| remark.to_string()));
    warnings.extend(rendered.unused.iter().map(|name| {
        format!(
            "{}: is not included by any template",
            inputs.shown(&format!("templates/{name}"))
        )
    }));
    for (name, bytes) in &files {
        if [RESULTS, SOURCE].contains(&name.as_str()) {
            outputs.put(Part::Report, name, bytes)?;
        }
    }
    let published = timings.stage("publish", || outputs.publish())?;
    warnings.extend(told(&published));
    Ok(Made {
        pdf: target.out.join(PDF),
        warnings,
    })
}

/// Where the outputs of a study go, but the figures.
fn paths(computed: &Computed, target: &Target) -> Vec<PathBuf> {
    let own = [RESULTS, SOURCE, PDF].map(str::to_owned).into_iter();
    let names = own.chain(table_names(&computed.inputs));
    names.map(|name| target.out.join(name)).collect()
}

/// The files of the tables, in the folder of the report.
fn table_names(inputs: &Inputs) -> impl Iterator<Item = String> {
    let Layout {
        tables,
        table_formats,
        ..
    } = &inputs.layout;
    tables.iter().flat_map(|table| {
        let formats = table_formats.iter();
        formats.map(|format| table_name(&table.id, format))
    })
}

fn table_name(id: &str, format: &Printer) -> String {
    format!("tables/{id}.{}", format.extension)
}

/// Has Typst make the PDF an output; hands back its warnings.
fn set(
    typesetter: &mut Typesetter<'_>,
    (study, files): (&str, &[Staged<'_>]),
    job: &Job<'_>,
    outputs: &mut Outputs,
    timings: &mut Timings,
) -> Result<Vec<Diagnostic>, NotSet> {
    let typst = match typesetter {
        Typesetter::Once(typst) => typst,
        Typesetter::Kept(kept) => {
            let compiled = timings.stage("typst", || kept.compile(files, job))?;
            if let Some((pdf, messages)) = compiled {
                outputs.put(Part::Report, PDF, &pdf)?;
                return Ok(messages);
            }
            kept.typst()
        }
    };
    for (name, bytes) in files {
        outputs.stage(name, bytes)?;
    }
    let root = outputs.work();
    let compile = || typst::compile(typst, &root, job);
    let messages = timings.stage_as_before("typst", study, compile)?;
    outputs.put_staged(Part::Report, PDF)?;
    Ok(messages)
}

/// Why there is no PDF.
enum NotSet {
    Typst(TypstError),
    Output(OutputError),
}

impl NotSet {
    fn located(self, rendered: &Rendered) -> ReportError {
        match self {
            Self::Typst(error) => located(error, rendered),
            Self::Output(error) => error.into(),
        }
    }

    /// The characters that Typst could not display, if that is why.
    fn without_glyphs(&self) -> Option<BTreeSet<char>> {
        let Self::Typst(TypstError::Failed(messages)) = self else {
            return None;
        };
        let texts = messages.iter().filter_map(Diagnostic::text_without_glyphs);
        let characters: BTreeSet<char> = texts
            .flat_map(|text| text.chars().collect::<Vec<_>>())
            .filter(|c| !c.is_ascii())
            .collect();
        (!characters.is_empty()).then_some(characters)
    }
}

impl From<TypstError> for NotSet {
    fn from(error: TypstError) -> Self {
        Self::Typst(error)
    }
}

impl From<OutputError> for NotSet {
    fn from(error: OutputError) -> Self {
        Self::Output(error)
    }
}

/// What Typst reads: source, fonts, figures, attachments.
fn files_for_typst<'a>(
    computed: &'a Computed,
    draft: &'a Draft,
) -> Result<Vec<Staged<'a>>, ReportError> {
    let inputs = &computed.inputs;
    let mut files: Vec<Staged<'a>> = Vec::new();
    let mut add = |name: String, bytes: &'a [u8]| files.push((name, Cow::Borrowed(bytes)));
    let bundled = inputs.fonts.bundled(&draft.rendered.unusual);
    for (name, bytes) in fonts::ALL.iter().copied().chain(bundled) {
        // Beside those of the study, which are attachments.
        add(format!("{FONTS}/bundled/{name}"), bytes);
    }
    for (name, bytes) in &inputs.assets {
        add(format!("assets/{name}"), bytes);
    }
    for figure in &draft.figures {
        for (name, part) in figure.files() {
            add(format!("figures/{name}"), part.as_bytes());
        }
    }
    add(SOURCE.to_owned(), draft.rendered.source.as_bytes());
    for attachment in &draft.attachments {
        if let Some(bytes) = attachments::bytes(inputs, &attachment.name) {
            add(attachment.name.clone(), bytes);
        }
    }
    let results = results_json(computed, draft)?;
    files.push((RESULTS.to_owned(), Cow::Owned(results.into_bytes())));
    Ok(files)
}

/// Writes these characters by their numbers in the source and the figures.
fn write_by_number(files: &mut [Staged<'_>], draft: &Draft, lacking: &BTreeSet<char>) {
    let shown = |c: char| match lacking.contains(&c) {
        true => number_of(c),
        false => c.to_string(),
    };
    let figures = draft.figures.iter();
    let parts: BTreeMap<String, &String> = figures
        .flat_map(Figure::files)
        .map(|(name, part)| (format!("figures/{name}"), part))
        .collect();
    for (name, bytes) in files {
        if name == SOURCE {
            let source = template::by_number(&draft.rendered.source, lacking);
            *bytes = Cow::Owned(source.into_bytes());
        } else if let Some(part) = parts.get(name) {
            let svg: String = part.chars().map(shown).collect();
            *bytes = Cow::Owned(svg.into_bytes());
        }
    }
}

/// Lets nothing in the source be decided by its place on a page; false where nothing is.
fn forget_positions(files: &mut [Staged<'_>]) -> bool {
    let source = files.iter_mut().find(|(name, _)| name == SOURCE);
    let Some((_, bytes)) = source else {
        return false;
    };
    let text = String::from_utf8_lossy(bytes);
    let Some(without) = template::without_positions(&text) else {
        return false;
    };
    *bytes = Cow::Owned(without.into_bytes());
    true
}

/// Midnight of the document's date, in universal time.
fn timestamp(inputs: &Inputs) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    cohort::days_between(epoch, inputs.study.document.date) * 86_400
}
