//! A run, wherever it is kept: a study's folder, a built one, a results.json, a
//! PDF, or a revision of a repository.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::findings::{Finding, Findings};
use crate::ledger::{Conclusion, Entry, RESULTS, ResultsFile};
use crate::report::{self, Data, Inputs, ReportError, STUDY_FILE, Timings};
use crate::verify;

/// What a run computed and concluded.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The numbers, in order.
    pub numbers: Vec<Entry>,
    /// What its text depends on.
    pub conclusions: Vec<Conclusion>,
    /// Level of significance.
    pub alpha: f64,
    /// Its conventions.
    pub conventions: serde_json::Map<String, serde_json::Value>,
    /// Hashes of its inputs by name.
    pub inputs: BTreeMap<String, String>,
    /// Version of the program.
    pub version: String,
}

impl Run {
    /// Reads a run: what `place` names.
    ///
    /// # Errors
    /// [`ReportError::Findings`] when it is none of the forms, or invalid.
    pub fn read(place: &Path) -> Result<Self, ReportError> {
        let shown = place.display().to_string();
        if place.is_dir() {
            if place.join(STUDY_FILE).is_file() {
                return Self::of_inputs(Inputs::read(place)?);
            }
            let results = place.join(RESULTS);
            let bytes = report::read_named(&results, HELP)?;
            return Self::parse(&results.display().to_string(), &bytes);
        }
        if place.exists() {
            let bytes = report::read_named(place, HELP)?;
            if bytes.starts_with(b"%PDF") {
                return Self::parse(&shown, &verify::attached_results(&shown, &bytes)?);
            }
            return Self::parse(&shown, &bytes);
        }
        match shown.split_once(':') {
            Some((revision, folder)) => Self::of_inputs(at_revision(&shown, revision, folder)?),
            None => {
                let help = "pass a study's folder, a folder with results.json, a results.json, a PDF, or REVISION:FOLDER";
                Err(Findings::from(Finding::new(&shown, "does not exist", help)).into())
            }
        }
    }

    fn of_inputs(inputs: Inputs) -> Result<Self, ReportError> {
        let shown = inputs.shown(STUDY_FILE);
        let computed = report::compute_from(inputs, &mut Timings::default())?;
        let draft = report::draft(&computed, Data::Attached, &mut Timings::default())?;
        let results = report::results_json(&computed, &draft)?;
        Self::parse(&shown, results.as_bytes())
    }

    fn parse(file: &str, bytes: &[u8]) -> Result<Self, ReportError> {
        let document = ResultsFile::parse(bytes).map_err(|error| {
            let help = "pass a results.json written by this version of cohort-report";
            Findings::from(Finding::new(file, error.to_string(), help))
        })?;
        let alpha = document
            .conventions
            .get("alpha")
            .and_then(serde_json::Value::as_f64);
        Ok(Self {
            alpha: alpha.unwrap_or(0.05),
            numbers: document.numbers,
            conclusions: document.conclusions,
            conventions: document.conventions,
            inputs: document
                .inputs
                .into_iter()
                .map(|input| (input.name, input.sha256))
                .collect(),
            version: document.tool.version,
        })
    }
}

/// What to name instead of a place that is no run.
const HELP: &str =
    "pass a folder with a study.toml or a results.json, a results.json or a report.pdf";

/// The files of a study as a revision of the repository has them.
fn at_revision(shown: &str, revision: &str, folder: &str) -> Result<Inputs, ReportError> {
    let fail = |said: String| {
        let help = "pass a revision and a folder that `git ls-tree REVISION FOLDER/` lists";
        ReportError::from(Findings::from(Finding::new(shown, said, help)))
    };
    if revision.starts_with('-') || revision.is_empty() {
        return Err(fail("is not a revision".to_owned()));
    }
    let folder = folder.trim_end_matches('/');
    let path = if folder.is_empty() {
        ".".to_owned()
    } else {
        format!("{folder}/")
    };
    let listed = git(&[
        "ls-tree",
        "-r",
        "--name-only",
        "-z",
        "--end-of-options",
        revision,
        "--",
        &path,
    ])
    .map_err(&fail)?;
    let mut files = BTreeMap::new();
    for name in listed
        .split(|byte| *byte == 0)
        .filter(|name| !name.is_empty())
    {
        let name = String::from_utf8_lossy(name).into_owned();
        let inside = name
            .strip_prefix(&format!("{folder}/"))
            .unwrap_or(&name)
            .to_owned();
        // `./` makes git read the path from the current folder, as ls-tree did.
        let bytes =
            git(&["show", "--end-of-options", &format!("{revision}:./{name}")]).map_err(&fail)?;
        files.insert(inside, bytes);
    }
    if files.is_empty() {
        return Err(fail("has no files".to_owned()));
    }
    let name = Path::new(folder)
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    Inputs::from_memory(Path::new(shown), &name.unwrap_or_default(), files)
}

fn git(arguments: &[&str]) -> Result<Vec<u8>, String> {
    let output = Command::new("git")
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("cannot be read: git could not be run: {error}"))?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(format!(
            "cannot be read: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        ))
    }
}
