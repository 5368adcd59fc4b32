//! The parsed `study.toml`: what the columns mean and what to analyse.
//!
//! Text in, one typed [`Study`] out, or every problem of the file at once. It
//! never looks at the data.

mod cell_form;
mod conventions;
mod derivation;
mod design;
mod document;
mod endpoint;
mod level;
mod requests;
mod row_unit;
mod rule;
mod schema;
mod scope;
pub(crate) mod section;
mod style;
mod time_columns;
mod variable;

use std::path::{Component, Path};

pub use cell_form::{CellForm, DateOrder, Decimal, Limits, Thousands};
pub use derivation::{Case, Cut, Derivation};
pub use design::Design;
pub use document::{CohortFile, DEFAULT_FILE, Document, Look, Provenance};
pub use endpoint::{Endpoint, EndpointSource, LastSeen};
pub use level::Level;
pub(crate) use level::whole_code;
pub use requests::{
    AdjustedRequest, Analysis, AnalysisKind, DifferenceRequest, DotsRequest, FollowUp, HazardTime,
    IncidenceRequest, Keys, KindRecord, LanesRequest, MissingRequest, Model, ModelKind,
    ModelVariance, Outcome, Plan, Request, Requests, SampleRequest, StatisticsByName, Summary,
    Survival, Ticks,
};
pub(crate) use requests::{read, read_kind, round_step};
pub use row_unit::RowUnit;
pub use rule::{Condition, Operand, Relation, Rule};
pub use schema::{PUBLISHED_SCHEMA, schema};
pub use scope::Scope;
pub use variable::{Kind, Range, SummaryStyle, Variable};

use crate::findings::Findings;
pub use crate::number::TimeUnit;
pub use crate::number::conventions::{
    AssociationRule, ConventionKey, Conventions, OrdinalRule, Preset, RankTestRule, Rounding,
    Setting, SettingValue, Variances, adjustment_name, scale_name,
};
pub use crate::number::styles::{NumberStyle, PValues, RangeMark};
use crate::wording::Wording;
use section::{Section, Source};

/// A whole study, valid in itself.
#[derive(Debug, Clone)]
pub struct Study {
    /// The folder's name; it names the outputs.
    pub id: String,
    /// Title, authors and other contents of the first page.
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
    /// What else of the file needs computed; see [`Study::parse_with`].
    pub requests: Requests,
}

impl Study {
    /// Parses the text of a `study.toml` that has nothing but what a study
    /// itself understands. `file` names it in findings, `id` is the name of the
    /// study's folder.
    ///
    /// # Errors
    /// Every problem of the file, with line and help; so are sections that
    /// belong to the layout of a report, which [`Study::parse_with`] hands on.
    pub fn parse(id: &str, file: &str, text: &str) -> Result<Self, Findings> {
        let nothing = |_: &Section<'_>, _: &Scope<'_>| ((), Requests::default());
        Self::parse_with(id, file, text, nothing).map(|(study, ())| study)
    }

    /// The same of a file with further sections. `read` reads them from the top
    /// of the file, knowing what they may refer to, and gives what they mean
    /// and what they need computed. All problems of the file are found at once.
    ///
    /// # Errors
    /// As [`Study::parse`].
    pub fn parse_with<L>(
        id: &str,
        file: &str,
        text: &str,
        read: impl FnOnce(&Section<'_>, &Scope<'_>) -> (L, Requests),
    ) -> Result<(Self, L), Findings> {
        let source = Source::new(file, text);
        let Some(document) = section::parse(&source, text) else {
            return Err(source.take_findings());
        };
        let top = Section::top(&source, &document);
        let read = Self::read(id, &top, read);
        top.finish();
        let mut findings = source.take_findings();
        if findings.is_empty() {
            return Ok(read);
        }
        findings.sort_by_place();
        Err(findings)
    }

    fn read<L>(
        id: &str,
        top: &Section<'_>,
        read: impl FnOnce(&Section<'_>, &Scope<'_>) -> (L, Requests),
    ) -> (Self, L) {
        let variables = variable::read_all(top);
        let endpoints = endpoint::read_all(top, &variables);
        let columns = Scope::of_columns(&variables, &endpoints);
        let document = Document::read(top, &columns);
        let conventions = conventions::read(
            top.section("conventions").as_ref(),
            style::read(top.section("style").as_ref(), &document.language),
        );
        let columns = Scope {
            design: Some(&document.design),
            ..columns
        };
        let rules = rule::read_rules(top, "rules", &columns);
        let queries = rule::read_rules(top, "queries", &columns);
        let analyses = requests::read_analyses(top, &columns);
        let models = requests::read_models(top, &columns);
        let mut cohort = CohortFile::read(top.section("cohort").as_ref(), &columns);
        let (rest, requests) = read(
            top,
            &Scope {
                models: &models,
                analyses: &analyses,
                ..columns
            },
        );
        cohort.name_rows(conventions.style.words);
        let study = Self {
            id: id.to_owned(),
            document,
            cohort,
            conventions,
            rules,
            queries,
            analyses,
            models,
            requests,
            variables,
            endpoints,
        };
        (study, rest)
    }

    /// The words of the report's language.
    pub fn words(&self) -> Wording {
        self.conventions.style.words
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

    /// The variable that is this column of the file, by its header.
    pub fn variable_of_column(&self, header: &str) -> Option<&Variable> {
        self.columns().find(|variable| variable.header() == header)
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
        let of_outcome = || self.outcome_label(&model.outcome).to_owned();
        model.label.clone().unwrap_or_else(of_outcome)
    }

    /// What the outcome of a model is called.
    pub fn outcome_label(&self, outcome: &Outcome) -> &str {
        let known = match outcome {
            Outcome::Endpoint(id) => self.endpoint(id).map(|own| own.label.as_str()),
            Outcome::Variable(name) => self.variable(name).map(|own| own.label.as_str()),
        };
        known.unwrap_or_default()
    }

    /// What the events of a model of a binary outcome are, "Genotype: mutant", where the
    /// label of the outcome does not tell it.
    pub fn untold_event(&self, model: &Model) -> Option<String> {
        let Outcome::Variable(name) = &model.outcome else {
            return None;
        };
        let outcome = self.variable(name)?;
        let level = outcome.levels.get(outcome.positive_level()?)?;
        (!outcome.label_tells(level)).then(|| outcome.counted(level, self.words()))
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

    /// The variables that are columns of the CSV.
    pub fn columns(&self) -> impl Iterator<Item = &Variable> {
        self.variables
            .iter()
            .filter(|variable| variable.derivation.is_none())
    }

    /// All that is to be computed: the analyses asked for, and what the rest of
    /// the file needs, each once.
    pub fn plan(&self) -> Plan {
        Plan::new(self)
    }

    /// Whether it asks for results beside what tables and figures need.
    pub fn asks_for_results(&self) -> bool {
        !(self.endpoints.is_empty() && self.models.is_empty() && self.analyses.is_empty())
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
