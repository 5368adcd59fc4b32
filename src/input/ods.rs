//! OpenDocument spreadsheets, as LibreOffice saves them.

use std::io::Cursor;

use calamine::{Ods, OdsError, Reader};

use super::workbook::{self, Failure, Whole};
use super::{Container, archive};

pub(super) static CONTAINER: Container = Container {
    name: "an OpenDocument spreadsheet (.ods)",
    endings: &["ods"],
    media_type: MEDIA_TYPE,
    recognises,
    open: |source| {
        workbook::open(source, |bytes| {
            archive::check(bytes)?;
            Ok(Whole(Ods::new(Cursor::new(bytes)).map_err(failure)?))
        })
    },
};

const MEDIA_TYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// The first file of the archive, stored without compression, is the type.
fn recognises(bytes: &[u8]) -> bool {
    const FIRST: usize = 30;
    let expected = format!("mimetype{MEDIA_TYPE}");
    archive::is_zip(bytes)
        && bytes
            .get(FIRST..)
            .is_some_and(|rest| rest.starts_with(expected.as_bytes()))
}

fn failure(error: OdsError) -> Failure {
    match error {
        OdsError::Password => Failure::Password,
        OdsError::CellLimitExceeded { .. } => Failure::TooManyCells,
        other => Failure::Broken(other.to_string()),
    }
}
