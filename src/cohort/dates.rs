//! Dates as hospitals write them.

use jiff::civil::Date;

use crate::study::DateOrder;

/// Days from one date to another; negative when `to` is earlier.
pub fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

/// Years completed from one date to another, as an age is counted.
pub(super) fn completed_years(from: Date, to: Date) -> i64 {
    let years = i64::from(to.year()) - i64::from(from.year());
    let before_birthday = (to.month(), to.day()) < (from.month(), from.day());
    years - i64::from(before_birthday)
}

/// Why a cell is not a date, and how to correct it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NotADate {
    pub problem: String,
    pub help: String,
}

fn not(problem: impl Into<String>, help: impl Into<String>) -> NotADate {
    NotADate {
        problem: problem.into(),
        help: help.into(),
    }
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Reads a date: ISO 8601 always, day or month first when the study declares it,
/// and month names. What could be two dates is refused, not guessed.
pub(super) fn parse(cell: &str, order: DateOrder) -> Result<Date, NotADate> {
    // "2019-04-03 00:00:00", as databases export dates; a real time of day is
    // not a date.
    let text = ["T00:00:00", " 00:00:00", " 00:00"]
        .iter()
        .find_map(|midnight| cell.strip_suffix(midnight))
        .unwrap_or(cell);
    if let Ok(serial) = text.parse::<f64>() {
        return Err(number_instead_of_date(text, serial));
    }
    let parts: Vec<&str> = text
        .split(['-', '/', '.', ' '])
        .filter(|part| !part.is_empty())
        .collect();
    let [first, second, third] = parts.as_slice() else {
        return Err(not("is not a date", "write YYYY-MM-DD"));
    };
    if let Some(month) = month_name(second) {
        return build(third, &month.to_string(), first);
    }
    if first.len() == 4 {
        return build(first, second, third);
    }
    let numbers: Option<Vec<u32>> = parts.iter().map(|part| part.parse().ok()).collect();
    let Some([a, b, _]) = numbers.as_deref() else {
        return Err(not("is not a date", "write YYYY-MM-DD"));
    };
    if third.len() != 4 {
        return Err(not(
            "has a two-digit year",
            "write the year with four digits, YYYY-MM-DD",
        ));
    }
    match order {
        DateOrder::DayMonthYear => build(third, second, first),
        DateOrder::MonthDayYear => build(third, first, second),
        DateOrder::YearMonthDay if *a <= 12 && *b <= 12 && a != b => Err(not(
            format!("is ambiguous: {third}-{b:02}-{a:02} or {third}-{a:02}-{b:02}"),
            "write YYYY-MM-DD, or set [cohort] dates = \"dmy\" or \"mdy\" in study.toml",
        )),
        DateOrder::YearMonthDay => Err(not(
            "is not in the order year, month, day",
            format!(
                "write YYYY-MM-DD, or set [cohort] dates = \"{}\" in study.toml",
                if *a > 12 { "dmy" } else { "mdy" }
            ),
        )),
    }
}

fn month_name(part: &str) -> Option<usize> {
    let lower = part.to_lowercase();
    let index = MONTHS
        .iter()
        .position(|month| lower.len() >= 3 && lower.starts_with(month))?;
    Some(index + 1)
}

fn build(year: &str, month: &str, day: &str) -> Result<Date, NotADate> {
    let all_digits = [year, month, day]
        .iter()
        .all(|part| part.chars().all(|c| c.is_ascii_digit()));
    let (Ok(y), Ok(m), Ok(d)) = (year.parse(), month.parse(), day.parse()) else {
        return Err(not("is not a date", "write YYYY-MM-DD"));
    };
    if year.len() != 4 || !all_digits {
        return Err(not(
            "is not a date",
            "write YYYY-MM-DD with four digits for the year",
        ));
    }
    Date::new(y, m, d).map_err(|_| {
        not(
            format!("is not a calendar date: year {y}, month {m}, day {d}"),
            "correct the date, or leave the cell empty if it is unknown",
        )
    })
}

/// A spreadsheet that lost its date format shows a serial number.
fn number_instead_of_date(text: &str, serial: f64) -> NotADate {
    if text.len() == 8
        && let Ok(date) = build(&text[..4], &text[4..6], &text[6..])
    {
        return not("has no separators", format!("write {date}"));
    }
    // Day 25569 of Excel's 1900 calendar is 1970-01-01.
    let epoch = Date::constant(1970, 1, 1);
    let plausible = (10_000.0..80_000.0).contains(&serial);
    let date = plausible
        .then(|| {
            jiff::Span::new()
                .try_days(serial.floor() as i64 - 25_569)
                .ok()
        })
        .flatten()
        .and_then(|span| epoch.checked_add(span).ok());
    match date {
        Some(date) => not(
            format!("looks like a spreadsheet's serial number for {date}"),
            "format the column as a date in the spreadsheet and export again",
        ),
        None => not("is a number, not a date", "write YYYY-MM-DD"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn unusual_dates_are_read_or_refused() {
        let iso = DateOrder::YearMonthDay;
        assert_eq!(parse("2019-04-03", iso), Ok(date(2019, 4, 3)));
        assert_eq!(parse("2019/4/3", iso), Ok(date(2019, 4, 3)));
        assert_eq!(parse("2019-04-03 00:00:00", iso), Ok(date(2019, 4, 3)));
        assert_eq!(parse("3 Apr 2019", iso), Ok(date(2019, 4, 3)));
        assert_eq!(
            parse("03/04/2019", DateOrder::DayMonthYear),
            Ok(date(2019, 4, 3))
        );
        assert_eq!(
            parse("03/04/2019", DateOrder::MonthDayYear),
            Ok(date(2019, 3, 4))
        );
        for (cell, problem) in [
            ("03/04/2019", "ambiguous"),
            ("13/04/2019", "order year, month, day"),
            ("2019-02-29", "no day of the calendar"),
            ("03/04/19", "two digits"),
            ("43558", "serial number for 2019-04-03"),
            ("20190403", "no separators"),
            ("soon", "not a date"),
            ("+019-01-01", "not a date"),
            ("é12-01-012", "not a date"),
        ] {
            let refused = parse(cell, iso).expect_err(cell);
            assert!(refused.problem.contains(problem), "{cell}: {refused:?}");
        }
    }

    #[test]
    fn an_age_counts_birthdays() {
        assert_eq!(completed_years(date(1960, 6, 2), date(2020, 6, 1)), 59);
        assert_eq!(completed_years(date(1960, 6, 2), date(2020, 6, 2)), 60);
        assert_eq!(completed_years(date(1960, 2, 29), date(2021, 3, 1)), 61);
    }
}
