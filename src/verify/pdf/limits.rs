//! What a PDF from anywhere may cost. A report of 500 pages of dense tables stays
//! below each.

use super::error::PdfError;

/// Bytes of the file.
pub(super) const BYTES: usize = 256 << 20;
/// Bytes of all streams together, unpacked.
pub(super) const UNPACKED: usize = 256 << 20;
/// Indirect objects.
pub(super) const OBJECTS: usize = 1_000_000;
/// Numbers, names, texts, arrays and dictionaries in all objects together.
pub(super) const VALUES: usize = 8_000_000;
/// Arrays and dictionaries within each other.
pub(super) const DEPTH: usize = 32;
/// Filters of one stream.
pub(super) const FILTERS: usize = 4;
/// Attached files.
pub(in crate::verify) const ATTACHMENTS: usize = 1000;

/// What may still be unpacked.
#[derive(Debug)]
pub(in crate::verify) struct Budget {
    bytes: usize,
}

impl Budget {
    pub(in crate::verify) fn new() -> Self {
        Self { bytes: UNPACKED }
    }

    /// The most that may still be unpacked.
    pub(super) fn left(&self) -> usize {
        self.bytes
    }

    /// Takes bytes from what is left.
    pub(super) fn spend(&mut self, bytes: usize) -> Result<(), PdfError> {
        self.bytes = self
            .bytes
            .checked_sub(bytes)
            .ok_or(PdfError::UnpacksToTooMuch)?;
        Ok(())
    }
}
