//! Outputs, written whole or not at all.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::ReportError;

/// A folder inside the output folder, in which everything is made before any of
/// it is moved into place. Both lie on one file system, so a move is a rename.
pub(super) struct Staging {
    folder: TempDir,
    target: PathBuf,
}

impl Staging {
    /// Makes the output folder and the staging folder inside it.
    pub(super) fn new(target: &Path) -> Result<Self, ReportError> {
        std::fs::create_dir_all(target).map_err(|error| ReportError::io(target, &error))?;
        let folder = tempfile::Builder::new()
            .prefix(".staging-")
            .tempdir_in(target)
            .map_err(|error| ReportError::io(target, &error))?;
        Ok(Self {
            folder,
            target: target.to_owned(),
        })
    }

    /// The staging folder.
    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file of the staging folder.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), ReportError> {
        let path = self.path().join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(|error| ReportError::io(parent, &error))?;
        }
        std::fs::write(&path, bytes).map_err(|error| ReportError::io(&path, &error))
    }

    /// Moves a file of the staging folder into the output folder.
    pub(super) fn publish(&self, name: &str) -> Result<PathBuf, ReportError> {
        let target = self.target.join(name);
        if let Some(parent) = target.parent() {
            std::fs::create_dir_all(parent).map_err(|error| ReportError::io(parent, &error))?;
        }
        std::fs::rename(self.path().join(name), &target)
            .map_err(|error| ReportError::io(&target, &error))?;
        Ok(target)
    }
}

/// Writes a file by way of a temporary one beside it; a file that holds these
/// bytes already is left alone.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), ReportError> {
    if std::fs::read(path).is_ok_and(|known| known == bytes) {
        return Ok(());
    }
    let fail = |error: std::io::Error| ReportError::io(path, &error);
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(fail)?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(fail)?;
    std::io::Write::write_all(&mut file, bytes).map_err(fail)?;
    readable(file.path()).map_err(fail)?;
    file.persist(path).map_err(|error| fail(error.error))?;
    Ok(())
}

/// Temporary files are private; outputs are as readable as any other file.
#[cfg(unix)]
fn readable(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &Path) -> std::io::Result<()> {
    Ok(())
}
