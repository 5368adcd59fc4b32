//! The words of reports as data: one file a language, such as `en.toml`.
//!
//! A key such as `table.missing` comes in, the phrase of the report's language
//! goes out, with places for numbers and names that the caller fills. Nothing
//! here knows what is reported. A phrase that a language does not have is taken
//! from English.

mod messages;
mod phrase;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::words::uncapitalised;
pub use phrase::{Part, Phrase, Sentence};

/// The language of every phrase that another language does not have.
const ENGLISH: &str = "en";

/// Every language with its file, English first.
const FILES: &[(&str, &str)] = &[
    (ENGLISH, include_str!("en.toml")),
    ("de", include_str!("de.toml")),
];

/// Stands where no language has a phrase; a test holds that none is missing.
const NO_TEXT: &str = "…";

type Phrases = BTreeMap<String, Phrase>;

static PHRASES: LazyLock<Vec<Phrases>> = LazyLock::new(|| {
    // A test reads each file: what the program contains has been read before.
    let own = |(_, text): &(&str, &str)| read(text).unwrap_or_default();
    FILES.iter().map(own).collect()
});

/// The words of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wording(usize);

impl Wording {
    /// The words of English.
    pub const ENGLISH: Self = Self(0);

    /// The words of a language by its tag (BCP 47); a region, as in `de-AT`,
    /// has no words of its own.
    pub fn of(tag: &str) -> Option<Self> {
        let language = primary(tag);
        FILES
            .iter()
            .position(|(known, _)| known.eq_ignore_ascii_case(language))
            .map(Self)
    }

    /// Every language.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..FILES.len()).map(Self)
    }

    /// The tag of the language.
    pub fn tag(self) -> &'static str {
        FILES.get(self.0).map_or(ENGLISH, |(tag, _)| tag)
    }

    /// A phrase without places to fill.
    pub fn text(self, key: &str) -> &'static str {
        self.find(key)
            .map_or(NO_TEXT, |phrase| phrase.sentence(None).text())
    }

    /// A phrase with its places filled by text; the place `n` decides between
    /// singular and plural.
    pub fn fill(self, key: &str, slots: &[(&str, impl AsRef<str>)]) -> String {
        let Some(phrase) = self.find(key) else {
            return NO_TEXT.to_owned();
        };
        let filled = |name: &str| slots.iter().find(|(known, _)| *known == name);
        let n = filled("n").and_then(|(_, text)| text.as_ref().parse().ok());
        phrase.sentence(n).filled(slots)
    }

    /// A name as it stands inside a sentence: with a small first letter, unless
    /// the language writes nouns with a capital.
    pub fn in_sentence(self, name: &str) -> String {
        match self.text("language.nouns") {
            "capital" => name.to_owned(),
            _ => uncapitalised(name),
        }
    }

    /// A unit in the singular, as in "per year". Units that are no word of this
    /// language, such as "kg/m²", stay as they are.
    pub fn one_of(self, unit: &str) -> String {
        let mut known = Self::ENGLISH
            .keys()
            .filter_map(|key| key.strip_prefix("unit."));
        if let Some(known) = known.find(|name| self.text(&format!("unit.{name}")) == unit) {
            return self.text(&format!("unit_one.{known}")).to_owned();
        }
        if self != Self::ENGLISH {
            return unit.to_owned();
        }
        match unit.split_once(" per ") {
            Some((counted, per)) => format!("{} per {per}", singular(counted)),
            None => singular(unit),
        }
    }

    /// The phrase of a key.
    pub fn find(self, key: &str) -> Option<&'static Phrase> {
        let own = PHRASES.get(self.0).and_then(|phrases| phrases.get(key));
        own.or_else(|| PHRASES.first()?.get(key))
    }

    /// The title of a statistic by its word, where the language has its own.
    pub fn statistic(self, word: &str, english: &'static str) -> &'static str {
        let own = PHRASES.get(self.0);
        own.and_then(|phrases| phrases.get(&format!("statistics.{word}")))
            .map_or(english, |phrase| phrase.sentence(None).text())
    }

    /// The keys of the language's file.
    pub fn keys(self) -> impl Iterator<Item = &'static str> {
        PHRASES
            .get(self.0)
            .into_iter()
            .flat_map(|phrases| phrases.keys().map(String::as_str))
    }
}

impl Default for Wording {
    fn default() -> Self {
        Self::ENGLISH
    }
}

/// The singular of an English plural; a text that is none, such as "mmHg" or
/// "Celsius", as it is.
fn singular(word: &str) -> String {
    let is_word = |c: char| c.is_alphabetic() || c == '-' || c == ' ';
    let Some(one) = word.strip_suffix('s') else {
        return word.to_owned();
    };
    if one.len() <= 3 || !one.chars().all(is_word) || one.ends_with(['s', 'u', 'i']) {
        return word.to_owned();
    }
    match one.strip_suffix("ie") {
        Some(stem) if !stem.ends_with("calor") => format!("{stem}y"),
        _ => match one.strip_suffix('e') {
            Some(stem)
                if ["x", "ch", "sh", "ss"]
                    .iter()
                    .any(|end| stem.ends_with(end)) =>
            {
                stem.to_owned()
            }
            _ => one.to_owned(),
        },
    }
}

/// The language of a tag, without script and region: `de` of `de-AT`.
pub fn primary(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

/// The region of a tag: `AT` of `de-AT`.
pub fn region(tag: &str) -> Option<&str> {
    tag.split(['-', '_'])
        .skip(1)
        .find(|part| part.len() == 2 && part.chars().all(|c| c.is_ascii_alphabetic()))
}

/// Why a file is no dictionary.
#[derive(Debug, thiserror::Error)]
enum Unreadable {
    #[error(transparent)]
    Toml(#[from] toml::de::Error),
    #[error("{0} is neither a phrase nor a table")]
    NoPhrase(String),
}

fn read(text: &str) -> Result<Phrases, Unreadable> {
    let mut phrases = Phrases::new();
    add(&mut phrases, "", &text.parse::<toml::Table>()?)?;
    Ok(phrases)
}

fn add(phrases: &mut Phrases, prefix: &str, table: &toml::Table) -> Result<(), Unreadable> {
    for (key, value) in table {
        let key = if prefix.is_empty() {
            key.clone()
        } else {
            format!("{prefix}.{key}")
        };
        if let Some(phrase) = Phrase::read(value) {
            phrases.insert(key, phrase);
        } else if let Some(table) = value.as_table() {
            add(phrases, &key, table)?;
        } else {
            return Err(Unreadable::NoPhrase(key));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
