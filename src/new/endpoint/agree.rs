//! Whether the status of a time tells of what the time runs to.

use super::super::guess::Guess;
use super::super::vocabulary::{
    BESIDE_STATE, CENSORING, CLOSING, DEATH, EVENT, IN_HOSPITAL, NEAR_OPERATION, RETURN, STATE,
    SURVIVED, TIME, UNTIL, UNTIL_BEHIND_TIME, WEAK_TIME, is_any, plain_words,
};
use super::event;
use super::topic::Topic;
use crate::study::TimeUnit;

/// The letters of the shortest word that says what a time is of, and of the shortest that
/// is said to end it: `ct`.
const WORD: usize = 3;
const TARGET: usize = 2;

/// What the names of a time and of a status say about each other.
pub(super) enum Agreement {
    /// Nothing speaks against them.
    Whole,
    /// They may speak of different things.
    Doubtful(String),
    /// They speak of different things.
    None,
}

/// Whether a time may run to what a status tells of.
pub(super) fn agreement(time: &Guess, status: &Guess) -> Agreement {
    let words = plain_words(&time.name);
    if names_horizon(&status.name) {
        return match Topic::of(&time.name) {
            Some(topic) if topic.is_death() => Agreement::Doubtful(format!(
                "{} names a span of its own, which {} may exceed",
                status.name, time.name
            )),
            _ => Agreement::None,
        };
    }
    let other = || {
        Agreement::Doubtful(format!(
            "{} may run to something else than {}",
            time.name, status.name
        ))
    };
    let topics = (Topic::of(&time.name), Topic::of(&status.name));
    if matches!(topics, (Some(time), Some(status)) if time.is_death() != status.is_death()) {
        let stated =
            target(&words).is_some_and(|words| words.iter().any(|word| is_any(word, DEATH)));
        return if stated { Agreement::None } else { other() };
    }
    let (own, is_stated) = match target(&words) {
        Some(target) => (specific(target, TARGET), true),
        None => (specific(before_origin(&words), WORD), false),
    };
    let status_words = plain_words(&status.name);
    if own.is_empty() || is_open(&status_words, status) || shares_word(&own, &status_words) {
        return Agreement::Whole;
    }
    let of = |wanted: &[&str]| own.iter().any(|word| is_any(word, wanted));
    let tells = |wanted: &[&str]| status_words.iter().any(|word| is_any(word, wanted));
    let dies = tells(DEATH) || tells(SURVIVED) || event::has_both(status);
    match (of(DEATH), of(RETURN)) {
        (true, _) if dies => Agreement::Whole,
        (_, true) if tells(RETURN) => Agreement::Whole,
        // A status of the dead may list relapses too.
        (_, true) if dies => other(),
        _ if is_stated => Agreement::None,
        _ => other(),
    }
}

/// Whether the name of an event states when it is looked for: within 30 days, or during
/// the stay in hospital.
pub(super) fn names_horizon(name: &str) -> bool {
    let words = plain_words(name);
    let has = |wanted: &[&str]| words.iter().any(|word| is_any(word, wanted));
    let exactly = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    let spans = words.windows(2).any(
        |pair| matches!(pair, [a, b] if (is_count(a) && is_unit(b)) || (is_unit(a) && is_count(b))),
    );
    // `dead90`, but not the first and second death of several.
    let numbered = |word: &String| {
        let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
        is_any(stem, DEATH) && number(word.strip_prefix(stem)).is_some_and(|days| days >= LEAST)
    };
    let is_glued = |word: &String| numbered(word) || (words.len() > 1 && is_span(word));
    let glued = || words.iter().any(is_glued);
    // "Krankenhausmortalität" is one word.
    let joined = |word: &String| word.contains("mortal") || word.contains("sterblich");
    let outcome =
        words.iter().any(joined) || has(DEATH) || has(SURVIVED) || has(RETURN) || has(EVENT);
    spans || glued() || (outcome && exactly(IN_HOSPITAL)) || (has(DEATH) && has(NEAR_OPERATION))
}

/// A number of days or the like: `30`, `one`.
fn is_count(word: &str) -> bool {
    const IN_WORDS: [&str; 12] = [
        "one", "two", "three", "five", "six", "seven", "ten", "twelve", "thirty", "sixty",
        "ninety", "hundred",
    ];
    (!word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())) || IN_WORDS.contains(&word)
}

