//! Numbers without a value: a dash in their place, and the reason in a footnote.

use super::model::{Cell, Piece, Table};
use crate::ledger::Ledger;
use crate::number::unit::percent_sign;
use crate::number::{Number, NumberId};
use crate::statistics::methods;

/// Puts a dash for every number without a value, with a footnote that states
/// why; a cell whose first estimate has none is a dash as a whole. Footnotes are
/// then lettered in the order in which a reader meets them.
pub(super) fn explain(table: &mut Table, ledger: &Ledger) {
    let mut rows = std::mem::take(&mut table.rows);
    for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
        *cell = match first_estimate(cell, ledger) {
            Some(id) if reason(id, ledger).is_some() => vec![Piece::Number(id.clone())],
            _ => std::mem::take(cell),
        };
        *cell = dashed(table, ledger, std::mem::take(cell));
    }
    table.rows = rows;
    let notes = std::mem::take(&mut table.notes);
    table.notes = notes
        .into_iter()
        .map(|note| dashed(table, ledger, note))
        .collect();
    letter_in_order(table);
}

/// Why a number has no value, if it has none.
fn reason<'a>(id: &NumberId, ledger: &'a Ledger) -> Option<&'a str> {
    ledger.get(id)?.value.reason()
}

/// The first number of a cell that is no count of rows: "of 0 patients 0" is
/// known, and which share that is, is not.
fn first_estimate<'a>(cell: &'a Cell, ledger: &Ledger) -> Option<&'a NumberId> {
    let is_estimate = |number: &Number| number.method.id != methods::COUNT.id;
    cell.iter().find_map(|piece| match piece {
        Piece::Number(id) if ledger.get(id).is_some_and(is_estimate) => Some(id),
        _ => None,
    })
}

/// The pieces with a dash and a mark for each number without a value, one for
/// both ends of a range.
fn dashed(table: &mut Table, ledger: &Ledger, cell: Cell) -> Cell {
    let mut out = Cell::new();
    let mut pieces = cell.into_iter().peekable();
    while let Some(piece) = pieces.next() {
        let gap = match &piece {
            Piece::Number(id) | Piece::PValue(id) => {
                reason(id, ledger).map(|why| (id.clone(), why.to_owned()))
            }
            _ => None,
        };
        let Some((id, why)) = gap else {
            out.push(piece);
            continue;
        };
        if id.key() == "ci_lower" {
            let upper = id.path().key("ci_upper");
            if reason(&upper, ledger).is_some() {
                pieces.next_if(|piece| matches!(piece, Piece::Text(_)));
                pieces.next_if(|piece| *piece == Piece::Number(upper.clone()));
            }
        }
        let words = ledger.style.words;
        let why = [("why", words.message(&why))];
        let footnote = words.fill("table.not_computable_note", &why);
        if matches!(piece, Piece::PValue(_)) {
            out.push(Piece::Text(format!("{}\u{a0}", ledger.style.p_symbol)));
        }
        out.push(Piece::Dash(id));
        out.push(table.mark(&footnote));
        if let Some(Piece::Text(text)) = pieces.peek_mut() {
            // The unit belongs to the number that is not there.
            if let Some(rest) = text.strip_prefix(percent_sign(words)) {
                *text = rest.to_owned();
            }
        }
    }
    out
}

/// Footnotes in the order of their first marks, row by row; one without a mark,
/// whose cell became a dash, is left out.
fn letter_in_order(table: &mut Table) {
    let cells = table.columns.iter();
    let cells = cells.chain(table.rows.iter().flat_map(|row| &row.cells));
    let mut order: Vec<usize> = Vec::new();
    for piece in cells.chain(&table.notes).flatten() {
        if let Piece::Mark(index) = piece
            && !order.contains(index)
        {
            order.push(*index);
        }
    }
    let footnotes = order.iter().filter_map(|at| table.footnotes.get(*at));
    table.footnotes = footnotes.cloned().collect();
    let cells = table.columns.iter_mut();
    let cells = cells.chain(table.rows.iter_mut().flat_map(|row| &mut row.cells));
    for piece in cells.chain(&mut table.notes).flatten() {
        if let Piece::Mark(index) = piece
            && let Some(place) = order.iter().position(|at| at == index)
        {
            *index = place;
        }
    }
}
