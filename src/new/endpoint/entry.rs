//! Columns where the observation of a row begins, before its time ends.

use super::super::guess::Guess;
use super::super::vocabulary::plain_words;
use super::candidates::{Candidate, Sheet};

/// What such columns are called.
const STARTS: [&str; 4] = ["start", "tstart", "entry", "entrytime"];
/// What the times are called that end intervals of observation.
const ENDS: [&str; 5] = ["stop", "tstop", "end", "tend", "exit"];

/// Whether a header is one of these words.
fn is_named(name: &str, known: &[&str]) -> bool {
    matches!(plain_words(name).as_slice(), [word] if known.contains(&word.as_str()))
}

/// The column where intervals of observation begin that end at this time, as
/// `start` and `stop` of counting processes.
pub(super) fn begins(time: &Candidate<'_>, columns: &[Guess], sheet: &Sheet<'_>) -> Option<String> {
    if !is_named(&time.guess.name, &ENDS) {
        return None;
    }
    let header = &sheet.raw.header;
    let at = header.iter().position(|name| is_named(name, &STARTS))?;
    let name = header.get(at)?;
    let found = columns
        .iter()
        .find(|guess| guess.is_number() && guess.name == *name)?;
    let mut is_late = false;
    for row in 0..sheet.raw.rows() {
        let (start, stop) = (sheet.number(at, row)?, sheet.number(time.at, row)?);
        if start < 0.0 || start >= stop {
            return None;
        }
        is_late |= start > 0.0;
    }
    is_late.then(|| found.name.clone())
}

/// What to add if rows are under observation only from a column on.
pub(super) fn told(columns: &[Guess], time: &str) -> Option<String> {
    let is_entry =
        |guess: &&Guess| guess.is_number() && guess.name != time && is_named(&guess.name, &STARTS);
    let found = columns.iter().find(is_entry)?;
    Some(format!(
        "if rows are under observation only from {0}, add entry = \"{0}\"",
        found.name
    ))
}