/// A unit of time by its whole word.
fn is_unit(word: &str) -> bool {
    const INFLECTED: [&str; 12] = [
        "tagen", "tages", "jahren", "jahres", "monaten", "stunden", "wochen", "jour", "an", "dnia",
        "dniach", "j",
    ];
    TimeUnit::of(word).is_some() || INFLECTED.contains(&word)
}

/// A number and its unit in one word: `30d`, `30day`, `90tage`, `d30`.
fn is_span(word: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    let behind = word.trim_start_matches(digit);
    let before = word.trim_end_matches(digit);
    (behind.len() < word.len() && is_unit(behind))
        || (is_unit(before) && number(word.strip_prefix(before)).is_some_and(|days| days >= LEAST))
}

/// The shortest span that digits behind a word mean: `d1` is one event of many.
const LEAST: u32 = 7;

fn number(digits: Option<&str>) -> Option<u32> {
    digits?.parse().ok()
}

/// What a time is said to run to: the words behind the last "to" or "until".
fn target(words: &[String]) -> Option<&[String]> {
    let of_time = words
        .first()
        .is_some_and(|word| WEAK_TIME.contains(&word.as_str()) || TimeUnit::of(word).is_some());
    let is_until = |word: &String| {
        UNTIL.contains(&word.as_str()) || (of_time && UNTIL_BEHIND_TIME.contains(&word.as_str()))
    };
    let at = words.iter().rposition(is_until)?;
    words.get(at + 1..)
}

/// Whether a time is said to run to what a status tells of: "Time to awakening" and
/// "Awake".
pub(super) fn names_end(time: &str, status: &str) -> bool {
    let words = plain_words(time);
    let own = target(&words).map_or_else(Vec::new, |words| specific(words, TARGET));
    shares_word(&own, &plain_words(status))
}

/// The words before the one that tells since when: "days since diagnosis".
fn before_origin(words: &[String]) -> &[String] {
    const SINCE: [&str; 9] = [
        "from", "since", "after", "seit", "nach", "depuis", "apres", "desde", "sinds",
    ];
    let mut parts = words.split(|word| SINCE.contains(&word.as_str()));
    parts.next().unwrap_or(words)
}

/// The words that name what a time runs to, without those of any time.
fn specific(words: &[String], shortest: usize) -> Vec<&String> {
    const LITTLE: [&str; 19] = [
        "de", "la", "le", "el", "il", "du", "al", "of", "or", "an", "in", "at", "be", "da", "di",
        "do", "os", "fu", "up",
    ];
    /// Of any time in other languages, as "Survie globale" and "Délai de survie".
    const ANY: [&str; 12] = [
        "global",
        "globale",
        "overall",
        "gesamt",
        "delai",
        "plazo",
        "intervallo",
        "intervalo",
        "intervalle",
        "periode",
        "periodo",
        "termijn",
    ];
    const ENDS: [&str; 5] = ["time", "zeit", "tijd", "dauer", "duur"];
    let is_general = |word: &String| {
        let lists = [TIME, EVENT, CENSORING, CLOSING];
        word.chars().count() < shortest
            || LITTLE.contains(&word.as_str())
            || ANY.contains(&word.as_str())
            || word.starts_with(|c: char| c.is_ascii_digit())
            || WEAK_TIME.contains(&word.as_str())
            || TimeUnit::of(word).is_some()
            || is_unit(word)
            || ENDS.iter().any(|end| word.ends_with(end))
            || lists.iter().any(|list| is_any(word, list))
    };
    // A time to a general event may be one of several: "death or last contact".
    words.iter().filter(|word| !is_general(word)).collect()
}

/// Whether a status does not name its event.
fn is_open(words: &[String], status: &Guess) -> bool {
    let is_general = |word: &String| {
        STATE.contains(&word.as_str())
            || is_any(word, EVENT)
            || is_any(word, CENSORING)
            || word.chars().count() < 3
            || (BESIDE_STATE.contains(&word.as_str())
                && !is_any(word, DEATH)
                && !is_any(word, RETURN))
            || word.trim_end_matches(|c: char| c.is_ascii_digit()).len() < 3
    };
    words.iter().all(is_general) && !event::has_both(status)
}

/// Whether both name one thing, in whatever form: `discharge` and `discharged`.
fn shares_word(own: &[&String], status: &[String]) -> bool {
    /// So many letters in common show one word.
    const STEM: usize = 5;
    let common = |a: &str, b: &str| a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let same = |a: &str, b: &str| {
        let least = a.chars().count().min(b.chars().count()).min(STEM);
        a == b || (least >= WORD && common(a, b) >= least)
    };
    own.iter()
        .any(|word| status.iter().any(|other| same(word, other)))
}
