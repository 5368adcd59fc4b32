//! Labels of columns whose headers hold the choice of a questionnaire, and units
//! in brackets.

use super::super::guess::Guess;
use super::super::names;

/// Writes "Comorbidities (choice=COPD)" of REDCap as "Comorbidities: COPD".
pub(super) fn tidy(guess: &mut Guess) {
    let choice = guess
        .name
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once("(choice="));
    if let Some((question, choice)) = choice {
        guess.unit = None;
        let question = question.trim().trim_end_matches(':');
        guess.label = crate::words::capitalised(&format!("{question}: {choice}"));
    }
}

/// Two levels of one pair in one language: no and yes, women and men, with the letters
/// that stand for them.
const PAIRS: &[([&str; 2], [&str; 2])] = &[
    (["no", "yes"], ["n", "y"]),
    (["nein", "ja"], ["n", "j"]),
    (["non", "oui"], ["n", "o"]),
    (["no", "s\u{ed}"], ["n", "s"]),
    (["no", "si"], ["n", "s"]),
    (["no", "s\u{ec}"], ["n", "s"]),
    (["n\u{e3}o", "sim"], ["n", "s"]),
    (["nee", "ja"], ["n", "j"]),
    (["nie", "tak"], ["n", "t"]),
    (["nej", "ja"], ["n", "j"]),
    (["negative", "positive"], ["neg", "pos"]),
    (["negativ", "positiv"], ["neg", "pos"]),
    (["false", "true"], ["f", "t"]),
    (["female", "male"], ["f", "m"]),
    (["weiblich", "m\u{e4}nnlich"], ["w", "m"]),
    (["frau", "mann"], ["f", "m"]),
    (["femme", "homme"], ["f", "h"]),
    (["femenino", "masculino"], ["f", "m"]),
    (["feminino", "masculino"], ["f", "m"]),
    (["mujer", "hombre"], ["m", "h"]),
    (["femmina", "maschio"], ["f", "m"]),
    (["vrouw", "man"], ["v", "m"]),
    (["kobieta", "m\u{119}\u{17c}czyzna"], ["k", "m"]),
    (["kvinna", "man"], ["k", "m"]),
];

/// Labels the two levels of a pair alike where they are written in two ways: "M" beside
/// "female", "NO" beside "yes", "nein" beside "yes".
pub(super) fn alike(guess: &mut Guess) {
    let [a, b] = guess.levels() else { return };
    if !guess.labels.is_empty() {
        return;
    }
    let lower = [a.to_lowercase(), b.to_lowercase()];
    let word = |text: &str, side: usize| {
        PAIRS
            .iter()
            .any(|(words, _)| words.get(side).is_some_and(|own| *own == text))
    };
    let letter = |text: &str, side: usize| {
        PAIRS
            .iter()
            .any(|(_, letters)| letters.get(side).is_some_and(|own| *own == text))
    };
    let is_side = |text: &str, side| word(text, side) || letter(text, side);
    let [first, second] = &lower;
    // Which of them is the first of the pair.
    let sides = [[0, 1], [1, 0]];
    let Some([one, other]) = sides.into_iter().find(|[one, other]| {
        is_side(first, *one)
            && is_side(second, *other)
            && (word(first, *one) || word(second, *other))
    }) else {
        return;
    };
    let of = |words: &[&'static str; 2], side: usize| words.get(side).copied().unwrap_or_default();
    let together = PAIRS
        .iter()
        .find(|(words, _)| of(words, one) == first && of(words, other) == second);
    let shape = |text: &str| {
        let mut letters = text.chars();
        let first = letters.next().is_some_and(char::is_uppercase);
        (first, letters.any(char::is_uppercase))
    };
    if together.is_some() && shape(a) == shape(b) {
        return;
    }
    // The language of the first word, where they have two.
    let Some((words, _)) = together.or_else(|| {
        PAIRS
            .iter()
            .find(|(words, _)| of(words, one) == first || of(words, other) == second)
    }) else {
        return;
    };
    let capital = shape(a).0 || shape(b).0;
    let shown = |word: &str| match capital {
        true => crate::words::capitalised(word),
        false => word.to_owned(),
    };
    let labels = [(a, of(words, one)), (b, of(words, other))];
    let labels = labels.map(|(level, word)| (level.clone(), shown(word)));
    guess.labels = labels
        .into_iter()
        .filter(|(level, label)| level != label)
        .collect();
}

/// A unit without the brackets around it.
pub(super) fn bare_unit(unit: &str) -> String {
    let inside = |open: char, close: char| unit.strip_prefix(open)?.strip_suffix(close);
    let bare = inside('(', ')')
        .or_else(|| inside('[', ']'))
        .unwrap_or(unit);
    let none = names::MISSING.contains(&bare);
    if none {
        String::new()
    } else {
        bare.trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::guess::GuessedKind;
    use super::*;

    #[test]
    fn levels_of_a_pair_are_labelled_alike() {
        for (levels, labels) in [
            (["M", "female"], ["Male", "Female"]),
            (["NO", "yes"], ["No", "Yes"]),
            (["Nein", "yes"], ["No", "Yes"]),
            (["w", "m\u{e4}nnlich"], ["weiblich", "m\u{e4}nnlich"]),
            (["F", "Male"], ["Female", "Male"]),
            (["tak", "NIE"], ["Tak", "Nie"]),
            (["POS", "negative"], ["Positive", "Negative"]),
            // Written alike already, or no pair.
            (["no", "yes"], ["no", "yes"]),
            (["F", "M"], ["F", "M"]),
            (["Female", "Male"], ["Female", "Male"]),
            (["left", "RIGHT"], ["left", "RIGHT"]),
            (["no", "maybe"], ["no", "maybe"]),
        ] {
            let mut guess = Guess::new("x", "X".to_owned(), None);
            guess.kind = GuessedKind::Nominal(levels.map(str::to_owned).into());
            alike(&mut guess);
            let meant = levels.map(|level| guess.meaning(level));
            assert_eq!(meant, labels);
        }
    }

    #[test]
    fn a_unit_stands_without_its_brackets() {
        assert_eq!(bare_unit("[mg/L]"), "mg/L");
        assert_eq!(bare_unit("mg/L"), "mg/L");
        assert_eq!(bare_unit("-"), "");
    }
}
