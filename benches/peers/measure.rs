//! Commands that are run and measured, and the files that they need.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::generate;

/// What a process took.
#[derive(Debug, Clone, Copy)]
pub struct Taken {
    /// Seconds of processor time, of the system's as well.
    pub seconds: f64,
    /// Seconds until it had ended.
    pub elapsed: f64,
    /// Peak memory in MB.
    pub memory: f64,
}

/// What a process took and wrote.
pub struct Ran {
    pub taken: Taken,
    pub output: String,
}

/// After how long, and with how much memory, a process is ended.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub seconds: u64,
    /// Address space, which is more than what is used of it.
    pub megabytes: u64,
}

/// GNU time, by which processes are measured.
const TIME: &str = "/usr/bin/time";
/// With which coreutils' `timeout` tells that it ended a process.
const TOO_LONG: i32 = 124;

/// Runs a command to its end.
///
/// # Errors
/// Why it cannot be measured, for whoever reads the table.
pub fn run(program: &Path, arguments: &[&str]) -> Result<Ran, String> {
    measured(program, arguments, None)
}

/// The same within limits.
///
/// # Errors
/// Why it cannot be measured, or which limit it reached.
pub fn run_within(program: &Path, arguments: &[&str], limits: Limits) -> Result<Ran, String> {
    measured(program, arguments, Some(limits))
}

fn measured(program: &Path, arguments: &[&str], limits: Option<Limits>) -> Result<Ran, String> {
    let place = tempfile::NamedTempFile::new().map_err(|error| error.to_string())?;
    let mut command = Command::new(TIME);
    command.args(["-f", "%U %S %e %M", "-o"]).arg(place.path());
    if let Some(limits) = limits {
        // Between them and the program stands a shell, which alone can set the memory.
        command
            .args(["timeout", "--kill-after=5"])
            .arg(limits.seconds.to_string())
            .args(["sh", "-c", "ulimit -v \"$0\"; exec \"$@\""])
            .arg((limits.megabytes * 1024).to_string());
    }
    let output = command
        .arg(program)
        .args(arguments)
        .stderr(Stdio::piped())
        .output()
        .map_err(|_| format!("{TIME} (GNU time) is not installed"))?;
    let name = program.display();
    if let (Some(limits), Some(TOO_LONG)) = (limits, output.status.code()) {
        return Err(format!("> {} s", limits.seconds));
    }
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stderr);
        let last = told
            .lines()
            .rfind(|line| !line.is_empty())
            .unwrap_or_default();
        return Err(format!("{name} failed: {last}"));
    }
    let text = fs::read_to_string(place.path()).map_err(|error| error.to_string())?;
    let numbers: Vec<f64> = text.split_whitespace().flat_map(str::parse).collect();
    let [user, system, elapsed, kilobytes] = numbers.as_slice() else {
        return Err(format!("{TIME} is not GNU time"));
    };
    Ok(Ran {
        taken: Taken {
            seconds: user + system,
            elapsed: *elapsed,
            memory: kilobytes / 1024.0,
        },
        output: String::from_utf8_lossy(&output.stdout).into_owned(),
    })
}

/// The parts that a peer printed: name and seconds.
pub fn parts(output: &str) -> Vec<(String, f64)> {
    let line = |line: &str| {
        let (name, seconds) = line.trim().split_once(' ')?;
        Some((name.to_owned(), seconds.trim().parse().ok()?))
    };
    output.lines().filter_map(line).collect()
}

/// The middle one of several runs by their time.
pub fn median(mut runs: Vec<Taken>) -> Option<Taken> {
    runs.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    runs.get(runs.len() / 2).copied()
}

/// Writes a study of the registry with what is to be analysed.
pub fn study(folder: &Path, name: &str, analyses: &str, cohort: &Path) -> PathBuf {
    let own = folder.join(name);
    fs::create_dir_all(&own).unwrap();
    fs::write(
        own.join("study.toml"),
        format!("{}{analyses}", generate::STUDY),
    )
    .unwrap();
    let inside = own.join("cohort.csv");
    let _ = fs::remove_file(&inside);
    // No copy of a large file where the disk can do without.
    if fs::hard_link(cohort, &inside).is_err() {
        fs::copy(cohort, &inside).unwrap();
    }
    own
}
