//! A table of a TOML file, read key by key with every problem collected.
//!
//! Each accessor notes its key as known, so that [`Section::finish`] can name
//! the keys that nothing asked for, with the nearest known one.

mod source;
mod value;

use std::cell::RefCell;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub use source::{Asked, Shape, Source, parse};
use value::{as_number, type_name};

use crate::findings::suggest;

/// Most items of a list; a file of published numbers may have thousands.
const MOST_ITEMS: usize = 10_000;

/// One table of the file.
pub struct Section<'a> {
    source: &'a Source<'a>,
    path: String,
    table: &'a DeTable<'a>,
    span: Range<usize>,
    known: RefCell<Vec<&'static str>>,
}

/// A value and its position.
struct Found<'a> {
    value: &'a DeValue<'a>,
    span: Range<usize>,
}

impl<'a> Section<'a> {
    /// The top of the file.
    pub fn top(source: &'a Source<'a>, document: &'a Spanned<DeTable<'a>>) -> Self {
        Self::at(source, String::new(), document.get_ref(), 0..0)
    }

    fn at(
        source: &'a Source<'a>,
        path: String,
        table: &'a DeTable<'a>,
        span: Range<usize>,
    ) -> Self {
        Self {
            source,
            path,
            table,
            span,
            known: RefCell::default(),
        }
    }

    fn key_path(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }

    /// Notes what is expected under a key that may be left out.
    fn ask(&self, key: &'static str, shape: impl FnOnce() -> Shape) {
        self.note_asked(|section| Asked {
            section,
            key,
            shape: shape(),
            required: false,
        });
    }

    /// Notes what is expected under a key that must be there.
    fn ask_required(&self, key: &'static str, shape: impl FnOnce() -> Shape) {
        self.note_asked(|section| Asked {
            section,
            key,
            shape: shape(),
            required: true,
        });
    }

    /// Only the schema wants to know what is asked.
    fn note_asked(&self, asked: impl FnOnce(String) -> Asked) {
        self.source.record(|| asked(self.path.clone()));
    }

