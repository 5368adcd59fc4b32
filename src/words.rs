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
}
