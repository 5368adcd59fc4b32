//! Small changes to words that tables and figures share.

mod known;

use std::borrow::Cow;

pub use known::with_abbreviations;

/// The digits of exponents, from 0 to 9.
pub const SUPERSCRIPTS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// With a capital first letter, unless its capital comes second, as in "cT" or
/// "eGFR".
pub fn capitalised(text: &str) -> String {
    if text.chars().nth(1).is_some_and(char::is_uppercase) {
        text.to_owned()
    } else {
        with_first(text, |first| first.to_uppercase().collect())
    }
}

/// With a small first letter, unless its first word is an abbreviation such as "IVC",
/// or begins with a name, as "Clavien-Dindo grade" does.
pub fn uncapitalised(text: &str) -> String {
    let first = text.split(char::is_whitespace).next().unwrap_or_default();
    if known::keeps_its_letter(first.trim_end_matches([',', ';', ':', '.'])) {
        text.to_owned()
    } else {
        with_first(text, |first| first.to_lowercase().collect())
    }
}

fn with_first(text: &str, change: impl Fn(char) -> String) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| change(first) + letters.as_str())
}

/// The words of a text with single spaces between them.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Signs between two operands, which spaces surround.
const OPERATORS: [char; 8] = ['=', '\u{2212}', '<', '>', '≤', '≥', '±', '×'];

/// The longest operand that stays beside its sign, in characters.
const OPERAND: usize = 8;

/// The text with spaces that do not break around the signs between two short
/// operands.
pub fn joined(text: &str) -> String {
    let is_operator = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(|c| OPERATORS.contains(&c)) && letters.next().is_none()
    };
    let words: Vec<&str> = text.split(' ').collect();
    let is_sign = |at: usize| words.get(at).is_some_and(|word| is_operator(word));
    let is_short = |at: usize| {
        let length = words.get(at).map_or(0, |word| word.chars().count());
        (1..=OPERAND).contains(&length)
    };
    let mut out = String::with_capacity(text.len());
    for (at, word) in words.iter().enumerate() {
        if at > 0 {
            let behind = is_sign(at - 1) && is_short(at) && at > 1 && is_short(at - 2);
            let ahead = is_sign(at) && is_short(at - 1) && is_short(at + 1);
            out.push(if behind || ahead { '\u{a0}' } else { ' ' });
        }
        out.push_str(word);
    }
    out
}

/// Characters of a word that may be left without a place to break.
const LONGEST_WHOLE: usize = 22;
/// Characters from one place to break to the next, at least, where a syllable begins.
const SYLLABLES: usize = 6;
/// Characters from one place to break to the next, at most, but for the last of a word.
const LONGEST_PIECE: usize = 10;
/// Characters that stay together at the end of a word.
const LAST_TOGETHER: usize = 4;

/// Where a line may break without a sign.
const ZERO_WIDTH_SPACE: char = '\u{200b}';
/// Where a line may break with a hyphen.
const SOFT_HYPHEN: char = '\u{ad}';

/// The text with places to break in the words that are longer than a column of a
/// table: behind the signs that join names, and in long runs of letters or digits.
pub fn with_breaks(text: &str) -> Cow<'_, str> {
    let long = |word: &str| word.chars().nth(LONGEST_WHOLE).is_some();
    if !text.split_whitespace().any(long) {
        return Cow::Borrowed(text);
    }
    let words = text.split_inclusive(char::is_whitespace);
    let words = words.map(|word| match long(word.trim_end()) {
        true => broken(word),
        false => word.to_owned(),
    });
    Cow::Owned(words.collect())
}

fn broken(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let mut out = String::with_capacity(word.len() + 8);
    let mut together = 0;
    for (at, &letter) in letters.iter().enumerate() {
        out.push(letter);
        together += 1;
        let Some(&next) = letters.get(at + 1) else {
            break;
        };
        let rest = letters.len() - at - 1;
        // A line may break behind a hyphen anyway.
        if is_hyphen(letter) {
            together = 0;
        }
        let joins = joins_names(letter) && next.is_alphanumeric();
        let following = letters.get(at + 1..).unwrap_or_default();
        let is_place = together >= LONGEST_PIECE
            || (together >= SYLLABLES && letter.is_alphabetic() && begins_syllable(following));
        let cut = if joins && together >= 3 {
            Some(ZERO_WIDTH_SPACE)
        } else if is_place && rest >= LAST_TOGETHER && plain(letter) && plain(next) {
            let digits = letter.is_numeric() || next.is_numeric();
            Some(if digits {
                ZERO_WIDTH_SPACE
            } else {
                SOFT_HYPHEN
            })
        } else {
            None
        };
        if let Some(cut) = cut {
            out.push(cut);
            together = 0;
        }
    }
    out
}

