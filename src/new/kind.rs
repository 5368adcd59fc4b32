//! The kind of one column that holds no dates, from its header and its cells.

use std::collections::BTreeMap;

use super::cells::{Present, Text, middle};
use super::guess::{Guess, GuessedKind};
use super::vocabulary::{
    COUNTS, NOT_GRADED, ORDERED, UNORDERED, is_group, is_named, mentions, plain_text,
};
use super::{endpoint, identifier, levels, names, nomenclature, order};

/// Whole numbers up to here may be codes of a scale.
pub(super) const MOST_CODES: usize = 6;
/// The most levels of a category.
pub(super) const MOST_LEVELS: usize = 300;
/// The most characters of a level; a column with a longer text is not analysed.
const LONGEST_LEVEL: usize = 60;
/// The most hospitals or the like that are taken for a category.
const MOST_PLACES: usize = 100;
/// The most codes of a status, and the highest.
const MOST_STATES: usize = 8;
const HIGHEST_STATE: f64 = 99.0;

/// The cells of a column, the missing ones left out.
pub(super) struct Cells<'a> {
    pub(super) present: &'a Present<'a>,
    /// Their different texts as numbers, if all are.
    pub(super) numbers: Option<&'a [f64]>,
    /// Rows of the file.
    pub(super) rows: usize,
    /// Whether it is the first column.
    pub(super) first: bool,
}

impl Cells<'_> {
    fn counts(&self) -> BTreeMap<&str, usize> {
        self.present
            .iter()
            .map(|own| (own.text, own.count))
            .collect()
    }
}

/// Kind, codes and doubts of a column that holds no dates.
pub(super) fn fill(guess: &mut Guess, cells: &Cells<'_>) {
    let counts = cells.counts();
    if counts.is_empty() {
        guess.unusable = true;
        guess.reason = "every cell is missing".to_owned();
        guess.doubts.push("every cell is missing".to_owned());
        return;
    }
    let listed = levels::listed(&guess.name);
    let known = |listed: &levels::Listed, cell: &str| {
        let cell = levels::code(cell);
        listed.levels.iter().any(|(code, _)| code == cell)
    };
    if let Some(listed) = listed.filter(|listed| counts.keys().all(|cell| known(listed, cell))) {
        from_header(guess, &counts, &listed);
    } else if identifier::identifies(guess, cells, &counts) {
        identifier::settle(guess, cells, &counts);
    } else if nomenclature::are_codes(&guess.name, &cells.present.texts()) {
        nomenclature::settle(guess, cells, &counts);
    } else if nomenclature::is_filled(guess, &counts) {
        nomenclature::settle_filled(guess, cells, &counts);
    } else if cells
        .numbers
        .is_some_and(|numbers| nomenclature::are_moments(&guess.name, numbers, cells.present.len()))
    {
        guess.reason = "numbers as large as seconds since 1970".to_owned();
        guess.doubts.push(
            "its numbers seem to be seconds or milliseconds since 1970, and are not analysed: \
             write them as dates, or set kind = \"continuous\""
                .to_owned(),
        );
    } else if cells.numbers.is_some() && identifier::is_cluster(guess, cells, &counts) {
        identifier::settle_cluster(guess, &counts);
    } else if cells.numbers.is_some() {
        number(guess, cells, &counts);
    } else {
        category(guess, cells, &counts);
    }
    if let [only] = guess.levels() {
        let doubt = format!("every cell is \"{only}\"; it is left out of the table");
        guess.doubts.push(doubt);
    }
}

/// Levels and labels that stand in the header.
fn from_header(guess: &mut Guess, counts: &BTreeMap<&str, usize>, listed: &levels::Listed) {
    let mut found: Vec<String> = Vec::new();
    for (code, meaning) in &listed.levels {
        let mut written: Vec<&str> = counts
            .keys()
            .copied()
            .filter(|cell| levels::code(cell) == code)
            .collect();
        if written.is_empty() {
            written.push(code);
        }
        for cell in written {
            found.push(cell.to_owned());
            let label = meaning.clone().filter(|meaning| meaning != cell);
            guess
                .labels
                .extend(label.map(|label| (cell.to_owned(), label)));
        }
    }
    guess.label = names::printed(&listed.label);
    guess.unit = None;
    let shown: Vec<&str> = listed
        .levels
        .iter()
        .map(|(code, _)| code.as_str())
        .collect();
    guess.reason = format!("the header lists the codes {}", shown.join(", "));
    let numbered = found.iter().all(|level| value(level).is_finite());
    let labelled = !guess.labels.is_empty();
    guess.kind = match levels::answers(&found) {
        Some(answers) if !labelled => GuessedKind::Binary(answers),
        _ if numbered && !labelled && found.len() > 2 => {
            // A reader wants to know the ends of a scale.
            guess.label = names::printed(&guess.name);
            GuessedKind::Ordinal(found)
        }
        _ => GuessedKind::Nominal(found),
    };
}

