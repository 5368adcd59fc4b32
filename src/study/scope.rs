//! What a reference inside the study file may name.

use super::section::Section;
use super::{Analysis, Design, Endpoint, Kind, Model, Variable};
use crate::findings::suggest;

/// What a reference inside the study file may name.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    pub(crate) variables: &'a [Variable],
    pub(crate) endpoints: &'a [Endpoint],
    pub(crate) models: &'a [Model],
    pub(crate) analyses: &'a [Analysis],
    pub(crate) design: Option<&'a Design>,
}

impl<'a> Scope<'a> {
    /// What is known before models and analyses are read.
    pub(crate) fn of_columns(variables: &'a [Variable], endpoints: &'a [Endpoint]) -> Self {
        Self {
            variables,
            endpoints,
            models: &[],
            analyses: &[],
            design: None,
        }
    }

    /// Whether groups are compared by tests where the study file does not say
    /// so: all but those that chance made.
    pub(crate) fn compares(&self, by: Option<&str>) -> bool {
        let randomised = |by: &str| self.design.is_some_and(|design| design.randomises(by));
        by.is_some_and(|by| !randomised(by))
    }

    /// Checks that `name` is a variable that `fits`, or notes the problem.
    pub(crate) fn variable(
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
                format!("unknown variable \"{name}\""),
                suggest(name, names().collect::<Vec<_>>()),
            ),
            Some(variable) if !fits(variable.kind) => section.problem(
                key,
                format!(
                    "\"{name}\" is {}, expected {expected}",
                    variable.kind.name()
                ),
                instead(variable, expected, &names().collect::<Vec<_>>()),
            ),
            Some(_) => return true,
        }
        false
    }

    /// The id of an endpoint, which must exist.
    pub(crate) fn endpoint(&self, section: &Section<'_>, key: &'static str) -> String {
        let id = section.required_string(key);
        let ids: Vec<&str> = self.endpoints.iter().map(|e| e.id.as_str()).collect();
        if section.has(key) && !ids.contains(&id.as_str()) {
            section.problem(key, format!("unknown endpoint \"{id}\""), suggest(&id, ids));
        }
        id
    }
}

/// What to do about a variable of the wrong kind: declare the kind that its levels
/// allow, or name one of the others.
fn instead(variable: &Variable, expected: &str, others: &[&str]) -> String {
    let name = &variable.name;
    match (expected, variable.levels.as_slice(), others) {
        ("binary", [no, yes], _) => format!(
            "set kind = \"binary\" in [variables.\"{name}\"]; of levels = [\"{}\", \"{}\"] the \
             second is then the event",
            no.code, yes.code
        ),
        (_, _, []) => format!(
            "no variable is {expected}: change kind in [variables.\"{name}\"], or declare one under [derived]"
        ),
        _ => suggest(name, others.iter().copied()),
    }
}
