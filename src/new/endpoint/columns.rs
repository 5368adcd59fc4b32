//! Durations with a status.

use std::collections::BTreeSet;

use super::super::Raw;
use super::super::guess::Guess;
use super::super::kind::value;
use super::super::vocabulary::{WEAK_TIME, plain_words};
use super::event::{self, Reading};
use super::topic::Topic;
use super::{Found, Guessed, Source, is_outcome, status_strength, time_strength};

/// The most levels of a status.
const MOST_LEVELS: usize = 10;

/// A column that may be a time or a status.
struct Candidate<'a> {
    at: usize,
    guess: &'a Guess,
    strength: u8,
}

/// A time and a status that may belong together.
struct Pair {
    score: i32,
    time: usize,
    status: usize,
}

pub(super) fn guess(
    columns: &[Guess],
    raw: &Raw,
    is_missing: &dyn Fn(usize, &str) -> bool,
) -> Found {
    let mut left = Vec::new();
    let number = |at: usize, row: &Vec<String>| {
        let cell = row
            .get(at)
            .map(|cell| cell.trim())
            .filter(|cell| !is_missing(at, cell))?;
        Some(value(cell)).filter(|number| number.is_finite())
    };
    let mut times: Vec<Candidate<'_>> = Vec::new();
    for (at, guess) in columns.iter().enumerate() {
        let strength = time_strength(&guess.name);
        if strength == 0 || !guess.is_number() || guess.aside.is_some() || is_clock(guess) {
            continue;
        }
        if raw
            .rows
            .iter()
            .filter_map(|row| number(at, row))
            .any(|time| time < 0.0)
        {
            if strength > 1 {
                left.push(format!(
                    "{}: named as a time to event, but some are negative",
                    guess.name
                ));
            }
            continue;
        }
        times.push(Candidate {
            at,
            guess,
            strength,
        });
    }
    let statuses: Vec<Candidate<'_>> = columns
        .iter()
        .enumerate()
        .filter(|(_, guess)| {
            (2..=MOST_LEVELS).contains(&guess.levels().len()) && guess.aside.is_none()
        })
        .filter_map(|(at, guess)| {
            let named = status_strength(&guess.name);
            let strength = if event::has_both(guess) { 3 } else { named };
            (strength > 0).then_some(Candidate {
                at,
                guess,
                strength,
            })
        })
        .collect();
    let mut endpoints: Vec<(usize, Guessed)> = Vec::new();
    let (mut read_times, mut read_statuses) = (BTreeSet::new(), BTreeSet::new());
    for pair in ranked(&times, &statuses) {
        if read_times.contains(&pair.time) || read_statuses.contains(&pair.status) {
            continue;
        }
        let (Some(time), Some(status)) = (times.get(pair.time), statuses.get(pair.status)) else {
            continue;
        };
        let ends: Vec<(&str, f64)> = raw
            .rows
            .iter()
            .filter_map(|row| Some((row.get(status.at)?.trim(), number(time.at, row)?)))
            .collect();
        let topic = Topic::of(&time.guess.name).or_else(|| Topic::of(&status.guess.name));
        let Some(reading) = event::read(status.guess, topic, &ends) else {
            continue;
        };
        let Some((unit, told)) = unit(time.guess, &ends) else {
            read_times.insert(pair.time);
            left.push(format!(
                "{}: times in weeks are not known; add a column in days, months or years",
                time.guess.name
            ));
            continue;
        };
        if let Some(why) = one_sided(&reading, &ends, raw, status) {
            left.push(format!("{}: {why}", time.guess.name));
            read_times.insert(pair.time);
            continue;
        }
        let mut unsure: Vec<String> = entry(columns, &time.guess.name).into_iter().collect();
        let plain = |name: &str, word: &str| plain_words(name) == [word];
        let usual = plain(&time.guess.name, "time") && plain(&status.guess.name, "status");
        if time.strength + status.strength < 4 && !usual {
            unsure.push(format!(
                "{} and {} are guessed from their names alone",
                time.guess.name, status.guess.name
            ));
        }
        read_times.insert(pair.time);
        read_statuses.insert(pair.status);
        endpoints.push((
            time.at,
            Guessed {
                unsure_unit: told,
                unsure,
                ..endpoint(time.guess, status.guess, topic, reading, unit)
            },
        ));
    }
    endpoints.sort_by_key(|(at, _)| *at);
    for (at, time) in times.iter().enumerate() {
        let told = left
            .iter()
            .any(|told: &String| told.starts_with(&time.guess.name));
        if is_outcome(time.guess) && !read_times.contains(&at) && !told {
            left.push(format!(
                "{}: named as a time to event, but no status belongs to it; it is left out of the table",
                time.guess.name
            ));
        }
    }
    let shown = |guess: &&Guess| guess.is_number() && guess.aside.is_none();
    for guess in columns.iter().filter(shown) {
        if is_outcome(guess) && time_strength(&guess.name) == 0 {
            left.push(format!(
                "{}: named as an event, but holds numbers; it is left out of the table",
                guess.name
            ));
        }
    }
    for (at, status) in statuses.iter().enumerate() {
        if status.strength > 1 && !read_statuses.contains(&at) {
            left.push(format!("{}: named as an outcome, but no time of its own was found; it is left out of the table", status.guess.name));
        }
    }
    Found {
        endpoints: endpoints
            .into_iter()
            .map(|(_, endpoint)| endpoint)
            .collect(),
        left,
    }
}

