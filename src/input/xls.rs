//! Excel workbooks before 2007.

use std::io::Cursor;

use calamine::{Reader, Xls, XlsError};

use super::workbook::{self, Failure, Whole};
use super::{Container, compound};

pub(super) static CONTAINER: Container = Container {
    name: "an Excel workbook (.xls)",
    endings: &["xls"],
    media_type: "application/vnd.ms-excel",
    recognises: |bytes| bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    open: |source| {
        workbook::open(source, |bytes| {
            if is_encrypted_package(bytes) {
                return Err(Failure::Password);
            }
            compound::check(bytes)?;
            Ok(Whole(Xls::new(Cursor::new(bytes)).map_err(failure)?))
        })
    },
};

/// Whether this is a newer workbook, encrypted: its stream is named so.
fn is_encrypted_package(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    bytes.windows(name.len()).any(|window| window == name)
}

fn failure(error: XlsError) -> Failure {
    match error {
        XlsError::Password => Failure::Password,
        other => Failure::Broken(other.to_string()),
    }
}
