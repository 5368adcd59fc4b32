//! How all outputs of a run replace those of the last in one step.
//!
//! Before the first file is moved, a journal says which files will be replaced or
//! removed. Each replaced file first gets a second name in the scratch folder of the
//! run. Removing the journal is the step: before it, whatever happens, the
//! previous outputs are put back, by this run or the next; after it the new ones stay.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::disk::Disk;
use super::error::OutputError;
use super::manifest::is_inside;
use super::root::STATE;
use crate::digest::sha256;

/// The journal's name in the state folder of the first folder.
const JOURNAL: &str = "journal.json";
/// The name, in the state folder of every other, of the file that names the first.
const PENDING: &str = "pending.json";
/// Where a scratch folder keeps what is about to be an output.
pub(super) const NEW: &str = "new";
/// Where it keeps what was.
const OLD: &str = "old";

/// The changes that one run makes.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Journal {
    /// By folder. The first holds the journal.
    pub(super) folders: Vec<Changes>,
}

/// The changes in one folder.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Changes {
    /// The folder, from the first one if a path leads from there: the folders may be
    /// moved together, or have another path on another machine.
    folder: PathBuf,
    /// The way back from it.
    back: PathBuf,
    /// The name of the run's scratch folder.
    scratch: String,
    /// In order.
    steps: Vec<Step>,
}

/// A file that is replaced, made or removed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Step {
    /// Its name in the folder.
    pub(super) name: String,
    /// Whether it was there.
    pub(super) existed: bool,
    /// The SHA-256 of the new file, if there is one.
    pub(super) after: Option<String>,
}

/// The places of a step.
struct Places {
    target: PathBuf,
    new: PathBuf,
    old: PathBuf,
}

impl Changes {
    /// Changes in `folder`, whose journal is in `first`.
    pub(super) fn new(first: &Path, folder: &Path, scratch: &Path, steps: Vec<Step>) -> Self {
        let scratch = scratch.file_name().map(|name| name.to_string_lossy());
        Self {
            folder: path_from(first, folder),
            back: path_from(folder, first),
            scratch: scratch.unwrap_or_default().into_owned(),
            steps,
        }
    }

    fn places(&self, first: &Path, step: &Step) -> Places {
        let folder = first.join(&self.folder);
        let scratch = folder.join(STATE).join(&self.scratch);
        Places {
            target: folder.join(&step.name),
            new: scratch.join(NEW).join(&step.name),
            old: scratch.join(OLD).join(&step.name),
        }
    }

    /// A journal is a file that others may have written.
    fn is_sound(&self) -> bool {
        is_inside(&self.scratch) && self.steps.iter().all(|step| is_inside(&step.name))
    }
}

/// Replaces all outputs, or none.
pub(super) fn commit(disk: &dyn Disk, first: &Path, journal: &Journal) -> Result<(), OutputError> {
    let path = first.join(STATE).join(JOURNAL);
    let written = write_journal(disk, first, journal).and_then(|()| apply(disk, first, journal));
    let committed = written.and_then(|()| {
        let removed = disk.remove_file(&path);
        removed.map_err(|error| OutputError::io(&path, error))
    });
    if let Err(error) = committed {
        roll_back(disk, first, journal).map_err(|_| OutputError::Torn {
            folder: first.to_owned(),
            reason: error
                .to_string()
                .lines()
                .next()
                .unwrap_or_default()
                .to_owned(),
        })?;
        return Err(error);
    }
    for changes in journal.folders.iter().skip(1) {
        // Without the journal it has no meaning; the next run removes it.
        let _ = disk.remove_file(&pending_in(&first.join(&changes.folder)));
    }
    remove_emptied(disk, first, journal, |step| step.after.is_none());
    Ok(())
}

fn write_journal(disk: &dyn Disk, first: &Path, journal: &Journal) -> Result<(), OutputError> {
    let write = |path: &Path, value: serde_json::Result<Vec<u8>>| {
        let bytes = value.map_err(std::io::Error::other);
        bytes
            .and_then(|bytes| disk.write(path, &bytes))
            .map_err(|error| OutputError::io(path, error))
    };
    for changes in journal.folders.iter().skip(1) {
        let folder = first.join(&changes.folder);
        write(&pending_in(&folder), serde_json::to_vec(&changes.back))?;
    }
    let path = first.join(STATE).join(JOURNAL);
    let draft = path.with_extension("new");
    write(&draft, serde_json::to_vec(journal))?;
    disk.rename(&draft, &path)
        .map_err(|error| OutputError::io(&path, error))
}

fn pending_in(folder: &Path) -> PathBuf {
    folder.join(STATE).join(PENDING)
}

