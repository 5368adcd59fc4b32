//! Ranges that a spreadsheet turned into dates: `1-3` became `3-Jan`, `10-20` `Oct-20`
//! or 2020-10-01. They are read as the range where only one fits the other levels.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::super::cells::{Present, Text};
use super::super::{Raw, order};
use super::odd_dates::is_dated;
use super::{ColumnReading, Found};
use crate::cohort::{self, date_of};
use crate::study::DateOrder;

/// The most different cells of a category of ranges.
const MOST: usize = 12;
/// The most where all of them became dates.
const MOST_DATES: usize = 6;
/// The fewest rows for each.
const ROWS: usize = 3;
/// The most ways of reading them that are tried.
const MOST_READINGS: usize = 4096;
/// Larger numbers are no ends of such ranges, but day numbers and years.
const HIGHEST: f64 = 1000.0;

/// What may have been typed.
struct Mangled<'c> {
    cell: &'c str,
    /// The ranges that become this date.
    ranges: Vec<String>,
    /// Whether it is a date with a day, a month and a year.
    is_whole: bool,
}

/// A column of ranges some of which are dates; `None` for others.
pub(super) fn column(raw: &Raw, at: usize, cells: &Present<'_>) -> Option<Found> {
    let name = raw.header.get(at)?;
    if cells.texts().nth(MOST).is_some() {
        return None;
    }
    let counts: BTreeMap<&str, usize> = cells.iter().map(|own| (own.text, own.count)).collect();
    let mangled: Vec<Mangled<'_>> = counts.keys().filter_map(|cell| typed(cell)).collect();
    if mangled.is_empty() || is_dated(name) {
        return None;
    }
    let others: Vec<String> = counts
        .keys()
        .filter(|cell| !mangled.iter().any(|own| own.cell == **cell))
        .map(|cell| (*cell).to_owned())
        .collect();
    let fits = |level: &String| {
        order::range(level)
            .is_some_and(|(low, high)| low < HIGHEST && (high < HIGHEST || high.is_infinite()))
    };
    let alone = others.is_empty()
        && (mangled.iter().any(|own| own.is_whole)
            || counts.len() > MOST_DATES
            || cells.len() < ROWS * counts.len());
    // Jan-20 and Feb-20 are months where nothing else shows ranges.
    let monthly = others.is_empty()
        && mangled
            .iter()
            .all(|own| two_parts(own.cell).is_some_and(|(first, _)| cohort::is_month(first)));
    if alone || monthly || !others.iter().all(fits) {
        return None;
    }
    let Some(ranges) = the_only(&mangled, &others) else {
        let is_one = |cell: &Text<'_>| mangled.iter().any(|own| own.cell == cell.text);
        let Text {
            text: cell, row, ..
        } = cells.iter().find(is_one)?;
        let place = raw.place(row);
        return Some(Found::unsure(format!(
            "is not analysed, as a spreadsheet seems to have turned ranges of numbers into \
             dates, such as \"{cell}\" ({place}): write the ranges in the file"
        )));
    };
    let spellings: Vec<(String, String)> = mangled
        .iter()
        .zip(ranges)
        .map(|(own, range)| (own.cell.to_owned(), range))
        .collect();
    let told: Vec<String> = spellings
        .iter()
        .map(|(cell, range)| {
            let count = counts.get(cell.as_str()).copied().unwrap_or(0);
            format!("\"{cell}\" ({count}) as {range}")
        })
        .collect();
    let read = |cell: Text<'_>| {
        let (_, range) = spellings.iter().find(|(own, _)| own == cell.text)?;
        Some((cell.row, range.clone()))
    };
    Some(Found {
        cells: cells.iter().filter_map(read).collect(),
        reading: ColumnReading {
            doubts: vec![format!(
                "ranges that a spreadsheet turned into dates are read as such: {}; see spellings",
                told.join(", ")
            )],
            spellings,
            ..ColumnReading::default()
        },
    })
}