fn owned<'a>(levels: impl Iterator<Item = &'a &'a str>) -> Vec<String> {
    levels.map(|level| (*level).to_owned()).collect()
}

fn number(guess: &mut Guess, cells: &Cells<'_>, counts: &BTreeMap<&str, usize>) {
    let rows = cells.rows;
    let own = |cell: &&&str| !guess.missing.iter().any(|code| code == **cell);
    let mut found: Vec<String> = counts
        .keys()
        .filter(own)
        .map(|level| (*level).to_owned())
        .collect();
    found.sort_by(|a, b| value(a).total_cmp(&value(b)));
    let digits = |level: &String| levels::code(level).bytes().all(|b| b.is_ascii_digit());
    let whole = found.iter().all(digits);
    let small = found.iter().all(|level| value(level) <= MOST_CODES as f64);
    // Codes count on; numbers with gaps between them are counts of something.
    let next = |pair: &[String]| matches!(pair, [a, b] if value(b) - value(a) <= 1.0);
    let dense = found.len() == 2 || found.windows(2).all(next);
    let status = endpoint::is_status(&guess.name);
    let place = mentions(&guess.name, names::PLACES) && !status;
    let counted = mentions(&guess.name, COUNTS);
    let same_codes = {
        let mut codes: Vec<&str> = found.iter().map(|level| levels::code(level)).collect();
        codes.dedup();
        codes.len() == found.len()
    };
    let shortened = |levels: &[String]| -> Vec<(String, String)> {
        let short = |level: &&String| levels::code(level) != level.as_str();
        let label = |level: &String| (level.clone(), levels::code(level).to_owned());
        levels.iter().filter(short).map(label).collect()
    };
    let constant = match found.as_slice() {
        [only] if status => levels::one_answer(levels::code(only)),
        _ => None,
    };
    if place && whole && same_codes && rows >= 3 * found.len() && found.len() <= MOST_PLACES {
        guess
            .doubts
            .push("the numbers are taken for names of places".to_owned());
        guess.reason = "numbers that name places".to_owned();
        guess.labels = shortened(&found);
        guess.or(GuessedKind::Nominal(found.clone()), "names of places");
        guess.or(GuessedKind::Continuous(0), "a number");
        guess.kind = GuessedKind::Nominal(found);
    } else if let (true, Some(pair)) = (is_group(&guess.name), levels::answers(&found)) {
        guess
            .doubts
            .push("0 and 1 are taken for two groups; write in labels what they are".to_owned());
        guess.reason = "0 and 1".to_owned();
        guess.labels = shortened(&pair);
        guess.or(GuessedKind::Nominal(pair.to_vec()), "two groups");
        guess.or(GuessedKind::Binary(pair.clone()), "no and yes");
        guess.kind = GuessedKind::Nominal(pair.to_vec());
    } else if let Some(answers) = levels::answers(&found) {
        guess
            .doubts
            .push("0 and 1 are taken for no and yes".to_owned());
        guess.reason = "0 and 1".to_owned();
        guess.labels = shortened(&answers);
        guess.kind = GuessedKind::Binary(answers);
    } else if let Some(answers) = constant {
        let only = found.first().cloned().unwrap_or_default();
        guess.doubts.push(format!(
            "every cell is {only}, as if it happened to {}",
            if levels::code(&only) == "0" {
                "nobody"
            } else {
                "everybody"
            }
        ));
        guess.reason = "named as an event".to_owned();
        guess.kind = GuessedKind::Binary(answers);
    } else if status && is_state(&found, whole && same_codes, rows) {
        guess.reason = "codes of a column that is named as a status".to_owned();
        guess.labels = shortened(&found);
        guess.kind = GuessedKind::Nominal(found);
    } else if whole
        && ((small && dense) || found.len() == 2)
        && same_codes
        && !counted
        && (2..=MOST_CODES).contains(&found.len())
        && rows >= 3 * found.len()
        && guess.unit.is_none()
    {
        let shown: Vec<&str> = found.iter().map(|level| levels::code(level)).collect();
        guess.labels = shortened(&found);
        let ordered = mentions(&guess.name, ORDERED);
        let (kind, doubt) = match found.len() {
            2 if !ordered => (
                GuessedKind::Nominal(found.clone()),
                "two groups; write in labels what they are",
            ),
            _ if is_group(&guess.name) || is_named(&guess.name, UNORDERED) => (
                GuessedKind::Nominal(found.clone()),
                "groups without an order; write in labels what they are",
            ),
            _ => (GuessedKind::Ordinal(found.clone()), "levels in order"),
        };
        let ordinal = (GuessedKind::Ordinal(found.clone()), "levels in order");
        let unordered = match found.len() {
            2 => "two groups",
            _ => "levels without order",
        };
        let nominal = (GuessedKind::Nominal(found.clone()), unordered);
        let alternatives = match kind {
            GuessedKind::Ordinal(_) => vec![ordinal, nominal],
            _ if found.len() == 2 => vec![nominal],
            _ => vec![nominal, ordinal],
        };
        for (kind, meaning) in alternatives {
            guess.or(kind, meaning);
        }
        guess.or(GuessedKind::Continuous(0), "a number");
        guess.reason = "few whole numbers without gaps".to_owned();
        guess.doubts.push(format!(
            "the codes {} are taken for {doubt}",
            shown.join(", ")
        ));
        guess.kind = kind;
    } else {
        let digits = |cell: &str| {
            levels::code(cell)
                .rsplit_once(['.', ','])
                .map_or(0, |(_, fraction)| fraction.len())
        };
        let written = cells.present.texts().map(digits).max().unwrap_or(0).min(2);
        let digits = written.max(digits_of_small(cells.present));
        guess.kind = GuessedKind::Continuous(digits);
        guess.reason = "numbers".to_owned();
    }
}

