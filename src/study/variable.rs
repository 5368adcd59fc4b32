//! The data dictionary: columns and variables derived from them.

use super::plain_id;
use super::section::Section;
use crate::findings::suggest;

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A measurement.
    Continuous,
    /// A whole number of things.
    Count,
    /// Yes or no; the second level is the one reported.
    Binary,
    /// One of several levels without order.
    Nominal,
    /// One of several levels in order.
    Ordinal,
    /// A calendar date.
    Date,
    /// Names a row; must be unique.
    Identifier,
    /// Free text; never analysed.
    Text,
}

const KINDS: [(&str, Kind); 8] = [
    ("continuous", Kind::Continuous),
    ("count", Kind::Count),
    ("binary", Kind::Binary),
    ("nominal", Kind::Nominal),
    ("ordinal", Kind::Ordinal),
    ("date", Kind::Date),
    ("identifier", Kind::Identifier),
    ("text", Kind::Text),
];

impl Kind {
    /// The word that the study file uses.
    pub fn name(self) -> &'static str {
        KINDS
            .iter()
            .find(|(_, kind)| *kind == self)
            .map_or("", |(name, _)| name)
    }

    /// Whether cells are numbers.
    pub fn is_numeric(self) -> bool {
        matches!(self, Self::Continuous | Self::Count)
    }

    /// Whether cells are levels.
    pub fn is_categorical(self) -> bool {
        matches!(self, Self::Binary | Self::Nominal | Self::Ordinal)
    }

    /// Whether a summary can be made.
    pub fn is_summarised(self) -> bool {
        self.is_numeric() || self.is_categorical() || self == Self::Date
    }
}

/// How a number is summarised and compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SummaryStyle {
    /// Median and quartiles; rank tests.
    Median,
    /// Mean and standard deviation; tests of means.
    Mean,
}

/// One level of a categorical variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// As it stands in the CSV.
    pub code: String,
    /// As it is printed.
    pub label: String,
    /// As it stands in ledger ids.
    pub id: String,
}

/// Allowed range of a number or date, ends included.
#[derive(Debug, Clone, PartialEq)]
pub enum Range {
    /// Of numbers, in the variable's unit.
    Numbers(f64, f64),
    /// Of dates.
    Dates(jiff::civil::Date, jiff::civil::Date),
}

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

/// One entry of the dictionary.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// The CSV header, or the name of the derived variable.
    pub name: String,
    /// As printed.
    pub label: String,
    /// What its cells are.
    pub kind: Kind,
    /// Unit of its numbers.
    pub unit: Option<String>,
    /// Levels in order; empty unless categorical.
    pub levels: Vec<Level>,
    /// Allowed range.
    pub range: Option<Range>,
    /// Cells of this column that mean "missing", beside those of the file.
    pub missing: Vec<String>,
    /// How a number is summarised and compared.
    pub summary: SummaryStyle,
    /// Digits after the point in summaries.
    pub digits: usize,
    /// How it follows from others; `None` for a column of the CSV.
    pub derivation: Option<Derivation>,
    /// A remark for the data dictionary.
    pub description: Option<String>,
}

impl Variable {
    /// The level that a binary variable reports.
    pub fn positive_level(&self) -> Option<usize> {
        (self.kind == Kind::Binary).then_some(1)
    }
}

pub(super) fn read_all(top: &Section<'_>) -> Vec<Variable> {
    let mut variables: Vec<Variable> = Vec::new();
    for (name, section) in top.named_sections("variables") {
        let variable = read_column(name, &section);
        section.finish();
        variables.push(variable);
    }
    if variables.is_empty() {
        top.problem(
            "variables",
            "no variable is declared",
            "add [variables.NAME] for each column of the CSV",
        );
    }
    for (name, section) in top.named_sections("derived") {
        if variables.iter().any(|known| known.name == name) {
            section.problem(
                "label",
                format!("\"{name}\" is declared twice"),
                "give it another name",
            );
        }
        let variable = read_derived(name, &section, &variables);
        section.finish();
        variables.extend(variable);
    }
    for variable in &variables {
        if !plain_id(&variable.name) && variable.derivation.is_some() {
            top.problem(
                "derived",
                format!("\"{}\" is not a plain name", variable.name),
                "use letters, digits, _ and -",
            );
        }
    }
    variables
}

fn read_column(name: String, section: &Section<'_>) -> Variable {
    let kind = section.choice("kind", &KINDS).unwrap_or_else(|| {
        if !section.has("kind") {
            let names: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
            section.problem(
                "kind",
                "is missing",
                format!("write one of {}", names.join(", ")),
            );
        }
        Kind::Text
    });
    let levels = read_levels(section, kind);
    if kind == Kind::Binary && levels.len() != 2 {
        section.problem(
            "levels",
            format!("a binary variable has two levels, not {}", levels.len()),
            "write levels = [\"no\", \"yes\"], the reported one last",
        );
    }
    if matches!(kind, Kind::Nominal | Kind::Ordinal) && levels.is_empty() {
        section.problem("levels", "is missing", "list the levels in their order");
    }
    if !kind.is_categorical() && !levels.is_empty() {
        section.problem(
            "levels",
            format!("a {} variable has no levels", kind.name()),
            "remove them or change kind",
        );
    }
    Variable {
        range: read_range(section, kind),
        kind,
        levels,
        missing: section.strings("missing").unwrap_or_default(),
        derivation: None,
        ..read_common(name, section)
    }
}

