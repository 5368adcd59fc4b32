//! The order of levels that their words or numbers show.

use std::sync::LazyLock;

use super::attitude;
use crate::number::conventions::{Conventions, Preset};
use crate::number::styles::NumberStyle;
use crate::study::TimeUnit;

use super::vocabulary::{
    ABOVE, AND_ABOVE, BELOW, BETWEEN, LETTERED, LETTERS, LONG_ORDERS, NONE, ORDERS, SCALES,
    mentions, plain_text,
};

type Orders = LazyLock<Vec<Vec<String>>>;

/// The known orders, word by word.
static KNOWN: Orders = LazyLock::new(|| split(ORDERS));
static LONG: Orders = LazyLock::new(|| split(LONG_ORDERS));

fn split(orders: &[&str]) -> Vec<Vec<String>> {
    let words = |order: &&str| order.split(" < ").map(plain_text).collect();
    orders.iter().map(words).collect()
}

/// The levels in their known order, or in one that their column shows: A, B and C of
/// Child are classes.
pub(super) fn ordered_under(header: &str, levels: &[String]) -> Option<Vec<String>> {
    ordered(levels).or_else(|| by_lettered(header, levels))
}

/// The levels in their known order, if they have one.
pub(super) fn ordered(levels: &[String]) -> Option<Vec<String>> {
    by_words(levels)
        .or_else(|| by_letters(levels))
        .or_else(|| by_scale(levels))
        .or_else(|| by_words_between(levels))
        .or_else(|| attitude::ordered(levels))
        .or_else(|| by_words_behind_codes(levels))
        .or_else(|| by_lettered("", levels))
        .or_else(|| by_range(levels))
}

fn by_words(levels: &[String]) -> Option<Vec<String>> {
    const LONG_LEAST: usize = 3;
    by_known(KNOWN.iter().map(Vec::as_slice), levels).or_else(|| {
        let long = LONG.iter().filter(|_| levels.len() >= LONG_LEAST);
        by_known(long.map(Vec::as_slice), levels)
    })
}

/// By letters, where all of an order stand: L, M and H, but not M and H.
fn by_letters(levels: &[String]) -> Option<Vec<String>> {
    let complete = LETTERS
        .iter()
        .copied()
        .filter(|letters| letters.len() == levels.len());
    by_known(complete, levels)
}

/// Letters of a scale that has no numbers, three or more without a gap: `A`, `B`, `C`
/// under `Child-Pugh`, or `Child A`, `Child B`, `Child C`.
fn by_lettered(header: &str, levels: &[String]) -> Option<Vec<String>> {
    const LEAST: usize = 3;
    let split = |level: &String| {
        let level = plain_text(level);
        let (scale, letter) = level.rsplit_once(' ').unwrap_or(("", &level));
        let mut letters = letter.bytes();
        let letter = letters.next().filter(|_| letters.next().is_none())?;
        (b'a'..=b'f')
            .contains(&letter)
            .then(|| (scale.to_owned(), letter))
    };
    let parts: Vec<(String, u8)> = levels.iter().map(split).collect::<Option<_>>()?;
    let (scale, _) = parts.first()?;
    let is_scale = mentions(header, LETTERED) || mentions(scale, LETTERED);
    if parts.iter().any(|(own, _)| own != scale) || !is_scale {
        return None;
    }
    let letters = parts.iter().map(|(_, letter)| *letter);
    let mut sorted: Vec<(u8, &String)> = letters.zip(levels).collect();
    sorted.sort();
    let dense = sorted
        .windows(2)
        .all(|pair| matches!(pair, [(a, _), (b, _)] if *b == *a + 1));
    (dense && sorted.len() >= LEAST)
        .then(|| sorted.into_iter().map(|(_, level)| level.clone()).collect())
}

