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
    let orders: u64 = (1..=margins.rows.len() as u64).fold(1, u64::saturating_mul);
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

#[cfg(test)]
mod tests {
    use super::super::network::each_filling;
    use super::*;
    use std::collections::BTreeSet;

    /// The fillings that the network visits: of each sorted node, every column.
    fn visited(margins: &Margins) -> u64 {
        let mut nodes = BTreeSet::from([margins.rows.clone()]);
        let mut steps = 0;
        for &column in margins.columns.iter().rev().skip(1).rev() {
            let mut next = BTreeSet::new();
            for node in &nodes {
                let listed = each_filling(node, column, &mut |_, left| {
                    steps += 1;
                    let mut left = left.to_vec();
                    left.sort_unstable();
                    next.insert(left);
                    Ok(())
                });
                assert!(listed.is_ok());
            }
            nodes = next;
        }
        steps
    }

    #[test]
    fn the_count_is_never_above_the_steps() {
        for (rows, columns) in [
            (vec![9, 12], vec![8, 6, 4, 2, 1]),
            (vec![20, 30], vec![25, 15, 10]),
            (vec![4, 5, 7], vec![6, 5, 3, 2]),
            (vec![5, 5, 5, 5], vec![8, 6, 4, 2]),
            (vec![1, 30], vec![11, 10, 10]),
            (vec![2, 3, 4, 5, 6], vec![10, 5, 5]),
        ] {
            let margins = Margins { rows, columns };
            let (least, steps) = (least_steps(&margins, 1 << 40), visited(&margins));
            assert!(0 < least && least <= steps, "{least} of {steps}");
        }
    }

    #[test]
    fn thousands_of_subjects_are_refused_at_once() {
        let margins = Margins {
            rows: vec![5_416, 10_117],
            columns: vec![5_000, 4_000, 3_000, 2_000, 1_000, 533],
        };
        assert!(least_steps(&margins, 500_000) > 500_000);
    }
}
