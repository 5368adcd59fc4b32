//! Dates as hospitals write them.

use jiff::civil::Date;

use super::month_names::{is_weekday, month};
use super::notation::plain;
use super::time_of_day::{self, time_of_day};
use crate::study::{CellForm, DateOrder};

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

/// How dates are written where they do not show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateForm {
    /// The order of day, month and year.
    pub order: DateOrder,
    /// The last year of two digits in this century.
    pub pivot: Option<u8>,
}

impl From<DateOrder> for DateForm {
    fn from(order: DateOrder) -> Self {
        Self { order, pivot: None }
    }
}

impl From<&CellForm> for DateForm {
    fn from(form: &CellForm) -> Self {
        Self {
            order: form.dates.unwrap_or(DateOrder::YearMonthDay),
            pivot: form.pivot,
        }
    }
}

const ISO: &str = "write YYYY-MM-DD";

/// Reads a date: ISO 8601 always, month names of six languages, day or month
/// first when the study states it. What could be two dates is refused, not
/// guessed. A time of day is left out, which [`time_of_day`] shows.
pub(super) fn parse(cell: &str, form: impl Into<DateForm>) -> Result<Date, NotADate> {
    if let Some(date) = iso(cell) {
        return Ok(date);
    }
    let form = form.into();
    let cell = plain(cell);
    if let Some(date) = iso(&cell) {
        return Ok(date);
    }
    let (text, _) = time_of_day(&cell);
    if let Ok(number) = text.parse::<f64>() {
        return from_number(text, number, form.order);
    }
    if !text.starts_with(|c: char| c.is_alphanumeric() || c == '?') {
        return Err(not("is not a date", ISO));
    }
    let parts = parts(text);
    if let Some(unknown) = partial(&parts) {
        let problem = format!("is a partial date: {unknown}");
        let help = "complete the date, or list the cell under missing in study.toml";
        return Err(not(problem, help));
    }
    let [a, b, c] = parts.as_slice() else {
        return Err(not("is not a date", ISO));
    };
    match (month(a), month(b)) {
        (None, Some(month)) if a.len() == 4 || a.parse().is_ok_and(|day: u32| day > 31) => {
            build(&year(a, form)?, month, c)
        }
        (None, Some(month)) => build(&year(c, form)?, month, a),
        (Some(month), None) => build(&year(c, form)?, month, b),
        (Some(_), Some(_)) => Err(not("is not a date", ISO)),
        (None, None) => in_digits([a, b, c], form),
    }
}

/// "2019-04-03", which most files have.
fn iso(cell: &str) -> Option<Date> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *cell.as_bytes() else {
        return None;
    };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_i16, |number, digit| {
            digit
                .is_ascii_digit()
                .then(|| number * 10 + i16::from(digit - b'0'))
        })
    };
    let small = |a, b| number(&[a, b]).and_then(|n| i8::try_from(n).ok());
    Date::new(number(&[y1, y2, y3, y4])?, small(m1, m2)?, small(d1, d2)?).ok()
}

/// The days, months and years of a date, whatever stands between them.
fn parts(text: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = Vec::new();
    let kind = |c: char| match c {
        // Year, month and day in Chinese, Japanese and Korean.
        '年' | '月' | '日' | '년' | '월' | '일' => 0,
        _ if c.is_ascii_digit() => 1,
        _ if c.is_alphabetic() || c == '?' => 2,
        _ => 0,
    };
    let mut start = 0;
    let mut before = 0;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let now = kind(c);
        if now != before {
            if before != 0 {
                parts.extend(text.get(start..at));
            }
            start = at;
            before = now;
        }
    }
    // "Monday, 5th of January 2019", "5 de enero de 2019", "1er mars".
    let is_filler = |part: &&str| {
        const FILLERS: [&str; 11] = [
            "st", "nd", "rd", "th", "er", "de", "del", "of", "den", "the", "do",
        ];
        !FILLERS.contains(&part.to_lowercase().as_str())
    };
    let mut kept: Vec<&str> = parts.into_iter().filter(is_filler).collect();
    if kept.len() == 4 && kept.first().is_some_and(|first| is_weekday(first)) {
        kept.remove(0);
    }
    kept
}

