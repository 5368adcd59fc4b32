//! What a number is of.

use std::fmt;

use super::name::Name;
use super::step::parse_name;

/// What a number is of. The names of columns, endpoints and models share one
/// space; where two of a study are called alike, or a column is called as the
/// program's own subjects, the kind is written before the name:
/// `endpoint:survival`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The rows of the cohort.
    Cohort,
    /// The settings of the study.
    Convention,
    /// The study's questions about its data.
    Queries,
    /// What alone has this name in the study.
    Named(Name),
    /// A column called as one of the program's own subjects.
    Column(Name),
    /// An endpoint that shares its name.
    Endpoint(Name),
    /// A model that shares its name.
    Model(Name),
}

const OWN: [(&str, Subject); 3] = [
    ("cohort", Subject::Cohort),
    ("convention", Subject::Convention),
    ("queries", Subject::Queries),
];
const COLUMN: &str = "column:";
const ENDPOINT: &str = "endpoint:";
const MODEL: &str = "model:";

impl Subject {
    /// A column or derived variable.
    pub fn variable(name: &str) -> Self {
        if is_own(name) {
            Self::Column(Name::new(name))
        } else {
            Self::Named(Name::new(name))
        }
    }

    /// An endpoint; `is_taken` where a column is called so.
    pub fn endpoint(name: &str, is_taken: impl Fn(&str) -> bool) -> Self {
        if is_own(name) || is_taken(name) {
            Self::Endpoint(Name::new(name))
        } else {
            Self::Named(Name::new(name))
        }
    }

    /// A model; `is_taken` where a column or an endpoint is called so.
    pub fn model(name: &str, is_taken: impl Fn(&str) -> bool) -> Self {
        if is_own(name) || is_taken(name) {
            Self::Model(Name::new(name))
        } else {
            Self::Named(Name::new(name))
        }
    }

    /// The name of a column, endpoint or model.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Cohort | Self::Convention | Self::Queries => None,
            Self::Named(name) | Self::Column(name) | Self::Endpoint(name) | Self::Model(name) => {
                Some(name.text())
            }
        }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        if let Some((_, own)) = OWN.iter().find(|(word, _)| *word == text) {
            return Some(own.clone());
        }
        for (mark, of) in [
            (COLUMN, Self::Column as fn(Name) -> Self),
            (ENDPOINT, Self::Endpoint),
            (MODEL, Self::Model),
        ] {
            if let Some(name) = text.strip_prefix(mark) {
                return parse_name(name).map(of);
            }
        }
        parse_name(text).map(Self::Named)
    }
}

fn is_own(name: &str) -> bool {
    OWN.iter().any(|(word, _)| *word == name)
}

impl fmt::Display for Subject {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mark, name) = match self {
            Self::Cohort => return out.write_str("cohort"),
            Self::Convention => return out.write_str("convention"),
            Self::Queries => return out.write_str("queries"),
            Self::Named(name) => ("", name),
            Self::Column(name) => (COLUMN, name),
            Self::Endpoint(name) => (ENDPOINT, name),
            Self::Model(name) => (MODEL, name),
        };
        write!(out, "{mark}{name}")
    }
}