/// Whether whole numbers may be the codes of a status, gaps between them or not.
fn is_state(found: &[String], whole: bool, rows: usize) -> bool {
    whole
        && (3..=MOST_STATES).contains(&found.len())
        && rows >= 3 * found.len()
        && found.iter().all(|level| value(level) <= HIGHEST_STATE)
}

/// Whether the cells are few enough, and short enough, to be levels.
pub(super) fn fits_category(cells: &Cells<'_>, counts: &BTreeMap<&str, usize>) -> bool {
    let short = counts
        .keys()
        .all(|level| level.chars().count() <= LONGEST_LEVEL);
    counts.len() <= MOST_LEVELS
        && short
        && (cells.rows < 6 || counts.len() * 2 <= cells.present.len())
}

fn category(guess: &mut Guess, cells: &Cells<'_>, counts: &BTreeMap<&str, usize>) {
    if !fits_category(cells, counts) {
        let different = counts.len();
        let longest = counts.keys().map(|level| level.chars().count()).max();
        let longest = longest.filter(|length| *length > LONGEST_LEVEL && different <= MOST_LEVELS);
        let (reason, doubt) = match longest {
            Some(length) => (
                format!("a text of {length} characters"),
                format!(
                    "a text of {length} characters is longer than a level, which has at most \
                     {LONGEST_LEVEL}; it is not analysed"
                ),
            ),
            None => (
                format!("{different} different texts"),
                match different {
                    1 => "a single text is no category; it is not analysed".to_owned(),
                    _ => format!("{different} different texts are no category; it is not analysed"),
                },
            ),
        };
        guess.reason = reason;
        guess.doubts.push(doubt);
        return;
    }
    let found = owned(counts.keys());
    guess.reason = match found.len() {
        1 => "the same in every row",
        _ => "texts that repeat",
    }
    .to_owned();
    alike(guess, &found);
    guess.doubts.extend(nomenclature::numbers_among(counts));
    let constant = match found.as_slice() {
        [only] => levels::one_answer(&only.to_lowercase()).filter(|answers| answers.contains(only)),
        _ => None,
    };
    guess.kind = if let Some(answers) = levels::answers(&found).or(constant) {
        if found.len() == 1 {
            guess
                .doubts
                .push(format!("every cell is {}", found.join("")));
        }
        guess.reason = "answers".to_owned();
        if let [no, yes] = &answers
            && levels::is_tick(yes)
        {
            let label = |level: &String, label: &str| (level.clone(), label.to_owned());
            guess.labels.push(label(yes, "yes"));
            if no == "-" {
                guess.labels.push(label(no, "no"));
            }
        }
        GuessedKind::Binary(answers)
    } else if let Some((ordered, others)) = graded(&guess.name, &found)
        .filter(|(levels, _)| levels.len() > 1 && !is_end(&guess.name, levels))
    {
        if !others.is_empty() {
            guess.doubts.push(format!(
                "{} is taken for not evaluable and is missing; add it to levels to keep it",
                others.join(" and ")
            ));
            guess.missing.extend(others);
        }
        guess.doubts.push(format!(
            "the order {} is a guess, and tests between groups use it",
            ordered.join(" < ")
        ));
        guess.reason = "levels in an order that their words show".to_owned();
        guess.or(GuessedKind::Ordinal(ordered.clone()), "levels in order");
        guess.or(GuessedKind::Nominal(found.clone()), "levels without order");
        GuessedKind::Ordinal(ordered)
    } else {
        GuessedKind::Nominal(found)
    };
}

