//! What a published text states, and whether values bear it out.

use crate::check::alternatives::Printing;
use crate::number::format::{self, Format};
use crate::number::{Number, TimeUnit, Value};
use crate::prose::{self, DecimalMark, Numeral, Relation};
use crate::study::Conventions;
use crate::wording::Wording;

/// Why a text is not understood, and a help.
pub(super) type Misunderstood = (String, String);

/// A published text, read.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Statement {
    /// "significant", perhaps "at 0.05": a p-value below (or not below) a level.
    Significance { claimed: bool, level: Option<f64> },
    /// Words of a date: "June 2015".
    Date(String),
    /// A value for each id.
    Parts(Vec<Part>),
}

/// A value of a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    /// A numeral.
    Numeral(Numeral),
    /// "not reached".
    NotReached,
}

/// Whether values bear a statement out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Agreement {
    /// They do.
    Yes,
    /// They do by an exact tie, of which both neighbours are accepted.
    Tie(String),
    /// They do not.
    No,
}

/// Ways to say that a curve does not fall so far.
const NOT_REACHED: &[&str] = &["not reached", "not estimable", "nr", "ne"];

impl Statement {
    /// Reads a text that prints these entries.
    pub(super) fn read(
        text: &str,
        entries: &[&Number],
        decimal_mark: DecimalMark,
        names: &[&str],
    ) -> Result<Self, Misunderstood> {
        let words = text.trim().to_lowercase();
        if let [entry] = entries {
            if let Some(significance) = significance(&words) {
                return Ok(significance);
            }
            if matches!(entry.value, Value::Date(_)) {
                return Ok(Self::Date(words));
            }
        }
        let mut text = text.to_owned();
        let mut numerals = prose::numerals(&text, decimal_mark);
        // Blanks between groups of three digits, unless they part two numbers.
        if numerals.len() > entries.len() {
            let narrow = prose::with_narrow_blanks(&text);
            let joined = prose::numerals(&narrow, decimal_mark);
            if joined.len() == entries.len() {
                (text, numerals) = (narrow, joined);
            }
        }
        let around = without(&text, &numerals);
        let mut parts: Vec<(usize, Part)> = numerals
            .into_iter()
            .filter(|numeral| !numeral.level)
            .map(|numeral| (numeral.span.start, Part::Numeral(numeral)))
            .collect();
        parts.extend(not_reached(&words).map(|at| (at, Part::NotReached)));
        parts.sort_by_key(|(at, _)| *at);
        if parts.len() != entries.len() {
            return Err((
                format!(
                    "has {} for {}",
                    counted(parts.len(), "numeral"),
                    counted(entries.len(), "id")
                ),
                "list one id for each numeral, in the order of the text".to_owned(),
            ));
        }
        let parts: Vec<Part> = parts.into_iter().map(|(_, part)| part).collect();
        check_signs(&parts, entries)?;
        check_words(&around, entries, names)?;
        Ok(Self::Parts(parts))
    }

    /// Whether these values bear it out, printed so.
    pub(super) fn holds(
        &self,
        values: &[Value],
        printing: Printing,
        conventions: &Conventions,
    ) -> Agreement {
        let said = |holds: bool| if holds { Agreement::Yes } else { Agreement::No };
        match self {
            Self::Significance { claimed, level } => said(match values {
                [Value::Number(p)] => (*p < level.unwrap_or(conventions.alpha)) == *claimed,
                _ => false,
            }),
            Self::Date(words) => said(match values {
                [Value::Date(date)] => [
                    format::print(&Value::Date(*date), Format::Month, 1, conventions).text,
                    format::day(*date, conventions.style.words),
                    date.to_string(),
                ]
                .iter()
                .any(|text| text.to_lowercase() == *words),
                _ => false,
            }),
            Self::Parts(parts) => {
                let mut agreement = Agreement::Yes;
                for (at, (part, value)) in parts.iter().zip(values).enumerate() {
                    if is_undefined_limit(parts, at, value) {
                        continue;
                    }
                    match part.holds(value, printing) {
                        Agreement::Yes => {}
                        Agreement::No => return Agreement::No,
                        tie @ Agreement::Tie(_) => agreement = tie,
                    }
                }
                said(parts.len() == values.len()).and(agreement)
            }
        }
    }

    /// The values as this text would print them.
    pub(super) fn print(&self, entries: &[&Number], conventions: &Conventions) -> String {
        let texts: Vec<String> = match self {
            Self::Significance { .. } => entries
                .iter()
                .map(|entry| format!("P {}", with_sign(&entry.text)))
                .collect(),
            Self::Date(_) => entries.iter().map(|entry| entry.text.clone()).collect(),
            Self::Parts(parts) => parts
                .iter()
                .zip(entries)
                .enumerate()
                .map(|(at, (part, entry))| match (part, &entry.value) {
                    (Part::Numeral(numeral), Value::Number(value))
                        if numeral.relation == Relation::Equal =>
                    {
                        Printing::Rule(conventions.rounding).print(*value, numeral.digits)
                    }
                    (_, value) if is_undefined_limit(parts, at, value) => conventions
                        .style
                        .words
                        .text("number.not_reached")
                        .to_owned(),
                    _ => entry.text.clone(),
                })
                .collect(),
        };
        texts.join("; ")
    }
}

/// Whether a text has "not reached" for a limit that is not defined: R and others print
/// one sign for both, behind an estimate that is a number.
fn is_undefined_limit(parts: &[Part], at: usize, value: &Value) -> bool {
    at > 0
        && matches!(parts.first(), Some(Part::Numeral(_)))
        && matches!(parts.get(at), Some(Part::NotReached))
        && matches!(value, Value::NotComputable(_))
}

impl Agreement {
    fn and(self, other: Self) -> Self {
        if self == Self::Yes { other } else { self }
    }
}

