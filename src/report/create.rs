//! The folder of a new study.

use std::path::Path;
use std::sync::Arc;

use super::ReportError;
use crate::findings::{Finding, Findings};
use crate::outputs::{Disk, Scratch, SystemDisk};

/// Writes the files of a new study into a new folder: all of them or none.
///
/// # Errors
/// [`ReportError::Findings`] when the folder already exists and not empty,
/// [`ReportError::Io`].
pub fn write_new(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), ReportError> {
    check_new(folder)?;
    let parent = folder
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    let disk: Arc<dyn Disk> = Arc::new(SystemDisk);
    disk.make_folder(parent)
        .map_err(|error| ReportError::io(parent, &error))?;
    let scratch =
        Scratch::beside(&disk, parent).map_err(|error| ReportError::io(parent, &error))?;
    let made = scratch.path().join("study");
    for (name, bytes) in files {
        let path = made.join(name);
        let written = disk
            .make_folder(path.parent().unwrap_or(&made))
            .and_then(|()| disk.write(&path, bytes));
        written.map_err(|error| ReportError::io(&folder.join(name), &error))?;
    }
    disk.rename(&made, folder)
        .map_err(|error| ReportError::io(folder, &error))
}

/// Checks that a new study would overwrite nothing.
///
/// # Errors
/// [`ReportError::Findings`] when the folder already exists and is not empty.
pub fn check_new(folder: &Path) -> Result<(), ReportError> {
    let filled = std::fs::read_dir(folder).map(|mut entries| entries.next().is_some());
    if filled.unwrap_or_else(|_| folder.exists()) {
        let shown = folder.display().to_string();
        let help = "choose a folder that does not exist; existing files are not overwritten";
        return Err(Findings::from(Finding::new(&shown, "already exists", help)).into());
    }
    Ok(())
}
