//! Pieces of cells that several kinds of tables share.

use super::{Cell, Piece};
use crate::ledger::Ledger;
use crate::number::{NumberId, Path, Subject, format};
use crate::study::Variable;

/// Two ends with the style's mark between them, `free` where it leaves it open
/// or an end is no number of the ledger.
pub(super) fn between(ledger: &Ledger, [low, high]: [Piece; 2], free: &str) -> [Piece; 3] {
    let mark = match (&low, &high) {
        (Piece::Number(low), Piece::Number(high)) => ledger.range_mark(low, high, free),
        _ => free,
    };
    let mark = Piece::text(mark);
    [low, mark, high]
}

/// The same of two keys of a path.
pub(super) fn range(ledger: &Ledger, path: &Path, ends: [&str; 2], free: &str) -> [Piece; 3] {
    between(ledger, ends.map(|key| number(path.key(key))), free)
}

/// A p-value with its letter and sign, as the style requires.
pub(super) fn p_value(ledger: &Ledger, id: NumberId) -> [Piece; 2] {
    let style = ledger.style;
    let sign = ledger
        .get(&id)
        .map_or("", |entry| format::p_sign(&entry.value, &entry.text, style));
    [Piece::Text(format!("{}{sign}", style.p_symbol)), number(id)]
}

pub(super) fn number(id: NumberId) -> Piece {
    Piece::Number(id)
}

/// The heading of a column of rows, with their number: "Surgery (n = 12)".
pub(super) fn sized(label: &str, id: NumberId) -> Cell {
    vec![
        Piece::text(label),
        Piece::Break,
        Piece::text("(n\u{a0}=\u{a0}"),
        number(id),
        Piece::text(")"),
    ]
}

/// The number of rows of the cohort.
pub(super) fn cohort_size() -> NumberId {
    Path::of(Subject::Cohort).key("n")
}

/// The confidence level of intervals.
pub(super) fn confidence() -> Piece {
    number(Path::of(Subject::Convention).key("confidence"))
}

/// What the ids of a variable begin with: overall, then in each level of the
/// grouping.
pub(super) fn columns_of(variable: &Variable, grouping: Option<&Variable>) -> Vec<Path> {
    let levels = grouping.iter().flat_map(|grouping| {
        let path = variable.path().by(&grouping.name);
        let levels = grouping.levels.iter();
        levels.map(move |level| path.clone().at(&level.id))
    });
    std::iter::once(variable.path()).chain(levels).collect()
}
