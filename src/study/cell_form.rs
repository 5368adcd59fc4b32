//! How the cells of a file or of one column are written: the mark of decimals,
//! thousands separators, the order of dates, limits of detection, marks behind numbers,
//! empty cells that are a level.

use super::level::Level;
use super::section::Section;
use super::variable::Kind;
use crate::findings::suggest;

/// The mark before the decimals of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decimal {
    /// `12.5`.
    Point,
    /// `12,5`.
    Comma,
}

/// What stands between groups of three digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thousands {
    /// `1,250`.
    Comma,
    /// `1.250`.
    Point,
    /// `1 250`, also with a no-break or thin space.
    Space,
    /// `1'250`.
    Apostrophe,
}

/// What is read from a cell below or above a limit of detection, such as `<0.5`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limits {
    /// The limit itself.
    Value,
    /// Half of it where the value is below; the limit where it is above.
    Half,
    /// Missing.
    Missing,
}

/// The order of day, month and year in dates that do not show it themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// Year, month, day.
    YearMonthDay,
    /// Day, month, year.
    DayMonthYear,
    /// Month, day, year.
    MonthDayYear,
    /// The day numbers of spreadsheets, in which 2018-01-01 is 43101.
    DayNumber,
    /// Those of spreadsheets that begin in 1904, in which it is 41639.
    DayNumber1904,
}

const DECIMALS: [(&str, Decimal); 2] = [(".", Decimal::Point), (",", Decimal::Comma)];

const THOUSANDS: [(&str, Thousands); 4] = [
    (",", Thousands::Comma),
    (".", Thousands::Point),
    (" ", Thousands::Space),
    ("'", Thousands::Apostrophe),
];

const LIMITS: [(&str, Limits); 3] = [
    ("value", Limits::Value),
    ("half", Limits::Half),
    ("missing", Limits::Missing),
];

const DATES: [(&str, DateOrder); 5] = [
    ("ymd", DateOrder::YearMonthDay),
    ("dmy", DateOrder::DayMonthYear),
    ("mdy", DateOrder::MonthDayYear),
    ("day_number", DateOrder::DayNumber),
    ("day_number_1904", DateOrder::DayNumber1904),
];

impl Decimal {
    /// The word that the study file uses, which is the mark.
    pub fn word(self) -> &'static str {
        super::section::word(&DECIMALS, self)
    }
}

impl Thousands {
    /// The word that the study file uses, which is the separator.
    pub fn word(self) -> &'static str {
        super::section::word(&THOUSANDS, self)
    }

    /// Whether a character is this separator.
    pub fn is(self, c: char) -> bool {
        match self {
            Self::Comma => c == ',',
            Self::Point => c == '.',
            Self::Space => matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}'),
            Self::Apostrophe => matches!(c, '\'' | '\u{2019}'),
        }
    }
}

impl Limits {
    /// The word that the study file uses.
    pub fn word(self) -> &'static str {
        super::section::word(&LIMITS, self)
    }

    /// The key of the words for what a cell below the limit counts as.
    pub fn reading_below(self) -> &'static str {
        match self {
            Self::Value => "table.limit_as_value",
            Self::Half => "table.limit_as_half",
            Self::Missing => "table.limit_as_missing",
        }
    }

    /// The same of a cell above the limit.
    pub fn reading_above(self) -> &'static str {
        match self {
            Self::Value | Self::Half => "table.limit_as_value",
            Self::Missing => "table.limit_as_missing",
        }
    }
}

impl DateOrder {
    /// The word that the study file uses.
    pub fn word(self) -> &'static str {
        super::section::word(&DATES, self)
    }
}

/// How cells are written, as far as a section states it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CellForm {
    /// The mark before decimals.
    pub decimal: Option<Decimal>,
    /// What stands between thousands.
    pub thousands: Option<Thousands>,
    /// What is read from cells such as `<0.5`.
    pub limits: Option<Limits>,
    /// The order of day, month and year.
    pub dates: Option<DateOrder>,
    /// The last year of two digits that belongs to this century: with 30, `30`
    /// is 2030 and `31` is 1931.
    pub pivot: Option<u8>,
}

impl CellForm {
    pub(super) fn read(section: &Section<'_>) -> Self {
        let form = Self {
            decimal: section.choice("decimal", &DECIMALS),
            thousands: section.choice("thousands", &THOUSANDS),
            limits: section.choice("limits", &LIMITS),
            dates: section.choice("dates", &DATES),
            pivot: section
                .whole("pivot", 99)
                .and_then(|year| u8::try_from(year).ok()),
        };
        if let (Some(decimal), Some(thousands)) = (form.decimal, form.thousands)
            && decimal.word() == thousands.word()
        {
            let problem = format!("\"{}\" is the decimal mark too", decimal.word());
            section.problem("thousands", problem, "remove one of the two keys");
        }
        form
    }

    /// What this does not state is as in `other`.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        // A mark cannot be both; the column's own statement is the stronger.
        let thousands = self.thousands.or(other.thousands.filter(|thousands| {
            self.decimal
                .is_none_or(|decimal| decimal.word() != thousands.word())
        }));
        let decimal = self.decimal.or(other.decimal.filter(|decimal| {
            thousands.is_none_or(|thousands| decimal.word() != thousands.word())
        }));
        Self {
            decimal,
            thousands,
            limits: self.limits.or(other.limits),
            dates: self.dates.or(other.dates),
            pivot: self.pivot.or(other.pivot),
        }
    }

    /// The mark before decimals: a point unless stated, or the other where the
    /// point stands between thousands.
    pub fn decimal(&self) -> Decimal {
        self.decimal.unwrap_or(match self.thousands {
            Some(Thousands::Point) => Decimal::Comma,
            _ => Decimal::Point,
        })
    }
}

/// The level that an empty cell is.
pub(super) fn read_empty(section: &Section<'_>, levels: &[Level]) -> Option<String> {
    let empty = section.string("empty")?;
    if levels.is_empty() {
        let problem = "there are no levels for an empty cell to be";
        section.problem("empty", problem, "remove it or change kind");
        return None;
    }
    if !levels.iter().any(|level| level.code == empty) {
        let codes = levels.iter().map(|level| level.code.as_str());
        let problem = format!("\"{empty}\" is not one of the levels");
        section.problem("empty", problem, suggest(&empty, codes));
    }
    Some(empty)
}

/// Marks behind numbers.
pub(super) fn read_marks(section: &Section<'_>, kind: Kind) -> Vec<String> {
    let marks = section.strings("marks").unwrap_or_default();
    let is_number = |mark: &String| mark.is_empty() || mark.bytes().any(|b| b.is_ascii_digit());
    if !marks.is_empty() && !kind.is_numeric() {
        section.problem(
            "marks",
            format!("a {} variable has no numbers to mark", kind.name()),
            "remove it or change kind",
        );
    } else if let Some(mark) = marks.iter().find(|mark| is_number(mark)) {
        section.problem(
            "marks",
            format!("\"{mark}\" cannot be told from a number"),
            "list signs and letters, such as marks = [\"H\", \"L\", \"*\"]",
        );
    }
    marks
}