/// By words behind codes that all levels have: `1 - mild`, `2 - moderate`.
fn by_words_behind_codes(levels: &[String]) -> Option<Vec<String>> {
    let bare = |level: &String| {
        let level = level.trim().trim_start_matches('(');
        let words = level.trim_start_matches(|c: char| c.is_ascii_digit());
        let parted = words.trim_start_matches([' ', '-', '=', ':', '.', ')', '_', '\u{2013}']);
        (words.len() < level.len() && parted.len() < words.len()).then(|| parted.to_owned())
    };
    let bare: Vec<String> = levels.iter().map(bare).collect::<Option<_>>()?;
    let sorted = by_words(&bare).or_else(|| attitude::ordered(&bare))?;
    whole(&sorted, &bare, levels)
}

/// The levels in the order of a part of each.
fn whole(sorted: &[String], parts: &[String], levels: &[String]) -> Option<Vec<String>> {
    let of = |part: &String| {
        let at = parts.iter().position(|own| own == part)?;
        levels.get(at).cloned()
    };
    sorted.iter().map(of).collect()
}

/// By words that stand beside others which all levels share: `low risk`, `high risk`. A
/// level that says that there is none may lack them: `none`, `mild pain`, `severe pain`.
fn by_words_between(levels: &[String]) -> Option<Vec<String>> {
    let texts: Vec<String> = levels.iter().map(|level| plain_text(level)).collect();
    let words = |text: &String| -> Vec<String> {
        let words = text.split_whitespace();
        words.map(str::to_owned).collect()
    };
    let is_whole = |text: &String| text.contains(' ') || !NONE.contains(&text.as_str());
    let split: Vec<Vec<String>> = texts
        .iter()
        .filter(|text| is_whole(text))
        .map(words)
        .collect();
    let first = split.first().filter(|_| split.len() > 1)?;
    let long = split.iter().all(|own| own.len() > 1);
    let behind = split.iter().all(|own| own.last() == first.last());
    let before = split.iter().all(|own| own.first() == first.first());
    if !long || !(behind || before) {
        return None;
    }
    let bare = |text: &String| match (is_whole(text), behind) {
        (false, _) => Some(text.clone()),
        (true, true) => text.rsplit_once(' ').map(|(bare, _)| bare.to_owned()),
        (true, false) => text.split_once(' ').map(|(_, bare)| bare.to_owned()),
    };
    let bare: Vec<String> = texts.iter().map(bare).collect::<Option<_>>()?;
    whole(&by_words(&bare)?, &bare, levels)
}

fn by_known<'o, W: AsRef<str> + 'o>(
    mut orders: impl Iterator<Item = &'o [W]>,
    levels: &[String],
) -> Option<Vec<String>> {
    let texts: Vec<String> = levels.iter().map(|level| plain_text(level)).collect();
    orders.find_map(|order| {
        let place = |text: &String| order.iter().position(|known| known.as_ref() == text);
        let places: Option<Vec<usize>> = texts.iter().map(place).collect();
        let mut sorted: Vec<(usize, &String)> = places?.into_iter().zip(levels).collect();
        sorted.sort();
        Some(sorted.into_iter().map(|(_, level)| level.clone()).collect())
    })
}

/// Levels of one scale by their numbers: `Stage 1`, `grade II`, `G3`, `1st`; a
/// level that says that there is none of it comes first: `none`, `I`, `II`.
fn by_scale(levels: &[String]) -> Option<Vec<String>> {
    let is_none = |level: &&String| NONE.contains(&level.trim().to_lowercase().as_str());
    let (none, others): (Vec<&String>, Vec<&String>) = levels.iter().partition(is_none);
    let others: Vec<String> = others.into_iter().cloned().collect();
    match none.as_slice() {
        [] => by_number(&others),
        [none] if others.len() > 1 => {
            let sorted = by_number(&others)?;
            Some(std::iter::once((*none).clone()).chain(sorted).collect())
        }
        _ => None,
    }
}

fn by_number(levels: &[String]) -> Option<Vec<String>> {
    let ranks: Option<Vec<(String, u32, String)>> =
        levels.iter().map(|level| on_scale(level)).collect();
    let ranks = ranks?;
    let scale = ranks.first().map(|(scale, ..)| scale.clone())?;
    if ranks.iter().any(|(own, ..)| *own != scale) {
        return None;
    }
    let mut sorted: Vec<(u32, String, &String)> = ranks
        .into_iter()
        .zip(levels)
        .map(|((_, number, letter), level)| (number, letter, level))
        .collect();
    sorted.sort();
    let all_differ = sorted
        .windows(2)
        .all(|pair| matches!(pair, [a, b] if (a.0, &a.1) != (b.0, &b.1)));
    all_differ.then(|| {
        sorted
            .into_iter()
            .map(|(.., level)| level.clone())
            .collect()
    })
}

