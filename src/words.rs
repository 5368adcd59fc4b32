//! Small changes to words that tables and figures share.

/// With a capital first letter.
pub fn capitalised(text: &str) -> String {
    with_first(text, |first| first.to_uppercase().collect())
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
