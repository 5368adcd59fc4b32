//! What is told after guessing: what cannot be used, what to look at, every column.

use std::collections::HashMap;

use super::columns::Guesses;
use super::guess::{Guess, GuessedKind};
use super::write::plural;
use crate::findings::printable;

/// Columns that are named with the same doubt.
const TOGETHER: usize = 8;
/// The width of a terminal.
const WIDTH: usize = 80;
/// The most characters of a name in its column of the table.
const NAME: usize = 24;

/// Columns that are not analysed, and why; then what the whole file shows.
pub(super) fn unusable(guesses: &Guesses) -> Vec<String> {
    let broken = guesses.columns.iter().filter(|guess| guess.unusable);
    let mut found = together(broken);
    found.extend(guesses.told.iter().cloned());
    found
}

/// What to look at first, the most important first.
pub(super) fn look_at(guesses: &Guesses) -> Vec<String> {
    let mut found = Vec::new();
    let usable = || guesses.columns.iter().filter(|guess| !guess.unusable);
    found.extend(together(usable().filter(|guess| {
        guess.kind == GuessedKind::Text || !guess.choices.is_empty()
    })));
    found.extend(usable().filter_map(unfit));
    if guesses.endpoints.is_empty() {
        found.push("no time to event was found: add [endpoints.…] if there is one".to_owned());
    }
    for endpoint in &guesses.endpoints {
        let sure = match endpoint.doubts().as_slice() {
            [] => String::new(),
            unsure => format!("; not certain: {}", unsure.join("; ")),
        };
        found.push(format!("{}{sure}", endpoint.told()));
    }
    found.extend(guesses.left.iter().cloned());
    match &guesses.group {
        Some(group) => found.push(format!(
            "groups are compared by {group}: change by = \"{group}\" if you want another"
        )),
        None => found.push(
            "no column was found to compare groups by: add by = \"…\" to the table".to_owned(),
        ),
    }
    found.extend(together(usable().filter(|guess| {
        guess.kind != GuessedKind::Text && guess.choices.is_empty()
    })));
    let columns = guesses.columns.iter();
    found.extend(once_each(columns.filter_map(|guess| {
        Some((guess.name.as_str(), guess.left_out.as_deref()?))
    })));
    found
}

/// The doubts about columns; the same about several of them is told once.
fn together<'g>(guesses: impl Iterator<Item = &'g Guess>) -> Vec<String> {
    once_each(guesses.flat_map(|guess| {
        let doubts = guess.doubts.iter();
        doubts.map(|doubt| (guess.name.as_str(), doubt.as_str()))
    }))
}

/// What is told of columns, each once with the columns that it is about.
fn once_each<'g>(told: impl Iterator<Item = (&'g str, &'g str)>) -> Vec<String> {
    let mut found: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (name, doubt) in told {
        let at = *places.entry(doubt).or_insert(found.len());
        match found.get_mut(at) {
            Some((_, names)) => names.push(name),
            None => found.push((doubt, vec![name])),
        }
    }
    let told = found.into_iter().map(|(doubt, names)| {
        let more = match names.len().saturating_sub(TOGETHER) {
            0 | 1 => String::new(),
            more => format!(" and {more} more"),
        };
        let shown = if more.is_empty() {
            names.len()
        } else {
            TOGETHER
        };
        let names: Vec<&str> = names.into_iter().take(shown).collect();
        format!("{}{more}: {doubt}", names.join(", "))
    });
    told.collect()
}

fn unfit(guess: &Guess) -> Option<String> {
    let unfit = guess.unfit.as_ref()?;
    let cells = plural(unfit.count, "cell is", "cells are");
    let kind = if guess.kind == GuessedKind::Date {
        "date"
    } else {
        "number"
    };
    Some(format!(
        "{}: {cells} no {kind} and set missing: {}",
        guess.name,
        unfit.examples.join(", ")
    ))
}

/// A table of every column: what it is taken for, and why.
pub(super) fn table(guesses: &Guesses) -> Vec<String> {
    let names: Vec<String> = guesses
        .columns
        .iter()
        .map(|guess| shortened(&printable(&guess.name)))
        .collect();
    let first = names
        .iter()
        .map(|name| name.chars().count())
        .chain([6])
        .max()
        .unwrap_or(6);
    let second = "continuous".len();
    let mut lines = vec![format!("{:first$}  {:second$}  why", "column", "taken for")];
    let indent = first + second + 4;
    for (guess, name) in guesses.columns.iter().zip(&names) {
        let mut wrapped = wrap(
            &printable(&why(guess)),
            WIDTH.saturating_sub(indent).max(20),
        )
        .into_iter();
        let start = wrapped.next().unwrap_or_default();
        lines.push(
            format!("{name:first$}  {:second$}  {start}", guess.kind.name())
                .trim_end()
                .to_owned(),
        );
        lines.extend(wrapped.map(|line| format!("{:indent$}{line}", "")));
    }
    lines
}

/// Why it is taken for that, and what of it is missing.
fn why(guess: &Guess) -> String {
    const LEVELS: usize = 6;
    let mut parts = vec![guess.reason.clone()];
    parts.extend(guess.aside.map(str::to_owned));
    parts.extend(guess.notes.iter().cloned());
    let in_none = guess.left_out.is_some() || guess.aside.is_some();
    parts.extend(in_none.then(|| "in no table".to_owned()));
    if let Some(unit) = &guess.unit {
        parts.push(format!("in {unit}"));
    }
    match guess.levels() {
        [] => {}
        levels if levels.len() <= LEVELS => {
            let shown = |level: &String| match guess.meaning(level) {
                same if same == level => level.clone(),
                label => format!("{level} ({label})"),
            };
            parts.push(levels.iter().map(shown).collect::<Vec<_>>().join(", "));
        }
        levels => parts.push(format!("{} levels", levels.len())),
    }
    if let Some([low, high]) = &guess.range {
        parts.push(format!("from {low} to {high}"));
    }
    if let Some(unfit) = &guess.unfit {
        parts.push(format!(
            "{} not understood: {}",
            plural(unfit.count, "cell", "cells"),
            unfit.examples.join(", ")
        ));
    }
    if !guess.missing_told.is_empty() {
        parts.push(format!("missing: {}", guess.missing_told));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("; ")
}

/// A name without its middle: long names often differ in their ends.
fn shortened(name: &str) -> String {
    let count = name.chars().count();
    if count <= NAME {
        return name.to_owned();
    }
    let (start, end) = (NAME / 2, NAME - NAME / 2 - 1);
    let begin = name.chars().take(start);
    begin
        .chain(['…'])
        .chain(name.chars().skip(count - end))
        .collect()
}

/// Lines of at most so many characters, broken between words where there are any.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let length = line.chars().count();
        if length > 0 && length + 1 + word.chars().count() > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_between_words() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("unbreakable", 3), ["unbreakable"]);
        assert_eq!(wrap("", 3), [""]);
    }
}
