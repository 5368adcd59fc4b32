//! Variables that follow from others: `[derived.NAME]`.

use super::Scope;
use super::section::Section;
use super::variable::{Kind, Variable, check_levels, check_tested, levels_of, read_common};

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
#[derive(Debug, Clone, PartialEq)]
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
    /// A number in groups, divided at these values.
    Cut(Cut),
    /// The natural logarithm of a number.
    Log(String),
    /// Every combination of the levels of categories, the last varying fastest.
    Crossed(Vec<String>),
    /// A number divided by another, such as an age per ten years.
    Divided(String, f64),
    /// The first of several numbers that has a value.
    First(Vec<String>),
}

/// A number in groups. As R's `cut`.
#[derive(Debug, Clone, PartialEq)]
pub struct Cut {
    /// The number.
    pub variable: String,
    /// The boundaries, rising.
    pub at: Vec<f64>,
    /// Whether a value on a boundary belongs to the group below it.
    pub closed_right: bool,
}

impl Cut {
    /// The group of a value, from 0.
    pub fn group(&self, value: f64) -> usize {
        if self.closed_right {
            self.at.partition_point(|&boundary| boundary < value)
        } else {
            self.at.partition_point(|&boundary| boundary <= value)
        }
    }

    /// The groups in words, lowest first.
    fn names(&self) -> Vec<String> {
        let (first, between, last) = if self.closed_right {
            ("# or below", "above # to #", "above #")
        } else {
            ("below #", "# to below #", "# or above")
        };
        let fill = |pattern: &str, values: &[f64]| {
            values.iter().fold(pattern.to_owned(), |text, value| {
                text.replacen('#', &value.to_string(), 1)
            })
        };
        let ends = |pattern, value: Option<&f64>| value.map(|value| fill(pattern, &[*value]));
        let inner = self.at.windows(2).map(|pair| fill(between, pair));
        ends(first, self.at.first())
            .into_iter()
            .chain(inner)
            .chain(ends(last, self.at.last()))
            .collect()
    }
}

