//! Sentences that other rooms write in English, such as the reason why a number
//! has no value, in the language of a report.
//!
//! They stand in files and on the terminal in English too, so a language lists
//! them by their English text with its places: `"needs {n} rows" = "…"`.

use super::phrase::{Part, Sentence};
use super::{PHRASES, Wording};

/// The section of a language's file.
pub(super) const SECTION: &str = "messages.";

impl Wording {
    /// A sentence in this language; as it is where the language has none of its
    /// form.
    pub fn message(self, english: &str) -> String {
        let Some(phrases) = PHRASES.get(self.0) else {
            return english.to_owned();
        };
        if let Some(own) = phrases.get(&format!("{SECTION}{english}")) {
            return own.sentence(None).text().to_owned();
        }
        let listed = phrases.iter().filter_map(|(key, own)| {
            let form = Sentence::new(key.strip_prefix(SECTION)?);
            // Parts that stand side by side are sentences of their own.
            if english.contains("; ") && !form.text().contains("; ") {
                return None;
            }
            let found = matched(form.parts(), english)?;
            // The form with the most words of its own is the one that is meant.
            let words: usize = form.parts().iter().map(own_words).sum();
            let items: Vec<(&str, String)> = found
                .into_iter()
                .map(|(name, value)| (name, self.item(name, value)))
                .collect();
            Some((words, own.sentence(None).filled(&items)))
        });
        if let Some((_, own)) = listed.max_by_key(|(words, _)| *words) {
            return own;
        }
        match english.split_once("; ") {
            Some((first, rest)) => format!("{}; {}", self.message(first), self.message(rest)),
            None => english.to_owned(),
        }
    }

    /// What stands in a place of a sentence: the words between the items of a
    /// list are those of the language.
    fn item(self, name: &str, value: &str) -> String {
        match name {
            "all" | "any" => {}
            "why" => return self.message(value),
            _ => return value.to_owned(),
        }
        let own = |list: &str, between| list.replace(between, &self.message(between));
        own(&own(value, " and "), " or ")
    }
}

fn own_words(part: &Part) -> usize {
    match part {
        Part::Text(text) => text.len(),
        Part::Slot(_) => 0,
    }
}

/// What stands in the places of a form, if the text has that form.
fn matched<'a>(parts: &'a [Part], text: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut open: Option<&str> = None;
    for part in parts {
        match part {
            Part::Text(words) => {
                let at = match open {
                    Some(_) => rest.find(words.as_str())?,
                    None => rest.starts_with(words.as_str()).then_some(0)?,
                };
                if let Some(name) = open.take() {
                    found.push((name, rest.get(..at)?));
                }
                rest = rest.get(at + words.len()..)?;
            }
            Part::Slot(name) => open = Some(name),
        }
    }
    match open {
        Some(name) => found.push((name, rest)),
        None if !rest.is_empty() => return None,
        None => {}
    }
    found
        .iter()
        .all(|(_, value)| !value.is_empty())
        .then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn german() -> Wording {
        Wording::of("de").unwrap_or_default()
    }

    #[test]
    fn a_sentence_is_found_by_its_form() {
        for (english, own) in [
            (
                "all observations are equal",
                "alle Beobachtungen sind gleich",
            ),
            (
                "needs at least 2 observations, has 1",
                "erfordert mindestens 2 Beobachtungen, vorhanden: 1",
            ),
            ("line 16", "Zeile 16"),
            (
                "both when a and b; one when a or b; none otherwise",
                "both bei a und b; one bei a oder b; none sonst",
            ),
        ] {
            assert_eq!(german().message(english), own);
            assert_eq!(Wording::ENGLISH.message(english), english);
        }
        assert_eq!(german().message("no such sentence"), "no such sentence");
        assert_eq!(german().message(""), "");
    }

    #[test]
    fn every_form_is_one_of_the_program() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut text = String::new();
        let mut folders = vec![root];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|ending| ending == "rs")
                    && !path.ends_with("wording/messages.rs")
                {
                    text += &std::fs::read_to_string(path).unwrap_or_default();
                }
            }
        }
        let keys = german().keys().filter_map(|key| key.strip_prefix(SECTION));
        // The words of a rule are put together from those of its relation, and a
        // plural is put together from the singular.
        let whole = |key: &&str| !key.starts_with("is ") && !key.contains("{needed}");
        for key in keys.filter(whole) {
            let form = Sentence::new(key);
            for part in form.parts() {
                if let Part::Text(words) = part {
                    for words in words.split("; ") {
                        let escaped = words.replace('"', "\\\"");
                        assert!(text.contains(escaped.trim()), "{key}: {words}");
                    }
                }
            }
        }
    }

    #[test]
    fn every_reason_why_a_number_has_no_value_is_known() {
        use crate::stats::StatsError;
        let mut errors = vec![
            StatsError::TooFew { needed: 1, got: 0 },
            StatsError::TooFew { needed: 2, got: 1 },
            StatsError::TooFewGroups(1),
            StatsError::TooManyGroups { most: 60, got: 61 },
            StatsError::NoVariation,
            StatsError::NoEvents,
            StatsError::NotFinite,
            StatsError::Lengths(1, 2),
            StatsError::Collinear,
            StatsError::Monotone { term: 0 },
            StatsError::InfiniteEstimate,
            StatsError::NoConvergence(20),
            StatsError::TooMuchWork(1),
        ];
        errors.push(StatsError::TooLarge {
            rows: 1,
            coefficients: 2,
            most: 3,
        });
        for error in errors {
            let english = error.to_string();
            assert_ne!(german().message(&english), english);
        }
    }
}
