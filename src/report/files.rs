//! Where the files of a study are read from.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::ReportError;
use crate::findings::{Finding, Findings};
use crate::input::{Content, StoredFile};

/// The files of one study by name.
pub(super) trait Files {
    /// The bytes of a file, if it is there.
    fn bytes(&self, name: &str) -> Result<Option<Vec<u8>>, ReportError>;

    /// The bytes of the cohort, which may also be a folder of Parquet files.
    fn cohort(&self, name: &str) -> Result<Option<Vec<u8>>, ReportError> {
        self.bytes(name)
    }

    /// The cohort, which stays on disk where it can be read from there.
    fn stored_cohort(&self, name: &str) -> Result<Option<CohortFile>, ReportError> {
        Ok(self.cohort(name)?.map(CohortFile::Bytes))
    }

    /// The names of the files in a folder of the study, which holds what `purpose`
    /// states, sorted.
    ///
    /// # Errors
    /// [`ReportError::Findings`] where there is something, but no folder.
    fn list(&self, folder: &str, purpose: &str) -> Result<Vec<String>, ReportError>;

    /// A file as messages name it.
    fn shown(&self, name: &str) -> String;

    /// The text of a file, if it is there.
    fn text(&self, name: &str) -> Result<Option<String>, ReportError> {
        let Some(bytes) = self.bytes(name)? else {
            return Ok(None);
        };
        String::from_utf8(bytes).map(Some).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            let before = error.as_bytes().get(..at).unwrap_or_default();
            let line = before.iter().filter(|&&byte| byte == b'\n').count() as u64 + 1;
            let problem = format!("is not UTF-8 at byte {}", at + 1);
            let finding = Finding::new(&self.shown(name), problem, "save the file as UTF-8");
            Findings::from(finding.at_line(line)).into()
        })
    }
}

/// The file of a cohort.
#[derive(Debug, Clone)]
pub enum CohortFile {
    /// In memory.
    Bytes(Vec<u8>),
    /// On disk, from where it is read a piece at a time.
    Disk(Arc<StoredFile>),
}

/// What was read from a disk is the same as itself alone.
impl PartialEq for CohortFile {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Bytes(own), Self::Bytes(other)) => own == other,
            (Self::Disk(own), Self::Disk(other)) => Arc::ptr_eq(own, other),
            _ => false,
        }
    }
}

impl CohortFile {
    /// Its bytes.
    pub fn content(&self) -> Content<'_> {
        match self {
            Self::Bytes(bytes) => Content::Memory(bytes),
            Self::Disk(stored) => Content::Disk(stored),
        }
    }
}

/// Editors leave .swp and ~ files behind.
pub(super) fn is_kept(name: &str) -> bool {
    !name.starts_with('.') && !name.ends_with('~')
}

/// Reads inside one folder only.
pub(super) struct Folder {
    folder: PathBuf,
    real: PathBuf,
}

impl Folder {
    pub(super) fn new(folder: &Path) -> Result<Self, ReportError> {
        let real = folder
            .canonicalize()
            .ok()
            .filter(|real| real.is_dir())
            .ok_or_else(|| {
                let help = "pass a folder with a study.toml, such as data/rvlms";
                let shown = folder.display().to_string();
                Findings::from(Finding::new(&shown, "is not a folder", help))
            })?;
        Ok(Self {
            folder: folder.to_owned(),
            real,
        })
    }

    /// The folder without links.
    pub(super) fn real(&self) -> &Path {
        &self.real
    }
}

impl Folder {
    /// Where a file of the study is, if it is there.
    fn inside(&self, name: &str) -> Result<Option<PathBuf>, ReportError> {
        let path = self.folder.join(name);
        let Ok(real) = path.canonicalize() else {
            return Ok(None);
        };
        if !real.starts_with(&self.real) {
            let help = "copy the file into the study's folder; files outside it are not read";
            let finding =
                Finding::new(&self.shown(name), "points outside the study's folder", help);
            return Err(Findings::from(finding).into());
        }
        if !real.is_file() {
            return Err(no_file(&self.shown(name)));
        }
        Ok(Some(real))
    }
}

/// What a file that cannot be read is to be.
const READABLE: &str = "check that it is a file that you may read";

