//! What was answered about guesses; it replaces them wherever they are made again.

use std::collections::BTreeMap;

use crate::study::TimeUnit;

use super::endpoint::{Deaths, Guessed, Source};
use super::guess::{Guess, GuessedKind};

/// Answers about kinds, endpoints and the grouping.
#[derive(Debug, Clone, Default)]
pub(super) struct Answers {
    /// Kinds by the name of the column.
    pub(super) kinds: BTreeMap<String, GuessedKind>,
    /// By the column of the times, or of the event's date.
    pub(super) endpoints: BTreeMap<String, EndpointAnswer>,
    /// The grouping, or that there is none.
    pub(super) group: Option<Option<String>>,
}

/// What was answered about one endpoint.
#[derive(Debug, Clone, Default)]
pub(super) struct EndpointAnswer {
    /// The levels of its status that are the event; none if it is no endpoint.
    pub(super) event: Option<Vec<String>>,
    /// Those that are competing events.
    pub(super) competing: Vec<String>,
    /// What death is, if it is not the event.
    pub(super) deaths: Option<Deaths>,
    /// The unit of its times.
    pub(super) unit: Option<TimeUnit>,
}

impl Answers {
    /// Makes a column what it was said to be.
    pub(super) fn settle_kind(&self, guess: &mut Guess) {
        let Some(kind) = self.kinds.get(&guess.name) else {
            return;
        };
        guess.kind = kind.clone();
        guess.doubts.clear();
        guess.alternatives.clear();
        guess.labels.retain(|(code, _)| {
            let levels = match kind {
                GuessedKind::Binary(levels) => levels.as_slice(),
                GuessedKind::Nominal(levels) | GuessedKind::Ordinal(levels) => levels,
                _ => &[],
            };
            levels.contains(code)
        });
        "as answered".clone_into(&mut guess.reason);
    }

    /// Makes endpoints what they were said to be, and leaves out those that are none.
    pub(super) fn settle_endpoints(&self, endpoints: &mut Vec<Guessed>) {
        endpoints.retain_mut(|endpoint| {
            let (time, event, competing, competing_known, unit) = match &mut endpoint.source {
                Source::Columns {
                    time,
                    event,
                    competing,
                    competing_known,
                    unit,
                    ..
                } => (time, event, competing, competing_known, unit),
                Source::Dates { event, deaths, .. } => {
                    let answer = self.endpoints.get(event);
                    if let Some(own) = answer.and_then(|answer| answer.deaths.as_ref()) {
                        deaths.clone_from(own);
                        endpoint.unsure_event.clear();
                        endpoint.is_answered = true;
                    }
                    return true;
                }
            };
            let Some(answer) = self.endpoints.get(time) else {
                return true;
            };
            if let Some(own) = &answer.event {
                endpoint.unsure_event.clear();
                endpoint.unsure.clear();
                event.clone_from(own);
                competing.clone_from(&answer.competing);
                *competing_known = true;
                endpoint.is_answered = true;
            }
            if let Some(own) = answer.unit {
                endpoint.unsure_unit = None;
                *unit = own;
            }
            !event.is_empty()
        });
    }
}
