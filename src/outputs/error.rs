//! Why outputs were not written.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Why outputs were not written. What stood in their place is unchanged.
#[derive(Debug, Error)]
pub enum OutputError {
    /// The operating system refused.
    #[error("{}: {source}\n    help: {}", .path.display(), help(.source))]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Something else than a file has the name of an output.
    #[error(
        "{}: is not a file, but has the name of an output\n    help: move it away, or choose another folder with --out", .0.display()
    )]
    NotAFile(PathBuf),
    /// Another run writes to the same folder.
    #[error(
        "{}: another run is still writing to this folder\n    help: wait until it has ended, or choose another folder with --out", .0.display()
    )]
    Busy(PathBuf),
    /// Outputs were partly replaced and could not be put back.
    #[error(
        "{}: {reason}; the outputs are partly new, partly old\n    help: once the folder can be written, run any `report`, `figures` or `tables` with it: it first puts the previous outputs back", .folder.display()
    )]
    Torn {
        /// The folder of the outputs.
        folder: PathBuf,
        /// Why they could not be replaced, and not be put back.
        reason: String,
    },
}

impl OutputError {
    /// An error of the operating system at this path.
    pub(crate) fn io(path: &Path, source: io::Error) -> Self {
        Self::Io {
            path: path.to_owned(),
            source,
        }
    }
}

/// What helps against an error of the operating system.
pub(crate) fn help(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            "free some space, or choose another folder with --out"
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "check that you may write there and that no other program has the file open, or \
             choose another folder with --out"
        }
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => {
            "check that the path leads through folders only"
        }
        _ => "check that the path exists, is writable and has free space",
    }
}
