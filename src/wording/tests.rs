use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::*;

/// The keys of the titles of statistics, of which a language may have some.
const TITLES: &str = "statistics.";

/// Keys that the program builds from the word of a unit, a kind or a choice.
const BUILT: &[&str] = &[
    "conventions.",
    "effect.",
    "kind.",
    "month.",
    "rows.",
    "table.estimates.",
    "unit.",
    "unit_one.",
];

/// Each language has abbreviations of its own.
const ABBREVIATIONS: &str = "abbreviation.";

fn keys(language: Wording) -> BTreeSet<&'static str> {
    let keys = language.keys();
    let apart = [TITLES, ABBREVIATIONS, messages::SECTION];
    keys.filter(|key| !apart.iter().any(|own| key.starts_with(own)))
        .collect()
}

#[test]
fn every_file_is_a_dictionary() {
    for (tag, text) in FILES {
        let phrases = read(text).unwrap_or_else(|error| panic!("{tag}.toml: {error}"));
        assert!(phrases.len() > 200, "{tag}.toml");
    }
}

#[test]
fn what_is_no_dictionary_is_not_read_as_an_empty_one() {
    for (text, why) in [
        ("[table\nmissing = \"Missing\"", "TOML parse error"),
        ("[table]\nmissing = Missing", "TOML parse error"),
        ("[table]\nmissing = 1", "table.missing is neither"),
        (
            "[table]\nmissing = [\"Missing\"]",
            "table.missing is neither",
        ),
    ] {
        let told = read(text).unwrap_err().to_string();
        assert!(told.starts_with(why), "{told}");
    }
}

#[test]
fn every_language_has_the_phrases_of_english_with_the_same_places() {
    let english = keys(Wording::ENGLISH);
    assert!(english.len() > 200, "{} phrases", english.len());
    for language in Wording::all() {
        let own = keys(language);
        let missing: Vec<_> = english.difference(&own).collect();
        let unknown: Vec<_> = own.difference(&english).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", language.tag());
        assert!(unknown.is_empty(), "{}: {unknown:?}", language.tag());
        for key in &english {
            let (own, base) = (language.find(key), Wording::ENGLISH.find(key));
            let (own, base) = (own.unwrap(), base.unwrap());
            // A translation may say the same without a place, never with more.
            assert!(
                own.slots().is_subset(&base.slots()),
                "{}: {key}",
                language.tag()
            );
            let optional = ["table.rates_note"];
            assert!(
                own.slots() == base.slots() || optional.contains(key),
                "{}: {key}",
                language.tag()
            );
            assert_eq!(own.has_singular(), base.has_singular(), "{key}");
        }
    }
}

#[test]
fn what_a_language_lacks_is_english() {
    let none = Wording(usize::MAX);
    assert_eq!(none.text("table.missing"), "Missing");
    assert_eq!(none.tag(), "en");
    assert_eq!(none.statistic("log-rank", "log-rank test"), "log-rank test");
    assert_eq!(Wording::ENGLISH.text("no.such.key"), NO_TEXT);
    let german = Wording::of("de").unwrap();
    assert_eq!(german.text("table.missing"), "Fehlend");
    assert_eq!(german.statistic("no-such", "a test"), "a test");
    assert_eq!(
        german.statistic("log-rank", "log-rank test"),
        "Log-Rank-Test"
    );
}

#[test]
fn tags_name_languages_whatever_their_region() {
    assert_eq!(Wording::of("en-GB"), Some(Wording::ENGLISH));
    assert_eq!(Wording::of("de-AT"), Wording::of("DE"));
    assert_eq!(Wording::of("tlh"), None);
    assert_eq!(
        (primary("zh-Hant-TW"), region("zh-Hant-TW")),
        ("zh", Some("TW"))
    );
    assert_eq!((primary("de"), region("de")), ("de", None));
}

#[test]
fn a_unit_in_the_singular() {
    for (unit, one) in [
        ("years", "year"),
        ("weeks", "week"),
        ("pack-years", "pack-year"),
        ("kg/m²", "kg/m²"),
        ("lbs", "lbs"),
        ("10 years", "10 years"),
        ("class", "class"),
    ] {
        assert_eq!(Wording::ENGLISH.one_of(unit), one);
    }
    let german = Wording::of("de").unwrap();
    assert_eq!(german.one_of(german.text("unit.years")), "Jahr");
    assert_eq!(german.one_of("Kcals"), "Kcals");
}

#[test]
fn places_are_filled_and_one_is_singular() {
    let events = |n| Wording::ENGLISH.fill("model.events", &[("n", n)]);
    assert_eq!(
        ["0", "1", "2", "n/a"].map(events),
        ["0 events", "1 event", "2 events", "n/a events"]
    );
    // A place in a filled text is no place.
    let slots = [("label", "{unit}"), ("unit", "mm")];
    assert_eq!(
        Wording::ENGLISH.fill("table.with_unit", &slots),
        "{unit}, mm"
    );
}

#[test]
fn nouns_keep_their_capital_in_german_sentences() {
    let german = Wording::of("de").unwrap();
    assert_eq!(german.in_sentence("Tumor"), "Tumor");
    assert_eq!(Wording::ENGLISH.in_sentence("Tumor"), "tumor");
}

/// The strings of a file that read as a key.
fn keys_in(path: &Path, sections: &BTreeSet<&str>) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap();
    let is_key = |text: &&str| {
        let section = text.split_once('.').map(|(section, _)| section);
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._".contains(c);
        section.is_some_and(|section| sections.contains(section))
            && text.chars().all(plain)
            && !text.ends_with(".typ")
            && !text.ends_with('.')
    };
    text.split('"').filter(is_key).map(str::to_owned).collect()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn every_key_of_the_program_is_known_and_every_known_key_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["src/tables", "src/figures", "src/template", "src/number"];
    let mut places = Vec::new();
    for folder in folders
        .into_iter()
        .chain(["src/study", "src/analyse", "templates"])
    {
        files(&root.join(folder), &mut places);
    }
    places.push(root.join("src/wording/mod.rs"));
    let known = keys(Wording::ENGLISH);
    let sections = known.iter().filter_map(|key| Some(key.split_once('.')?.0));
    let sections: BTreeSet<&str> = sections.collect();
    let mut used = BTreeSet::new();
    for place in &places {
        for key in keys_in(place, &sections) {
            assert!(known.contains(key.as_str()), "{}: {key}", place.display());
            used.insert(key);
        }
    }
    let unused = known
        .iter()
        .filter(|key| !used.contains(**key) && !BUILT.iter().any(|prefix| key.starts_with(prefix)));
    assert_eq!(unused.collect::<Vec<_>>(), Vec::<&&str>::new());
}
