//! The times to event that a file seems to hold.

mod agree;
mod candidates;
mod columns;
mod dates;
mod entry;
mod event;
mod follow;
mod pairs;
pub(super) mod since;
mod told;
mod topic;
mod units;
mod visits;

use super::Raw;
use super::columns::Rejected;
use super::guess::{Guess, GuessedKind};
use super::vocabulary::{
    ADVERSE, AGE, BESIDE_STATE, CENSORING, CHANGED, DEATH, EVENT, OPERATIVE, OTHER_TIME, RETURN,
    STATE, SURVIVED, TIME, WEAK_TIME, is_any, mentions, plain_words,
};
use crate::study::{DateOrder, TimeUnit};
pub(super) use told::{Told, endings};
pub(super) use topic::happened;
pub(super) use visits::withhold;

/// Where a guessed endpoint's times come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// A duration and a status.
    Columns {
        time: String,
        status: String,
        event: Vec<String>,
        /// Levels of the status that seem to be competing events.
        competing: Vec<String>,
        /// Whether competing events are sure enough to be written as a key.
        competing_known: bool,
        unit: TimeUnit,
        /// What the time is computed from, if it is no column.
        computed: Option<Computed>,
        /// From when rows are under observation, if they end where others begin.
        entry: Option<String>,
    },
    /// Dates.
    Dates {
        origin: String,
        event: String,
        censored: String,
        /// What death is that is not the event.
        deaths: Deaths,
        /// Rows with an event after the last contact, which is then a visit.
        after_last: usize,
        /// Rows with a death after it.
        deaths_after_last: usize,
    },
}

/// What death is for an endpoint of dates, with its column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Deaths {
    /// It is the event, or has no date.
    Unknown,
    /// It ends observation like any other last contact.
    Censored(String),
    /// It is an event too.
    Event(String),
    /// It is a competing event.
    Competing(String),
}

impl Deaths {
    /// The column that the endpoint reads.
    pub(super) fn read(&self) -> Option<&String> {
        match self {
            Self::Event(name) | Self::Competing(name) => Some(name),
            Self::Unknown | Self::Censored(_) => None,
        }
    }
}

/// A time that the study file computes from two columns; its name is that of a derived
/// variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Computed {
    /// The months between two dates.
    Months { from: String, to: String },
    /// The time of the rows with the event, or that of the others.
    First { event: String, others: String },
}

impl Computed {
    /// The columns that it reads.
    pub(super) fn columns(&self) -> [&String; 2] {
        match self {
            Self::Months { from, to } => [from, to],
            Self::First { event, others } => [event, others],
        }
    }
}

/// A guessed endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Guessed {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) source: Source,
    /// What is not certain of its event.
    pub(super) unsure_event: Vec<String>,
    /// That its unit is guessed.
    pub(super) unsure_unit: Option<String>,
    /// What else is not certain of it.
    pub(super) unsure: Vec<String>,
    /// A condition on its dates that some rows do not meet.
    pub(super) query: Option<String>,
    /// Whether its event was asked about and answered.
    pub(super) is_answered: bool,
}

/// Endpoints, and what was left over.
pub(super) struct Found {
    pub(super) endpoints: Vec<Guessed>,
    /// Times and outcomes that no endpoint reads.
    pub(super) left: Vec<String>,
}

/// Finds every duration with a status, and dates of origin, event and last contact.
pub(super) fn guess(
    columns: &[Guess],
    raw: &Raw,
    order: DateOrder,
    rejected: &Rejected,
    is_missing: &dyn Fn(usize, &str) -> bool,
) -> Found {
    let sheet = candidates::Sheet::new(raw, is_missing);
    let mut found = columns::guess(columns, &sheet);
    dates::add(&mut found, columns, raw, order);
    name_computed(&mut found, columns);
    found.endpoints.retain(|endpoint| {
        let why = rejected
            .endpoints
            .iter()
            .find(|(column, _)| endpoint.uses(column));
        if let Some((_, why)) = why {
            found.left.push(format!(
                "{}: rows contradict this endpoint, which is left out: {why}",
                endpoint.source.words()
            ));
        }
        why.is_none()
    });
    let mut seen: Vec<String> = Vec::new();
    for endpoint in &mut found.endpoints {
        let own = endpoint.id.clone();
        let mut number = 1;
        while seen.contains(&endpoint.id) {
            number += 1;
            endpoint.id = format!("{own}_{number}");
        }
        seen.push(endpoint.id.clone());
    }
    found
}

