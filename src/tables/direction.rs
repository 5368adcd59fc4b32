//! Which way an effect points: who is higher where it is above 0.

use crate::ledger::Ledger;
use crate::number::{Method, Name, Path};
use crate::statistics::methods;
use crate::wording::Wording;

/// What an effect above 0 means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Direction<'a> {
    /// Values are higher in the first of two groups than in the second.
    Higher([String; 2]),
    /// Values rise over the groups of this name.
    Rising(&'a str),
}

impl<'a> Direction<'a> {
    /// The direction of an effect size of `groups`, which is as `age.by_arm`: by
    /// the levels of the grouping that have a value, in order, and its label.
    /// Nothing for an effect that has none, such as Cramér's V.
    pub fn of(
        method: &Method,
        ledger: &Ledger,
        groups: &Path,
        levels: impl Iterator<Item = (&'a Name, String)>,
        label: &'a str,
    ) -> Option<Self> {
        if method.id == methods::KENDALL.id {
            return Some(Self::Rising(label));
        }
        if ![methods::RANK_BISERIAL.id, methods::HEDGES_G.id].contains(&method.id) {
            return None;
        }
        let has_rows = |(id, _): &(&Name, String)| {
            let size = ledger.get(groups.clone().at(id).key("n"));
            size.and_then(|size| size.value.number())
                .is_some_and(|n| n > 0.0)
        };
        let filled: Vec<String> = levels.filter(has_rows).map(|(_, label)| label).collect();
        filled.try_into().ok().map(Self::Higher)
    }

    /// The direction of an effect of this size, for a sentence; nothing for 0.
    pub fn in_text(self, effect: f64, words: Wording) -> Option<String> {
        if effect == 0.0 {
            return None;
        }
        let text = match self {
            Self::Higher([first, second]) => {
                let group = if effect > 0.0 { first } else { second };
                words.fill("number.higher", &[("group", &words.in_sentence(&group))])
            }
            Self::Rising(by) => {
                let key = if effect > 0.0 {
                    "number.rising"
                } else {
                    "number.falling"
                };
                words.fill(key, &[("by", &words.in_sentence(by))])
            }
        };
        Some(text)
    }

    /// The title of the effect size with what it means above 0.
    pub fn footnote(self, title: &str, words: Wording) -> String {
        match self {
            Self::Higher([first, second]) => words.fill(
                "table.higher_note",
                &[("title", title), ("first", &first), ("second", &second)],
            ),
            Self::Rising(by) => words.fill("table.rising_note", &[("title", title), ("by", by)]),
        }
    }
}
