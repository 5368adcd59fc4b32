//! The language of a sheet, by the words of its headers and cells.

use super::guess::Guess;
use super::vocabulary::plain_words;
use crate::wording::Wording;

/// Words that stand in sheets of one language and in no other's, without accents.
/// A word of five letters or more may be the beginning of one.
const WORDS: [(&str, &[&str]); 1] = [(
    "de",
    &[
        "geschlecht",
        "maennlich",
        "weiblich",
        "gruppe",
        "groesse",
        "gewicht",
        "datum",
        "geburt",
        "aufnahme",
        "entlassung",
        "eingriff",
        "behandlung",
        "befund",
        "diagnosedatum",
        "erstdiagnose",
        "letzt",
        "kontakt",
        "nachsorge",
        "verstorben",
        "gestorben",
        "lebt",
        "lebend",
        "todes",
        "sterbe",
        "ueberleben",
        "monate",
        "jahre",
        "wochen",
        "dauer",
        "nein",
        "ja",
        "rezidiv",
        "zensiert",
        "raucher",
        "stadium",
        "unbekannt",
        "keine",
        "kein",
        "ohne",
        "laparoskopisch",
        "offen",
        "robotisch",
        "komplikation",
        "verweildauer",
        "blutverlust",
        "krankenhaus",
        "klinik",
        "anzahl",
        "alter",
        "patientin",
        "links",
        "rechts",
    ],
)];

/// Different words that show a language: one may be a name.
const ENOUGH: usize = 3;

/// The language whose words the columns have; English where they have too few.
pub(super) fn of(columns: &[Guess]) -> Wording {
    let texts = columns.iter().flat_map(|guess| {
        let levels = guess.levels().iter().map(String::as_str);
        std::iter::once(guess.name.as_str()).chain(levels)
    });
    let words: Vec<String> = texts.flat_map(plain_words).collect();
    let found = WORDS.iter().map(|(tag, known)| {
        let is_used = |known: &&&str| {
            let begins = |word: &String| known.len() >= 5 && word.starts_with(**known);
            words.iter().any(|word| word == **known || begins(word))
        };
        (known.iter().filter(is_used).count(), *tag)
    });
    let most = found.max_by_key(|(count, _)| *count);
    let shown = most.filter(|(count, _)| *count >= ENOUGH);
    shown
        .and_then(|(_, tag)| Wording::of(tag))
        .unwrap_or_default()
}
