//! Levels of categories: which two of them are no and yes, and what a header lists.

use super::names;

/// No and yes, in whatever words.
const ANSWERS: &[(&str, &str)] = &[
    ("no", "yes"),
    ("n", "y"),
    ("false", "true"),
    ("f", "t"),
    ("absent", "present"),
    ("negative", "positive"),
    ("neg", "pos"),
    ("-", "+"),
    ("0", "1"),
    ("nein", "ja"),
    ("n", "j"),
    ("nee", "ja"),
    ("non", "oui"),
    ("no", "s\u{ed}"),
    ("no", "si"),
    ("no", "s\u{ec}"),
    ("n\u{e3}o", "sim"),
    ("nao", "sim"),
    ("nie", "tak"),
    ("nej", "ja"),
    ("nei", "ja"),
    ("ne", "ano"),
];

/// Marks that stand for yes where the other cells are empty.
const TICKS: &[&str] = &[
    "x", "xx", "\u{d7}", "\u{2713}", "\u{2714}", "\u{2611}", "\u{2612}", "\u{25cf}", "\u{2022}",
    "+",
];

/// Whether a cell is a mark that stands for yes.
pub(super) fn is_tick(cell: &str) -> bool {
    TICKS.contains(&cell.to_lowercase().as_str())
}

/// The two levels as no and yes, if they are that.
pub(super) fn answers(levels: &[String]) -> Option<[String; 2]> {
    let [a, b] = levels else { return None };
    let is = |level: &String, word: &str| code(level).to_lowercase() == word;
    let ticked = |no: &String, yes: &String| no == "no" && is_tick(yes);
    if ticked(a, b) {
        return Some([a.clone(), b.clone()]);
    } else if ticked(b, a) {
        return Some([b.clone(), a.clone()]);
    }
    let known = ANSWERS.iter().find_map(|(no, yes)| {
        if is(a, no) && is(b, yes) {
            Some([a.clone(), b.clone()])
        } else if is(b, no) && is(a, yes) {
            Some([b.clone(), a.clone()])
        } else {
            None
        }
    });
    known.or_else(|| {
        if is_without(a, b) {
            Some([a.clone(), b.clone()])
        } else if is_without(b, a) {
            Some([b.clone(), a.clone()])
        } else {
            None
        }
    })
}

/// Whether a level says yes, in whatever words.
pub(super) fn is_yes(level: &str) -> bool {
    let level = code(level).to_lowercase();
    ANSWERS.iter().any(|(_, yes)| *yes == level)
}

/// What a header says in brackets that a code of it means: "Event (1=death)".
pub(super) fn meant(header: &str, level: &str) -> Option<String> {
    let (_, inside) = names::bracketed(header)?;
    let mut pairs = inside
        .split([',', ';', '/', '|'])
        .filter_map(|part| part.split_once(['=', ':']));
    let (_, meaning) = pairs.find(|(own, _)| own.trim() == code(level))?;
    let meaning = meaning.trim();
    (!meaning.is_empty()).then(|| meaning.to_owned())
}

/// Whether one level is the other in the negative: "not present", "no diabetes".
fn is_without(one: &str, other: &str) -> bool {
    const WITHOUT: &[&str] = &[
        "not ", "no ", "without ", "kein ", "keine ", "ohne ", "pas de ", "sans ", "sin ",
        "senza ", "sem ", "geen ", "zonder ",
    ];
    const WITH: &[&str] = &["with ", "mit ", "avec ", "con ", "com ", "met "];
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    let bare = WITH
        .iter()
        .find_map(|with| other.strip_prefix(with))
        .unwrap_or(&other);
    let mut found = WITHOUT.iter().filter_map(|word| one.strip_prefix(word));
    found.any(|rest| rest == bare)
}

