//! The guesses about a whole file: missing codes, dates, decimals, and every column.

use std::collections::{BTreeMap, BTreeSet};

use super::answers::Answers;
use super::guess::{Guess, GuessedKind, Unfit};
use super::kind::{self, Cells};
use super::place::Rows;
use super::redcap::Export;
use super::vocabulary::{PERSON, PERSON_CODE, mentions, plain_words};
use super::{Raw, choices, endpoint, file_labels, group, identifier, names, nomenclature, redcap};
use crate::cohort;
use crate::study::DateOrder;

/// The guesses about a whole file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Guesses {
    pub(super) columns: Vec<Guess>,
    pub(super) missing: Vec<String>,
    /// The column that groups are compared by.
    pub(super) group: Option<String>,
    pub(super) endpoints: Vec<endpoint::Guessed>,
    /// Times and outcomes that no endpoint reads, and why.
    pub(super) left: Vec<String>,
    /// Conditions on the rows, as the study file states them.
    pub(super) queries: Vec<String>,
    /// What is known of the whole file, from a dictionary or its rows of visits, the most
    /// important first.
    pub(super) told: Vec<String>,
    /// The rows of the first table.
    pub(super) rows: Rows,
}

impl Guesses {
    /// Whether a patient has several rows.
    pub(super) fn are_visits(&self) -> bool {
        self.columns.iter().any(|guess| guess.persons.is_some())
    }
}

/// What is known before guessing.
#[derive(Clone, Copy)]
pub(super) struct Known<'k> {
    /// The dictionary of the export.
    pub(super) redcap: Option<&'k Export>,
    /// What was asked and answered.
    pub(super) answers: &'k Answers,
}

/// What earlier rounds found wrong with the guesses.
#[derive(Debug, Clone, Default)]
pub(super) struct Rejected {
    /// Columns whose cells did not fit their guess, with the first finding.
    pub(super) columns: BTreeMap<String, String>,
    /// Endpoints that rows contradict, by a column that they read.
    pub(super) endpoints: BTreeMap<String, String>,
}

impl Rejected {
    pub(super) fn len(&self) -> usize {
        self.columns.len() + self.endpoints.len()
    }
}

/// The share of the cells of a column that must fit a kind, the others being told.
const MOST: f64 = 0.8;
/// The most texts that are set missing because they do not fit.
const MOST_UNFIT: usize = 12;
/// Examples that are shown of them.
const EXAMPLES: usize = 3;

