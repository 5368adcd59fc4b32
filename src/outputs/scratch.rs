//! Private folders that no run leaves behind for good.
//!
//! A scratch folder holds a lock file that its owner keeps locked, so that a later
//! run can tell the folder of a run that was killed from that of one at work,
//! also when that works on another machine that shares the disk.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::disk::{Disk, SystemDisk};
use crate::interrupt;

/// The lock file in a scratch folder.
const LOCK: &str = ".lock";
/// Where the disk has no locks, a folder of this age is taken for abandoned.
const ABANDONED: Duration = Duration::from_secs(24 * 60 * 60);
/// How often a folder is made that another run takes for a dead one's.
const ATTEMPTS: usize = 8;
/// Begins the name of a scratch folder among files of others.
const PREFIX: &str = ".cohort-report-";

/// A folder that only the user may enter. It is removed when the value is
/// dropped, when a signal ends the process, or else by the next run that
/// makes one beside it.
#[derive(Debug)]
pub struct Scratch {
    path: PathBuf,
    lock: Option<File>,
    disk: Arc<dyn Disk>,
}

impl Scratch {
    /// In the system's folder for temporary files.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn temporary() -> io::Result<Self> {
        let disk: Arc<dyn Disk> = Arc::new(SystemDisk);
        Self::beside(&disk, &std::env::temp_dir())
    }

    /// In a folder with files of others.
    pub(crate) fn beside(disk: &Arc<dyn Disk>, within: &Path) -> io::Result<Self> {
        Self::within(disk, within, PREFIX)
    }

    /// With a name of this prefix in a folder, from which what dead runs left
    /// under such names is removed.
    pub(super) fn within(disk: &Arc<dyn Disk>, within: &Path, prefix: &str) -> io::Result<Self> {
        sweep(&**disk, within, prefix);
        let mut attempt = 0;
        loop {
            let path = disk.make_private_folder(within, prefix)?;
            interrupt::remember(&path);
            let mut scratch = Self {
                path,
                lock: None,
                disk: Arc::clone(disk),
            };
            match scratch.lock() {
                Ok(()) => return Ok(scratch),
                // Another run took it for that of a dead one before it was locked.
                Err(error) if attempt < ATTEMPTS && is_lost_race(&error) => attempt += 1,
                Err(error) => return Err(error),
            }
        }
    }

    fn lock(&mut self) -> io::Result<()> {
        let file = self.path.join(LOCK);
        self.disk.write(&file, b"")?;
        let lock = File::options().read(true).write(true).open(&file)?;
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(io::ErrorKind::WouldBlock.into()),
            // Without locks on this disk the age decides.
            Ok(()) | Err(TryLockError::Error(_)) => self.lock = Some(lock),
        }
        // Removed between opening and locking it.
        std::fs::metadata(&file).map(|_| ())
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Windows removes no file that is open.
        if let Some(lock) = self.lock.take() {
            let_go(lock);
        }
        // The next run removes what could not be removed now.
        let _ = self.disk.remove_folder(&self.path);
        interrupt::forget(&self.path);
    }
}

fn is_lost_race(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::WouldBlock
    )
}

/// Removes the scratch folders of dead runs in the system's folder for temporary
/// files.
pub(super) fn sweep_temporary() {
    sweep(&SystemDisk, &std::env::temp_dir(), PREFIX);
}

/// Removes the scratch folders of dead runs.
pub(super) fn sweep(disk: &dyn Disk, within: &Path, prefix: &str) {
    let Ok(entries) = std::fs::read_dir(within) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let is_ours = name.to_str().is_some_and(|name| name.starts_with(prefix));
        // A link is not followed: it leads to a folder of somebody else.
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_ours && is_folder {
            remove_if_dead(disk, &entry.path());
        }
    }
}

/// Removes a scratch folder unless somebody works in it. What is not removed, such
/// as that of another user, stays.
fn remove_if_dead(disk: &dyn Disk, folder: &Path) {
    let mut options = File::options();
    let lock = match options.read(true).write(true).open(folder.join(LOCK)) {
        Ok(lock) => lock,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            remove_without_lock(disk, folder);
            return;
        }
        Err(_) => return,
    };
    let is_dead = match lock.try_lock() {
        Ok(()) => true,
        Err(TryLockError::WouldBlock) => false,
        Err(TryLockError::Error(_)) => is_older(folder, ABANDONED),
    };
    if is_dead {
        // The lock is held until it is gone, so that no run begins to use it.
        let _ = disk.remove_folder(folder);
    }
    let_go(lock);
}

/// Unlocks a file. Closing it is not enough while a program that was just started
/// still has all files of this one.
pub(super) fn let_go(lock: File) {
    // Without a lock there is nothing to let go.
    let _ = lock.unlock();
    drop(lock);
}

/// The lock is the first file in and may be the first out: a folder with other
/// files is one whose removal was cut short, one without may be a moment old.
fn remove_without_lock(disk: &dyn Disk, folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    let names: Vec<_> = entries.flatten().map(|entry| entry.file_name()).collect();
    let _ = match names.as_slice() {
        [] => disk.remove_empty_folder(folder),
        names if names.iter().any(|name| name == LOCK) => Ok(()),
        _ => disk.remove_folder(folder),
    };
}

fn is_older(path: &Path, age: Duration) -> bool {
    let modified = std::fs::metadata(path).and_then(|data| data.modified());
    modified.is_ok_and(|time| time.elapsed().is_ok_and(|elapsed| elapsed > age))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
        names.collect()
    }

    #[test]
    fn the_folder_of_a_dead_run_is_removed_and_that_of_a_live_one_is_not() {
        let place = tempfile::tempdir().unwrap();
        let disk: Arc<dyn Disk> = Arc::new(SystemDisk);
        let new = || Scratch::beside(&disk, place.path()).unwrap();
        let live = new();
        let dead = place.path().join(format!("{PREFIX}dead"));
        std::fs::create_dir(&dead).unwrap();
        std::fs::write(dead.join(LOCK), "").unwrap();
        std::fs::write(dead.join("cohort.csv"), "of patients").unwrap();
        std::fs::write(place.path().join(format!("{PREFIX}notes.txt")), "").unwrap();
        std::fs::create_dir(place.path().join("other")).unwrap();
        let second = new();
        assert!(live.path().is_dir() && second.path().is_dir());
        assert!(!dead.exists());
        drop((live, second));
        let mut left = names(place.path());
        left.sort();
        assert_eq!(left, [&format!("{PREFIX}notes.txt"), "other"]);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_enter_and_links_are_not_followed() {
        use std::os::unix::fs::PermissionsExt;
        let place = tempfile::tempdir().unwrap();
        let others = tempfile::tempdir().unwrap();
        std::fs::write(others.path().join(LOCK), "").unwrap();
        let link = place.path().join(format!("{PREFIX}link"));
        std::os::unix::fs::symlink(others.path(), &link).unwrap();
        let disk: Arc<dyn Disk> = Arc::new(SystemDisk);
        let scratch = Scratch::beside(&disk, place.path()).unwrap();
        let mode = std::fs::metadata(scratch.path()).unwrap().permissions();
        assert_eq!(mode.mode() & 0o777, 0o700);
        assert!(others.path().join(LOCK).exists());
    }
}
