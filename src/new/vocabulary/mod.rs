//! Words of headers and cells in the languages of clinical sheets: English, German,
//! French, Spanish, Italian, Dutch, Portuguese, Polish and Swedish.

mod attitudes;
mod durations;
mod ends;
mod orders;
mod outcomes;
mod roles;

pub(super) use attitudes::*;
pub(super) use durations::*;
pub(super) use ends::*;
pub(super) use orders::*;
pub(super) use outcomes::*;
pub(super) use roles::*;

use super::names::words;

/// The words of a text without their accents, so that "décès" is found as "deces".
pub(super) fn plain_words(text: &str) -> Vec<String> {
    words(text).iter().map(|word| unaccented(word)).collect()
}

/// A text in small letters without its accents, its words parted by single blanks; a
/// hyphen parts words too.
pub(super) fn plain_text(text: &str) -> String {
    let lower = text.to_lowercase().replace('\u{2019}', "'");
    let parted = match lower.chars().any(char::is_alphabetic) {
        true => lower.replace(['-', '_', '\u{2013}', '\u{a0}'], " "),
        false => lower,
    };
    let words: Vec<&str> = parted.split_whitespace().collect();
    unaccented(&words.join(" "))
}

fn unaccented(word: &str) -> String {
    let mut plain = String::new();
    for c in word.chars() {
        match c {
            'à' | 'á' | 'â' | 'ã' | 'å' | 'ą' | 'ā' => plain.push('a'),
            'ä' | 'æ' => plain.push_str("ae"),
            'ç' | 'ć' | 'č' => plain.push('c'),
            'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' => plain.push('e'),
            'ì' | 'í' | 'î' | 'ï' => plain.push('i'),
            'ł' => plain.push('l'),
            'ñ' | 'ń' | 'ň' => plain.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ø' => plain.push('o'),
            'ö' => plain.push_str("oe"),
            'ř' => plain.push('r'),
            'ś' | 'š' => plain.push('s'),
            'ß' => plain.push_str("ss"),
            'ù' | 'ú' | 'û' | 'ů' => plain.push('u'),
            'ý' => plain.push('y'),
            'ź' | 'ż' | 'ž' => plain.push('z'),
            'ü' => plain.push_str("ue"),
            c => plain.push(c),
        }
    }
    plain
}

/// Whether a word is one of these, or begins with one of four letters or more.
pub(super) fn is_any(word: &str, wanted: &[&str]) -> bool {
    wanted
        .iter()
        .any(|want| word == *want || (want.len() > 3 && word.starts_with(want)))
}

/// Whether a word of the text is one of these.
pub(super) fn mentions(text: &str, wanted: &[&str]) -> bool {
    plain_words(text).iter().any(|word| is_any(word, wanted))
}

/// Whether a word of the text is one of these, with digits behind it or without, or
/// begins with one of five letters or more: `trt1`, `treated`, but not `typed`.
pub(super) fn is_named(text: &str, wanted: &[&str]) -> bool {
    let is = |word: &str, want: &str| {
        word == want
            || word.trim_end_matches(|c: char| c.is_ascii_digit()) == want
            || (want.len() > 4 && word.starts_with(want))
    };
    plain_words(text)
        .iter()
        .any(|word| wanted.iter().any(|want| is(word, want)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_seven_languages() {
        for (header, wanted) in [
            ("Überlebenszeit (Monate)", TIME),
            ("Durée de suivi", TIME),
            ("Tiempo de seguimiento", TIME),
            ("sopravvivenza_mesi", TIME),
            ("Overlevingsduur", TIME),
            ("Sobrevida global", TIME),
            ("Décès", DEATH),
            ("Óbito", DEATH),
            ("verstorben", DEATH),
            ("Überlebt", SURVIVED),
            ("zensiert", CENSORING),
            ("Récidive", RETURN),
        ] {
            assert!(mentions(header, wanted), "{header}");
        }
        assert!(!mentions("chr1q21_status", DEATH));
        assert!(!mentions("age", TIME));
    }
}
