//! Statistics that a study can ask for by name: `[[analyses]]` of kind `statistics`.

use super::read::{check_distinct, read_by, read_endpoints, read_times, read_variables};
use super::ticks::Ticks;
use crate::number::{Parameter, Path, Step, Subject};
use crate::statistics::{self, Compute, Keys, NELSON_AALEN, Parameters, Statistic};
use crate::study::section::Section;
use crate::study::variable::Kind;
use crate::study::{Endpoint, Scope, Study};

/// Whether a statistic can be computed from variables of a kind.
fn fits(compute: &Compute, kind: Kind) -> bool {
    match compute {
        Compute::Number(_)
        | Compute::NumberInTwo(_)
        | Compute::NumberInGroups(_)
        | Compute::TwoNumbers(_)
        | Compute::Numbers(_) => kind.is_numeric(),
        Compute::BinaryInTwo(_) | Compute::BinaryInGroups(_) | Compute::Binaries(_) => {
            kind == Kind::Binary
        }
        Compute::Share(_)
        | Compute::CategoryInTwo(_)
        | Compute::CategoryInGroups(_)
        | Compute::CategoryInStrata(_)
        | Compute::TwoCategories(_) => kind.is_categorical(),
        Compute::Endpoint(_)
        | Compute::EndpointInTwo(_)
        | Compute::EndpointInGroups(_)
        | Compute::Competing(_)
        | Compute::CompetingInGroups(_) => false,
    }
}

/// A request for statistics by name.
#[derive(Debug, Clone, PartialEq)]
pub struct StatisticsByName {
    /// As tables name it.
    pub id: Option<String>,
    /// What to compute.
    pub statistics: Vec<&'static Statistic>,
    /// Variables or endpoints, each in turn; all at once when repeated.
    pub of: Vec<String>,
    /// Whether they are endpoints.
    pub of_endpoints: bool,
    /// Whether the variables are repeated measurements of the same rows.
    pub repeated: bool,
    /// The grouping variable.
    pub by: Option<String>,
    /// The second variable of the same rows.
    pub with: Option<String>,
    /// Category within whose levels groups are compared.
    pub strata: Option<String>,
    /// Times at which a curve is given.
    pub times: Vec<f64>,
    /// Distance of the ticks of an axis at some of which a curve is told, where no
    /// times are listed.
    pub told_every: Option<Ticks>,
    /// Up to where a restricted mean goes.
    pub limit: Option<f64>,
    /// Weights of early and late differences of Fleming and Harrington's test.
    pub rho_gamma: (f64, f64),
}

impl StatisticsByName {
    /// Statistics of variables, without further keys.
    pub fn of_variables(
        statistics: Vec<&'static Statistic>,
        variables: Vec<String>,
        by: Option<String>,
        with: Option<String>,
    ) -> Self {
        Self {
            id: None,
            statistics,
            of: variables,
            of_endpoints: false,
            repeated: false,
            by,
            with,
            strata: None,
            times: Vec::new(),
            told_every: None,
            limit: None,
            rho_gamma: (0.0, 0.0),
        }
    }

    /// Statistics of endpoints, without further keys.
    pub fn of_endpoints(
        statistics: Vec<&'static Statistic>,
        endpoints: Vec<String>,
        by: Option<String>,
    ) -> Self {
        Self {
            of_endpoints: true,
            ..Self::of_variables(statistics, endpoints, by, None)
        }
    }

    /// What its ids begin with, but for the statistic.
    pub fn path(&self, study: &Study, of: &str) -> Path {
        let endpoint = study.endpoint(of).filter(|_| self.of_endpoints);
        let mut path = endpoint.map_or_else(|| Path::of(Subject::variable(of)), Endpoint::path);
        let repeated = self.of.iter().skip(1).filter(|_| self.repeated);
        for other in repeated.chain(&self.with) {
            path = path.with(other);
        }
        if let Some(by) = &self.by {
            path = path.by(by);
        }
        if let Some(strata) = &self.strata {
            path = path.within(strata);
        }
        path
    }

    /// What the ids of a statistic begin with: all that every number of it
    /// depends on.
    pub fn path_of(&self, study: &Study, of: &str, statistic: &Statistic) -> Path {
        let path = self.path(study, of).word(&statistic.id());
        match (statistic.parameters, self.limit) {
            (Parameters::Limit, Some(limit)) => {
                let endpoint = study.endpoint(of).filter(|_| self.of_endpoints);
                path.time(limit, endpoint.map_or("", |endpoint| endpoint.unit.name()))
            }
            (Parameters::Weights, _) => {
                let (rho, gamma) = self.rho_gamma;
                path.then(Step::Parameter(Parameter::new("rho", rho)))
                    .then(Step::Parameter(Parameter::new("gamma", gamma)))
            }
            (Parameters::None | Parameters::Times | Parameters::Limit, _) => path,
        }
    }

    /// What it is asked of: each variable or endpoint, or the first of those
    /// that are repeated.
    pub fn subjects(&self) -> &[String] {
        if self.repeated {
            &self.of[..1]
        } else {
            &self.of
        }
    }
}