fn apply(disk: &dyn Disk, first: &Path, journal: &Journal) -> Result<(), OutputError> {
    // The first folder has the PDF, which is the last of its files.
    for changes in journal.folders.iter().rev() {
        for step in &changes.steps {
            let places = changes.places(first, step);
            let target = &places.target;
            let fail = |error| OutputError::io(target, error);
            for path in [target, &places.old] {
                if let Some(folder) = path.parent() {
                    disk.make_folder(folder).map_err(fail)?;
                }
            }
            if step.existed {
                let keeps = step.after.is_some() && disk.link(target, &places.old).is_ok();
                // Where a disk has no second names, the file is away for a moment.
                if !keeps {
                    disk.rename(target, &places.old).map_err(fail)?;
                }
            }
            if step.after.is_some() {
                disk.rename(&places.new, target).map_err(fail)?;
            }
        }
    }
    Ok(())
}

/// Puts the previous outputs back and removes the journal.
fn roll_back(disk: &dyn Disk, first: &Path, journal: &Journal) -> std::io::Result<()> {
    for changes in &journal.folders {
        let scratch = first
            .join(&changes.folder)
            .join(STATE)
            .join(&changes.scratch);
        if !scratch.is_dir() {
            continue;
        }
        for step in changes.steps.iter().rev() {
            put_back(disk, step, &changes.places(first, step))?;
        }
    }
    remove_emptied(disk, first, journal, |step| !step.existed);
    match disk.remove_file(&first.join(STATE).join(JOURNAL)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// A file that somebody else changed since stays.
fn put_back(disk: &dyn Disk, step: &Step, places: &Places) -> std::io::Result<()> {
    let exists = |path: &Path| std::fs::symlink_metadata(path).is_ok();
    let is_ours = match std::fs::read(&places.target) {
        Ok(bytes) => step
            .after
            .as_ref()
            .is_some_and(|after| *after == sha256(&bytes)),
        Err(_) => false,
    };
    if exists(&places.old) {
        if is_ours || !exists(&places.target) {
            disk.rename(&places.old, &places.target)?;
        }
    } else if !step.existed && is_ours && !exists(&places.new) {
        disk.remove_file(&places.target)?;
    }
    Ok(())
}

/// Removes the folders that held the files of these steps and now hold none.
fn remove_emptied(disk: &dyn Disk, first: &Path, journal: &Journal, of: fn(&Step) -> bool) {
    for changes in &journal.folders {
        for step in changes.steps.iter().filter(|step| of(step)) {
            let parent = Path::new(&step.name).parent();
            if let Some(parent) = parent.filter(|parent| !parent.as_os_str().is_empty()) {
                // One that still holds a file stays.
                let _ = disk.remove_empty_folder(&first.join(&changes.folder).join(parent));
            }
        }
    }
}

/// Puts back what a run that died in the middle left.
pub(super) fn recover(disk: &dyn Disk, folder: &Path) -> Result<(), OutputError> {
    let path = folder.join(STATE).join(JOURNAL);
    let Ok(bytes) = std::fs::read(&path) else {
        return Ok(());
    };
    let journal: Journal = serde_json::from_slice(&bytes)
        .map_err(|error| OutputError::io(&path, std::io::Error::other(error)))?;
    if !journal.folders.iter().all(Changes::is_sound) {
        let error = std::io::Error::other("names files outside the folder");
        return Err(OutputError::io(&path, error));
    }
    roll_back(disk, folder, &journal).map_err(|error| OutputError::Torn {
        folder: folder.to_owned(),
        reason: error.to_string(),
    })
}

/// The folder whose journal changes this one, if a run died in the middle.
pub(super) fn pending(folder: &Path) -> Option<PathBuf> {
    let bytes = std::fs::read(pending_in(folder)).ok()?;
    let first = folder.join(serde_json::from_slice::<PathBuf>(&bytes).ok()?);
    first.join(STATE).join(JOURNAL).is_file().then_some(first)
}

/// Removes what an earlier run left beside its journal.
pub(super) fn clear(disk: &dyn Disk, folder: &Path) {
    for path in [
        pending_in(folder),
        folder.join(STATE).join(JOURNAL).with_extension("new"),
    ] {
        if path.exists() {
            let _ = disk.remove_file(&path);
        }
    }
}

/// The way from one folder to another; both without links.
fn path_from(from: &Path, to: &Path) -> PathBuf {
    let (mut a, mut b) = (from.components().peekable(), to.components().peekable());
    let mut shared = 0;
    while a.peek().is_some() && a.peek() == b.peek() {
        a.next();
        b.next();
        shared += 1;
    }
    if shared == 0 {
        // Another drive.
        return to.to_owned();
    }
    a.map(|_| std::path::Component::ParentDir)
        .chain(b)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_between_folders() {
        for (from, to, way) in [
            ("/p/build/s", "/p/figures/s", "../../figures/s"),
            ("/p/out", "/p/out/figures", "figures"),
            ("/p/out", "/p/out", ""),
            ("/p/out/figures", "/p/out", ".."),
        ] {
            assert_eq!(path_from(Path::new(from), Path::new(to)), Path::new(way));
        }
    }
}
