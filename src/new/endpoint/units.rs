//! Units of times: from their names, else by their size.

use super::super::guess::Guess;
use super::super::vocabulary::plain_words;
use crate::study::TimeUnit;

/// What a column of times is in.
pub(super) struct Unit {
    pub(super) unit: TimeUnit,
    /// What is not certain of it.
    pub(super) unsure: Option<String>,
}

/// The unit of times: from the header, else by their size.
pub(super) fn unit(time: &Guess, longest: f64, fractions: f64) -> Unit {
    if let Some(unit) = stated(time) {
        return Unit { unit, unsure: None };
    }
    // More months than these are a lifetime, more years than these are rare.
    let unit = if longest > 250.0 {
        TimeUnit::Days
    } else if longest < 20.0 && fractions > 0.5 {
        TimeUnit::Years
    } else {
        TimeUnit::Months
    };
    Unit {
        unit,
        unsure: Some(format!(
            "{} has no unit: {} are guessed, as the longest is {longest}",
            time.name,
            unit.name()
        )),
    }
}

/// The unit that a header names: in brackets, else as one of its words.
pub(super) fn stated(time: &Guess) -> Option<TimeUnit> {
    let in_brackets = time.unit.as_deref().and_then(TimeUnit::of);
    in_brackets.or_else(|| {
        let words: Vec<String> = time
            .unit
            .iter()
            .flat_map(|unit| plain_words(unit))
            .chain(plain_words(&time.name))
            .collect();
        // Weeks before all others, as in "day of week"; the parts of a day last.
        let units = [
            TimeUnit::Weeks,
            TimeUnit::Days,
            TimeUnit::Months,
            TimeUnit::Years,
            TimeUnit::Hours,
            TimeUnit::Minutes,
            TimeUnit::Seconds,
        ];
        let mut units = units.into_iter();
        units.find(|unit| words.iter().any(|word| names(word, *unit)))
    })
}

/// Whether a word of a header names a unit.
fn names(word: &str, unit: TimeUnit) -> bool {
    /// Shorter ones are parts of other words, and these the beginnings of others.
    const LEAST: usize = 4;
    const BEGINNINGS: [&str; 4] = ["hora", "second", "seconde", "minute"];
    // "os_m" is in months; no study file writes it so.
    let alone = unit == TimeUnit::Months && word == "m";
    // Also as a part of a word: "Survdays", "survmonths".
    let is = |spelling: &&str| {
        let part = spelling.len() >= LEAST && !BEGINNINGS.contains(spelling);
        word == *spelling || (part && (word.ends_with(*spelling) || word.starts_with(*spelling)))
    };
    alone || unit.spellings().iter().any(is)
}

/// Whether a column is of parts of a day, which few follow-ups are.
pub(super) fn is_clock(guess: &Guess) -> bool {
    stated(guess).is_some_and(TimeUnit::is_within_a_day) || is_finer(guess)
}

/// Whether a column is of parts of a second, which no follow-up is.
pub(super) fn is_finer(guess: &Guess) -> bool {
    let is = |word: &str| ["ms", "msec", "µs"].contains(&word.to_lowercase().as_str());
    guess.unit.as_deref().is_some_and(is) || plain_words(&guess.name).iter().any(|word| is(word))
}

/// Whether a header is the word for time, and perhaps its unit: no duration, which may
/// be that of an operation.
pub(super) fn is_plain_time(name: &str) -> bool {
    let times = ["time", "t", "zeit", "temps", "tiempo", "tempo", "tijd"];
    let words = plain_words(name);
    let mut others = words.iter().filter(|word| TimeUnit::of(word).is_none());
    let only = others.next().filter(|_| others.next().is_none());
    only.is_some_and(|word| times.contains(&word.as_str()))
}
