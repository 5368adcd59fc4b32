//! A folder of outputs, locked while a run writes to it.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::disk::Disk;
use super::error::OutputError;
use super::journal;
use super::manifest::MANIFEST;
use super::scratch::{self, Scratch};

/// The folder inside a folder of outputs in which the program keeps what it needs
/// to know about it.
pub(super) const STATE: &str = ".cohort-report";
/// The lock file in it.
const LOCK: &str = "lock";
/// Keeps it out of a repository.
const IGNORE: (&str, &[u8]) = (".gitignore", b"*\n");
/// Begins the names of the scratch folders in it.
const RUN: &str = "run-";

/// A folder of outputs that this run alone writes to.
#[derive(Debug)]
pub(super) struct Root {
    /// Without links.
    pub(super) folder: PathBuf,
    disk: Arc<dyn Disk>,
    lock: Option<File>,
    scratch: Option<Scratch>,
    /// Whether it is to be removed if nothing is written.
    is_new: bool,
}

impl Root {
    /// Makes the folder and locks it; none if another run has the lock.
    pub(super) fn lock(disk: &Arc<dyn Disk>, folder: &Path) -> Result<Option<Self>, OutputError> {
        let fail = |error| OutputError::io(folder, error);
        let is_new = !folder.exists();
        let state = folder.join(STATE);
        let is_known = state.exists();
        disk.make_folder(&state).map_err(fail)?;
        if !is_known {
            as_open_as(folder, &state);
        }
        let mut root = Self {
            folder: folder.canonicalize().map_err(fail)?,
            disk: Arc::clone(disk),
            lock: None,
            scratch: None,
            is_new,
        };
        let path = state.join(LOCK);
        let file = match open(&path) {
            Ok(file) => file,
            // A run that wrote nothing has just removed the folder.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(fail(error)),
        };
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => return Ok(None),
            Ok(()) if !is_same_file(&file, &path) => return Ok(None),
            // A disk without locks: runs at the same time are not kept apart.
            Ok(()) | Err(TryLockError::Error(_)) => root.lock = Some(file),
        }
        Ok(Some(root))
    }

    /// Puts back what a dead run left half done.
    pub(super) fn recover(&self) -> Result<(), OutputError> {
        journal::recover(&*self.disk, &self.folder)
    }

    /// Removes the scratch folders of dead runs.
    pub(super) fn sweep(&self) {
        journal::clear(&*self.disk, &self.folder);
        scratch::sweep(&*self.disk, &self.state(), RUN);
    }

    /// Makes the scratch folder of this run.
    pub(super) fn begin(&mut self) -> Result<(), OutputError> {
        let state = self.state();
        let fail = |error| OutputError::io(&state, error);
        let (name, bytes) = IGNORE;
        if !state.join(name).exists() {
            self.disk.write(&state.join(name), bytes).map_err(fail)?;
        }
        let made = Scratch::within(&self.disk, &state, RUN);
        self.scratch = Some(made.map_err(fail)?);
        Ok(())
    }

    /// The folder with the program's own files.
    pub(super) fn state(&self) -> PathBuf {
        self.folder.join(STATE)
    }

    /// The scratch folder of this run.
    pub(super) fn scratch(&self) -> &Path {
        self.scratch.as_ref().map_or(&self.folder, Scratch::path)
    }
}

impl Drop for Root {
    fn drop(&mut self) {
        self.scratch = None;
        if let Some(lock) = self.lock.take() {
            self.remove_if_unused();
            scratch::let_go(lock);
        }
    }
}

impl Root {
    /// Where nothing was written, no folder is left behind. The lock is still held.
    fn remove_if_unused(&self) {
        let state = self.state();
        // Windows removes no file that is open.
        if state.join(MANIFEST).exists() || !cfg!(unix) {
            return;
        }
        for name in [IGNORE.0, LOCK] {
            let _ = self.disk.remove_file(&state.join(name));
        }
        let _ = self.disk.remove_empty_folder(&state);
        if self.is_new {
            let _ = self.disk.remove_empty_folder(&self.folder);
        }
    }
}

/// Whoever may write outputs may also write what the program knows about them.
#[cfg(unix)]
fn as_open_as(folder: &Path, state: &Path) {
    if let Ok(data) = std::fs::metadata(folder) {
        // Otherwise others of the group are told that they may not write there.
        let _ = std::fs::set_permissions(state, data.permissions());
    }
}

#[cfg(not(unix))]
fn as_open_as(_: &Path, _: &Path) {}

/// The lock file, for reading only if it is that of another user.
fn open(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    let file = options
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path);
    match file {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => File::open(path),
        other => other,
    }
}

/// Whether a file still has this name: a run that wrote nothing removes its lock.
#[cfg(unix)]
fn is_same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |data: std::fs::Metadata| (data.dev(), data.ino());
    let (open, named) = (file.metadata().map(id), std::fs::metadata(path).map(id));
    matches!((open, named), (Ok(open), Ok(named)) if open == named)
}

#[cfg(not(unix))]
fn is_same_file(_: &File, _: &Path) -> bool {
    true
}
