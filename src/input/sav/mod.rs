//! SPSS system files, `.sav` and `.zsav`, as the PSPP developers document them.

mod cases;
mod dictionary;
mod extensions;
mod format;

use super::Container;
use super::records;

pub(super) static CONTAINER: Container = Container {
    name: "an SPSS file (.sav)",
    endings: &["sav", "zsav"],
    media_type: "application/x-spss-sav",
    recognises: |bytes| bytes.starts_with(b"$FL2") || bytes.starts_with(b"$FL3"),
    open: |source| {
        records::open(source, "an SPSS file", |source| {
            let dictionary = dictionary::Dictionary::read(source.bytes(), source.options.encoding)?;
            cases::read(source.bytes(), dictionary)
        })
    },
};
