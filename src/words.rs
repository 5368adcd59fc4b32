//! Small changes to words that tables and figures share.

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

/// With a small first letter, unless the word begins with two capitals, as
/// "IVC" does.
pub fn uncapitalised(text: &str) -> String {
    let abbreviation = text.chars().take(2).filter(|c| c.is_uppercase()).count() == 2;
    if abbreviation {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_keep_their_letters() {
        for (text, large, small) in [
            ("size", "Size", "size"),
            ("cT", "cT", "cT"),
            ("eGFR", "eGFR", "eGFR"),
            ("IVC segment", "IVC segment", "IVC segment"),
            ("Death", "Death", "death"),
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