impl Part {
    fn holds(&self, value: &Value, printing: Printing) -> Agreement {
        let said = |holds: bool| if holds { Agreement::Yes } else { Agreement::No };
        match (self, value) {
            (Self::NotReached, value) => said(*value == Value::NotReached),
            (Self::Numeral(numeral), Value::Number(value)) => {
                if numeral.relation != Relation::Equal {
                    return said(numeral.relation.holds(*value, numeral.value()));
                }
                if printing.print(*value, numeral.digits) == numeral.text {
                    return Agreement::Yes;
                }
                match format::tie(*value, numeral.digits) {
                    Some([low, high]) if low == numeral.text || high == numeral.text => {
                        Agreement::Tie(format!("{value} is an exact tie between {low} and {high}"))
                    }
                    _ => Agreement::No,
                }
            }
            _ => Agreement::No,
        }
    }
}

/// "significant", "not significant at 0.05".
fn significance(words: &str) -> Option<Statement> {
    let (claimed, rest) = match words.strip_prefix("not significant") {
        Some(rest) => (false, rest),
        None => (true, words.strip_prefix("significant")?),
    };
    let rest = rest.trim();
    if rest.is_empty() {
        let level = None;
        return Some(Statement::Significance { claimed, level });
    }
    let level = rest.strip_prefix("at")?;
    match prose::numerals(level, DecimalMark::Point).as_slice() {
        [numeral] => Some(Statement::Significance {
            claimed,
            level: Some(if numeral.percent {
                numeral.value() / 100.0
            } else {
                numeral.value()
            }),
        }),
        _ => None,
    }
}

/// Where a text has "not reached".
fn not_reached(words: &str) -> impl Iterator<Item = usize> {
    let whole = |at: usize, length: usize| {
        let before = words.get(..at).and_then(|text| text.chars().last());
        let after = words
            .get(at + length..)
            .and_then(|text| text.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    };
    let printed = Wording::all().map(|language| language.text("number.not_reached"));
    let known = NOT_REACHED.iter().copied();
    let further = printed.filter(|text| !NOT_REACHED.contains(text));
    known.chain(further).flat_map(move |words_for_it| {
        words
            .match_indices(words_for_it)
            .filter(move |(at, found)| whole(*at, found.len()))
            .map(|(at, _)| at)
    })
}

/// A percent sign belongs to a percentage only.
fn check_signs(parts: &[Part], entries: &[&Number]) -> Result<(), Misunderstood> {
    for (part, entry) in parts.iter().zip(entries) {
        let Part::Numeral(numeral) = part else {
            continue;
        };
        if numeral.percent && !entry.is_percentage() {
            return Err((
                format!(
                    "{}% is given, but {} is not a percentage",
                    numeral.text, entry.id
                ),
                "name the entry that ends in .percent".to_owned(),
            ));
        }
    }
    Ok(())
}

fn with_sign(p: &str) -> String {
    if p.starts_with(['<', '>']) {
        p.to_owned()
    } else {
        format!("= {p}")
    }
}

/// Words allowed around numerals, beside the units of the numbers.
const WORDS: &[&str] = &[
    "n",
    "p",
    "iqr",
    "ci",
    "cri",
    "to",
    "median",
    "mean",
    "range",
    "of",
    "sd",
    "se",
    "sem",
    "and",
    "hr",
    "or",
    "rr",
    "shr",
    "vs",
    "value",
    "not",
    "reached",
    "estimable",
    "nr",
    "ne",
    "confidence",
    "interval",
];

/// The text around numerals.
fn without(text: &str, numerals: &[Numeral]) -> String {
    let mut around = text.to_owned();
    for numeral in numerals.iter().rev() {
        around.replace_range(numeral.span.clone(), " ");
    }
    around
}

/// Marks that refer to a footnote.
const FOOTNOTE_MARKS: &str = "*†‡§¶‖#";

fn check_words(text: &str, entries: &[&Number], names: &[&str]) -> Result<(), Misunderstood> {
    let units: Vec<&str> = entries
        .iter()
        .filter_map(|entry| entry.unit.as_deref())
        .collect();
    // Units such as kg/m² hold marks that separate words elsewhere.
    let mut rest = text.to_owned();
    for unit in &units {
        rest = rest.replace(unit, " ");
    }
    let separators = |c: char| {
        c.is_whitespace()
            || c.is_ascii_digit()
            || "().,;:=<>≤≥–-\u{2212}/±[]%·'’".contains(c)
            || FOOTNOTE_MARKS.contains(c)
    };
    for word in rest.split(separators).filter(|word| !word.is_empty()) {
        let known = WORDS.contains(&word.to_lowercase().as_str())
            || units.iter().chain(names).any(|unit| same_unit(unit, word))
            // No unit of the study contradicts it.
            || units.is_empty() && TimeUnit::of(word).is_some();
        if !known {
            let expected = match units.first() {
                Some(unit) => format!("the number's unit is {unit}"),
                None => "the number has no unit".to_owned(),
            };
            return Err((
                format!("\"{word}\" is not understood"),
                format!("write numerals and their unit only; {expected}"),
            ));
        }
    }
    Ok(())
}

/// "month", "months" and "mo", "ml" and "mL" are the same unit.
pub(super) fn same_unit(unit: &str, word: &str) -> bool {
    let same_time = || TimeUnit::of(unit).is_some_and(|known| TimeUnit::of(word) == Some(known));
    singular(unit) == singular(word) || same_time()
}

fn singular(word: &str) -> String {
    let word = word.to_lowercase();
    match word.strip_suffix('s') {
        Some(one) if !one.is_empty() => one.to_owned(),
        _ => word,
    }
}

/// "1 id", "2 ids".
fn counted(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}
