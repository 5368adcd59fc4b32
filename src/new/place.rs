//! Where each column stands in the first report: as the groups, in an endpoint, as a row
//! of the table, or in none of them, which is told with its reason.

use super::Raw;
use super::columns::Guesses;
use super::endpoint::{self, Told};
use super::guess::{Guess, GuessedKind};

/// The most rows of the first table.
const ROWS: usize = 20;
/// A category of more levels than these is too long for a table.
const MANY_LEVELS: usize = 20;

/// The rows of the first table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Rows {
    /// Their columns.
    pub(super) names: Vec<String>,
    /// How many columns would be rows if the table were longer.
    pub(super) all: usize,
}

/// Finds the rows of the table, and notes on every column in no table why it is not.
pub(super) fn settle(guesses: &mut Guesses, raw: &Raw) {
    let endings = endpoint::endings(&guesses.endpoints, raw);
    let mut rows = Rows::default();
    let mut doubts: Vec<(usize, String)> = Vec::new();
    for (at, guess) in guesses.columns.iter().enumerate() {
        if Some(&guess.name) == guesses.group.as_ref()
            || guesses.endpoints.iter().any(|own| own.uses(&guess.name))
        {
            continue;
        }
        for choice in &guess.choices {
            rows.all += 1;
            if rows.names.len() < ROWS {
                rows.names.push(choice.name.clone());
            }
        }
        match left_out(guess, at, raw, &endings) {
            Some(doubt) if doubt.is_empty() => {}
            Some(doubt) => doubts.push((at, doubt)),
            None => {
                rows.all += 1;
                if rows.names.len() < ROWS {
                    rows.names.push(guess.name.clone());
                } else {
                    doubts.push((
                        at,
                        format!("not among the first {ROWS} characteristics, which are the rows of the table"),
                    ));
                }
            }
        }
    }
    for (at, doubt) in doubts {
        if let Some(guess) = guesses.columns.get_mut(at) {
            guess.left_out = Some(doubt);
        }
    }
    guesses.rows = rows;
}

/// Why a column is no row of the table; an empty text where that is told already.
fn left_out(guess: &Guess, at: usize, raw: &Raw, endings: &[Told<'_>]) -> Option<String> {
    let told = Some(String::new());
    match &guess.kind {
        // The overview shows identifiers, and why text is not analysed.
        _ if guess.aside.is_some() || guess.unusable => return told,
        GuessedKind::Identifier | GuessedKind::Text => return told,
        GuessedKind::Date => return Some(date(endings)),
        _ => {}
    }
    let levels = guess.levels().len();
    if levels == 1 {
        return told;
    }
    if !varies(guess, at, raw) {
        return Some("every cell is the same; it is left out of the table".to_owned());
    }
    if levels > MANY_LEVELS {
        return Some(format!(
            "{levels} levels are too many for the table, which leaves it out; \
             merge the rare ones into \"other\" in the file to show it"
        ));
    }
    let same = endings
        .iter()
        .find(|told| told.is_said_by(guess, at, raw))?;
    Some(format!(
        "shows the same as endpoint {}; it is left out of the table",
        same.id()
    ))
}

/// What to do with a date that no endpoint reads.
fn date(endings: &[Told<'_>]) -> String {
    match endings.iter().find_map(Told::origin) {
        Some((origin, censored)) => format!(
            "a date that no endpoint reads; if it is of an event, an endpoint with origin = \"{origin}\", \
             events = [this column] and censored = \"{censored}\" reads it"
        ),
        None => "a date that no endpoint reads; it is in no table".to_owned(),
    }
}

/// Whether a column has more than one value; of a constant there is nothing to
/// summarise.
fn varies(guess: &Guess, at: usize, raw: &Raw) -> bool {
    let is_missing = |cell: &str| guess.missing.iter().any(|missing| missing == cell);
    let mut known = raw.column(at).filled().filter(|own| !is_missing(own.text));
    known.next().is_some() && known.next().is_some()
}
