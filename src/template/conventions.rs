//! The conventions of the study in templates: their words as values, and what
//! Methods states of each.

use std::collections::BTreeMap;

use minijinja::Error;
use minijinja::value::Value;

use super::functions::invalid;
use super::number::linked_with_unit;
use super::{Shared, escape};
use crate::findings::suggest;
use crate::number::conventions::{ConventionKey, Conventions, SettingValue};
use crate::wording::Part;

/// `conventions` of a template: the preset and every convention by its key.
pub(super) fn values(conventions: &Conventions) -> Value {
    let settings = conventions.settings().map(|setting| {
        let value = match setting.value {
            SettingValue::Word(word) => Value::from(word),
            SettingValue::Flag(flag) => Value::from(flag),
            SettingValue::Whole(number) => Value::from(number),
            SettingValue::Number(number) => Value::from(number),
        };
        (setting.key.word(), value)
    });
    std::iter::once(("preset", Value::from(conventions.preset.word())))
        .chain(settings)
        .collect::<BTreeMap<_, _>>()
        .into()
}

impl Shared {
    /// What Methods states of a convention, as markup, its numbers linked.
    pub(super) fn convention(&self, word: &str) -> Result<String, Error> {
        let Some(key) = ConventionKey::ALL.iter().find(|key| key.word() == word) else {
            let words: Vec<&str> = ConventionKey::ALL.iter().map(|key| key.word()).collect();
            return Err(invalid(format!(
                "unknown convention \"{word}\"; {}",
                suggest(word, words)
            )));
        };
        let phrase = self.conventions.setting(*key).phrase(self.words());
        let mut markup = String::new();
        for part in phrase
            .iter()
            .flat_map(|phrase| phrase.sentence(None).parts())
        {
            match part {
                Part::Text(text) => markup += &escape::markup(text),
                Part::Slot(name) => {
                    markup +=
                        &linked_with_unit(self.print(&format!("convention.{name}"))?, self.words());
                }
            }
        }
        Ok(markup)
    }
}
