//! Variables that follow from others: `[derived.NAME]`.

use super::Scope;
use super::section::Section;
use super::variable::{Kind, Variable, check_levels, levels_of, read_common};

/// One level of a variable derived by cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Code of the level that applies.
    pub level: String,
    /// Binary variables that must all be yes.
    pub all: Vec<String>,
    /// Binary variables of which one must be yes.
    pub any: Vec<String>,
}

/// How a derived variable follows from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Derivation {
    /// Completed years between two dates.
    Years(String, String),
    /// Months between two dates, by the convention of a month's length.
    Months(String, String),
    /// Days between two dates.
    Days(String, String),
    /// Yes when the variable has a value.
    Present(String),
    /// Yes when the variable has one of these levels.
    Is(String, Vec<String>),
    /// Yes when the ordinal variable is at this level or above.
    AtLeast(String, String),
    /// Yes when one of the binary variables is.
    Any(Vec<String>),
    /// Yes when all of the binary variables are.
    All(Vec<String>),
    /// The first case that applies.
    Cases(Vec<Case>),
}

impl Derivation {
    /// The variables that it reads.
    pub fn sources(&self) -> Vec<&str> {
        match self {
            Self::Years(a, b) | Self::Months(a, b) | Self::Days(a, b) => vec![a, b],
            Self::Present(name) | Self::Is(name, _) | Self::AtLeast(name, _) => vec![name],
            Self::Any(names) | Self::All(names) => names.iter().map(String::as_str).collect(),
            Self::Cases(cases) => {
                let mut names: Vec<&str> = cases
                    .iter()
                    .flat_map(|case| case.all.iter().chain(&case.any))
                    .map(String::as_str)
                    .collect();
                names.sort_unstable();
                names.dedup();
                names
            }
        }
    }

    /// In words, for the data dictionary.
    pub fn describe(&self) -> String {
        match self {
            Self::Years(from, to) => format!("completed years from {from} to {to}"),
            Self::Months(from, to) => format!("months from {from} to {to}"),
            Self::Days(from, to) => format!("days from {from} to {to}"),
            Self::Present(name) => format!("yes when {name} has a value"),
            Self::Is(name, levels) => format!("yes when {name} is {}", levels.join(" or ")),
            Self::AtLeast(name, level) => format!("yes when {name} is {level} or higher"),
            Self::Any(names) => format!("yes when any of {} is", names.join(", ")),
            Self::All(names) => format!("yes when all of {} are", names.join(", ")),
            Self::Cases(cases) => {
                let parts: Vec<String> = cases
                    .iter()
                    .map(|case| match (case.all.as_slice(), case.any.as_slice()) {
                        ([], []) => format!("{} otherwise", case.level),
                        (all, []) => format!("{} when {}", case.level, all.join(" and ")),
                        ([], any) => format!("{} when {}", case.level, any.join(" or ")),
                        (all, any) => format!(
                            "{} when {} and ({})",
                            case.level,
                            all.join(" and "),
                            any.join(" or ")
                        ),
                    })
                    .collect();
                parts.join("; ")
            }
        }
    }
}

/// Makes a derivation of two dates.
type OfTwo = fn(String, String) -> Derivation;
/// Makes a derivation of several variables.
type OfMany = fn(Vec<String>) -> Derivation;

pub(super) fn read_derived(
    name: String,
    section: &Section<'_>,
    known: &[Variable],
) -> Option<Variable> {
    let scope = Scope {
        variables: known,
        endpoints: &[],
    };
    let date = |kind: Kind| kind == Kind::Date;
    let binary = |kind: Kind| kind == Kind::Binary;
    let mut found: Vec<(Kind, Derivation)> = Vec::new();
    let durations: [(&'static str, OfTwo); 3] = [
        ("years", Derivation::Years),
        ("months", Derivation::Months),
        ("days", Derivation::Days),
    ];
    for (key, make) in durations {
        if let Some(span) = section.section(key) {
            let (from, to) = (span.required_string("from"), span.required_string("to"));
            for (end, name) in [("from", &from), ("to", &to)] {
                if !name.is_empty() {
                    scope.variable(&span, end, name, date, "a date");
                }
            }
            span.finish();
            found.push((Kind::Continuous, make(from, to)));
        }
    }
    if let Some(source) = section.string("present") {
        scope.variable(section, "present", &source, |_| true, "a variable");
        found.push((Kind::Binary, Derivation::Present(source)));
    }
    if let Some(is) = section.section("is") {
        let (variable, levels) = (
            is.required_string("variable"),
            is.strings("levels").unwrap_or_default(),
        );
        if scope.variable(
            &is,
            "variable",
            &variable,
            Kind::is_categorical,
            "categorical",
        ) {
            check_levels(&is, "levels", known, &variable, &levels);
        }
        is.finish();
        found.push((Kind::Binary, Derivation::Is(variable, levels)));
    }
    if let Some(least) = section.section("at_least") {
        let (variable, level) = (
            least.required_string("variable"),
            least.required_string("level"),
        );
        if scope.variable(
            &least,
            "variable",
            &variable,
            |kind| kind == Kind::Ordinal,
            "ordinal",
        ) {
            check_levels(
                &least,
                "level",
                known,
                &variable,
                std::slice::from_ref(&level),
            );
        }
        least.finish();
        found.push((Kind::Binary, Derivation::AtLeast(variable, level)));
    }
    let lists: [(&'static str, OfMany); 2] = [("any", Derivation::Any), ("all", Derivation::All)];
    for (key, make) in lists {
        if let Some(names) = section.strings(key) {
            for name in &names {
                scope.variable(section, key, name, binary, "binary");
            }
            found.push((Kind::Binary, make(names)));
        }
    }
    let case_sections = section.listed_sections("cases");
    if !case_sections.is_empty() {
        let mut cases = Vec::new();
        for case in &case_sections {
            let (all, any) = (
                case.strings("all").unwrap_or_default(),
                case.strings("any").unwrap_or_default(),
            );
            for (key, names) in [("all", &all), ("any", &any)] {
                for name in names {
                    scope.variable(case, key, name, binary, "binary");
                }
            }
            cases.push(Case {
                level: case.required_string("level"),
                all,
                any,
            });
            case.finish();
        }
        found.push((Kind::Nominal, Derivation::Cases(cases)));
    }
    if found.len() != 1 {
        section.problem(
            "label",
            format!("states {} derivations, expected one", found.len()),
            "write one of years, months, days, present, is, at_least, any, all, cases",
        );
        // The name is kept, so that references to it are not findings too.
    }
    let (kind, derivation) = found
        .pop()
        .unwrap_or((Kind::Binary, Derivation::Any(Vec::new())));
    let codes: Vec<String> = match &derivation {
        Derivation::Cases(cases) => cases.iter().map(|case| case.level.clone()).collect(),
        _ if kind == Kind::Binary => vec!["no".to_owned(), "yes".to_owned()],
        _ => Vec::new(),
    };
    let unit = match derivation {
        Derivation::Years(..) => Some("years"),
        Derivation::Months(..) => Some("months"),
        Derivation::Days(..) => Some("days"),
        _ => None,
    };
    let levels = levels_of(section, &codes);
    let common = read_common(name, section);
    Some(Variable {
        kind,
        levels,
        unit: common.unit.clone().or(unit.map(str::to_owned)),
        derivation: Some(derivation),
        ..common
    })
}