    fn find(&self, key: &'static str) -> Option<Found<'a>> {
        self.known.borrow_mut().push(key);
        let (_, value) = self
            .table
            .iter()
            .find(|(name, _)| name.get_ref().as_ref() == key)?;
        Some(Found {
            value: value.get_ref(),
            span: value.span(),
        })
    }

    fn note(&self, key: &str, offset: usize, problem: impl Into<String>, help: impl Into<String>) {
        self.source
            .note((self.key_path(key), offset), problem, help);
    }

    /// The line on which the section begins, counted from 1.
    pub fn line(&self) -> u64 {
        self.source.line(self.span.start)
    }

    /// Notes a problem with the value of `key`, or with the section if absent.
    pub fn problem(&self, key: &str, problem: impl Into<String>, help: impl Into<String>) {
        let offset = self
            .table
            .iter()
            .find(|(name, _)| name.get_ref().as_ref() == key)
            .map_or(self.span.start, |(_, value)| value.span().start);
        self.note(key, offset, problem, help);
    }

    /// Whether the key is in the file.
    pub fn has(&self, key: &'static str) -> bool {
        self.find(key).is_some()
    }

    /// Whether the key stands in the file with a string.
    pub fn is_text(&self, key: &'static str) -> bool {
        let found = self.find(key);
        found.is_some_and(|found| found.value.as_str().is_some())
    }

    fn wrong_type(&self, key: &str, found: &Found<'_>, expected: &str) {
        self.note(
            key,
            found.span.start,
            format!("is {}, expected {expected}", type_name(found.value)),
            format!("set {key} to {expected}"),
        );
    }

    /// A string.
    pub fn string(&self, key: &'static str) -> Option<String> {
        self.ask(key, || Shape::Text);
        self.text(key)
    }

    fn text(&self, key: &'static str) -> Option<String> {
        let found = self.find(key)?;
        let text = found.value.as_str().map(str::to_owned);
        if text.is_none() {
            self.wrong_type(key, &found, "a string");
        }
        text
    }

    /// A string that must be there; an empty one is returned after the finding.
    pub fn required_string(&self, key: &'static str) -> String {
        self.ask_required(key, || Shape::Text);
        if !self.has(key) {
            self.problem(key, "is missing", format!("add {key} = \"…\""));
        }
        self.text(key).unwrap_or_default()
    }

    /// A number, whole or not.
    pub fn number(&self, key: &'static str) -> Option<f64> {
        self.ask(key, || Shape::Number);
        self.any_number(key)
    }

    fn any_number(&self, key: &'static str) -> Option<f64> {
        let found = self.find(key)?;
        let number = as_number(found.value);
        if number.is_none() {
            self.wrong_type(key, &found, "a number");
        }
        number
    }

    /// A whole number from 0 to `largest`.
    pub fn whole(&self, key: &'static str, largest: u32) -> Option<u32> {
        self.ask(key, || Shape::Whole(largest));
        let number = self.any_number(key)?;
        if number.fract() == 0.0 && (0.0..=f64::from(largest)).contains(&number) {
            return Some(number as u32);
        }
        self.problem(
            key,
            format!("{number} is not a whole number from 0 to {largest}"),
            format!("write a whole number from 0 to {largest}"),
        );
        None
    }

    /// `true` or `false`.
    pub fn boolean(&self, key: &'static str) -> Option<bool> {
        self.ask(key, || Shape::Boolean);
        let found = self.find(key)?;
        let answer = found.value.as_bool();
        if answer.is_none() {
            self.wrong_type(key, &found, "true or false");
        }
        answer
    }

    /// A list of strings.
    pub fn strings(&self, key: &'static str) -> Option<Vec<String>> {
        self.ask(key, || Shape::Texts);
        self.texts(key)
    }

    /// A list of strings that are all known; `what` names one of them.
    pub fn known_strings(
        &self,
        key: &'static str,
        what: &str,
        known: &[&str],
    ) -> Option<Vec<String>> {
        self.ask(key, || Shape::Words(owned(known)));
        let words = self.texts(key)?;
        for word in &words {
            if !known.contains(&word.as_str()) {
                let problem = format!("unknown {what} \"{word}\"");
                self.problem(key, problem, suggest(word, known.to_vec()));
            }
        }
        Some(words)
    }

    fn texts(&self, key: &'static str) -> Option<Vec<String>> {
        self.list(key, "a list of strings", |value| {
            value.as_str().map(str::to_owned)
        })
    }

    /// A list of numbers.
    pub fn numbers(&self, key: &'static str) -> Option<Vec<f64>> {
        self.ask(key, || Shape::Numbers);
        self.list(key, "a list of numbers", as_number)
    }

    /// A list of anything, bounded so that no study runs for minutes unseen.
    fn list<T>(
        &self,
        key: &'static str,
        expected: &str,
        item: impl Fn(&DeValue<'_>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let found = self.find(key)?;
        let items: Option<Vec<T>> = found
            .value
            .as_array()
            .and_then(|array| array.iter().map(|value| item(value.get_ref())).collect());
        if items.is_none() {
            self.wrong_type(key, &found, expected);
        }
        items.map(|items| {
            let most = self.most_items(key, items.len());
            items.into_iter().take(most).collect()
        })
    }

    /// How many of so many items are read; a finding if that is not all.
    fn most_items(&self, key: &'static str, count: usize) -> usize {
        if count > MOST_ITEMS {
            let problem = format!("lists {count} items; the limit is {MOST_ITEMS}");
            self.problem(key, problem, "list fewer, or divide the study");
        }
        MOST_ITEMS
    }

    /// One of a fixed list of words, mapped to what it means.
    pub fn choice<T: Copy>(&self, key: &'static str, choices: &[(&str, T)]) -> Option<T> {
        self.choice_or_alias(key, choices, &[])
    }

    /// The same with further words that are accepted, but not suggested.
    pub fn choice_or_alias<T: Copy>(
        &self,
        key: &'static str,
        choices: &[(&str, T)],
        aliases: &[(&str, T)],
    ) -> Option<T> {
        self.ask(key, || words_of(choices, aliases));
        self.chosen(key, choices, aliases, |_| None)
    }

    /// The same, where another word for a choice is refused with the choice as help.
    pub fn choice_of_synonyms<T: Copy>(
        &self,
        key: &'static str,
        choices: &[(&str, T)],
        meant: impl Fn(&str) -> Option<&'static str>,
    ) -> Option<T> {
        self.ask(key, || words_of(choices, &[]));
        self.chosen(key, choices, &[], meant)
    }

    /// A choice that is required.
    pub fn required_choice<T: Copy>(&self, key: &'static str, choices: &[(&str, T)]) -> Option<T> {
        self.required_choice_or_alias(key, choices, &[])
    }

    /// A required choice with further words that are accepted, but not suggested.
    pub fn required_choice_or_alias<T: Copy>(
        &self,
        key: &'static str,
        choices: &[(&str, T)],
        aliases: &[(&str, T)],
    ) -> Option<T> {
        self.ask_required(key, || words_of(choices, aliases));
        if !self.has(key) {
            let help = format!("expected one of: {}", names(choices).join(", "));
            self.problem(key, "is missing", help);
        }
        self.chosen(key, choices, aliases, |_| None)
    }

    fn chosen<T: Copy>(
        &self,
        key: &'static str,
        choices: &[(&str, T)],
        aliases: &[(&str, T)],
        meant: impl Fn(&str) -> Option<&'static str>,
    ) -> Option<T> {
        let word = self.text(key)?;
        let mut accepted = choices.iter().chain(aliases);
        let chosen = accepted.find(|(name, _)| *name == word);
        if chosen.is_none() {
            let help = match meant(&word) {
                Some(meant) => format!("write \"{meant}\""),
                None => suggest(&word, names(choices)),
            };
            self.problem(key, format!("unknown value \"{word}\""), help);
        }
        chosen.map(|(_, meaning)| *meaning)
    }

    /// A table under this key.
    pub fn section(&self, key: &'static str) -> Option<Section<'a>> {
        self.ask(key, || Shape::Table);
        self.table(key)
    }

    fn table(&self, key: &'static str) -> Option<Section<'a>> {
        let found = self.find(key)?;
        match found.value.as_table() {
            Some(table) => Some(Self::at(self.source, self.key_path(key), table, found.span)),
            None => {
                self.wrong_type(key, &found, "a table");
                None
            }
        }
    }

    /// The tables under this key with their own names, in the order of the file.
    pub fn named_sections(&self, key: &'static str) -> Vec<(String, Section<'a>)> {
        self.ask(key, || Shape::NamedTables);
        let Some(parent) = self.table(key) else {
            return Vec::new();
        };
        let mut sections = Vec::new();
        for (name, value) in parent.table {
            let name_text = name.get_ref().to_string();
            match value.get_ref().as_table() {
                Some(table) => {
                    let path = parent.key_path(&name_text);
                    sections.push((name_text, Self::at(self.source, path, table, name.span())));
                }
                None => parent.note(
                    &name_text,
                    value.span().start,
                    format!("is {}, expected a table", type_name(value.get_ref())),
                    format!("write [{}.{name_text}] with its keys below", parent.path),
                ),
            }
        }
        sections
    }

    /// The tables of a list such as `[[tables]]`.
    pub fn listed_sections(&self, key: &'static str) -> Vec<Section<'a>> {
        self.ask(key, || Shape::Tables);
        let Some(found) = self.find(key) else {
            return Vec::new();
        };
        let Some(array) = found.value.as_array() else {
            self.wrong_type(key, &found, "a list of tables");
            return Vec::new();
        };
        let most = self.most_items(key, array.len());
        let mut sections = Vec::new();
        for (index, item) in array.iter().take(most).enumerate() {
            match item.get_ref().as_table() {
                Some(table) => sections.push(Self::at(
                    self.source,
                    format!("{}[{}]", self.key_path(key), index + 1),
                    table,
                    item.span(),
                )),
                None => self.wrong_type(key, &found, "a list of tables"),
            }
        }
        sections
    }

    /// The string values under this key by name, in the order of the file.
    pub fn named_strings(&self, key: &'static str) -> Vec<(String, String)> {
        self.ask(key, || Shape::NamedTexts);
        let Some(section) = self.table(key) else {
            return Vec::new();
        };
        let mut pairs = Vec::new();
        for (name, value) in section.table {
            match value.get_ref().as_str() {
                Some(text) => pairs.push((name.get_ref().to_string(), text.to_owned())),
                None => section.note(
                    name.get_ref(),
                    value.span().start,
                    format!("is {}, expected a string", type_name(value.get_ref())),
                    "write a string in quotes",
                ),
            }
        }
        pairs
    }

    /// Notes every key that nothing asked for.
    pub fn finish(&self) {
        let known = self.known.borrow();
        for (name, value) in self.table {
            let name = name.get_ref().as_ref();
            if !known.contains(&name) {
                self.note(
                    name,
                    value.span().start,
                    "unknown key",
                    suggest(name, known.iter().copied()),
                );
            }
        }
    }
}

/// The word of a choice that [`Section::choice`] reads.
pub(super) fn word<T: PartialEq + Copy>(choices: &[(&'static str, T)], choice: T) -> &'static str {
    let known = choices.iter().find(|(_, other)| *other == choice);
    known.map_or("", |(word, _)| word)
}

fn names<'w, T>(choices: &[(&'w str, T)]) -> Vec<&'w str> {
    choices.iter().map(|(name, _)| *name).collect()
}

/// The words that a choice accepts.
fn words_of<T>(choices: &[(&str, T)], aliases: &[(&str, T)]) -> Shape {
    let mut words = owned(&names(choices));
    words.extend(owned(&names(aliases)));
    Shape::Word(words)
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}