/// The key of the names: `statistics`, or `tests` as it was called before.
fn key_of_names(section: &Section<'_>) -> &'static str {
    match (section.has("statistics"), section.has("tests")) {
        (false, true) => "tests",
        (true, true) => {
            section.problem(
                "tests",
                "cannot be combined with statistics, its other name",
                "remove one of the two",
            );
            "statistics"
        }
        _ => "statistics",
    }
}

pub(super) fn read_statistics(
    section: &Section<'_>,
    scope: &Scope<'_>,
) -> Option<StatisticsByName> {
    let known: Vec<&'static str> = statistics::all().map(|known| known.word).collect();
    let key = key_of_names(section);
    let words = section
        .known_strings(key, "statistic", &known)
        .unwrap_or_default();
    if words.is_empty() {
        section.problem(key, "is missing", "list names of statistics");
    }
    let of_word = |word: &String| statistics::of_word(word);
    let statistics: Vec<&'static Statistic> = words.iter().filter_map(of_word).collect();
    let of_endpoints = section.has("endpoints");
    let repeated = section.has("repeated");
    let numeric = |kind: Kind| kind.is_numeric() || kind.is_categorical();
    let of = if of_endpoints {
        read_endpoints(section, scope)
    } else {
        let key = if repeated { "repeated" } else { "variables" };
        read_variables(section, key, scope, numeric, "a number or a category")
    };
    if repeated && of.len() < 2 {
        section.problem(
            "repeated",
            "needs two variables",
            "list those measured on the same rows",
        );
    }
    if repeated {
        check_distinct(section, "repeated", &of);
        if section.has("with") {
            section.problem(
                "with",
                "cannot stand beside repeated",
                "add the variable to repeated, or leave it out",
            );
        }
    }
    let with = section
        .string("with")
        .filter(|with| scope.variable(section, "with", with, numeric, "a number or a category"));
    let strata = section.string("strata").filter(|strata| {
        scope.variable(
            section,
            "strata",
            strata,
            Kind::is_categorical,
            "categorical",
        )
    });
    let request = StatisticsByName {
        id: section.string("id"),
        statistics,
        of,
        of_endpoints,
        repeated,
        by: read_by(section, scope),
        with,
        strata,
        times: read_times(section, "times"),
        told_every: None,
        limit: section.number("limit"),
        rho_gamma: (
            section.number("rho").unwrap_or(0.0),
            section.number("gamma").unwrap_or(0.0),
        ),
    };
    for statistic in &request.statistics {
        check(section, scope, &request, key, statistic, of_endpoints);
    }
    (!request.of.is_empty() && (!repeated || request.of.len() > 1)).then_some(request)
}

/// Notes what a statistic lacks.
fn check(
    section: &Section<'_>,
    scope: &Scope<'_>,
    request: &StatisticsByName,
    key: &'static str,
    statistic: &Statistic,
    of_endpoints: bool,
) {
    let compute = &statistic.compute;
    let offered = match compute.keys() {
        Keys::Alone => request.with.is_none() && !request.repeated,
        Keys::Groups => request.by.is_some(),
        Keys::Strata => request.by.is_some() && request.strata.is_some(),
        Keys::With => request.with.is_some(),
        Keys::Repeated => request.repeated,
    };
    let named = |name: &&String| {
        scope
            .variables
            .iter()
            .find(|variable| variable.name == **name)
    };
    let mut variables = request
        .of
        .iter()
        .chain(&request.with)
        .filter_map(|name| named(&name));
    let fitting = of_endpoints || variables.all(|variable| fits(compute, variable.kind));
    if !offered || compute.is_of_endpoints() != of_endpoints || !fitting {
        section.problem(
            key,
            format!("\"{}\" cannot be computed from these keys", statistic.word),
            format!("it needs {}", compute.needs()),
        );
    }
    if offered {
        check_keys(section, request, statistic);
    }
    if statistic.parameters == Parameters::Limit && !request.limit.is_some_and(|limit| limit > 0.0)
    {
        section.problem(
            "limit",
            "is missing",
            "write the time up to which the mean goes",
        );
    }
    if *statistic == NELSON_AALEN && request.times.is_empty() {
        section.problem("times", "is missing", "list the times at which it is given");
    }
    if compute.is_competing() {
        for id in &request.of {
            let endpoint = scope.endpoints.iter().find(|endpoint| endpoint.id == *id);
            if endpoint.is_some_and(|endpoint| endpoint.competing.is_empty()) {
                section.problem(
                    "endpoints",
                    format!("\"{id}\" has no competing events"),
                    format!("add competing = […] to [endpoints.{id}]"),
                );
            }
        }
    }
}

/// Notes keys that a statistic does not heed: its ids would name them all the
/// same.
fn check_keys(section: &Section<'_>, request: &StatisticsByName, statistic: &Statistic) {
    let keys = statistic.compute.keys();
    let of_groups = !matches!(keys, Keys::With | Keys::Repeated);
    for (key, is_given, is_heeded) in [
        ("by", request.by.is_some(), of_groups),
        ("with", request.with.is_some(), keys == Keys::With),
        (
            "strata",
            request.strata.is_some(),
            statistic.compute.takes_strata(),
        ),
        ("repeated", request.repeated, keys == Keys::Repeated),
    ] {
        if is_given && !is_heeded {
            section.problem(
                key,
                format!("is not used by \"{}\"", statistic.word),
                "request it in an analysis without this key",
            );
        }
    }
}
