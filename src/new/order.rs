//! The order of levels that their words or numbers show.

use super::vocabulary::{ABOVE, AND_ABOVE, BELOW, BETWEEN, LETTERS, NONE, ORDERS, SCALES};

/// The levels in their known order, if they have one.
pub(super) fn ordered(levels: &[String]) -> Option<Vec<String>> {
    by_words(levels)
        .or_else(|| by_letters(levels))
        .or_else(|| by_scale(levels))
        .or_else(|| by_words_between(levels))
        .or_else(|| by_range(levels))
}

fn by_words(levels: &[String]) -> Option<Vec<String>> {
    by_known(ORDERS, levels)
}

/// By letters, where all of an order stand: L, M and H, but not M and H.
fn by_letters(levels: &[String]) -> Option<Vec<String>> {
    let mut complete = LETTERS
        .iter()
        .filter(|letters| letters.len() == levels.len());
    complete.find_map(|letters| by_known(&[letters], levels))
}

/// By words that stand between others which all levels share: `low risk`, `high risk`.
fn by_words_between(levels: &[String]) -> Option<Vec<String>> {
    let split = |level: &String| -> Vec<String> {
        let words = level.split_whitespace();
        words.map(str::to_lowercase).collect()
    };
    let mut words: Vec<Vec<String>> = levels.iter().map(split).collect();
    let first = words.first()?.clone();
    if words
        .iter()
        .all(|own| own.len() > 1 && own.last() == first.last())
    {
        words.iter_mut().for_each(|own| own.truncate(own.len() - 1));
    } else if words
        .iter()
        .all(|own| own.len() > 1 && own.first() == first.first())
    {
        words.iter_mut().for_each(|own| *own = own.split_off(1));
    } else {
        return None;
    }
    let bare: Vec<String> = words.iter().map(|own| own.join(" ")).collect();
    let sorted = by_words(&bare)?;
    let whole = |word: &String| {
        let at = bare.iter().position(|own| own == word)?;
        levels.get(at).cloned()
    };
    sorted.iter().map(whole).collect()
}

fn by_known(orders: &[&[&str]], levels: &[String]) -> Option<Vec<String>> {
    orders.iter().find_map(|order| {
        let place = |level: &String| {
            let level = level.trim().to_lowercase();
            order.iter().position(|known| *known == level)
        };
        let places: Option<Vec<usize>> = levels.iter().map(place).collect();
        let mut sorted: Vec<(usize, &String)> = places?.into_iter().zip(levels).collect();
        sorted.sort();
        Some(sorted.into_iter().map(|(_, level)| level.clone()).collect())
    })
}

/// Levels of one scale by their numbers: `Stage 1`, `grade II`, `G3`, `1st`; a
/// level that says that there is none of it comes first: `none`, `I`, `II`.
fn by_scale(levels: &[String]) -> Option<Vec<String>> {
    let is_none = |level: &&String| NONE.contains(&level.trim().to_lowercase().as_str());
    let (none, others): (Vec<&String>, Vec<&String>) = levels.iter().partition(is_none);
    let others: Vec<String> = others.into_iter().cloned().collect();
    match none.as_slice() {
        [] => by_number(&others),
        [none] if others.len() > 1 => {
            let sorted = by_number(&others)?;
            Some(std::iter::once((*none).clone()).chain(sorted).collect())
        }
        _ => None,
    }
}

fn by_number(levels: &[String]) -> Option<Vec<String>> {
    let ranks: Option<Vec<(String, u32, String)>> =
        levels.iter().map(|level| on_scale(level)).collect();
    let ranks = ranks?;
    let scale = ranks.first().map(|(scale, ..)| scale.clone())?;
    if ranks.iter().any(|(own, ..)| *own != scale) {
        return None;
    }
    let mut sorted: Vec<(u32, String, &String)> = ranks
        .into_iter()
        .zip(levels)
        .map(|((_, number, letter), level)| (number, letter, level))
        .collect();
    sorted.sort();
    let all_differ = sorted
        .windows(2)
        .all(|pair| matches!(pair, [a, b] if (a.0, &a.1) != (b.0, &b.1)));
    all_differ.then(|| {
        sorted
            .into_iter()
            .map(|(.., level)| level.clone())
            .collect()
    })
}

