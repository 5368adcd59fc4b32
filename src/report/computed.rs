//! A study with everything that was computed from it.

use std::path::Path;
use std::sync::OnceLock;

use super::flat_effects;
use super::inputs::{Inputs, PUBLISHED_FILE, STUDY_FILE, TEMPLATES};
use super::{ReportError, Timings};
use crate::analyse::{Results, analyse};
use crate::check::alternatives::Evidence;
use crate::check::{self, Checked};
use crate::claims::Conditions;
use crate::cohort::{self, Cohort};
use crate::figures::{self, Figure, FigureError, Refusal};
use crate::findings::{Finding, Findings};
use crate::lint::{self, Names, Remarks, TypedMark, TypedNumeral};

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
    pub(super) figures: OnceLock<Vec<Figure>>,
}

impl Computed {
    /// The figures, drawn once.
    pub(super) fn draw(&self, timings: &mut Timings) -> Result<&[Figure], ReportError> {
        if let Some(drawn) = self.figures.get() {
            return Ok(drawn);
        }
        let draw = || {
            figures::build(
                &self.inputs.study,
                &self.inputs.layout.figures,
                &self.results,
                &self.inputs.fonts,
            )
        };
        let drawn = timings.stage("draw", draw);
        let drawn = drawn.map_err(|errors| self.not_drawn(errors))?;
        Ok(self.figures.get_or_init(|| drawn))
    }

    /// Figures that no page can hold are findings of the study.
    fn not_drawn(&self, errors: Vec<FigureError>) -> ReportError {
        let file = self.inputs.shown(STUDY_FILE);
        let mut too_large = Findings::default();
        for error in &errors {
            if !matches!(error.reason, Refusal::Backend(_)) {
                let help =
                    "show fewer levels, groups or rows, or divide them among several figures";
                let problem = format!("the figure {}", error.reason);
                let finding = Finding::new(&file, problem, help);
                too_large.push(finding.at_line(error.line).in_column(&error.figure));
            }
        }
        if too_large.is_empty() {
            ReportError::Figure(errors)
        } else {
            too_large.into()
        }
    }

    /// What the numbers follow from.
    pub fn evidence(&self) -> Evidence<'_> {
        Evidence {
            study: &self.inputs.study,
            content: self.inputs.cohort.content(),
            cohort: &self.cohort,
            ledger: &self.results.ledger,
        }
    }
}

/// Reads a study and computes its numbers.
///
/// # Errors
/// [`ReportError::Findings`].
pub fn compute(folder: &Path, timings: &mut Timings) -> Result<Computed, ReportError> {
    let inputs = timings.stage("read the study", || Inputs::on_disk(folder))?;
    compute_from(inputs, timings)
}

/// The numbers of a study, without what reports and checks need besides.
///
/// # Errors
/// [`ReportError::Findings`].
pub fn numbers(folder: &Path) -> Result<Results, ReportError> {
    let mut timings = Timings::default();
    let inputs = Inputs::on_disk(folder)?;
    let cohort = read_rows(&inputs, &mut timings)?;
    Ok(analyse(&inputs.study, &cohort))
}

/// Computes the numbers of a study that was read.
///
/// # Errors
/// [`ReportError::Findings`].
pub fn compute_from(inputs: Inputs, timings: &mut Timings) -> Result<Computed, ReportError> {
    let cohort = read_rows(&inputs, timings)?;
    Ok(analyse_rows(inputs, cohort, timings))
}

pub(super) fn read_rows(inputs: &Inputs, timings: &mut Timings) -> Result<Cohort, ReportError> {
    let content = inputs.cohort.content();
    let file = inputs.shown(&inputs.study.cohort.file);
    let read = || cohort::read(&inputs.study, &file, content);
    Ok(timings.stage("read the cohort", read)?)
}

pub(super) fn analyse_rows(inputs: Inputs, cohort: Cohort, timings: &mut Timings) -> Computed {
    let file = inputs.shown(&inputs.study.cohort.file);
    let results = timings.stage("analyse", || analyse(&inputs.study, &cohort));
    let mut remarks = cohort::remarks(&inputs.study, &cohort, &file);
    if let Some(remark) = inputs.study.document.remark(&inputs.shown(STUDY_FILE)) {
        remarks.push(remark);
    }
    for remark in super::sparse::remarks(&inputs, &results.ledger) {
        remarks.push(remark);
    }
    for remark in inputs.manuscript.iter().flat_map(|own| &own.remarks) {
        remarks.push(remark.clone());
    }
    let study_file = inputs.shown(STUDY_FILE);
    for remark in flat_effects::remarks(&inputs.study, &results.ledger, &study_file) {
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

/// Numerals typed by hand in the templates of a study.
pub fn typed_numerals(computed: &Computed, remarks: Remarks) -> Vec<TypedNumeral> {
    let inputs = &computed.inputs;
    let study = &inputs.study;
    let parts: Vec<String> = inputs.layout.ids().map(str::to_owned).collect();
    let variables = study.variables.iter().map(|variable| variable.name.clone());
    let subjects: Vec<String> = variables
        .chain(study.endpoints.iter().map(|endpoint| endpoint.id.clone()))
        .collect();
    lint::lint(
        &inputs.templates,
        |name| inputs.shown(&format!("{TEMPLATES}/{name}")),
        &computed.results.ledger,
        Names {
            parts: &parts,
            subjects: &subjects,
            built_in: &crate::template::built_in(),
        },
        remarks,
    )
}

/// Dashes between two numbers typed by hand in the templates of a study.
pub fn typed_marks(computed: &Computed) -> Vec<TypedMark> {
    let inputs = &computed.inputs;
    lint::typed_marks(&inputs.templates, |name| {
        inputs.shown(&format!("{TEMPLATES}/{name}"))
    })
}

/// Checks the published numbers of a computed study.
///
/// # Errors
/// [`ReportError::Findings`] when there is no `published.toml` or it is invalid.
pub fn check_published(computed: &Computed) -> Result<Checked, ReportError> {
    let inputs = &computed.inputs;
    let file = inputs.shown(PUBLISHED_FILE);
    let Some(published) = &inputs.published else {
        let help = "create it and list the published numbers, which `check` and the appendix \"verdicts\" compare; see docs/study-file.md";
        return Err(Findings::from(Finding::new(&file, "is missing", help)).into());
    };
    let manuscript = inputs.manuscript.as_ref();
    let manuscript = manuscript.map(|own| (own.name.clone(), own.text.clone()));
    let ledger = std::sync::Arc::new(computed.results.ledger.clone());
    let conditions = Conditions::new(ledger, inputs.study.conventions.alpha);
    Ok(check::check(
        published,
        &file,
        &computed.evidence(),
        &conditions,
        manuscript.as_ref(),
    )?)
}
