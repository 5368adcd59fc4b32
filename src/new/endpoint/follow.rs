//! Endpoints that another one shows: a time that is the whole follow-up where nothing
//! happened, and shorter where something did.

use std::cmp::Ordering;

use super::super::guess::Guess;
use super::super::levels;
use super::super::vocabulary::is_group;
use super::candidates::Sheet;
use super::columns;
use super::topic::Topic;
use super::units;
use super::{Found, Guessed, Source, event, is_other_time};

/// The fewest rows without and with an event.
const FEWEST: usize = 5;
/// So few without one are enough if nearly every other row has a shorter time.
const FEW: usize = 2;
/// The share of rows that must agree.
const MOST: f64 = 0.95;

/// A time and a status that follow the time of an endpoint.
#[derive(Clone, Copy)]
struct Follower {
    distance: usize,
    time: usize,
    status: usize,
}

/// Adds an endpoint for each time that follows one of those found.
pub(super) fn add(found: &mut Found, columns: &[Guess], sheet: &Sheet<'_>) {
    let known: Vec<String> = found
        .endpoints
        .iter()
        .filter_map(|endpoint| match &endpoint.source {
            Source::Columns { time, .. } => Some(time.clone()),
            Source::Dates { .. } => None,
        })
        .collect();
    let is_read = |found: &Found, at: usize| {
        let name = columns.get(at).map(|guess| guess.name.as_str());
        name.is_none_or(|name| found.endpoints.iter().any(|endpoint| endpoint.uses(name)))
    };
    if known.is_empty() {
        return;
    }
    let statuses: Vec<(usize, String)> = columns
        .iter()
        .enumerate()
        .filter(|(_, guess)| guess.aside.is_none() && !is_group(&guess.name))
        .filter_map(|(at, guess)| levels::answers(guess.levels()).map(|[_, yes]| (at, yes)))
        .collect();
    for whole in known {
        let Some(whole) = columns.iter().position(|guess| guess.name == whole) else {
            continue;
        };
        let times: Vec<usize> = columns
            .iter()
            .enumerate()
            .filter(|(at, guess)| {
                guess.is_number()
                    && guess.aside.is_none()
                    && !is_other_time(&guess.name)
                    && !is_read(found, *at)
            })
            .map(|(at, _)| at)
            .filter(|at| is_often_the_same(*at, whole, sheet))
            .collect();
        let mut followers: Vec<Follower> = Vec::new();
        for time in times {
            let spans = spans(time, whole, sheet);
            for (status, yes) in &statuses {
                if follows(&spans, *status, yes, sheet) {
                    followers.push(Follower {
                        distance: time.abs_diff(*status),
                        time,
                        status: *status,
                    });
                }
            }
        }
        followers.sort_unstable_by_key(|own| (own.distance, own.time, own.status));
        for own in followers {
            if is_read(found, own.time) || is_read(found, own.status) {
                continue;
            }
            let (Some(time), Some(status), Some(of)) = (
                columns.get(own.time),
                columns.get(own.status),
                columns.get(whole),
            ) else {
                continue;
            };
            take(found, time, status, of, own, sheet);
        }
    }
}

fn take(
    found: &mut Found,
    time: &Guess,
    status: &Guess,
    whole: &Guess,
    own: Follower,
    sheet: &Sheet<'_>,
) {
    let topic = Topic::of(&time.name).or_else(|| Topic::of(&status.name));
    let ends = sheet.ends(own.time, own.status);
    let Some(reading) = event::read(status, topic, &ends) else {
        return;
    };
    let unit = found
        .endpoints
        .iter()
        .find_map(|endpoint| match &endpoint.source {
            Source::Columns {
                time,
                unit,
                computed: None,
                ..
            } if *time == whole.name => Some(*unit),
            _ => None,
        });
    let longest = ends.iter().map(|(_, time)| *time).fold(0.0, f64::max);
    let unit = units::stated(time).or(unit);
    let unit = unit.unwrap_or_else(|| units::unit(time, longest, 0.0).unit);
    let shown = format!(
        "{} is {} where {} is {}, and shorter elsewhere, as times to another event are",
        time.name,
        whole.name,
        status.name,
        levels::answers(status.levels()).map_or_else(String::new, |[no, _]| no)
    );
    let starts = format!("{}: named", time.name);
    let of_status = format!("{}: named", status.name);
    found
        .left
        .retain(|told| !told.starts_with(&starts) && !told.starts_with(&of_status));
    found.endpoints.push(Guessed {
        unsure: vec![shown],
        ..columns::endpoint(time, status, topic, reading, unit, None)
    });
}

/// Whether a column holds the whole time in enough rows to be worth a look.
fn is_often_the_same(time: usize, whole: usize, sheet: &Sheet<'_>) -> bool {
    /// Rows after which a column that never agrees is given up.
    const ENOUGH: usize = 500;
    let most_longer = (1.0 - MOST) * sheet.raw.rows() as f64;
    let (mut same, mut longer, mut all) = (0_usize, 0_usize, 0_usize);
    for row in 0..sheet.raw.rows() {
        let (Some(own), Some(whole)) = (sheet.number(time, row), sheet.number(whole, row)) else {
            continue;
        };
        all += 1;
        same += usize::from(own == whole);
        longer += usize::from(own > whole || own < 0.0);
        if longer as f64 > most_longer || (all == ENOUGH && same == 0) {
            return false;
        }
    }
    same >= FEW && same < all
}

/// How the time of each row that has both is to its whole one. Read once for all
/// statuses, as a file may have thousands of columns.
fn spans(time: usize, whole: usize, sheet: &Sheet<'_>) -> Vec<(usize, Ordering)> {
    let rows = 0..sheet.raw.rows();
    rows.filter_map(|row| {
        let (own, whole) = (sheet.number(time, row)?, sheet.number(whole, row)?);
        Some((row, own.partial_cmp(&whole)?))
    })
    .collect()
}

/// Whether the time is the whole one in rows without the event, and shorter in most
/// of those with it.
fn follows(spans: &[(usize, Ordering)], status: usize, yes: &str, sheet: &Sheet<'_>) -> bool {
    let (mut without, mut same, mut with, mut shorter) = (0_usize, 0_usize, 0_usize, 0_usize);
    let most_others = (1.0 - MOST) * spans.len() as f64;
    // Whether it happened, where that is known.
    let happened = sheet.raw.column(status).of_texts(|level| {
        let is_known = level == yes || !(sheet.is_missing)(status, level);
        is_known.then_some(level == yes)
    });
    for (row, span) in spans {
        let Some(happened) = happened.get(*row).copied().flatten() else {
            continue;
        };
        if happened {
            with += 1;
            shorter += usize::from(span.is_lt());
        } else {
            without += 1;
            same += usize::from(span.is_eq());
            // So many that the rest of the rows cannot make up for them.
            if (without - same) as f64 > most_others {
                return false;
            }
        }
    }
    let (fewest, most) = match without >= FEWEST {
        true => (FEWEST, 0.5),
        false => (FEW, MOST),
    };
    without >= fewest
        && with >= FEWEST
        && same as f64 >= MOST * without as f64
        && shorter as f64 >= most * with as f64
}
