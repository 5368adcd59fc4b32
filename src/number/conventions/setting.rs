//! A convention with what is chosen.

use std::fmt;

use serde::{Serialize, Serializer};

use super::ConventionKey;
use crate::wording::{Phrase, Wording};

/// What is chosen, as `study.toml` and `results.json` write it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(untagged)]
pub enum SettingValue {
    /// One of a few words.
    Word(&'static str),
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Whole(u32),
    /// Any number.
    Number(f64),
}

impl fmt::Display for SettingValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => f.write_str(word),
            Self::Flag(flag) => flag.fmt(f),
            Self::Whole(number) => number.fmt(f),
            Self::Number(number) => number.fmt(f),
        }
    }
}

/// A convention with what is chosen; as text, and in JSON, `quantile = 7`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setting {
    /// The convention.
    pub key: ConventionKey,
    /// What is chosen.
    pub value: SettingValue,
}

impl Setting {
    /// The choice in prose, as `check` names it: "Efron's ties".
    pub fn title(&self) -> String {
        self.key.record().title(self.value)
    }

    /// What Methods states of it; the place `name` stands for the ledger's number
    /// `convention.name`. Nothing for a convention that Methods does not mention.
    pub fn phrase(&self, words: Wording) -> Option<&'static Phrase> {
        let key = format!("conventions.{}", self.key.word());
        let of_choice = words.find(&format!("{key}.{}", self.value));
        of_choice.or_else(|| words.find(&key))
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} = {}", self.key.word(), self.value)
    }
}

impl Serialize for Setting {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A value that a convention does not have.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("no such choice: {0}")]
pub struct UnknownChoice(pub Setting);
