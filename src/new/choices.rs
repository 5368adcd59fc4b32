//! Lists of choices in one cell: "ASA;BB;statin". Each choice is counted for itself, in a
//! variable that the study file derives, as combinations of them are no categories.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::Present;
use super::guess::{Guess, GuessedKind};
use super::kind::MOST_LEVELS;
use super::vocabulary::{NONE, is_group, mentions, plain_words};

/// A choice of the list in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedChoice {
    /// Its variable in the study file.
    pub name: String,
    /// As printed.
    pub label: String,
    /// The cells that have it.
    pub levels: Vec<String>,
}

/// What stands between choices.
///
/// Slashes and plus signs stand within one: genotypes, regimens, doubtful sites.
const BETWEEN: [char; 4] = [';', '|', ',', '\n'];
/// Headers whose cells are one answer, whatever signs are in it.
const WHOLE: &[&str] = &[
    "genotype",
    "allele",
    "therapy",
    "therapie",
    "terapia",
    "regimen",
    "treatment",
    "behandlung",
    "traitement",
    "tratamiento",
    "arm",
    "group",
    "gruppe",
    "groupe",
    "grupo",
    "histology",
    "ethnicity",
    "ethnic",
    "race",
];
/// The most choices of a question.
const MOST: usize = 30;
/// The longest choice.
const LONGEST: usize = 60;

/// The choices of each different cell.
type Lists<'c> = BTreeMap<&'c str, Vec<&'c str>>;

/// The cells as lists, if they are such.
fn lists<'c>(cells: &Present<'c>) -> Option<Lists<'c>> {
    BETWEEN.iter().find_map(|mark| divided(cells, *mark))
}

fn divided<'c>(cells: &Present<'c>, mark: char) -> Option<Lists<'c>> {
    /// Of fewer a list is one only if they change places.
    const FEWEST_CHOICES: usize = 3;
    const FEWEST_LISTS: usize = 3;
    if cells.texts().nth(MOST_LEVELS).is_some() {
        return None;
    }
    let mut lists: Lists<'c> = BTreeMap::new();
    let mut long = 0;
    for own in cells.iter() {
        let parts = own.text.split(mark).map(str::trim);
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        if parts.len() > 1 {
            long += own.count;
        }
        lists.insert(own.text, parts);
    }
    let mut choices: BTreeSet<&str> = BTreeSet::new();
    for choice in lists.values().flatten() {
        let is_word = choice.chars().any(char::is_alphabetic) && choice.chars().count() <= LONGEST;
        // Figures with a unit and decimals are no choices.
        if !is_word || choice.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '<' | '>')) {
            return None;
        }
        choices.insert(choice);
        if choices.len() > MOST {
            return None;
        }
    }
    if choices.len() < 2 || long < FEWEST_LISTS || long * 10 < cells.len() {
        return None;
    }
    let sorted = |list: &Vec<&'c str>| {
        let mut list = list.clone();
        list.sort_unstable();
        list
    };
    let several = || lists.values().filter(|list| list.len() > 1);
    let mut sets: BTreeSet<Vec<&str>> = BTreeSet::new();
    // The same choices in another order.
    let is_swapped = several().any(|list| !sets.insert(sorted(list)));
    let of_lists: BTreeSet<&str> = several().flatten().copied().collect();
    let stands_alone = |choice: &&&str| {
        let mut single = lists.values().filter(|list| list.len() == 1);
        single.any(|list| list.first() == Some(*choice))
    };
    let repeated = |choice: &&&str| several().filter(|list| list.contains(*choice)).count() > 1;
    let alone = of_lists.iter().filter(stands_alone).count();
    let stand_alone = choices.len() >= FEWEST_CHOICES && alone > 1 && 2 * alone >= of_lists.len();
    let is_list = is_swapped || (stand_alone && of_lists.iter().any(|choice| repeated(&choice)));
    is_list.then_some(lists)
}

