//! Pieces of cells that several kinds of tables share.

use super::{Cell, Piece};
use crate::ledger::{Ledger, format};

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

/// The same of two keys of a prefix.
pub(super) fn range(ledger: &Ledger, prefix: &str, ends: [&str; 2], free: &str) -> [Piece; 3] {
    between(
        ledger,
        ends.map(|key| number(format!("{prefix}.{key}"))),
        free,
    )
}

/// A p-value with its letter and sign, as the style asks.
pub(super) fn p_value(ledger: &Ledger, id: String) -> [Piece; 2] {
    let style = ledger.style;
    let sign = ledger
        .get(&id)
        .map_or("", |entry| format::p_sign(&entry.value, &entry.text, style));
    [Piece::Text(format!("{}{sign}", style.p_symbol)), number(id)]
}

pub(super) fn number(id: impl Into<String>) -> Piece {
    Piece::Number(id.into())
}

/// The heading of a column of rows, with their number: "Surgery (n = 12)".
pub(super) fn sized(label: &str, id: &str) -> Cell {
    vec![
        Piece::text(label),
        Piece::Break,
        Piece::text("(n\u{a0}=\u{a0}"),
        number(id),
        Piece::text(")"),
    ]
}
