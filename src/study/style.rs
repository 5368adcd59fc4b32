//! How a journal prints numbers: `[style]`.

use super::section::Section;

/// How many digits a p-value is printed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PValues {
    /// As many as `p_digits`, smaller ones as `<0.001`.
    Fixed,
    /// Two from 0.01 on, three from 0.001 on, smaller ones as `<0.001`.
    Graded,
    /// Two significant digits, four after the point at most, smaller ones as
    /// `<0.0001`.
    Significant,
}

const P_VALUES: [(&str, PValues); 3] = [
    ("fixed", PValues::Fixed),
    ("graded", PValues::Graded),
    ("significant", PValues::Significant),
];

/// What stands between the ends of an interval or of the quartiles. Where an
/// end is negative, or no number, it is always "to".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RangeMark {
    /// Now "to", now a dash, as a table has room.
    Free,
    /// " to "
    To,
    /// En dash.
    Dash,
    /// Hyphen.
    Hyphen,
}

const RANGE_MARKS: [(&str, RangeMark); 4] = [
    ("free", RangeMark::Free),
    ("to", RangeMark::To),
    ("dash", RangeMark::Dash),
    ("hyphen", RangeMark::Hyphen),
];

const DECIMAL_MARKS: [(&str, char); 3] = [(".", '.'), (",", ','), ("·", '·')];

const P_SYMBOLS: [(&str, &str); 2] = [("P", "P"), ("p", "p")];

/// The print of numbers, as a journal's instructions to authors ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberStyle {
    /// The journal that the others started from.
    pub journal: &'static str,
    /// Digits of p-values.
    pub p_values: PValues,
    /// Whether p-values and significance levels have a zero before the mark.
    pub leading_zero: bool,
    /// Between whole and fraction.
    pub decimal_mark: char,
    /// Between two ends.
    pub range: RangeMark,
    /// The letter for a p-value.
    pub p_symbol: &'static str,
    /// Whether that letter is set in italics.
    pub p_italic: bool,
    /// Whether the sign behind it stands between spaces.
    pub p_spaced: bool,
    /// Whether a comma follows "95% CI".
    pub interval_comma: bool,
}

impl Default for NumberStyle {
    fn default() -> Self {
        Self {
            journal: "none",
            p_values: PValues::Fixed,
            leading_zero: true,
            decimal_mark: '.',
            range: RangeMark::Free,
            p_symbol: "P",
            p_italic: true,
            p_spaced: true,
            interval_comma: false,
        }
    }
}

/// What the journals ask for; `docs/study-file.md` names the instructions.
fn journals() -> [(&'static str, NumberStyle); 6] {
    let none = NumberStyle::default();
    let closed = NumberStyle {
        p_italic: false,
        p_spaced: false,
        ..none
    };
    [
        ("none", none),
        (
            "nejm",
            NumberStyle {
                journal: "nejm",
                p_values: PValues::Graded,
                range: RangeMark::To,
                interval_comma: true,
                ..closed
            },
        ),
        (
            "jama",
            NumberStyle {
                journal: "jama",
                p_values: PValues::Graded,
                leading_zero: false,
                range: RangeMark::Hyphen,
                interval_comma: true,
                ..none
            },
        ),
        (
            "lancet",
            NumberStyle {
                journal: "lancet",
                p_values: PValues::Significant,
                decimal_mark: '·',
                range: RangeMark::Dash,
                p_symbol: "p",
                ..closed
            },
        ),
        (
            "bmj",
            NumberStyle {
                journal: "bmj",
                p_values: PValues::Graded,
                range: RangeMark::To,
                ..closed
            },
        ),
        (
            "bmc",
            NumberStyle {
                journal: "bmc",
                range: RangeMark::Dash,
                p_symbol: "p",
                ..none
            },
        ),
    ]
}

impl NumberStyle {
    pub(super) fn read(section: Option<&Section<'_>>) -> Self {
        let Some(section) = section else {
            return Self::default();
        };
        let base = section.choice("journal", &journals()).unwrap_or_default();
        let style = Self {
            journal: base.journal,
            p_values: section
                .choice("p_values", &P_VALUES)
                .unwrap_or(base.p_values),
            leading_zero: section.boolean("leading_zero").unwrap_or(base.leading_zero),
            decimal_mark: section
                .choice("decimal_mark", &DECIMAL_MARKS)
                .unwrap_or(base.decimal_mark),
            range: section.choice("range", &RANGE_MARKS).unwrap_or(base.range),
            p_symbol: section
                .choice("p_symbol", &P_SYMBOLS)
                .unwrap_or(base.p_symbol),
            p_italic: section.boolean("p_italic").unwrap_or(base.p_italic),
            p_spaced: section.boolean("p_spaced").unwrap_or(base.p_spaced),
            interval_comma: section
                .boolean("interval_comma")
                .unwrap_or(base.interval_comma),
        };
        section.finish();
        style
    }
}