/// The scale of a level, its number, and the letter behind it.
fn on_scale(level: &str) -> Option<(String, u32, String)> {
    const ORDINALS: [&str; 4] = ["st", "nd", "rd", "th"];
    let lower = level.trim().to_lowercase();
    let first = lower.chars().next()?;
    if first.is_ascii_digit() {
        // 1st, 2nd class
        let digits: String = lower.chars().take_while(char::is_ascii_digit).collect();
        let rest = lower.strip_prefix(&digits)?;
        let ending = ORDINALS.iter().find(|ending| rest.starts_with(**ending))?;
        let rest = rest.strip_prefix(ending)?.trim();
        return Some((format!("th {rest}"), digits.parse().ok()?, String::new()));
    }
    let separators = [' ', '.', '_', '-', ':', '='];
    let numeral = |c: char| c.is_ascii_digit();
    let (scale, tail) = match lower.find(numeral) {
        Some(at) => lower.split_at(at),
        None => lower.rsplit_once(separators).unwrap_or(("", &lower)),
    };
    let scale = scale.trim_end_matches(separators);
    if scale.is_empty() {
        // A numeral by itself: IIIa, but not the sizes XS and XL.
        let (number, letter) = roman(tail)?;
        let is_bare = matches!(letter, "" | "a" | "b" | "c" | "d");
        return is_bare.then(|| (String::new(), number, letter.to_owned()));
    }
    if !SCALES.contains(&scale) {
        return None;
    }
    let digits: String = tail.chars().take_while(char::is_ascii_digit).collect();
    let (number, letter) = match digits.parse() {
        Ok(number) => (number, tail.strip_prefix(&digits)?),
        Err(_) => roman(tail)?,
    };
    (letter.chars().count() <= 1).then(|| (scale.to_owned(), number, letter.to_owned()))
}

/// A Roman numeral up to ten, and what stands behind it.
fn roman(text: &str) -> Option<(u32, &str)> {
    const NUMERALS: [(&str, u32); 10] = [
        ("viii", 8),
        ("vii", 7),
        ("iii", 3),
        ("vi", 6),
        ("iv", 4),
        ("ix", 9),
        ("ii", 2),
        ("i", 1),
        ("v", 5),
        ("x", 10),
    ];
    let known = |(numeral, number): &(&str, u32)| Some((*number, text.strip_prefix(numeral)?));
    NUMERALS.iter().find_map(known)
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
    let lower = level
        .trim()
        .replace(['\u{2013}', '\u{2014}'], "-")
        .to_lowercase();
    let bare = lower
        .trim_start_matches(['[', '('])
        .trim_end_matches([']', ')']);
    let comma = || bare.split_once(',').filter(|_| bare.len() < lower.len());
    let halves = || {
        let marks = BETWEEN.iter();
        marks
            .filter_map(|mark| bare.split_once(mark))
            .find(|(low, _)| !low.is_empty())
            .or_else(comma)
    };
    // `>20-50` begins above twenty.
    let signs = ['<', '>', '=', '\u{2264}', '\u{2265}'];
    if let Some((low, high)) = halves() {
        let (low, high) = (
            low.trim_start_matches(signs),
            high.trim_start_matches(signs),
        );
        if let (Some(low), Some(high)) = (number(low), number(high)) {
            return (low <= high).then_some((low, high));
        }
    }
    if let Some(rest) = BELOW.iter().find_map(|sign| lower.strip_prefix(sign)) {
        return Some((f64::NEG_INFINITY, number(rest)?));
    }
    if let Some(rest) = ABOVE.iter().find_map(|sign| lower.strip_prefix(sign)) {
        return Some((number(rest)?, f64::INFINITY));
    }
    let above = AND_ABOVE.iter().find_map(|sign| {
        let (low, unit) = lower.split_once(sign)?;
        number(unit.trim())
            .is_none()
            .then(|| number(low))
            .flatten()
            .filter(|_| is_unit(unit))
    });
    if let Some(low) = above {
        return Some((low, f64::INFINITY));
    }
    number(bare).map(|one| (one, one))
}

