//! How a number was found.

use crate::wording::Wording;

/// How a number was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Method {
    /// As templates ask for it: `kruskal-wallis`.
    pub id: &'static str,
    /// As printed: "Kruskal-Wallis test".
    pub title: &'static str,
    /// The R call that gives the same.
    pub r: &'static str,
    /// The symbol of an effect size, else empty.
    pub symbol: &'static str,
    /// Who chose it.
    pub asked: Asked,
}

impl Method {
    /// Its title in the language of a report, where that has its own, with the
    /// apostrophes and minus signs of print.
    pub fn title_in(&self, words: Wording) -> String {
        let title = words.statistic(self.id, self.title);
        title.replace('\'', "\u{2019}").replace(" - ", " \u{2212} ")
    }
}

/// Who chose a method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// A rule of the study, by the data.
    ByRule,
    /// The study, by the statistic's name.
    ByName,
}
