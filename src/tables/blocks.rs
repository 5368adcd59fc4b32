//! How the columns of a table stand in a width: their type, their widths, and the blocks
//! into which they are divided where they have no room beside one another.

use std::ops::Range;

use super::page::{BESIDE_LABEL, GAP, LARGEST, LEAST, MOST_GAP, WIDEST_ALONE, WIDEST_LABEL};
use super::{Spanner, Table};
use crate::fonts::Fonts;
use crate::ledger::Ledger;

/// The columns of a table in a width. All lengths are in points.
#[derive(Debug, Clone, PartialEq)]
pub struct Blocks {
    /// Of the type.
    pub size: f64,
    /// Of the whole table.
    pub width: f64,
    /// Of the labels, with what stands beside them.
    pub label: f64,
    /// Of each column, without gaps.
    pub columns: Vec<f64>,
    /// The columns of each block, from left to right, with what the gap before each of them
    /// has beyond the least one.
    pub parts: Vec<(Range<usize>, f64)>,
}

/// What the labels and the columns of a table ask for, in ems.
pub(super) struct Asked {
    /// The longest label.
    label: f64,
    /// The longest label where each may take two lines.
    halved: f64,
    /// The longest label with what the numbers beside it are.
    line: f64,
    /// What most labels ask for, so that they take one line.
    most: f64,
    /// Each column.
    columns: Vec<f64>,
    /// Columns under one heading.
    spanners: Vec<Range<usize>>,
    /// How many rows there are.
    rows: usize,
}

/// A table of more rows in all of its blocks stays in small type, on fewer pages.
const LONG: usize = 60;

/// Columns under one heading that are read side by side.
const PAIR: usize = 2;

/// Labels of a table that take one line before its type is smaller for them.
const MOST: f64 = 0.8;

impl Blocks {
    /// The columns of a table in so much room.
    pub fn of(table: &Table, ledger: &Ledger, fonts: &Fonts, room: f64) -> Self {
        Asked::of(table, ledger, fonts).laid_out(room)
    }

    /// Whether a text so wide, in ems, has room on a line of its own among the labels.
    pub fn holds_in_line(&self, text: f64) -> bool {
        text * self.size <= self.label - BESIDE_LABEL
    }
}

impl Asked {
    pub(super) fn of(table: &Table, ledger: &Ledger, fonts: &Fonts) -> Self {
        let measures = table.measures(ledger, fonts);
        let columns = measures.iter().map(|own| own.heading.max(own.cells));
        let spanned = |own: &Spanner| own.first..own.first + own.count;
        let label = table.label_width(fonts);
        let mut lines: Vec<f64> = table.lines(fonts).collect();
        lines.sort_by(f64::total_cmp);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let most = (MOST * lines.len() as f64) as usize;
        Self {
            label,
            halved: table.halved_label_width(fonts),
            line: lines.last().copied().unwrap_or(0.0).max(label),
            most: lines.get(most).copied().unwrap_or(0.0).max(label),
            columns: columns.collect(),
            spanners: table.spanners.iter().map(spanned).collect(),
            rows: table.rows.len(),
        }
    }

    /// The width at a size of type, with labels so wide.
    fn width(&self, label: f64, size: f64) -> f64 {
        labels(label, size) + room(&self.columns, size)
    }

    /// Whether the columns have no room beside one another.
    pub(super) fn is_wider(&self, room: f64) -> bool {
        self.width(self.label, LEAST) > room
    }

    /// The columns in so much room.
    pub(super) fn laid_out(&self, room: f64) -> Blocks {
        let fitting = |label: f64| sizes().find(|size| self.width(label, *size) <= room);
        if let Some(size) = fitting(self.most).or_else(|| fitting(self.label)) {
            return self.whole(room, size, self.label);
        }
        // Some labels of two lines take less room than all of them once more.
        if self.width(self.halved, LEAST) <= room {
            return self.whole(room, LEAST, self.halved);
        }
        let parts = |label: f64, size: f64| self.parts(room - labels(label, size), size);
        let (_, fewest) = parts(self.label, LEAST);
        // Blocks about as wide as each other often have room for more.
        let is_long = self.rows * fewest.len() > LONG;
        let roomier = [self.most, self.label].into_iter();
        let roomier = roomier.flat_map(|label| sizes().map(move |size| (label, size)));
        let roomier = roomier.filter(|(_, size)| !is_long || *size == LEAST);
        let roomier = roomier.filter_map(|(label, size)| {
            let (faults, own) = parts(label, size);
            let width = |part: &Range<usize>| labels(label, size) + self.columns_of(part, size);
            let fits = own.len() <= fewest.len() && own.iter().all(|part| width(part) <= room);
            fits.then_some((faults, size, own))
        });
        // The roomiest of those with the fewest faults.
        let found = roomier.min_by_key(|(faults, ..)| *faults);
        let (size, parts) = found.map_or((LEAST, fewest), |(_, size, own)| (size, own));
        self.spread(room, room, size, self.label, parts)
    }