/// What is unknown of "2016-??-11", "UN/UNK/2016", "2016-03" and "Mar 2016".
fn partial(parts: &[&str]) -> Option<&'static str> {
    let is_year =
        |part: &str| part.len() == 4 && part.starts_with(['1', '2']) && part.parse::<u16>().is_ok();
    let is_unknown = |part: &str| {
        const UNKNOWN: [&str; 7] = ["un", "unk", "uk", "xx", "nk", "x", "unknown"];
        let is_zeros = !part.is_empty() && part.bytes().all(|byte| byte == b'0');
        is_zeros
            || part.bytes().all(|byte| byte == b'?')
            || UNKNOWN.contains(&part.to_lowercase().as_str())
    };
    let is_day = |part: &str| part.parse().is_ok_and(|day: u32| day <= 31);
    let is_month = |part: &str| {
        month(part).is_some()
            || part
                .parse()
                .is_ok_and(|month: u32| (1..=12).contains(&month))
    };
    match parts {
        [year] if is_year(year) => Some("the month and the day are missing"),
        [year, month] if is_year(year) && is_month(month) => Some("the day is missing"),
        [month, year] if is_year(year) && is_month(month) => Some("the day is missing"),
        [a, b, c]
            if [a, b, c].into_iter().any(|part| is_year(part))
                || is_unknown(a)
                || is_unknown(c) =>
        {
            let unknown = [a, b, c]
                .into_iter()
                .filter(|part| is_unknown(part))
                .count();
            let others = [a, b, c]
                .into_iter()
                .filter(|part| is_year(part) || is_day(part) || month(part).is_some());
            match unknown {
                0 => None,
                _ if unknown + others.filter(|part| !is_unknown(part)).count() < 3 => None,
                2 => Some("the month and the day are unknown"),
                _ if is_unknown(b) => Some("the month is unknown"),
                _ => Some("the day or the year is unknown"),
            }
        }
        _ => None,
    }
}

/// A year in four digits, from two with a pivot.
fn year(part: &str, form: DateForm) -> Result<String, NotADate> {
    if part.len() != 2 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(part.to_owned());
    }
    let Some(pivot) = form.pivot else {
        return Err(not(
            "has a two-digit year",
            "write the year with four digits, or set pivot in [cohort] or for the variable: with pivot = 30, 30 is 2030 and 31 is 1931",
        ));
    };
    let is_recent = part.parse::<u8>().is_ok_and(|year| year <= pivot);
    Ok(format!("{}{part}", if is_recent { "20" } else { "19" }))
}

/// Day, month and year in digits, in the order that they show or that is stated.
fn in_digits([first, second, third]: [&str; 3], form: DateForm) -> Result<Date, NotADate> {
    let numbers = |year: &str, month: &str, day: &str| match month.parse() {
        Ok(month) if month <= 99 => build(year, month, day),
        _ => Err(not("is not a date", ISO)),
    };
    if first.len() == 4 {
        return numbers(first, second, third);
    }
    let (Ok(a), Ok(b)) = (first.parse::<u32>(), second.parse::<u32>()) else {
        return Err(not("is not a date", ISO));
    };
    if !matches!(third.len(), 2 | 4) || !third.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(not("is not a date", ISO));
    }
    match form.order {
        DateOrder::DayMonthYear => numbers(&year(third, form)?, second, first),
        DateOrder::MonthDayYear => numbers(&year(third, form)?, first, second),
        // "19-04-03" where the study states no order but a pivot.
        DateOrder::YearMonthDay if third.len() == 2 && form.pivot.is_some() => {
            numbers(&year(first, form)?, second, third)
        }
        _ if third.len() == 2 => year(third, form).and_then(|_| Err(not("is not a date", ISO))),
        _ if a <= 12 && b <= 12 && a != b => Err(not(
            format!("is ambiguous: {third}-{b:02}-{a:02} or {third}-{a:02}-{b:02}"),
            "write YYYY-MM-DD, or set dates = \"dmy\" or \"mdy\" in [cohort] or for the variable",
        )),
        _ => Err(not(
            "is not in the order year, month, day",
            format!(
                "write YYYY-MM-DD, or set dates = \"{}\" in [cohort] or for the variable",
                if a > 12 { "dmy" } else { "mdy" }
            ),
        )),
    }
}

