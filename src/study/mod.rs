//! The parsed `study.toml`: what the columns mean and what to analyse.
//!
//! Text in, one typed [`Study`] out, or every problem of the file at once. It
//! never looks at the data.

mod conventions;
mod derivation;
mod document;
mod endpoint;
mod layout;
mod rule;
mod schema;
pub(crate) mod section;
mod style;
mod variable;

use std::path::{Component, Path};

pub use conventions::{
    AssociationRule, Conventions, RankTestRule, Rounding, Variances, adjustment_name,
};
pub use derivation::{Case, Cut, Derivation};
pub use document::{CohortFile, DEFAULT_FILE, DateOrder, Document, Look};
pub use endpoint::{Endpoint, EndpointSource, TimeUnit};
pub use layout::{
    Analysis, AnalysisKind, Design, FigureKind, FigureLayout, FollowUp, Model, ModelKind, Outcome,
    Plan, Statistic, Summary, Survival, TableKind, TableLayout, Tests,
};
pub use rule::{Condition, Operand, Relation, Rule};
pub use schema::{PUBLISHED_SCHEMA, schema};
pub use style::{NumberStyle, PValues, RangeMark};
pub(crate) use variable::RESERVED;
pub use variable::{Kind, Level, Range, SummaryStyle, Variable};

use crate::findings::{Findings, suggest};
use section::{Section, Source};

/// A whole study, valid in itself.
#[derive(Debug, Clone)]
pub struct Study {
    /// The folder's name; it names the outputs.
    pub id: String,
    /// Title and what else stands on the first page.
    pub document: Document,
    /// The raw cohort and how its cells are written.
    pub cohort: CohortFile,
    /// Named choices where software packages differ.
    pub conventions: Conventions,
    /// Columns of the CSV in the order of the file, then derived variables.
    pub variables: Vec<Variable>,
    /// Times to event.
    pub endpoints: Vec<Endpoint>,
    /// What must hold in every row for there to be a report.
    pub rules: Vec<Rule>,
    /// What should hold; a row that does not is asked about, and reported all
    /// the same.
    pub queries: Vec<Rule>,
    /// What to compute beyond what the tables and figures need.
    pub analyses: Vec<Analysis>,
    /// Regression models.
    pub models: Vec<Model>,
    /// The tables of the report.
    pub tables: Vec<TableLayout>,
    /// The figures of the report.
    pub figures: Vec<FigureLayout>,
}

impl Study {
    /// Parses the text of a `study.toml`. `file` names it in findings, `id` is
    /// the name of the study's folder.
    ///
    /// # Errors
    /// Every problem of the file, with line and mend.
    pub fn parse(id: &str, file: &str, text: &str) -> Result<Self, Findings> {
        let source = Source::new(file, text);
        let Some(document) = section::parse(&source, text) else {
            return Err(source.take_findings());
        };
        let top = Section::top(&source, &document);
        let study = Self::read(id, &top);
        top.finish();
        let mut findings = source.take_findings();
        if findings.is_empty() {
            return Ok(study);
        }
        findings.sort_by_place();
        Err(findings)
    }

    fn read(id: &str, top: &Section<'_>) -> Self {
        let conventions = Conventions::read(
            top.section("conventions").as_ref(),
            NumberStyle::read(top.section("style").as_ref()),
        );
        let variables = variable::read_all(top);
        let endpoints = endpoint::read_all(top, &variables);
        let scope = Scope {
            variables: &variables,
            endpoints: &endpoints,
        };
        let rules = rule::read_rules(top, "rules", &scope);
        let queries = rule::read_rules(top, "queries", &scope);
        let layout = layout::read_all(top, &scope);
        Self {
            id: id.to_owned(),
            document: Document::read(top),
            cohort: CohortFile::read(top.section("cohort").as_ref(), &scope),
            conventions,
            rules,
            queries,
            analyses: layout.analyses,
            models: layout.models,
            tables: layout.tables,
            figures: layout.figures,
            variables,
            endpoints,
        }
    }

    /// The variable of this name.
    pub fn variable(&self, name: &str) -> Option<&Variable> {
        self.variables.iter().find(|variable| variable.name == name)
    }

