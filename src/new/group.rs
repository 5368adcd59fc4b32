//! The column that groups seem to be compared by.

use super::endpoint::{self, Guessed};
use super::guess::{Guess, GuessedKind};
use super::vocabulary::{GROUPINGS, is_named};

/// Groups of a trial.
const MOST_ARMS: usize = 4;

/// A treatment arm before other groups before sex before stage; else the first
/// category of a few levels. Never an outcome, nor what an endpoint reads.
pub(super) fn guess(columns: &[Guess], endpoints: &[Guessed]) -> Option<String> {
    let all = || candidates(columns, endpoints);
    // A trial rarely has more arms; more treatments are rather described.
    let few = |guess: &&Guess| guess.levels().len() <= MOST_ARMS;
    let named = GROUPINGS
        .iter()
        .find_map(|words| all().filter(few).find(|guess| is_named(&guess.name, words)));
    let nominal = |guess: &&Guess| matches!(guess.kind, GuessedKind::Nominal(_));
    let ordinal = |guess: &&Guess| matches!(guess.kind, GuessedKind::Ordinal(_));
    named
        .or_else(|| all().find(nominal))
        .or_else(|| all().find(|guess| !ordinal(guess)))
        .or_else(|| all().next())
        .map(|guess| guess.name.clone())
}

/// Columns that groups can be compared by.
pub(super) fn candidates<'g>(
    columns: &'g [Guess],
    endpoints: &[Guessed],
) -> impl Iterator<Item = &'g Guess> {
    columns.iter().filter(|guess| {
        (2..=6).contains(&guess.levels().len())
            && guess.aside.is_none()
            && !is_outcome(guess, endpoints)
    })
}

/// Whether a column shows how or when observation ended: an endpoint reads it, it is
/// named so, or it is another status beside the one that an endpoint reads.
fn is_outcome(guess: &Guess, endpoints: &[Guessed]) -> bool {
    endpoint::is_outcome(guess)
        || endpoints.iter().any(|endpoint| endpoint.uses(&guess.name))
        || (!endpoints.is_empty() && endpoint::is_status_too(guess))
}