impl Derivation {
    /// The variables that it reads.
    pub fn sources(&self) -> Vec<&str> {
        match self {
            Self::Years(a, b) | Self::Months(a, b) | Self::Days(a, b) => vec![a, b],
            Self::Present(name)
            | Self::Is(name, _)
            | Self::AtLeast(name, _)
            | Self::Log(name)
            | Self::Divided(name, _)
            | Self::Cut(Cut { variable: name, .. }) => vec![name],
            Self::Any(names) | Self::All(names) | Self::Crossed(names) | Self::First(names) => {
                names.iter().map(String::as_str).collect()
            }
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
            Self::Crossed(names) => format!("combinations of {}", names.join(" and ")),
            Self::Log(name) => format!("natural logarithm of {name}"),
            Self::Divided(name, by) => format!("{name} divided by {by}"),
            Self::First(names) => format!("the first of {} that has a value", names.join(", ")),
            Self::Cut(cut) => format!("{} as {}", cut.variable, cut.names().join(", ")),
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
    let scope = Scope::of_columns(known, &[]);
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
    found.extend(read_of_number(section, &scope));
    if let Some(names) = section.strings("crossed") {
        for name in &names {
            let categorical = Kind::is_categorical;
            scope.variable(section, "crossed", name, categorical, "categorical");
        }
        if names.len() < 2 {
            let problem = "needs two categories or more";
            section.problem("crossed", problem, "list them: [\"sex\", \"stage\"]");
        }
        found.push((Kind::Nominal, Derivation::Crossed(names)));
    }
    if found.len() != 1 {
        section.problem(
            "label",
            format!("has {} derivations, expected one", found.len()),
            "use one of: years, months, days, present, is, at_least, any, all, cases, cut, log, divided, first, crossed",
        );
        // The name is kept, so that references to it are not findings too.
    }
    let (kind, derivation) = found
        .pop()
        .unwrap_or((Kind::Binary, Derivation::Any(Vec::new())));
    let derivation = within_levels(section, known, derivation);
    let (codes, labels) = match &derivation {
        Derivation::Crossed(names) => combinations(known, names),
        other => {
            let codes = codes_of(kind, other);
            (codes.clone(), codes)
        }
    };
    let unit = match derivation {
        Derivation::Years(..) => Some("years"),
        Derivation::Months(..) => Some("months"),
        Derivation::Days(..) => Some("days"),
        _ => None,
    };
    let levels = levels_of(section, &codes, &labels);
    check_tested(section, kind);
    let common = read_common(name, section);
    Some(Variable {
        kind,
        levels,
        unit: common.unit.clone().or(unit.map(str::to_owned)),
        derivation: Some(derivation),
        ..common
    })
}

/// The codes of the levels that a derivation states or implies.
fn codes_of(kind: Kind, derivation: &Derivation) -> Vec<String> {
    match derivation {
        Derivation::Cases(cases) => cases.iter().map(|case| case.level.clone()).collect(),
        Derivation::Cut(cut) => cut.names(),
        _ if kind == Kind::Binary => vec!["no".to_owned(), "yes".to_owned()],
        _ => Vec::new(),
    }
}

/// Most levels of a crossed variable: beyond them a table has more groups than
/// pages, and their names alone fill the memory.
const MOST_CROSSED: usize = 1_000;

/// The derivation, without its sources where they have too many combinations.
fn within_levels(section: &Section<'_>, known: &[Variable], derivation: Derivation) -> Derivation {
    let Derivation::Crossed(names) = &derivation else {
        return derivation;
    };
    let sources = known
        .iter()
        .filter(|variable| names.contains(&variable.name));
    let combinations = sources
        .map(|variable| variable.levels.len())
        .fold(1, usize::saturating_mul);
    if combinations <= MOST_CROSSED {
        return derivation;
    }
    section.problem(
        "crossed",
        format!("has {combinations} combinations of levels; the limit is {MOST_CROSSED}"),
        "cross fewer variables, or group their levels first with cases or cut",
    );
    Derivation::Crossed(Vec::new())
}

/// The codes and labels of the combinations of the levels of `names`.
fn combinations(known: &[Variable], names: &[String]) -> (Vec<String>, Vec<String>) {
    let mut pairs = vec![(String::new(), String::new())];
    for variable in names
        .iter()
        .filter_map(|name| known.iter().find(|variable| variable.name == *name))
    {
        let join = |text: &str, glue: &str, next: &str| match text {
            "" => next.to_owned(),
            text => format!("{text}{glue}{next}"),
        };
        pairs = pairs
            .iter()
            .flat_map(|(code, label)| {
                variable.levels.iter().map(move |level| {
                    (
                        join(code, " ", &level.code),
                        join(label, ", ", &level.label),
                    )
                })
            })
            .collect();
    }
    pairs.into_iter().unzip()
}

/// What follows from numbers.
fn read_of_number(section: &Section<'_>, scope: &Scope<'_>) -> Vec<(Kind, Derivation)> {
    let mut found = Vec::new();
    if let Some(source) = section.string("log") {
        scope.variable(section, "log", &source, Kind::is_numeric, "a number");
        found.push((Kind::Continuous, Derivation::Log(source)));
    }
    if let Some(divided) = section.section("divided") {
        let variable = required_number(&divided, scope);
        let by = divided.number("by").unwrap_or_default();
        if by <= 0.0 {
            let problem = "is not a positive number";
            divided.problem("by", problem, "write by = 10, or another positive number");
        }
        divided.finish();
        found.push((Kind::Continuous, Derivation::Divided(variable, by)));
    }
    if let Some(names) = section.strings("first") {
        for name in &names {
            scope.variable(section, "first", name, Kind::is_numeric, "a number");
        }
        if names.len() < 2 {
            let problem = "needs two numbers or more";
            section.problem(
                "first",
                problem,
                "list them: [\"days_to_death\", \"days_followed\"]",
            );
        }
        found.push((Kind::Continuous, Derivation::First(names)));
    }
    if let Some(cut) = section.section("cut") {
        let variable = required_number(&cut, scope);
        let at = cut.numbers("at").unwrap_or_default();
        if at.is_empty() || at.windows(2).any(|pair| pair[0] >= pair[1]) {
            let problem = "is not an increasing list of boundaries";
            cut.problem(
                "at",
                problem,
                "write an increasing list, such as at = [2, 5]",
            );
        }
        let closed = [("left", false), ("right", true)];
        let closed_right = cut.choice("closed", &closed).unwrap_or(false);
        cut.finish();
        let cut = Cut {
            variable,
            at,
            closed_right,
        };
        found.push((Kind::Ordinal, Derivation::Cut(cut)));
    }
    found
}

/// The name under `variable`, which must be a number.
fn required_number(section: &Section<'_>, scope: &Scope<'_>) -> String {
    let variable = section.required_string("variable");
    if !variable.is_empty() {
        let numeric = Kind::is_numeric;
        scope.variable(section, "variable", &variable, numeric, "a number");
    }
    variable
}
