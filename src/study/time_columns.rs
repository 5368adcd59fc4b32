//! The units of the columns from which endpoints read their times.

use super::section::Section;
use super::{Endpoint, EndpointSource, TimeUnit, Variable};

/// Checks the units of time of endpoints, each against those before it.
pub(super) struct TimeColumns<'a> {
    variables: &'a [Variable],
    /// Columns that state no unit, which are in that of their endpoint.
    assumed: Vec<Assumed>,
}

/// A column without a unit, and where its unit was taken from.
struct Assumed {
    column: String,
    unit: TimeUnit,
    endpoint: String,
}

/// What a column states of its unit.
enum Stated<'a> {
    Nothing,
    Unknown(&'a str),
    Known(TimeUnit),
}

impl<'a> TimeColumns<'a> {
    pub(super) fn new(variables: &'a [Variable]) -> Self {
        Self {
            variables,
            assumed: Vec::new(),
        }
    }

    /// Notes what is unclear or impossible of the units of an endpoint.
    pub(super) fn check(&mut self, section: &Section<'_>, endpoint: &Endpoint) {
        let EndpointSource::Columns { time, .. } = &endpoint.source else {
            check_dates(section, endpoint.unit);
            return;
        };
        let columns = std::iter::once(("time", time))
            .chain(endpoint.entry.iter().map(|entry| ("entry", entry)));
        let columns: Vec<_> = columns
            .filter_map(|(key, name)| {
                let mut variables = self.variables.iter();
                let variable = variables.find(|variable| variable.name == *name)?;
                variable.kind.is_numeric().then_some((key, variable))
            })
            .collect();
        let converted = columns
            .iter()
            .find_map(|(_, variable)| match stated(variable) {
                Stated::Known(own) if own != endpoint.unit => Some((*variable, own)),
                _ => None,
            });
        for (key, variable) in columns {
            match (stated(variable), converted) {
                (Stated::Unknown(unit), _) => unknown(section, key, variable, unit, endpoint.unit),
                (Stated::Nothing, Some((other, unit))) => section.problem(
                    key,
                    format!(
                        "\"{}\" states no unit, while \"{}\" is in {}",
                        variable.name,
                        other.name,
                        unit.name()
                    ),
                    format!(
                        "state its unit in {}: unit = \"{}\"",
                        place(variable),
                        unit.name()
                    ),
                ),
                (Stated::Nothing, None) => self.assume(section, key, variable, endpoint),
                (Stated::Known(_), _) => {}
            }
        }
    }

    /// Takes a column in the unit of an endpoint, unless another endpoint has it in
    /// another one.
    fn assume(
        &mut self,
        section: &Section<'_>,
        key: &'static str,
        variable: &Variable,
        endpoint: &Endpoint,
    ) {
        let name = &variable.name;
        let other = |known: &&Assumed| known.column == *name && known.unit != endpoint.unit;
        if let Some(known) = self.assumed.iter().find(other) {
            section.problem(
                key,
                format!(
                    "\"{name}\" states no unit: it is read in {} here, and in {} by endpoint \"{}\"",
                    endpoint.unit.name(),
                    known.unit.name(),
                    known.endpoint
                ),
                format!(
                    "state its unit in {}, such as unit = \"{}\": its times are converted to the unit of each endpoint",
                    place(variable),
                    known.unit.name()
                ),
            );
            return;
        }
        self.assumed.push(Assumed {
            column: name.clone(),
            unit: endpoint.unit,
            endpoint: endpoint.id.clone(),
        });
    }
}

fn stated(variable: &Variable) -> Stated<'_> {
    match variable.unit.as_deref().map(str::trim) {
        None | Some("") => Stated::Nothing,
        Some(unit) => TimeUnit::of(unit).map_or(Stated::Unknown(unit), Stated::Known),
    }
}

fn unknown(
    section: &Section<'_>,
    key: &'static str,
    variable: &Variable,
    unit: &str,
    wanted: TimeUnit,
) {
    section.problem(
        key,
        format!(
            "\"{}\" is in \"{unit}\", which cannot be converted to {}",
            variable.name,
            wanted.name()
        ),
        format!(
            "write {} as unit in {}, or leave the unit out if its times are in {}",
            TimeUnit::names(),
            place(variable),
            wanted.name()
        ),
    );
}

/// Dates hold no times of day.
fn check_dates(section: &Section<'_>, unit: TimeUnit) {
    if unit.is_within_a_day() {
        let name = unit.name();
        section.problem(
            "unit",
            format!("\"{name}\" cannot be told from dates, whose times of day are not read"),
            format!(
                "write \"days\", or give the {name} as a column, with the keys time, status and event"
            ),
        );
    }
}

/// The section of the study file in which a variable is described.
fn place(variable: &Variable) -> String {
    let table = match variable.derivation {
        Some(_) => "derived",
        None => "variables",
    };
    let name = &variable.name;
    if super::plain_id(name) {
        format!("[{table}.{name}]")
    } else {
        format!("[{table}.{name:?}]")
    }
}
