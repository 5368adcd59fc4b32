//! Endpoints in files with several rows of a patient: a time that each row repeats would
//! count one patient as many times as there are visits.

use std::collections::BTreeMap;

use super::super::Raw;
use super::super::guess::{Guess, GuessedKind};
use super::told::{self, End};
use super::{Found, Guessed, Source};

/// The share of patients with the same end in each of their rows from which the end is
/// taken for one of patients.
const SAME: f64 = 0.95;
/// The fewest patients that show it.
const FEWEST: usize = 3;

/// Endpoints of patients that rows of visits cannot give.
#[derive(Debug, Default)]
pub(in crate::new) struct Withheld {
    /// Columns that stay out of tables with them.
    pub(in crate::new) columns: Vec<String>,
    /// What is told of them.
    pub(in crate::new) told: Vec<String>,
}

/// Takes out the endpoints of which a patient would be counted several times.
pub(in crate::new) fn withhold(found: &mut Found, columns: &[Guess], raw: &Raw) -> Withheld {
    let mut withheld = Withheld::default();
    let id = columns.iter().position(|guess| guess.persons.is_some());
    let Some(id) = id else {
        return withheld;
    };
    // Beside a name of each row a repeated one may be that of a ward.
    let is_unique =
        |guess: &Guess| guess.kind == GuessedKind::Identifier && guess.persons.is_none();
    let are_rows_named = columns.iter().any(is_unique);
    let endpoints = std::mem::take(&mut found.endpoints);
    for endpoint in endpoints {
        let Some(why) = repeats(&endpoint, id, are_rows_named, raw) else {
            found.endpoints.push(endpoint);
            continue;
        };
        let own = columns.iter().filter(|guess| endpoint.uses(&guess.name));
        withheld.columns.extend(own.map(|guess| guess.name.clone()));
        withheld.told.push(format!(
            "{}: {why}, so one patient would be counted several times; it is no endpoint of this study: \
             use a file with one row a patient for it",
            endpoint.source.words()
        ));
    }
    withheld
}

/// Why an endpoint is one of patients and not of rows.
fn repeats(endpoint: &Guessed, id: usize, are_rows_named: bool, raw: &Raw) -> Option<&'static str> {
    // Rows that end where others begin are one patient's time in parts.
    if matches!(&endpoint.source, Source::Columns { entry: Some(_), .. }) {
        return None;
    }
    let mut patients: BTreeMap<&str, Vec<End>> = BTreeMap::new();
    for (name, end) in raw.column(id).rows().zip(told::ends(endpoint, raw)) {
        if !name.is_empty() && end.1.is_some() {
            patients.entry(name).or_default().push(end);
        }
    }
    let several: Vec<&Vec<End>> = patients.values().filter(|ends| ends.len() > 1).collect();
    if several.len() < FEWEST {
        return None;
    }
    // Two eyes of one patient are often followed to one day, but do not fail on one.
    let happened = |ends: &&&Vec<End>| ends.iter().any(|(event, _)| *event == Some(true));
    let with: Vec<&Vec<End>> = several.iter().filter(happened).copied().collect();
    let shown = if with.len() < FEWEST { several } else { with };
    let is_same = |ends: &&&Vec<End>| ends.windows(2).all(|pair| matches!(pair, [a, b] if a == b));
    let same = shown.iter().filter(is_same).count();
    if same as f64 >= SAME * shown.len() as f64 {
        return Some("every row of a patient has the same time and event");
    }
    let of_death = !are_rows_named && endpoint.label == super::topic::Topic::Overall.label();
    of_death.then_some("a patient dies once and has several rows")
}