/// Gives computed times names that no column has.
fn name_computed(found: &mut Found, columns: &[Guess]) {
    let mut taken: Vec<String> = columns.iter().map(|guess| guess.name.clone()).collect();
    for endpoint in &mut found.endpoints {
        let Source::Columns {
            time,
            computed: Some(computed),
            ..
        } = &mut endpoint.source
        else {
            continue;
        };
        let own = match computed {
            Computed::Months { .. } => "follow_up_months",
            Computed::First { .. } => "follow_up",
        };
        let own = own.to_owned();
        let mut name = own.clone();
        let mut number = 1;
        while taken.contains(&name) {
            number += 1;
            name = format!("{own}_{number}");
        }
        taken.push(name.clone());
        *time = name;
    }
}

/// Whether a header names a duration of something else, an age, or what is computed
/// from a time.
fn is_other_time(name: &str) -> bool {
    let words = plain_words(name);
    words.iter().any(|word| {
        is_any(word, OTHER_TIME)
            || is_any(word, OPERATIVE)
            || is_any(word, AGE)
            || CHANGED.contains(&word.as_str())
    })
}

/// How strongly a header names a duration until an event: 0, 1 or 3.
fn time_strength(name: &str) -> u8 {
    let words = plain_words(name);
    let has = |wanted: &[&str]| words.iter().any(|word| is_any(word, wanted));
    let numbered = |word: &String| {
        let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
        stem != word && (stem == "t" || stem == "time")
    };
    let duration = |word: &String| {
        WEAK_TIME.contains(&word.as_str()) || numbered(word) || word.ends_with("time")
    };
    let until = words.iter().any(duration) && (has(DEATH) || has(RETURN) || has(EVENT));
    let calendar = words.iter().any(|word| word == "year" || word == "jahr");
    let changed = words.iter().any(|word| CHANGED.contains(&word.as_str()));
    if has(AGE) || calendar || changed {
        0
    } else if until || (has(TIME) && !has(OPERATIVE)) {
        3
    } else if has(OTHER_TIME) || has(OPERATIVE) {
        0
    } else {
        u8::from(words.iter().any(duration))
    }
}

/// How strongly a header names an event: 0, 1 or 3.
fn status_strength(name: &str) -> u8 {
    let words = plain_words(name);
    let numbered = |word: &String| {
        let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
        stem != word && ["d", "delta", "event", "status", "e"].contains(&stem)
    };
    // Such as "pstat" beside "ptime", but not "menostat".
    let short = |word: &String| word.len() <= 6 && word.ends_with("stat");
    let is_state = |word: &String| STATE.contains(&word.as_str());
    // An adverse event ends no observation.
    if words.iter().any(|word| is_any(word, ADVERSE)) {
        return 0;
    }
    let state = words.iter().any(is_state);
    let own = |word: &String| {
        let lists = [DEATH, RETURN, EVENT, CENSORING, SURVIVED];
        lists.iter().any(|words| is_any(word, words))
    };
    let other = |word: &String| {
        !is_state(word) && !BESIDE_STATE.contains(&word.as_str()) && !own(word) && !numbered(word)
    };
    if state && words.iter().any(other) {
        return 0;
    }
    let of_stay = words
        .iter()
        .any(|word| is_any(word, OTHER_TIME) || is_any(word, OPERATIVE));
    let named = words.iter().any(own);
    match (named, of_stay) {
        (true, false) => 3,
        (true, true) => 1,
        (false, true) => 0,
        (false, false) => {
            let weak = |word: &String| {
                numbered(word) || short(word) || ["d", "e", "c"].contains(&word.as_str())
            };
            u8::from(state || words.iter().any(weak))
        }
    }
}

/// Whether a column of levels may be another status beside the one that is read.
pub(super) fn is_status_too(guess: &Guess) -> bool {
    !guess.levels().is_empty() && is_status(&guess.name)
}

/// Whether a header names a state at the end of observation.
pub(super) fn is_status(name: &str) -> bool {
    status_strength(name) > 0
}

/// Whether a column is named as an outcome or a duration, whoever reads it.
pub(super) fn is_outcome(guess: &Guess) -> bool {
    let levels = !guess.levels().is_empty();
    let dead = mentions(&guess.name, DEATH);
    let status = levels && (status_strength(&guess.name) >= 3 || dead || event::has_both(guess));
    let ends_in_time = || {
        plain_words(&guess.name)
            .iter()
            .any(|word| word.ends_with("time"))
    };
    let time = match time_strength(&guess.name) {
        0 => dead && !mentions(&guess.name, AGE),
        1 => ends_in_time(),
        _ => true,
    };
    status || (guess.is_number() && time)
}

