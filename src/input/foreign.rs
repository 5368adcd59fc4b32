//! Files that are no container of ours, known by their first bytes.

use crate::findings::Finding;

/// First bytes, what they begin, and what to export instead.
const KINDS: [(&[u8], &str, &str); 10] = [
    (
        b"%PDF-",
        "a PDF",
        "export the data themselves, as CSV or a workbook",
    ),
    (b"[{", "JSON", "export it as CSV or a workbook"),
    (b"{\"", "JSON", "export it as CSV or a workbook"),
    (b"\x1f\x8b", "compressed with gzip", "decompress it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "extract it first"),
    (
        b"ASCII SPSS PORT FILE",
        "an SPSS portable file",
        "save it as .sav",
    ),
    (
        b"\x1c\0\0\0\0\0\0\0ENCRYPTEDSAV",
        "an encrypted SPSS file",
        "save a copy without a password",
    ),
    (b"RDX", "an R data file", "export it with write.csv"),
    (
        b"<!DOCTYPE html",
        "a web page",
        "open it in a spreadsheet and save it as a workbook",
    ),
    (
        b"<html",
        "a web page",
        "open it in a spreadsheet and save it as a workbook",
    ),
];

/// The finding for a file of such a kind.
pub(super) fn finding(file: &str, bytes: &[u8]) -> Option<Finding> {
    let begins = |start: &[u8]| {
        let own = bytes.get(..start.len());
        own.is_some_and(|own| own.eq_ignore_ascii_case(start))
    };
    let (_, what, help) = KINDS.iter().find(|(start, _, _)| begins(start))?;
    Some(Finding::new(
        file,
        format!("is {what}, which cannot be read as a cohort"),
        *help,
    ))
}
