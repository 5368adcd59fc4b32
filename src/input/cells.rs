//! A sheet's cells as text, in one buffer: no allocation for each of them.

use std::fmt::Write;

use calamine::DataType;

use super::workbook::Failure;
use super::{Record, Records, Table, moment};
use crate::findings::letters;

/// More cells than these are refused: a damaged file may claim any number.
const MOST_CELLS: usize = 50_000_000;
/// Bytes of all cells: many may show one long text.
const MOST_TEXT: u32 = 1 << 30;
/// More rows are refused: a row without a cell takes memory too.
const MOST_ROWS: usize = 20_000_000;

/// The rows of a sheet that have cells.
#[derive(Debug, Default)]
pub(super) struct Cells {
    text: String,
    /// Where each cell ends in the text.
    ends: Vec<u32>,
    rows: Vec<Row>,
    /// The number of columns up to the last with a cell.
    width: usize,
    /// What is said of how they were read, each with its help.
    told: Vec<(String, String)>,
}

#[derive(Debug)]
struct Row {
    /// Counted from 1.
    number: u64,
    /// Its first cell in `ends`; those of a row end where the next begins.
    first: usize,
}

impl Cells {
    /// Takes the next cell with a value, row by row, counted from 0.
    pub(super) fn push(
        &mut self,
        row: u32,
        column: u32,
        value: &impl DataType,
    ) -> Result<(), Failure> {
        if is_empty(value) {
            return Ok(());
        }
        self.row(u64::from(row) + 1)?;
        self.write(column as usize, |text| write(value, text))
    }

    /// Adds what is said of how the cells were read.
    pub(super) fn tell(&mut self, told: Option<(String, String)>) {
        self.told.extend(told);
    }

    /// What is said of how the cells were read, each with its help.
    pub(super) fn told(&self) -> &[(String, String)] {
        &self.told
    }

    /// Begins the row of this number unless it is the last one.
    pub(super) fn row(&mut self, number: u64) -> Result<(), Failure> {
        let last = self.rows.last().map(|row| row.number);
        if last.is_some_and(|last| number < last) {
            return Err(Failure::Disordered);
        }
        if last != Some(number) {
            if self.rows.len() >= MOST_ROWS {
                return Err(Failure::TooManyCells);
            }
            let first = self.ends.len();
            self.rows.push(Row { number, first });
        }
        Ok(())
    }

    /// Writes the next cell of the last row.
    pub(super) fn write(
        &mut self,
        column: usize,
        write: impl FnOnce(&mut String),
    ) -> Result<(), Failure> {
        let first = self.rows.last().map_or(0, |row| row.first);
        let place = first + column;
        if place < self.ends.len() {
            return Err(Failure::Disordered);
        }
        if place >= MOST_CELLS {
            return Err(Failure::TooManyCells);
        }
        let end = |text: &String| match u32::try_from(text.len()) {
            Ok(end) if end <= MOST_TEXT => Ok(end),
            _ => Err(Failure::TooManyCells),
        };
        let before = self.text.len();
        write(&mut self.text);
        let after = end(&self.text)?;
        // A row ends with its last cell that has a text.
        if self.text.len() > before {
            let before = u32::try_from(before).map_err(|_| Failure::TooManyCells)?;
            self.ends.resize(place, before);
            self.ends.push(after);
            self.width = self.width.max(column + 1);
        }
        Ok(())
    }
}

/// Whether a cell has nothing to show.
pub(super) fn is_empty(value: &impl DataType) -> bool {
    value.is_empty() || value.get_string().is_some_and(str::is_empty)
}

/// The name of a cell, whose row and column are counted from 0: "C17".
pub(super) fn name((row, column): (u32, u32)) -> String {
    format!("{}{}", letters(column as usize), u64::from(row) + 1)
}

/// A share as a sheet shows it in percent: "45%".
pub(super) fn as_percent(share: f64) -> String {
    format!("{}%", as_shown(share * 100.0))
}

/// A whole number with zeros before it, as a sheet shows it in so many digits.
pub(super) fn as_digits(number: f64, digits: usize) -> Option<String> {
    let is_whole = number >= 0.0 && number.fract() == 0.0 && number < 1e15;
    is_whole.then(|| format!("{:0>digits$}", as_shown(number).to_string()))
}

impl Table for Cells {
    fn records(&self) -> Box<dyn Records + '_> {
        Box::new(CellRecords {
            cells: self,
            next: 0,
        })
    }
}

struct CellRecords<'c> {
    cells: &'c Cells,
    next: usize,
}

impl Records for CellRecords<'_> {
    fn next(&mut self, record: &mut Record) -> bool {
        let cells = self.cells;
        let Some(row) = cells.rows.get(self.next) else {
            return false;
        };
        self.next += 1;
        let following = cells.rows.get(self.next);
        let end = following.map_or(cells.ends.len(), |row| row.first);
        let ends = cells.ends.get(row.first..end).unwrap_or_default();
        let before = row.first.checked_sub(1).and_then(|at| cells.ends.get(at));
        let mut start = before.copied().unwrap_or(0);
        record.number = row.number;
        record.fields.clear();
        for end in ends {
            let text = cells.text.get(start as usize..*end as usize);
            record
                .fields
                .push_field(text.unwrap_or_default().as_bytes());
            start = *end;
        }
        // A workbook does not store the empty cells at the end of a row.
        for _ in ends.len()..cells.width {
            record.fields.push_field(b"");
        }
        true
    }
}