/// The scale of a level, its number, and the letter behind it.
fn on_scale(level: &str) -> Option<(String, u32, String)> {
    const ORDINALS: [&str; 4] = ["st", "nd", "rd", "th"];
    let lower = level.trim().to_lowercase();
    let first = lower.chars().next()?;
    if first.is_ascii_digit() {
        // 1st, 2nd class
        let digits: String = lower.chars().take_while(char::is_ascii_digit).collect();
        let rest = lower.strip_prefix(&digits)?;
        let ending = ORDINALS.iter().find(|ending| rest.starts_with(**ending))?;
        let rest = rest.strip_prefix(ending)?.trim();
        return Some((format!("th {rest}"), digits.parse().ok()?, String::new()));
    }
    let separators = [' ', '.', '_', '-', ':', '='];
    let numeral = |c: char| c.is_ascii_digit();
    let (scale, tail) = match lower.find(numeral) {
        Some(at) => lower.split_at(at),
        None => lower.rsplit_once(separators).unwrap_or(("", &lower)),
    };
    let scale = scale.trim_end_matches(separators);
    if scale.is_empty() {
        // A numeral by itself: IIIa, but not the sizes XS and XL.
        let (number, letter) = roman(tail)?;
        let is_bare = matches!(letter, "" | "a" | "b" | "c" | "d");
        return is_bare.then(|| (String::new(), number, letter.to_owned()));
    }
    if !SCALES.contains(&scale) {
        return None;
    }
    let digits: String = tail.chars().take_while(char::is_ascii_digit).collect();
    let (number, letter) = match digits.parse() {
        Ok(number) => (number, tail.strip_prefix(&digits)?),
        Err(_) => roman(tail)?,
    };
    (letter.chars().count() <= 1).then(|| (scale.to_owned(), number, letter.to_owned()))
}

/// A Roman numeral up to ten, and what stands behind it.
fn roman(text: &str) -> Option<(u32, &str)> {
    const NUMERALS: [(&str, u32); 10] = [
        ("viii", 8),
        ("vii", 7),
        ("iii", 3),
        ("vi", 6),
        ("iv", 4),
        ("ix", 9),
        ("ii", 2),
        ("i", 1),
        ("v", 5),
        ("x", 10),
    ];
    let known = |(numeral, number): &(&str, u32)| Some((*number, text.strip_prefix(numeral)?));
    NUMERALS.iter().find_map(known)
}

/// Levels that are ranges of numbers, the lowest first: `<=20`, `20-50`, `>50`.
pub(super) fn by_range(levels: &[String]) -> Option<Vec<String>> {
    if have_units(levels) {
        return by_spans(levels);
    }
    let ranges: Option<Vec<(f64, f64)>> = levels.iter().map(|level| range(level)).collect();
    let mut sorted: Vec<((f64, f64), &String)> = ranges?.into_iter().zip(levels).collect();
    let is_range = |level: &&String| level.chars().any(|c| !c.is_ascii_digit() && c != '.');
    if levels.len() < 2 || !levels.iter().any(|level| is_range(&level)) {
        return None;
    }
    sorted.sort_by(|((a, b), _), ((c, d), _)| a.total_cmp(c).then(b.total_cmp(d)));
    let overlap = sorted.windows(2).any(|pair| match pair {
        [((_, high), _), ((low, _), _)] => high > low,
        _ => false,
    });
    (!overlap).then(|| sorted.into_iter().map(|(_, level)| level.clone()).collect())
}

/// A level and the word behind its last digit: "5-7" and "days".
fn word_behind(level: &str) -> Option<(&str, String)> {
    let level = level.trim();
    let before = level.trim_end_matches(char::is_alphabetic);
    let word = level.strip_prefix(before)?.to_lowercase();
    let before = before.trim_end();
    let is_unit = !word.is_empty() && before.ends_with(|c: char| c.is_ascii_digit());
    is_unit.then_some((before, word))
}