fn endpoint(
    time: &Guess,
    status: &Guess,
    topic: Option<Topic>,
    reading: Reading,
    unit: &'static str,
) -> Guessed {
    let Reading {
        event,
        competing,
        competing_known,
        unsure,
    } = reading;
    Guessed {
        id: topic.map_or("survival", Topic::id).to_owned(),
        label: topic.map_or("survival", Topic::label).to_owned(),
        source: Source::Columns {
            time: time.name.clone(),
            status: status.name.clone(),
            event,
            competing,
            competing_known,
            unit,
        },
        unsure_event: unsure,
        unsure_unit: None,
        unsure: Vec::new(),
        query: None,
        is_answered: false,
    }
}

/// Why a time of which only one kind of rows has a value is no time to event, as of
/// days to death, which only the dead have.
fn one_sided(
    reading: &Reading,
    ends: &[(&str, f64)],
    raw: &Raw,
    status: &Candidate<'_>,
) -> Option<String> {
    let is_event = |level: &str| reading.event.iter().any(|event| event == level);
    let levels = status.guess.levels();
    let is_level = |level: &str| levels.iter().any(|known| known == level);
    let all = || raw.column(status.at).filter(|level| is_level(level));
    let timed = || {
        ends.iter()
            .map(|(level, _)| *level)
            .filter(|level| is_level(level))
    };
    let name = &status.guess.name;
    let lost = |event: bool| {
        all().any(|level| is_event(level) == event)
            && !timed().any(|level| is_event(level) == event)
    };
    if lost(false) {
        Some(format!(
            "only rows with the event of {name} have a value; an endpoint needs one column for all rows"
        ))
    } else if lost(true) {
        Some(format!(
            "no row with the event of {name} has a value; an endpoint needs one column for all rows"
        ))
    } else {
        None
    }
}

/// A column from which rows may be under observation.
fn entry(columns: &[Guess], time: &str) -> Option<String> {
    let starts = ["start", "tstart", "entry", "entrytime"];
    let is_entry = |guess: &&Guess| {
        guess.is_number()
            && guess.name != time
            && matches!(plain_words(&guess.name).as_slice(), [word] if starts.contains(&word.as_str()))
    };
    let found = columns.iter().find(is_entry)?;
    Some(format!(
        "if rows are under observation only from {0}, add entry = \"{0}\"",
        found.name
    ))
}

/// Whether a column is of minutes or hours, which no follow-up is.
fn is_clock(guess: &Guess) -> bool {
    let clock = [
        "min", "mins", "minutes", "minute", "minuten", "minutos", "minuti", "h", "hours", "hrs",
        "stunden", "sec", "seconds", "s", "ms",
    ];
    let unit = guess.unit.as_deref().map(str::to_lowercase);
    unit.is_some_and(|unit| clock.contains(&unit.as_str()))
        || plain_words(&guess.name)
            .iter()
            .any(|word| clock.contains(&word.as_str()))
}

