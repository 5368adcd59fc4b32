//! The places of published numbers in a manuscript.
//!
//! Each entry is looked for by its own text and by the words around it, never
//! by line or position, so that reworded and reordered text is followed. A
//! number whose surroundings are found with another value is taken to have
//! been changed there.

use std::ops::Range;

use super::exchanged::{self, Placed};
use super::words::{same_word, telling_words, words};
use super::{Published, units};
use crate::ledger::Ledger;
use crate::prose::{self, DecimalMark, Markup, Numeral};

/// The place of a published number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The line, counted from 1.
    pub line: usize,
    /// The number as printed there.
    pub text: String,
    /// Whether it is printed there as in `published.toml`.
    pub as_listed: bool,
}

/// A numeral that no entry covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uncovered {
    /// The line, counted from 1.
    pub line: usize,
    /// The numeral.
    pub numeral: String,
    /// The words around it.
    pub excerpt: String,
}

/// A manuscript beside the entries of `published.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    /// The place of each entry.
    pub(super) located: Vec<Option<Located>>,
    /// Numerals that no entry covers.
    pub(super) uncovered: Vec<Uncovered>,
}

/// A numeral of the text, in digits or as a word.
struct Token {
    numeral: Numeral,
    is_word: bool,
}

/// An entry at a place of the text.
struct Candidate {
    entry: usize,
    tokens: Range<usize>,
    score: f64,
    exact: bool,
}

/// How far apart the numerals of one entry may be, in bytes.
const APART: usize = 40;
/// How far words around a number reach, in bytes.
const BEFORE: usize = 110;
const AFTER: usize = 70;
/// Share of the words that must be near a number with another value.
const ALIKE: f64 = 0.6;
/// Share of the words near a repetition of a number.
const REPEATED: f64 = 0.4;

/// Finds every entry in a manuscript, and what no entry covers.
pub(super) fn read(published: &Published, name: &str, text: &str, ledger: &Ledger) -> Reading {
    let prose = prose::only_prose(text, Markup::of_file(name));
    let tokens = tokens(&prose, published.decimal_mark);
    let entries: Vec<Entry> = published
        .numbers
        .iter()
        .map(|number| Entry::new(number, published.decimal_mark, ledger))
        .collect();
    let mut candidates: Vec<Candidate> = entries
        .iter()
        .enumerate()
        .flat_map(|(at, entry)| entry.candidates(at, &prose, &tokens))
        .collect();
    // Of equals, in the order of the file and of the text.
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut covered = vec![false; tokens.len()];
    let mut located: Vec<Option<Located>> = entries
        .iter()
        .map(|entry| entry.words_at(&prose, text))
        .collect();
    let mut standing: Vec<&Candidate> = Vec::new();
    for candidate in &candidates {
        let Some(place) = located.get_mut(candidate.entry) else {
            continue;
        };
        let own = covered.get_mut(candidate.tokens.clone());
        let free = own
            .as_ref()
            .is_some_and(|own| own.iter().all(|covered| !covered));
        if !free {
            continue;
        }
        let again = place.is_some() && candidate.exact && candidate.score >= REPEATED;
        if place.is_some() && !again {
            continue;
        }
        if let Some(own) = own {
            own.fill(true);
        }
        if let (None, Some(entry)) = (&place, entries.get(candidate.entry)) {
            let there = tokens.get(candidate.tokens.clone()).unwrap_or_default();
            *place = Some(entry.located(text, there, candidate.exact));
        }
        if candidate.exact {
            standing.push(candidate);
        }
    }
    for (entry, there) in out_of_place(&prose, published, &entries, &tokens, &standing) {
        if let (Some(place), Some(entry)) = (located.get_mut(entry), entries.get(entry)) {
            *place = Some(entry.located(text, there, false));
        }
    }
    let numerals = tokens
        .iter()
        .zip(&covered)
        .filter(|(token, covered)| !**covered && !token.is_word)
        .map(|(token, _)| &token.numeral)
        .filter(|numeral| !prose::passes(&prose, numeral))
        .map(|numeral| numeral.span.clone());
    let mut spans: Vec<Range<usize>> = numerals.chain(prose::unusual(&prose)).collect();
    spans.retain(|span| !is_allowed(text, span, &published.allow));
    spans.sort_by_key(|span| span.start);
    let uncovered = spans.into_iter().map(|span| Uncovered {
        line: prose::line_of(text, span.start),
        numeral: text.get(span.clone()).unwrap_or_default().to_owned(),
        excerpt: excerpt(text, &span),
    });
    let uncovered = uncovered.collect();
    Reading { located, uncovered }
}

