//! Columns of numbers: the mark before decimals, thousands, units behind the
//! number, limits of detection. What could be two numbers is asked about.

use super::super::cells::{Present, Text};
use super::evidence::Evidence;
use super::suffix::Suffix;
use super::words::set_missing;
use super::{ColumnReading, Found, Mark};
use crate::cohort::numbers::{parse, without_mark};
use crate::study::{CellForm, Decimal, Limits, Thousands};

/// The marks of a whole file.
pub(super) struct Marks {
    columns: Vec<Option<Evidence>>,
    decimal: Option<Decimal>,
}

impl Marks {
    pub(super) fn of(header: &[String], present: &[Present<'_>]) -> Self {
        let columns: Vec<Option<Evidence>> = header
            .iter()
            .zip(present)
            .map(|(name, cells)| Evidence::of(name, cells))
            .collect();
        let count = |shows: fn(&Evidence) -> bool| {
            columns.iter().flatten().filter(|own| shows(own)).count()
        };
        let comma =
            count(|own| own.comma > 0) + count(|own| own.grouped() == Some(Thousands::Point));
        let point =
            count(|own| own.point > 0) + count(|own| own.grouped() == Some(Thousands::Comma));
        let decimal = match (point, comma) {
            (0, 0) => None,
            (point, comma) if comma > point => Some(Decimal::Comma),
            _ => Some(Decimal::Point),
        };
        Self { columns, decimal }
    }

    /// The mark to be stated for the file, if it is the comma.
    pub(super) fn decimal_comma(&self) -> Option<Decimal> {
        self.decimal.filter(|decimal| *decimal == Decimal::Comma)
    }

    /// The reading of a column of numbers; `decided` is what a mark is that may
    /// be either.
    pub(super) fn column(
        &self,
        at: usize,
        cells: &Present<'_>,
        decided: Option<Mark>,
    ) -> Option<Found> {
        let evidence = self.columns.get(at)?.as_ref()?;
        let mut reading = ColumnReading::default();
        if let Some(doubt) = evidence.contradiction() {
            reading.doubts.push(format!("is not analysed, as {doubt}"));
            reading.unsure = true;
            return Some(Found {
                reading,
                cells: Vec::new(),
            });
        }
        let file = self.decimal.unwrap_or(Decimal::Point);
        match evidence.form(self.decimal) {
            Ok((decimal, thousands)) => {
                reading.form.decimal = decimal.filter(|own| *own != file);
                reading.form.thousands = thousands;
            }
            // It is stated even where it is that of the file, as the cells show nothing.
            Err(mark) if decided.is_some() => {
                let point = mark == '.';
                match decided {
                    Some(Mark::Thousands) if point => {
                        reading.form.thousands = Some(Thousands::Point);
                    }
                    Some(Mark::Thousands) => reading.form.thousands = Some(Thousands::Comma),
                    _ if point => reading.form.decimal = Some(Decimal::Point),
                    _ => reading.form.decimal = Some(Decimal::Comma),
                }
            }
            Err(mark) => {
                let open = if mark == '.' {
                    evidence.open_point
                } else {
                    evidence.open_comma
                };
                let example = cells.texts().find(|cell| cell.contains(mark));
                let example = example.unwrap_or_default();
                let joined = example.replace(mark, "");
                let decimals = example.replace(mark, ".");
                reading.doubts.push(format!(
                    "is not analysed, as \"{example}\" may be {joined} or {decimals} ({open} such cells): set thousands = \"{mark}\" or decimal = \"{mark}\" and kind = \"continuous\""
                ));
                reading.open_mark = Some((mark, example.to_owned()));
                return Some(Found {
                    reading,
                    cells: Vec::new(),
                });
            }
        }
        if evidence.limits > 0 {
            reading.form.limits = Some(Limits::Value);
        }
        reading.doubts.extend(evidence.doubts());
        let unit = match &evidence.suffix {
            Suffix::Unit(unit) => Some(unit.clone()),
            _ => None,
        };
        reading.unit.clone_from(&unit);
        if let Suffix::Marks(marks) = &evidence.suffix {
            reading.marks.clone_from(marks);
        }
        let marks = reading.marks.clone();
        let form = reading.form.or(CellForm {
            decimal: self.decimal_comma(),
            ..CellForm::default()
        });
        let mut found = Found {
            reading,
            cells: Vec::new(),
        };
        let unit = unit.as_deref();
        let read = |cell: &str| {
            let bare = without_mark(cell, &marks);
            parse(bare, &form, unit).ok().and_then(|(number, _)| number)
        };
        let mut numbers: Vec<(Text<'_>, String)> = Vec::new();
        for own in cells.iter() {
            match read(own.text) {
                Some(number) => {
                    let text = canonical(without_mark(own.text, &marks), number);
                    numbers.push((own, text));
                }
                None => set_missing(&mut found, own),
            }
        }
        // Statistics packages write 1 as 1.0 in columns with missing cells.
        let is_whole = |text: &str| {
            text.split_once('.')
                .is_none_or(|(_, fraction)| fraction.bytes().all(|byte| byte == b'0'))
        };
        let all_whole = numbers.iter().all(|(_, text)| is_whole(text));
        for (own, text) in numbers {
            let whole = text.split_once('.').map(|(whole, _)| whole.to_owned());
            let text = whole.filter(|_| all_whole).unwrap_or(text);
            if text != own.text {
                found.cells.push((own.row, text));
            }
        }
        Some(found)
    }
}

/// A number with its decimals as they are written.
fn canonical(cell: &str, number: f64) -> String {
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-');
    if cell.chars().all(plain) && cell.parse() == Ok(number) {
        return cell.to_owned();
    }
    let decimals = cell
        .rsplit_once([',', '.'])
        .map(|(_, fraction)| fraction)
        .filter(|fraction| fraction.bytes().all(|byte| byte.is_ascii_digit()))
        .map(str::len);
    let fixed = decimals.map(|digits| format!("{number:.digits$}"));
    let same = fixed.filter(|text| text.parse() == Ok(number));
    same.unwrap_or_else(|| number.to_string())
}
