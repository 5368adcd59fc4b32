//! Outputs, written whole or not at all.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::ReportError;
use super::inputs::TEMPLATES;
use crate::findings::{Finding, Findings};

/// A folder inside the output folder, in which everything is made before any of
/// it is moved into place. Both lie on one file system, so a move is a rename.
pub(super) struct Staging {
    folder: TempDir,
    target: PathBuf,
}

impl Staging {
    /// Makes the output folder and the staging folder inside it.
    pub(super) fn new(target: &Path) -> Result<Self, ReportError> {
        std::fs::create_dir_all(target).map_err(|error| ReportError::machine(target, &error))?;
        let folder = tempfile::Builder::new()
            .prefix(".staging-")
            .tempdir_in(target)
            .map_err(|error| ReportError::machine(target, &error))?;
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
            std::fs::create_dir_all(parent)
                .map_err(|error| ReportError::machine(parent, &error))?;
        }
        std::fs::write(&path, bytes).map_err(|error| ReportError::machine(&path, &error))
    }

    /// Moves a file of the staging folder into the output folder.
    pub(super) fn publish(&self, name: &str) -> Result<PathBuf, ReportError> {
        let target = self.target.join(name);
        if let Some(parent) = target.parent() {
            std::fs::create_dir_all(parent)
                .map_err(|error| ReportError::machine(parent, &error))?;
        }
        std::fs::rename(self.path().join(name), &target)
            .map_err(|error| ReportError::machine(&target, &error))?;
        Ok(target)
    }
}

/// Refuses an output folder among the templates of the study: the next run would
/// read what this one wrote there as templates.
///
/// # Errors
/// [`ReportError::Findings`].
pub(super) fn outside_templates(study: &Path, folder: &Path) -> Result<(), ReportError> {
    let templates = study.join(TEMPLATES);
    if !resolved(folder).starts_with(resolved(&templates)) {
        return Ok(());
    }
    let shown = folder.display().to_string();
    let problem = "is inside the templates of the study, and files written there would be read \
                   as templates";
    let mend = "choose another folder for the outputs";
    Err(Findings::from(Finding::new(&shown, problem, mend)).into())
}

/// The path without links and `..`, as far as it exists.
fn resolved(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut missing = Vec::new();
    for ancestor in absolute.ancestors() {
        if let Ok(mut real) = ancestor.canonicalize() {
            real.extend(missing.iter().rev());
            return real;
        }
        missing.extend(ancestor.file_name());
    }
    absolute
}

/// Writes a file by way of a temporary one beside it; a file that holds these
/// bytes already is left alone.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), ReportError> {
    if std::fs::read(path).is_ok_and(|known| known == bytes) {
        return Ok(());
    }
    let fail = |error: std::io::Error| ReportError::machine(path, &error);
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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn outputs_are_kept_out_of_the_templates() {
        let study = tempfile::tempdir().unwrap();
        let study = study.path();
        std::fs::create_dir(study.join("templates")).unwrap();
        for inside in ["templates", "templates/new/out", "other/../templates"] {
            std::fs::create_dir_all(study.join("other")).unwrap();
            let refused = outside_templates(study, &study.join(inside)).unwrap_err();
            assert_eq!(refused.exit_code(), 3, "{inside}");
        }
        for outside in ["out", "templates-of-old", "other/templates"] {
            outside_templates(study, &study.join(outside)).unwrap();
        }
    }
}
