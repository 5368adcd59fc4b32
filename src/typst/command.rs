//! How Typst is called: the same arguments and surroundings whether it compiles once
//! or is kept running.

use std::path::Path;
use std::process::{Command, Stdio};

use super::{Job, Typst};

/// The command that begins with these words and goes on with what makes the PDF.
/// Its standard error is up to the caller.
pub(super) fn new(typst: &Typst, root: &Path, job: &Job<'_>, words: &[&str]) -> Command {
    let mut command = match &typst.bounds {
        Some(bounds) => bounds.command(&typst.path),
        None => Command::new(&typst.path),
    };
    command
        .args(words)
        .args(["--diagnostic-format", "short"])
        .args(["--pdf-standard", "a-3a,ua-1", "--ignore-system-fonts"])
        // Headers of rows are tagged by a function that Typst has only so.
        .args(["--features", "a11y-extras"])
        // With "=": the time of a date before 1970 begins with a minus.
        .arg(format!("--creation-timestamp={}", job.timestamp))
        .args(["--root", ".", "--font-path", job.fonts])
        // Folders that do not exist: no package is found, none is stored.
        .args([
            "--package-path",
            "no-packages",
            "--package-cache-path",
            "no-packages",
        ])
        .args([job.input, job.output])
        .current_dir(root)
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    // A proxy that nobody answers: a package cannot come from the network.
    for name in [
        "http_proxy",
        "https_proxy",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
    ] {
        command.env(name, "http://127.0.0.1:9");
    }
    if let Some(root) = std::env::var_os("SystemRoot") {
        // Windows programs do not start without it.
        command.env("SystemRoot", root);
    }
    #[cfg(unix)]
    {
        // Ctrl-C in a terminal is for this program, which then ends Typst.
        use std::os::unix::process::CommandExt;
        command.process_group(0);
    }
    command
}
