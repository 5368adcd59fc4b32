//! Dates and times that are stored as numbers, as ISO text.

use std::fmt::Write;

use jiff::ToSpan;
use jiff::civil::{Date, date};

const SECONDS: f64 = 86_400.0;

/// The day that is so many days after another; none beyond the years 1 to 9999.
pub(super) fn day(epoch: Date, days: f64) -> Option<Date> {
    const MOST: f64 = 4_000_000.0;
    if !days.is_finite() || days.abs() > MOST {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "bounded above")]
    let days = days.floor() as i64;
    let day = epoch.checked_add(days.days()).ok()?;
    (day.year() >= 1).then_some(day)
}

/// Writes a day; a number that is none, as it is.
pub(super) fn write_day(epoch: Date, days: f64, out: &mut String) {
    match day(epoch, days) {
        Some(day) => out.push_str(&day.to_string()),
        None => write_number(days, out),
    }
}

/// Writes a day and its time, which is left out at midnight; a number that is
/// none, as it is.
pub(super) fn write_moment(epoch: Date, seconds: f64, out: &mut String) {
    // Thousandths, so that a time before midnight is no 24:00:00.
    let seconds = (seconds * 1000.0).round() / 1000.0;
    let days = (seconds / SECONDS).floor();
    let Some(day) = day(epoch, days) else {
        write_number(seconds, out);
        return;
    };
    out.push_str(&day.to_string());
    let rest = seconds - days * SECONDS;
    if rest > 0.0 {
        out.push('T');
        write_time(rest, out);
    }
}

/// Hours, minutes, seconds and thousandths of so many seconds, without their sign; none of
/// what is no length of time.
fn clock(seconds: f64) -> Option<[u64; 4]> {
    const MOST: f64 = 1e12;
    if !seconds.is_finite() || seconds.abs() > MOST {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "bounded above, and not negative"
    )]
    let milli = (seconds.abs() * 1000.0).round() as u64;
    let whole = milli / 1000;
    Some([whole / 3600, whole / 60 % 60, whole % 60, milli % 1000])
}

/// Writes seconds as hours, minutes and seconds; hours may be more than a day.
pub(super) fn write_time(seconds: f64, out: &mut String) {
    let Some([hours, minutes, second, milli]) = clock(seconds) else {
        write_number(seconds, out);
        return;
    };
    if seconds < 0.0 {
        out.push('-');
    }
    // Writing to a string cannot fail.
    let _ = write!(out, "{hours:02}:{minutes:02}:{second:02}");
    if milli > 0 {
        let _ = write!(out, ".{milli:03}");
    }
}

/// Writes seconds as a length of time, as ISO 8601 does: `PT26H30M`.
pub(super) fn write_length(seconds: f64, out: &mut String) {
    let Some([hours, minutes, second, milli]) = clock(seconds) else {
        write_number(seconds, out);
        return;
    };
    let sign = if seconds < 0.0 && hours + minutes + second + milli > 0 {
        "-"
    } else {
        ""
    };
    // Writing to a string cannot fail.
    let _ = write!(out, "{sign}PT{hours}H");
    if minutes > 0 || second > 0 || milli > 0 {
        let _ = write!(out, "{minutes}M");
    }
    if milli > 0 {
        let _ = write!(out, "{second}.{milli:03}S");
    } else if second > 0 {
        let _ = write!(out, "{second}S");
    }
}

/// Writes a number at its shortest, as it reads back; zero without a sign.
pub(super) fn write_number(number: f64, out: &mut String) {
    let number = number + 0.0;
    // Beyond these a plain number is a row of zeros.
    let size = number.abs();
    let _ = if size != 0.0 && !(1e-7..1e16).contains(&size) && size.is_finite() {
        write!(out, "{number:e}")
    } else {
        write!(out, "{number}")
    };
}

/// The first days of Stata and SAS, and of Unix.
pub(super) const DAY_1960: Date = date(1960, 1, 1);
pub(super) const DAY_1970: Date = date(1970, 1, 1);
/// The first day of SPSS, of the Gregorian calendar.
pub(super) const DAY_1582: Date = date(1582, 10, 14);

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut String)) -> String {
        let mut out = String::new();
        write(&mut out);
        out
    }

    #[test]
    fn dates_are_those_of_their_packages() {
        // R: as.Date(13842835200 / 86400, origin = "1582-10-14"); Stata's manual
        // gives 17,126 for 21nov2006; SAS's gives 17,532 for 1 January 2008.
        for (text, expected) in [
            (
                written(|out| write_moment(DAY_1582, 13_842_835_200.0, out)),
                "2021-06-12",
            ),
            (
                written(|out| write_day(DAY_1960, 17_126.0, out)),
                "2006-11-21",
            ),
            (
                written(|out| write_day(DAY_1960, 17_532.0, out)),
                "2008-01-01",
            ),
            (written(|out| write_day(DAY_1960, -0.5, out)), "1959-12-31"),
            (written(|out| write_day(DAY_1970, 1e9, out)), "1000000000"),
            (
                written(|out| write_moment(DAY_1960, 86_399.999_9, out)),
                "1960-01-02",
            ),
            (
                written(|out| write_moment(DAY_1960, 43_200.25, out)),
                "1960-01-01T12:00:00.250",
            ),
            (written(|out| write_time(131_400.0, out)), "36:30:00"),
            (written(|out| write_number(-0.0, out)), "0"),
            (written(|out| write_number(1.5e300, out)), "1.5e300"),
            (written(|out| write_number(f64::NAN, out)), "NaN"),
        ] {
            assert_eq!(text, expected);
        }
    }
}