/// Pairs that fit by their names, the best first.
fn ranked(times: &[Candidate<'_>], statuses: &[Candidate<'_>]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (i, time) in times.iter().enumerate() {
        for (j, status) in statuses.iter().enumerate() {
            let distance = i32::try_from(time.at.abs_diff(status.at))
                .unwrap_or(i32::MAX)
                .min(20);
            let score = 20 * i32::from(time.strength + status.strength)
                + 25 * affinity(&time.guess.name, &status.guess.name)
                - distance;
            // Of several events of one time, death comes first.
            let death = Topic::of(&status.guess.name).is_some_and(Topic::is_death);
            let score = score + i32::from(death) * 5;
            if score > 0 {
                pairs.push(Pair {
                    score,
                    time: i,
                    status: j,
                });
            }
        }
    }
    pairs.sort_by_key(|pair| (-pair.score, pair.time, pair.status));
    pairs
}

/// How well two names belong together: `os_months` and `os_status`, `t1` and `d1`,
/// `rtime` and `recur`, of one topic or of two.
fn affinity(time: &str, status: &str) -> i32 {
    let number = |name: &str| -> String {
        let digits: Vec<char> = name
            .chars()
            .rev()
            .take_while(char::is_ascii_digit)
            .collect();
        digits.into_iter().rev().collect()
    };
    let mut score = 0;
    let (a, b) = (number(time), number(status));
    if !a.is_empty() || !b.is_empty() {
        score += if a == b { 3 } else { -2 };
    }
    let (time_words, status_words) = (plain_words(time), plain_words(status));
    let shared = |word: &String| status_words.contains(word) && !WEAK_TIME.contains(&word.as_str());
    if time_words.iter().any(shared) {
        score += 2;
    }
    // The letters before "time" begin the status too: rtime and recur, futime and fustat.
    let prefix = time_words
        .iter()
        .find_map(|word| word.strip_suffix("time"))
        .filter(|prefix| !prefix.is_empty());
    if let Some(prefix) = prefix
        && status_words.iter().any(|word| word.starts_with(prefix))
    {
        score += 2;
    }
    if time_words.iter().any(|word| {
        status_words
            .iter()
            .any(|end| end.len() > 2 && word.ends_with(end.as_str()))
    }) {
        score += 1;
    }
    match (Topic::of(time), Topic::of(status)) {
        (Some(a), Some(b)) if a == b || (a.is_death() && b.is_death()) => score += 2,
        (Some(a), Some(b)) if a.is_death() != b.is_death() => score -= 3,
        _ => {}
    }
    score
}

/// The unit of times: from the header, else by their size. `None` for weeks.
fn unit(time: &Guess, ends: &[(&str, f64)]) -> Option<(&'static str, Option<String>)> {
    let words: Vec<String> = time
        .unit
        .iter()
        .flat_map(|unit| plain_words(unit))
        .chain(plain_words(&time.name))
        .collect();
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    if has(&[
        "weeks",
        "week",
        "wk",
        "wks",
        "wochen",
        "semaines",
        "semanas",
        "settimane",
        "weken",
    ]) {
        return None;
    }
    let known = [
        (
            "days",
            &[
                "days", "day", "d", "tage", "tagen", "jours", "dias", "giorni", "dagen",
            ][..],
        ),
        (
            "months",
            &[
                "months", "month", "mo", "mos", "m", "monate", "monaten", "mois", "meses", "mesi",
                "maanden",
            ],
        ),
        (
            "years",
            &[
                "years", "year", "y", "yr", "yrs", "jahre", "jahren", "ans", "annees", "anos",
                "anni", "jaar",
            ],
        ),
    ];
    if let Some((unit, _)) = known.iter().find(|(_, wanted)| has(wanted)) {
        return Some((unit, None));
    }
    let longest = ends.iter().map(|(_, time)| *time).fold(0.0, f64::max);
    let fractions = ends.iter().filter(|(_, time)| time.fract() != 0.0).count();
    let unit = if longest > 400.0 {
        "days"
    } else if longest < 20.0 && fractions * 2 > ends.len() {
        "years"
    } else {
        "months"
    };
    let told = format!(
        "{} has no unit: {unit} are guessed, as the longest is {longest}",
        time.name
    );
    Some((unit, Some(told)))
}
