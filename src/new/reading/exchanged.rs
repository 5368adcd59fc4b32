//! Dates of which a spreadsheet exchanged day and month when it opened a text file: it
//! took those for dates that fit its own order, and left the others as text.

use super::super::cells::Present;

/// What shows it: all dates that are none of text have days that could be months, and
/// no date that stayed text could have been read in the other order.
pub(super) fn doubt(name: &str, cells: &Present<'_>) -> Option<String> {
    const FEWEST: usize = 3;
    const ENOUGH: usize = 10;
    let dates = cells.only(|cell| iso(cell).is_some());
    let texts = cells.only(|cell| iso(cell).is_none() && ordered(cell).is_some());
    if dates.len() < FEWEST || texts.len() < FEWEST || dates.len() + texts.len() < ENOUGH {
        return None;
    }
    let days = || dates.texts().filter_map(iso);
    let parts = || texts.texts().filter_map(ordered);
    let day_first = parts().all(|(first, _)| first > 12);
    let month_first = parts().all(|(_, second)| second > 12);
    let is_split = days().all(|(_, day)| day <= 12) && (day_first || month_first);
    let example = texts.texts().next()?;
    is_split.then(|| {
        format!(
            "{name}: {} cells are dates whose days are all up to 12, and {} are texts whose days are all above 12 (\"{example}\"): \
             a spreadsheet program seems to have exchanged day and month of the former when it opened a text file; \
             import that file again with the order of its dates, or make sure that they are right",
            dates.len(),
            texts.len()
        )
    })
}

/// Month and day of an ISO date, as dates of workbooks are read.
fn iso(cell: &str) -> Option<(u8, u8)> {
    let date = cell.get(..10)?;
    let parts: Vec<&str> = date.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return None;
    };
    let digits = [*year, month, day];
    let lengths = digits.map(str::len);
    (lengths == [4, 2, 2]).then_some(())?;
    year.parse::<u16>().ok()?;
    Some((month.parse().ok()?, day.parse().ok()?))
}

/// The first two of three numbers, the last of which is a year.
fn ordered(cell: &str) -> Option<(u8, u8)> {
    let date = cell.split_whitespace().next()?;
    let parts: Vec<&str> = date.split(['/', '.', '-']).collect();
    let [first, second, year] = parts.as_slice() else {
        return None;
    };
    let is_year = matches!(year.len(), 2 | 4) && year.parse::<u16>().is_ok();
    let number = |text: &str| text.parse::<u8>().ok().filter(|number| *number > 0);
    let parts = (number(first)?, number(second)?);
    (is_year && parts.0 <= 31 && parts.1 <= 31).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::super::super::cells::Column;
    use super::*;

    #[test]
    fn only_dates_and_texts_that_days_part_are_doubted() {
        let doubted = |cells: &[&str]| {
            let column: Column = cells.iter().copied().collect();
            doubt("Surgery", &column.texts().collect()).is_some()
        };
        let dates = [
            "2018-03-04",
            "2018-11-09",
            "2017-01-12",
            "2016-07-07",
            "2018-02-02",
        ];
        let days = [
            "13/05/2018",
            "25/11/2017",
            "31/01/2016",
            "14/02/2018",
            "28/12/2018",
        ];
        let months = ["05-13-18", "11-25-17", "01-31-16", "02-14-18", "12-28-18"];
        assert!(doubted(&[dates, days].concat()));
        assert!(doubted(&[dates, months].concat()));
        assert!(!doubted(&[dates, ["03/05/2018"; 5]].concat()));
        assert!(!doubted(&[["2018-03-24"; 5], days].concat()));
        assert!(!doubted(&[dates, dates].concat()));
        assert!(!doubted(&days));
        assert!(!doubted(
            &dates.iter().chain(&days[..2]).copied().collect::<Vec<_>>()
        ));
    }
}