/// Divides a column of lists into its choices.
pub(super) fn settle(guess: &mut Guess, cells: &Present<'_>, headers: &[String]) {
    let open = matches!(
        guess.kind,
        GuessedKind::Nominal(_) | GuessedKind::Ordinal(_) | GuessedKind::Text
    );
    if !open
        || guess.unusable
        || guess.persons.is_some()
        || is_group(&guess.name)
        || mentions(&guess.name, WHOLE)
    {
        return;
    }
    let Some(lists) = lists(cells) else { return };
    let mut of: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut many: BTreeMap<&str, usize> = BTreeMap::new();
    for own in cells.iter() {
        for choice in lists.get(own.text).into_iter().flatten() {
            of.entry(choice).or_default().insert(own.text);
            *many.entry(choice).or_default() += own.count;
        }
    }
    let mut choices: Vec<(&str, BTreeSet<&str>)> = of
        .into_iter()
        .filter(|(choice, _)| !NONE.contains(&choice.to_lowercase().as_str()))
        .collect();
    choices.sort_by_key(|(choice, _)| std::cmp::Reverse(many.get(choice).copied().unwrap_or(0)));
    let mut taken: BTreeSet<String> = headers.iter().cloned().collect();
    guess.choices = choices
        .into_iter()
        .map(|(choice, levels)| ListedChoice {
            name: free_name(&guess.name, choice, &mut taken),
            label: format!("{}: {choice}", guess.label.trim_end_matches(['?', ':'])),
            levels: levels.into_iter().map(str::to_owned).collect(),
        })
        .collect();
    let example = lists.iter().find(|(_, list)| list.len() > 1);
    let example = example.map_or("", |(cell, _)| *cell);
    guess.doubts = vec![format!(
        "holds lists of choices, such as \"{}\": each of its {} choices is counted as yes or no \
         ([derived.{}] and others); empty cells are missing",
        example.replace('\n', " "),
        guess.choices.len(),
        guess
            .choices
            .first()
            .map_or("", |choice| choice.name.as_str()),
    )];
    guess.alternatives.clear();
    guess.kind = GuessedKind::Nominal(lists.keys().map(|cell| (*cell).to_owned()).collect());
    guess.reason = "lists of choices".to_owned();
    guess.aside = Some("counted by its choices");
}

/// A name for the variable of a choice that no other has.
fn free_name(header: &str, choice: &str, taken: &mut BTreeSet<String>) -> String {
    let ascii = |text: &str| {
        let words = plain_words(text).into_iter().map(|word| {
            let letters = word.chars().filter(char::is_ascii_alphanumeric);
            letters.collect::<String>()
        });
        let words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
        words.join("_")
    };
    let words = [ascii(header), ascii(choice)];
    let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let own = match words.len() {
        0 => "choice".to_owned(),
        _ => words.join("_"),
    };
    let mut name = own.clone();
    let mut number = 1;
    while !taken.insert(name.clone()) {
        number += 1;
        name = format!("{own}_{number}");
    }
    name
}

#[cfg(test)]
mod tests {
    use super::super::cells::Column;
    use super::*;

    fn settled(name: &str, different: &[&str]) -> Guess {
        let cells = different.iter().cycle().take(4 * different.len());
        let column: Column = cells.copied().collect();
        let mut guess = Guess::new(name, name.to_owned(), None);
        let levels = different.iter().map(|cell| (*cell).to_owned()).collect();
        guess.kind = GuessedKind::Nominal(levels);
        settle(
            &mut guess,
            &column.texts().collect(),
            &[name.to_owned(), "Drugs_ASA".to_owned()],
        );
        guess
    }

    #[test]
    fn choices_are_counted_one_by_one() {
        for (cells, choice, levels) in [
            (
                &["ASA;BB;statin", "BB;statin;ASA", "ASA", "statin", "none"][..],
                "ASA",
                3,
            ),
            (&["fever|cough", "cough|fever", "cough"], "cough", 3),
            (&["fever|cough", "cough|fever", "pain"], "fever", 2),
            (&["pain, cough", "cough", "fever, pain", "pain"], "pain", 3),
            (
                &["lung; liver", "liver", "lung", "bone; liver", "bone"],
                "liver",
                3,
            ),
            (&["a\nb", "b", "a", "c", "b\nc"], "b", 3),
        ] {
            let guess = settled("Drugs", cells);
            let label = format!("Drugs: {choice}");
            let found = guess.choices.iter().find(|own| own.label == label);
            assert_eq!(found.map(|own| own.levels.len()), Some(levels), "{choice}");
            assert!(
                guess.aside.is_some()
                    && !guess.choices.iter().any(|own| own.label.ends_with("none"))
            );
        }
        let guess = settled("Drugs", &["ASA;BB", "BB;ASA", "x"]);
        assert_eq!(
            guess.choices.first().map(|own| own.name.as_str()),
            Some("drugs_asa")
        );
    }

    #[test]
    fn other_texts_with_such_marks_are_levels() {
        for (name, cells) in [
            ("Response", &["CR/PR", "SD/PD", "NE"][..]),
            (
                "Site",
                &["breast, left", "breast, right", "lung, left", "lung, right"],
            ),
            ("Arm", &["A", "B", "A+B", "C", "B+C"]),
            ("Pressure", &["120/80", "130/85"]),
            ("Smoking", &["Never, not even once", "Former", "Current"]),
            (
                "Regimen",
                &[
                    "FOLFOX+Bev",
                    "FOLFIRI+Bev",
                    "FOLFOX",
                    "FOLFIRI",
                    "XELOX+Cet",
                ],
            ),
        ] {
            assert!(settled(name, cells).choices.is_empty(), "{name}");
        }
    }
}
