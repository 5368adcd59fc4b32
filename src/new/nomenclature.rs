//! Codes of a nomenclature, such as ICD-9, DRG and postcodes: they look like numbers and
//! measure nothing.

use std::collections::BTreeMap;

use super::guess::{Guess, GuessedKind};
use super::kind::{Cells, fits_category};
use super::vocabulary::{AGE, MEASURED, TIME, WEAK_TIME, is_any, plain_words};
use super::{levels, names};

/// Words of a header that names a nomenclature, or codes in general, beside [`WHOLE`].
const NAMES: &[&str] = &[
    "icd",
    "icd9",
    "icd10",
    "icd11",
    "icd9cm",
    "icd10cm",
    "icdo",
    "icdo3",
    "ops",
    "ccam",
    "opcs",
    "opcs4",
    "loinc",
    "atc",
    "ndc",
    "umls",
    "meddra",
    "code",
    "codes",
    "kode",
    "codigo",
    "codice",
    "kod",
    "kodi",
    "schluessel",
];

/// Nomenclatures whose codes have no decimals.
const WHOLE: &[&str] = &[
    "drg",
    "msdrg",
    "aprdrg",
    "gdrg",
    "cpt",
    "hcpcs",
    "snomed",
    "zip",
    "zipcode",
    "zip5",
    "postcode",
    "postal",
    "postleitzahl",
    "plz",
    "cep",
    "fips",
];

/// Words of a header of diagnoses, which name no nomenclature but are coded by one.
const DIAGNOSES: &[&str] = &["dx", "diag", "procedure", "disease", "comorbid"];

/// Words of a header that names an amount, even beside the name of a nomenclature: the
/// shocks of an ICD are counted.
const AMOUNTS: &[&str] = &[
    "n", "km", "mean", "median", "total", "sum", "shocks", "cost", "costs", "kosten", "income",
    "price", "charge", "charges", "rate", "ratio", "visits", "distance", "hours", "minutes", "min",
];

/// Words of a header of rooms and other places.
const PLACES: &[&str] = &[
    "ward", "room", "bed", "zimmer", "bett", "station", "unit", "block", "floor", "place", "bay",
    "pod", "chambre", "salle", "sala", "stue", "stanza", "kamer", "location", "theatre",
];

/// Words of a header of moments.
const MOMENTS: &[&str] = &[
    "timestamp",
    "stamp",
    "ts",
    "epoch",
    "epochms",
    "unixtime",
    "datetime",
    "zeitstempel",
    "unix",
    "posix",
    "time",
    "zeit",
    "zeitpunkt",
    "created",
    "updated",
    "modified",
    "submitted",
    "recorded",
    "entered",
    "registered",
    "enrolled",
    "when",
];

/// Events, which name a moment by themselves: the cells at admission are counted.
const EVENTS: &[&str] = &[
    "entry",
    "exit",
    "start",
    "begin",
    "end",
    "stop",
    "admission",
    "admitted",
    "discharge",
    "discharged",
    "surgery",
    "birth",
    "death",
    "randomised",
    "randomized",
    "beginn",
    "ende",
];

/// The longest code.
const LONGEST: usize = 12;

/// Whether a header names a nomenclature.
fn names_codes(name: &str) -> bool {
    has_word(name, NAMES) || has_word(name, WHOLE)
}

/// Whether a header names what is measured: numbers of fixed width under it are numbers.
fn names_measure(name: &str) -> bool {
    let known = [TIME, WEAK_TIME, MEASURED, AGE];
    let mut words = plain_words(name);
    // The number of a DRG is its code.
    words.pop_if(|last| last == "number");
    let mut all = words.iter();
    all.any(|word| {
        AMOUNTS.contains(&word.as_str()) || known.iter().any(|wanted| is_any(word, wanted))
    })
}

/// Whether a word of a header is one of these.
fn has_word(name: &str, wanted: &[&str]) -> bool {
    plain_words(name)
        .iter()
        .any(|word| wanted.contains(&word.as_str()))
}

fn are_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The digits before and behind the point of a cell that has nothing else.
fn parts(cell: &str) -> Option<(&str, Option<&str>)> {
    match cell.split_once('.') {
        None => are_digits(cell).then_some((cell, None)),
        Some((whole, rest)) => {
            (are_digits(whole) && are_digits(rest)).then_some((whole, Some(rest)))
        }
    }
}

/// V45.81 and E880.1 of ICD-9.
fn is_lettered(cell: &str) -> bool {
    let Some(rest) = cell.strip_prefix(['V', 'E', 'v', 'e']) else {
        return false;
    };
    parts(rest).is_some_and(|(whole, rest)| {
        (2..=3).contains(&whole.len()) && rest.is_none_or(|rest| rest.len() <= 2)
    })
}

/// 038.9, which few write for a measurement.
fn is_padded(cell: &str) -> bool {
    parts(cell).is_some_and(|(whole, rest)| {
        whole.len() > 2 && whole.starts_with('0') && rest.is_some_and(|rest| rest.len() <= 2)
    })
}

