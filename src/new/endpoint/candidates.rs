//! Columns that may be times to an event, or a status.

use std::cell::OnceCell;

use super::super::Raw;
use super::super::cells::OfTexts;
use super::super::guess::Guess;
use super::super::kind::value;
use super::super::vocabulary::plain_words;
use super::event;
use super::pairs::Rests;
use super::units::{is_clock, is_finer};
use super::{is_other_time, status_strength, time_strength};

/// The most levels of a status.
const MOST_LEVELS: usize = 10;

/// A column that may be a time or a status.
pub(super) struct Candidate<'a> {
    pub(super) at: usize,
    pub(super) guess: &'a Guess,
    pub(super) strength: u8,
    pub(super) rests: Rests,
}

/// Cells of the file.
pub(super) struct Sheet<'a> {
    pub(super) raw: &'a Raw,
    pub(super) is_missing: &'a dyn Fn(usize, &str) -> bool,
    /// The columns as numbers, each read when it is first asked for.
    numbers: Vec<OnceCell<OfTexts<'a, Option<f64>>>>,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(raw: &'a Raw, is_missing: &'a dyn Fn(usize, &str) -> bool) -> Self {
        let mut numbers = Vec::new();
        numbers.resize_with(raw.cells.len(), OnceCell::new);
        Self {
            raw,
            is_missing,
            numbers,
        }
    }

    /// A text of a column as a number, if it is one.
    fn read(&self, at: usize, text: &str) -> Option<f64> {
        let is_missing = (self.is_missing)(at, text);
        Some(value(text)).filter(|number| !is_missing && number.is_finite())
    }

    /// The different numbers of a column.
    fn different(&self, at: usize) -> impl Iterator<Item = f64> {
        let texts = self.raw.column(at).texts();
        texts.filter_map(move |own| self.read(at, own.text))
    }

    /// A cell as a number, if it is one.
    pub(super) fn number(&self, at: usize, row: usize) -> Option<f64> {
        let read = |text: &str| self.read(at, text);
        let own = self.numbers.get(at)?;
        *own.get_or_init(|| self.raw.column(at).of_texts(read))
            .get(row)?
    }

    /// Levels and times of the rows that have a time.
    pub(super) fn ends(&self, time: usize, status: usize) -> Vec<(&'a str, f64)> {
        let rows = self.raw.column(status).rows().enumerate();
        rows.filter_map(|(row, level)| Some((level, self.number(time, row)?)))
            .collect()
    }

    pub(super) fn is_negative(&self, at: usize) -> bool {
        self.different(at).any(|number| number < 0.0)
    }
}

/// The columns that may be times to an event; why others of such names are none goes
/// to `left`.
pub(super) fn times<'a>(
    columns: &'a [Guess],
    sheet: &Sheet<'_>,
    left: &mut Vec<String>,
) -> Vec<Candidate<'a>> {
    let mut times = Vec::new();
    for (at, guess) in columns.iter().enumerate() {
        let strength = match time_strength(&guess.name) {
            0 if guess.is_number() && is_years(guess, at, sheet) => 1,
            0 if is_analysis_value(guess, columns) => 3,
            strength => strength,
        };
        if !guess.is_number()
            || guess.aside.is_some()
            || is_finer(guess)
            || (strength == 0 && (is_clock(guess) || is_other_time(&guess.name)))
        {
            continue;
        }
        if strength > 0 && sheet.is_negative(at) {
            if strength > 1 {
                left.push(format!(
                    "{}: named as a time to event, but some are negative",
                    guess.name
                ));
            }
            continue;
        }
        times.push(Candidate {
            at,
            guess,
            strength,
            rests: Rests::of_time(&guess.name),
        });
    }
    times
}

/// Whether a column is the time of an analysis dataset of CDISC, beside which stands
/// whether it is censored.
fn is_analysis_value(guess: &Guess, columns: &[Guess]) -> bool {
    let is = |guess: &Guess, name: &str| guess.name.eq_ignore_ascii_case(name);
    is(guess, "aval") && columns.iter().any(|own| is(own, "cnsr"))
}

/// Whether a column that is named as years holds parts of them, and no calendar years.
fn is_years(guess: &Guess, at: usize, sheet: &Sheet<'_>) -> bool {
    const LONGEST: f64 = 120.0;
    let names = [
        "year", "years", "jahr", "jahre", "annees", "anos", "anni", "jaar",
    ];
    let named =
        matches!(plain_words(&guess.name).as_slice(), [word] if names.contains(&word.as_str()));
    let years = || sheet.different(at);
    named && years().all(|years| years <= LONGEST) && years().any(|years| years.fract() != 0.0)
}

/// Whether a person may have several rows.
pub(super) fn is_repeated(columns: &[Guess]) -> bool {
    let mut all = columns.iter();
    all.any(|guess| guess.persons.is_some())
}

/// The columns that may say how observation ended.
pub(super) fn statuses(columns: &[Guess]) -> Vec<Candidate<'_>> {
    let repeated = is_repeated(columns);
    let all = columns.iter().enumerate();
    all.filter(|(_, guess)| guess.aside.is_none())
        .filter(|(_, guess)| (2..=MOST_LEVELS).contains(&guess.levels().len()))
        .map(|(at, guess)| {
            // A state in rows of visits is none at the end.
            let visits = repeated && plain_words(&guess.name) == ["state"];
            let named = status_strength(&guess.name);
            let strength = match event::has_both(guess) {
                true => 3,
                false if visits => 0,
                false => named,
            };
            Candidate {
                at,
                guess,
                strength,
                rests: Rests::of_status(&guess.name),
            }
        })
        .collect()
}
