//! What stands beside the numbers of a column: units, and words where a number is
//! missing.

use std::collections::{BTreeMap, BTreeSet};

use super::super::cells::Present;
use super::super::kind::MOST_CODES;
use super::super::names::{self, PLACES};
use super::super::vocabulary::{CLUSTER, IDENTIFIER, mentions};
use crate::cohort::numbers::{is_currency, parse, side};
use crate::cohort::plain;
use crate::input::is_unit;
use crate::study::{CellForm, Decimal, Thousands, TimeUnit};

/// What stands beside the numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Suffix {
    #[default]
    Nothing,
    /// The same unit beside most of them, or beside some of them and nothing
    /// beside the others.
    Unit(String),
    /// Marks of values that a laboratory calls abnormal, beside some of them.
    Marks(Vec<String>),
    /// Different units, each with its number of cells and the first of them.
    Units(Vec<(String, usize, String)>),
}

/// The longest unit of which nothing else is known.
const LONGEST_UNIT: usize = 10;
/// So many different cells are more than a category has.
const MANY: usize = 8;

/// Whether a column has many different cells, of those that count.
fn are_many(cells: &Present<'_>, counts: impl Fn(&str) -> bool) -> bool {
    let mut own = cells.texts().filter(|cell| counts(cell));
    own.nth(MANY - 1).is_some()
}

/// Whether a column has more different cells than a category of lengths of time.
pub(super) fn different_cells(cells: &Present<'_>) -> bool {
    are_many(cells, |_| true)
}

/// Whether a column has more different plain numbers than a category has codes.
pub(super) fn different_numbers(cells: &Present<'_>) -> bool {
    are_many(cells, is_number)
}

/// Whether a text can be nothing but a unit. Single letters may be parts of names,
/// such as 12a, and what follows a slash a second number, such as 120/80.
fn is_sure(unit: &str) -> bool {
    let begins = unit
        .trim_start_matches('/')
        .starts_with(|c: char| c.is_alphabetic() || matches!(c, '%' | '\u{b0}'));
    let power = unit.starts_with(['x', '\u{d7}', '*', '/']) && unit.contains('^');
    is_currency(unit)
        || unit == "%"
        || (is_unit(unit) && begins && !power && unit.chars().count() > 1)
}

/// What stands beside the numbers, from the units with their counts.
pub(super) fn suffix(
    units: BTreeMap<String, (String, usize, String)>,
    cells: usize,
    of_scale: bool,
) -> Suffix {
    let mut units: Vec<(String, usize, String)> = units.into_values().collect();
    units.sort_by_key(|(_, count, _)| std::cmp::Reverse(*count));
    let total: usize = units.iter().map(|(_, count, _)| count).sum();
    let Some((unit, count, _)) = units.first() else {
        return Suffix::Nothing;
    };
    let bare = cells.saturating_sub(total);
    if !of_scale && is_flagged(&units, bare) {
        return Suffix::Marks(units.into_iter().map(|(unit, ..)| unit).collect());
    }
    // Ages of children: 3y beside 5mo.
    let is_time = |(unit, ..): &&(String, usize, String)| TimeUnit::of(unit).is_some();
    let spans: BTreeSet<Option<&str>> = units
        .iter()
        .filter(is_time)
        .map(|(unit, ..)| TimeUnit::of(unit).map(TimeUnit::name))
        .collect();
    let timed: usize = units
        .iter()
        .filter(is_time)
        .map(|(_, count, _)| count)
        .sum();
    if spans.len() > 1 && timed * 10 >= total * 9 && (*count + bare) * 10 < cells * 9 {
        return Suffix::Units(units.into_iter().filter(|own| is_time(&own)).collect());
    }
    if is_sure(unit) || (*count == total && count * 2 >= cells) {
        let known = units.iter().filter(|(unit, ..)| is_sure(unit)).count();
        if known > 1 && (count + bare) * 10 < cells * 9 {
            return Suffix::Units(units);
        }
        return Suffix::Unit(unit.clone());
    }
    Suffix::Nothing
}

/// Whether a column has few small whole numbers, which are the levels of a scale: a letter
/// behind one of them is part of the level.
pub(super) fn are_of_scale(cells: &Present<'_>) -> bool {
    const ROWS: usize = 3;
    let mut different: BTreeSet<u32> = BTreeSet::new();
    for cell in cells.texts() {
        let cell = plain(cell);
        let Some((number, _)) = with_unit(&cell) else {
            continue;
        };
        let Ok(number) = number.parse::<u32>() else {
            return false;
        };
        different.insert(number);
        if different.len() > MOST_CODES {
            return false;
        }
    }
    let highest = different
        .last()
        .and_then(|high| usize::try_from(*high).ok());
    let is_small = highest.is_some_and(|high| high <= MOST_CODES);
    cells.len() >= ROWS * different.len() && (is_small || different.len() <= 2)
}

