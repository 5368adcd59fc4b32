//! A phrase of a language: text with named places, in singular and plural where
//! they differ.

use std::collections::BTreeSet;

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Words as they stand.
    Text(String),
    /// A place to fill, by its name.
    Slot(String),
}

/// Words with places to fill: `{n} events`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    written: String,
    parts: Vec<Part>,
}

impl Sentence {
    pub(super) fn new(written: &str) -> Self {
        let mut parts = Vec::new();
        let mut rest = written;
        while let Some((text, (name, after))) = rest
            .split_once('{')
            .and_then(|(text, after)| Some((text, after.split_once('}')?)))
        {
            if !text.is_empty() {
                parts.push(Part::Text(text.to_owned()));
            }
            parts.push(Part::Slot(name.to_owned()));
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        Self {
            written: written.to_owned(),
            parts,
        }
    }

    /// As the file has it.
    pub fn text(&self) -> &str {
        &self.written
    }

    /// With its places filled by text.
    pub fn filled(&self, slots: &[(&str, impl AsRef<str>)]) -> String {
        let filled = |name: &str| slots.iter().find(|(known, _)| *known == name);
        self.parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => text.as_str(),
                Part::Slot(name) => filled(name).map_or("", |(_, text)| text.as_ref()),
            })
            .collect()
    }

    /// Words and places in reading order.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The names of its places.
    pub fn slots(&self) -> BTreeSet<&str> {
        let names = self.parts.iter().filter_map(|part| match part {
            Part::Slot(name) => Some(name.as_str()),
            Part::Text(_) => None,
        });
        names.collect()
    }
}

/// What a key stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    one: Option<Sentence>,
    other: Sentence,
}

impl Phrase {
    /// A string, or a table of `one` and `other`.
    pub(super) fn read(value: &toml::Value) -> Option<Self> {
        if let Some(text) = value.as_str() {
            return Some(Self {
                one: None,
                other: Sentence::new(text),
            });
        }
        let table = value.as_table()?;
        let form = |key: &str| Some(Sentence::new(table.get(key)?.as_str()?));
        Some(Self {
            one: Some(form("one")?),
            other: form("other")?,
        })
    }

    /// The sentence for an amount: the singular for exactly one.
    pub fn sentence(&self, amount: Option<f64>) -> &Sentence {
        match &self.one {
            Some(one) if amount == Some(1.0) => one,
            _ => &self.other,
        }
    }

    /// The names of its places, in singular and plural.
    pub fn slots(&self) -> BTreeSet<&str> {
        let one = self.one.iter().flat_map(Sentence::slots);
        one.chain(self.other.slots()).collect()
    }

    /// Whether it has a singular of its own.
    pub fn has_singular(&self) -> bool {
        self.one.is_some()
    }
}
