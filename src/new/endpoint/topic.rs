//! What an endpoint is about, from the names of its columns.

use super::super::levels;
use super::super::vocabulary::{DEATH, RETURN, is_any, plain_words};
use crate::study::TimeUnit;
use crate::words::uncapitalised;

/// What ends the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    Overall,
    Specific,
    DiseaseFree,
    ProgressionFree,
    EventFree,
    Return,
    Progression,
}

impl Topic {
    /// The topic that a header names.
    pub(super) fn of(header: &str) -> Option<Self> {
        let words = plain_words(header);
        let has = |wanted: &[&str]| words.iter().any(|word| is_any(word, wanted));
        let letter = |start: &str| words.iter().any(|word| *word == format!("{start}time"));
        let free = words.iter().any(|word| {
            FREE.contains(&word.as_str()) || word.contains("frei") || word.contains("vrij")
        });
        Some(
            if has(&["css", "dss"])
                || (has(&["specific"]) && has(&["survival", "disease", "cancer"]))
            {
                Self::Specific
            } else if has(&["pfs"]) || (free && has(&["progress", "progres"])) {
                Self::ProgressionFree
            } else if has(&["dfs", "rfs", "lfs", "mfs", "dmfs", "rfstime"])
                || (free
                    && (has(DISEASE)
                        || has(&["relapse", "recurrence", "rezidiv", "recidiv", "recaida"])))
            {
                Self::DiseaseFree
            } else if has(&["efs"])
                || (free && has(&["event", "ereignis", "evento", "eventi", "evenement"]))
            {
                Self::EventFree
            } else if has(&["ttp", "progress", "progression", "progresion"]) || letter("p") {
                Self::Progression
            } else if has(&["os", "overall", "ttd"]) || has(DEATH) || letter("d") {
                Self::Overall
            } else if has(RETURN) || letter("r") {
                Self::Return
            } else {
                return None;
            },
        )
    }

    /// As it stands in ids.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Overall => "survival",
            Self::Specific => "specific_survival",
            Self::DiseaseFree => "disease_free_survival",
            Self::ProgressionFree => "progression_free_survival",
            Self::EventFree => "event_free_survival",
            Self::Return => "recurrence",
            Self::Progression => "progression",
        }
    }

    /// As printed.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Overall => "overall survival",
            Self::Specific => "disease-specific survival",
            Self::DiseaseFree => "disease-free survival",
            Self::ProgressionFree => "progression-free survival",
            Self::EventFree => "event-free survival",
            Self::Return => "time to recurrence",
            Self::Progression => "time to progression",
        }
    }

    /// Whether death alone is the event.
    pub(super) fn is_death(self) -> bool {
        matches!(self, Self::Overall | Self::Specific)
    }
}

/// Without something, behind a word for survival.
const FREE: &[&str] = &["free", "libre", "libera", "livre", "sans", "senza"];

/// What survival may be free of.
const DISEASE: &[&str] = &[
    "disease",
    "krankheit",
    "maladie",
    "enfermedad",
    "malattia",
    "doenca",
    "ziekte",
];

/// Words of headers that say no more than that a column has states.
pub(super) const STATES: &[&str] = &[
    "status",
    "vitalstatus",
    "lebensstatus",
    "stat",
    "state",
    "event",
    "estado",
    "stato",
    "statut",
    "etat",
    "zustand",
    "ereignis",
    "evento",
    "evenement",
];

/// What happened where a status has one of these levels: "death" of a column Death that
/// is 1, "Tod" of one whose header has "(1=Tod)", "status = 2" of one whose header does
/// not say.
pub(in crate::new) fn happened(status: &str, levels: &[&str]) -> String {
    if let [level] = levels
        && let Some(meaning) = levels::meant(status, level)
    {
        return meaning;
    }
    let words = plain_words(status);
    let says = !words.iter().any(|word| STATES.contains(&word.as_str()));
    match levels {
        [level] if says && levels::is_yes(level) => {
            // "Progression (0/1)" lists its codes.
            let listed = levels::listed(status).map(|listed| listed.label);
            uncapitalised(&listed.unwrap_or_else(|| status.replace('_', " ")))
        }
        [level] if !says && is_word(level) => (*level).to_owned(),
        _ => format!("{status} = {}", levels.join(" or ")),
    }
}

/// Whether a level is one word, and neither a letter nor an answer: "verstorben".
fn is_word(level: &str) -> bool {
    let letters = level.chars().count();
    letters > LETTERS && level.chars().all(char::is_alphabetic) && !levels::is_yes(level)
}

/// The most letters of an abbreviation, as "DOD".
const LETTERS: usize = 3;

/// What a time runs to, by a header such as "Weeks to readmission".
pub(super) fn end_named(header: &str) -> Option<String> {
    const TO: [&str; 3] = ["to", "until", "till"];
    /// Ends that are no event of their own.
    const ANY: &[&str] = &[
        "event",
        "events",
        "last",
        "follow",
        "followup",
        "fu",
        "end",
        "exit",
        "cens",
        "censor",
        "censoring",
        "status",
        "outcome",
        "failure",
        "death",
        "date",
    ];
    let words = plain_words(header);
    let at = words.iter().position(|word| TO.contains(&word.as_str()))?;
    let rest = words.get(at + 1..)?.iter();
    let named: Vec<&str> = rest
        .map(String::as_str)
        .take_while(|word| TimeUnit::of(word).is_none())
        .collect();
    let is_event = !named.is_empty() && !named.iter().any(|word| is_any(word, ANY));
    is_event.then(|| named.join(" "))
}
