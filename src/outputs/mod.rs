//! Files written whole: all outputs of a run replace those of the last in one
//! step, or none does, whatever fails or ends the run.
//!
//! A run locks its folders, makes everything in scratch folders inside them, and
//! then moves it into place under a [journal]. What an earlier run wrote and this
//! one does not make is removed, by the [manifest] of the folder. It needs of a file
//! system that a rename within it replaces a file, which ext4, NFS, APFS and NTFS
//! all do; locks and second names of files are used where it has them.

mod disk;
mod error;
mod journal;
mod manifest;
mod root;
mod scratch;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

pub use disk::{Disk, SystemDisk};
pub use error::OutputError;
pub(crate) use error::help;
pub use scratch::Scratch;

use crate::digest::sha256;
use crate::interrupt;
use journal::{Changes, Journal, NEW, Step};
use manifest::{MANIFEST, Manifest, Written};
use root::{Root, STATE};

/// What a file belongs to. A run that makes one part leaves the others alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// The PDF, its source, the ledger.
    Report,
    /// The tables, in the folder of the report.
    Tables,
    /// The figures.
    Figures,
}

/// Where a run works and what its outputs are.
#[derive(Debug)]
pub struct Outputs {
    disk: Arc<dyn Disk>,
    study: String,
    roots: Roots,
    /// Each part with the place of its folder in `roots`.
    parts: Vec<(Part, usize)>,
    files: Vec<(usize, String, Written)>,
}

/// What was done beside writing the outputs.
#[derive(Debug, Default)]
pub struct Published {
    /// Files that are no longer made but were changed by somebody else, and kept.
    pub kept: Vec<PathBuf>,
}

/// Where a scratch folder has the files that Typst reads.
const WORK: &str = "work";
/// Between two looks at a lock.
const LOOK: Duration = Duration::from_millis(25);

impl Outputs {
    /// Begins a run of a study that makes these parts, each in its folder. A run
    /// that writes to one of the folders is waited for, at most this long.
    ///
    /// # Errors
    /// [`OutputError`].
    pub fn open(
        disk: Arc<dyn Disk>,
        study: &str,
        folders: &[(Part, &Path)],
        wait: Duration,
    ) -> Result<Self, OutputError> {
        let start = Instant::now();
        loop {
            if let Some((mut roots, parts)) = lock_all(&disk, folders)? {
                for root in &mut roots.0 {
                    root.begin()?;
                }
                return Ok(Self {
                    disk,
                    study: study.to_owned(),
                    roots,
                    parts,
                    files: Vec::new(),
                });
            }
            if start.elapsed() > wait {
                let busy = folders.first().map(|(_, folder)| folder.to_path_buf());
                return Err(OutputError::Busy(busy.unwrap_or_default()));
            }
            std::thread::sleep(LOOK);
        }
    }

    /// A folder for what the outputs are made from; it is gone after the run.
    pub fn work(&self) -> PathBuf {
        self.roots
            .0
            .first()
            .map_or_else(PathBuf::new, |root| root.scratch().join(WORK))
    }

    /// Writes a file that outputs are made from.
    ///
    /// # Errors
    /// [`OutputError::Io`].
    pub fn stage(&self, name: &str, bytes: &[u8]) -> Result<(), OutputError> {
        self.write(&self.work().join(name), bytes)
    }

    /// The same from pieces that follow upon each other.
    ///
    /// # Errors
    /// [`OutputError::Io`].
    pub fn stage_pieces(
        &self,
        name: &str,
        pieces: impl Iterator<Item = impl AsRef<[u8]>>,
    ) -> Result<(), OutputError> {
        self.stage(name, &[])?;
        let path = self.work().join(name);
        for piece in pieces {
            let added = self.disk.append(&path, piece.as_ref());
            added.map_err(|error| OutputError::io(&path, error))?;
        }
        Ok(())
    }

