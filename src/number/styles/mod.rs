//! How journals print numbers.
//!
//! Each journal is one file with one record: the style that its instructions to
//! authors ask for, and where they were read. To add a journal: a file here
//! with its `JOURNAL`, its `mod` line, and its place in [`JOURNALS`].

mod annals;
mod annsurg;
mod apa;
mod bmc;
mod bmj;
mod documentation;
mod jama;
mod jco;
mod jmir;
mod lancet;
mod nejm;
mod plos;
mod vancouver;

pub use documentation::documentation;

use super::conventions::Rounding;
use crate::wording::Wording;

/// How many digits a p-value is printed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PValues {
    /// As many as `p_digits`, smaller ones as `<0.001`.
    Fixed,
    /// Two from 0.01 on, three from 0.001 on, smaller ones as `<0.001`.
    Graded,
    /// Two from 0.2 on, three from 0.001 on, smaller ones as `<0.001`.
    GradedToFifth,
    /// Two significant digits, four after the point at most, smaller ones as
    /// `<0.0001`.
    Significant,
}

impl PValues {
    /// The words of the study file.
    pub const WORDS: [(&'static str, Self); 4] = [
        ("fixed", Self::Fixed),
        ("graded", Self::Graded),
        ("graded-to-0.2", Self::GradedToFifth),
        ("significant", Self::Significant),
    ];
}

/// The text between the ends of an interval or of the quartiles. Where an
/// end is negative, as `<1`, a date or no number, it is "to" in place of a dash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RangeMark {
    /// " to " in text, a dash in tables and figures.
    ToInText,
    /// " to "
    To,
    /// En dash.
    Dash,
    /// Hyphen.
    Hyphen,
    /// ", " between confidence limits ("; " beside a decimal comma), an en dash
    /// between other ends.
    Comma,
}

impl RangeMark {
    /// The words of the study file.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("to-in-text", Self::ToInText),
        ("to", Self::To),
        ("dash", Self::Dash),
        ("hyphen", Self::Hyphen),
        ("comma", Self::Comma),
    ];
}

/// What stands between groups of three digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thousands {
    /// Nothing.
    None,
    /// A comma; a point where the comma is the decimal mark.
    Mark,
    /// A narrow space that does not break.
    Space,
}

impl Thousands {
    /// The words of the study file.
    pub const WORDS: [(&'static str, Self); 3] = [
        ("none", Self::None),
        ("mark", Self::Mark),
        ("space", Self::Space),
    ];

    /// The character beside this decimal mark.
    pub fn separator(self, decimal_mark: char) -> Option<char> {
        match self {
            Self::None => None,
            Self::Mark if decimal_mark == ',' => Some('.'),
            Self::Mark => Some(','),
            Self::Space => Some('\u{202f}'),
        }
    }
}

/// The decimal marks of the study file.
pub const DECIMAL_MARKS: [(&str, char); 3] = [(".", '.'), (",", ','), ("·", '·')];

/// The letters for a p-value of the study file.
pub const P_SYMBOLS: [(&str, &str); 2] = [("P", "P"), ("p", "p")];

/// The print of numbers, as a journal's instructions to authors ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberStyle {
    /// The journal that the others started from.
    pub journal: &'static str,
    /// Digits of p-values.
    pub p_values: PValues,
    /// Whether p-values and significance levels have a zero before the mark.
    /// Without it a p-value of 1 is above the greatest that is below: `>.99`.
    pub leading_zero: bool,
    /// Whether correlations, effect sizes and other numbers that cannot exceed 1 have one.
    pub bounded_zero: bool,
    /// Between whole and fraction.
    pub decimal_mark: char,
    /// Between groups of three digits, in numbers of five digits and more.
    pub thousands: Thousands,
    /// Between two ends.
    pub range: RangeMark,
    /// Whether a confidence interval stands in square brackets, without the unit of its
    /// estimate.
    pub interval_brackets: bool,
    /// Whether the percent sign follows both ends of a range.
    pub percent_repeated: bool,
    /// Rows from which on a percentage has digits after the mark.
    pub percent_digits_from: u32,
    /// Rule of rounding, if `[conventions]` names none.
    pub rounding: Rounding,
    /// The letter for a p-value.
    pub p_symbol: &'static str,
    /// Whether the head of a column of p-values has the word behind the letter.
    pub p_value_head: bool,
    /// Whether that letter is set in italics.
    pub p_italic: bool,
    /// Whether the sign behind it has spaces around it.
    pub p_spaced: bool,
    /// Whether a space follows the "<" of a p-value in text.
    pub p_sign_apart: bool,
    /// Whether text has "15 of 24" instead of "15/24".
    pub count_of: bool,
    /// Whether a comma follows "95% CI".
    pub interval_comma: bool,
    /// The words beside numbers, in the language of the report.
    pub words: Wording,
}

impl NumberStyle {
    /// Of no journal.
    pub const NONE: Self = Self {
        journal: "none",
        p_values: PValues::Fixed,
        leading_zero: true,
        bounded_zero: true,
        decimal_mark: '.',
        thousands: Thousands::Mark,
        range: RangeMark::Dash,
        interval_brackets: false,
        percent_repeated: false,
        percent_digits_from: 0,
        rounding: Rounding::HalfUp,
        p_symbol: "P",
        p_value_head: false,
        p_italic: true,
        p_spaced: true,
        p_sign_apart: false,
        count_of: false,
        interval_comma: false,
        words: Wording::ENGLISH,
    };
}

impl NumberStyle {
    /// What opens and closes a confidence interval behind its estimate.
    pub fn interval_marks(self) -> [&'static str; 2] {
        if self.interval_brackets {
            ["[", "]"]
        } else {
            ["(", ")"]
        }
    }
}

impl Default for NumberStyle {
    fn default() -> Self {
        Self::NONE
    }
}

/// A rule of print and where it was read.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// What is printed how.
    pub what: &'static str,
    /// Where it was read; empty for a rule that is not followed.
    pub source: &'static str,
}

/// A journal, or a manual of style that journals follow.
#[derive(Debug, Clone, Copy)]
pub struct Journal {
    /// Its full name.
    pub name: &'static str,
    /// What the style follows, rule by rule.
    pub rules: &'static [Rule],
    /// The style; its `journal` is the word of the study file.
    pub style: NumberStyle,
}

/// Every journal, in the order of the documentation.
pub static JOURNALS: [&Journal; 12] = [
    &nejm::JOURNAL,
    &jama::JOURNAL,
    &lancet::JOURNAL,
    &bmj::JOURNAL,
    &annals::JOURNAL,
    &annsurg::JOURNAL,
    &jco::JOURNAL,
    &plos::JOURNAL,
    &bmc::JOURNAL,
    &jmir::JOURNAL,
    &apa::JOURNAL,
    &vancouver::JOURNAL,
];

/// Every style with the word that the study file uses, that of no journal
/// first.
pub fn styles() -> Vec<(&'static str, NumberStyle)> {
    let journals = JOURNALS.iter().map(|journal| journal.style);
    std::iter::once(NumberStyle::NONE)
        .chain(journals)
        .map(|style| (style.journal, style))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn journals_have_words_of_their_own_and_a_source() {
        let mut words: Vec<&str> = styles().iter().map(|(word, _)| *word).collect();
        let all = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), all);
        for journal in JOURNALS {
            let word = journal.style.journal;
            assert!(!journal.name.is_empty() && !journal.rules.is_empty());
            assert!(word.chars().all(|c| c.is_ascii_lowercase()), "{word}");
            assert!(documentation().contains(&format!("`{word}`")));
        }
    }
}