/// A hyphen or a dash between two parts of a word.
pub fn is_hyphen(letter: char) -> bool {
    "-\u{2010}\u{2013}".contains(letter)
}

/// A sign other than a hyphen that joins names, behind which a line may break.
pub fn joins_names(letter: char) -> bool {
    "_/.,;:|\\+&=)".contains(letter)
}

/// Whether letters begin as a syllable does in most languages: with a consonant,
/// perhaps an l or r, and a vowel.
fn begins_syllable(letters: &[char]) -> bool {
    let is_vowel = |letter: &char| {
        "aeiouy\u{e4}\u{f6}\u{fc}\u{e9}\u{e8}\u{ea}\u{e1}\u{e0}\u{e2}\u{e3}\u{ed}\u{f3}\u{f4}\u{f5}\u{fa}\u{e5}\u{e6}\u{f8}".contains(*letter)
    };
    match letters {
        [first, ..] if !first.is_lowercase() || is_vowel(first) => false,
        [_, 'l' | 'r', third, ..] => is_vowel(third),
        [_, second, ..] => is_vowel(second),
        _ => false,
    }
}

/// A letter or digit of scripts whose letters stand side by side; signs that
/// combine with the letter before them are none.
fn plain(letter: char) -> bool {
    letter.is_alphanumeric() && letter < '\u{530}' && !('\u{300}'..'\u{370}').contains(&letter)
}

/// The parts of a text that a line break can separate.
pub fn unbreakable_parts(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', ZERO_WIDTH_SPACE, SOFT_HYPHEN])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_break_and_others_do_not() {
        for whole in [
            "immunohistochemistry",
            "age at operation",
            "",
            "手術前の検査値の平均値と標準偏差について書く",
        ] {
            assert_eq!(with_breaks(whole), whole);
        }
        let name = "tumour_size_at_first_operation";
        assert_eq!(
            with_breaks(name),
            "tumour_\u{200b}size_\u{200b}at_\u{200b}first_\u{200b}operation"
        );
        for (word, broken) in [
            (
                "(Schweregradeinteilung)",
                "(Schwe\u{ad}regradein\u{ad}teilung)",
            ),
            (
                "Likelihood-Quotienten-Test",
                "Likeli\u{ad}hood-Quotien\u{ad}ten-Test",
            ),
        ] {
            assert_eq!(with_breaks(word), broken);
        }
        for word in [
            "Donaudampfschifffahrtsgesellschaft",
            "x".repeat(300).as_str(),
            "0".repeat(60).as_str(),
        ] {
            let broken = with_breaks(word);
            let parts: Vec<&str> = unbreakable_parts(&broken).collect();
            assert_eq!(parts.concat(), word);
            assert!(
                parts.iter().all(|part| part.chars().count() <= 14),
                "{parts:?}"
            );
        }
    }

    #[test]
    fn abbreviations_keep_their_letters() {
        for (text, large, small) in [
            ("size", "Size", "size"),
            ("cT", "cT", "cT"),
            ("eGFR", "eGFR", "eGFR"),
            ("IVC segment", "IVC segment", "IVC segment"),
            ("Death", "Death", "death"),
            ("T stage", "T stage", "T stage"),
            ("HbA1c at entry", "HbA1c at entry", "HbA1c at entry"),
            ("Clavien-Dindo", "Clavien-Dindo", "Clavien-Dindo"),
            ("Gleason score", "Gleason score", "Gleason score"),
            ("A priori risk", "A priori risk", "a priori risk"),
            ("", "", ""),
        ] {
            assert_eq!(
                (capitalised(text).as_str(), uncapitalised(text).as_str()),
                (large, small)
            );
        }
    }

    #[test]
    fn operands_stay_beside_their_sign() {
        for (text, wanted) in [
            ("H / (n − 1)", "H / (n\u{a0}−\u{a0}1)"),
            ("Death = 1", "Death\u{a0}=\u{a0}1"),
            ("Age >= 65", "Age >= 65"),
            (
                "a very long condition = true",
                "a very long condition = true",
            ),
            ("x = y = z", "x\u{a0}=\u{a0}y\u{a0}=\u{a0}z"),
            (" = ", " = "),
            ("P < 0.001", "P\u{a0}<\u{a0}0.001"),
        ] {
            assert_eq!(joined(text), wanted);
        }
    }
}
