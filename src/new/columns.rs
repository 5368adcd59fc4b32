//! Kinds, levels, dates and missing codes of columns.

use std::collections::{BTreeMap, BTreeSet};

use super::{Raw, endpoint, names};
use crate::cohort;
use crate::study::DateOrder;

/// What a column seems to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GuessedKind {
    /// Names the row.
    Identifier,
    /// A calendar date.
    Date,
    /// A number, with this many digits after the point.
    Continuous(usize),
    /// No and yes.
    Binary([String; 2]),
    /// Levels in no known order.
    Nominal(Vec<String>),
    /// Levels in order.
    Ordinal(Vec<String>),
    /// Anything else.
    Text,
}

/// The guess about one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// The header.
    pub name: String,
    /// As printed.
    pub label: String,
    /// From the header.
    pub unit: Option<String>,
    /// What it seems to be.
    pub kind: GuessedKind,
    /// Numeric codes that seem to mean missing.
    pub missing: Vec<String>,
    /// Why to look at it.
    pub doubt: Option<String>,
}

impl Guess {
    /// Whether cells are numbers.
    pub(super) fn is_number(&self) -> bool {
        matches!(self.kind, GuessedKind::Continuous(_))
    }

    /// The levels of a category.
    pub(super) fn levels(&self) -> &[String] {
        match &self.kind {
            GuessedKind::Binary(levels) => levels,
            GuessedKind::Nominal(levels) | GuessedKind::Ordinal(levels) => levels,
            _ => &[],
        }
    }
}

/// The guesses about a whole CSV.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Guesses {
    pub(super) columns: Vec<Guess>,
    pub(super) missing: Vec<String>,
    pub(super) decimal_comma: bool,
    pub(super) dates: DateOrder,
    /// Whether another order of dates would fit as well.
    pub(super) dates_in_doubt: bool,
    /// The column that groups are compared by.
    pub(super) group: Option<String>,
    pub(super) endpoint: Option<endpoint::Guessed>,
}

const ORDERS: [DateOrder; 3] = [
    DateOrder::YearMonthDay,
    DateOrder::DayMonthYear,
    DateOrder::MonthDayYear,
];
/// Whole numbers up to here may be codes of a scale.
const MOST_CODES: usize = 6;
const MOST_LEVELS: usize = 12;
/// The most hospitals or the like that are taken for a category.
const MOST_PLACES: usize = 40;

pub(super) fn guess(raw: &Raw, as_text: &BTreeSet<String>) -> Guesses {
    let present: Vec<Vec<&str>> = (0..raw.header.len())
        .map(|at| {
            raw.column(at)
                .filter(|cell| !cell.is_empty() && !names::MISSING.contains(cell))
                .collect()
        })
        .collect();
    let missing: Vec<String> = names::MISSING
        .iter()
        .filter(|code| raw.rows.iter().flatten().any(|cell| cell.trim() == **code))
        .map(|code| (*code).to_owned())
        .collect();
    let parses = |order: DateOrder, cells: &[&str]| {
        !cells.is_empty()
            && cells
                .iter()
                .all(|cell| cohort::date_of(cell, order).is_some())
    };
    let fitting = |order: DateOrder| present.iter().filter(|cells| parses(order, cells)).count();
    let counts = ORDERS.map(fitting);
    let most = counts.iter().copied().max().unwrap_or(0);
    let dates = ORDERS
        .into_iter()
        .zip(counts)
        .find(|(_, count)| *count == most)
        .map_or(DateOrder::YearMonthDay, |(order, _)| order);
    let dates_in_doubt = dates == DateOrder::DayMonthYear && counts[1] == counts[2];
    let number = |cell: &str, comma: bool| -> Option<f64> {
        let text = if comma {
            cell.replace(',', ".")
        } else {
            cell.to_owned()
        };
        let plain = text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+'));
        text.parse()
            .ok()
            .filter(|number: &f64| plain && number.is_finite())
    };
    let numeric = |comma: bool| {
        let all = |cells: &&Vec<&str>| {
            !cells.is_empty() && cells.iter().all(|cell| number(cell, comma).is_some())
        };
        present.iter().filter(all).count()
    };
    let decimal_comma = numeric(true) > numeric(false);
    let columns: Vec<Guess> = raw
        .header
        .iter()
        .zip(&present)
        .enumerate()
        .map(|(at, (name, cells))| {
            let (label, unit) = names::label_and_unit(name);
            let mut guess = Guess {
                name: name.clone(),
                label,
                unit,
                kind: GuessedKind::Text,
                missing: Vec::new(),
                doubt: None,
            };
            if as_text.contains(name) {
                guess.doubt = Some("its cells do not fit one kind; it is not analysed".to_owned());
            } else if parses(dates, cells) {
                guess.kind = GuessedKind::Date;
            } else {
                let numbers: Option<Vec<f64>> = cells
                    .iter()
                    .map(|cell| number(cell, decimal_comma))
                    .collect();
                fill(&mut guess, at, cells, numbers.as_deref(), raw.rows.len());
            }
            guess
        })
        .collect();
    let endpoint = endpoint::guess(&columns, &present);
    let group = group(&columns, endpoint.as_ref());
    Guesses {
        columns,
        missing,
        decimal_comma,
        dates,
        dates_in_doubt,
        group,
        endpoint,
    }
}