fn is_unit(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_alphabetic() || matches!(c, ' ' | '%' | '/'))
}

/// A number with or without a unit behind it, or an infinite one.
fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    match text {
        "inf" | "\u{221e}" | "+inf" => return Some(f64::INFINITY),
        "-inf" | "-\u{221e}" => return Some(f64::NEG_INFINITY),
        _ => {}
    }
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit = text.strip_prefix(digits)?;
    let plain = digits.starts_with(|c: char| c.is_ascii_digit());
    if plain && is_unit(unit) {
        digits.replace(',', ".").parse::<f64>().ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(levels: &[&str]) -> Vec<String> {
        levels.iter().map(|level| (*level).to_owned()).collect()
    }

    #[test]
    fn ranges_and_known_words_are_put_in_order() {
        for expected in [
            &["<=20", "20-50", ">50"][..],
            &["<=20 mm", ">20-50 mm", ">50 mm"],
            &["0-5", "6-11", "12+"],
            &["0-5yrs", "6-11yrs", "12+ yrs"],
            &["< 12 years", "12-15 years", "16+ years"],
            &["<65", ">=65"],
            &["5-9", "10-19", "20-99", "100+"],
            &["18-39 years", "40-59 years", "60+"],
            &["(0,19]", "(19,39]", "(39,59]", "(59,Inf]"],
            &["unter 40", "40 bis 60", "über 60"],
            &["moins de 20 ans", "20 à 40 ans", "plus de 40 ans"],
            &["18-64", "65 and over"],
            &["-", "+", "++", "+++"],
            &["I", "II", "IIIa"],
            &["Stage 1", "Stage 2", "Stage 10"],
            &["level.0", "level.1", "level.2"],
            &["Grade I", "Grade II", "Grade III"],
            &["pT1", "pT2a", "pT2b", "pT3"],
            &["none", "I", "II", "IIIa", "IIIb", "IVa", "V"],
            &["keine", "Grad 1", "Grad 2"],
            &["TRG1", "TRG2", "TRG3"],
            &["G1", "G2", "G3"],
            &["Q1", "Q2", "Q3", "Q4"],
            &["1st", "2nd", "3rd"],
            &["none", "mild", "moderate", "severe"],
            &["leicht", "mittel", "schwer"],
            &["aucune", "légère", "modérée", "sévère"],
            &["bajo", "medio", "alto"],
            &["lieve", "moderata", "grave"],
            &["licht", "matig", "ernstig"],
            &["baixo", "médio", "alto"],
            &["lo", "hi"],
            &["lo", "med", "hi"],
            &["L", "M", "H"],
            &["S", "M", "L", "XL"],
            &["Low grade", "Intermediate grade", "High grade"],
            &["low risk", "high risk"],
            &["risque faible", "risque élevé"],
            &["niedrig", "mittel", "hoch"],
            &["keine", "leicht", "mittel", "stark"],
            &["gering", "mäßig", "stark"],
            &["très faible", "faible", "moyen", "élevé", "très élevé"],
            &["faible", "modéré", "élevé"],
            &["muy bajo", "bajo", "medio", "alto"],
            &["CR", "PR", "SD", "PD"],
            &["Mild", "Moderate", "Severe", "Life-threatening"],
            &["F0", "F1", "F2"],
            &["very low", "low", "medium", "high", "very high"],
        ] {
            let mut levels = owned(expected);
            levels.reverse();
            assert_eq!(ordered(&levels), Some(owned(expected)), "{expected:?}");
        }
        for levels in [
            &["1", "2"][..],
            &["0-10", "5-15"],
            &["2020-01", "2019-02"],
            &["a", "b"],
            &["never", "former", "current"],
            &["none", "I", "other"],
            &["trt1", "trt2"],
            &["Stage 1", "Grade 2"],
            &["A-1", "B-2"],
            &["chr1", "chr2"],
            &["M", "H"],
            &["M", "F"],
            &["R", "L"],
            &["group red", "group blue"],
        ] {
            assert_eq!(ordered(&owned(levels)), None, "{levels:?}");
        }
    }
}
