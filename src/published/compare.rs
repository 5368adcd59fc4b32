//! Published against computed, at the printed precision.

use super::{Published, PublishedNumber};
use crate::findings::{Finding, Findings};
use crate::ledger::format::{self, Format};
use crate::ledger::{Ledger, Number, Value};
use crate::study::Conventions;

/// What the comparison of one published number says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The computed number prints as published.
    Reproduces,
    /// It does not.
    Differs,
    /// There is no computed number.
    NotComputable(String),
}

/// One line of the check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The published number.
    pub published: PublishedNumber,
    /// The computed numbers, at the published precision.
    pub computed: String,
    /// The verdict.
    pub verdict: Verdict,
}

/// Checks every published number.
///
/// # Errors
/// Findings for texts that are not understood: a unit that is not the number's,
/// another count of numerals than of ids.
pub fn check(
    published: &Published,
    file: &str,
    ledger: &Ledger,
    conventions: &Conventions,
) -> Result<Vec<Check>, Findings> {
    let mut findings = Findings::default();
    let mut checks = Vec::new();
    for number in &published.numbers {
        let entries: Vec<&Number> = number.ids.iter().filter_map(|id| ledger.get(id)).collect();
        match check_one(number, &entries, conventions) {
            Ok((computed, verdict)) => checks.push(Check {
                published: number.clone(),
                computed,
                verdict,
            }),
            Err((problem, mend)) => findings.push(
                Finding::new(file, problem, mend)
                    .at_line(number.line)
                    .in_column("text")
                    .with_value(&number.text),
            ),
        }
    }
    if findings.is_empty() {
        Ok(checks)
    } else {
        Err(findings)
    }
}

type Misunderstood = (String, String);

fn check_one(
    published: &PublishedNumber,
    entries: &[&Number],
    conventions: &Conventions,
) -> Result<(String, Verdict), Misunderstood> {
    let words = published.text.trim().to_lowercase();
    if let [entry] = entries {
        if let Value::NotComputable(why) = &entry.value {
            return Ok((entry.text.clone(), Verdict::NotComputable(why.clone())));
        }
        if let Some(claim) = claim(&words, entry, conventions) {
            return Ok(claim);
        }
    }
    let numerals = numerals(&published.text, conventions);
    if numerals.len() != entries.len() {
        return Err((
            format!("has {} numerals for {} ids", numerals.len(), entries.len()),
            "list one id for each numeral, in the order of the text".to_owned(),
        ));
    }
    check_words(&published.text, entries)?;
    let mut computed = Vec::new();
    let mut verdict = Verdict::Reproduces;
    for (numeral, entry) in numerals.iter().zip(entries) {
        let (text, agrees) = numeral.compare(entry, conventions);
        computed.push(text);
        if !agrees {
            verdict = match &entry.value {
                Value::NotComputable(why) => Verdict::NotComputable(why.clone()),
                _ => Verdict::Differs,
            };
        }
    }
    Ok((computed.join("; "), verdict))
}

/// Texts without numerals: dates, "not reached", "significant".
fn claim(words: &str, entry: &Number, conventions: &Conventions) -> Option<(String, Verdict)> {
    let holds = match (words, &entry.value) {
        ("significant", Value::Number(p)) => *p < conventions.alpha,
        ("not significant", Value::Number(p)) => *p >= conventions.alpha,
        ("not reached", value) => *value == Value::NotReached,
        (words, Value::Date(date)) => {
            *words == entry.text.to_lowercase() || *words == date.to_string()
        }
        (_, Value::NotReached) => false,
        _ => return None,
    };
    let computed = if words.ends_with("significant") {
        format!("P {}", with_sign(&entry.text))
    } else {
        entry.text.clone()
    };
    Some((
        computed,
        if holds {
            Verdict::Reproduces
        } else {
            Verdict::Differs
        },
    ))
}

fn with_sign(p: &str) -> String {
    if p.starts_with(['<', '>']) {
        p.to_owned()
    } else {
        format!("= {p}")
    }
}

/// A numeral of a published text.
struct Numeral {
    below: bool,
    digits: usize,
    /// As `format` would print it.
    text: String,
}

impl Numeral {
    /// The computed text at the published precision, and whether it agrees.
    fn compare(&self, entry: &Number, conventions: &Conventions) -> (String, bool) {
        let Value::Number(value) = entry.value else {
            return (entry.text.clone(), false);
        };
        if self.below {
            let limit: f64 = self.text.parse().unwrap_or(0.0);
            return (entry.text.clone(), value < limit);
        }
        let text = format::text(
            &Value::Number(value),
            Format::Digits(self.digits),
            conventions,
        );
        let agrees = text == self.text;
        (text, agrees)
    }
}

/// The numerals of a text, without the confidence level before "CI".
fn numerals(text: &str, conventions: &Conventions) -> Vec<Numeral> {
    let level = format!("{}% CI", conventions.confidence * 100.0);
    let text = text.replace(&level, "CI");
    let characters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&c) = characters.get(at) {
        if !c.is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        let mut point = None;
        while let Some(&c) = characters.get(at) {
            let next_is_digit = characters.get(at + 1).is_some_and(char::is_ascii_digit);
            if c == '.' && point.is_none() && next_is_digit {
                point = Some(at);
            } else if !c.is_ascii_digit() {
                break;
            }
            at += 1;
        }
        let before = start
            .checked_sub(1)
            .and_then(|b| characters.get(b))
            .copied();
        let earlier = start
            .checked_sub(2)
            .and_then(|b| characters.get(b))
            .copied();
        // A dash after a digit is "to", not a sign.
        let negative =
            matches!(before, Some('-' | '\u{2212}')) && earlier.is_none_or(|c| !c.is_ascii_digit());
        let marks: String = characters[..start]
            .iter()
            .rev()
            .take_while(|c| !c.is_ascii_digit())
            .collect();
        let sign = if negative { "\u{2212}" } else { "" };
        let digits: String = characters[start..at].iter().collect();
        found.push(Numeral {
            below: marks.trim_start().starts_with('<'),
            digits: point.map_or(0, |point| at - point - 1),
            text: format!("{sign}{digits}"),
        });
    }
    found
}

/// Words that may stand around numerals, beside the units of the numbers.
const WORDS: &[&str] = &[
    "n", "N", "p", "P", "IQR", "CI", "to", "median", "mean", "range", "of",
];

fn check_words(text: &str, entries: &[&Number]) -> Result<(), Misunderstood> {
    let units: Vec<&str> = entries
        .iter()
        .filter_map(|entry| entry.unit.as_deref())
        .collect();
    let separators =
        |c: char| c.is_whitespace() || c.is_ascii_digit() || "().,;:=<>–-\u{2212}/±[]".contains(c);
    for word in text.split(separators).filter(|word| !word.is_empty()) {
        if !WORDS.contains(&word) && !units.iter().any(|unit| same_unit(unit, word)) {
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

/// "month" and "months", "ml" and "mL" are the same unit.
fn same_unit(unit: &str, word: &str) -> bool {
    let plain = |text: &str| text.to_lowercase().trim_end_matches('s').to_owned();
    plain(unit) == plain(word)
}