fn build(year: &str, month: i8, day: &str) -> Result<Date, NotADate> {
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (Ok(y), Ok(d)) = (year.parse::<i16>(), day.parse::<i8>()) else {
        return Err(not("is not a date", ISO));
    };
    if year.len() != 4 || !is_digits(year) || !is_digits(day) {
        return Err(not("is not a date", ISO));
    }
    Date::new(y, month, d).map_err(|_| {
        not(
            format!("is not a calendar date: year {y}, month {month}, day {d}"),
            "correct the date, or leave the cell empty if it is unknown",
        )
    })
}

/// Why a cell is no date: "is a partial date: the day is missing".
pub(crate) fn why_no_date(cell: &str, form: impl Into<DateForm>) -> Option<String> {
    parse(cell, form).err().map(|not| not.problem)
}

/// "20190403", or the day number of a spreadsheet where the study states that
/// dates are such.
fn from_number(text: &str, number: f64, order: DateOrder) -> Result<Date, NotADate> {
    if let Some(date) = compact(text) {
        return Ok(date);
    }
    let before_1970 = match order {
        DateOrder::DayNumber1904 => 24_107,
        // Day 25569 of the calendar of 1900 is 1970-01-01.
        _ => 25_569,
    };
    let plausible = (1.0..200_000.0).contains(&number);
    let date = plausible
        .then(|| {
            jiff::Span::new()
                .try_days(number.floor() as i64 - before_1970)
                .ok()
        })
        .flatten()
        .and_then(|span| Date::constant(1970, 1, 1).checked_add(span).ok());
    match (order, date) {
        (DateOrder::DayNumber | DateOrder::DayNumber1904, Some(date)) => Ok(date),
        (_, Some(date)) if (10_000.0..80_000.0).contains(&number) => Err(not(
            format!("looks like a spreadsheet's day number for {date}"),
            "set dates = \"day_number\" for the variable, or format the column as a date and export again",
        )),
        _ if partial(&[text]).is_some() => Err(not(
            "is a partial date: the month and the day are missing",
            "complete the date, or list the cell under missing in study.toml",
        )),
        _ => Err(not("is a number, not a date", ISO)),
    }
}