    /// Labels so wide that each takes one line, where that is not too wide for the others.
    fn one_line(&self, size: f64) -> f64 {
        (BESIDE_LABEL + self.line * size).min(WIDEST_ALONE)
    }

    /// The width of the columns of a block.
    fn columns_of(&self, part: &Range<usize>, size: f64) -> f64 {
        room(self.columns.get(part.clone()).unwrap_or_default(), size)
    }

    /// All columns beside one another. A table of few is no wider than its rows are
    /// easily followed.
    fn whole(&self, most: f64, size: f64, label: f64) -> Blocks {
        let natural = self.one_line(size) + room(&self.columns, size);
        let wanted = most.min((1.3 * natural).max(0.6 * most));
        let all = 0..self.columns.len();
        self.spread(most, wanted, size, label, vec![all])
    }

    /// The room beyond what the columns need: the labels take of it what sets them on one
    /// line, and the gaps share the rest, so that no number stands far from its label.
    fn spread(
        &self,
        most: f64,
        wanted: f64,
        size: f64,
        label: f64,
        parts: Vec<Range<usize>>,
    ) -> Blocks {
        let widest = parts.iter().map(|part| self.columns_of(part, size));
        let widest = widest.fold(0.0, f64::max);
        let least = labels(label, size);
        let label = self.one_line(size).min(most - widest).max(least);
        let spaced = parts.into_iter().map(|part| {
            let left = wanted - label - self.columns_of(&part, size);
            let gap = (left / part.len().max(1) as f64).clamp(0.0, MOST_GAP);
            (part, gap)
        });
        let parts: Vec<(Range<usize>, f64)> = spaced.collect();
        let widths = parts
            .iter()
            .map(|(part, gap)| label + self.columns_of(part, size) + gap * part.len() as f64);
        Blocks {
            size,
            width: widths.fold(0.0, f64::max),
            label,
            columns: self.columns.iter().map(|own| own * size).collect(),
            parts,
        }
    }

    /// The columns in blocks beside labels that leave so much room, and their faults.
    fn parts(&self, room: f64, size: f64) -> (usize, Vec<Range<usize>>) {
        let widths: Vec<f64> = self.columns.iter().map(|own| GAP + own * size).collect();
        let single: Vec<Range<usize>> = (0..widths.len()).map(|at| at..at + 1).collect();
        let joined = self.divided(&widths, &self.units(), room);
        let found = joined.or_else(|| self.divided(&widths, &single, room));
        found.unwrap_or((usize::MAX, single))
    }

    /// Where the columns that compare groups begin: behind the last group.
    fn compared_from(&self) -> usize {
        let count = self.columns.len();
        self.spanners.last().map_or(count, |own| own.end.min(count))
    }

    /// Each column; two under one heading, which are read side by side; those that compare
    /// more groups with the last group, as they do not stand without any.
    fn units(&self) -> Vec<Range<usize>> {
        let count = self.columns.len();
        let last = match self.spanners.last() {
            Some(last) if last.len() == PAIR => count,
            _ => self.compared_from(),
        };
        let mut units = Vec::new();
        let mut at = 0;
        while at < count {
            let is_pair = |own: &&Range<usize>| own.start == at && own.len() == PAIR;
            let next = match self.spanners.iter().find(is_pair) {
                Some(pair) => pair.end.min(count),
                None if at + 1 == last => count,
                None => at + 1,
            };
            units.push(at..next);
            at = next;
        }
        units
    }

