//! Sections whose `kind` decides which other keys they have, where the kinds are
//! listed by a later room: one record a kind, found by its word.

use std::any::Any;
use std::fmt::Debug;
use std::sync::Arc;

use crate::study::Scope;
use crate::study::section::Section;

/// The keys of a kind as its reader found them. Implemented by every plain
/// type; it lets two of them be compared without their type being known.
pub trait Keys: Any + Debug + Send + Sync {
    /// Whether the other is of the same kind with the same keys.
    fn same(&self, other: &dyn Any) -> bool;
}

impl<T: Any + Debug + PartialEq + Send + Sync> Keys for T {
    fn same(&self, other: &dyn Any) -> bool {
        other.downcast_ref::<T>().is_some_and(|other| self == other)
    }
}

/// One kind: the word of the study file, and the reader of its keys.
pub struct KindRecord<T: ?Sized> {
    /// The word that the study file uses.
    pub word: &'static str,
    /// Reads the keys of the kind; problems become findings.
    pub read: fn(&Section<'_>, &Scope<'_>) -> Arc<T>,
}

/// Reads the section as the kind that it names, or as that of the word
/// `default` if it names none. `aliases` are former words of kinds with their
/// present ones.
pub(crate) fn read_kind<T: ?Sized>(
    section: &Section<'_>,
    scope: &Scope<'_>,
    kinds: &'static [KindRecord<T>],
    default: Option<&str>,
    aliases: &[(&str, &str)],
) -> Option<(&'static str, Arc<T>)> {
    let words: Vec<(&str, &'static KindRecord<T>)> =
        kinds.iter().map(|kind| (kind.word, kind)).collect();
    let of_word = |word: &str| kinds.iter().find(|kind| kind.word == word);
    let aliases: Vec<(&str, &'static KindRecord<T>)> = aliases
        .iter()
        .filter_map(|(alias, word)| of_word(word).map(|kind| (*alias, kind)))
        .collect();
    let kind = match default {
        None => section.required_choice_or_alias("kind", &words, &aliases)?,
        Some(_) if section.has("kind") => section.choice_or_alias("kind", &words, &aliases)?,
        Some(word) => of_word(word)?,
    };
    Some((kind.word, (kind.read)(section, scope)))
}