/// The levels in an order that they or their column show, and those that say that nothing
/// could be graded: `NE` beside `CR`, `PR`, `SD` and `PD`.
fn graded(header: &str, levels: &[String]) -> Option<(Vec<String>, Vec<String>)> {
    /// The fewest levels beside which `NE` is no level of its own.
    const FEWEST: usize = 3;
    if let Some(ordered) = order::ordered_under(header, levels) {
        return Some((ordered, Vec::new()));
    }
    let is_graded = |level: &&String| !NOT_GRADED.contains(&plain_text(level).as_str());
    let (graded, others): (Vec<&String>, Vec<&String>) = levels.iter().partition(is_graded);
    if others.is_empty() || graded.len() < FEWEST {
        return None;
    }
    let graded: Vec<String> = graded.into_iter().cloned().collect();
    let ordered = order::ordered_under(header, &graded)?;
    Some((ordered, others.into_iter().cloned().collect()))
}

/// Whether a column is named as a status and has no more levels than one may have: the
/// grades of an adverse event are more.
fn is_end(name: &str, levels: &[String]) -> bool {
    const GRADES: usize = 3;
    levels.len() < GRADES && endpoint::is_status(name)
}

/// Notes levels that differ in capitals and blanks alone.
fn alike(guess: &mut Guess, found: &[String]) {
    let mut same: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for level in found {
        let plain: Vec<String> = level.split_whitespace().map(str::to_lowercase).collect();
        same.entry(plain.join(" ")).or_default().push(level);
    }
    let groups: Vec<String> = same
        .values()
        .filter(|levels| levels.len() > 1)
        .map(|levels| {
            levels
                .iter()
                .map(|level| format!("\"{level}\""))
                .collect::<Vec<_>>()
                .join(" and ")
        })
        .collect();
    if !groups.is_empty() {
        guess.doubts.push(format!(
            "{} differ in capitals or blanks alone and are kept apart; write them alike in the file",
            groups.join("; ")
        ));
    }
}

pub(super) fn value(text: &str) -> f64 {
    text.replace(',', ".").parse().unwrap_or(f64::NAN)
}

/// Digits that show three figures of the typical value of a column of small
/// numbers, such as 0.00205; none for others.
fn digits_of_small(cells: &Present<'_>) -> usize {
    const FIGURES: i32 = 3;
    const MOST: i32 = 10;
    let size = |own: Text<'_>| {
        let size = levels::code(own.text).parse::<f64>().ok()?.abs();
        (size > 0.0 && size.is_finite()).then_some((size, own.count))
    };
    match middle(cells.iter().filter_map(size).collect()) {
        Some(typical) if typical < 0.1 => {
            // The exponent of its scientific form, the same on every machine.
            let scientific = format!("{typical:e}");
            let exponent = scientific.rsplit_once('e').map_or("0", |(_, e)| e);
            let leading: i32 = exponent.parse().unwrap_or(0);
            (FIGURES - 1 - leading).clamp(0, MOST) as usize
        }
        _ => 0,
    }
}