/// Entries that stand where another belongs, with the numerals at their own place.
fn out_of_place<'a>(
    prose: &str,
    published: &Published,
    entries: &[Entry],
    tokens: &'a [Token],
    standing: &[&Candidate],
) -> Vec<(usize, &'a [Token])> {
    let at = |candidate: &Candidate| tokens.get(candidate.tokens.clone()).unwrap_or_default();
    let placed = standing.iter().filter_map(|candidate| {
        let (entry, number) = (
            entries.get(candidate.entry)?,
            published.numbers.get(candidate.entry)?,
        );
        let own = at(candidate);
        Some(Placed {
            span: own.first()?.numeral.span.start..own.last()?.numeral.span.end,
            ids: &number.ids,
            text: &number.text,
            numerals: entry.numerals.len(),
            words: entry.telling.clone(),
        })
    });
    let placed: Vec<Placed<'_>> = placed.collect();
    let order = exchanged::exchanged(prose, &placed);
    let moved = order
        .iter()
        .enumerate()
        .filter(|(own, place)| own != *place);
    let moved = moved.filter_map(|(own, place)| {
        let entry = standing.get(own)?.entry;
        Some((entry, at(standing.get(*place)?)))
    });
    moved.collect()
}

/// The line of some words, ignoring case and line breaks.
pub(super) fn line_of_words(name: &str, text: &str, words: &str) -> Option<usize> {
    let prose = prose::only_prose(text, Markup::of_file(name));
    position_of(&prose, words).map(|at| prose::line_of(text, at))
}

/// The position of some words, ignoring case and blanks.
fn position_of(prose: &str, words: &str) -> Option<usize> {
    let wanted: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let standing: Vec<(usize, String)> = prose
        .split_whitespace()
        .map(|word| {
            (
                word.as_ptr() as usize - prose.as_ptr() as usize,
                word.to_lowercase(),
            )
        })
        .collect();
    if wanted.is_empty() {
        return None;
    }
    let plain = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    standing
        .windows(wanted.len())
        .find(|window| {
            window
                .iter()
                .zip(&wanted)
                .all(|((_, a), b)| plain(a) == plain(b))
        })
        .and_then(|window| window.first())
        .map(|(at, _)| *at)
}

/// An entry of `published.toml` on its way to its place.
struct Entry {
    text: String,
    numerals: Vec<Numeral>,
    words: Vec<String>,
    /// All of its words, which tell it from other entries.
    telling: Vec<String>,
    /// The unit of each of its numbers.
    units: Vec<Option<String>>,
    /// A text without numerals, such as a date or "significant".
    verbal: bool,
}

impl Entry {
    fn new(number: &super::PublishedNumber, decimal_mark: DecimalMark, ledger: &Ledger) -> Self {
        let numerals: Vec<Numeral> = prose::numerals(&number.text, decimal_mark)
            .into_iter()
            .filter(|numeral| !numeral.level)
            .collect();
        let is_date = number
            .ids
            .iter()
            .filter_map(|id| ledger.find(id))
            .any(|entry| matches!(entry.value, crate::number::Value::Date(_)));
        let described = match &number.context {
            Some(context) => context.clone(),
            None => {
                let defined = number.ids.iter().filter_map(|id| ledger.find(id));
                let defined: Vec<&str> = defined.map(|entry| entry.definition.as_str()).collect();
                defined.join(" ")
            }
        };
        let unit = |id: &String| ledger.find(id).and_then(|entry| entry.unit.clone());
        Self {
            text: number.text.clone(),
            verbal: numerals.is_empty() || is_date || number.text.contains("significant"),
            numerals,
            words: words(&described),
            telling: telling_words(&described),
            units: number.ids.iter().map(unit).collect(),
        }
    }

    /// Where a text without numerals stands. "significant" stands in many
    /// places and forms; the one nearest to the entry's words is chosen.
    fn words_at(&self, prose: &str, text: &str) -> Option<Located> {
        if !self.verbal {
            return None;
        }
        let at = if self.text.contains("significant") {
            let lower = prose.to_lowercase();
            let places = lower.match_indices("significan").map(|(at, _)| at);
            places
                .map(|at| (at, self.score(prose, &(at..at))))
                .fold(None, |best: Option<(usize, f64)>, (at, score)| match best {
                    Some((_, known)) if known >= score => best,
                    _ => Some((at, score)),
                })
                .map(|(at, _)| at)
        } else {
            position_of(prose, &self.text)
        };
        Some(Located {
            line: prose::line_of(text, at?),
            text: self.text.clone(),
            as_listed: true,
        })
    }

    fn candidates(&self, entry: usize, prose: &str, tokens: &[Token]) -> Vec<Candidate> {
        let length = self.numerals.len();
        if self.verbal || length == 0 {
            return Vec::new();
        }
        let mut found = Vec::new();
        for start in 0..=tokens.len().saturating_sub(length) {
            let Some(window) = tokens.get(start..start + length) else {
                break;
            };
            let (Some(first), Some(last)) = (window.first(), window.last()) else {
                continue;
            };
            let close = window.windows(2).all(|pair| match pair {
                [a, b] => b.numeral.span.start.saturating_sub(a.numeral.span.end) <= APART,
                _ => false,
            });
            let kind = window
                .iter()
                .zip(&self.numerals)
                .all(|(token, own)| token.numeral.percent == own.percent);
            let exact = window.iter().zip(&self.numerals).all(|(token, own)| {
                token.numeral.text == own.text && token.numeral.relation == own.relation
            });
            if self.has_other_unit(prose, window) {
                continue;
            }
            if !close || !(kind || exact) || (!exact && window.iter().any(|token| token.is_word)) {
                continue;
            }
            let span = first.numeral.span.start..last.numeral.span.end;
            let alike = self.score(prose, &span);
            if !exact && (alike < ALIKE || prose::passes(prose, &first.numeral)) {
                continue;
            }
            found.push(Candidate {
                entry,
                tokens: start..start + length,
                // Its own text is worth more than the words around another.
                score: if exact { alike + 0.01 } else { 0.6 * alike },
                exact,
            });
        }
        found
    }