pub(super) fn guess(raw: &Raw, rejected: &Rejected, known: Known<'_>) -> Guesses {
    let signs = signs(raw);
    let is_missing = |at: usize, cell: &str| {
        cell.is_empty() || (names::MISSING.contains(&cell) && !(cell == "-" && signs.contains(&at)))
    };
    let present: Vec<Vec<&str>> = (0..raw.header.len())
        .map(|at| {
            raw.column(at)
                .filter(|cell| !is_missing(at, cell))
                .collect()
        })
        .collect();
    let stands = |code: &str| raw.rows.iter().flatten().any(|cell| cell.trim() == code);
    let missing: Vec<String> = names::MISSING
        .iter()
        .filter(|code| (**code != "-" || signs.is_empty()) && stands(code))
        .map(|code| (*code).to_owned())
        .collect();
    // The cells come with ISO dates and decimal points.
    let dates = DateOrder::YearMonthDay;
    let column = |(at, (name, cells)): (usize, (&String, &Vec<&str>))| {
        let described = raw.described.get(at);
        let stated = described.map(|own| own.label.as_str());
        let title = stated.filter(|label| !label.is_empty()).unwrap_or(name);
        let (label, unit) = match names::is_least_of(title, &raw.header) {
            true => (names::printed(title), None),
            false => names::label_and_unit(title),
        };
        let mut guess = Guess::new(name, label.clone(), unit);
        if let Some(finding) = rejected.columns.get(name) {
            guess.unusable = true;
            guess.reason = "its cells do not fit one kind".to_owned();
            guess.doubts.push(format!(
                "its cells do not fit one kind, and it is not analysed: {finding}"
            ));
            return guess;
        }
        let date = |cell: &str| cohort::date_of(cell, dates).is_some();
        if described.is_some_and(|own| file_labels::fill(&mut guess, own, cells)) {
            // The file states what its codes mean.
        } else if mostly(cells, date) {
            guess.kind = GuessedKind::Date;
            guess.reason = "dates".to_owned();
            unfit(&mut guess, raw, at, cells, date);
        } else if cells.iter().any(|cell| number(cell).is_none())
            && !nomenclature::are_codes(name, &cells.iter().copied())
            && mostly(cells, |cell| number(cell).is_some())
            && many_numbers(cells)
        {
            let fitting: Vec<&str> = cells
                .iter()
                .copied()
                .filter(|cell| number(cell).is_some())
                .collect();
            fill(&mut guess, at, &fitting, raw.rows.len());
            unfit(&mut guess, raw, at, cells, |cell| number(cell).is_some());
        } else {
            fill(&mut guess, at, cells, raw.rows.len());
        }
        // What a list of codes in the header was, its reader knows.
        if guess.label == label {
            names::settle_label(&mut guess, title);
        }
        if let Some(export) = known.redcap {
            export.settle(at, &mut guess, raw, cells);
        }
        if known.redcap.is_none() {
            redcap::set_apart(&mut guess, cells);
            if described.is_none_or(|own| own.labels.is_empty()) {
                choices::settle(&mut guess, cells, &raw.header);
            }
        }
        known.answers.settle_kind(&mut guess);
        if !signs.is_empty() && !signs.contains(&at) && raw.column(at).any(|cell| cell == "-") {
            guess.missing.push("-".to_owned());
        }
        guess
    };
    let mut columns: Vec<Guess> = raw
        .header
        .iter()
        .zip(&present)
        .enumerate()
        .map(column)
        .collect();
    set_apart_sets(&mut columns);
    identifier::settle_visits(&mut columns, raw);
    let doubled = identifier::settle_doubled(&mut columns, raw);
    // Of several repeated identifiers the first is that of the patients.
    let mut repeated = columns
        .iter_mut()
        .filter(|guess| guess.persons.is_some() && guess.kind == GuessedKind::Identifier);
    repeated.next();
    repeated.for_each(|guess| guess.kind = GuessedKind::Text);
    let mut found = endpoint::guess(&columns, raw, dates, rejected, &is_missing);
    let withheld = endpoint::withhold(&mut found, &columns, raw);
    known.answers.settle_endpoints(&mut found.endpoints);
    for guess in &mut columns {
        found.settle(guess);
        if withheld.columns.contains(&guess.name) {
            guess.aside = Some("of a patient, and repeated in the rows of each");
        }
    }
    let group = known
        .answers
        .group
        .clone()
        .unwrap_or_else(|| group::guess(&columns, &found.endpoints));
    let mut queries = known
        .redcap
        .map(|export| export.queries(&columns))
        .unwrap_or_default();
    queries.extend(
        found
            .endpoints
            .iter()
            .filter_map(|endpoint| endpoint.query.clone()),
    );
    let mut told: Vec<String> = doubled.into_iter().chain(withheld.told).collect();
    told.extend(
        known
            .redcap
            .map(|export| export.told(raw))
            .unwrap_or_default(),
    );
    Guesses {
        columns,
        missing,
        group,
        endpoints: found.endpoints,
        left: found.left,
        queries,
        told,
        rows: Rows::default(),
    }
}

fn fill(guess: &mut Guess, at: usize, cells: &[&str], rows: usize) {
    let numbers: Option<Vec<f64>> = cells.iter().map(|cell| number(cell)).collect();
    let cells = Cells {
        present: cells,
        numbers: numbers.as_deref(),
        rows,
        first: at == 0,
    };
    kind::fill(guess, &cells);
}

