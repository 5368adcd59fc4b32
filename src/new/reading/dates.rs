//! Columns of dates: their order, years of two digits, day numbers.

use jiff::civil::Date;

use super::super::cells::{Present, Text};
use super::odd_dates::{is_dated, stands_for_missing};
use super::words::{enough_fit, most_texts, mostly_fit, set_missing};
use super::{ColumnReading, Found};
use crate::cohort::{self, DateForm};
use crate::study::{CellForm, DateOrder};

/// How the reader begins to speak of a date without a day or a month.
const PARTIAL: &str = "is a partial date";

/// The orders that a column may have, with how it was decided.
#[derive(Clone, Copy)]
enum Order {
    /// Only this one fits, or all fit alike.
    Known(DateOrder),
    /// Day or month may come first.
    Open,
}

/// The dates of a file.
pub(super) struct Dates {
    columns: Vec<Option<Order>>,
    /// What open columns have: the order of others that show theirs.
    order: DateOrder,
    in_doubt: bool,
    /// Stated if a year has two digits.
    pivot: Option<u8>,
    today: Date,
}

impl Dates {
    /// `decided` is the order of those that do not show it.
    pub(super) fn of(
        header: &[String],
        present: &[Present<'_>],
        decided: Option<DateOrder>,
        today: Date,
    ) -> Self {
        // A year of two digits is not after this one.
        let pivot = u8::try_from(today.year().rem_euclid(100)).ok();
        let columns: Vec<Option<Order>> = present
            .iter()
            .zip(header)
            .map(|(cells, name)| order(name, cells, pivot))
            .collect();
        let votes = |order: DateOrder| {
            let is_it = |column: &&Option<Order>| matches!(column, Some(Order::Known(own)) if *own == order);
            columns.iter().filter(is_it).count()
        };
        let (day, month) = (
            votes(DateOrder::DayMonthYear),
            votes(DateOrder::MonthDayYear),
        );
        let open = columns
            .iter()
            .any(|column| matches!(column, Some(Order::Open)));
        let order = match (day, month) {
            (0, 0) if !open => DateOrder::YearMonthDay,
            (day, month) if day == month => decided.unwrap_or(DateOrder::DayMonthYear),
            (day, month) if month > day => DateOrder::MonthDayYear,
            _ => DateOrder::DayMonthYear,
        };
        let needs_pivot = present.iter().zip(&columns).any(|(cells, column)| {
            let Some(column) = column else { return false };
            let own = match column {
                Order::Known(own) => *own,
                Order::Open => order,
            };
            let without = |cell: &str| cohort::date_of(cell, own).is_none();
            let with = |cell: &str| cohort::date_of(cell, DateForm { order: own, pivot }).is_some();
            cells.texts().any(|cell| without(cell) && with(cell))
        });
        Self {
            columns,
            order,
            in_doubt: open && day == month && decided.is_none(),
            pivot: pivot.filter(|_| needs_pivot),
            today,
        }
    }

    /// The order to be stated for the file.
    pub(super) fn file_order(&self) -> Option<DateOrder> {
        Some(self.order).filter(|order| *order != DateOrder::YearMonthDay)
    }

    /// Whether nothing shows the order of the file.
    pub(super) fn in_doubt(&self) -> bool {
        self.in_doubt
    }

    pub(super) fn pivot(&self) -> Option<u8> {
        self.pivot
    }

    /// What to look at.
    pub(super) fn doubts(&self) -> Vec<String> {
        let mut doubts = Vec::new();
        if self.in_doubt {
            doubts.push("dates are read as day/month/year, month/day/year would fit too: see dates = in [cohort]".to_owned());
        }
        if let Some(pivot) = self.pivot {
            doubts.push(format!(
                "years of two digits up to {pivot:02} are read as 20{pivot:02} and before, others as 19..: see pivot = in [cohort]"
            ));
        }
        doubts
    }

    /// The reading of a column of dates.
    pub(super) fn column(&self, at: usize, cells: &Present<'_>) -> Option<Found> {
        let own = match (*self.columns.get(at)?)? {
            Order::Known(own) => own,
            Order::Open => self.order,
        };
        let form = DateForm {
            order: own,
            pivot: self.pivot,
        };
        let is_same = own == self.order || own == DateOrder::YearMonthDay;
        let mut found = Found {
            reading: ColumnReading {
                form: CellForm {
                    dates: (!is_same).then_some(own),
                    ..CellForm::default()
                },
                ..ColumnReading::default()
            },
            cells: Vec::new(),
        };
        if own == DateOrder::DayNumber {
            let doubt = "its numbers are read as the day numbers of a spreadsheet; set dates = \"day_number_1904\" if it counted from 1904";
            found.reading.doubts.push(doubt.to_owned());
        }
        let mut times = 0;
        let mut dates: Vec<(Text<'_>, Date)> = Vec::new();
        for own in cells.iter() {
            match cohort::date_of(own.text, form) {
                Some(date) => dates.push((own, date)),
                None => set_missing(&mut found, own),
            }
        }
        // "0000-00-00" stands for no date in databases.
        let partial = |cell: &str| {
            cell.contains(|c: char| c != '0' && c.is_alphanumeric())
                && cohort::why_no_date(cell, form).is_some_and(|why| why.starts_with(PARTIAL))
        };
        let unread = cells.only(|cell| cohort::date_of(cell, form).is_none());
        let parts = unread.only(partial);
        if let Some(first) = parts.texts().next() {
            let count = parts.len();
            let dates = if count == 1 { "date is" } else { "dates are" };
            found.reading.doubts.push(format!(
                "{count} {dates} partial and set missing, such as \"{first}\": complete them in the file to use them"
            ));
        }
        let sentinels = sentinels(&dates);
        let mut late = 0;
        for (own, date) in dates {
            if sentinels.contains(&date) {
                set_missing(&mut found, own);
                continue;
            }
            if date > self.today {
                late += own.count;
            }
            if cohort::has_time_of_day(own.text) {
                times += own.count;
            }
            found.cells.push((own.row, date.to_string()));
        }
        if late > 0 {
            let dates = if late == 1 { "date lies" } else { "dates lie" };
            let doubt = format!("{late} {dates} after {}", self.today);
            found.reading.doubts.push(doubt);
        }
        if times > 0 {
            let dates = if times == 1 { "date has" } else { "dates have" };
            let doubt = format!("{times} {dates} a time of day, which is left out");
            found.reading.doubts.push(doubt);
        }
        Some(found)
    }
}

/// Whether a column holds dates, and in which order.
fn order(name: &str, cells: &Present<'_>, pivot: Option<u8>) -> Option<Order> {
    let fits = |order: DateOrder, pivot: Option<u8>| {
        let form = DateForm { order, pivot };
        let read = |cell: &str| cohort::date_of(cell, form).is_some();
        let count = || cells.count(read);
        are_dates(cells, read, form).then(count)
    };
    let year = fits(DateOrder::YearMonthDay, None);
    if year == Some(cells.len()) && !cells.is_empty() {
        return Some(Order::Known(DateOrder::YearMonthDay));
    }
    if has_day_numbers(name, cells) {
        return Some(Order::Known(DateOrder::DayNumber));
    }
    let with_pivot = fits(DateOrder::YearMonthDay, pivot);
    let day = fits(DateOrder::DayMonthYear, pivot);
    let month = fits(DateOrder::MonthDayYear, pivot);
    if contradict(cells, pivot) {
        return None;
    }
    let most = [year, with_pivot, day, month].into_iter().flatten().max();
    let Some(most) = most else {
        return day_numbers(name, cells).then_some(Order::Known(DateOrder::DayNumber));
    };
    let is = |count: Option<usize>| count == Some(most);
    let is_letter = |c: char| c.is_alphabetic() && c != 'T' && c != 'Z';
    let has_names = cells.texts().any(|cell| cell.chars().any(is_letter));
    Some(match (is(year), is(day), is(month)) {
        (true, _, _) => Order::Known(DateOrder::YearMonthDay),
        // With the name of the month every order is the same.
        _ if is(with_pivot) && has_names => Order::Known(DateOrder::YearMonthDay),
        (_, true, true) => Order::Open,
        (_, true, false) => Order::Known(DateOrder::DayMonthYear),
        (_, false, true) => Order::Known(DateOrder::MonthDayYear),
        _ => Order::Known(DateOrder::YearMonthDay),
    })
}

/// Whether enough cells are dates, or partial dates, for a column of dates: half of
/// them, or some beside up to three words such as \"alive\".
fn are_dates(cells: &Present<'_>, read: impl Fn(&str) -> bool, form: DateForm) -> bool {
    const FEW_WORDS: usize = 3;
    const FEW_DATES: usize = 3;
    let partial =
        |cell: &str| cohort::why_no_date(cell, form).is_some_and(|why| why.starts_with(PARTIAL));
    let (mut full, mut part) = (0, 0);
    let mut texts = Vec::new();
    for own in cells.iter() {
        if read(own.text) {
            full += own.count;
        } else {
            if texts.len() > most_texts(cells.len()) {
                return false;
            }
            texts.push(own.text);
        }
    }
    if full == 0 || texts.is_empty() {
        return full > 0;
    }
    let mut words: Vec<&str> = Vec::new();
    for text in texts {
        if partial(text) {
            part += 1;
        } else {
            words.push(text);
        }
    }
    // "0" where there is no date says no, as a word does.
    let has_digit = |word: &&str| *word != "0" && word.bytes().any(|byte| byte.is_ascii_digit());
    let few = words.len() <= FEW_WORDS && full >= FEW_DATES && !words.iter().any(has_digit);
    let enough = |fitting: usize, others: usize| fitting >= others;
    few && part <= full || enough_fit(cells, |cell| read(cell) || partial(cell), enough)
}

/// Whether the day stands first in some cells and the month in others, and neither
/// are but a few.
fn contradict(cells: &Present<'_>, pivot: Option<u8>) -> bool {
    let reads = |cell: &str, order: DateOrder| cohort::date_of(cell, DateForm { order, pivot });
    let (mut day, mut month) = (0_usize, 0_usize);
    for own in cells.iter() {
        let first = reads(own.text, DateOrder::DayMonthYear).is_some();
        let second = reads(own.text, DateOrder::MonthDayYear).is_some();
        match (first, second) {
            (true, false) => day += own.count,
            (false, true) => month += own.count,
            _ => {}
        }
    }
    day.min(month) * 5 > day.max(month)
}

/// Dates that stand for missing far from all others of a column.
fn sentinels(dates: &[(Text<'_>, Date)]) -> Vec<Date> {
    const FEWEST: usize = 3;
    let usual =
        |date: &Date| (1902..2090).contains(&date.year()) && *date != Date::constant(1970, 1, 1);
    let others = || dates.iter().filter(|(_, date)| usual(date));
    let days = || others().map(|(_, date)| *date);
    let (Some(least), Some(most)) = (days().min(), days().max()) else {
        return Vec::new();
    };
    if others().map(|(own, _)| own.count).sum::<usize>() < FEWEST {
        return Vec::new();
    }
    let mut found: Vec<Date> = dates.iter().map(|(_, date)| *date).collect();
    found.retain(|date| !usual(date) && stands_for_missing(*date, (least, most)));
    found.sort();
    found.dedup();
    found
}

/// Whether a number is the day number of a spreadsheet, from about 1940 to 2060.
fn is_day_number(cell: &str) -> bool {
    cell.parse::<f64>()
        .is_ok_and(|number| (15_000.0..60_000.0).contains(&number))
}

/// Whether a column that is named a date holds the day numbers of a spreadsheet.
fn day_numbers(name: &str, cells: &Present<'_>) -> bool {
    is_dated(name) && mostly_fit(cells, is_day_number)
}

/// Whether some of its cells are day numbers and the others dates.
fn has_day_numbers(name: &str, cells: &Present<'_>) -> bool {
    let date = |cell: &str| cohort::date_of(cell, DateOrder::YearMonthDay).is_some();
    is_dated(name)
        && cells.texts().any(is_day_number)
        && cells.texts().any(date)
        && mostly_fit(cells, |cell| is_day_number(cell) || date(cell))
}