fn read_common(name: String, section: &Section<'_>) -> Variable {
    Variable {
        label: section.string("label").unwrap_or_else(|| name.clone()),
        unit: section.string("unit"),
        summary: section
            .choice(
                "summary",
                &[
                    ("median", SummaryStyle::Median),
                    ("mean", SummaryStyle::Mean),
                ],
            )
            .unwrap_or(SummaryStyle::Median),
        digits: section.whole("digits", 10).unwrap_or(0) as usize,
        description: section.string("description"),
        name,
        kind: Kind::Text,
        levels: Vec::new(),
        range: None,
        missing: Vec::new(),
        derivation: None,
    }
}

fn read_levels(section: &Section<'_>, kind: Kind) -> Vec<Level> {
    let codes = section.strings("levels").unwrap_or_else(|| {
        if kind == Kind::Binary && !section.has("levels") {
            vec!["no".to_owned(), "yes".to_owned()]
        } else {
            Vec::new()
        }
    });
    levels_of(section, &codes)
}

fn levels_of(section: &Section<'_>, codes: &[String]) -> Vec<Level> {
    let labels = section.named_strings("labels");
    for (code, _) in &labels {
        if !codes.contains(code) {
            section.problem(
                "labels",
                format!("\"{code}\" is not one of the levels"),
                suggest(code, codes.iter().map(String::as_str)),
            );
        }
    }
    let mut levels: Vec<Level> = Vec::new();
    for code in codes {
        let id = level_id(code);
        if levels.iter().any(|level| level.code == *code) {
            section.problem(
                "levels",
                format!("\"{code}\" is listed twice"),
                "list each level once",
            );
            continue;
        }
        if levels.iter().any(|level| level.id == id) {
            section.problem(
                "levels",
                format!("\"{code}\" has the same id, {id}, as another level"),
                "make the levels differ in letters or digits",
            );
        }
        let label = labels
            .iter()
            .find(|(name, _)| name == code)
            .map_or_else(|| code.clone(), |(_, label)| label.clone());
        levels.push(Level {
            code: code.clone(),
            label,
            id,
        });
    }
    levels
}

/// The level as it stands in ledger ids: letters and digits stay, `+` and `-`
/// become words only where they are all there is, runs of anything else `_`.
fn level_id(code: &str) -> String {
    let mut id = String::new();
    for c in code.chars() {
        if c.is_alphanumeric() {
            id.extend(c.to_lowercase());
        } else if !id.is_empty() && !id.ends_with('_') {
            id.push('_');
        }
    }
    let trimmed = id.trim_end_matches('_');
    match (trimmed, code.trim()) {
        ("", "+") => "positive".to_owned(),
        ("", "-") => "negative".to_owned(),
        ("", _) => "level".to_owned(),
        (id, _) => id.to_owned(),
    }
}

fn read_range(section: &Section<'_>, kind: Kind) -> Option<Range> {
    if kind == Kind::Date {
        let written = section.strings("range")?;
        let dates: Vec<jiff::civil::Date> = written.iter().filter_map(|d| d.parse().ok()).collect();
        return match dates.as_slice() {
            [from, to] if from <= to && written.len() == 2 => Some(Range::Dates(*from, *to)),
            _ => {
                section.problem(
                    "range",
                    "is not a range of dates",
                    "write [\"YYYY-MM-DD\", \"YYYY-MM-DD\"]",
                );
                None
            }
        };
    }
    let numbers = section.numbers("range")?;
    match numbers.as_slice() {
        [from, to] if from <= to && kind.is_numeric() => Some(Range::Numbers(*from, *to)),
        _ => {
            section.problem(
                "range",
                "is not a range of numbers",
                "write [lowest, highest], for continuous and count only",
            );
            None
        }
    }
}

/// Makes a derivation of two dates.
type OfTwo = fn(String, String) -> Derivation;
/// Makes a derivation of several variables.
type OfMany = fn(Vec<String>) -> Derivation;

fn read_derived(name: String, section: &Section<'_>, known: &[Variable]) -> Option<Variable> {
    let scope = super::Scope {
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

/// Notes levels that a variable does not have.
pub(super) fn check_levels(
    section: &Section<'_>,
    key: &str,
    known: &[Variable],
    name: &str,
    levels: &[String],
) {
    let Some(variable) = known.iter().find(|variable| variable.name == name) else {
        return;
    };
    for level in levels {
        let codes = variable.levels.iter().map(|known| known.code.as_str());
        if !codes.clone().any(|code| code == level) {
            section.problem(
                key,
                format!("{name} has no level \"{level}\""),
                suggest(level, codes),
            );
        }
    }
}
