//! Columns that are meant to hold dates but cannot be read as such, and dates that
//! stand for something else.

use jiff::civil::Date;

use super::super::cells::{Present, Text};
use super::super::{Raw, names};
use super::Found;
use crate::cohort::{self, date_of, why_no_date};
use crate::study::DateOrder;

/// Words of a header that announce a date.
const NAMES: &[&str] = &[
    "date",
    "datum",
    "fecha",
    "data",
    "dob",
    "dod",
    "dt",
    "birthdate",
    "jour",
    "dat",
];

/// Whether a header announces dates.
pub(in crate::new) fn is_dated(name: &str) -> bool {
    const OTHERS: [&str; 4] = ["candidate", "mandate", "update", "validate"];
    let ends = |word: &String| {
        ["date", "datum", "dat"]
            .iter()
            .any(|end| word.ends_with(end))
            && !OTHERS.contains(&word.as_str())
    };
    names::hints(name, NAMES) || names::words(name).iter().any(ends)
}

/// A column that looks like dates, which no form of dates reads: it waits for a
/// person.
pub(super) fn column(raw: &Raw, at: usize, cells: &Present<'_>) -> Option<Found> {
    let name = raw.header.get(at)?;
    let dated = is_dated(name);
    let monthly = are_months(cells);
    let is_like = |cell: &str| {
        has_three_parts(cell) || (dated && has_parts(cell)) || (monthly && is_month_of_year(cell))
    };
    let like = cells.only(is_like);
    let share = if dated { 5 } else { 8 };
    if cells.is_empty() || like.len() * 10 < cells.len() * share {
        return None;
    }
    let told = |own: Text<'_>| format!("\"{}\" ({})", own.text, raw.place(own.row));
    let only = |order: DateOrder, other: DateOrder| {
        let fits = |cell: &str| date_of(cell, order).is_some() && date_of(cell, other).is_none();
        like.iter().find(|own| fits(own.text))
    };
    let day_first = only(DateOrder::DayMonthYear, DateOrder::MonthDayYear);
    let month_first = only(DateOrder::MonthDayYear, DateOrder::DayMonthYear);
    let why = if let (Some(day), Some(month)) = (day_first, month_first) {
        format!(
            "the day stands first in {} and the month in {}: write YYYY-MM-DD",
            told(day),
            told(month)
        )
    } else {
        let is_unread = |own: &Text<'_>| date_of(own.text, DateOrder::DayMonthYear).is_none();
        let first = like.iter().find(is_unread).or(like.iter().next())?;
        let problem = why_no_date(first.text, DateOrder::YearMonthDay).unwrap_or_default();
        format!("{} {problem}: write YYYY-MM-DD", told(first))
    };
    Some(Found::unsure(format!(
        "is not analysed, as it seems to hold dates, but {why}"
    )))
}

