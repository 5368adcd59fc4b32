//! Headers of two or three rows, the upper of which name groups of columns.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::above::{ENOUGH, has_text, is_unlike, number_columns};
use super::shape::{is_date_or_number, is_unit};
use super::{Line, Notes, Sample};
use crate::input::header_rows::compose;

/// Where a header begins, and how many rows it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HeaderRows {
    pub(super) first: usize,
    pub(super) count: usize,
}

impl HeaderRows {
    /// The last of its rows.
    pub(super) fn last(self) -> usize {
        self.first + self.count - 1
    }
}

impl Sample {
    /// The rows of the header, of which one is known.
    pub(super) fn header_rows(&self, header: usize) -> Option<HeaderRows> {
        let before = header
            .checked_sub(1)
            .filter(|_| self.has_alike(header..=header));
        let upper = [Some(header), before, Some(header + 1)]
            .into_iter()
            .flatten()
            .find(|first| self.is_divided(*first))?;
        let last = upper + if self.is_divided(upper + 1) { 2 } else { 1 };
        // Groups may stand in groups, right above them.
        let above = upper
            .checked_sub(1)
            .filter(|at| match self.first.get(*at..=upper) {
                Some([above, below]) => are_words(above) && above.number + 1 == below.number,
                _ => false,
            });
        let above = above.filter(|at| *at >= header || self.has_alike(upper..=last));
        let first = above.unwrap_or(upper);
        (first <= header).then_some(HeaderRows {
            first,
            count: last - first + 1,
        })
    }

    /// Whether names that are composed from these rows are alike.
    fn has_alike(&self, rows: RangeInclusive<usize>) -> bool {
        let lines = self.first.get(rows).unwrap_or_default();
        let fields: Vec<Vec<String>> = lines.iter().map(|line| line.fields.clone()).collect();
        let names = compose(&fields);
        let names: Vec<&String> = names.iter().filter(|name| !name.is_empty()).collect();
        let different: BTreeSet<&&String> = names.iter().collect();
        different.len() < names.len()
    }

    /// Whether a row names groups of the columns that the next one names.
    fn is_divided(&self, first: usize) -> bool {
        let (Some(upper), Some(lower)) = (self.first.get(first), self.first.get(first + 1)) else {
            return false;
        };
        let below = self.first.get(first + 2..).unwrap_or_default();
        if below.len() < ENOUGH
            || !are_words(upper)
            || !are_words(lower)
            || !is_unlike(lower, below)
        {
            return false;
        }
        let numbers: Vec<usize> = number_columns(below).collect();
        let is_named = |at: &usize| has_text(lower, *at) || has_text(upper, *at);
        let mut under = numbers.iter().filter(|at| has_text(lower, **at));
        let is_under_gap = under.clone().any(|at| !has_text(upper, *at));
        let all_units = under.all(|at| lower.fields.get(*at).is_some_and(|text| is_unit(text)));
        let is_grouped = is_under_gap
            || (self.has_alike(first..=first) && numbers.iter().any(|at| has_text(lower, *at)));
        numbers.iter().all(is_named) && is_grouped && !all_units
    }

    /// Tells of a header of several rows.
    pub(super) fn tell_header_rows(&self, rows: HeaderRows, notes: &mut Notes<'_>) {
        let Some(lines) = self.first.get(rows.first..=rows.last()) else {
            return;
        };
        let fields: Vec<Vec<String>> = lines.iter().map(|line| line.fields.clone()).collect();
        let names = compose(&fields);
        let composed = names.iter().filter(|name| name.contains(": ")).take(2);
        let shown: Vec<String> = match composed.clone().next() {
            Some(_) => composed.map(|name| format!("\"{name}\"")).collect(),
            None => names
                .iter()
                .filter(|name| !name.is_empty())
                .take(4)
                .map(|name| format!("\"{name}\""))
                .collect(),
        };
        let problem = format!(
            "begins a header of {} rows; columns are named by the lowest text, and by that of their group where names are alike: {}",
            rows.count,
            shown.join(", ")
        );
        let help = "remove header_rows in [cohort] if only one row is the header";
        notes.add(lines.first().map_or(1, |line| line.number), problem, help);
    }
}

/// Whether a row has several cells, all of them words.
fn are_words(line: &Line) -> bool {
    let mut filled = line.fields.iter().filter(|field| !field.is_empty());
    line.filled() > 1 && filled.all(|field| !is_date_or_number(field))
}