/// Kind and codes of a column that holds no dates.
fn fill(guess: &mut Guess, at: usize, cells: &[&str], numbers: Option<&[f64]>, rows: usize) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for cell in cells {
        *counts.entry(cell).or_default() += 1;
    }
    let named = names::hints(
        &guess.name,
        &[
            "id", "patient", "subject", "record", "mrn", "case", "nr", "no", "pid", "row",
        ],
    );
    let unique = counts.len() == rows && rows > 1;
    if cells.is_empty() {
        guess.doubt = Some("every cell is empty".to_owned());
    } else if unique && (named || (at == 0 && numbers.is_none())) {
        guess.kind = GuessedKind::Identifier;
    } else if numbers.is_some() {
        let own = |cell: &&&str| !guess.missing.iter().any(|code| code == **cell);
        let mut levels: Vec<String> = counts
            .keys()
            .filter(own)
            .map(|level| (*level).to_owned())
            .collect();
        levels.sort_by(|a, b| value(a).total_cmp(&value(b)));
        let whole = levels
            .iter()
            .all(|level| level.bytes().all(|b| b.is_ascii_digit()));
        let small = levels.iter().all(|level| value(level) <= MOST_CODES as f64);
        // Codes count on; numbers with gaps between them are counts of something.
        let next = |pair: &[String]| matches!(pair, [a, b] if value(b) - value(a) <= 1.0);
        let dense = levels.len() == 2 || levels.windows(2).all(next);
        let place = names::hints(&guess.name, names::PLACES);
        if place && whole && rows >= 3 * levels.len() && levels.len() <= MOST_PLACES {
            guess.doubt = Some("the numbers are taken for names of places".to_owned());
            guess.kind = GuessedKind::Nominal(levels);
        } else if let Some(answers) = names::answers(&levels) {
            guess.kind = GuessedKind::Binary(answers);
            guess.doubt = Some("0 and 1 are taken for no and yes".to_owned());
        } else if whole
            && small
            && dense
            && (2..=MOST_CODES).contains(&levels.len())
            && rows >= 3 * levels.len()
            && guess.unit.is_none()
        {
            let (kind, doubt) = match levels.len() {
                2 => (
                    GuessedKind::Nominal(levels.clone()),
                    "two groups; say in labels what they are",
                ),
                _ => (GuessedKind::Ordinal(levels.clone()), "levels in order"),
            };
            guess.doubt = Some(format!(
                "the codes {} are taken for {doubt}",
                levels.join(", ")
            ));
            guess.kind = kind;
        } else {
            let digits = |cell: &&str| {
                cell.rsplit_once(['.', ','])
                    .map_or(0, |(_, fraction)| fraction.len())
            };
            guess.kind =
                GuessedKind::Continuous(cells.iter().map(digits).max().unwrap_or(0).min(2));
        }
        if !guess.missing.is_empty() {
            guess.doubt = Some(format!("{} is taken for missing", guess.missing.join(", ")));
        }
    } else if counts.len() <= MOST_LEVELS && (rows < 6 || counts.len() * 2 <= rows) {
        let levels: Vec<String> = counts.keys().map(|level| (*level).to_owned()).collect();
        guess.kind = if let Some(answers) = names::answers(&levels) {
            GuessedKind::Binary(answers)
        } else if let Some(ordered) = names::ordered(&levels) {
            guess.doubt = Some(format!("the order {} is a guess", ordered.join(" < ")));
            GuessedKind::Ordinal(ordered)
        } else {
            GuessedKind::Nominal(levels)
        };
    }
}

fn value(text: &str) -> f64 {
    text.replace(',', ".").parse().unwrap_or(f64::NAN)
}

/// The column that groups seem to be compared by: one that is named so, else
/// the first category of a few levels that is no outcome.
fn group(columns: &[Guess], endpoint: Option<&endpoint::Guessed>) -> Option<String> {
    let fits = |guess: &&Guess| {
        (2..=6).contains(&guess.levels().len())
            && !endpoint.is_some_and(|endpoint| endpoint.uses(&guess.name))
    };
    let named = |guess: &&Guess| {
        names::hints(
            &guess.name,
            &[
                "group",
                "arm",
                "treatment",
                "trt",
                "therapy",
                "cohort",
                "type",
                "allocation",
                "randomised",
            ],
        )
    };
    let nominal = |guess: &&Guess| matches!(guess.kind, GuessedKind::Nominal(_));
    let all = || columns.iter().filter(fits);
    all()
        .find(named)
        .or_else(|| all().find(nominal))
        .or_else(|| all().next())
        .map(|guess| guess.name.clone())
}

impl Guesses {
    /// What to look at first.
    pub(super) fn look_at(&self) -> Vec<String> {
        let mut found = Vec::new();
        match &self.group {
            Some(group) => found.push(format!(
                "groups are compared by {group}: change by = \"{group}\" if you want another"
            )),
            None => found.push(
                "no column was found to compare groups by: add by = \"…\" to the table".to_owned(),
            ),
        }
        match &self.endpoint {
            Some(endpoint) => found.push(endpoint.told()),
            None => found
                .push("no time to event was found: add [endpoints.…] if there is one".to_owned()),
        }
        if self.dates_in_doubt {
            found.push("dates are read as day/month/year, month/day/year would fit too: see dates = in [cohort]".to_owned());
        }
        for guess in &self.columns {
            found.extend(
                guess
                    .doubt
                    .as_ref()
                    .map(|doubt| format!("{}: {doubt}", guess.name)),
            );
        }
        found
    }
}