/// 1E1, a ward, which programs take for ten.
fn is_exponential(cell: &str) -> bool {
    cell.split_once(['E', 'e']).is_some_and(|(a, b)| {
        (1..=2).contains(&a.len()) && (1..=2).contains(&b.len()) && are_digits(a) && are_digits(b)
    })
}

/// Whether cells are codes of a nomenclature, most of which look like numbers.
pub(super) fn are_codes<'c>(name: &str, cells: &(impl Iterator<Item = &'c str> + Clone)) -> bool {
    /// Shorter ones are those of a scale.
    const SHORT: usize = 3;
    let all_short = || cells.clone().all(|cell| cell.chars().count() <= LONGEST);
    let is_code = |cell: &str| parts(cell).is_some() || is_lettered(cell);
    // A DRG has no decimals, its weight has; those that programs add are zeros.
    let is_whole = |cell: &str| {
        parts(cell).is_none_or(|(_, rest)| rest.is_none_or(|rest| rest.bytes().all(|b| b == b'0')))
    };
    let may_be = || !has_word(name, WHOLE) || cells.clone().all(is_whole);
    // "ops_min" is in minutes.
    let named = names_codes(name)
        && !names_measure(name)
        && may_be()
        && names::label_and_unit(name).1.is_none()
        && cells.clone().any(|cell| cell.len() >= SHORT)
        && cells.clone().any(is_code)
        && all_short();
    if named {
        return true;
    }
    // 5E4 elsewhere is a count of germs.
    let mut exponential = cells.clone().peekable();
    let is_place = has_word(name, PLACES) || names_codes(name);
    if is_place && exponential.peek().is_some() && exponential.all(is_exponential) {
        return true;
    }
    if names_measure(name) {
        return false;
    }
    let has_numbers = || cells.clone().any(|cell| parts(cell).is_some());
    let lettered = || cells.clone().any(is_lettered) && has_numbers();
    // A laboratory may fill its numbers up.
    let is_coded =
        names_codes(name) || plain_words(name).iter().any(|word| is_any(word, DIAGNOSES));
    let padded = || is_coded && cells.clone().any(is_padded);
    (lettered() || padded()) && cells.clone().all(is_code)
}

/// Makes a column of codes levels without an order, or leaves it out.
pub(super) fn settle(guess: &mut Guess, cells: &Cells<'_>, counts: &BTreeMap<&str, usize>) {
    guess.unit = None;
    guess.reason = "codes, which measure nothing".to_owned();
    let unused = format!(
        "{} different codes measure nothing and are no category; it is not analysed",
        counts.len()
    );
    let Some(found) = unmeasured(guess, cells, counts, unused) else {
        return;
    };
    if found.iter().any(|level| level.parse::<f64>().is_ok()) {
        guess
            .doubts
            .push("the numbers are taken for codes, which measure nothing".to_owned());
    }
    guess.or(GuessedKind::Nominal(found), "codes");
    if cells.numbers.is_some() {
        guess.or(GuessedKind::Continuous(0), "a number");
    }
}

/// Makes a column that measures nothing levels, which it hands back, or an identifier;
/// what is neither is left out with this doubt.
fn unmeasured(
    guess: &mut Guess,
    cells: &Cells<'_>,
    counts: &BTreeMap<&str, usize>,
    unused: String,
) -> Option<Vec<String>> {
    if fits_category(cells, counts) {
        let found: Vec<String> = counts.keys().map(|level| (*level).to_owned()).collect();
        guess.kind = GuessedKind::Nominal(found.clone());
        return Some(found);
    }
    if counts.len() == cells.rows && cells.first {
        guess.kind = GuessedKind::Identifier;
    } else {
        guess.doubts.push(unused);
    }
    None
}

/// Whether a zero stands before other digits of whole numbers, as in a postcode. Numbers
/// of one width under the name of a measure, such as months of survival, are filled up.
pub(super) fn is_filled(guess: &Guess, counts: &BTreeMap<&str, usize>) -> bool {
    let zero = |cell: &&&str| cell.len() > 1 && cell.starts_with('0');
    if !counts.keys().all(|cell| are_digits(cell)) || !counts.keys().any(|cell| zero(&cell)) {
        return false;
    }
    let mut widths = counts.keys().map(|cell| cell.len());
    let width = widths.next().unwrap_or(0);
    let is_measure = guess.unit.is_some() || names_measure(&guess.name);
    !(is_measure && counts.len() > 2 && widths.all(|own| own == width))
}

/// Makes a column of digits with zeros before them levels, an identifier, or nothing.
pub(super) fn settle_filled(guess: &mut Guess, cells: &Cells<'_>, counts: &BTreeMap<&str, usize>) {
    let reason = "zeros stand before its digits, so it measures nothing".to_owned();
    unmeasured(
        guess,
        cells,
        counts,
        format!("{reason}; it is not analysed"),
    );
    guess.reason = reason;
}

