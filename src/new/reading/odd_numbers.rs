//! Numbers with a sign that says something of them: a plus behind censored times, as R
//! prints them, and brackets around negative amounts. What the sign says is not guessed, so
//! that nothing can be read before a person writes it out.

use super::super::Raw;
use super::super::cells::{Present, Text};
use super::Found;

/// A sign at a number.
struct Sign {
    /// The number without it.
    bare: fn(&str) -> Option<&str>,
    /// The fewest different numbers that have it, and of all.
    fewest: (usize, usize),
    /// The share of the cells that have it, at least one in so many.
    one_in: usize,
    /// What it is, and what to write.
    told: [&'static str; 2],
}

const SIGNS: [Sign; 2] = [
    // Fewer are levels, such as 1+, 2+ and 3+, or ages of 90+.
    Sign {
        bare: |cell| cell.strip_suffix('+').map(str::trim_end),
        fewest: (4, 8),
        one_in: usize::MAX,
        told: [
            "have a plus",
            "by which R marks censored times: write the times as numbers, and beside them a column of \
             0 where there is a plus and 1 elsewhere",
        ],
    },
    Sign {
        bare: |cell| cell.strip_prefix('(')?.strip_suffix(')').map(str::trim),
        fewest: (1, 3),
        one_in: 5,
        told: [
            "stand in brackets",
            "by which accounts mark negative amounts: write a minus before them, or list them under missing",
        ],
    },
];

/// A column of numbers of which some have such a sign; `None` for others.
pub(super) fn column(raw: &Raw, cells: &Present<'_>) -> Option<Found> {
    let sign = SIGNS.iter().find(|sign| sign.is_in(cells))?;
    let mut signed = cells.iter().filter(|own| (sign.bare)(own.text).is_some());
    let Text {
        text: cell, row, ..
    } = signed.next()?;
    let place = raw.place(row);
    let [what, help] = sign.told;
    Some(Found::unsure(format!(
        "is not analysed, as some of its numbers {what}, such as \"{cell}\" ({place}), {help}"
    )))
}

impl Sign {
    fn is_in(&self, cells: &Present<'_>) -> bool {
        let is_number = |cell: &str| {
            let number = (self.bare)(cell).unwrap_or(cell).replace(',', ".");
            let begins = number.starts_with(|c: char| c.is_ascii_digit() || c == '-');
            begins && number.parse::<f64>().is_ok()
        };
        let signed = cells.only(|cell| (self.bare)(cell).is_some());
        if signed.is_empty() || !cells.texts().all(is_number) {
            return false;
        }
        let (some, many) = self.fewest;
        let different = cells.texts().count();
        // Whole numbers in brackets and few others are levels.
        let is_fraction = cells.texts().any(|cell| cell.contains(['.', ',']));
        signed.texts().count() >= some
            && different >= many
            && (is_fraction || different > 6)
            && signed.len().saturating_mul(self.one_in) >= cells.len()
    }
}