/// Whether levels have different units, so that their numbers show no order.
fn have_units(levels: &[String]) -> bool {
    let mut units = levels
        .iter()
        .filter_map(|level| word_behind(level))
        .map(|(_, unit)| unit.trim_end_matches('s').to_owned());
    let first = units.next();
    first.is_some_and(|first| units.any(|unit| unit != first)) && !have_parts(levels)
}

/// Whether all words behind the numbers are the letters of the parts of a stage: 3a and
/// 3b. Beside a unit, as in 2d and 3w, they are units too.
fn have_parts(levels: &[String]) -> bool {
    let mut behind = levels.iter().filter_map(|level| word_behind(level));
    behind.all(|(before, word)| {
        matches!(word.as_str(), "a" | "b" | "c" | "d")
            && before.len() <= 2
            && before.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Lengths of time in different units, the shortest first: `5 mo`, `1 y`, `2 y`.
fn by_spans(levels: &[String]) -> Option<Vec<String>> {
    let conventions = Conventions::new(Preset::Default, NumberStyle::default());
    let days = |level: &String| {
        let (before, unit) = word_behind(level)?;
        Some(TimeUnit::of(&unit)?.convert(number(before)?, TimeUnit::Days, &conventions))
    };
    let days: Vec<f64> = levels.iter().map(days).collect::<Option<_>>()?;
    let mut sorted: Vec<(f64, &String)> = days.into_iter().zip(levels).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let differ = sorted
        .windows(2)
        .all(|pair| matches!(pair, [a, b] if a.0 < b.0));
    differ.then(|| sorted.into_iter().map(|(_, level)| level.clone()).collect())
}

/// The ends of a range of numbers.
pub(super) fn range(level: &str) -> Option<(f64, f64)> {
    let lower = level
        .trim()
        .replace(['\u{2013}', '\u{2014}'], "-")
        .to_lowercase();
    let bare = lower
        .trim_start_matches(['[', '('])
        .trim_end_matches([']', ')']);
    let comma = || bare.split_once(',').filter(|_| bare.len() < lower.len());
    let halves = || {
        let marks = BETWEEN.iter();
        marks
            .filter_map(|mark| bare.split_once(mark))
            .find(|(low, _)| !low.is_empty())
            .or_else(comma)
    };
    // `>20-50` begins above twenty.
    let signs = ['<', '>', '=', '\u{2264}', '\u{2265}'];
    if let Some((low, high)) = halves() {
        let (low, high) = (
            low.trim_start_matches(signs),
            high.trim_start_matches(signs),
        );
        if let (Some(low), Some(high)) = (number(low), number(high)) {
            return (low <= high).then_some((low, high));
        }
    }
    if let Some(rest) = BELOW.iter().find_map(|sign| lower.strip_prefix(sign)) {
        return Some((f64::NEG_INFINITY, number(rest)?));
    }
    if let Some(rest) = ABOVE.iter().find_map(|sign| lower.strip_prefix(sign)) {
        return Some((number(rest)?, f64::INFINITY));
    }
    let above = AND_ABOVE.iter().find_map(|sign| {
        let (low, unit) = lower.split_once(sign)?;
        number(unit.trim())
            .is_none()
            .then(|| number(low))
            .flatten()
            .filter(|_| is_unit(unit))
    });
    if let Some(low) = above {
        return Some((low, f64::INFINITY));
    }
    number(bare).map(|one| (one, one))
}

fn is_unit(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_alphabetic() || matches!(c, ' ' | '%' | '/'))
}

/// A number with or without a unit behind it, or an infinite one.
fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    match text {
        "inf" | "\u{221e}" | "+inf" => return Some(f64::INFINITY),
        "-inf" | "-\u{221e}" => return Some(f64::NEG_INFINITY),
        _ => {}
    }
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit = text.strip_prefix(digits)?;
    let plain = digits.starts_with(|c: char| c.is_ascii_digit());
    if plain && is_unit(unit) {
        digits.replace(',', ".").parse::<f64>().ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
