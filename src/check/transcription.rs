//! Published numbers that no convention explains: by how much they differ, and
//! a likely transcription error.

use super::statement::{Part, Statement};
use crate::ledger::Ledger;
use crate::number::format::round;
use crate::number::{Number, Value};
use crate::prose::{Numeral, Relation};
use crate::study::Rounding;

/// How far the published numbers are from the computed ones.
pub(super) fn distance(statement: &Statement, entries: &[&Number]) -> String {
    let Statement::Parts(parts) = statement else {
        let values: Vec<String> = entries.iter().map(|entry| entry.full_value()).collect();
        return format!("the value is {}", values.join(", "));
    };
    let mut differences = Vec::new();
    for (part, entry) in parts.iter().zip(entries) {
        let (Part::Numeral(numeral), Value::Number(value)) = (part, &entry.value) else {
            if !matches!((part, &entry.value), (Part::NotReached, Value::NotReached)) {
                differences.push(format!("{} is {}", entry.id, entry.full_value()));
            }
            continue;
        };
        let digits = numeral.digits;
        if numeral.relation != Relation::Equal {
            if !numeral.relation.holds(*value, numeral.value()) {
                differences.push(format!("{} is {value}", entry.id));
            }
            continue;
        }
        if round(*value, digits, Rounding::HalfUp) == numeral.text {
            continue;
        }
        let off = numeral.value() - value;
        let direction = if off > 0.0 { "above" } else { "below" };
        // Never fewer digits than show that it differs.
        let by = round(off.abs(), digits + 1, Rounding::HalfUp);
        let by = if by.contains('.') {
            by.trim_end_matches('0').trim_end_matches('.')
        } else {
            &by
        };
        let share = if *value == 0.0 {
            String::new()
        } else {
            format!(
                " ({}%)",
                round(100.0 * (off / value).abs(), 1, Rounding::HalfUp)
            )
        };
        differences.push(format!(
            "{} is {by}{share} {direction} {value}",
            numeral.text
        ));
    }
    differences.join("; ")
}

/// A likely transcription error in the published numbers, if any.
pub(super) fn likely(
    statement: &Statement,
    entries: &[&Number],
    ledger: &Ledger,
) -> Option<String> {
    let Statement::Parts(parts) = statement else {
        return None;
    };
    let numerals: Vec<&Numeral> = parts
        .iter()
        .filter_map(|part| match part {
            Part::Numeral(numeral) => Some(numeral),
            Part::NotReached => None,
        })
        .collect();
    let values: Vec<f64> = entries.iter().filter_map(|e| e.value.number()).collect();
    if numerals.len() != entries.len() || values.len() != entries.len() {
        return None;
    }
    exchanged(&numerals, &values).or_else(|| {
        numerals
            .iter()
            .zip(&values)
            .zip(entries)
            .filter(|((numeral, value), _)| text(**value, numeral.digits) != numeral.text)
            .find_map(|((numeral, value), entry)| {
                transcription_error(numeral, *value, entry, ledger)
            })
    })
}

fn text(value: f64, digits: usize) -> String {
    round(value, digits, Rounding::HalfUp)
}

/// The right numbers in the wrong order.
fn exchanged(numerals: &[&Numeral], values: &[f64]) -> Option<String> {
    if numerals.len() < 2 {
        return None;
    }
    let mut printed: Vec<&str> = numerals.iter().map(|n| n.text.as_str()).collect();
    let mut computed: Vec<String> = numerals
        .iter()
        .zip(values)
        .map(|(numeral, value)| text(*value, numeral.digits))
        .collect();
    printed.sort_unstable();
    computed.sort_unstable();
    (printed == computed).then(|| "the numbers are in a different order".to_owned())
}

fn transcription_error(
    numeral: &Numeral,
    value: f64,
    entry: &Number,
    ledger: &Ledger,
) -> Option<String> {
    let (printed, computed) = (numeral.text.as_str(), text(value, numeral.digits));
    let plain = |text: &str| text.replace(['.', '\u{2212}'], "");
    if swapped(printed, &computed) {
        return Some(format!("two digits of {computed} are transposed"));
    }
    let trimmed = |text: &str| plain(text).trim_matches('0').to_owned();
    let exact = value.to_string();
    if trimmed(printed) == trimmed(&computed)
        || (trimmed(printed) == trimmed(&exact) && exact.len() > 1)
    {
        if printed.trim_start_matches('\u{2212}') == computed.trim_start_matches('\u{2212}') {
            return Some("the sign is reversed".to_owned());
        }
        return Some(format!("the decimal point of {computed} is misplaced"));
    }
    if let Some(other) = elsewhere(numeral, entry, ledger) {
        return Some(format!("it equals {} ({})", other.definition, other.id));
    }
    if one_digit_apart(printed, &computed) {
        return Some(format!("one digit of {computed} differs"));
    }
    None
}

fn swapped(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len() != b.len() {
        return false;
    }
    let apart: Vec<usize> = (0..a.len()).filter(|at| a.get(*at) != b.get(*at)).collect();
    match apart.as_slice() {
        [first, second] => a.get(*first) == b.get(*second) && a.get(*second) == b.get(*first),
        _ => false,
    }
}

fn one_digit_apart(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    a.len() == b.len() && a.len() > 1 && a.iter().zip(&b).filter(|(a, b)| a != b).count() == 1
}

/// A number of the same subject, or of the same kind in another group, that
/// prints so.
fn elsewhere<'a>(numeral: &Numeral, entry: &Number, ledger: &'a Ledger) -> Option<&'a Number> {
    // One digit is found by chance anywhere.
    let distinctive = numeral.text.chars().filter(char::is_ascii_digit).count() > 1;
    let prints = |number: &&Number| {
        number.unit == entry.unit
            && number.id != entry.id
            && number
                .value
                .number()
                .is_some_and(|value| text(value, numeral.digits) == numeral.text)
    };
    let own = |number: &&Number| number.id.subject() == entry.id.subject();
    let same_key = |number: &&Number| number.id.key() == entry.id.key();
    if !distinctive {
        return None;
    }
    ledger
        .iter()
        .filter(prints)
        .filter(own)
        .min_by_key(|number| !same_key(number))
}