/// The only way to read all of them as ranges that do not overlap.
fn the_only(mangled: &[Mangled<'_>], others: &[String]) -> Option<Vec<String>> {
    let mut readings: Vec<Vec<String>> = vec![Vec::new()];
    for own in mangled {
        let longer = readings.iter().flat_map(|read| {
            own.ranges.iter().map(|range| {
                let mut read = read.clone();
                read.push(range.clone());
                read
            })
        });
        readings = longer.collect();
        if readings.len() > MOST_READINGS {
            return None;
        }
    }
    let is_order = |read: &Vec<String>| {
        let mut all: Vec<String> = others.iter().chain(read).cloned().collect();
        all.sort();
        let many = all.len();
        all.dedup();
        all.len() == many && (many == 1 || order::by_range(&all).is_some())
    };
    let mut found = readings.into_iter().filter(is_order);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// What may have been typed where a cell is a date; `None` for other cells.
fn typed(cell: &str) -> Option<Mangled<'_>> {
    let mut ranges: Vec<String> = Vec::new();
    let mut add = |low: i16, high: i16| {
        let range = format!("{low}-{high}");
        if low < high && !ranges.contains(&range) {
            ranges.push(range);
        }
    };
    let mut is_whole = false;
    if let Some((first, second)) = two_parts(cell) {
        let number = |part: &str| part.parse::<i16>().ok();
        match (cohort::month(first), cohort::month(second)) {
            // 3-Jan: the month first in one country, the day in another.
            (None, Some(month)) => {
                let day = number(first).filter(|day| (1..=31).contains(day))?;
                add(i16::from(month), day);
                add(day, i16::from(month));
            }
            // Oct-20: of the year 2020, or 1950 of Jan-50.
            (Some(month), None) => {
                let year = number(second).filter(|_| second.len() <= 2)?;
                add(i16::from(month), year);
            }
            _ => return None,
        }
    } else {
        is_whole = true;
        let day_first = date_of(cell, DateOrder::DayMonthYear);
        let month_first = date_of(cell, DateOrder::MonthDayYear);
        let dates: Vec<Date> = day_first.into_iter().chain(month_first).collect();
        if dates.is_empty() || cell.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        for date in dates {
            let (month, day) = (i16::from(date.month()), i16::from(date.day()));
            if day == 1 {
                add(month, date.year().rem_euclid(100));
            }
            add(month, day);
            add(day, month);
        }
    }
    (!ranges.is_empty()).then_some(Mangled {
        cell,
        ranges,
        is_whole,
    })
}

/// The two words of a cell that has no more: "3" and "Jan".
fn two_parts(cell: &str) -> Option<(&str, &str)> {
    let parts: Vec<&str> = cell
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    match parts.as_slice() {
        [first, second] => Some((first, second)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cells as they are read, and whether nothing could be.
    fn read(name: &str, different: &[&str]) -> Option<(Vec<String>, bool)> {
        let rows = different.iter().cycle().take(4 * different.len());
        let rows: Vec<Vec<&str>> = rows.map(|cell| vec![*cell]).collect();
        let raw = Raw::of_rows(vec![name.to_owned()], &rows);
        let cells = super::super::words::present(&raw, 0);
        let found = column(&raw, 0, &cells)?;
        let mut read: Vec<String> = different.iter().map(|cell| (*cell).to_owned()).collect();
        for (row, cell) in found.cells {
            if let Some(own) = read.get_mut(row) {
                *own = cell;
            }
        }
        Some((read, found.reading.unsure))
    }

    #[test]
    fn ranges_are_read_behind_the_dates_of_a_spreadsheet() {
        for (cells, expected) in [
            (
                &["0", "3-Jan", "9-Apr", ">=10"][..],
                &["0", "1-3", "4-9", ">=10"][..],
            ),
            (
                &["<10", "Oct-20", "20-50", ">50"],
                &["<10", "10-20", "20-50", ">50"],
            ),
            (&["<10", "2020-10-01", "20-50"], &["<10", "10-20", "20-50"]),
            (&["0", "2024-01-03", "2024-04-09"], &["0", "1-3", "4-9"]),
            (&["0", "01. Mrz", "4-9"], &["0", "1-3", "4-9"]),
            (&["Jan-3", "6-Apr", "9-Jul"], &["1-3", "4-6", "7-9"]),
            (&["<5", "5/10/2024", ">10"], &["<5", "5-10", ">10"]),
        ] {
            let (read, unsure) = read("Nodes", cells).unwrap();
            assert_eq!(
                (read.as_slice(), unsure),
                (
                    &expected.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>()[..],
                    false
                )
            );
        }
    }

    #[test]
    fn dates_stay_dates() {
        for (name, cells) in [
            ("Surgery", &["2020-10-01", "2020-11-03"][..]),
            ("Surgery", &["2020-10-01", "unknown", "2020-11-03"]),
            ("Date seen", &["3-Jan", "9-Apr"]),
            ("Nodes", &["0", "1-3", "4-9"]),
            ("Season", &["Jan", "Apr", "Oct"]),
            ("Month of surgery", &["Jan-20", "Feb-20", "Mar-20"]),
            ("Gene", &["1-Sep", "TP53", "BRCA1"]),
        ] {
            assert_eq!(read(name, cells), None, "{name}");
        }
        // 1-10 or 10-24.
        let (_, unsure) = read("Nodes", &["0", "2024-10-01"]).unwrap();
        assert!(unsure);
    }
}