/// Columns in which a minus is a level, as a plus stands beside it.
fn signs(raw: &Raw) -> BTreeSet<usize> {
    let plus = |cell: &str| !cell.is_empty() && cell.chars().all(|c| c == '+');
    let has = |at: &usize| raw.column(*at).any(plus) && raw.column(*at).any(|cell| cell == "-");
    (0..raw.header.len()).filter(has).collect()
}

/// Whether all cells fit, or most of them and the others are few texts.
pub(super) fn mostly(cells: &[&str], fits: impl Fn(&str) -> bool) -> bool {
    let mut unfit = 0;
    let mut texts: BTreeSet<&str> = BTreeSet::new();
    for cell in cells {
        if !texts.contains(cell) {
            if fits(cell) {
                continue;
            }
            texts.insert(cell);
        }
        unfit += 1;
        if texts.len() > MOST_UNFIT {
            return false;
        }
    }
    let fitting = cells.len() - unfit;
    let most = fitting >= 3 && fitting as f64 >= MOST * cells.len() as f64;
    fitting > 0 && (unfit == 0 || most)
}

/// Whether there are more numbers than a category has codes, or fractions.
fn many_numbers(cells: &[&str]) -> bool {
    let is_number = |cell: &&&str| number(cell).is_some();
    let numbers: BTreeSet<&&str> = cells.iter().filter(is_number).collect();
    let fraction = |cell: &&str| number(cell).is_some_and(|number| number.fract() != 0.0);
    numbers.len() > 6 || (numbers.len() > 3 && numbers.iter().any(|cell| fraction(cell)))
}

/// Sets the cells missing that do not fit, and shows them.
pub(super) fn unfit(
    guess: &mut Guess,
    raw: &Raw,
    at: usize,
    cells: &[&str],
    fits: impl Fn(&str) -> bool,
) {
    let texts: BTreeSet<&str> = cells.iter().copied().filter(|cell| !fits(cell)).collect();
    if texts.is_empty() {
        return;
    }
    let mut examples: Vec<(&str, String)> = Vec::new();
    let mut count = 0;
    for (cell, place) in raw.column(at).zip(&raw.places) {
        if texts.contains(cell) {
            count += 1;
            if !examples.iter().any(|(text, _)| *text == cell) {
                examples.push((cell, place.clone()));
            }
        }
    }
    guess
        .missing
        .extend(texts.iter().map(|text| (*text).to_owned()));
    guess.unfit = Some(Unfit {
        count,
        examples: examples
            .into_iter()
            .take(EXAMPLES)
            .map(|(text, place)| format!("\"{text}\" ({place})"))
            .collect(),
    });
}

pub(super) fn number(cell: &str) -> Option<f64> {
    let plain = cell
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E'));
    cell.parse()
        .ok()
        .filter(|number: &f64| plain && number.is_finite())
}

/// Repeated identifiers beside one of the patients that is different in every row, such
/// as those of matched sets, repeat no patient.
fn set_apart_sets(columns: &mut [Guess]) {
    let names_person = |guess: &Guess| {
        [PERSON, PERSON_CODE]
            .iter()
            .any(|words| mentions(&guess.name, words))
    };
    let is_of_rows =
        |guess: &Guess| guess.kind == GuessedKind::Identifier && guess.persons.is_none();
    let alone = |guess: &Guess| plain_words(&guess.name) == ["id"];
    let mut rows = columns.iter().filter(|guess| is_of_rows(guess));
    if !rows.any(|guess| names_person(guess) || alone(guess)) {
        return;
    }
    for guess in columns {
        if let Some(things) = guess.persons.filter(|_| !names_person(guess)) {
            guess.persons = None;
            guess.kind = GuessedKind::Text;
            guess.doubts = vec![format!(
                "names {things} things, such as matched sets or centres, beside the identifier \
                 of the rows; it is not analysed, and tests assume that rows are independent"
            )];
        }
    }
}