    /// Units in as few blocks as have room, about as wide as each other; `None` where
    /// several columns that stay together have none. No block has one column where that can be
    /// helped, and few headings stand above columns of two blocks.
    fn divided(
        &self,
        widths: &[f64],
        units: &[Range<usize>],
        room: f64,
    ) -> Option<(usize, Vec<Range<usize>>)> {
        let width =
            |of: &Range<usize>| -> f64 { widths.get(of.clone()).unwrap_or_default().iter().sum() };
        // For the units from each on: what is bad about their blocks, and the first of them.
        let mut best: Vec<(Cost, usize)> = vec![(Cost::default(), units.len())];
        for (at, first) in units.iter().enumerate().rev() {
            let mut chosen: Option<(Cost, usize)> = None;
            for (next, last) in units.iter().enumerate().skip(at) {
                let part = first.start..last.end;
                let own = width(&part);
                if own > room && next > at {
                    break;
                }
                if own > room && part.len() > 1 {
                    return None;
                }
                let (after, _) = best.get(units.len() - next - 1)?;
                let cost = Cost {
                    blocks: after.blocks + 1,
                    faults: after.faults + self.faults_of(&part),
                    uneven: after.uneven + own * own,
                };
                if chosen.as_ref().is_none_or(|(least, _)| cost.is_less(least)) {
                    chosen = Some((cost, next + 1));
                }
            }
            best.push(chosen?);
        }
        let faults = best.last().map_or(0, |(cost, _)| cost.faults);
        let mut parts = Vec::new();
        let mut at = 0;
        while let Some(first) = units.get(at) {
            let (_, next) = best.get(units.len() - at)?;
            let last = units.get(*next - 1)?;
            parts.push(first.start..last.end);
            at = *next;
        }
        Some((faults, parts))
    }

    /// What is bad about a block and where it ends: one column alone, a heading that is
    /// cut, comparisons away from what they compare and, the worst, two groups of which
    /// each stands in another block.
    fn faults_of(&self, part: &Range<usize>) -> usize {
        let (count, end) = (self.columns.len(), part.end);
        let alone = part.len() == 1 && count > 1;
        let cut = |all: &&Range<usize>| all.start < end && end < all.end;
        let cut = self.spanners.iter().find(cut);
        let parted = end == self.compared_from() && end < count;
        let of_cut = cut.map_or(0, |all| if all.len() == PAIR { 4 } else { 1 });
        2 * usize::from(alone) + of_cut + 3 * usize::from(parted)
    }
}

/// What is bad about some blocks, the worst first.
#[derive(Debug, Clone, Copy, Default)]
struct Cost {
    blocks: usize,
    /// Those of [`Asked::faults_of`].
    faults: usize,
    /// The squares of the widths: of as many blocks, least where they are alike.
    uneven: f64,
}

impl Cost {
    fn is_less(&self, other: &Self) -> bool {
        let whole = |own: &Self| (own.blocks, own.faults);
        whole(self)
            .cmp(&whole(other))
            .then(self.uneven.total_cmp(&other.uneven))
            .is_lt()
    }
}

/// The sizes of type, from the largest.
fn sizes() -> impl Iterator<Item = f64> {
    (0..=10).map(|step| LARGEST - (LARGEST - LEAST) * f64::from(step) / 10.0)
}

/// Labels so wide at a size of type, no wider than they need to be beside columns.
fn labels(label: f64, size: f64) -> f64 {
    (BESIDE_LABEL + label * size).min(WIDEST_LABEL)
}

