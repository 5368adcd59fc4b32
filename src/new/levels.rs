//! Levels of categories: their order, and which two of them are no and yes.

use super::names;

/// Orders of levels, lowest first. The first that holds all levels is taken.
const ORDERS: &[&[&str]] = &[
    &["none", "mild", "moderate", "severe", "very severe"],
    &["absent", "minimal", "mild", "moderate", "severe"],
    &[
        "very low",
        "low",
        "medium",
        "moderate",
        "intermediate",
        "high",
        "very high",
    ],
    &["never", "former", "ex", "current"],
    &[
        "i", "ia", "ib", "ic", "ii", "iia", "iib", "iic", "iii", "iiia", "iiib", "iiic", "iv",
        "iva", "ivb", "v",
    ],
    &["stage 0", "stage i", "stage ii", "stage iii", "stage iv"],
    &["g1", "g2", "g3", "g4"],
    &["grade 1", "grade 2", "grade 3", "grade 4", "grade 5"],
    &[
        "t0", "tis", "t1", "t1a", "t1b", "t2", "t2a", "t2b", "t3", "t3a", "t3b", "t4", "t4a", "t4b",
    ],
    &["n0", "n1", "n2", "n3"],
    &["r0", "r1", "r2"],
    &["small", "medium", "large"],
    &["primary", "secondary", "tertiary"],
    &["-", "+", "++", "+++", "++++"],
    &["neg", "1+", "2+", "3+", "4+"],
    &["0", "1+", "2+", "3+", "4+"],
    &["keine", "leicht", "mittel", "schwer"],
    &["aucun", "léger", "modéré", "sévère"],
    &["ninguno", "leve", "moderado", "grave"],
    &["assente", "lieve", "moderato", "grave"],
];

/// The levels in their known order, if they have one.
pub(super) fn ordered(levels: &[String]) -> Option<Vec<String>> {
    let known = ORDERS.iter().find_map(|order| {
        let place = |level: &String| {
            let level = level.to_lowercase();
            order.iter().position(|known| *known == level)
        };
        let places: Option<Vec<usize>> = levels.iter().map(place).collect();
        let mut sorted: Vec<(usize, &String)> = places?.into_iter().zip(levels).collect();
        sorted.sort();
        Some(sorted.into_iter().map(|(_, level)| level.clone()).collect())
    });
    known.or_else(|| by_range(levels))
}

/// Levels that are ranges of numbers, the lowest first: `<=20`, `20-50`, `>50`.
fn by_range(levels: &[String]) -> Option<Vec<String>> {
    let ranges: Option<Vec<(f64, f64)>> = levels.iter().map(|level| range(level)).collect();
    let mut sorted: Vec<((f64, f64), &String)> = ranges?.into_iter().zip(levels).collect();
    let is_range = |level: &&String| level.chars().any(|c| !c.is_ascii_digit() && c != '.');
    if levels.len() < 2 || !levels.iter().any(|level| is_range(&level)) {
        return None;
    }
    sorted.sort_by(|((a, b), _), ((c, d), _)| a.total_cmp(c).then(b.total_cmp(d)));
    let overlap = sorted.windows(2).any(|pair| match pair {
        [((_, high), _), ((low, _), _)] => high > low,
        _ => false,
    });
    (!overlap).then(|| sorted.into_iter().map(|(_, level)| level.clone()).collect())
}

/// The ends of a range of numbers.
fn range(level: &str) -> Option<(f64, f64)> {
    let text = level.trim().replace(['\u{2013}', '\u{2014}'], "-");
    let number = |text: &str| {
        let text = text.trim();
        let plain = text.starts_with(|c: char| c.is_ascii_digit());
        let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
        let unit = &text[digits.len()..];
        let is_unit = unit
            .chars()
            .all(|c| c.is_alphabetic() || c == ' ' || c == '%');
        if plain && is_unit {
            digits.replace(',', ".").parse::<f64>().ok()
        } else {
            None
        }
    };
    let lower = text.to_lowercase();
    for sign in [
        "<=", "\u{2264}", "<", "up to ", "under ", "below ", "bis ", "unter ",
    ] {
        if let Some(rest) = lower.strip_prefix(sign) {
            return Some((f64::NEG_INFINITY, number(rest)?));
        }
    }
    for sign in [
        ">=",
        "\u{2265}",
        ">",
        "over ",
        "above ",
        "from ",
        "ab ",
        "\u{fc}ber ",
    ] {
        if let Some(rest) = lower.strip_prefix(sign) {
            return Some((number(rest)?, f64::INFINITY));
        }
    }
    if let Some(rest) = lower.strip_suffix('+') {
        return Some((number(rest)?, f64::INFINITY));
    }
    let bare = lower
        .trim_start_matches(['[', '('])
        .trim_end_matches([']', ')']);
    let halves = bare
        .split_once('-')
        .or_else(|| bare.split_once(" to "))
        .or_else(|| bare.split_once(" bis "))
        .or_else(|| bare.split_once(',').filter(|_| bare.len() < lower.len()));
    match halves {
        Some((low, high)) => {
            let (low, high) = (number(low)?, number(high)?);
            (low <= high).then_some((low, high))
        }
        None => number(bare).map(|one| (one, one)),
    }
}

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
];

/// The two levels as no and yes, if they are that.
pub(super) fn answers(levels: &[String]) -> Option<[String; 2]> {
    let [a, b] = levels else { return None };
    let is = |level: &String, word: &str| code(level).to_lowercase() == word;
    ANSWERS.iter().find_map(|(no, yes)| {
        if is(a, no) && is(b, yes) {
            Some([a.clone(), b.clone()])
        } else if is(b, no) && is(a, yes) {
            Some([b.clone(), a.clone()])
        } else {
            None
        }
    })
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

    fn owned(levels: &[&str]) -> Vec<String> {
        levels.iter().map(|level| (*level).to_owned()).collect()
    }

    #[test]
    fn ranges_and_known_words_are_put_in_order() {
        for (levels, expected) in [
            (
                &["20-50", "<=20", ">50"][..],
                Some(&["<=20", "20-50", ">50"][..]),
            ),
            (&["0-5", "12+", "6-11"], Some(&["0-5", "6-11", "12+"])),
            (&["<65", ">=65"], Some(&["<65", ">=65"])),
            (
                &["10-19", "100+", "20-99", "5-9"],
                Some(&["5-9", "10-19", "20-99", "100+"]),
            ),
            (
                &["18-39 years", "40-59 years", "60+"],
                Some(&["18-39 years", "40-59 years", "60+"]),
            ),
            (&["+", "++", "+++", "-"], Some(&["-", "+", "++", "+++"])),
            (&["II", "I", "IIIa"], Some(&["I", "II", "IIIa"])),
            (&["1", "2"], None),
            (&["0-10", "5-15"], None),
            (&["2020-01", "2019-02"], None),
            (&["a", "b"], None),
        ] {
            let expected = expected.map(owned);
            assert_eq!(ordered(&owned(levels)), expected, "{levels:?}");
        }
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