impl Found {
    /// What an endpoint makes certain of a column that it reads.
    pub(super) fn settle(&self, guess: &mut Guess) {
        for endpoint in &self.endpoints {
            let Source::Columns { status, event, .. } = &endpoint.source else {
                if endpoint.uses(&guess.name) {
                    guess.reason = format!("dates; read by endpoint {}", endpoint.id);
                }
                continue;
            };
            if *status == guess.name {
                if let GuessedKind::Ordinal(levels) = &guess.kind {
                    guess.kind = GuessedKind::Nominal(levels.clone());
                }
                guess.doubts.clear();
                guess.reason = format!(
                    "status of endpoint {}, event: {}",
                    endpoint.id,
                    event.join(", ")
                );
            } else if endpoint.uses(&guess.name) {
                guess.reason = format!("time of endpoint {}", endpoint.id);
                // What is no unit of time could not be converted to the endpoint's.
                let is_time = |text: &String| TimeUnit::of(text).is_some();
                guess.unit = match units::stated(guess) {
                    Some(unit) => guess
                        .unit
                        .take()
                        .filter(is_time)
                        .or(Some(unit.name().into())),
                    None => None,
                };
            }
        }
    }
}

impl Source {
    /// The columns in a few words.
    fn words(&self) -> String {
        match self {
            Self::Columns {
                status,
                computed: Some(computed),
                ..
            } => {
                let [one, other] = computed.columns();
                format!("{one} to {other} with {status}")
            }
            Self::Columns { time, status, .. } => format!("{time} with {status}"),
            Self::Dates { origin, event, .. } => format!("{origin} to {event}"),
        }
    }
}

impl Guessed {
    /// Whatever is not certain of it.
    pub(super) fn doubts(&self) -> Vec<&str> {
        let event = self.unsure_event.iter();
        let all = event.chain(&self.unsure_unit).chain(&self.unsure);
        all.map(String::as_str).collect()
    }

    /// Whether it reads a column.
    pub(super) fn uses(&self, name: &str) -> bool {
        match &self.source {
            Source::Columns {
                time,
                status,
                computed,
                entry,
                ..
            } => {
                let of = match computed {
                    None => time == name,
                    Some(computed) => computed.columns().into_iter().any(|own| own == name),
                };
                of || status == name || entry.as_deref() == Some(name)
            }
            Source::Dates {
                origin,
                event,
                censored,
                deaths,
                ..
            } => {
                let own = [origin, event, censored].into_iter().chain(deaths.read());
                own.into_iter().any(|own| own == name)
            }
        }
    }

    /// In a sentence.
    pub(super) fn told(&self) -> String {
        match &self.source {
            Source::Columns {
                time,
                status,
                event,
                competing,
                competing_known,
                unit,
                computed,
                entry,
            } => {
                let time = match computed {
                    None => format!("is {time} in {}", unit.name()),
                    Some(Computed::Months { from, to }) => {
                        format!("runs from {from} to {to}, computed as {time}")
                    }
                    Some(Computed::First { event, others }) => {
                        format!("is {event}, or {others} where that is missing, computed as {time}")
                    }
                };
                let others = match competing.as_slice() {
                    [] => String::new(),
                    others if *competing_known => {
                        format!(", {} is a competing event", others.join(" and "))
                    }
                    others => format!(
                        ", {} counts as censored unless it is listed under competing",
                        others.join(" and ")
                    ),
                };
                let from = entry.as_ref();
                let from = from.map_or_else(String::new, |entry| {
                    format!(", rows are under observation from {entry} on")
                });
                format!(
                    "{}: time to event {time}{from}, the event is {status} = {}{others}",
                    self.id,
                    event.join(" or ")
                )
            }
            Source::Dates {
                origin,
                event,
                censored,
                deaths,
                ..
            } => {
                let also = match deaths {
                    Deaths::Event(name) => format!(" or {name}"),
                    Deaths::Competing(name) => format!(" (competing: {name})"),
                    Deaths::Unknown | Deaths::Censored(_) => String::new(),
                };
                format!(
                    "{}: time to event runs from {origin} to {event}{also}, else to {censored}",
                    self.id
                )
            }
        }
    }
}
