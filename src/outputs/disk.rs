//! The changes that a run makes to a disk, each of which may fail.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::interrupt;

/// Every way in which outputs change a disk. Tests put one in its place that
/// fails, or stops, at a chosen step.
pub trait Disk: std::fmt::Debug + Send + Sync {
    /// Makes a folder, and those above it.
    ///
    /// # Errors
    /// Those of the operating system, as for every other step.
    fn make_folder(&self, path: &Path) -> io::Result<()>;

    /// Makes a new folder of this prefix that nobody else may enter.
    fn make_private_folder(&self, within: &Path, prefix: &str) -> io::Result<PathBuf>;

    /// Writes a file.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Writes more at the end of a file.
    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Gives a file or folder another name; a file of that name is replaced.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Gives a file a second name.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file.
    fn remove_file(&self, path: &Path) -> io::Result<()>;

    /// Removes a folder that holds nothing.
    fn remove_empty_folder(&self, path: &Path) -> io::Result<()>;

    /// Removes a folder with all that it holds.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;
}

/// The disk of the system.
#[derive(Debug, Clone, Copy)]
pub struct SystemDisk;

impl Disk for SystemDisk {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        let _undisturbed = interrupt::undisturbed();
        std::fs::create_dir_all(path)
    }

    fn make_private_folder(&self, within: &Path, prefix: &str) -> io::Result<PathBuf> {
        let _undisturbed = interrupt::undisturbed();
        let mut builder = tempfile::Builder::new();
        builder.prefix(prefix);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(std::fs::Permissions::from_mode(0o700));
        }
        Ok(builder.tempdir_in(within)?.keep())
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let _undisturbed = interrupt::undisturbed();
        std::fs::write(path, bytes)
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let _undisturbed = interrupt::undisturbed();
        let mut file = std::fs::File::options().append(true).open(path)?;
        file.write_all(bytes)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let _undisturbed = interrupt::undisturbed();
        std::fs::rename(from, to)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        let _undisturbed = interrupt::undisturbed();
        std::fs::hard_link(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        let _undisturbed = interrupt::undisturbed();
        std::fs::remove_file(path)
    }

    fn remove_empty_folder(&self, path: &Path) -> io::Result<()> {
        let _undisturbed = interrupt::undisturbed();
        std::fs::remove_dir(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        let _undisturbed = interrupt::undisturbed();
        std::fs::remove_dir_all(path)
    }
}
