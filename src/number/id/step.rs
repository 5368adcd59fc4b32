//! The parts of an id between its subject and its key.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::name::Name;
use crate::number::format::setting;
use crate::number::styles::NumberStyle;
use crate::number::{TimeUnit, unit};

/// A piece of an id behind its subject and groupings.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Step {
    /// A statistic of more than one number, a level, a term of a model.
    Name(Name),
    /// Two levels that are compared: `a_vs_b`.
    Pair(Name, Name),
    /// A time on the axis of an endpoint: `12_months`.
    Time(Time),
    /// A parameter of the statistic before it: `rho=1`.
    Parameter(Parameter),
}

impl Step {
    /// A word of the program's own.
    pub fn word(word: &str) -> Self {
        Self::Name(Name::bare(word))
    }
}

/// A time on the axis of an endpoint, in its unit.
#[derive(Debug, Clone)]
pub struct Time {
    value: f64,
    unit: Arc<str>,
}

impl Time {
    /// `unit` is the name of a [`TimeUnit`].
    pub fn new(value: f64, unit: &str) -> Self {
        Self {
            value,
            unit: unit.into(),
        }
    }

    /// In its unit.
    pub fn value(&self) -> f64 {
        self.value
    }

    /// "12 months".
    pub fn in_words(&self, style: NumberStyle) -> String {
        let unit = style.words.text(&format!("unit.{}", self.unit));
        let text = setting(self.value, style);
        let unit = unit::behind(&text, unit, style.words);
        text + &unit
    }

    fn parse(text: &str) -> Option<Self> {
        let (value, unit) = text.rsplit_once('_')?;
        TimeUnit::named(unit)?;
        let time = Self::new(parse_number(value)?, unit);
        (time.to_string() == text).then_some(time)
    }
}

/// A parameter of a statistic.
#[derive(Debug, Clone)]
pub struct Parameter {
    name: Arc<str>,
    value: f64,
}

impl Parameter {
    /// As the study file calls it, and its value.
    pub fn new(name: &str, value: f64) -> Self {
        Self {
            name: name.into(),
            value,
        }
    }

    /// "rho = 1".
    pub fn in_words(&self, style: NumberStyle) -> String {
        format!("{}\u{a0}=\u{a0}{}", self.name, setting(self.value, style))
    }

    fn parse(text: &str) -> Option<Self> {
        let (name, value) = text.split_once('=')?;
        let parameter = Self::new(name, parse_number(value)?);
        (parameter.to_string() == text && !name.is_empty()).then_some(parameter)
    }
}

/// A number without a point, which would end the piece of the id.
fn number_text(value: f64) -> String {
    value.to_string().replace('.', "_")
}

fn parse_number(text: &str) -> Option<f64> {
    text.replacen('_', ".", 1).parse().ok()
}

// A float has no equality of its own; these are what they print.
macro_rules! compared_as_text {
    ($($name:ident)*) => {$(
        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.to_string() == other.to_string()
            }
        }
        impl Eq for $name {}
        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.to_string().hash(state);
            }
        }
    )*};
}

compared_as_text!(Time Parameter);

impl fmt::Display for Time {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}_{}", number_text(self.value), self.unit)
    }
}

impl fmt::Display for Parameter {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}={}", self.name, number_text(self.value))
    }
}

impl fmt::Display for Step {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => name.fmt(out),
            Self::Pair(first, second) => write!(out, "{first}{AGAINST}{second}"),
            Self::Time(time) => time.fmt(out),
            Self::Parameter(parameter) => parameter.fmt(out),
        }
    }
}

/// The text between two levels that are compared.
const AGAINST: &str = "_vs_";
pub(super) const WITH: &str = "with_";
pub(super) const BY: &str = "by_";
pub(super) const WITHIN: &str = "within_";

/// Whether a bare text is read as more than a name.
pub(super) fn is_marked(text: &str) -> bool {
    [WITH, BY, WITHIN].iter().any(|mark| text.starts_with(mark))
        || text.contains(AGAINST)
        || Time::parse(text).is_some()
}

/// Reads a step from its pieces between points: one name, or two that are
/// compared.
pub(super) fn parse(text: &str) -> Option<Step> {
    if let Some(name) = parse_name(text) {
        return Some(Step::Name(name));
    }
    if let Some(time) = Time::parse(text) {
        return Some(Step::Time(time));
    }
    if let Some(parameter) = Parameter::parse(text) {
        return Some(Step::Parameter(parameter));
    }
    let at = unquoted(text).find_map(|(at, _)| {
        let (first, rest) = text.split_at(at);
        let second = rest.strip_prefix(AGAINST)?;
        Some((parse_name(first)?, parse_name(second)?))
    });
    at.map(|(first, second)| Step::Pair(first, second))
}

/// A whole text as one name.
pub(super) fn parse_name(text: &str) -> Option<Name> {
    let Some(inside) = text.strip_prefix('"') else {
        let bare = Name::bare(text);
        return (Name::new(text) == bare).then_some(bare);
    };
    let mut name = String::new();
    let mut chars = inside.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next()? {
                'u' => name.push(parse_escape(&mut chars)?),
                c => name.push(c),
            },
            '"' => return chars.as_str().is_empty().then(|| Name::quoted(&name)),
            c => name.push(c),
        }
    }
    None
}

/// A control character by its number, `{a}`, behind `\u`.
fn parse_escape(chars: &mut std::str::Chars<'_>) -> Option<char> {
    let (digits, rest) = chars.as_str().strip_prefix('{')?.split_once('}')?;
    let c = u32::from_str_radix(digits, 16)
        .ok()
        .and_then(char::from_u32)?;
    *chars = rest.chars();
    Some(c)
}

/// The characters of an id outside quotation marks, with their
/// places.
pub(super) fn unquoted(text: &str) -> impl Iterator<Item = (usize, char)> {
    let (mut inside, mut escaped) = (false, false);
    text.char_indices().filter(move |(_, c)| {
        let outside = !inside;
        match c {
            _ if escaped => escaped = false,
            '\\' if inside => escaped = true,
            '"' => inside = !inside,
            _ => {}
        }
        outside && *c != '"'
    })
}