/// The runs of digits in a cell.
fn runs(cell: &str) -> Vec<&str> {
    cell.split(|c: char| !c.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .collect()
}

fn is_year(run: &str) -> bool {
    run.len() == 4 && matches!(run.get(..2), Some("19" | "20"))
}

fn has_month(cell: &str) -> bool {
    cell.split(|c: char| !c.is_alphabetic())
        .any(|word| word.len() >= 3 && cohort::is_month(word))
}

/// Whether a cell has a day, a month and a year, which shows a date under any
/// header.
fn has_three_parts(cell: &str) -> bool {
    let marks = cell
        .chars()
        .filter(|c| matches!(c, '/' | '-' | '.'))
        .count();
    let runs = runs(cell);
    let short = runs.iter().filter(|run| run.len() <= 2).count();
    let years = runs.iter().filter(|run| is_year(run)).count();
    match runs.len() {
        2 => years == 1 && short == 1 && has_month(cell),
        3 => years == 1 && short == 2 && marks >= 2,
        _ => years == 1 && cell.contains(':') && (marks >= 2 || has_month(cell)),
    }
}

/// 03/2016, or 2016-03: a month of a year.
fn is_month_of_year(cell: &str) -> bool {
    let is_month =
        |run: &str| run.len() <= 2 && run.parse().is_ok_and(|month: u8| (1..=12).contains(&month));
    // 1974:01 and 1988F1 are numbers of protocols.
    let mut marks = cell.chars().filter(|c| !c.is_ascii_digit());
    let parted = matches!(marks.next(), Some('/' | '-' | '.')) && marks.next().is_none();
    match runs(cell).as_slice() {
        [a, b] => parted && ((is_month(a) && is_year(b)) || (is_year(a) && is_month(b))),
        _ => false,
    }
}

/// Whether there are more months of years than a category has levels.
fn are_months(cells: &Present<'_>) -> bool {
    const MANY: usize = 12;
    let mut months = cells.texts().filter(|cell| is_month_of_year(cell));
    months.nth(MANY).is_some()
}

/// Whether a cell has some parts of a date, or as many digits as a time stamp,
/// which shows a date under a header that announces one.
fn has_parts(cell: &str) -> bool {
    match runs(cell).as_slice() {
        [stamp] if stamp.len() == cell.len() => (10..=14).contains(&stamp.len()),
        [only] => (has_month(cell) && only.len() <= 4) || (cell.contains('?') && is_year(only)),
        [a, b] => {
            let with_year = (is_year(a) || is_year(b)) && cell.chars().count() <= 24;
            has_month(cell) || with_year
        }
        _ => false,
    }
}

/// Dates that stand for missing wherever they lie far from all others: those of
/// empty cells in spreadsheets and data bases, and the ends of their calendars.
pub(super) fn stands_for_missing(date: Date, others: (Date, Date)) -> bool {
    const NONE: [(i16, i8, i8); 9] = [
        (1, 1, 1),
        (1111, 11, 11),
        (1753, 1, 1),
        (1800, 1, 1),
        (1899, 12, 30),
        (1899, 12, 31),
        (1900, 1, 1),
        (1901, 1, 1),
        (1970, 1, 1),
    ];
    const FAR: i16 = 20;
    let (least, most) = others;
    let is_none = NONE.contains(&(date.year(), date.month(), date.day()));
    (is_none && least.year() - date.year() > FAR)
        || (date.year() >= 2090 && date.year() - most.year() > FAR)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_are_seen_even_where_they_cannot_be_read() {
        for cell in [
            "02/13/2021",
            "2016-13-01",
            "30 dec. 2019",
            "4 Jan 2016 10:15 h",
        ] {
            assert!(has_three_parts(cell), "{cell}");
        }
        for cell in [
            "Jan-16",
            "4-Jan",
            "2016-W05",
            "2016-123",
            "1451865600",
            "2016-03",
            "2016-??-11",
        ] {
            assert!(has_parts(cell) && !has_three_parts(cell), "{cell}");
        }
        for cell in [
            "120/80",
            "C50.1",
            "12.5",
            "1-2",
            "1975-79",
            "1988F1",
            "Apr 24 - May 21",
            "1451865600",
            "01611190130229",
            "P-2016-0001-2",
        ] {
            assert!(!has_three_parts(cell), "{cell}");
        }
    }

    #[test]
    fn months_of_years_have_a_separator_of_dates() {
        for cell in ["03/2016", "2016-03", "3.2016"] {
            assert!(is_month_of_year(cell), "{cell}");
        }
        for cell in ["1988F1", "1974:01", "2016-13", "2016-"] {
            assert!(!is_month_of_year(cell), "{cell}");
        }
    }

    #[test]
    fn the_ends_of_calendars_stand_for_missing_far_from_other_dates() {
        let surgery = (date(2010, 1, 1), date(2020, 1, 1));
        let birth = (date(1912, 1, 1), date(1999, 1, 1));
        assert!(stands_for_missing(date(1900, 1, 1), surgery));
        assert!(stands_for_missing(date(9999, 12, 31), surgery));
        assert!(stands_for_missing(date(2099, 12, 31), birth));
        assert!(!stands_for_missing(date(1900, 1, 1), birth));
        assert!(!stands_for_missing(date(1970, 1, 1), birth));
        assert!(!stands_for_missing(date(2021, 1, 1), surgery));
    }
}
