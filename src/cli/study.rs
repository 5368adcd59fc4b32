//! Which study a command is about.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::arguments;
use super::commands::Failure;
use super::terminal;
use crate::report::STUDY_FILE;

/// The study of this project's own checkout, which shows the program at work.
const EXAMPLE: &str = "data/rvlms";

impl arguments::Study {
    /// See [`folder`].
    pub(super) fn folder(&self) -> Result<PathBuf, Failure> {
        folder(self.study.as_deref())
    }
}

/// The folder that was named; else the one that the user stands in, when it
/// holds a study file; else the example, when it is here. Whichever was not
/// named is stated on standard error.
pub(super) fn folder(named: Option<&Path>) -> Result<PathBuf, Failure> {
    if let Some(folder) = named {
        return Ok(folder.to_owned());
    }
    let here = Path::new(".");
    for (folder, shown) in [
        (here, "the current folder"),
        (Path::new(EXAMPLE), "the example in data/rvlms"),
    ] {
        if folder.join(STUDY_FILE).is_file() {
            writeln!(terminal::stderr(), "note: no study named; using {shown}")?;
            return Ok(folder.to_owned());
        }
    }
    Err(Failure::Usage(format!(
        "no study named, and no {STUDY_FILE} in the current folder\n\
         help: name the study's folder, or make one: \
         cohort-report new FOLDER --from FILE.csv"
    )))
}
