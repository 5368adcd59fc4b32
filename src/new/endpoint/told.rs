//! Columns that show once more what an endpoint shows: its event as another status, its
//! time in another unit.

use super::super::Raw;
use super::super::guess::{Guess, GuessedKind};
use super::super::kind::value;
use super::super::names;
use super::super::vocabulary::plain_words;
use super::topic::STATES;
use super::{Computed, Guessed, Source, is_outcome, is_status_too, time_strength};
use crate::cohort;
use crate::study::DateOrder;

/// Rows that may differ between two columns of the same, as a share.
const MOST_OTHERS: f64 = 0.02;

/// Whether the event happened, and after how long; none where it is not known.
pub(super) type End = (Option<bool>, Option<f64>);

/// How each row ends by an endpoint.
pub(in crate::new) struct Told<'e> {
    endpoint: &'e Guessed,
    ends: Vec<End>,
}

/// How the rows end by each endpoint.
pub(in crate::new) fn endings<'e>(endpoints: &'e [Guessed], raw: &Raw) -> Vec<Told<'e>> {
    let told = |endpoint| Told {
        endpoint,
        ends: ends(endpoint, raw),
    };
    endpoints.iter().map(told).collect()
}

pub(super) fn ends(endpoint: &Guessed, raw: &Raw) -> Vec<End> {
    let at = |name: &String| raw.header.iter().position(|own| own == name);
    let cell = |row: &'_ [String], at: Option<usize>| -> Option<String> {
        let cell = row.get(at?)?.trim();
        let is_missing = cell.is_empty() || names::MISSING.contains(&cell);
        (!is_missing).then(|| cell.to_owned())
    };
    let day = |row: &[String], at| cohort::date_of(&cell(row, at)?, DateOrder::YearMonthDay);
    let days = |row: &[String], from, to| -> Option<f64> {
        let span = day(row, to)?.since(day(row, from)?).ok()?;
        Some(f64::from(span.get_days()))
    };
    let rows = raw.rows.iter();
    match &endpoint.source {
        Source::Columns {
            time,
            status,
            event,
            computed,
            ..
        } => {
            let of_status = at(status);
            let dates = computed.as_ref();
            let dates = dates.map(|computed| (computed, computed.columns().map(at)));
            let column = at(time);
            let of_time = |row: &[String]| match dates {
                Some((Computed::Months { .. }, [from, to])) => days(row, from, to),
                Some((Computed::First { .. }, [one, other])) => {
                    number(&cell(row, one).or_else(|| cell(row, other))?)
                }
                None => number(&cell(row, column)?),
            };
            let happened = |row: &[String]| cell(row, of_status).map(|end| event.contains(&end));
            rows.map(|row| (happened(row), of_time(row))).collect()
        }
        Source::Dates {
            origin,
            event,
            censored,
            ..
        } => {
            let (origin, event, censored) = (at(origin), at(event), at(censored));
            rows.map(|row| {
                let happened = day(row, event).is_some();
                let to = if happened { event } else { censored };
                (Some(happened), days(row, origin, to))
            })
            .collect()
        }
    }
}

/// Whether a header says no more than that the column has states, which beside an
/// endpoint are those of the end of observation.
fn is_bare_state(name: &str) -> bool {
    let words = plain_words(name);
    !words.is_empty() && words.iter().all(|word| STATES.contains(&word.as_str()))
}

fn number(cell: &str) -> Option<f64> {
    Some(value(cell)).filter(|number| number.is_finite())
}

impl Told<'_> {
    /// The endpoint's name.
    pub(in crate::new) fn id(&self) -> &str {
        &self.endpoint.id
    }

    /// The dates between which it runs: of the origin, and of the last contact.
    pub(in crate::new) fn origin(&self) -> Option<(&str, &str)> {
        match &self.endpoint.source {
            Source::Dates {
                origin, censored, ..
            } => Some((origin, censored)),
            Source::Columns { .. } => None,
        }
    }

    /// Whether a column that is named as an outcome shows the same once more.
    pub(in crate::new) fn is_said_by(&self, guess: &Guess, at: usize, raw: &Raw) -> bool {
        match guess.kind {
            GuessedKind::Continuous(_) => {
                (time_strength(&guess.name) > 0 || is_outcome(guess)) && self.is_time(at, raw)
            }
            _ if is_bare_state(&guess.name) => true,
            _ => (is_outcome(guess) || is_status_too(guess)) && self.is_event(guess, at, raw),
        }
    }

    /// Whether every level stands either in rows with the event or in rows without.
    fn is_event(&self, guess: &Guess, at: usize, raw: &Raw) -> bool {
        let (mut others, mut all) = (0_usize, 0_usize);
        let (mut is_with, mut is_without) = (false, false);
        for level in guess.levels() {
            let ends = self.ends.iter().zip(raw.column(at));
            let own = ends.filter(|(_, cell)| cell == level);
            let own: Vec<bool> = own.filter_map(|((happened, _), _)| *happened).collect();
            let with = own.iter().filter(|happened| **happened).count();
            let without = own.len() - with;
            if own.is_empty() {
                continue;
            }
            others += with.min(without);
            all += own.len();
            is_with |= with > without;
            is_without |= without >= with;
        }
        is_with && is_without && others as f64 <= MOST_OTHERS * all as f64
    }

    /// Whether the numbers rise as the times of the endpoint do, or many are the same.
    fn is_time(&self, at: usize, raw: &Raw) -> bool {
        /// The fewest different times that show it.
        const FEWEST: usize = 5;
        /// The share of equal times that shows it.
        const EQUAL: f64 = 0.4;
        let ends = self.ends.iter().zip(raw.column(at));
        let pair = |((_, time), cell): (&(_, Option<f64>), &str)| Some(((*time)?, number(cell)?));
        let mut pairs: Vec<(f64, f64)> = ends.filter_map(pair).collect();
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let rises = |pair: &&[(f64, f64)]| matches!(pair, [a, b] if b.1 > a.1);
        let falls = |pair: &&[(f64, f64)]| matches!(pair, [a, b] if b.1 < a.1);
        let falling = pairs.windows(2).filter(falls).count();
        let equal = pairs.iter().filter(|(time, own)| time == own).count();
        let all = pairs.len() as f64;
        pairs.windows(2).filter(rises).count() >= FEWEST
            && (falling as f64 <= MOST_OTHERS * all || equal as f64 >= EQUAL * all)
    }
}
