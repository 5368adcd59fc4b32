//! Columns of dates: their order, years of two digits, day numbers.

use jiff::civil::Date;

use super::super::names;
use super::words::{set_missing, unfit};
use super::{ColumnReading, Found, Present};
use crate::cohort::{self, DateForm};
use crate::study::{CellForm, DateOrder};

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
];

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
            cells.iter().any(|(_, cell)| without(cell) && with(cell))
        });
        Self {
            columns,
            order,
            in_doubt: open && day == month && decided.is_none(),
            pivot: pivot.filter(|_| needs_pivot),
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
        for (row, cell) in cells {
            match cohort::date_of(cell, form) {
                Some(date) => {
                    times += usize::from(cohort::has_time_of_day(cell));
                    found.cells.push((*row, date.to_string()));
                }
                None => set_missing(&mut found, *row, cell),
            }
        }
        if times > 0 {
            let doubt = format!("{times} dates have a time of day, which is left out");
            found.reading.doubts.push(doubt);
        }
        Some(found)
    }
}

/// Whether a column holds dates, and in which order.
fn order(name: &str, cells: &Present<'_>, pivot: Option<u8>) -> Option<Order> {
    let fits = |order: DateOrder, pivot: Option<u8>| {
        let form = DateForm { order, pivot };
        let count = cells
            .iter()
            .filter(|(_, cell)| cohort::date_of(cell, form).is_some())
            .count();
        let all = unfit(cells, |cell| cohort::date_of(cell, form).is_some());
        all.map(|_| count)
    };
    let year = fits(DateOrder::YearMonthDay, None);
    if year == Some(cells.len()) && !cells.is_empty() {
        return Some(Order::Known(DateOrder::YearMonthDay));
    }
    let with_pivot = fits(DateOrder::YearMonthDay, pivot);
    let day = fits(DateOrder::DayMonthYear, pivot);
    let month = fits(DateOrder::MonthDayYear, pivot);
    let most = [year, with_pivot, day, month].into_iter().flatten().max();
    let Some(most) = most else {
        return day_numbers(name, cells).then_some(Order::Known(DateOrder::DayNumber));
    };
    let is = |count: Option<usize>| count == Some(most);
    let has_names = cells.iter().any(|(_, cell)| {
        cell.chars()
            .any(|c| c.is_alphabetic() && c != 'T' && c != 'Z')
    });
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

/// Whether a column that is named a date holds the day numbers of a spreadsheet,
/// from about 1940 to 2060.
fn day_numbers(name: &str, cells: &Present<'_>) -> bool {
    let is_day = |cell: &str| {
        cell.parse::<f64>()
            .is_ok_and(|number| (15_000.0..60_000.0).contains(&number))
    };
    names::hints(name, NAMES) && unfit(cells, is_day).is_some()
}