    /// Whether a unit stands at the numerals that their numbers do not have.
    fn has_other_unit(&self, prose: &str, window: &[Token]) -> bool {
        window.iter().zip(&self.units).any(|(token, unit)| {
            let after = prose.get(token.numeral.span.end..).unwrap_or_default();
            units::contradicts(unit.as_deref(), after)
        })
    }

    /// The share of the entry's words near a place.
    fn score(&self, prose: &str, span: &Range<usize>) -> f64 {
        if self.words.is_empty() {
            return 0.0;
        }
        let near = words(&around(prose, span, BEFORE, AFTER));
        // Nearer words weigh more, where several places have the same words.
        let closest = words(&around(prose, span, BEFORE / 3, AFTER / 2));
        let share = |there: &[String]| {
            let found = self
                .words
                .iter()
                .filter(|word| there.iter().any(|t| same_word(word, t)));
            found.count() as f64 / self.words.len() as f64
        };
        0.7 * share(&near) + 0.3 * share(&closest)
    }

    /// The entry at a place, with the numerals there.
    fn located(&self, text: &str, standing: &[Token], exact: bool) -> Located {
        let mut own = self.text.clone();
        if !exact {
            for (numeral, token) in self.numerals.iter().zip(standing).rev() {
                let there = text.get(token.numeral.span.clone()).unwrap_or_default();
                if own.get(numeral.span.clone()).is_some() {
                    own.replace_range(numeral.span.clone(), there);
                }
            }
        }
        let at = standing.first().map_or(0, |token| token.numeral.span.start);
        Located {
            line: prose::line_of(text, at),
            text: own,
            as_listed: exact,
        }
    }
}

/// Numbers that are often written as words.
const NUMBER_WORDS: [&str; 13] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
];

fn tokens(prose: &str, decimal_mark: DecimalMark) -> Vec<Token> {
    let mut tokens: Vec<Token> = prose::numerals(prose, decimal_mark)
        .into_iter()
        .filter(|numeral| !prose::is_usual_level(numeral))
        .map(|numeral| Token {
            numeral,
            is_word: false,
        })
        .collect();
    for word in prose.split(|c: char| !c.is_alphabetic()) {
        let value = NUMBER_WORDS
            .iter()
            .position(|known| *known == word.to_lowercase());
        let Some(value) = value else { continue };
        let start = word.as_ptr() as usize - prose.as_ptr() as usize;
        tokens.push(Token {
            numeral: Numeral {
                relation: prose::Relation::Equal,
                digits: 0,
                text: value.to_string(),
                percent: false,
                level: false,
                span: start..start + word.len(),
            },
            is_word: true,
        });
    }
    tokens.sort_by_key(|token| token.numeral.span.start);
    tokens
}

/// The text around a place, to the limits of its sentence.
fn around(text: &str, span: &Range<usize>, before: usize, after: usize) -> String {
    let from = floor(text, span.start.saturating_sub(before));
    let to = floor(text, (span.end + after).min(text.len()));
    let left = text.get(from..span.start).unwrap_or_default();
    let right = text.get(span.end..to).unwrap_or_default();
    let left = left.rsplit(". ").next().unwrap_or_default();
    let right = right.split(". ").next().unwrap_or_default();
    format!("{left} {right}")
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn excerpt(text: &str, span: &Range<usize>) -> String {
    const REACH: usize = 30;
    let from = floor(text, span.start.saturating_sub(REACH));
    let to = floor(text, (span.end + REACH).min(text.len()));
    let shown = text.get(from..to).unwrap_or_default();
    let mut words: Vec<&str> = shown.split_whitespace().collect();
    // Words that were cut in two say nothing.
    if from > 0
        && words.len() > 2
        && !text
            .get(..from)
            .is_some_and(|t| t.ends_with(char::is_whitespace))
    {
        words.remove(0);
    }
    if to < text.len()
        && words.len() > 2
        && !text
            .get(to..)
            .is_some_and(|t| t.starts_with(char::is_whitespace))
    {
        words.pop();
    }
    words.join(" ")
}

/// Whether a numeral is in a phrase that the study allows.
fn is_allowed(text: &str, span: &Range<usize>, allow: &[String]) -> bool {
    allow
        .iter()
        .filter(|phrase| !phrase.is_empty())
        .any(|phrase| {
            let from = floor(text, span.start.saturating_sub(phrase.len()));
            let to = floor(text, (span.end + phrase.len()).min(text.len()));
            let near = text.get(from..to).unwrap_or_default();
            near.match_indices(phrase.as_str()).any(|(at, _)| {
                let start = from + at;
                start <= span.start && span.end <= start + phrase.len()
            })
        })
}