    /// Adds an output.
    ///
    /// # Errors
    /// [`OutputError::Io`].
    pub fn put(&mut self, part: Part, name: &str, bytes: &[u8]) -> Result<(), OutputError> {
        let Some((at, new)) = self.place(part, name) else {
            return Ok(());
        };
        self.write(&new, bytes)?;
        self.add(at, part, name, bytes);
        Ok(())
    }

    /// Makes a file that outputs are made from an output itself.
    ///
    /// # Errors
    /// [`OutputError::Io`].
    pub fn put_staged(&mut self, part: Part, name: &str) -> Result<(), OutputError> {
        let staged = self.work().join(name);
        let fail = |error| OutputError::io(&staged, error);
        let Some((at, new)) = self.place(part, name) else {
            return Ok(());
        };
        let bytes = std::fs::read(&staged).map_err(fail)?;
        if let Some(folder) = new.parent() {
            self.disk.make_folder(folder).map_err(fail)?;
        }
        self.disk.rename(&staged, &new).map_err(fail)?;
        self.add(at, part, name, &bytes);
        Ok(())
    }

    /// The folder of a part and where a file of it waits.
    fn place(&self, part: Part, name: &str) -> Option<(usize, PathBuf)> {
        let (_, at) = self.parts.iter().find(|(known, _)| *known == part)?;
        let root = self.roots.0.get(*at)?;
        Some((*at, root.scratch().join(NEW).join(name)))
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
        let fail = |error| OutputError::io(path, error);
        if let Some(folder) = path.parent() {
            self.disk.make_folder(folder).map_err(fail)?;
        }
        self.disk.write(path, bytes).map_err(fail)
    }

    fn add(&mut self, at: usize, part: Part, name: &str, bytes: &[u8]) {
        let written = Written {
            study: self.study.clone(),
            part,
            sha256: sha256(bytes),
        };
        // What is made once more replaces the first.
        self.files
            .retain(|(other, own, _)| (*other, own.as_str()) != (at, name));
        self.files.push((at, name.to_owned(), written));
    }

    /// Replaces the outputs of the last run by those of this one.
    ///
    /// # Errors
    /// [`OutputError`]; the outputs of the last run are as they were.
    pub fn publish(self) -> Result<Published, OutputError> {
        let mut published = Published::default();
        // The journal is in the folder of the report, whose files come last.
        let Some(first) = self.roots.0.first().map(|root| root.folder.as_path()) else {
            return Ok(published);
        };
        let mut folders = Vec::new();
        for (at, root) in self.roots.0.iter().enumerate() {
            let steps = self.steps(at, root, &mut published)?;
            folders.push(Changes::new(first, &root.folder, root.scratch(), steps));
        }
        let journal = Journal { folders };
        let _undisturbed = interrupt::undisturbed();
        journal::commit(&*self.disk, first, &journal)?;
        Ok(published)
    }

    /// What changes in a folder.
    fn steps(
        &self,
        at: usize,
        root: &Root,
        published: &mut Published,
    ) -> Result<Vec<Step>, OutputError> {
        let before = Manifest::read(&root.state());
        let mut after = before.clone();
        let parts: BTreeSet<Part> = self
            .parts
            .iter()
            .filter(|(_, place)| *place == at)
            .map(|(part, _)| *part)
            .collect();
        after
            .files
            .retain(|_, written| written.study != self.study || !parts.contains(&written.part));
        let mut steps = Vec::new();
        for (_, name, written) in self.files.iter().filter(|(place, ..)| *place == at) {
            let target = root.folder.join(name);
            let found = Found::at(&target)?;
            // A figure that is the same keeps its time.
            let is_same = written.part == Part::Figures && found.has(&target, &written.sha256);
            if !is_same {
                steps.push(found.step(name, Some(written.sha256.clone())));
            }
            after.files.insert(name.clone(), written.clone());
        }
        let gone = before
            .files
            .iter()
            .filter(|(name, _)| !after.files.contains_key(*name));
        for (name, written) in gone {
            let target = root.folder.join(name);
            match Found::at(&target) {
                Ok(Found::Nothing) => {}
                Ok(found) if found.has(&target, &written.sha256) => {
                    steps.push(found.step(name, None));
                }
                _ => published.kept.push(target),
            }
        }
        if after != before {
            steps.push(self.put_manifest(root, &after)?);
        }
        Ok(steps)
    }