impl Files for Folder {
    fn shown(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    fn bytes(&self, name: &str) -> Result<Option<Vec<u8>>, ReportError> {
        let real = self.inside(name)?;
        let read = |real: PathBuf| read_limited(&real, &self.shown(name), READABLE);
        real.map(read).transpose()
    }

    fn stored_cohort(&self, name: &str) -> Result<Option<CohortFile>, ReportError> {
        if self.folder.join(name).is_dir() {
            return Ok(self.cohort(name)?.map(CohortFile::Bytes));
        }
        let Some(real) = self.inside(name)? else {
            return Ok(None);
        };
        let failed = |error: std::io::Error| {
            let problem = format!("cannot be read: {error}");
            Findings::from(Finding::new(&self.shown(name), problem, READABLE))
        };
        let file = File::open(&real).map_err(failed)?;
        let stored = StoredFile::new(file).map_err(failed)?;
        Ok(Some(CohortFile::Disk(Arc::new(stored))))
    }

    fn cohort(&self, name: &str) -> Result<Option<Vec<u8>>, ReportError> {
        match self.folder.join(name).canonicalize() {
            Ok(real) if real.is_dir() && real.starts_with(&self.real) => {
                super::parts::archive_of(&real, &self.shown(name)).map(Some)
            }
            _ => self.bytes(name),
        }
    }

    fn list(&self, inside: &str, purpose: &str) -> Result<Vec<String>, ReportError> {
        let folder = self.folder.join(inside);
        // A link that leads nowhere is there as well.
        if folder.symlink_metadata().is_err() {
            return Ok(Vec::new());
        }
        let failed = |error: std::io::Error| {
            let help = format!("{inside}/ holds {purpose}");
            let problem = format!("cannot be read as a folder: {error}");
            Findings::from(Finding::new(&self.shown(inside), problem, help))
        };
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name();
            let name = name.into_string().map_err(|name| {
                let shown = self.folder.join(inside).join(name);
                let help = "rename the file";
                let problem = "has a name that is not UTF-8";
                Findings::from(Finding::new(&shown.display().to_string(), problem, help))
            })?;
            if is_kept(&name) {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }
}

/// What is no file is told rather than passed over: someone put it there to be used.
fn no_file(shown: &str) -> ReportError {
    let help = "replace it with a file; folders, pipes and devices are not read";
    Findings::from(Finding::new(shown, "is not a regular file", help)).into()
}

/// Files that were taken out of a PDF or a version of a repository.
pub(super) struct Memory {
    shown: PathBuf,
    files: BTreeMap<String, Vec<u8>>,
}

impl Memory {
    pub(super) fn new(shown: &Path, files: BTreeMap<String, Vec<u8>>) -> Self {
        Self {
            shown: shown.to_owned(),
            files,
        }
    }
}

impl Files for Memory {
    fn shown(&self, name: &str) -> String {
        self.shown.join(name).display().to_string()
    }

    fn bytes(&self, name: &str) -> Result<Option<Vec<u8>>, ReportError> {
        Ok(self.files.get(name).cloned())
    }

    fn list(&self, inside: &str, _: &str) -> Result<Vec<String>, ReportError> {
        let folder = format!("{inside}/");
        let names = self
            .files
            .keys()
            .filter_map(|name| name.strip_prefix(&folder))
            .filter(|name| is_kept(name) && crate::study::plain_file_name(name))
            .map(str::to_owned)
            .collect();
        Ok(names)
    }
}

/// The bytes of a file that the user named, or a finding with this help.
///
/// # Errors
/// [`ReportError::Findings`].
pub fn read_named(path: &Path, help: &str) -> Result<Vec<u8>, ReportError> {
    read_limited(path, &path.display().to_string(), help)
}

/// Most bytes of a file, and of a pipe or device, whose end nobody knows.
const MOST_OF_FILE: u64 = 4 << 30;
const MOST_OF_PIPE: u64 = 256 << 20;

/// The bytes of a file as long as they are no more than memory can be asked for.
pub(super) fn read_limited(path: &Path, shown: &str, help: &str) -> Result<Vec<u8>, ReportError> {
    let failed = |error: std::io::Error| {
        let finding = Finding::new(shown, format!("cannot be read: {error}"), help);
        ReportError::from(Findings::from(finding))
    };
    if is_named_pipe(path) {
        let help = "write what it passes on into a file; a pipe without a writer never ends";
        return Err(Findings::from(Finding::new(shown, "is a named pipe", help)).into());
    }
    let file = File::open(path).map_err(failed)?;
    let data = file.metadata().map_err(failed)?;
    let (most, kind) = match data.is_file() {
        true => (MOST_OF_FILE, "file"),
        false => (MOST_OF_PIPE, "pipe or device"),
    };
    let mut bytes = Vec::new();
    if data.len() <= most {
        let size = usize::try_from(data.len()).unwrap_or(usize::MAX);
        if bytes.try_reserve_exact(size).is_err() {
            let megabytes = data.len() >> 20;
            let problem = format!("holds {megabytes} MB, more than the memory that is left");
            let help = "keep the columns that the study uses, or allow more memory";
            return Err(Findings::from(Finding::new(shown, problem, help)).into());
        }
        let mut limited = file.take(most + 1);
        limited.read_to_end(&mut bytes).map_err(failed)?;
    }
    if data.len() > most || bytes.len() as u64 > most {
        let problem = format!("holds more than {} MB, the limit for a {kind}", most >> 20);
        let help = "keep the columns that the study uses, or split the file";
        return Err(Findings::from(Finding::new(shown, problem, help)).into());
    }
    Ok(bytes)
}

/// Whether it is a pipe that has a name of its own. Those of a shell, `<(…)` and
/// standard input, are in `/dev` and `/proc`, and have a writer.
#[cfg(unix)]
fn is_named_pipe(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    let is_of_shell = path.starts_with("/dev") || path.starts_with("/proc");
    !is_of_shell && std::fs::metadata(path).is_ok_and(|data| data.file_type().is_fifo())
}

#[cfg(not(unix))]
fn is_named_pipe(_: &Path) -> bool {
    false
}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn a_device_without_an_end_is_refused() {
        let refused = read_named(Path::new("/dev/zero"), "").unwrap_err();
        let text = refused.to_string();
        assert!(
            text.contains("more than 256 MB, the limit for a pipe or device"),
            "{text}"
        );
    }
}