    /// The unit of time that a variable's unit names, if it names one.
    pub fn time_unit(&self, name: &str) -> Option<TimeUnit> {
        let unit = self.variable(name)?.unit.as_deref()?;
        TimeUnit::of(unit)
    }

    /// The columns of the CSV from which a variable follows: itself, or what
    /// its derivation reads.
    pub fn source_columns(&self, name: &str) -> Vec<String> {
        let mut columns = Vec::new();
        self.add_source_columns(name, &mut columns);
        columns
    }

    fn add_source_columns(&self, name: &str, columns: &mut Vec<String>) {
        match self
            .variable(name)
            .and_then(|variable| variable.derivation.as_ref())
        {
            // A derivation reads only what is declared before it: no cycles.
            Some(derivation) => {
                for source in derivation.sources() {
                    self.add_source_columns(source, columns);
                }
            }
            None if columns.iter().any(|known| known == name) => {}
            None => columns.push(name.to_owned()),
        }
    }

    /// The model of this id.
    pub fn model(&self, id: &str) -> Option<&Model> {
        self.models.iter().find(|model| model.id == id)
    }

    /// What a model is called: its label, else that of its outcome.
    pub fn model_label(&self, model: &Model) -> String {
        let of_outcome = || match &model.outcome {
            Outcome::Endpoint(id) => self.endpoint(id).map(|endpoint| endpoint.label.clone()),
            Outcome::Variable(name) => self.variable(name).map(|variable| variable.label.clone()),
        };
        model.label.clone().or_else(of_outcome).unwrap_or_default()
    }

    /// The endpoint of this id.
    pub fn endpoint(&self, id: &str) -> Option<&Endpoint> {
        self.endpoints.iter().find(|endpoint| endpoint.id == id)
    }

    /// The variable that identifies a row, if one is declared.
    pub fn identifier(&self) -> Option<&Variable> {
        self.variables
            .iter()
            .find(|variable| variable.kind == Kind::Identifier)
    }

    /// The variables that stand as columns in the CSV.
    pub fn columns(&self) -> impl Iterator<Item = &Variable> {
        self.variables
            .iter()
            .filter(|variable| variable.derivation.is_none())
    }

    /// All that is to be computed: the analyses asked for, and those that the
    /// tables and figures imply, each once.
    pub fn plan(&self) -> Plan {
        Plan::new(self)
    }
}

/// What a reference inside the study file may name.
pub(crate) struct Scope<'a> {
    variables: &'a [Variable],
    endpoints: &'a [Endpoint],
}

impl Scope<'_> {
    /// Checks that `name` is a variable that `fits`, or notes what is wrong.
    fn variable(
        &self,
        section: &Section<'_>,
        key: &str,
        name: &str,
        fits: impl Fn(Kind) -> bool,
        expected: &str,
    ) -> bool {
        let names = || {
            self.variables
                .iter()
                .filter(|v| fits(v.kind))
                .map(|v| v.name.as_str())
        };
        match self.variables.iter().find(|variable| variable.name == name) {
            None => section.problem(
                key,
                format!("no variable is called \"{name}\""),
                suggest(name, names().collect::<Vec<_>>()),
            ),
            Some(variable) if !fits(variable.kind) => section.problem(
                key,
                format!(
                    "\"{name}\" is {}, expected {expected}",
                    variable.kind.name()
                ),
                suggest(name, names().collect::<Vec<_>>()),
            ),
            Some(_) => return true,
        }
        false
    }

    fn endpoint(&self, section: &Section<'_>, key: &'static str) -> String {
        let id = section.required_string(key);
        let ids: Vec<&str> = self.endpoints.iter().map(|e| e.id.as_str()).collect();
        if section.has(key) && !ids.contains(&id.as_str()) {
            section.problem(
                key,
                format!("no endpoint is called \"{id}\""),
                suggest(&id, ids),
            );
        }
        id
    }
}

/// Checks that a file name in a study stays inside the study's folder.
pub(crate) fn plain_file_name(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    matches!(
        (parts.next(), parts.next()),
        (Some(Component::Normal(_)), None)
    ) && !name.contains(['\\', '\0'])
}

/// An id that is safe in file names, ledger ids and Typst labels.
pub(crate) fn plain_id(id: &str) -> bool {
    !id.is_empty()
        && id
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}
