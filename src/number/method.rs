//! How a number was found.

use super::format::setting;
use super::styles::NumberStyle;

/// The one number of titles that styles group in different ways, as titles have it.
const HUNDRED_THOUSAND: &str = "100,000";

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
    /// apostrophes, minus signs and groups of digits of print.
    pub fn title_in(&self, style: NumberStyle) -> String {
        let title = style.words.statistic(self.id, self.title);
        let title = title.replace('\'', "\u{2019}").replace(" - ", " \u{2212} ");
        title.replace(HUNDRED_THOUSAND, &setting(100_000.0, style))
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
