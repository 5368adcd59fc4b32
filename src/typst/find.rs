//! Which Typst to use.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::TypstError;

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
}

/// Finds Typst: `chosen` (from `--typst`), the environment variable, the
/// project's tool folder, then `PATH`.
///
/// # Errors
/// [`TypstError::NotFound`] with what was found instead and how to mend it. A
/// program that the user named is taken or refused; no other is searched.
pub fn find(chosen: Option<&Path>) -> Result<Typst, TypstError> {
    let named = std::env::var_os(ENVIRONMENT_VARIABLE).map(PathBuf::from);
    let named = chosen
        .map(|path| ("--typst", path.to_owned()))
        .or(named.map(|path| (ENVIRONMENT_VARIABLE, path)));
    if let Some((by, path)) = named {
        // It runs in another folder, from which a relative path leads elsewhere;
        // a bare name is searched in PATH.
        let path = match path.components().count() {
            0 | 1 => path,
            _ => std::path::absolute(&path).unwrap_or(path),
        };
        return match version_of(&path) {
            Some(version) if version == VERSION => Ok(Typst { path, version }),
            Some(version) => Err(TypstError::NotFound(format!(
                "{by} names {}, which is Typst {version}; this program needs {VERSION}\n    mend: {}",
                path.display(),
                mend()
            ))),
            None => Err(TypstError::NotFound(format!(
                "{by} names {}, which is not a Typst that runs\n    mend: name the typst program, or {}",
                path.display(),
                mend()
            ))),
        };
    }
    let mut others = Vec::new();
    for path in candidates() {
        match version_of(&path) {
            Some(version) if version == VERSION => return Ok(Typst { path, version }),
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
        "Typst {VERSION} is needed to make the PDF: {found}\n    mend: {}",
        mend()
    )))
}

fn mend() -> String {
    format!(
        "run `make typst` in the project, or `cargo install typst-cli --version {VERSION} --locked` \
         anywhere (about ten minutes, once)"
    )
}

/// The tool folder of the project that we stand in or that this program was
/// built in, then every folder of `PATH`.
fn candidates() -> Vec<PathBuf> {
    let name = format!("typst{}", std::env::consts::EXE_SUFFIX);
    let in_tools = |folder: &Path| folder.join(".tools").join("bin").join(&name);
    let mut found = Vec::new();
    if let Ok(here) = std::env::current_dir() {
        found.push(in_tools(&here));
    }
    if let Ok(program) = std::env::current_exe() {
        // target/release/cohort-report stands two folders below the project.
        found.extend(program.ancestors().skip(1).take(3).map(in_tools));
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    found.extend(std::env::split_paths(&path).map(|folder| folder.join(&name)));
    found.retain(|path| path.is_file());
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
