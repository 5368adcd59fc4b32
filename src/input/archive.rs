//! Zip archives with a bound on what they decompress to.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;

use super::workbook::Failure;

/// A workbook of a million rows takes about half of this.
const MOST: u64 = 1 << 30;

/// Whether the bytes begin as an archive.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Decompresses everything once, keeping nothing: a few bytes can stand for
/// gigabytes, and the sizes that an archive states may be wrong.
pub(super) fn check(bytes: &[u8]) -> Result<(), Failure> {
    check_within(bytes, MOST)
}

fn check_within(bytes: &[u8], most: u64) -> Result<(), Failure> {
    let broken = |error: &dyn std::fmt::Display| Failure::Broken(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let mut left = most;
    for index in 0..archive.len() {
        let file = match archive.by_index(index) {
            Ok(file) => file,
            Err(zip::result::ZipError::UnsupportedArchive(reason))
                if reason == zip::result::ZipError::PASSWORD_REQUIRED =>
            {
                return Err(Failure::Password);
            }
            Err(error) => return Err(broken(&error)),
        };
        let mut limited = file.take(left + 1);
        let count = io::copy(&mut limited, &mut io::sink()).map_err(|error| broken(&error))?;
        left = left
            .checked_sub(count)
            .ok_or(Failure::TooLarge(most >> 20))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    fn archive(content: &[u8]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer
            .start_file("a.xml", SimpleFileOptions::default())
            .unwrap();
        writer.write_all(content).unwrap();
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn an_archive_that_grows_without_end_is_stopped() {
        let bomb = archive(&vec![b' '; 4 << 20]);
        assert!(bomb.len() < 10_000);
        assert!(check_within(&bomb, 5 << 20).is_ok());
        let stopped = check_within(&bomb, 1 << 20);
        assert!(matches!(stopped, Err(Failure::TooLarge(1))));
    }

    #[test]
    fn a_truncated_archive_is_broken() {
        let whole = archive(b"abc");
        for end in 0..whole.len() {
            let part = whole.get(..end).unwrap();
            assert!(matches!(check(part), Err(Failure::Broken(_))), "{end}");
        }
    }
}