/// Columns with the gaps before them.
fn room(columns: &[f64], size: f64) -> f64 {
    columns.iter().map(|own| GAP + own * size).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Columns so wide, the spanned ones under one heading, beside short labels.
    fn asked(columns: &[f64], spanned: Option<Range<usize>>) -> Asked {
        Asked {
            label: 6.0,
            halved: 6.0,
            line: 9.0,
            most: 8.0,
            columns: columns.to_vec(),
            spanners: spanned.into_iter().collect(),
            rows: 8,
        }
    }

    fn parts(own: &Blocks) -> Vec<Range<usize>> {
        own.parts.iter().map(|(part, _)| part.clone()).collect()
    }

    /// The width of a block with its labels, at the gaps that it has.
    fn width(own: &Blocks, at: usize) -> f64 {
        let (part, gap) = &own.parts[at];
        let columns = &own.columns[part.clone()];
        let columns = columns.iter().map(|width| width + GAP + gap);
        own.label + columns.sum::<f64>()
    }

    const ROOM: f64 = 453.0;

    #[test]
    fn no_block_has_one_column() {
        // Rates of a survival table with the P value behind them.
        for rates in 4..40 {
            let mut columns = vec![11.0; rates];
            columns.push(3.0);
            let own = asked(&columns, None).laid_out(ROOM);
            let sizes: Vec<usize> = parts(&own).iter().map(Range::len).collect();
            assert!(sizes.iter().all(|size| *size > 1), "{rates}: {sizes:?}");
            let (least, most) = (sizes.iter().min(), sizes.iter().max());
            assert!(most.unwrap() - least.unwrap() <= 2, "{rates}: {sizes:?}");
            assert!((0..sizes.len()).all(|at| width(&own, at) < ROOM + 1e-9));
            assert_eq!(sizes.iter().sum::<usize>(), columns.len());
        }
    }

    #[test]
    fn what_compares_groups_stands_beside_a_group() {
        for groups in 2..40 {
            let mut columns = vec![9.0; groups + 1];
            columns.extend([3.0, 9.0]);
            let own = asked(&columns, Some(1..groups + 1)).laid_out(ROOM);
            let last = parts(&own).pop().unwrap();
            assert!(last.start <= groups, "{groups}: {last:?}");
        }
    }

    #[test]
    fn columns_under_one_heading_stay_together_where_they_can() {
        let mut asked = asked(&[13.0; 9], None);
        asked.spanners = vec![0..3, 3..6, 6..9];
        let own = asked.laid_out(ROOM);
        assert_eq!(parts(&own), [0..3, 3..6, 6..9]);
        // Where that takes more blocks, they do not.
        asked.spanners = std::iter::once(0..8).collect();
        assert_eq!(parts(&asked.laid_out(ROOM)).len(), 3);
    }

    #[test]
    fn room_to_spare_goes_to_labels_and_to_every_gap() {
        let own = asked(&[5.0; 4], Some(1..3)).laid_out(ROOM);
        assert!((own.size - LARGEST).abs() < 1e-9);
        assert!((own.label - (BESIDE_LABEL + 9.0 * LARGEST)).abs() < 1e-9);
        let (_, gap) = &own.parts[0];
        assert!(*gap > 0.0 && *gap <= MOST_GAP);
        assert!((width(&own, 0) - own.width).abs() < 1e-9);
        // Of two narrow columns, none stands far from its label.
        let few = asked(&[3.0; 2], None).laid_out(ROOM);
        assert!(few.width < 0.6 * ROOM);
        // Nor because another label is long.
        let mut long = asked(&[9.0], None);
        long.line = 80.0;
        assert!(long.laid_out(ROOM).label <= WIDEST_ALONE);
    }

    #[test]
    fn type_is_smaller_before_labels_take_two_lines() {
        // 8 pt would have room for the labels alone, not for what their numbers are.
        let own = asked(&[8.6; 5], None).laid_out(ROOM);
        assert!(own.size < LARGEST && own.size >= LEAST);
        assert!(own.label >= BESIDE_LABEL + 8.0 * own.size);
        assert_eq!(own.parts.len(), 1);
    }

    #[test]
    fn two_groups_stand_side_by_side() {
        let mut apart = 0;
        for width in 8..24 {
            let width = f64::from(width);
            for compared in [vec![], vec![3.0], vec![3.0, 10.0], vec![3.0, 10.0, 14.0]] {
                let mut columns = vec![width; 3];
                columns.extend(&compared);
                let own = asked(&columns, Some(1..3)).laid_out(ROOM);
                let parts = parts(&own);
                apart += usize::from(parts.len() > 1);
                let beside = parts.iter().any(|part| part.start <= 1 && part.end >= 3);
                assert!(beside, "{width}, {compared:?}: {parts:?}");
            }
        }
        assert!(apart > 10);
    }

    #[test]
    fn labels_of_two_lines_stand_before_a_second_block() {
        let mut own = asked(&[9.0; 5], None);
        (own.label, own.halved, own.line, own.most) = (13.0, 13.0, 13.0, 13.0);
        assert!(own.laid_out(ROOM).parts.len() > 1);
        own.halved = 8.0;
        let own = own.laid_out(ROOM);
        assert_eq!(own.parts.len(), 1);
        // They take what the columns leave.
        assert!((own.width - ROOM).abs() < 1e-9);
        assert!(own.label > BESIDE_LABEL + 8.0 * own.size);
    }

    #[test]
    fn a_column_that_is_wider_than_a_page_stands_alone() {
        let own = asked(&[9.0, 90.0, 9.0, 3.0], None).laid_out(ROOM);
        assert_eq!(parts(&own), [0..1, 1..2, 2..4]);
        assert!(asked(&[], None).laid_out(ROOM).width > 0.0);
    }
}
