//! Every message about a bad input, as a person sees it: `tests/findings` holds
//! inputs with the exact text beside them. `UPDATE=1 cargo test findings` rewrites the
//! texts; read them before committing.

use std::fs;
use std::path::{Path, PathBuf};

use cohort_report::cohort;
use cohort_report::layout::Layout;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/findings")
}

/// Compares what is said about each input with the text beside it.
fn each(part: &str, extension: &str, say: impl Fn(&str, &[u8]) -> String) {
    let mut inputs: Vec<PathBuf> = fs::read_dir(folder().join(part))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    inputs.sort();
    assert!(!inputs.is_empty());
    let mut wrong = Vec::new();
    for path in inputs {
        let name = path.file_name().unwrap().to_str().unwrap();
        let said = say(name, &fs::read(&path).unwrap()) + "\n";
        let beside = path.with_extension("txt");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&beside, &said).unwrap();
        }
        let expected = fs::read_to_string(&beside).unwrap_or_default();
        if said != expected {
            wrong.push(format!(
                "{}\n--- expected\n{expected}--- said\n{said}",
                path.display()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn cohorts() {
    let text = fs::read_to_string(folder().join("study.toml")).unwrap();
    let study = |text: &str| {
        let parsed = Layout::parse("small", "study.toml", text);
        parsed.unwrap_or_else(|error| panic!("{error}")).0
    };
    let day_first = study(&text);
    let iso_only = study(&text.replace("dates = \"dmy\"", "dates = \"ymd\""));
    each("cohorts", "csv", |name, bytes| {
        let study = if name.starts_with("iso_") {
            &iso_only
        } else {
            &day_first
        };
        match cohort::read(study, name, bytes) {
            Ok(cohort) => format!("{} rows, nothing found", cohort.len()),
            Err(findings) => findings.to_string(),
        }
    });
}

#[test]
fn studies() {
    each("studies", "toml", |name, bytes| {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        match Layout::parse("study", name, &text) {
            Ok(_) => "nothing found".to_owned(),
            Err(findings) => findings.to_string(),
        }
    });
}
