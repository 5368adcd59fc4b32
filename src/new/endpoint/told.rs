//! Columns that show once more what an endpoint shows: its event as another status, its
//! time in another unit.

use jiff::civil::Date;

use super::super::Raw;
use super::super::cells::Column;
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
    let column = |name: &String| {
        let at = raw.header.iter().position(|own| own == name);
        at.map_or(Column::none(), |at| raw.column(at))
    };
    let days = |from: Option<Date>, to: Option<Date>| -> Option<f64> {
        let span = to?.since(from?).ok()?;
        Some(f64::from(span.get_days()))
    };
    let rows = 0..raw.rows();
    match &endpoint.source {
        Source::Columns {
            time,
            status,
            event,
            computed,
            ..
        } => {
            let happened = column(status).of_texts(|cell| {
                let known = known(cell)?;
                Some(event.iter().any(|event| event == known))
            });
            let happened = |row| happened.get(row).copied().flatten();
            let of_time: Box<dyn Fn(usize) -> Option<f64>> = match computed {
                Some(Computed::Months { from, to }) => {
                    let [from, to] = [from, to].map(|name| column(name).of_texts(day));
                    Box::new(move |row| days(*from.get(row)?, *to.get(row)?))
                }
                Some(Computed::First { event, others }) => {
                    let times = [event, others].map(|name| column(name).of_texts(known));
                    Box::new(move |row| {
                        let mut known = times.iter().filter_map(|own| *own.get(row)?);
                        number(known.next()?)
                    })
                }
                None => {
                    let times = column(time).of_texts(|cell| number(known(cell)?));
                    Box::new(move |row| *times.get(row)?)
                }
            };
            rows.map(|row| (happened(row), of_time(row))).collect()
        }
        Source::Dates {
            origin,
            event,
            censored,
            ..
        } => {
            let dates = [origin, event, censored].map(|name| column(name).of_texts(day));
            // A name that is no column leaves the others their dates.
            let [origin, event, censored] =
                dates.map(|own| move |row| own.get(row).copied().flatten());
            rows.map(|row| {
                let event: Option<Date> = event(row);
                (
                    Some(event.is_some()),
                    days(origin(row), event.or(censored(row))),
                )
            })
            .collect()
        }
    }
}

/// A cell that is not missing.
fn known(cell: &str) -> Option<&str> {
    let is_missing = cell.is_empty() || names::MISSING.contains(&cell);
    (!is_missing).then_some(cell)
}

fn day(cell: &str) -> Option<Date> {
    cohort::date_of(known(cell)?, DateOrder::YearMonthDay)
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
        let levels = guess.levels();
        let mut counts = vec![[0_usize; 2]; levels.len()];
        let places = raw.column(at);
        let places = places.each(|cell| levels.iter().position(|level| level == cell));
        for ((happened, _), place) in self.ends.iter().zip(places) {
            if let (Some(happened), Some(place)) = (happened, place)
                && let Some([without, with]) = counts.get_mut(place)
            {
                *(if *happened { with } else { without }) += 1;
            }
        }
        for [without, with] in counts {
            if without + with == 0 {
                continue;
            }
            others += with.min(without);
            all += without + with;
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
        let ends = self.ends.iter().zip(raw.column(at).each(number));
        let pair = |((_, time), own): (&(_, Option<f64>), Option<f64>)| Some(((*time)?, own?));
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

#[cfg(test)]
mod tests {
    use super::super::Deaths;
    use super::*;

    #[test]
    fn a_name_that_is_no_column_leaves_the_other_dates() {
        let header = ["start", "relapse"].map(str::to_owned);
        let rows = [
            vec!["2020-01-01", "2020-01-31"],
            vec!["2020-01-01", ""],
            vec!["", "2020-01-31"],
        ];
        let raw = Raw::of_rows(header.to_vec(), &rows);
        let endpoint = Guessed {
            id: "relapse".to_owned(),
            label: "Relapse".to_owned(),
            source: Source::Dates {
                origin: "start".to_owned(),
                event: "relapse".to_owned(),
                censored: "last".to_owned(),
                deaths: Deaths::Unknown,
                after_last: 0,
                deaths_after_last: 0,
            },
            unsure_event: Vec::new(),
            unsure_unit: None,
            unsure: Vec::new(),
            query: None,
            is_answered: false,
        };
        let expected = [
            (Some(true), Some(30.0)),
            (Some(false), None),
            (Some(true), None),
        ];
        assert_eq!(ends(&endpoint, &raw), expected);
    }
}
