//! A folder of Parquet files as one file of the cohort: an archive of its parts.

use std::path::Path;

use super::ReportError;
use super::files::{is_kept, read_limited, read_named};
use crate::findings::{Finding, Findings};
use crate::input;

/// The bytes of a cohort that the user named: a file, or a folder of Parquet
/// files, which become one archive.
///
/// # Errors
/// [`ReportError::Findings`].
pub fn read_cohort(path: &Path, help: &str) -> Result<Vec<u8>, ReportError> {
    if path.is_dir() {
        return archive_of(path, &path.display().to_string());
    }
    read_named(path, help)
}

/// Whether a path is a folder with Parquet files in it.
pub fn is_folder_of_parts(path: &Path) -> bool {
    let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
    let mut names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.any(|name| is_kept(&name) && input::is_part(&name))
}

/// The archive of a folder, which messages call `shown`.
pub(super) fn archive_of(folder: &Path, shown: &str) -> Result<Vec<u8>, ReportError> {
    let failed = |problem: String, help: &str| {
        ReportError::from(Findings::from(Finding::new(shown, problem, help)))
    };
    let entries = std::fs::read_dir(folder).map_err(|error| {
        failed(
            format!("cannot be read: {error}"),
            "check that you may read it",
        )
    })?;
    let mut files = Vec::new();
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        if path.is_dir() && is_kept(&name) {
            let problem =
                format!("has the folder \"{name}\" in it; only a folder of files is read");
            let help = "put the Parquet files into one folder, and what the names of folders state into a column";
            return Err(failed(problem, help));
        }
        if !path.is_file() || !is_kept(&name) || !input::is_part(&name) {
            continue;
        }
        let shown = path.display().to_string();
        let bytes = read_limited(&path, &shown, "check that it is a file that you may read")?;
        files.push((name, bytes));
    }
    let archive = input::archive_of_parts(files)
        .map_err(|error| failed(format!("cannot be put together: {error}"), ""))?;
    archive.ok_or_else(|| {
        let problem = "is a folder without Parquet files";
        let help = "pass the file of the cohort, or a folder whose files end in .parquet";
        failed(problem.to_owned(), help)
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn the_same_parts_make_the_same_archive() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes);
        let none = read_cohort(folder.path(), "").unwrap_err().to_string();
        assert!(none.contains("is a folder without Parquet files"), "{none}");
        write("b.parquet", b"PAR1b").unwrap();
        write("a.parquet", b"PAR1a").unwrap();
        write("_SUCCESS", b"").unwrap();
        write(".a.parquet.crc", b"x").unwrap();
        let first = read_cohort(folder.path(), "").unwrap();
        write("notes.txt", b"x").unwrap();
        assert!(first == read_cohort(folder.path(), "").unwrap());
        let (media_type, ending) = input::media_type(&first);
        assert_eq!((media_type, ending), ("application/zip", "zip"));
        std::fs::create_dir(folder.path().join("year=2020")).unwrap();
        let nested = read_cohort(folder.path(), "").unwrap_err().to_string();
        assert!(nested.contains("has the folder \"year=2020\""), "{nested}");
    }
}
