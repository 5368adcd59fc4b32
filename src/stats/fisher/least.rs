//! How many steps the network takes at least, counted without listing it.

use super::Margins;
use super::middle::count_divisions;

/// A lower bound of the fillings that [`super::network`] visits; counting stops
/// above `most`.
///
/// Refusing a table by the steps that it certainly takes changes no answer, and
/// saves the second that it takes to find out by trying.
pub(super) fn least_steps(margins: &Margins, most: u64) -> u64 {
    let two = two_rows(margins, most);
    if two > most {
        return two;
    }
    two.max(nodes(margins, most))
}

/// Fillings of the table in which all rows but the largest are one. Each stands
/// for at least one of the whole table; those that differ only in which row is the
/// largest share a node.
fn two_rows(margins: &Margins, most: u64) -> u64 {
    let Some((&largest, others)) = margins.rows.split_last() else {
        return 0;
    };
    let others: u64 = others.iter().sum();
    let rows = margins.rows.len() as u64;
    let (mut steps, mut left) = (0_u64, largest + others);
    // The last column takes what is left.
    for &column in margins.columns.iter().rev().skip(1).rev() {
        let (from, to) = (left.saturating_sub(others), largest.min(left));
        for first in from..=to {
            let second = left - first;
            let (least, greatest) = (column.saturating_sub(second), column.min(first));
            steps += greatest + 1 - least;
            if steps / rows > most {
                return steps / rows;
            }
        }
        left -= column;
    }
    steps / rows
}

/// Every division of the row totals between the columns behind and before is a
/// node, but for the order of the rows, and has at least one filling.
fn nodes(margins: &Margins, most: u64) -> u64 {
    let orders: u64 = (1..=margins.rows.len() as u64)
        .fold(1, u64::saturating_mul);
    let enough = most.saturating_mul(orders);
    // Capped ways of many rows must still add up.
    if enough > u64::MAX >> 24 {
        return 0;
    }
    let (mut count, mut left) = (0_u64, margins.rows.iter().sum::<u64>());
    for &column in margins.columns.iter().rev().skip(1).rev() {
        count += count_divisions(&margins.rows, left, enough);
        if count > enough {
            break;
        }
        left -= column;
    }
    count / orders
}
