//! The time to event that a CSV seems to hold.

use super::columns::{Guess, GuessedKind};
use super::names::hints;

/// A guessed endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Guessed {
    /// A duration and a status.
    Columns {
        time: String,
        status: String,
        event: String,
        /// Further levels of the status beside the event and one more.
        others: Vec<String>,
        unit: &'static str,
    },
    /// Dates.
    Dates {
        origin: String,
        event: String,
        censored: String,
    },
}

const TIME: &[&str] = &[
    "time", "follow", "followup", "fu", "futime", "duration", "survival", "surv", "os", "pfs",
    "dfs",
];
const STATUS: &[&str] = &[
    "status", "event", "death", "dead", "died", "vital", "outcome", "relapse", "censor", "fustat",
    "deceased",
];
const EVENTS: &[&str] = &[
    "dead",
    "death",
    "died",
    "deceased",
    "event",
    "yes",
    "y",
    "true",
    "relapse",
    "recurrence",
    "1",
    "2",
];
const ORIGIN: &[&str] = &[
    "operation",
    "surgery",
    "resection",
    "diagnosis",
    "inclusion",
    "randomisation",
    "randomization",
    "treatment",
    "start",
    "enrolment",
    "baseline",
];
const DEATH: &[&str] = &[
    "death",
    "died",
    "deceased",
    "relapse",
    "recurrence",
    "progression",
];
const LAST: &[&str] = &[
    "last",
    "contact",
    "seen",
    "censoring",
    "followup",
    "follow",
    "end",
];

/// Finds a duration with a status, else dates of origin, event and last contact.
pub(super) fn guess(columns: &[Guess], present: &[Vec<&str>]) -> Option<Guessed> {
    let time = columns
        .iter()
        .zip(present)
        .find(|(guess, _)| guess.is_number() && hints(&guess.name, TIME));
    let status = columns
        .iter()
        .find(|guess| guess.levels().len() >= 2 && hints(&guess.name, STATUS));
    if let (Some((time, cells)), Some(status)) = (time, status) {
        let place = |level: &String| EVENTS.iter().position(|word| *word == level.to_lowercase());
        let told = status
            .levels()
            .iter()
            .filter(|level| place(level).is_some());
        // Of 1 and 2 the second is the event, as in R's survival.
        let event = match status.levels() {
            [first, second] if first == "1" && second == "2" => Some(second),
            _ => told.min_by_key(|level| place(level)),
        };
        let event = event.or_else(|| status.levels().last())?.clone();
        let values = cells
            .iter()
            .filter_map(|cell| cell.replace(',', ".").parse::<f64>().ok());
        if values.clone().any(|value| value < 0.0) {
            return None;
        }
        let longest = values.fold(0.0, f64::max);
        let unit = match time.unit.as_deref().map(str::to_lowercase).as_deref() {
            Some("days" | "d") => "days",
            Some("years" | "y") => "years",
            Some("months" | "mo") => "months",
            _ if longest > 400.0 => "days",
            _ => "months",
        };
        return Some(Guessed::Columns {
            time: time.name.clone(),
            status: status.name.clone(),
            others: match status.levels() {
                [_, _] => Vec::new(),
                levels => levels.iter().filter(|l| **l != event).cloned().collect(),
            },
            event,
            unit,
        });
    }
    let dated = |wanted: &[&str]| {
        // The first word that fits a date, not the first date that fits a word.
        let dates = || {
            columns
                .iter()
                .filter(|guess| guess.kind == GuessedKind::Date)
        };
        wanted.iter().find_map(|word| {
            let found = dates().find(|guess| hints(&guess.name, &[word]));
            found.map(|guess| guess.name.clone())
        })
    };
    let (origin, event, censored) = (dated(ORIGIN)?, dated(DEATH)?, dated(LAST)?);
    (origin != event && event != censored && origin != censored).then_some(Guessed::Dates {
        origin,
        event,
        censored,
    })
}

impl Guessed {
    /// Whether it reads a column.
    pub(super) fn uses(&self, name: &str) -> bool {
        match self {
            Self::Columns { time, status, .. } => time == name || status == name,
            Self::Dates {
                origin,
                event,
                censored,
            } => [origin, event, censored].iter().any(|own| *own == name),
        }
    }

    /// In a sentence.
    pub(super) fn told(&self) -> String {
        match self {
            Self::Columns {
                time,
                status,
                event,
                others,
                unit,
            } => {
                let competing = match others.as_slice() {
                    [] => String::new(),
                    others => format!(
                        ", {} are censored unless you list them under competing",
                        others.join(" and ")
                    ),
                };
                format!(
                    "time to event is {time} in {unit}, the event is {status} = {event}{competing}: see [endpoints.survival]"
                )
            }
            Self::Dates {
                origin,
                event,
                censored,
            } => {
                format!(
                    "time to event runs from {origin} to {event}, else to {censored}: see [endpoints.survival]"
                )
            }
        }
    }
}
