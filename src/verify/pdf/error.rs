//! Why a file is not read.

use thiserror::Error;

use super::limits::{BYTES, OBJECTS, UNPACKED};

/// Why a PDF is not read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PdfError {
    /// Something else.
    #[error("is not a PDF")]
    NotPdf,
    /// A password is needed, or was.
    #[error("is encrypted, but reports are not")]
    Encrypted,
    /// Its end is missing.
    #[error("is damaged or cut short: {0}")]
    Damaged(&'static str),
    /// More than a report can be.
    #[error("is larger than {} MiB", BYTES / 1024 / 1024)]
    TooLarge,
    /// Streams that unpack to more than a report can be.
    #[error("unpacks to more than {} MiB", UNPACKED / 1024 / 1024)]
    UnpacksToTooMuch,
    /// More than a report can have.
    #[error("has more than {OBJECTS} objects, or more values in them than a report can have")]
    TooManyObjects,
    /// It has comments, as programs write that arrange a file in their own way.
    #[error("was written by another program")]
    Rewritten,
    /// Another program may read something else from it than this one.
    #[error("{place}: {problem}")]
    Irregular {
        /// Where it is.
        place: String,
        /// What about it.
        problem: String,
    },
}

impl PdfError {
    pub(in crate::verify) fn at(offset: usize, problem: impl Into<String>) -> Self {
        Self::Irregular {
            place: format!("byte {offset}"),
            problem: problem.into(),
        }
    }

    pub(in crate::verify) fn of(place: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Irregular {
            place: place.into(),
            problem: problem.into(),
        }
    }
}
