//! The words of the report's language in templates.

use minijinja::Error;
use minijinja::value::{Kwargs, Value};

use super::functions::{invalid, markup_of};
use super::number::NumberObject;
use super::{Shared, escape};
use crate::findings::suggest;
use crate::wording::{Part, Phrase, Wording};

/// The phrase of a key with its places filled, as markup: its words are text,
/// what fills it is markup already or becomes it.
pub(super) fn phrase(words: Wording, key: &str, slots: &Kwargs) -> Result<String, Error> {
    let Some(phrase) = words.find(key) else {
        let known: Vec<&str> = Wording::ENGLISH.keys().collect();
        return Err(invalid(format!(
            "there are no words \"{key}\"; {}",
            suggest(key, known)
        )));
    };
    let markup = filled(phrase, slots, key)?;
    slots.assert_all_used()?;
    Ok(markup)
}

fn filled(phrase: &Phrase, slots: &Kwargs, key: &str) -> Result<String, Error> {
    // A language may leave out a place that another has.
    for name in slots.args() {
        slots.get::<&Value>(name)?;
    }
    let amount = if phrase.has_singular() && slots.has("n") {
        amount_of(slots.get("n")?)
    } else {
        None
    };
    let mut markup = String::new();
    for part in phrase.sentence(amount).parts() {
        match part {
            Part::Text(text) => markup += &escape::markup(text),
            Part::Slot(name) if slots.has(name) => markup += &markup_of(slots.get(name)?)?,
            Part::Slot(name) => {
                return Err(invalid(format!(
                    "the words \"{key}\" have a place for {name}; fill it: word(\"{key}\", {name} = …)"
                )));
            }
        }
    }
    Ok(markup)
}

fn amount_of(value: &Value) -> Option<f64> {
    match value.downcast_object_ref::<NumberObject>() {
        Some(number) => number.0.value.number(),
        None => value.as_i64().map(|whole| whole as f64),
    }
}

/// The phrase of a key, its places filled by markup.
pub(super) fn with_markup(words: Wording, key: &str, slots: &[(&str, &str)]) -> String {
    let parts = words.find(key).map(|phrase| phrase.sentence(None).parts());
    let written = parts.into_iter().flatten().map(|part| match part {
        Part::Text(text) => escape::markup(text),
        Part::Slot(name) => {
            let own = slots.iter().find(|(known, _)| *known == name);
            own.map_or_else(String::new, |(_, markup)| (*markup).to_owned())
        }
    });
    written.collect()
}

impl Shared {
    /// The words of the report's language.
    pub(super) fn words(&self) -> Wording {
        self.ledger.style.words
    }
}
