//! The Typst command line: found, checked, run with a time limit, understood.
//!
//! It reads one folder and writes one PDF. Arguments are passed one by one,
//! never through a shell; its environment is empty, so that neither settings of
//! the user nor the network can change what it makes.

mod diagnostics;
mod find;

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use thiserror::Error;

pub use diagnostics::{Diagnostic, Severity};
pub use find::{ENVIRONMENT_VARIABLE, Typst, VERSION, find};

/// What to compile.
#[derive(Debug, Clone, Copy)]
pub struct Job<'a> {
    /// The only folder that Typst may read.
    pub root: &'a Path,
    /// The source inside it.
    pub input: &'a str,
    /// The PDF inside it.
    pub output: &'a str,
    /// The folder of fonts inside it.
    pub fonts: &'a str,
    /// Seconds since 1970 that the PDF gives as its time of creation.
    pub timestamp: i64,
    /// After this long Typst is stopped.
    pub limit: Duration,
}

/// Why there is no PDF.
#[derive(Debug, Error)]
pub enum TypstError {
    /// No Typst of the pinned version.
    #[error("{0}")]
    NotFound(String),
    /// It could not be started or watched.
    #[error("{program} could not be run: {source}")]
    Run {
        /// The program.
        program: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// It took too long.
    #[error("typst was stopped after {} seconds; a template may loop without end, or --time-limit is too short", .0.as_secs())]
    TimedOut(Duration),
    /// It was ended from outside, or ended without a message.
    #[error(
        "typst stopped without a message ({0})\nhelp: it may have run out of memory, or another program may have ended it; run the command again"
    )]
    Stopped(String),
    /// There is no space for the PDF.
    #[error(
        "typst could not write the PDF: no space left on the device\nhelp: free some space, or choose another folder with --out"
    )]
    NoSpace,
    /// The source does not compile.
    #[error("typst could not compile the report")]
    Failed(Vec<Diagnostic>),
}

/// How systems say that a disk is full or a quota used up.
const NO_SPACE: [&str; 3] = ["os error 28", "No space left on device", "os error 122"];

/// Compiles to PDF/A-3a and PDF/UA-1.
///
/// # Errors
/// [`TypstError`]; warnings are no error and are handed back.
pub fn compile(typst: &Typst, job: &Job<'_>) -> Result<Vec<Diagnostic>, TypstError> {
    let fail = |source| TypstError::Run {
        program: typst.path.display().to_string(),
        source,
    };
    let mut command = Command::new(&typst.path);
    command
        .arg("compile")
        .args(["--diagnostic-format", "short"])
        .args(["--pdf-standard", "a-3a,ua-1", "--ignore-system-fonts"])
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
        .current_dir(job.root)
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
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
    let mut child = command.spawn().map_err(fail)?;
    let stderr = child.stderr.take();
    let reader = std::thread::spawn(move || {
        let mut text = Vec::new();
        if let Some(mut stderr) = stderr {
            // What could not be read is missing from the message, no more.
            let _ = stderr.read_to_end(&mut text);
        }
        String::from_utf8_lossy(&text).into_owned()
    });
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().map_err(fail)? {
            break status;
        }
        if start.elapsed() > job.limit {
            // Already ended or not ours to stop: waiting settles both.
            let _ = child.kill();
            let _ = child.wait();
            return Err(TypstError::TimedOut(job.limit));
        }
        std::thread::sleep(Duration::from_millis(3));
    };
    let messages = reader.join().unwrap_or_default();
    let diagnostics = diagnostics::parse(&messages, job.input);
    if status.success() {
        Ok(diagnostics)
    } else if NO_SPACE.iter().any(|words| messages.contains(words)) {
        Err(TypstError::NoSpace)
    } else if diagnostics.is_empty() {
        Err(TypstError::Stopped(status.to_string()))
    } else {
        Err(TypstError::Failed(diagnostics))
    }
}
