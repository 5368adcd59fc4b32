//! The guesses about a whole file: missing codes, dates, decimals, and every column.

use std::collections::{BTreeMap, BTreeSet};

use super::answers::Answers;
use super::cells::{Present, Text};
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
    let present = (0..raw.header.len()).map(|at| -> Present<'_> {
        let texts = raw.column(at).texts();
        texts.filter(|own| !is_missing(at, own.text)).collect()
    });
    let stands = |code: &str| raw.cells.iter().any(|column| column.has(code));
    let missing: Vec<String> = names::MISSING
        .iter()
        .filter(|code| (**code != "-" || signs.is_empty()) && stands(code))
        .map(|code| (*code).to_owned())
        .collect();
    // The cells come with ISO dates and decimal points.
    let dates = DateOrder::YearMonthDay;
    let column = |(at, (name, cells)): (usize, (&String, Present<'_>))| {
        let cells = &cells;
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
            unfit(&mut guess, raw, cells, date);
        } else if cells.texts().any(|cell| number(cell).is_none())
            && !nomenclature::are_codes(name, &cells.texts())
            && mostly(cells, |cell| number(cell).is_some())
            && many_numbers(cells)
        {
            let fitting = cells.only(|cell| number(cell).is_some());
            fill(&mut guess, at, &fitting, raw.rows());
            unfit(&mut guess, raw, cells, |cell| number(cell).is_some());
        } else {
            fill(&mut guess, at, cells, raw.rows());
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
        if !signs.is_empty() && !signs.contains(&at) && raw.column(at).has("-") {
            guess.missing.push("-".to_owned());
        }
        guess
    };
    let mut columns: Vec<Guess> = raw
        .header
        .iter()
        .zip(present)
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

fn fill(guess: &mut Guess, at: usize, cells: &Present<'_>, rows: usize) {
    let numbers: Option<Vec<f64>> = cells.texts().map(number).collect();
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
    let has = |at: &usize| {
        let column = raw.column(*at);
        column.texts().any(|own| plus(own.text)) && column.has("-")
    };
    (0..raw.header.len()).filter(has).collect()
}

/// Whether all cells fit, or most of them and the others are few texts.
pub(super) fn mostly(cells: &Present<'_>, fits: impl Fn(&str) -> bool) -> bool {
    let (mut unfit, mut texts) = (0, 0);
    for own in cells.iter().filter(|own| !fits(own.text)) {
        unfit += own.count;
        texts += 1;
        if texts > MOST_UNFIT {
            return false;
        }
    }
    let fitting = cells.len() - unfit;
    let most = fitting >= 3 && fitting as f64 >= MOST * cells.len() as f64;
    fitting > 0 && (unfit == 0 || most)
}

/// Whether there are more numbers than a category has codes, or fractions.
fn many_numbers(cells: &Present<'_>) -> bool {
    let mut numbers = cells.texts().filter_map(number);
    let first: Vec<f64> = numbers.by_ref().take(6).collect();
    let is_fraction = |number: &f64| number.fract() != 0.0;
    numbers.next().is_some() || (first.len() > 3 && first.iter().any(is_fraction))
}

/// Sets the cells missing that do not fit, and shows them.
pub(super) fn unfit(
    guess: &mut Guess,
    raw: &Raw,
    cells: &Present<'_>,
    fits: impl Fn(&str) -> bool,
) {
    let unfit = cells.only(|cell| !fits(cell));
    if unfit.is_empty() {
        return;
    }
    let texts: BTreeSet<&str> = unfit.texts().collect();
    guess.missing.extend(texts.into_iter().map(str::to_owned));
    let example = |own: Text<'_>| format!("\"{}\" ({})", own.text, raw.place(own.row));
    guess.unfit = Some(Unfit {
        count: unfit.len(),
        examples: unfit.iter().take(EXAMPLES).map(example).collect(),
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