/// Whether what stands behind numbers are the flags of a laboratory. L alone is a litre
/// where most of the numbers have it.
fn is_flagged(units: &[(String, usize, String)], bare: usize) -> bool {
    const FLAGS: &[&str] = &[
        "h",
        "l",
        "hh",
        "ll",
        "h*",
        "l*",
        "(h)",
        "(l)",
        "[h]",
        "[l]",
        "high",
        "low",
        "(high)",
        "(low)",
        "hi",
        "lo",
        "*",
        "**",
        "***",
        "(*)",
        "!",
        "!!",
        "\u{2191}",
        "\u{2193}",
        "\u{2191}\u{2191}",
        "\u{2193}\u{2193}",
        "\u{25b2}",
        "\u{25bc}",
        "abnormal",
        "crit",
        "critical",
        "(a)",
        "#",
        "\u{2020}",
    ];
    let all = units
        .iter()
        .all(|(unit, ..)| FLAGS.contains(&unit.to_lowercase().as_str()));
    let flagged: usize = units.iter().map(|(_, count, _)| count).sum();
    all && (units.len() > 1 && bare > 0 || bare >= flagged)
}

/// The number at the beginning of a cell and what stands behind it, or before it
/// if that is a currency; `None` for what is no number with a unit.
pub(super) fn with_unit(cell: &str) -> Option<(&str, String)> {
    let text = side(cell).1;
    let (number, unit) = split_unit(text);
    if is_doi(number, unit) {
        return None;
    }
    if is_number(number) && !is_second_number(unit) {
        let fits = unit.chars().count() <= LONGEST_UNIT || is_sure(unit);
        return fits.then(|| (number, unit.to_owned()));
    }
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let (before, rest) = text.split_at_checked(start)?;
    let unit = before.trim_end();
    let (number, behind) = split_unit(rest);
    let fits = is_currency(unit) && behind.is_empty() && is_number(number);
    fits.then(|| (number, unit.to_owned()))
}

/// 10.1002/hfm: what stands behind the number of a publisher is no unit.
fn is_doi(number: &str, behind: &str) -> bool {
    let publisher = number.strip_prefix("10.");
    publisher.is_some_and(|digits| {
        (4..=5).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    }) && behind.starts_with('/')
}

/// Whether what stands behind a number is another one, as in 10:30 and 120/80.
fn is_second_number(unit: &str) -> bool {
    let rest = unit.strip_prefix([':', '/']);
    rest.is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
}

/// The number at the beginning of a text, and what stands behind it.
fn split_unit(text: &str) -> (&str, &str) {
    let is_part = |c: char| {
        c.is_ascii_digit()
            || matches!(
                c,
                '.' | ','
                    | '\''
                    | '\u{2019}'
                    | '\u{a0}'
                    | '\u{2009}'
                    | '\u{202f}'
                    | ' '
                    | '-'
                    | '+'
                    | '\u{2212}'
            )
    };
    let mut end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    // An exponent is part of the number.
    let rest = text.get(end..).unwrap_or_default();
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let digits = exponent.trim_start_matches(['-', '+']);
        let length = digits.bytes().take_while(u8::is_ascii_digit).count();
        if length > 0 {
            end += rest.len() - digits.len() + length;
        }
    }
    let (number, unit) = text.split_at(end);
    (number.trim_end(), unit.trim())
}

/// Whether a text is a number with any marks.
fn is_number(text: &str) -> bool {
    if !text.contains(char::is_numeric) {
        return false;
    }
    let forms = [
        (None, None),
        (Some(Decimal::Comma), None),
        (None, Some(Thousands::Comma)),
        (None, Some(Thousands::Point)),
        (None, Some(Thousands::Space)),
        (None, Some(Thousands::Apostrophe)),
        (Some(Decimal::Comma), Some(Thousands::Space)),
        (Some(Decimal::Comma), Some(Thousands::Apostrophe)),
    ];
    forms.into_iter().any(|(decimal, thousands)| {
        let form = CellForm {
            decimal,
            thousands,
            ..CellForm::default()
        };
        parse(text, &form, None).is_ok()
    })
}

/// Whether a cell is a number, alone or before what can be nothing but its unit.
pub(in crate::new) fn is_measured(cell: &str) -> bool {
    let cell = plain(cell);
    with_unit(&cell).is_some_and(|(_, unit)| unit.is_empty() || is_sure(&unit))
}

/// Whether a column of many different numbers has, in whatever share of its cells, the
/// same few words: "not examined" beside fractions of ejection.
pub(super) fn has_words_for_missing(name: &str, cells: &Present<'_>) -> bool {
    const FEW: usize = 3;
    /// Words that say how many or how much.
    const ANSWERS: &[&str] = &["none", "some", "any"];
    /// Places that have a number or a name.
    const ROOMS: &[&str] = &["room", "bed", "zimmer", "bett", "station", "unit", "block"];
    let names_things = names::hints(name, PLACES)
        || mentions(name, IDENTIFIER)
        || mentions(name, CLUSTER)
        || names::hints(name, ROOMS);
    if names_things {
        return false;
    }
    let mut words: BTreeSet<String> = BTreeSet::new();
    let mut numbers = 0_usize;
    for own in cells.iter() {
        let cell = plain(own.text);
        if is_number(own.text) || with_unit(&cell).is_some() {
            numbers += own.count;
            continue;
        }
        if cell.bytes().any(|byte| byte.is_ascii_digit()) {
            return false;
        }
        words.insert(cell.to_lowercase());
        if words.len() > FEW {
            return false;
        }
    }
    // Beside fewer numbers the words are the answers.
    let answered = words.iter().any(|word| ANSWERS.contains(&word.as_str()));
    !words.is_empty() && !answered && 3 * numbers >= cells.len()
}
