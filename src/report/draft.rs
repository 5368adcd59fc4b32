//! A report before Typst sets it.

use super::attachments::{self, Data};
use super::{Computed, ReportError, Timings, check_published};
use crate::figures::Figure;
use crate::findings::Findings;
use crate::ledger::{InputFile, RESULTS, ResultsFile, SCHEMA_VERSION, Tool};
use crate::tables::{self, Table};
use crate::template::{self, Attachment, Content, Rendered, TemplateError, VerdictRow};
use crate::typst;
use crate::validate::{self, Inspection};

/// A report before Typst sets it.
#[derive(Debug)]
pub struct Draft {
    pub(super) tables: Vec<Table>,
    pub(super) figures: Vec<Figure>,
    pub(super) attachments: Vec<Attachment>,
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
    let tables = consistent_tables(computed, timings)?;
    let figures = computed.draw(timings)?.to_vec();
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
    inputs.unchanged()?;
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
        fonts: &computed.inputs.fonts,
        tool_version: env!("CARGO_PKG_VERSION"),
        typst_version: typst::VERSION,
    })
}

/// Compares numbers that must agree with each other.
///
/// # Errors
/// [`ReportError::Contradiction`].
pub fn cross_check(computed: &Computed) -> Result<(), ReportError> {
    consistent_tables(computed, &mut Timings::default()).map(drop)
}

/// The tables of a study, in which numbers that must agree do.
///
/// # Errors
/// [`ReportError::Contradiction`].
pub(super) fn consistent_tables(
    computed: &Computed,
    timings: &mut Timings,
) -> Result<Vec<Table>, ReportError> {
    let tables = timings.stage("tabulate", || build_tables(computed));
    timings.stage("cross-check", || consistent(computed, &tables))?;
    Ok(tables)
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
    let contradictions = super::cross_check::all(computed, tables);
    if contradictions.is_empty() {
        Ok(())
    } else {
        Err(ReportError::Contradiction(contradictions))
    }
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