/// Whether the different numbers of so many cells seem to be moments in seconds or
/// milliseconds since 1970. Counts of blood cells are as large, so the header decides.
pub(super) fn are_moments(name: &str, numbers: &[f64], cells: usize) -> bool {
    const FEWEST: usize = 3;
    let words = plain_words(name);
    let is_event = words.iter().all(|word| EVENTS.contains(&word.as_str()));
    let ends_at = words.last().is_some_and(|last| last == "at");
    let named = is_event || ends_at || has_word(name, MOMENTS);
    if !named && !super::reading::is_dated(name) {
        return false;
    }
    // From 1990 to 2050.
    let seconds = |number: &f64| (6.3e8..2.53e9).contains(number);
    let thousandths = |number: &f64| (6.3e11..2.53e12).contains(number);
    cells >= FEWEST
        && numbers.iter().all(|number| number.fract() == 0.0)
        && (numbers.iter().all(seconds) || numbers.iter().all(thousandths))
}

/// The levels that are numbers, in words, where they are more than the codes of a scale
/// and stand beside others that are none.
pub(super) fn numbers_among(counts: &BTreeMap<&str, usize>) -> Option<String> {
    const FEWEST: usize = 7;
    const FRACTIONS: usize = 3;
    /// The highest code of a scale.
    const HIGHEST: f64 = 10.0;
    let numbers: Vec<&str> = counts
        .keys()
        .copied()
        .filter(|cell| super::reading::is_measured(cell))
        .collect();
    let is_fraction = |cell: &&&str| levels::code(cell).contains(['.', ',']);
    let united = |cell: &&&str| cell.contains(char::is_alphabetic);
    let high = |cell: &&str| {
        levels::code(cell)
            .parse::<f64>()
            .is_ok_and(|number| number > HIGHEST)
    };
    let enough = numbers.len() >= FEWEST
        || (numbers.len() > FRACTIONS && numbers.iter().any(high))
        || numbers.iter().filter(is_fraction).count() >= FRACTIONS
        || numbers.iter().filter(united).count() >= FRACTIONS;
    let number = numbers.first().filter(|_| enough)?;
    let other = counts.keys().find(|cell| !numbers.contains(cell))?;
    Some(format!(
        "{} of its {} levels are numbers, such as \"{number}\", beside others such as \"{other}\": \
         if it measures something, set kind = \"continuous\" and list the cells that are no number \
         under missing",
        numbers.len(),
        counts.len()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_from_measurements() {
        for (name, cells) in [
            ("Diagnosis code", &["401.9", "038.9", "V45.81", "486"][..]),
            ("ICD-9", &["038.9", "250.00"]),
            ("Main diagnosis", &["001.1", "410.1", "486"]),
            ("dx", &["250.00", "V45.81", "E880.1"]),
            ("DRG", &["871", "291"]),
            ("ZIP", &["2139", "90210"]),
            ("Ward", &["1E1", "2E1", "1E2"]),
            ("CPT", &["99213", "99214"]),
            ("DRG number", &["871.0", "291.0"]),
        ] {
            assert!(are_codes(name, &cells.iter().copied()), "{name}");
        }
        for (name, cells) in [
            ("CRP", &["1.5", "0.5", "12.25"][..]),
            ("ops_min", &["90", "120"]),
            ("Smoking code", &["1", "2"]),
            ("Volume", &["1E1", "2.5E3", "12"]),
            ("Age", &["045", "067"]),
            ("Hb", &["07.5", "12.5"]),
            ("Survival months", &["0083", "0120"]),
            ("Score", &["V1", "V2"]),
            ("ICD shocks", &["125", "14"]),
            ("OPS-Dauer", &["185", "61"]),
            ("DRG weight", &["2.92", "0.73"]),
            ("DRG", &["2.92", "0.73"]),
            ("procedure codes n", &["185", "205"]),
            ("cfu", &["6E7", "2E4"]),
            ("pct", &["021.5", "106.4"]),
        ] {
            assert!(!are_codes(name, &cells.iter().copied()), "{name}");
        }
    }

    #[test]
    fn numbers_among_levels_are_told() {
        let told = |cells: &[&str]| {
            let counts = cells.iter().map(|cell| (*cell, 3)).collect();
            numbers_among(&counts).is_some()
        };
        assert!(told(&["2 days", "3 days", "4 days", "5-7 days"]));
        assert!(told(&["1.5", "2.5", "3.5", "ask the ward"]));
        assert!(!told(&["0", "1", "2", "3", "none"]));
        assert!(!told(&["T1", "T2", "T3", "Tis"]));
        assert!(!told(&[
            "10.1002/hfm",
            "10.1016/j",
            "10.1093/x",
            "none",
            "10.1001/jama"
        ]));
        assert!(!told(&["1 vessel", "2 vessels", "3 vessels", "none"]));
    }
}
