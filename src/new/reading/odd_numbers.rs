//! Numbers with a sign that says something of them: a plus behind censored times, as R
//! prints them, and brackets around negative amounts. What the sign says is not guessed, so
//! that nothing can be read before a person writes it out.

use std::collections::BTreeSet;

use super::super::Raw;
use super::{Found, Present};

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
    let (row, cell) = cells.iter().find(|(_, cell)| (sign.bare)(cell).is_some())?;
    let place = raw.places.get(*row).map_or("", String::as_str);
    let [what, help] = sign.told;
    Some(Found::unsure(format!(
        "is not analysed, as some of its numbers {what}, such as \"{cell}\" ({place}), {help}"
    )))
}

impl Sign {
    fn is_in(&self, cells: &Present<'_>) -> bool {
        if cells.iter().all(|(_, cell)| (self.bare)(cell).is_none()) {
            return false;
        }
        let mut with: BTreeSet<&str> = BTreeSet::new();
        let mut all: BTreeSet<&str> = BTreeSet::new();
        let mut signed = 0_usize;
        for (_, cell) in cells {
            let bare = (self.bare)(cell);
            let number = bare.unwrap_or(cell).replace(',', ".");
            let begins = number.starts_with(|c: char| c.is_ascii_digit() || c == '-');
            if !begins || number.parse::<f64>().is_err() {
                return false;
            }
            all.insert(cell);
            if bare.is_some() {
                with.insert(cell);
                signed += 1;
            }
        }
        let (some, many) = self.fewest;
        // Whole numbers in brackets and few others are levels.
        let is_fraction = all.iter().any(|cell| cell.contains(['.', ',']));
        with.len() >= some
            && all.len() >= many
            && (is_fraction || all.len() > 6)
            && signed.saturating_mul(self.one_in) >= cells.len()
    }
}
