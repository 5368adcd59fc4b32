//! Lengths of time as people and programs write them: "2:15", "26:30:00",
//! "1h 30min", "2 days 4 hours", "PT2H15M".

use crate::number::TimeUnit;

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Length {
    pub(crate) notation: Notation,
    /// Its size; of two numbers around a colon as hours and minutes.
    seconds: f64,
}

/// How a length of time is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Notation {
    /// Two numbers around a colon: hours and minutes, or minutes and seconds.
    TwoParts,
    /// Hours, minutes and seconds with colons.
    ThreeParts,
    /// Numbers with units, of one kind or several.
    Units(usize),
    /// As ISO 8601 writes it, and so files that know it to be one.
    Iso,
}

impl Length {
    /// The length that a cell states; none for a plain number, whose unit is not known.
    pub(crate) fn of(cell: &str) -> Option<Self> {
        let cell = cell.trim();
        let is_plain = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'-');
        if cell.bytes().all(is_plain) {
            return None;
        }
        let (sign, rest) = match cell.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (-1.0, rest),
            None => (1.0, cell),
        };
        let (notation, seconds) = iso(rest).or_else(|| colons(rest)).or_else(|| units(rest))?;
        Some(Self {
            notation,
            seconds: sign * seconds,
        })
    }

    /// In a unit; none for months and years, which have no fixed length.
    pub(crate) fn in_unit(self, unit: TimeUnit) -> Option<f64> {
        // "12:30" in a column of seconds is that of a stopwatch.
        let seconds = match (self.notation, unit) {
            (Notation::TwoParts, TimeUnit::Seconds) => self.seconds / 60.0,
            _ => self.seconds,
        };
        // Binary fractions of a thousandth of a second are not what was written.
        let number = (seconds * 1000.0).round() / 1000.0 / size(unit)?;
        let rounded = (number * 1e9).round() / 1e9;
        Some(rounded + 0.0)
    }

    /// In hours.
    pub(crate) fn hours(self) -> f64 {
        self.seconds / 3600.0
    }
}

/// How many seconds a unit has.
fn size(unit: TimeUnit) -> Option<f64> {
    match unit {
        TimeUnit::Seconds => Some(1.0),
        TimeUnit::Minutes => Some(60.0),
        TimeUnit::Hours => Some(3600.0),
        TimeUnit::Days => Some(86_400.0),
        TimeUnit::Weeks => Some(604_800.0),
        TimeUnit::Months | TimeUnit::Years => None,
    }
}

/// Digits, with or without decimals.
fn number(text: &str) -> Option<f64> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    (digits(whole) && digits(fraction))
        .then(|| format!("{whole}.{fraction}").parse().ok())
        .flatten()
}

fn colons(text: &str) -> Option<(Notation, f64)> {
    /// Days before the hours, as Python and PostgreSQL print them.
    fn days(text: &str) -> Option<(f64, &str)> {
        let (days, rest) = text.split_once([' ', '.'])?;
        let rest = rest.trim_start();
        let word = rest.split([' ', ',']).next().unwrap_or_default();
        let after = match TimeUnit::of(word) {
            Some(TimeUnit::Days) => rest.get(word.len()..)?.trim_start_matches([' ', ',']),
            _ => return None,
        };
        Some((number(days)?, after))
    }
    let (before, clock) = days(text).unwrap_or((0.0, text));
    let parts: Vec<&str> = clock.split(':').collect();
    let two_digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    let below_60 = |part: &str| number(part).filter(|part| *part < 60.0);
    let whole = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    match parts.as_slice() {
        [hours, minutes] if two_digits(minutes) && whole(hours) && hours.len() <= 4 => {
            let seconds = number(hours)? * 3600.0 + below_60(minutes)? * 60.0;
            Some((Notation::TwoParts, before * 86_400.0 + seconds))
        }
        [hours, minutes, seconds] if two_digits(minutes) && whole(hours) => {
            let (whole_seconds, _) = seconds.split_once('.').unwrap_or((seconds, ""));
            if !two_digits(whole_seconds) {
                return None;
            }
            let seconds = number(hours)? * 3600.0 + below_60(minutes)? * 60.0 + below_60(seconds)?;
            Some((Notation::ThreeParts, before * 86_400.0 + seconds))
        }
        _ => None,
    }
}