/// Year, month and day in eight digits, perhaps with hours, minutes and seconds in
/// further ones.
fn compact(text: &str) -> Option<Date> {
    let is_one = matches!(text.len(), 8 | 12 | 14) && text.bytes().all(|b| b.is_ascii_digit());
    let (date, time) = is_one.then(|| text.split_at_checked(8)).flatten()?;
    if !time_of_day::is_compact_time(time) {
        return None;
    }
    let (year, rest) = date.split_at_checked(4)?;
    let (month, day) = rest.split_at_checked(2)?;
    let date = build(year, month.parse().ok()?, day).ok()?;
    (1850..=2150).contains(&date.year()).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_are_read_in_the_ways_that_people_write_them() {
        let iso = DateOrder::YearMonthDay;
        let third = date(2021, 2, 3);
        for cell in [
            "2021-02-03",
            "2021/2/3",
            "2021.02.03",
            "2021-02-03 00:00:00",
            "2021-02-03T07:15",
            "2021-02-03T07:15:30.5Z",
            "2021-02-03 07:15:30+01:00",
            "2021-02-03 7:15 PM",
            "20210203",
            "03FEB2021",
            "3 Feb 2021",
            "03-Feb-2021",
            "03.Feb.2021",
            "Feb 3, 2021",
            "February 3rd, 2021",
            "Wed, 3 Feb 2021",
            "Wednesday, February 3, 2021",
            "2021 Feb 3",
            "2021-Feb-03",
            "03FEB2021:10:15:00",
            "20210203101530",
            "202102031015",
            "2021-02-03 10:15:30 Europe/Berlin",
            "2021-02-03T10:15:30+01:00[Europe/Berlin]",
            "2021-02-03 10:15 EST",
            "'2021-02-03",
            "=\"2021-02-03\"",
            "2021年2月3日",
            "the 3rd of February 2021",
            "3 de fevereiro de 2021",
            "3 fev 2021",
            "3. feb. 2021",
            "3 lutego 2021",
            "3. Februar 2021",
            "3 février 2021",
            "3 févr. 2021",
            "3 de febrero de 2021",
            "3 febbraio 2021",
            "3 februari 2021",
            "Mittwoch, 3. Februar 2021",
        ] {
            assert_eq!(parse(cell, iso), Ok(third), "{cell}");
        }
        for (cell, month) in [
            ("5 janv. 2019", 1),
            ("5 Jänner 2019", 1),
            ("5 ene 2019", 1),
            ("5 gen 2019", 1),
            ("5. März 2019", 3),
            ("5 mrt 2019", 3),
            ("5 avr. 2019", 4),
            ("5 abr 2019", 4),
            ("5 mei 2019", 5),
            ("5 mag 2019", 5),
            ("5 juin 2019", 6),
            ("5 giu 2019", 6),
            ("5 juil. 2019", 7),
            ("5 lug 2019", 7),
            ("5 août 2019", 8),
            ("5 ago 2019", 8),
            ("5 sept. 2019", 9),
            ("5 set 2019", 9),
            ("5 Okt 2019", 10),
            ("5 ott 2019", 10),
            ("5 nov 2019", 11),
            ("5 Dez. 2019", 12),
            ("5 março 2019", 3),
            ("5 maj 2019", 5),
            ("5 out 2019", 10),
            ("5 sierpnia 2019", 8),
            ("5 desember 2019", 12),
            ("5 dic 2019", 12),
        ] {
            assert_eq!(parse(cell, iso), Ok(date(2019, month, 5)), "{cell}");
        }
        let day_first = DateOrder::DayMonthYear;
        assert_eq!(parse("03/02/2021", day_first), Ok(third));
        assert_eq!(parse("03.02.2021 07:15", day_first), Ok(third));
        assert_eq!(parse("02/03/2021", DateOrder::MonthDayYear), Ok(third));
        assert_eq!(parse("44230", DateOrder::DayNumber), Ok(third));
        assert_eq!(parse("44230.75", DateOrder::DayNumber), Ok(third));
        assert_eq!(parse("42768", DateOrder::DayNumber1904), Ok(third));
    }

    #[test]
    fn a_year_of_two_digits_needs_a_pivot() {
        let form = |order| DateForm {
            order,
            pivot: Some(30),
        };
        let iso = form(DateOrder::YearMonthDay);
        assert_eq!(parse("03-Feb-21", iso), Ok(date(2021, 2, 3)));
        assert_eq!(parse("03-Feb-30", iso), Ok(date(2030, 2, 3)));
        assert_eq!(parse("03-Feb-31", iso), Ok(date(1931, 2, 3)));
        assert_eq!(parse("Feb 3, 21", iso), Ok(date(2021, 2, 3)));
        assert_eq!(parse("21-02-03", iso), Ok(date(2021, 2, 3)));
        let day_first = form(DateOrder::DayMonthYear);
        assert_eq!(parse("03.02.21", day_first), Ok(date(2021, 2, 3)));
        assert_eq!(
            parse("02/03/61", form(DateOrder::MonthDayYear)),
            Ok(date(1961, 2, 3))
        );
    }

    #[test]
    fn unusual_dates_are_refused_with_the_reason() {
        let iso = DateOrder::YearMonthDay;
        for (cell, problem) in [
            ("03/04/2019", "ambiguous"),
            ("13/04/2019", "order year, month, day"),
            ("2019-02-29", "not a calendar date"),
            ("20190229", "a number, not a date"),
            ("03/04/19", "two-digit year"),
            ("03-Feb-21", "two-digit year"),
            ("43558", "day number for 2019-04-03"),
            ("soon", "not a date"),
            ("5 jui 2019", "not a date"),
            ("+019-01-01", "not a date"),
            ("é12-01-012", "not a date"),
            ("10:15", "not a date"),
            ("2016-??-11", "partial date: the month is unknown"),
            ("2016-03", "partial date: the day is missing"),
            ("03/2016", "partial date: the day is missing"),
            ("Mar 2016", "partial date: the day is missing"),
            ("20210203991530", "a number, not a date"),
            ("2016", "partial date: the month and the day are missing"),
            ("UN/MAR/2016", "partial date"),
            ("2016-03-00", "partial date"),
            (
                "00.00.2016",
                "partial date: the month and the day are unknown",
            ),
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
