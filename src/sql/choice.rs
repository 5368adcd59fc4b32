//! What becomes of each variable: kept as it is written, derived by the query, derived
//! by the study as before, or left out.

use super::Grouping;
use super::needs::{Needs, once};
use crate::study::{
    Condition, DateOrder, Derivation, Endpoint, EndpointSource, Kind, Rule, Study, Variable,
};

/// Where the query works and where the study still does.
#[derive(Debug, Default)]
pub(super) struct Choice {
    /// Columns of the file that remain, in the order of the study.
    pub(super) kept: Vec<String>,
    /// Variables that the query derives, in the order of the study.
    pub(super) derived: Vec<String>,
    /// Derived variables that the study derives from what remains.
    pub(super) still: Vec<String>,
    /// Endpoints whose time and end the query derives.
    pub(super) followed: Vec<String>,
    /// Endpoints that the study reads from what remains.
    pub(super) endpoints: Vec<String>,
    /// The rules that the query checks, by their place in the study.
    pub(super) checked: Vec<usize>,
}

impl Choice {
    pub(super) fn of(study: &Study, grouping: Grouping) -> Self {
        let chooser = Chooser { study, grouping };
        let Needs {
            mut variables,
            endpoints,
        } = Needs::of(study);
        for endpoint in study.endpoints.iter().filter(|e| endpoints.contains(&e.id)) {
            if !chooser.is_followed(endpoint) {
                endpoint
                    .columns()
                    .iter()
                    .for_each(|name| once(&mut variables, name));
            }
        }
        chooser.add_sources(&mut variables);
        // A rule that no query can check needs its columns, which may then do for others.
        let checked = loop {
            let before = variables.len();
            let mut checked = Vec::new();
            for (at, rule) in study.rules.iter().enumerate() {
                let names = rule.variables();
                if names.iter().all(|name| chooser.is_there(name, &variables)) {
                    continue;
                }
                if chooser.is_checked(rule) {
                    checked.push(at);
                } else {
                    names.iter().for_each(|name| once(&mut variables, name));
                    chooser.add_sources(&mut variables);
                }
            }
            if variables.len() == before {
                break checked;
            }
        };
        let mut choice = Self {
            checked,
            ..Self::default()
        };
        for variable in &study.variables {
            let name = &variable.name;
            match &variable.derivation {
                None if variables.contains(name) => choice.kept.push(name.clone()),
                Some(_) if chooser.is_by_query(variable, &variables) => {
                    choice.derived.push(name.clone());
                }
                Some(_) if variables.contains(name) => chooser.add_still(variable, &mut choice),
                _ => {}
            }
        }
        for (at, rule) in study.rules.iter().enumerate() {
            if !choice.checked.contains(&at) {
                let derived = rule.variables().into_iter();
                let derived = derived.filter_map(|name| study.variable(name));
                derived.for_each(|variable| chooser.add_still(variable, &mut choice));
            }
        }
        for endpoint in study.endpoints.iter().filter(|e| endpoints.contains(&e.id)) {
            let all = endpoint
                .columns()
                .iter()
                .all(|name| variables.contains(name));
            let of = if all {
                &mut choice.endpoints
            } else {
                &mut choice.followed
            };
            of.push(endpoint.id.clone());
        }
        let place = |name: &String| study.variables.iter().position(|known| known.name == *name);
        choice.still.sort_by_key(place);
        choice
    }
}

struct Chooser<'a> {
    study: &'a Study,
    grouping: Grouping,
}

impl Chooser<'_> {
    /// Adds what must be read for derivations that no query can do.
    fn add_sources(&self, variables: &mut Vec<String>) {
        let mut at = 0;
        while let Some(name) = variables.get(at).cloned() {
            at += 1;
            let variable = self.study.variable(&name);
            if let Some(derivation) = variable.and_then(|variable| variable.derivation.as_ref())
                && !self.is_expressible(&name)
            {
                derivation
                    .sources()
                    .into_iter()
                    .for_each(|source| once(variables, source));
            }
        }
    }

    /// Whether a variable follows from what remains of the file, or is derived by
    /// the query.
    fn is_there(&self, name: &str, variables: &[String]) -> bool {
        let Some(variable) = self.study.variable(name) else {
            return false;
        };
        let Some(derivation) = &variable.derivation else {
            return variables.iter().any(|known| known == name);
        };
        self.is_by_query(variable, variables) || self.follows(derivation, variables)
    }

    fn follows(&self, derivation: &Derivation, variables: &[String]) -> bool {
        let mut sources = derivation.sources().into_iter();
        sources.all(|source| self.is_there(source, variables))
    }

    /// Whether the query derives it: it is analysed, and not all of what it is
    /// derived from is.
    fn is_by_query(&self, variable: &Variable, variables: &[String]) -> bool {
        variable.derivation.as_ref().is_some_and(|derivation| {
            variables.contains(&variable.name)
                && !self.follows(derivation, variables)
                && self.is_expressible(&variable.name)
        })
    }

    /// Notes a variable that the study derives, and those that it is derived from.
    fn add_still(&self, variable: &Variable, choice: &mut Choice) {
        let Some(derivation) = &variable.derivation else {
            return;
        };
        if choice.still.contains(&variable.name) || choice.derived.contains(&variable.name) {
            return;
        }
        for source in derivation.sources() {
            if let Some(source) = self.study.variable(source) {
                self.add_still(source, choice);
            }
        }
        choice.still.push(variable.name.clone());
    }

    /// Whether a query can follow the rows of an endpoint as the study does.
    fn is_followed(&self, endpoint: &Endpoint) -> bool {
        let columns = endpoint.columns();
        matches!(endpoint.source, EndpointSource::Dates { .. })
            && columns.iter().all(|name| self.is_expressible(name))
    }

    fn is_checked(&self, rule: &Rule) -> bool {
        let mut conditions = rule.holds.iter().chain(&rule.when);
        // Texts are there or not; they compare with nothing.
        let compares = conditions.any(|c| matches!(c, Condition::Compared(..)));
        let is_text = |name: &str| {
            let kind = self.study.variable(name).map(|variable| variable.kind);
            matches!(kind, Some(Kind::Text | Kind::Identifier))
        };
        let mut variables = rule.variables().into_iter();
        variables.all(|name| self.is_expressible(name) && !(compares && is_text(name)))
    }

    /// Whether a query can have the value of a variable exactly as the study reads
    /// it, or notices that it cannot.
    fn is_expressible(&self, name: &str) -> bool {
        if self.grouping == Grouping::AsWritten {
            return false;
        }
        let Some(variable) = self.study.variable(name) else {
            return false;
        };
        match &variable.derivation {
            // The last bit of a logarithm is not that of every engine.
            Some(Derivation::Log(_) | Derivation::Divided(..) | Derivation::First(_)) => false,
            Some(derivation) => {
                let mut sources = derivation.sources().into_iter();
                sources.all(|source| self.is_expressible(source))
            }
            None => self.is_readable(variable),
        }
    }

    /// Whether the cells of a column have a form that a query reads.
    fn is_readable(&self, variable: &Variable) -> bool {
        let form = variable.form.or(self.study.cohort.form);
        match variable.kind {
            Kind::Date => {
                let order = form.dates.unwrap_or(DateOrder::YearMonthDay);
                let is_number = matches!(order, DateOrder::DayNumber | DateOrder::DayNumber1904);
                !is_number && form.pivot.is_none()
            }
            Kind::Continuous | Kind::Count => {
                form.thousands.is_none() && form.limits.is_none() && variable.marks.is_empty()
            }
            _ => variable.empty.is_none(),
        }
    }
}
