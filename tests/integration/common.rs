//! Small studies on disk, and the program run on them.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A study with one of each: table, figures, endpoint.
pub const STUDY: &str = r#"
[document]
title = "A small study"
date = "2024-01-31"

[variables.id]
kind = "identifier"

[variables.arm]
label = "Arm"
kind = "nominal"
levels = ["surgery", "radiotherapy"]

[variables.size]
label = "Size"
kind = "continuous"
unit = "mm"

[variables.smoker]
label = "Smoker"
kind = "binary"

[variables.months]
label = "Months"
kind = "continuous"
unit = "months"

[variables.status]
label = "Status"
kind = "nominal"
levels = ["alive", "dead"]

[endpoints.os]
label = "overall survival"
event_label = "death"
time = "months"
status = "status"
event = ["dead"]

[[tables]]
id = "all"
title = "Everything"
by = "arm"
rows = ["size", "smoker", "status"]

[[tables]]
id = "rates"
kind = "survival"
title = "Survival"
endpoints = ["os"]
by = "arm"
rates = [12]

[[figures]]
id = "boxes"
kind = "boxes"
caption = "Sizes."
variables = ["size"]
by = "arm"

[[figures]]
id = "bars"
kind = "bars"
caption = "Arms."
variable = "arm"

[[figures]]
id = "curve"
kind = "kaplan_meier"
caption = "Survival."
endpoints = ["os"]
by = "arm"
"#;

pub const COHORT: &str = "\
id,arm,size,smoker,months,status
A1,surgery,42,yes,10,dead
A2,surgery,38,no,22.5,alive
A3,surgery,,no,31,alive
A4,radiotherapy,55,yes,4,dead
A5,radiotherapy,61,,13,dead
A6,radiotherapy,47,no,40,alive
";

pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A temporary folder with a study in it.
pub struct Place {
    pub folder: tempfile::TempDir,
}

impl Place {
    pub fn new() -> Self {
        Self::with(STUDY, COHORT)
    }

    /// A study without files.
    pub fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub fn with(study: &str, cohort: &str) -> Self {
        let place = Self::empty();
        place.write("study.toml", study);
        place.write("cohort.csv", cohort);
        place
    }

    /// A copy of a cohort of the project.
    pub fn of_cohort(name: &str) -> Self {
        let place = Self::empty();
        for (file, bytes) in files(&project().join("data").join(name)) {
            place.write_bytes(&file, &bytes);
        }
        place
    }

    pub fn study(&self) -> PathBuf {
        self.folder.path().join("small")
    }

    pub fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    /// Writes a file of the study.
    pub fn write(&self, name: &str, text: &str) {
        self.write_bytes(name, text.as_bytes());
    }

    /// Writes a file of the study.
    pub fn write_bytes(&self, name: &str, bytes: &[u8]) {
        let path = self.study().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// `cohort-report report`, with the Typst of the project's tool folder.
    pub fn report(&self) -> Output {
        self.command("report")
            .arg("--out")
            .arg(self.out())
            .output()
            .unwrap()
    }

    /// Only the tables, which need no Typst.
    pub fn tables(&self) -> Output {
        self.command("tables")
            .arg("--out")
            .arg(self.out())
            .output()
            .unwrap()
    }

    /// A command on the study.
    pub fn command(&self, name: &str) -> Command {
        let mut command = program();
        command.arg(name).arg(self.study()).current_dir(project());
        command
    }
}

/// The program as it was built for the tests.
pub fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_cohort-report"))
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The text of the report without the marks that make it inert in Typst.
pub fn printed(place: &Place) -> String {
    let mut source = fs::read_to_string(place.out().join("report.typ")).unwrap();
    for (mark, text) in [
        ("#box[#\"", ""),
        ("\";];", ""),
        ("#\"", ""),
        ("\";", ""),
        ("\\u{3a}", ":"),
        ("\\u{28}", "("),
        ("\\u{29}", ")"),
        ("\\u{2f}", "/"),
    ] {
        source = source.replace(mark, text);
    }
    source.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The folder in which the program keeps what it needs to know about outputs.
pub const STATE: &str = ".cohort-report";

/// Every file below a folder, by its path in it, but those of the program itself, and
/// what took long and is kept beside outputs.
pub fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = all_files(folder);
    let own = |part: &OsStr| part == STATE || part == "cache";
    found.retain(|(name, _)| !Path::new(name).iter().any(own));
    found
}

/// Every file below a folder, by its path in it.
pub fn all_files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    fn walk(folder: &Path, root: &Path, found: &mut Vec<(String, Vec<u8>)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, found);
            } else {
                let name = path.strip_prefix(root).unwrap().display().to_string();
                found.push((name, fs::read(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    walk(folder, folder, &mut found);
    found.sort();
    found
}
