//! The order of levels on a scale with two ends: `strongly disagree` to `strongly agree`,
//! `much worse` to `much better`.

use super::vocabulary::{
    ASSENT, DEGREE, DEGREES, FILLING, MIDDLE, NEITHER, NOT, POLES, plain_text,
};

/// What an end weighs by itself.
const PLAIN: i32 = 40;

/// A level on such a scale.
struct Place {
    /// Below zero at the lower end.
    weight: i32,
    /// Words that the scale does not know, as what the level is about.
    about: Option<String>,
    is_plain_assent: bool,
}

/// The levels from the lower end to the upper, if all of them stand on one scale.
pub(super) fn ordered(levels: &[String]) -> Option<Vec<String>> {
    if levels.len() < 2 {
        return None;
    }
    let places: Option<Vec<Place>> = levels.iter().map(|level| place(level)).collect();
    let places = places?;
    let mut about = places.iter().filter_map(|own| own.about.as_ref());
    let first = about.next()?;
    let is_one = about.all(|other| other == first);
    // Yes, no and unsure have no order; "probably not" shows one.
    let ends = || places.iter().filter(|own| own.about.is_some());
    if !is_one || ends().count() < 2 || ends().all(|own| own.is_plain_assent) {
        return None;
    }
    let mut sorted: Vec<(i32, &String)> = places
        .iter()
        .map(|place| place.weight)
        .zip(levels)
        .collect();
    sorted.sort();
    let differ = sorted
        .windows(2)
        .all(|pair| matches!(pair, [(a, _), (b, _)] if a != b));
    differ.then(|| sorted.into_iter().map(|(_, level)| level.clone()).collect())
}

fn place(level: &str) -> Option<Place> {
    let text = plain_text(level).replace(['\'', '/', ',', '(', ')'], " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    if MIDDLE.contains(&text.as_str()) || is_neither(&words) || has_both_ends(&words) {
        return Some(Place {
            weight: 0,
            about: None,
            is_plain_assent: false,
        });
    }
    let mut rest = format!(" {text} ");
    let turned = taken(&mut rest, NOT.iter().copied());
    let phrase = taken(&mut rest, DEGREES.iter().copied());
    let words = DEGREE
        .iter()
        .flat_map(|(words, weight)| words.iter().map(|word| (*word, *weight)));
    let degree = taken(&mut rest, words).or(phrase);
    let [low, high] = POLES;
    let pole = |words: &'static [&str], weight| words.iter().map(move |word| (*word, weight));
    let end = taken(&mut rest, pole(low, -1).chain(pole(high, 1)));
    let assent = match end {
        None => taken(&mut rest, pole(ASSENT, 1)),
        Some(_) => None,
    };
    let side = match (end.or(assent), turned) {
        (Some(side), None) => side,
        (Some(side), Some(_)) => -side,
        // "Probably not" is an answer by itself.
        (None, Some(_)) => -1,
        (None, None) => return None,
    };
    // "Not at all" is stronger than "not", "not very" weaker; a degree says it too.
    let size = match (turned, degree) {
        (Some(PLAIN) | None, Some(degree)) => degree,
        (Some(turned), _) => turned,
        (None, None) => PLAIN,
    };
    let about: Vec<&str> = rest
        .split_whitespace()
        .filter(|word| !FILLING.contains(word))
        .collect();
    Some(Place {
        weight: side * size,
        about: Some(about.join(" ")),
        is_plain_assent: end.is_none() && degree.is_none(),
    })
}

/// "I do not agree and do not disagree".
fn has_both_ends(words: &[&str]) -> bool {
    let has = |pole: &[&str]| words.iter().any(|word| pole.contains(word));
    let [low, high] = POLES;
    has(low) && has(high)
}

/// "Neither agree nor disagree", in one word or several.
fn is_neither(words: &[&str]) -> bool {
    words.len() > 2 && words.first().is_some_and(|word| NEITHER.contains(word))
}

/// The weight of the first of the phrases that the text holds, which is taken out of it.
fn taken(text: &mut String, phrases: impl Iterator<Item = (&'static str, i32)>) -> Option<i32> {
    for (phrase, weight) in phrases {
        let whole = format!(" {phrase} ");
        if text.contains(&whole) {
            *text = text.replacen(&whole, " ", 1);
            return Some(weight);
        }
    }
    None
}