    fn put_manifest(&self, root: &Root, manifest: &Manifest) -> Result<Step, OutputError> {
        let name = format!("{STATE}/{MANIFEST}");
        let target = root.folder.join(&name);
        let bytes = manifest.to_bytes().map_err(std::io::Error::other);
        let bytes = bytes.map_err(|error| OutputError::io(&target, error))?;
        self.write(&root.scratch().join(NEW).join(&name), &bytes)?;
        Ok(Found::at(&target)?.step(&name, Some(sha256(&bytes))))
    }
}

/// What has the name of an output.
enum Found {
    Nothing,
    File,
}

impl Found {
    fn at(path: &Path) -> Result<Self, OutputError> {
        match std::fs::symlink_metadata(path) {
            Ok(data) if data.is_file() || data.is_symlink() => Ok(Self::File),
            Ok(_) => Err(OutputError::NotAFile(path.to_owned())),
            Err(_) => Ok(Self::Nothing),
        }
    }

    fn has(&self, path: &Path, hash: &str) -> bool {
        match self {
            Self::Nothing => false,
            Self::File => std::fs::read(path).is_ok_and(|bytes| sha256(&bytes) == hash),
        }
    }

    fn step(self, name: &str, after: Option<String>) -> Step {
        Step {
            name: name.to_owned(),
            existed: matches!(self, Self::File),
            after,
        }
    }
}

/// Locked folders. The last is let go first: it may be inside an earlier one.
#[derive(Debug, Default)]
struct Roots(Vec<Root>);

impl Drop for Roots {
    fn drop(&mut self) {
        while self.0.pop().is_some() {}
    }
}

/// Locked folders, and each part with the place of its folder.
type Locked = (Roots, Vec<(Part, usize)>);

/// Locks all folders or none, and puts right what dead runs left in them.
fn lock_all(
    disk: &Arc<dyn Disk>,
    folders: &[(Part, &Path)],
) -> Result<Option<Locked>, OutputError> {
    let (mut roots, mut parts): Locked = Default::default();
    for (part, folder) in folders {
        let real = folder.canonicalize().ok();
        let known = real.and_then(|real| roots.0.iter().position(|root| root.folder == real));
        let at = match known {
            Some(at) => at,
            None => {
                let Some(root) = Root::lock(disk, folder)? else {
                    return Ok(None);
                };
                roots.0.push(root);
                roots.0.len() - 1
            }
        };
        parts.push((*part, at));
    }
    for root in &roots.0 {
        // The journal may be in a folder that this run does not write to.
        let first = journal::pending(&root.folder).and_then(|first| first.canonicalize().ok());
        if let Some(first) = first.filter(|first| !roots.has(first)) {
            let Some(first) = Root::lock(disk, &first)? else {
                return Ok(None);
            };
            first.recover()?;
        }
    }
    for root in &roots.0 {
        root.recover()?;
    }
    // Only now: to recover one folder may need the scratch folder of another.
    for root in &roots.0 {
        root.sweep();
    }
    // `watch` and `verify` work there.
    scratch::sweep_temporary();
    Ok(Some((roots, parts)))
}

impl Roots {
    fn has(&self, folder: &Path) -> bool {
        self.0.iter().any(|root| root.folder == folder)
    }
}

/// Puts right what a run that died left in these folders, unless another run is
/// writing to them.
pub fn tidy(folders: &[&Path]) {
    let disk: Arc<dyn Disk> = Arc::new(SystemDisk);
    let kept = folders.iter().filter(|folder| folder.join(STATE).is_dir());
    let folders: Vec<(Part, &Path)> = kept.map(|folder| (Part::Report, *folder)).collect();
    // A run that then writes meets the same error.
    let _ = lock_all(&disk, &folders);
}
