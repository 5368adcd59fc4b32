//! Headers of two or three rows, the upper of which name groups of columns.

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
        let before = header.checked_sub(1);
        let first = [Some(header), before]
            .into_iter()
            .flatten()
            .find(|first| self.is_divided(*first))?;
        let count = if self.is_divided(first + 1) { 3 } else { 2 };
        Some(HeaderRows { first, count })
    }

    /// Whether a row names groups of the columns that the next one names.
    fn is_divided(&self, first: usize) -> bool {
        let (Some(upper), Some(lower)) = (self.first.get(first), self.first.get(first + 1)) else {
            return false;
        };
        let below = self.first.get(first + 2..).unwrap_or_default();
        let words = |line: &Line| {
            let mut filled = line.fields.iter().filter(|field| !field.is_empty());
            line.filled() > 1 && filled.all(|field| !is_date_or_number(field))
        };
        if below.len() < ENOUGH || !words(upper) || !words(lower) || !is_unlike(lower, below) {
            return false;
        }
        let numbers: Vec<usize> = number_columns(below).collect();
        let is_named = |at: &usize| has_text(lower, *at) || has_text(upper, *at);
        let mut under = numbers.iter().filter(|at| has_text(lower, **at));
        let is_under_gap = under.clone().any(|at| !has_text(upper, *at));
        let all_units = under.all(|at| lower.fields.get(*at).is_some_and(|text| is_unit(text)));
        let repeats = |line: &Line| {
            let texts = line.fields.iter().filter(|text| !text.is_empty());
            let texts: Vec<&String> = texts.collect();
            let again = |(at, text): (usize, &&String)| texts.iter().skip(at + 1).any(|t| t == text);
            texts.iter().enumerate().any(again)
        };
        let is_grouped = is_under_gap || (repeats(upper) && numbers.iter().any(|at| has_text(lower, *at)));
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
