//! Words of manuscripts and definitions.

/// Words that say little about a number.
const COMMON: &[&str] = &[
    "the", "and", "for", "with", "was", "were", "that", "this", "from", "rows", "value", "values",
    "patients", "patient", "had", "has", "not", "yes", "all", "are", "their", "than",
];

/// Words that tell no entry from another.
const FILLING: [&str; 12] = [
    "the", "and", "for", "with", "was", "were", "that", "this", "from", "are", "has", "had",
];

/// The words of a text that may tell it from another, common ones too.
pub(super) fn telling_words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words = words.map(unified);
    let telling = |word: &String| {
        let is_sign = !word.is_empty() && word.chars().all(char::is_uppercase);
        (word.chars().count() > 2 || is_sign)
            && word.chars().any(char::is_alphabetic)
            && !FILLING.contains(&word.as_str())
    };
    words.filter(telling).collect()
}

/// The words of a text that say something about a number, each once.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let word = word.to_lowercase();
        let telling = word.chars().count() > 2 && word.chars().any(char::is_alphabetic);
        if telling && !COMMON.contains(&word.as_str()) && !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

/// Words of one stem, or a typing error apart.
pub(super) fn same_word(a: &str, b: &str) -> bool {
    let stem = |word: &str| word.chars().take(6).collect::<String>();
    a == b
        || (a.chars().count() > 5 && b.chars().count() > 5 && stem(a) == stem(b))
        || strsim::jaro_winkler(a, b) > 0.93
}

/// A word without its case, which tells "group A" from "a group".
pub(super) fn unified(word: &str) -> String {
    match word.chars().count() {
        1 | 2 => word.to_owned(),
        _ => word.to_lowercase(),
    }
}
