//! Which Typst to use.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{Bounds, TypstError};

/// The version that reports are made with. Another one would lay out other
/// pages from the same source. The Makefile reads the same file.
pub const VERSION: &str = include_str!("../../typst-version").trim_ascii();

/// Names the program, before the tool folder and `PATH` are searched.
pub const ENVIRONMENT_VARIABLE: &str = "COHORT_REPORT_TYPST";

/// A Typst of the pinned version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typst {
    /// The program.
    pub path: PathBuf,
    /// Its version.
    pub version: String,
    /// How it is kept from outliving this program and from using all memory.
    pub bounds: Option<Bounds>,
}

impl Typst {
    /// A program that was found.
    fn new(path: PathBuf, version: String) -> Self {
        Self {
            path,
            version,
            bounds: None,
        }
    }

    /// The same, run within these bounds.
    #[must_use]
    pub fn within(self, bounds: Bounds) -> Self {
        Self {
            bounds: Some(bounds),
            ..self
        }
    }
}

/// Finds Typst: `chosen` (from `--typst`), the environment variable, the
/// project's tool folder, then `PATH`.
///
/// # Errors
/// [`TypstError::NotFound`] with what was found instead and how to correct it. A
/// program named by the user is the only candidate.
pub fn find(chosen: Option<&Path>) -> Result<Typst, TypstError> {
    let named = std::env::var_os(ENVIRONMENT_VARIABLE).map(PathBuf::from);
    let named = chosen
        .map(|path| ("--typst", path.to_owned()))
        .or(named.map(|path| (ENVIRONMENT_VARIABLE, path)));
    if let Some((by, path)) = named {
        let path = located(&path).unwrap_or(path);
        return match version_of(&path) {
            Some(version) if version == VERSION => Ok(Typst::new(path, version)),
            Some(version) => Err(TypstError::NotFound(format!(
                "{by} is {}, Typst {version}; version {VERSION} is required\n    help: {}",
                path.display(),
                help()
            ))),
            None => Err(TypstError::NotFound(format!(
                "{by} is {}, which cannot be run as Typst\n    help: pass the path of the typst program, or {}",
                path.display(),
                help()
            ))),
        };
    }
    let mut others = Vec::new();
    for path in candidates() {
        match version_of(&path) {
            Some(version) if version == VERSION => return Ok(Typst::new(path, version)),
            Some(version) => others.push(format!("{} is {version}", path.display())),
            None => {}
        }
    }
    let found = if others.is_empty() {
        "none was found".to_owned()
    } else {
        others.join(", ")
    };
    Err(TypstError::NotFound(format!(
        "Typst {VERSION} is required to make the PDF: {found}\n    help: {}",
        help()
    )))
}

/// The full path of a program: it runs in another folder and without `PATH`. A bare
/// name is searched in `PATH`, and is a file of the current folder if it is not there.
fn located(path: &Path) -> Option<PathBuf> {
    let is_bare = path.components().count() == 1 && path.file_name() == Some(path.as_os_str());
    let in_path = is_bare.then(|| in_path(path)).flatten();
    in_path.or_else(|| std::path::absolute(path).ok())
}

fn in_path(name: &Path) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut found = std::env::split_paths(&path).map(|folder| folder.join(name));
    let found = found.find_map(|path| {
        let mut with_ending = path.clone().into_os_string();
        with_ending.push(std::env::consts::EXE_SUFFIX);
        [path, with_ending.into()]
            .into_iter()
            .find(|path| path.is_file())
    });
    found.and_then(|path| std::path::absolute(path).ok())
}

fn help() -> String {
    format!(
        "run `make typst` in the project, or `cargo install typst-cli --version {VERSION} --locked` \
         anywhere (about ten minutes, once)"
    )
}

/// The tool folder of the current project, or of the one that this program was
/// built in, then every folder of `PATH`.
fn candidates() -> Vec<PathBuf> {
    let name = format!("typst{}", std::env::consts::EXE_SUFFIX);
    let in_tools = |folder: &Path| folder.join(".tools").join("bin").join(&name);
    let mut found = Vec::new();
    if let Ok(here) = std::env::current_dir() {
        found.push(in_tools(&here));
    }
    if let Ok(program) = std::env::current_exe() {
        // target/release/cohort-report is two folders below the project.
        found.extend(program.ancestors().skip(1).take(3).map(in_tools));
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    found.extend(std::env::split_paths(&path).map(|folder| folder.join(&name)));
    found.retain(|path| path.is_file());
    // A relative folder of `PATH` leads elsewhere from where it runs.
    for path in &mut found {
        if let Ok(absolute) = std::path::absolute(&*path) {
            *path = absolute;
        }
    }
    found.dedup();
    found
}

/// "typst 0.15.1 (…)" → "0.15.1".
fn version_of(path: &Path) -> Option<String> {
    let output = Command::new(path)
        .arg("--version")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let mut words = text.split_whitespace();
    (words.next()? == "typst").then(|| words.next().map(str::to_owned))?
}
