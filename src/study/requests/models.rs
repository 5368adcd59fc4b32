//! Regression models: `[[models]]`.

use super::read::{check_distinct, read_id, read_times, read_variables};
use crate::number::{Path, Subject};
use crate::stats::survival::cox::TimeScale;
use crate::study::Scope;
use crate::study::section::Section;
use crate::study::variable::Kind;

/// What is modelled, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelKind {
    /// Proportional hazards.
    Cox,
    /// Proportional subdistribution hazards, with competing events.
    FineGray,
    /// Least squares.
    Linear,
    /// Log odds of a binary variable.
    Logistic,
}

impl ModelKind {
    const WORDS: [(&'static str, Self); 4] = [
        ("cox", Self::Cox),
        ("fine-gray", Self::FineGray),
        ("linear", Self::Linear),
        ("logistic", Self::Logistic),
    ];

    /// The key of its effect in ledger ids, `hr` in `os_model.age.hr`.
    pub fn effect_key(self) -> &'static str {
        match self {
            Self::Cox => "hr",
            Self::FineGray => "shr",
            Self::Linear => "difference",
            Self::Logistic => "or",
        }
    }

    /// Its effect in words.
    pub fn effect_words(self) -> &'static str {
        match self {
            Self::Cox => "hazard ratio",
            Self::FineGray => "subdistribution hazard ratio",
            Self::Linear => "difference",
            Self::Logistic => "odds ratio",
        }
    }

    /// Whether the effect is a ratio, whose logarithm is estimated.
    pub fn is_ratio(self) -> bool {
        self != Self::Linear
    }

    /// Whether its outcome is an event, of an endpoint or a binary variable.
    pub fn has_events(self) -> bool {
        self != Self::Linear
    }

    /// Whether its likelihood can carry Firth's penalty.
    pub fn takes_penalty(self) -> bool {
        matches!(self, Self::Cox | Self::Logistic)
    }

    fn is_of_endpoint(self) -> bool {
        matches!(self, Self::Cox | Self::FineGray)
    }
}

/// What a model explains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A time to event.
    Endpoint(String),
    /// A number, or a binary variable.
    Variable(String),
}

impl Outcome {
    /// Its id or name.
    pub fn name(&self) -> &str {
        match self {
            Self::Endpoint(name) | Self::Variable(name) => name,
        }
    }

    /// The endpoint, if it is a time to event.
    pub fn endpoint(&self) -> Option<&str> {
        match self {
            Self::Endpoint(id) => Some(id),
            Self::Variable(_) => None,
        }
    }
}

/// A regression model.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// As written in ledger ids; tables and figures name it too.
    pub id: String,
    /// What its numbers are of.
    pub subject: Subject,
    /// What is fitted.
    pub kind: ModelKind,
    /// As printed; the outcome's label by default.
    pub label: Option<String>,
    /// What is explained.
    pub outcome: Outcome,
    /// Covariates in order; the first level of a category is the reference.
    pub covariates: Vec<String>,
    /// Category whose levels have baseline hazards of their own.
    pub strata: Option<String>,
    /// Variable with the number of rows that each row represents.
    pub weights: Option<String>,
    /// Variable whose equal values mark rows that are not independent.
    pub cluster: Option<String>,
    /// Where the standard errors come from.
    pub variance: ModelVariance,
    /// Whether the likelihood carries Firth's penalty.
    pub firth: bool,
    /// Whether intervals and p-values come from the likelihood.
    pub profile: bool,
    /// Times at which the baseline hazard is given.
    pub times: Vec<f64>,
    /// Transforms of time by which proportional hazards are tested.
    pub proportionality: Vec<HazardTime>,
}

/// Where the standard errors of a model come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelVariance {
    /// As R chooses: robust with clusters, and with weights that are not whole
    /// numbers; else from the model.
    AsR,
    /// The inverse of the information.
    Model,
    /// Lin and Wei's sandwich.
    Robust,
}

