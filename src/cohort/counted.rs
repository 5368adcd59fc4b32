//! Rows that stand for several patients who are alike, as a database counts them.
//!
//! They are read once, checked once, and then repeated in the typed columns, where a
//! cell takes one to eight bytes: every analysis is that of the file with each row
//! written out, to the last bit.

use super::Cohort;
use crate::findings::{Finding, Findings};

/// Most patients that the rows of a file can stand for.
const MOST: u64 = 100_000_000;

/// How many patients each row stands for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Counts(Vec<u32>);

impl Counts {
    /// Adds a row. What is no count is one, with the problem of its cell.
    pub(super) fn take(&mut self, text: &str) -> Option<Finding> {
        let count = read(text);
        self.0.push(count.unwrap_or(1));
        count.is_none().then(|| {
            let problem = "is not a whole number of patients";
            let help = "write how many patients the row stands for: 1, 2, 3, …";
            Finding::new("", problem, help).with_value(text)
        })
    }

    pub(super) fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub(super) fn reserve(&mut self, rows: usize) {
        self.0.reserve(rows);
    }

    /// More patients than can be held, with how many there are.
    pub(super) fn too_many(&self) -> Option<u64> {
        let all = self.0.iter().copied().map(u64::from).sum();
        (all > MOST).then_some(all)
    }

    /// The cohort with a row for each patient; none for a row of no patients.
    pub(super) fn repeat(&self, cohort: &Cohort) -> Cohort {
        let rows = self.0.iter().enumerate();
        let rows: Vec<usize> = rows
            .flat_map(|(row, count)| std::iter::repeat_n(row, *count as usize))
            .collect();
        cohort.select(&rows)
    }
}

/// A count, also one that a program wrote as a number with a fraction of zeros.
fn read(text: &str) -> Option<u32> {
    let text = text.trim();
    let whole = match text.split_once('.') {
        Some((whole, zeros)) if zeros.bytes().all(|digit| digit == b'0') => whole,
        Some(_) => return None,
        None => text,
    };
    let is_digits = !whole.is_empty() && whole.bytes().all(|digit| digit.is_ascii_digit());
    is_digits.then(|| whole.parse().ok()).flatten()
}

/// Notes a file that stands for too many patients.
pub(super) fn check(counts: &Counts, file: &str, findings: &mut Findings) {
    if let Some(all) = counts.too_many() {
        let problem = format!("stands for {all} patients, more than the {MOST} that are held");
        let help = "take a sample, or group the rows by fewer variables and use tables of counts";
        findings.push(Finding::new(file, problem, help));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_whole_numbers() {
        for (text, count) in [
            ("1", Some(1)),
            ("0", Some(0)),
            (" 12 ", Some(12)),
            ("3.0", Some(3)),
            ("007", Some(7)),
            ("", None),
            ("1.5", None),
            ("-1", None),
            ("+1", None),
            ("1e3", None),
            (".0", None),
            ("NA", None),
            ("99999999999", None),
        ] {
            assert_eq!(read(text), count, "{text}");
        }
    }

    #[test]
    fn too_many_patients_are_told() {
        let mut counts = Counts::default();
        assert!(counts.take("100000000").is_none());
        assert_eq!(counts.too_many(), None);
        assert!(counts.take("x").is_some());
        assert_eq!(counts.too_many(), Some(100_000_001));
    }
}
