//! How values beyond a limit of detection were read, below what is computed from them.

use std::collections::BTreeSet;

use super::Cell;
use super::pieces::{number, phrase, words};
use crate::ledger::Ledger;
use crate::number::NumberId;
use crate::study::{Limits, Study, Variable};
use crate::words::capitalised;

/// For each variable from which one of these numbers follows: how many of its values were
/// beyond a limit of detection, and what they count as.
pub(crate) fn beyond_limits<'a>(
    study: &Study,
    ledger: &Ledger,
    ids: impl Iterator<Item = &'a NumberId>,
) -> Vec<Cell> {
    let used = ids.filter_map(|id| ledger.get(id));
    let used: BTreeSet<&str> = used
        .flat_map(|number| number.columns.iter().map(String::as_str))
        .collect();
    let variables = study.variables.iter();
    let variables = variables.filter(|own| used.contains(own.name.as_str()));
    variables
        .flat_map(|variable| SIDES.map(|side| note(study, ledger, variable, side)))
        .flatten()
        .collect()
}

/// A key of the ledger, the phrase of the note, and what the values count as.
type Side = (&'static str, &'static str, fn(Limits) -> &'static str);

const SIDES: [Side; 2] = [
    (
        "below_limit",
        "table.below_limit_note",
        Limits::reading_below,
    ),
    (
        "above_limit",
        "table.above_limit_note",
        Limits::reading_above,
    ),
];

fn note(
    study: &Study,
    ledger: &Ledger,
    variable: &Variable,
    (key, note, reading): Side,
) -> Option<Cell> {
    let id = variable.path().key(key);
    ledger.get(&id)?;
    let limits = variable.form.or(study.cohort.form).limits?;
    let slots = [
        ("label", words(&capitalised(&variable.label))),
        ("n", vec![number(id)]),
        ("reading", words(ledger.style.words.text(reading(limits)))),
    ];
    Some(phrase(ledger, note, &slots))
}