/// A transform of time against which hazards may change: `transform` of
/// `cox.zph`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HazardTime {
    /// 1 less the Kaplan-Meier estimate.
    KaplanMeier,
    /// Rank of the time.
    Rank,
    /// The time itself.
    Identity,
    /// Its natural logarithm.
    Log,
}

impl HazardTime {
    const WORDS: [(&'static str, Self); 4] = [
        ("km", Self::KaplanMeier),
        ("rank", Self::Rank),
        ("identity", Self::Identity),
        ("log", Self::Log),
    ];

    /// As it stands in ids, behind a model or a covariate.
    pub fn id(self) -> &'static str {
        match self {
            Self::KaplanMeier => "ph",
            Self::Rank => "ph_rank",
            Self::Identity => "ph_identity",
            Self::Log => "ph_log",
        }
    }

    /// Behind "test of proportional hazards".
    pub fn in_words(self) -> &'static str {
        match self {
            Self::KaplanMeier => "",
            Self::Rank => " by rank of time",
            Self::Identity => " by time",
            Self::Log => " by log time",
        }
    }

    /// As the statistics take it.
    pub fn scale(self) -> TimeScale {
        match self {
            Self::KaplanMeier => TimeScale::KaplanMeier,
            Self::Rank => TimeScale::Rank,
            Self::Identity => TimeScale::Identity,
            Self::Log => TimeScale::Log,
        }
    }

    /// Those that a model lists; the default of R without a list.
    fn read(section: &Section<'_>) -> Vec<Self> {
        let words = Self::WORDS.map(|(word, _)| word);
        let listed = section.known_strings("proportionality", "transform", &words);
        let of_word = |listed: &String| {
            let known = Self::WORDS.iter().find(|(word, _)| word == listed);
            known.map(|(_, transform)| *transform)
        };
        listed.map_or_else(
            || vec![Self::KaplanMeier],
            |listed| listed.iter().filter_map(of_word).collect(),
        )
    }
}

impl Model {
    /// What the ids of its numbers begin with.
    pub fn path(&self) -> Path {
        Path::of(self.subject.clone())
    }

    /// The variables that it reads beside its outcome and covariates.
    pub fn design_variables(&self) -> impl Iterator<Item = &String> {
        self.strata.iter().chain(&self.weights).chain(&self.cluster)
    }
}

pub(crate) fn read_models(top: &Section<'_>, scope: &Scope<'_>) -> Vec<Model> {
    let mut models = Vec::new();
    let mut ids = Vec::new();
    for section in top.listed_sections("models") {
        let kind = section
            .required_choice("kind", &ModelKind::WORDS)
            .unwrap_or(ModelKind::Cox);
        let id = read_id(&section, &mut ids);
        let fits = |kind: Kind| kind.is_numeric() || kind.is_categorical();
        let is_taken = |id: &str| {
            scope.variables.iter().any(|variable| variable.name == id)
                || scope.endpoints.iter().any(|endpoint| endpoint.id == id)
        };
        let mut model = Model {
            subject: Subject::model(&id, is_taken),
            id,
            kind,
            label: section.string("label"),
            outcome: read_outcome(&section, scope, kind),
            covariates: read_variables(
                &section,
                "covariates",
                scope,
                fits,
                "a number or a category",
            ),
            strata: None,
            weights: None,
            cluster: None,
            variance: ModelVariance::AsR,
            firth: false,
            profile: false,
            times: Vec::new(),
            proportionality: Vec::new(),
        };
        // Twice the same coefficient would be two numbers of one id.
        check_distinct(&section, "covariates", &model.covariates);
        if kind == ModelKind::Cox {
            model.strata = section.string("strata").filter(|strata| {
                scope.variable(
                    &section,
                    "strata",
                    strata,
                    Kind::is_categorical,
                    "categorical",
                )
            });
            model.times = read_times(&section, "times");
            model.proportionality = HazardTime::read(&section);
            model.weights = section.string("weights").filter(|weights| {
                scope.variable(&section, "weights", weights, Kind::is_numeric, "a number")
            });
            model.cluster = section.string("cluster").filter(|cluster| {
                let expected = "an identifier, a category or a number";
                scope.variable(&section, "cluster", cluster, marks_clusters, expected)
            });
            let variances = [
                ("robust", ModelVariance::Robust),
                ("model", ModelVariance::Model),
            ];
            model.variance = section
                .choice("variance", &variances)
                .unwrap_or(ModelVariance::AsR);
        }
        if kind.takes_penalty() {
            model.firth = section
                .choice("penalty", &[("firth", true)])
                .unwrap_or(false);
            let intervals = [("wald", false), ("profile", true)];
            model.profile = section
                .choice("intervals", &intervals)
                .unwrap_or(model.firth);
        }
        check_variance(&section, &model);
        check_size(&section, scope, &model);
        models.push(model);
        section.finish();
    }
    models
}

