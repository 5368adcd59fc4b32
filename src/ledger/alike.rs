//! Numbers that a reader compares are printed with alike digits.
//!
//! Journals write 9811 without a mark and 12,236 with one; beside the latter, in one
//! interval, one row or one column, the former is 9,811. Beside a median time of 100.5
//! days in one group, that of another is 980.0.

use std::collections::HashSet;

use super::Ledger;
use crate::number::conventions::Conventions;
use crate::number::format::{Format, beside_grouped, is_grouped, print, whole_digits};
use crate::number::{Number, Path, Subject};

/// Numbers of one kind, which stand beside one another in tables and sentences.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Family {
    /// How many rows there are, of whatever.
    Counts,
    /// Values of a variable, an endpoint or the outcome of a model, and differences
    /// of them.
    Values(Subject, Option<String>),
    /// The numbers of one analysis.
    Analysis(Path),
}

impl Family {
    /// That of a number; `None` for what no other number is compared with.
    fn of(number: &Number) -> Option<Self> {
        if number.value.number().is_none() || number.is_p_value() {
            return None;
        }
        let subject = || number.id.subject().clone();
        let unit = number.unit.clone();
        Some(match (number.format, &unit, number.id.key()) {
            (Format::Digits(0), None, key) if !STATISTICS.contains(&key) => Self::Counts,
            (_, _, key) if STATISTICS.contains(&key) => Self::Analysis(number.id.path().clone()),
            (Format::Measured(_), _, _) | (_, Some(_), _) => Self::Values(subject(), unit),
            _ => Self::Analysis(number.id.path().clone()),
        })
    }
}

/// The keys of what is on a scale of its own.
const STATISTICS: [&str; 2] = ["statistic", "sum"];

impl Ledger {
    /// Gives those of these numbers that have no digits behind the mark one, where others
    /// of the same subject and method have some.
    pub(crate) fn share_digits(
        &mut self,
        conventions: &Conventions,
        is_shared: impl Fn(&Number) -> bool,
    ) {
        let family = |number: &Number| (number.id.subject().clone(), number.method.id);
        let of_parts = |number: &&Number| {
            matches!(number.format, Format::Measured(1..)) && number.value.number().is_some()
        };
        let shared = |number: &&Number| is_shared(number);
        let finer = self.numbers.iter().filter(shared).filter(of_parts);
        let families: HashSet<_> = finer.map(family).collect();
        if families.is_empty() {
            return;
        }
        for number in self.numbers.iter_mut().filter(|own| is_shared(own)) {
            if number.format == Format::Measured(0) && families.contains(&family(number)) {
                number.format = Format::Measured(1);
                let printed = print(&number.value, number.format, number.n, conventions);
                (number.text, number.decimals) = (printed.text, printed.decimals);
            }
        }
    }

    /// Groups the digits of numbers of four where numbers of the same kind have more.
    pub(crate) fn group_digits_alike(&mut self) {
        let style = self.style;
        if style.thousands.separator(style.decimal_mark).is_none() {
            return;
        }
        let is_long = |number: &&Number| is_grouped(whole_digits(&number.text, style));
        let long = self.numbers.iter().filter(is_long);
        let families: HashSet<Family> = long.filter_map(Family::of).collect();
        if families.is_empty() {
            return;
        }
        for number in &mut self.numbers {
            if let Some(text) = beside_grouped(&number.text, style)
                && Family::of(number).is_some_and(|own| families.contains(&own))
            {
                number.text = text;
            }
        }
    }
}
