//! Excel workbooks since 2007, read cell by cell.

use std::io::Cursor;

use calamine::{DataRef, Reader, Style, Xlsx, XlsxError};

use super::cells::{self, Cells};
use super::merged::Filling;
use super::workbook::{self, Failure, Workbook};
use super::{Container, archive, hidden};

pub(super) static CONTAINER: Container = Container {
    name: "an Excel workbook (.xlsx)",
    endings: &["xlsx", "xlsm"],
    media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    recognises: archive::is_zip,
    open: |source| {
        workbook::open(source, |bytes| {
            archive::check(bytes)?;
            let workbook = Xlsx::new(Cursor::new(bytes)).map_err(failure)?;
            Ok(Streamed { workbook, bytes })
        })
    },
};

struct Streamed<'a> {
    workbook: Xlsx<Cursor<&'a [u8]>>,
    bytes: &'a [u8],
}

impl Workbook for Streamed<'_> {
    fn sheets(&self) -> Vec<(String, bool)> {
        workbook::worksheets(self.workbook.sheets_metadata())
    }

    fn is_empty(&mut self, sheet: &str) -> Result<bool, Failure> {
        let mut reader = self
            .workbook
            .worksheet_cells_reader(sheet)
            .map_err(failure)?;
        while let Some(cell) = reader.next_cell().map_err(failure)? {
            if !cells::is_empty(cell.get_value()) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn cells(&mut self, sheet: &str) -> Result<Cells, Failure> {
        let merged = self
            .workbook
            .merge_cells_by_sheet_name(sheet)
            .map_err(failure)?;
        let mut filling = Filling::new(&merged);
        let mut reader = self
            .workbook
            .worksheet_cells_reader(sheet)
            .map_err(failure)?;
        let shown: Vec<Shown> = reader.styles().iter().map(Shown::of).collect();
        let mut has_empty = false;
        while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(failure)? {
            let (row, column) = cell.get_position();
            let value = match cell.get_value() {
                DataRef::Float(number) => match shown.get(style) {
                    Some(Shown::Percent) => DataRef::String(cells::as_percent(*number)),
                    Some(Shown::Digits(count)) => match cells::as_digits(*number, *count) {
                        Some(digits) => DataRef::String(digits),
                        None => DataRef::Float(*number),
                    },
                    _ => DataRef::Float(*number),
                },
                value => value.clone(),
            };
            has_empty |= cells::is_empty(&value);
            filling.take(row, column, value)?;
        }
        drop(reader);
        let (mut cells, filled) = filling.finish()?;
        if let Some(filled) = filled {
            cells.tell(filled.told());
        }
        if has_empty {
            let mut bare = BareFormulas::default();
            let mut reader = self
                .workbook
                .worksheet_cells_reader(sheet)
                .map_err(failure)?;
            while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(failure)? {
                if cell.formula.is_some() && cells::is_empty(&cell.value) {
                    bare.add(cell.pos);
                }
            }
            cells.tell(bare.told());
        }
        cells.tell(hidden::told(self.bytes, sheet));
        Ok(cells)
    }
}

/// Formulas whose value the file does not hold.
#[derive(Default)]
struct BareFormulas {
    count: usize,
    first: Vec<(u32, u32)>,
}

impl BareFormulas {
    fn add(&mut self, (row, column): (u32, u32)) {
        const SHOWN: usize = 3;
        self.count += 1;
        let is_new = self.first.iter().all(|(_, known)| *known != column);
        if is_new && self.first.len() < SHOWN {
            self.first.push((row, column));
        }
    }

    fn told(&self) -> Option<(String, String)> {
        let what = match self.count {
            0 => return None,
            1 => "1 formula without a stored value, which is read as an empty cell".to_owned(),
            count => {
                format!("{count} formulas without a stored value, which are read as empty cells")
            }
        };
        let first: Vec<String> = self.first.iter().map(|place| cells::name(*place)).collect();
        Some((
            format!(
                "has {what} ({}): the program that wrote the file computed none",
                first.join(", ")
            ),
            "open the file in a spreadsheet program and save it, which stores the values"
                .to_owned(),
        ))
    }
}

/// How a style shows numbers, where that is not as they are stored.
enum Shown {
    Plain,
    Percent,
    /// With zeros before them, up to so many digits: postcodes, record numbers.
    Digits(usize),
}

impl Shown {
    fn of(style: &Style) -> Self {
        let Some(format) = &style.number_format else {
            return Self::Plain;
        };
        let code = &format.format_code;
        let mut unquoted = code.split('"').step_by(2);
        if matches!(format.format_id, Some(9 | 10)) || unquoted.any(|part| part.contains('%')) {
            return Self::Percent;
        }
        match code.len() {
            length if length > 1 && code.bytes().all(|byte| byte == b'0') => Self::Digits(length),
            _ => Self::Plain,
        }
    }
}

fn failure(error: XlsxError) -> Failure {
    match error {
        XlsxError::Password => Failure::Password,
        other => Failure::Broken(other.to_string()),
    }
}
