//! Formats of SPSS: which numbers are dates or times.

use super::super::described::Stored;
use super::super::moment::{self, DAY_1582};

/// How the numbers of a variable are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Shown {
    #[default]
    Number,
    /// Seconds since 14 October 1582, of which the day is shown.
    Date,
    /// The same with its time of day.
    Moment,
    /// Seconds.
    Time,
}

impl Shown {
    /// From the code that a variable's record holds: decimals, width, type.
    pub(super) fn of(code: i32) -> Self {
        match (code >> 16) & 0xff {
            // DATE, ADATE, JDATE, MOYR, QYR, WKYR, EDATE, SDATE.
            20 | 23 | 24 | 28 | 29 | 30 | 38 | 39 => Self::Date,
            // DATETIME, YMDHMS.
            22 | 41 => Self::Moment,
            // TIME, DTIME, MTIME.
            21 | 25 | 40 => Self::Time,
            _ => Self::Number,
        }
    }

    pub(super) fn stored(self) -> Stored {
        match self {
            Self::Number => Stored::Number,
            Self::Date | Self::Moment => Stored::Date,
            Self::Time => Stored::Text,
        }
    }

    pub(super) fn write(self, number: f64, out: &mut String) {
        match self {
            Self::Number => moment::write_number(number, out),
            Self::Date => moment::write_moment(DAY_1582, day_of(number), out),
            Self::Moment => moment::write_moment(DAY_1582, number, out),
            Self::Time => moment::write_time(number, out),
        }
    }

    pub(super) fn text(self, number: f64) -> String {
        let mut out = String::new();
        self.write(number, &mut out);
        out
    }
}

fn day_of(seconds: f64) -> f64 {
    (seconds / 86_400.0).floor() * 86_400.0
}
