//! The levels of a category, and what they are called in ids.

use std::collections::{HashMap, HashSet};

use crate::number::Name;
use crate::statistics::level_name;

/// One level of a categorical variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// As written in the file.
    pub code: String,
    /// As it is printed.
    pub label: String,
    /// As written in ledger ids.
    pub id: Name,
}

/// The number of a code such as 1 or 1.0, which statistics packages write for each
/// other. 01 is another code than 1.
pub(crate) fn whole_code(code: &str) -> Option<i64> {
    let (whole, fraction) = code.split_once('.').unwrap_or((code, ""));
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    let is_code = digits == "0" || !digits.starts_with('0');
    let is_whole = is_code && fraction.bytes().all(|byte| byte == b'0');
    is_whole.then(|| whole.parse().ok()).flatten()
}

/// What the levels of one variable are called in ids, each differently.
///
/// Letters and digits stay, in small letters; anything else becomes `_`. Where
/// that leaves two levels alike, or nothing of a level, their signs are spelled
/// out (`lt_65`, `ge_65`, `er_pos`), and what is still alike is numbered (`male`,
/// `male_2`).
pub(super) fn level_names(codes: &[String]) -> Vec<Name> {
    let plain: Vec<String> = codes.iter().map(|code| plain(code)).collect();
    let mut sharing: HashMap<&str, usize> = HashMap::new();
    for name in &plain {
        *sharing.entry(name).or_default() += 1;
    }
    let is_shared = |name: &String| sharing.get(name.as_str()).is_some_and(|many| *many > 1);
    let own = |(code, plain): (&String, &String)| {
        if is_shared(plain) || plain == NAMELESS {
            spelled(code)
        } else {
            plain.clone()
        }
    };
    let spelled: Vec<String> = codes.iter().zip(&plain).map(own).collect();
    let themselves: HashSet<&String> = spelled.iter().collect();
    let mut taken = HashSet::new();
    let mut last_number: HashMap<&String, usize> = HashMap::new();
    let mut names = Vec::new();
    for name in &spelled {
        let number = last_number.entry(name).or_insert(1);
        let mut own = name.clone();
        // A numbered name gives way to a level that is called so by itself.
        while taken.contains(&own) || (*number > 1 && themselves.contains(&own)) {
            *number += 1;
            own = format!("{name}_{number}");
        }
        names.push(level_name(&own));
        taken.insert(own);
    }
    names
}

/// A level without letters, digits or signs that have a word.
const NAMELESS: &str = "level";

/// Letters and digits in small letters, `_` between them; the words `positive`
/// and `negative` for a sign alone.
fn plain(code: &str) -> String {
    let mut id = String::new();
    for c in code.chars() {
        if c.is_alphanumeric() {
            id.extend(c.to_lowercase());
        } else if !id.is_empty() && !id.ends_with('_') {
            id.push('_');
        }
    }
    let trimmed = id.trim_end_matches('_');
    match (trimmed, code.trim()) {
        ("", "+") => "positive".to_owned(),
        ("", "-" | "\u{2212}" | "\u{2013}") => "negative".to_owned(),
        ("", _) => NAMELESS.to_owned(),
        (id, _) => id.to_owned(),
    }
}

/// The same with its signs as words.
fn spelled(code: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut chars = code.trim().chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
            continue;
        }
        let ended = !chars.peek().is_some_and(|next| next.is_alphanumeric());
        let after_letter = word.chars().any(char::is_alphabetic);
        let after_word = !word.is_empty();
        if after_word {
            words.push(std::mem::take(&mut word));
        }
        let or_equal = chars.next_if_eq(&'=').is_some();
        let sign = match (c, or_equal) {
            ('<', false) => "lt",
            ('<', true) | ('\u{2264}', _) => "le",
            ('>', false) => "gt",
            ('>', true) | ('\u{2265}', _) => "ge",
            ('=', _) => "eq",
            ('\u{2260}', _) => "ne",
            ('\u{b1}', _) => "plus_minus",
            ('%', _) => "percent",
            ('?', _) => "unclear",
            ('+', _) if after_letter || !after_word => "pos",
            ('+', _) => "plus",
            // Between words a hyphen is no sign.
            ('-' | '\u{2212}' | '\u{2013}', _) if ended && (after_letter || !after_word) => "neg",
            _ => continue,
        };
        words.push(sign.to_owned());
    }
    if !word.is_empty() {
        words.push(word);
    }
    if words.is_empty() {
        plain(code)
    } else {
        words.join("_")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(codes: &[&str]) -> Vec<String> {
        let codes: Vec<String> = codes.iter().map(|code| (*code).to_owned()).collect();
        level_names(&codes).iter().map(Name::to_string).collect()
    }

    #[test]
    fn codes_are_whole_numbers_as_the_study_reads_them() {
        for (code, number) in [
            ("1", Some(1)),
            ("-9", Some(-9)),
            ("0", Some(0)),
            ("1.0", Some(1)),
            ("01", None),
            ("1.5", None),
            ("", None),
            (".0", None),
            ("I", None),
        ] {
            assert_eq!(whole_code(code), number, "{code}");
        }
    }

    #[test]
    fn levels_that_differ_by_sign_or_case_have_readable_different_names() {
        for (codes, expected) in [
            (&["no", "yes"][..], &["no", "yes"][..]),
            (&["Stage II", "Stage III"], &["stage_ii", "stage_iii"]),
            (&["<65", ">=65"], &["lt_65", "ge_65"]),
            (&["<65", "65-74", "\u{2265}75"], &["65", "65_74", "75"]),
            (&["\u{2264}5", ">5"], &["le_5", "gt_5"]),
            (&["< 5 cm", ">= 5 cm"], &["lt_5_cm", "ge_5_cm"]),
            (&["ER+", "ER-"], &["er_pos", "er_neg"]),
            (
                &["HER2+", "HER2-", "HER2?"],
                &["her2_pos", "her2_neg", "her2_unclear"],
            ),
            (&["-", "+"], &["negative", "positive"]),
            (&["-", "+", "++"], &["negative", "positive", "pos_pos"]),
            (
                &["-", "+", "++", "+++"],
                &["negative", "positive", "pos_pos", "pos_pos_pos"],
            ),
            (&["Male", "male", "MALE"], &["male", "male_2", "male_3"]),
            (&["a b", "a_b", "a_b_2"], &["a_b", "a_b_3", "a_b_2"]),
            (
                &["R0 (>1mm)", "R0 (<1mm)", "R1"],
                &["r0_gt_1mm", "r0_lt_1mm", "r1"],
            ),
            (&["65", "65+"], &["65", "65_plus"]),
            (&["?", "!"], &["unclear", "level"]),
            // A level with the name of a statistic differs from it.
            (
                &["mean", "median", "other"],
                &["\"mean\"", "\"median\"", "other"],
            ),
            (&["F", "M", "N"], &["f", "m", "n"]),
        ] {
            assert_eq!(names(codes), expected, "{codes:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_two_levels_share_a_name(
            codes in proptest::collection::hash_set("[aA<>=+ _2-]{0,4}", 1..9)
        ) {
            let codes: Vec<String> = codes.into_iter().collect();
            let mut names = level_names(&codes);
            names.sort();
            names.dedup();
            proptest::prop_assert_eq!(names.len(), codes.len());
        }
    }
}
