//! Numbers that are not written in the digits 0 to 9: in those of other scripts and
//! of mathematics, raised, in circles, as fractions, in Roman numerals, in words.

use std::ops::Range;

/// The places of such numbers, in order. An exponent or a reference that is raised
/// behind a letter, a digit or a mark is none.
pub fn unusual(text: &str) -> Vec<Range<usize>> {
    let mut found = digits(text);
    found.extend(words(text));
    found.sort_by_key(|span| span.start);
    found
}

fn digits(text: &str) -> Vec<Range<usize>> {
    let is_unusual = |c: char| c.is_numeric() && !c.is_ascii_digit();
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| is_unusual(*c)) {
        match found.last_mut() {
            Some(last) if last.end == at => last.end = at + c.len_utf8(),
            _ => found.push(at..at + c.len_utf8()),
        }
    }
    found.retain(|span| {
        let first = text.get(span.clone()).and_then(|own| own.chars().next());
        let before = text.get(..span.start).unwrap_or_default();
        let stands_alone = before
            .trim_end_matches(['⁻', '⁺', '₋'])
            .chars()
            .next_back()
            .is_none_or(|c| c.is_whitespace() || "(=<>≤≥–—:[|".contains(c));
        // A number in a circle at the beginning of a line is the mark of a list.
        let begins_line = before.chars().next_back().is_none_or(|c| c == '\n');
        match first {
            Some(c) if is_raised(c) => stands_alone,
            Some(c) if is_in_circle(c) => !begins_line || span.len() > c.len_utf8(),
            _ => true,
        }
    });
    found
}

fn is_raised(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '\u{2070}'..='\u{2079}' | '\u{2080}'..='\u{2089}')
}

fn is_in_circle(c: char) -> bool {
    matches!(c, '\u{2460}'..='\u{249b}' | '\u{24ea}'..='\u{24ff}' | '\u{2776}'..='\u{2793}')
}

const TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];
const TEENS: [&str; 7] = [
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const UNITS: [&str; 12] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];
const LARGE: [&str; 3] = ["hundred", "thousand", "million"];

/// What makes a result of a number in words; "twenty-four patients" is style.
const MEASURES: [&str; 14] = [
    "percent",
    "per",
    "percentage",
    "hour",
    "hours",
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "year",
    "years",
    "fold",
];

/// Numbers above twelve in words that measure something or are large, and Roman
/// numerals.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut before = "";
    for word in text.split(|c: char| !c.is_alphabetic()) {
        if word.is_empty() {
            continue;
        }
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let span = start..start + word.len();
        let own = is(&TENS, word)
            || is(&TEENS, word)
            || is(&LARGE, word) && (is(&UNITS, before) || before.eq_ignore_ascii_case("a"));
        // "seventy-four" and "two hundred" are one number.
        let goes_on = found.last().is_some_and(|last| {
            let between = text.get(last.end..span.start).unwrap_or_default();
            matches!(between, "-" | " " | "\u{2011}")
                && (is(&UNITS, word) || is(&LARGE, word) || is(&TENS, word) || is(&TEENS, word))
        });
        match found.last_mut() {
            Some(last) if goes_on => last.end = span.end,
            _ if own || is_roman(word) => found.push(span),
            _ => {}
        }
        before = word;
    }
    found.retain(|span| {
        let own = text.get(span.clone()).unwrap_or_default();
        let after = text.get(span.end..).unwrap_or_default();
        let after = after.trim_start_matches([' ', '-', '\u{a0}', '\n', '\u{2011}']);
        let next = after
            .split(|c: char| !c.is_alphabetic())
            .next()
            .unwrap_or_default();
        let is_large = own
            .split(|c: char| !c.is_alphabetic())
            .any(|word| is(&LARGE, word));
        is_large || is_roman(own) || after.starts_with('%') || is(&MEASURES, next)
    });
    found
}

fn is(list: &[&str], word: &str) -> bool {
    list.iter().any(|own| own.eq_ignore_ascii_case(word))
}

/// Roman numerals from 40 on, of four letters or more: below, and with fewer, they
/// name grades and types, or are abbreviations.
fn is_roman(word: &str) -> bool {
    const LEAST: usize = 4;
    const SMALLEST: u32 = 40;
    let value = |c: char| match c {
        'I' => Some(1),
        'V' => Some(5),
        'X' => Some(10),
        'L' => Some(50),
        'C' => Some(100),
        'D' => Some(500),
        'M' => Some(1000),
        _ => None,
    };
    let Some(values) = word.chars().map(value).collect::<Option<Vec<u32>>>() else {
        return false;
    };
    let total: i64 = values
        .iter()
        .enumerate()
        .map(|(at, own)| {
            let next = values.get(at + 1).copied().unwrap_or_default();
            if *own < next {
                -i64::from(*own)
            } else {
                i64::from(*own)
            }
        })
        .sum();
    values.len() >= LEAST
        && u32::try_from(total).is_ok_and(|total| total >= SMALLEST && roman(total) == word)
}

fn roman(mut number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while number >= value && out.len() < 32 {
            out.push_str(sign);
            number -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let spans = unusual(text).into_iter();
        spans.filter_map(|span| text.get(span)).collect()
    }

    #[test]
    fn numbers_in_other_digits_and_in_words() {
        for (text, expected) in [
            ("７４ months", &["７４"][..]),
            ("was 𝟕𝟒, ٧٤ and ७४", &["𝟕𝟒", "٧٤", "७४"]),
            ("of ⑦④, ⁷⁴ and ₇₄", &["⑦④", "⁷⁴", "₇₄"]),
            ("½ and ¾ of Ⅻ", &["½", "¾", "Ⅻ"]),
            ("LXXIV survived, XCVIII died", &["LXXIV", "XCVIII"]),
            ("seventy-four months", &["seventy-four"]),
            ("Two hundred were cured", &["hundred"]),
            (
                "a thousand; ninety percent; nineteen-month",
                &["thousand", "ninety", "nineteen"],
            ),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
        for text in [
            "kg/m², 10⁻⁶, χ², R², CO₂, shown.⁷ and seen⁷⁴",
            "stage IV, factor VIII, MCI, DCIS, CIV, type II, MIX",
            "① first\n② second",
            "one of twelve, hundreds of, per thousand, ten, twenty-four patients",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }
}