/// No and yes of a column in which only one of them stands.
pub(super) fn one_answer(level: &str) -> Option<[String; 2]> {
    // The words that are alike in several languages, and letters, say too little.
    let (no, yes) = ANSWERS
        .iter()
        .find(|(no, yes)| no.len() != 1 && (*no == level || *yes == level))
        .or_else(|| {
            ANSWERS
                .iter()
                .find(|(no, yes)| *no == "0" && (level == "0" || *yes == level))
        })?;
    Some([(*no).to_owned(), (*yes).to_owned()])
}

/// A code without the `.0` that a program adds to whole numbers beside missing ones.
pub(super) fn code(level: &str) -> &str {
    let whole = |text: &&str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    level
        .split_once(['.', ','])
        .filter(|(_, zeros)| !zeros.is_empty() && zeros.bytes().all(|b| b == b'0'))
        .map(|(whole, _)| whole)
        .filter(whole)
        .unwrap_or(level)
}

/// What a header lists of its levels: "Sex (1=M, 2=F)", "Grade (1-3)", "Arm (A/B)".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    /// The header without the list.
    pub(super) label: String,
    /// Codes in order, and what they mean if the header shows it.
    pub(super) levels: Vec<(String, Option<String>)>,
}

/// The levels that a header lists in brackets.
pub(super) fn listed(header: &str) -> Option<Listed> {
    let (label, inside) = names::bracketed(header)?;
    let parts: Vec<&str> = inside
        .split([',', ';', '/', '|'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let pair = |part: &&str| {
        let (code, meaning) = part.split_once(['=', ':'])?;
        let (code, meaning) = (code.trim().to_owned(), meaning.trim().to_owned());
        (!code.is_empty() && !meaning.is_empty()).then_some((code, Some(meaning)))
    };
    let levels: Option<Vec<(String, Option<String>)>> =
        if parts.iter().any(|part| part.contains(['=', ':'])) {
            parts.iter().map(pair).collect()
        } else if let [range] = parts.as_slice() {
            let (low, high) = range.split_once(['-', '\u{2013}'])?;
            let (low, high): (u32, u32) = (low.trim().parse().ok()?, high.trim().parse().ok()?);
            (low < high && high - low <= 10)
                .then(|| (low..=high).map(|code| (code.to_string(), None)).collect())
        } else {
            let is_code =
                |part: &&str| part.chars().count() <= 2 && part.chars().all(char::is_alphanumeric);
            parts.iter().all(is_code).then(|| {
                parts
                    .iter()
                    .map(|part| ((*part).to_owned(), None))
                    .collect()
            })
        };
    let levels = levels.filter(|levels| levels.len() >= 2)?;
    Some(Listed { label, levels })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_and_its_negative_are_answers() {
        let levels = |a: &str, b: &str| answers(&[a.to_owned(), b.to_owned()]);
        for (no, yes) in [
            ("not present", "present"),
            ("no diabetes", "diabetes"),
            ("without ulcer", "with ulcer"),
            ("ohne Befund", "Befund"),
            ("N", "Y"),
        ] {
            assert_eq!(levels(yes, no), Some([no.to_owned(), yes.to_owned()]));
        }
        assert_eq!(levels("white", "non-white"), None);
    }

    #[test]
    fn headers_list_their_codes() {
        let codes = |header: &str| {
            let listed = listed(header)?;
            let levels = listed
                .levels
                .into_iter()
                .map(|(code, meaning)| match meaning {
                    Some(meaning) => format!("{code} {meaning}"),
                    None => code,
                });
            Some((listed.label, levels.collect::<Vec<_>>().join(",")))
        };
        for (header, label, levels) in [
            ("Sex (1=M, 2=F)", "Sex", "1 M,2 F"),
            ("Sex [0: female; 1: male]", "Sex", "0 female,1 male"),
            ("Grade (1-3)", "Grade", "1,2,3"),
            ("Death (0/1)", "Death", "0,1"),
            ("Arm (A/B)", "Arm", "A,B"),
        ] {
            assert_eq!(
                codes(header),
                Some((label.to_owned(), levels.to_owned())),
                "{header}"
            );
        }
        for header in ["Age (y)", "OS (months)", "Age"] {
            assert_eq!(codes(header), None, "{header}");
        }
    }
}
