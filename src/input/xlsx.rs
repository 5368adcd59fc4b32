//! Excel workbooks since 2007, read cell by cell.

use std::io::Cursor;

use calamine::{Reader, Xlsx, XlsxError};

use super::cells::{self, Cells};
use super::workbook::{self, Failure, Workbook};
use super::{Container, archive};

pub(super) static CONTAINER: Container = Container {
    name: "an Excel workbook (.xlsx)",
    endings: &["xlsx", "xlsm"],
    media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    recognises: archive::is_zip,
    open: |source| {
        workbook::open(source, |bytes| {
            archive::check(bytes)?;
            Ok(Streamed(Xlsx::new(Cursor::new(bytes)).map_err(failure)?))
        })
    },
};

struct Streamed<'a>(Xlsx<Cursor<&'a [u8]>>);

impl Workbook for Streamed<'_> {
    fn sheets(&self) -> Vec<(String, bool)> {
        workbook::worksheets(self.0.sheets_metadata())
    }

    fn is_empty(&mut self, sheet: &str) -> Result<bool, Failure> {
        let mut reader = self.0.worksheet_cells_reader(sheet).map_err(failure)?;
        while let Some(cell) = reader.next_cell().map_err(failure)? {
            if !cells::is_empty(cell.get_value()) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn cells(&mut self, sheet: &str) -> Result<Cells, Failure> {
        let mut reader = self.0.worksheet_cells_reader(sheet).map_err(failure)?;
        let mut cells = Cells::default();
        while let Some(cell) = reader.next_cell().map_err(failure)? {
            let (row, column) = cell.get_position();
            cells.push(row, column, cell.get_value())?;
        }
        Ok(cells)
    }
}

fn failure(error: XlsxError) -> Failure {
    match error {
        XlsxError::Password => Failure::Password,
        other => Failure::Broken(other.to_string()),
    }
}