/// A value as a CSV export writes it: numbers at their shortest, ISO dates.
fn write(value: &impl DataType, out: &mut String) {
    // Writing to a string cannot fail.
    let _ = if let Some(text) = value.get_string() {
        out.write_str(text)
    } else if let Some(number) = value.get_float() {
        write!(out, "{}", as_shown(number))
    } else if let Some(number) = value.get_int() {
        write!(out, "{number}")
    } else if let Some(answer) = value.get_bool() {
        out.write_str(if answer { "TRUE" } else { "FALSE" })
    } else if let Some(moment) = value.get_datetime() {
        write_moment(moment, out)
    } else if let Some(text) = value.get_datetime_iso() {
        let date = text
            .split_once('T')
            .filter(|(_, time)| time.chars().all(|c| matches!(c, '0' | ':' | '.')));
        out.write_str(date.map_or(text, |(date, _)| date))
    } else if let Some(text) = value.get_duration_iso() {
        out.write_str(text)
    } else if let Some(error) = value.get_error() {
        write!(out, "{error}")
    } else {
        Ok(())
    };
}

/// A number at the fifteen significant digits that spreadsheets compute and show
/// with: some write 8.3 as 8.300000000000001. Zero is one number, with or without
/// a sign.
fn as_shown(number: f64) -> f64 {
    format!("{number:.14e}").parse().unwrap_or(number) + 0.0
}

/// A date, a time of day, both, or a length of time.
fn write_moment(moment: calamine::ExcelDateTime, out: &mut String) -> std::fmt::Result {
    let serial = moment.as_f64();
    if moment.is_duration() {
        moment::write_length(serial * 86_400.0, out);
        return Ok(());
    }
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    if serial >= 1.0 {
        write!(out, "{year:04}-{month:02}-{day:02}")?;
        if (hour, minute, second, milli) == (0, 0, 0, 0) {
            return Ok(());
        }
        out.write_char('T')?;
    }
    write!(out, "{hour:02}:{minute:02}:{second:02}")?;
    if milli > 0 {
        write!(out, ".{milli:03}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use calamine::{CellErrorType, Data, ExcelDateTime, ExcelDateTimeType};

    use super::*;

    fn text(value: &Data) -> String {
        let mut out = String::new();
        write(value, &mut out);
        out
    }

    #[test]
    fn values_are_written_as_a_csv_export_writes_them() {
        let moment = |serial, kind| Data::DateTime(ExcelDateTime::new(serial, kind, false));
        let date = |serial| moment(serial, ExcelDateTimeType::DateTime);
        for (value, expected) in [
            (Data::Float(12.8), "12.8"),
            (Data::Float(40.0), "40"),
            (Data::Float(-0.0), "0"),
            (Data::Float(0.1 + 0.2), "0.3"),
            (Data::Float(8.3 + 1e-15), "8.3"),
            (Data::Float(123_456_789_012_345.0), "123456789012345"),
            (Data::Int(-3), "-3"),
            (Data::Bool(true), "TRUE"),
            (date(43101.0), "2018-01-01"),
            (date(43101.5), "2018-01-01T12:00:00"),
            (date(0.75), "18:00:00"),
            (moment(1.5, ExcelDateTimeType::TimeDelta), "PT36H"),
            (
                Data::DateTimeIso("2018-01-01T00:00:00".to_owned()),
                "2018-01-01",
            ),
            (
                Data::DateTimeIso("2018-01-01T10:00:00".to_owned()),
                "2018-01-01T10:00:00",
            ),
            (Data::Error(CellErrorType::Div0), "#DIV/0!"),
        ] {
            assert_eq!(text(&value), expected);
        }
        let old = ExcelDateTime::new(0.0, ExcelDateTimeType::DateTime, true);
        assert_eq!(text(&Data::DateTime(old)), "00:00:00");
    }

    #[test]
    fn gaps_are_empty_cells_and_blank_rows_are_left_out() {
        let mut cells = Cells::default();
        for (row, column, value) in [(2, 1, "a"), (2, 3, "b"), (5, 0, "c"), (6, 2, "")] {
            let value = Data::String(value.to_owned());
            cells.push(row, column, &value).unwrap();
        }
        let mut records = cells.records();
        let mut record = Record::default();
        let mut rows = Vec::new();
        while records.next(&mut record) {
            let fields = record
                .fields
                .iter()
                .map(|f| String::from_utf8_lossy(f).into_owned());
            rows.push((record.number, fields.collect::<Vec<_>>().join(",")));
        }
        assert_eq!(rows, [(3, ",a,,b".to_owned()), (6, "c,,,".to_owned())]);
        drop(records);
        let back = cells.push(1, 0, &Data::Int(1));
        assert!(matches!(back, Err(Failure::Disordered)));
    }

    #[test]
    fn cells_are_bounded() {
        let mut cells = Cells::default();
        let far = (0..4000).try_for_each(|row| cells.push(row, 16_383, &Data::Int(1)));
        assert!(matches!(far, Err(Failure::TooManyCells)));
    }
}
