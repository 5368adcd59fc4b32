//! Numbers that stand at each other's place in a manuscript: the median of women
//! behind the word "men".
//!
//! Each number is held against the words that tell its entry from the other one.
//! Where every number would be nearer to its own words after an exchange, the two
//! are taken to have been exchanged.

use std::ops::Range;

use super::words::{same_word, unified};
use crate::number::id::pieces;

/// A number at its place.
#[derive(Debug, Clone)]
pub(super) struct Placed<'a> {
    /// The bytes that its numerals take.
    pub(super) span: Range<usize>,
    /// Its ids.
    pub(super) ids: &'a [String],
    /// Its text as it is listed.
    pub(super) text: &'a str,
    /// How many numerals it has.
    pub(super) numerals: usize,
    /// The words that describe it.
    pub(super) words: Vec<String>,
}

/// How far the words of a number may be, in bytes.
const REACH: usize = 300;
/// What the end of a sentence counts as, in bytes.
const SENTENCE: usize = 60;

/// For each number the position in the list of the one at whose place it belongs;
/// its own, where nothing was exchanged.
pub(super) fn exchanged(prose: &str, placed: &[Placed<'_>]) -> Vec<usize> {
    let words = Words::of(prose);
    let mut order: Vec<usize> = (0..placed.len()).collect();
    // Three numbers in a circle are put right by two exchanges.
    for _ in 0..3 {
        let mut has_changed = false;
        for first in 0..placed.len() {
            for second in first + 1..placed.len() {
                let (Some(a), Some(b)) = (placed.get(first), placed.get(second)) else {
                    continue;
                };
                let at = |own: usize| {
                    let place = order.get(own).and_then(|place| placed.get(*place));
                    place.map(|place| &place.span)
                };
                let (Some(at_a), Some(at_b)) = (at(first), at(second)) else {
                    continue;
                };
                if is_comparable(a, b) && words.belong_exchanged((a, at_a), (b, at_b)) {
                    order.swap(first, second);
                    has_changed = true;
                }
            }
        }
        if !has_changed {
            break;
        }
    }
    order
}

fn is_comparable(a: &Placed<'_>, b: &Placed<'_>) -> bool {
    a.ids != b.ids && a.text != b.text && a.numerals == b.numerals
}

/// Whether two entries are one statistic of two groups.
fn are_siblings(a: &Placed<'_>, b: &Placed<'_>) -> bool {
    let (Some(a), Some(b)) = (a.ids.first(), b.ids.first()) else {
        return false;
    };
    let (a, b) = (pieces(a), pieces(b));
    let differing = a.iter().zip(&b).filter(|(a, b)| a != b).count();
    let same_ends = a.first() == b.first() && a.last() == b.last();
    a.len() == b.len() && differing == 1 && same_ends
}

/// The words of a text with their places.
struct Words {
    all: Vec<(Range<usize>, String)>,
    /// Where sentences and paragraphs end.
    ends: Vec<usize>,
}

impl Words {
    fn of(prose: &str) -> Self {
        let start = |word: &str| word.as_ptr() as usize - prose.as_ptr() as usize;
        let words = prose.split(|c: char| !c.is_alphanumeric());
        let words = words.filter(|word| word.chars().any(char::is_alphabetic));
        let all = words.map(|word| (start(word)..start(word) + word.len(), unified(word)));
        let ends = [". ", ".\n", "\n\n", ";"].into_iter();
        let mut ends: Vec<usize> = ends
            .flat_map(|end| prose.match_indices(end).map(|(at, _)| at))
            .collect();
        ends.sort_unstable();
        Self {
            all: all.collect(),
            ends,
        }
    }

    /// The nearest of some words, and how far it is.
    fn nearest(&self, wanted: &[&String], from: &Range<usize>) -> Option<(&Range<usize>, usize)> {
        let first = self
            .all
            .partition_point(|(at, _)| at.end + REACH < from.start);
        let near = self.all.get(first..).unwrap_or_default().iter();
        let near = near.take_while(|(at, _)| at.start <= from.end + REACH);
        let known = near.filter(|(_, word)| wanted.iter().any(|own| same_word(own, word)));
        let far = known.map(|(at, _)| (at, self.distance(at, from)));
        far.min_by_key(|(_, distance)| *distance)
    }

    fn distance(&self, word: &Range<usize>, from: &Range<usize>) -> usize {
        let (left, right) = if word.end <= from.start {
            (word.end, from.start)
        } else {
            (from.end, word.start)
        };
        let first = self.ends.partition_point(|end| *end < left);
        let between = self.ends.get(first..).unwrap_or_default().iter();
        let ends = between.take_while(|end| **end < right).count();
        right.saturating_sub(left) + SENTENCE * ends
    }

    /// Whether the first belongs at the place of the second, and the other way round.
    fn belong_exchanged(
        &self,
        (a, at_a): (&Placed<'_>, &Range<usize>),
        (b, at_b): (&Placed<'_>, &Range<usize>),
    ) -> bool {
        let apart =
            at_a.start.max(at_b.start) - at_a.end.min(at_b.end).min(at_a.start.max(at_b.start));
        if apart > REACH {
            return false;
        }
        let only = |own: &Placed<'_>, other: &Placed<'_>| -> Vec<usize> {
            let words = own.words.iter().enumerate();
            let only = words.filter(|(_, word)| !other.words.iter().any(|o| same_word(word, o)));
            only.map(|(at, _)| at).collect()
        };
        let (of_a, of_b) = (only(a, b), only(b, a));
        let of_a: Vec<&String> = of_a.iter().filter_map(|at| a.words.get(*at)).collect();
        let of_b: Vec<&String> = of_b.iter().filter_map(|at| b.words.get(*at)).collect();
        let now = self.nearest(&of_a, at_a).zip(self.nearest(&of_b, at_b));
        let then = self.nearest(&of_a, at_b).zip(self.nearest(&of_b, at_a));
        let (Some(((word_a, near_a), (word_b, near_b))), Some(((_, far_a), (_, far_b)))) =
            (now, then)
        else {
            return false;
        };
        if !are_siblings(a, b) {
            // Words that only describe are near by chance, too.
            return 2 * (far_a + far_b) + 10 < near_a + near_b;
        }
        // "270 and 426 days among men and women": the order decides.
        let (first, last) = (at_a.start.min(at_b.start), at_a.end.max(at_b.end));
        let behind = word_a.start >= last && word_b.start >= last;
        let before = word_a.end <= first && word_b.end <= first;
        if (behind || before) && word_a != word_b {
            return (at_a.start < at_b.start) != (word_a.start < word_b.start);
        }
        far_a + far_b < near_a + near_b
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_exchanged(text: &str, numbers: &[(&str, &str, &str)]) -> bool {
        let ids: Vec<Vec<String>> = numbers
            .iter()
            .map(|(id, ..)| vec![(*id).to_owned()])
            .collect();
        let placed: Vec<Placed<'_>> = numbers
            .iter()
            .zip(&ids)
            .map(|((_, number, words), ids)| {
                let start = text.find(number).unwrap_or_default();
                Placed {
                    span: start..start + number.len(),
                    ids,
                    text: number,
                    numerals: 1,
                    words: words.split(' ').map(str::to_owned).collect(),
                }
            })
            .collect();
        exchanged(text, &placed) != (0..placed.len()).collect::<Vec<_>>()
    }

    #[test]
    fn each_number_belongs_to_the_nearest_words() {
        let of = |men, women| {
            [
                ("os.by_sex.1.median", men, "median survival men"),
                ("os.by_sex.2.median", women, "median survival women"),
            ]
        };
        for text in [
            "The median was 270 days among men and 426 days among women.",
            "Men lived for 270 days, women for 426 days.",
            "Among men 270 days and among women 426 days.",
            "270 and 426 days among men and women, respectively.",
            "In women, survival was longer than in men (426 versus 270 days).",
            "270 days for men v 426 days for women",
            "| Men | 270 |\n| Women | 426 |",
            "| | Men | Women |\n|---|---|---|\n| Median | 270 | 426 |",
            "Men lived for a median of 270 days.\n\nThat of women was 426 days.",
        ] {
            assert!(!is_exchanged(text, &of("270", "426")), "{text}");
            assert!(is_exchanged(text, &of("426", "270")), "{text}");
        }
    }

    #[test]
    fn groups_of_one_letter() {
        let of = |a, b| {
            [
                ("x.by_g.a.n", a, "rows group A"),
                ("x.by_g.b.n", b, "rows group B"),
            ]
        };
        let text = "There was a response in 12 of group A and 34 of group B.";
        assert!(!is_exchanged(text, &of("12", "34")));
        assert!(is_exchanged(text, &of("34", "12")));
    }

    #[test]
    fn three_groups_in_a_circle() {
        let text = "Response in 12 of group alpha, 34 of group beta and 56 of group gamma.";
        let of = |a, b, c| {
            [
                ("x.by_g.1.n", a, "alpha"),
                ("x.by_g.2.n", b, "beta"),
                ("x.by_g.3.n", c, "gamma"),
            ]
        };
        assert!(!is_exchanged(text, &of("12", "34", "56")));
        assert!(is_exchanged(text, &of("56", "12", "34")));
    }

    #[test]
    fn numbers_of_two_kinds() {
        let text = "Of 228 patients, 90 were women. Death was observed in 165.";
        let of = |all, deaths| {
            [
                ("cohort.n", all, "patients cohort"),
                ("os.events", deaths, "events death survival"),
            ]
        };
        assert!(!is_exchanged(text, &of("228", "165")));
        assert!(is_exchanged(text, &of("165", "228")));
        let text = "Survival at a median age of 63 was 310 days.";
        let numbers = [
            ("age.median", "63", "age years"),
            ("os.median", "310", "survival"),
        ];
        assert!(!is_exchanged(text, &numbers));
    }
}