fn marks_clusters(kind: Kind) -> bool {
    kind.is_numeric() || kind.is_categorical() || kind == Kind::Identifier
}

/// Notes a variance that the rest of the model leaves no place for.
fn check_variance(section: &Section<'_>, model: &Model) {
    if model.cluster.is_some() && model.variance == ModelVariance::Model {
        section.problem(
            "variance",
            "is \"model\", which leaves the cluster without effect",
            "remove variance, or cluster",
        );
    }
    let key = match (&model.cluster, model.variance) {
        (Some(_), _) => "cluster",
        (None, ModelVariance::Robust) => "variance",
        _ => return,
    };
    if model.firth {
        section.problem(
            key,
            "asks for a robust variance, which Firth's penalised likelihood does not have",
            format!("remove penalty, or {key}"),
        );
    } else if model.profile {
        section.problem(
            key,
            "asks for a robust variance, which profile likelihoods do not use",
            format!("set intervals = \"wald\", or remove {key}"),
        );
    }
}

/// Most coefficients of a model: the work grows with their cube, and no cohort
/// has the events for more.
const MOST_COEFFICIENTS: usize = 100;

/// Notes a model that asks for more coefficients than are fitted.
fn check_size(section: &Section<'_>, scope: &Scope<'_>, model: &Model) {
    let of = |name: &String| {
        let variable = scope.variables.iter().find(|known| known.name == *name);
        variable.map_or(0, |variable| variable.levels.len().saturating_sub(1).max(1))
    };
    let coefficients: usize = model.covariates.iter().map(of).sum();
    if coefficients > MOST_COEFFICIENTS {
        section.problem(
            "covariates",
            format!(
                "need {coefficients} coefficients, one for each level but the first; \
                 the limit is {MOST_COEFFICIENTS}"
            ),
            "group the levels of the covariates first, with cases or cut",
        );
    }
}

fn read_outcome(section: &Section<'_>, scope: &Scope<'_>, kind: ModelKind) -> Outcome {
    if kind.is_of_endpoint() {
        let id = scope.endpoint(section, "endpoint");
        let endpoint = scope.endpoints.iter().find(|endpoint| endpoint.id == id);
        if kind == ModelKind::FineGray && endpoint.is_some_and(|e| e.competing.is_empty()) {
            section.problem(
                "endpoint",
                format!("\"{id}\" has no competing events"),
                format!("add competing = […] to [endpoints.{id}]"),
            );
        }
        return Outcome::Endpoint(id);
    }
    let name = section.required_string("outcome");
    if section.has("outcome") {
        let (fits, expected): (fn(Kind) -> bool, _) = match kind {
            ModelKind::Linear => (Kind::is_numeric, "a number"),
            _ => (|kind| kind == Kind::Binary, "binary"),
        };
        scope.variable(section, "outcome", &name, fits, expected);
    }
    Outcome::Variable(name)
}
