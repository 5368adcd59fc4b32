//! A folder of Parquet files as one file of the cohort: an archive of its parts.

use std::io;
use std::path::{Path, PathBuf};

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

/// Whether a path is a folder with Parquet files in it, or in folders that state the
/// value of a column.
pub fn is_folder_of_parts(path: &Path) -> bool {
    path.is_dir() && below(path).is_ok_and(|parts| !parts.is_empty())
}

/// Folders within one another, each for a column by which a table is divided.
const MOST_LEVELS: usize = 16;

/// The parts in a folder and in those below, by their names from there. Notes and
/// checksums beside them, and what is being written, are no parts.
pub(super) fn below(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    collect(folder, "", MOST_LEVELS, &mut found)?;
    Ok(found)
}

fn collect(
    folder: &Path,
    prefix: &str,
    levels: usize,
    found: &mut Vec<(String, PathBuf)>,
) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let own = entry.file_name().to_string_lossy().into_owned();
        let name = format!("{prefix}{own}");
        // Links to folders are not followed: they may lead back.
        if entry.file_type()?.is_dir() {
            if is_kept(&own) && !own.starts_with('_') && levels > 0 {
                collect(&entry.path(), &format!("{name}/"), levels - 1, found)?;
            }
        } else if is_kept(&own) && input::is_part(&own) && entry.path().is_file() {
            found.push((name, entry.path()));
        }
    }
    Ok(())
}

/// Folders in which a table keeps a log of the files that belong to it, and the name
/// of such tables.
const LOGS: [(&str, &str); 3] = [
    ("_delta_log", "Delta Lake"),
    (".hoodie", "Hudi"),
    ("metadata", "Iceberg"),
];

/// The archive of a folder, which messages call `shown`.
pub(super) fn archive_of(folder: &Path, shown: &str) -> Result<Vec<u8>, ReportError> {
    let failed = |problem: String, help: &str| {
        ReportError::from(Findings::from(Finding::new(shown, problem, help)))
    };
    if let Some((_, kind)) = LOGS.iter().find(|(log, _)| folder.join(log).is_dir()) {
        let problem = format!(
            "is a {kind} table, whose log states which of its files are valid; it is not read"
        );
        let help = "write the table as plain Parquet files and name their folder";
        return Err(failed(problem, help));
    }
    let parts = below(folder).map_err(|error| {
        failed(
            format!("cannot be read: {error}"),
            "check that you may read it",
        )
    })?;
    if let Some(folder) = parts
        .iter()
        .find_map(|(name, _)| input::without_value(name))
    {
        let problem =
            format!("has Parquet files in the folder \"{folder}\", whose name states no value");
        let help = "put the Parquet files into one folder, or into folders that are named \
                    COLUMN=VALUE, as Spark and DuckDB write them";
        return Err(failed(problem, help));
    }
    let mut files = Vec::new();
    for (name, path) in parts {
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
        let inside = |name: &str| std::fs::create_dir(folder.path().join(name));
        inside("_temporary").unwrap();
        inside("notes").unwrap();
        write("_temporary/a.parquet", b"PAR1x").unwrap();
        assert!(first == read_cohort(folder.path(), "").unwrap());
        inside("year=2020").unwrap();
        write("year=2020/c.parquet", b"PAR1c").unwrap();
        write("year=2020/.c.parquet.crc", b"x").unwrap();
        assert!(first != read_cohort(folder.path(), "").unwrap());
        write("notes/c.parquet", b"PAR1c").unwrap();
        let nested = read_cohort(folder.path(), "").unwrap_err().to_string();
        assert!(nested.contains("in the folder \"notes\""), "{nested}");
        inside("_delta_log").unwrap();
        let delta = read_cohort(folder.path(), "").unwrap_err().to_string();
        assert!(delta.contains("is a Delta Lake table"), "{delta}");
    }
}
