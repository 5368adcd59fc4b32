//! What the times of a guessed endpoint count from, where a column says it.

use super::super::guess::Guess;
use super::super::names::words;
use super::super::vocabulary::plain_words;
use super::{Computed, Guessed, Source};

/// Words before what a time counts from.
const SINCE: [&str; 5] = ["since", "from", "after", "seit", "ab"];
/// Words that end it.
const UNTIL: [&str; 9] = [
    "to", "until", "till", "in", "bis", "days", "weeks", "months", "years",
];
/// Longer than this it is a sentence about something else.
const MOST_WORDS: usize = 4;

/// What times count from.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::new) enum Since {
    /// The date from which they are computed.
    Date(String),
    /// As the column of this name says.
    Header(String, String),
}

impl Since {
    /// In words.
    pub(in crate::new) fn start(&self) -> &str {
        match self {
            Self::Date(start) | Self::Header(_, start) => start,
        }
    }
}

/// What the times of an endpoint count from; of one between dates the study file
/// tells it already.
pub(in crate::new) fn of(endpoint: &Guessed, columns: &[Guess]) -> Option<Since> {
    let Source::Columns { time, computed, .. } = &endpoint.source else {
        return None;
    };
    let column = |name: &str| columns.iter().find(|guess| guess.name == name);
    if let Some(Computed::Months { from, .. }) = computed {
        let label = &column(from)?.label;
        return Some(Since::Date(crate::words::uncapitalised(label)));
    }
    let guess = column(time)?;
    let texts = [Some(&guess.name), Some(&guess.label)].into_iter();
    let mut texts = texts.chain([guess.description.as_ref()]).flatten();
    let start = texts.find_map(|text| named(text))?;
    Some(Since::Header(time.clone(), start))
}

/// What stands behind "since" in a header.
fn named(text: &str) -> Option<String> {
    let (plain, own) = (plain_words(text), words(text));
    let at = plain
        .iter()
        .position(|word| SINCE.contains(&word.as_str()))?;
    let start = plain.iter().zip(&own).skip(at + 1);
    let start = start.take_while(|(plain, _)| !UNTIL.contains(&plain.as_str()));
    let start: Vec<&str> = start.map(|(_, own)| own.as_str()).collect();
    let start = match start.as_slice() {
        ["the", rest @ ..] | rest => rest,
    };
    let is_name = |word: &&str| word.chars().any(char::is_alphabetic);
    ((1..=MOST_WORDS).contains(&start.len()) && start.iter().all(is_name)).then(|| start.join(" "))
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn headers_say_what_times_count_from() {
        for (header, start) in [
            ("days_since_randomisation", Some("randomisation")),
            ("TimeFromSurgery", Some("surgery")),
            ("months_from_diagnosis_to_death", Some("diagnosis")),
            (
                "Survival since start of treatment (months)",
                Some("start of treatment"),
            ),
            ("Monate seit Operation", Some("operation")),
            ("time", None),
            ("time_from", None),
            ("days_after_30", None),
            ("survival_months", None),
        ] {
            assert_eq!(named(header).as_deref(), start, "{header}");
        }
    }
}
