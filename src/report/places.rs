//! Where outputs may not go: to where the study is read from.

use std::path::{Path, PathBuf};

use super::inputs::TEMPLATES;
use super::{Inputs, ReportError};
use crate::findings::{Finding, Findings};

/// Refuses outputs that the next run would read: those among the templates of the
/// study, and those that would replace one of its files.
///
/// # Errors
/// [`ReportError::Findings`] with each such folder or file.
pub(super) fn apart_from_inputs(
    inputs: &Inputs,
    outputs: impl IntoIterator<Item = PathBuf>,
) -> Result<(), ReportError> {
    let study = &inputs.folder;
    let templates = resolved(&study.join(TEMPLATES));
    let others = inputs.other_files().into_iter().map(|(name, _)| name);
    let read: Vec<PathBuf> = others
        .chain([inputs.study.cohort.file.clone()])
        .map(|name| resolved(&study.join(name)))
        .collect();
    let help = "choose another folder with --out or --figures";
    let mut findings = Findings::default();
    let mut refused: Vec<PathBuf> = Vec::new();
    for output in outputs {
        let real = resolved(&output);
        let folder = output.parent().unwrap_or(&output);
        if real.starts_with(&templates) {
            if !refused.iter().any(|known| folder.starts_with(known)) {
                refused.push(folder.to_owned());
                let problem = "is inside the templates of the study, and files written there \
                               would be read as templates";
                findings.push(Finding::new(&folder.display().to_string(), problem, help));
            }
        } else if read.contains(&real) {
            let problem = "is a file of the study, and would be replaced by an output";
            findings.push(Finding::new(&output.display().to_string(), problem, help));
        }
    }
    if findings.is_empty() {
        Ok(())
    } else {
        Err(findings.into())
    }
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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    fn inputs(folder: &Path) -> Inputs {
        let study = "[document]\ntitle = \"T\"\ndate = \"2024-01-31\"\n\
                     [cohort]\nfile = \"results.json\"\n[variables.a]\nkind = \"text\"\n";
        std::fs::write(folder.join("study.toml"), study).unwrap();
        std::fs::write(folder.join("results.json"), "a\n1\n").unwrap();
        std::fs::create_dir_all(folder.join("templates")).unwrap();
        std::fs::create_dir_all(folder.join("other")).unwrap();
        Inputs::read(folder).unwrap()
    }

    #[test]
    fn outputs_are_kept_out_of_what_is_read() {
        let study = tempfile::tempdir().unwrap();
        let inputs = inputs(study.path());
        let refused = |names: &[&str]| {
            let paths = names.iter().map(|name| study.path().join(name));
            apart_from_inputs(&inputs, paths)
        };
        for inside in [
            "templates/report.typ",
            "templates/new/out/report.typ",
            "other/../templates/a.svg",
            "results.json",
            "other/../study.toml",
        ] {
            let error = refused(&[inside]).unwrap_err();
            assert_eq!(error.exit_code(), 3, "{inside}");
        }
        let many = refused(&["templates/a.svg", "templates/b.svg", "results.json"]);
        let many = many.unwrap_err().to_string();
        assert_eq!(many.matches("help: ").count(), 2, "{many}");
        for outside in ["out/report.typ", "report.typ", "templates-of-old/a.svg"] {
            refused(&[outside]).unwrap();
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed() {
        let study = tempfile::tempdir().unwrap();
        let inputs = inputs(study.path());
        let link = study.path().join("link");
        std::os::unix::fs::symlink(study.path().join("templates"), &link).unwrap();
        assert!(apart_from_inputs(&inputs, [link.join("report.typ")]).is_err());
    }
}