fn units(text: &str) -> Option<(Notation, f64)> {
    let mut rest = text;
    let mut total = 0.0;
    let mut last = f64::INFINITY;
    let mut count = 0;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')));
        let (digits, after) = rest.split_at(end.unwrap_or(rest.len()));
        let amount = number(digits)?;
        let after = after.trim_start();
        let end = after.find(|c: char| !(c.is_alphabetic() || c == '\'' || c == '.'));
        let (word, after) = after.split_at(end.unwrap_or(after.len()));
        let unit = match word {
            "'" | "\u{2032}" => Some(TimeUnit::Minutes),
            // "1h30": what follows hours are minutes.
            "" if (last - 3600.0).abs() < 0.5 && digits.len() == 2 => Some(TimeUnit::Minutes),
            word => TimeUnit::of(word),
        };
        let size = size(unit?)?;
        // The larger unit stands first.
        if size >= last {
            return None;
        }
        last = size;
        total += amount * size;
        count += 1;
        rest = after.trim_start_matches([' ', ',', '\u{a0}']);
        rest = rest.strip_prefix("and ").unwrap_or(rest);
    }
    (count > 0).then_some((Notation::Units(count), total))
}

/// `P1DT2H15M`: days, hours, minutes and seconds, of which one stands at least.
fn iso(text: &str) -> Option<(Notation, f64)> {
    let rest = text.strip_prefix('P')?;
    let (days, clock) = rest.split_once('T').unwrap_or((rest, ""));
    let mut total = 0.0;
    let mut count = 0;
    let mut read = |mut text: &str, units: &[(char, f64)]| {
        for (sign, size) in units {
            if let Some((amount, after)) = text.split_once(*sign) {
                total += number(amount)? * size;
                count += 1;
                text = after;
            }
        }
        text.is_empty().then_some(())
    };
    read(days, &[('W', 604_800.0), ('D', 86_400.0)])?;
    read(clock, &[('H', 3600.0), ('M', 60.0), ('S', 1.0)])?;
    (count > 0).then_some((Notation::Iso, total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_they_are_written() {
        for (cell, minutes) in [
            ("2:15", Some(135.0)),
            ("02:15", Some(135.0)),
            ("0:05", Some(5.0)),
            ("26:30:00", Some(1590.0)),
            ("2:15:30", Some(135.5)),
            ("100:00", Some(6000.0)),
            ("1 day, 2:30:00", Some(1590.0)),
            ("2 days 00:30:00", Some(2910.0)),
            ("1h 30min", Some(90.0)),
            ("1h30", Some(90.0)),
            ("1 h 5 m", None),
            ("1,5 h", Some(90.0)),
            ("2 hours and 5 minutes", Some(125.0)),
            ("1 Std. 20 Min.", Some(80.0)),
            ("2d 4h", Some(3120.0)),
            ("45 min", Some(45.0)),
            ("45'", Some(45.0)),
            ("PT2H45M", Some(165.0)),
            ("P9DT12H", Some(13_680.0)),
            ("PT0.5S", Some(0.5 / 60.0)),
            ("-0:30", Some(-30.0)),
            ("45", None),
            ("2:75", None),
            ("2:5", None),
            ("120/80", None),
            ("P", None),
            ("P1", None),
            ("PT", None),
            ("30 min 2 h", None),
            ("3 months", None),
            ("", None),
        ] {
            let length = Length::of(cell).and_then(|length| length.in_unit(TimeUnit::Minutes));
            let rounded = minutes.map(|minutes: f64| (minutes * 1e9).round() / 1e9);
            assert_eq!(length, rounded, "{cell}");
        }
        let stopwatch = Length::of("12:30").unwrap();
        assert_eq!(stopwatch.in_unit(TimeUnit::Seconds), Some(750.0));
        assert_eq!(stopwatch.in_unit(TimeUnit::Hours), Some(12.5));
        assert_eq!(stopwatch.in_unit(TimeUnit::Months), None);
    }
}
