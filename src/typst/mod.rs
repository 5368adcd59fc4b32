//! The Typst command line: found, checked, run with a time limit, understood.
//!
//! It reads one folder and writes one PDF. Arguments are passed one by one,
//! never through a shell; its environment is empty, so that neither settings of
//! the user nor the network can change what it makes.

mod bounds;
mod diagnostics;
mod error;
mod find;

use std::io::Read;
use std::path::Path;
use std::process::{ChildStderr, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

pub use bounds::{Bounds, CANNOT_RUN, DEFAULT_MEMORY, run_bounded};
pub use diagnostics::{Diagnostic, Severity};
pub use error::TypstError;
pub use find::{ENVIRONMENT_VARIABLE, Typst, VERSION, find};

use crate::interrupt::Started;

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

/// Compiles to PDF/A-3a and PDF/UA-1.
///
/// # Errors
/// [`TypstError`]; warnings are no error and are handed back.
pub fn compile(typst: &Typst, job: &Job<'_>) -> Result<Vec<Diagnostic>, TypstError> {
    let fail = |source| TypstError::Run {
        program: typst.path.display().to_string(),
        source,
    };
    let mut command = match &typst.bounds {
        Some(bounds) => bounds.command(&typst.path),
        None => Command::new(&typst.path),
    };
    command
        .arg("compile")
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
    #[cfg(unix)]
    {
        // Ctrl-C in a terminal is for this program, which then ends Typst.
        use std::os::unix::process::CommandExt;
        command.process_group(0);
    }
    let child = Started::spawn(&mut command).map_err(fail)?;
    let stderr = child.take_stderr();
    let reader = std::thread::spawn(move || stderr.map(messages).unwrap_or_default());
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().map_err(fail)? {
            break status;
        }
        if start.elapsed() > job.limit {
            return Err(TypstError::TimedOut(job.limit));
        }
        std::thread::sleep(Duration::from_millis(3));
    };
    let messages = reader.join().unwrap_or_default();
    if status.success() {
        is_pdf(&job.root.join(job.output))?;
        return Ok(diagnostics::parse(&messages, job.input));
    }
    if typst.bounds.is_some() && status.code() == Some(CANNOT_RUN.into()) {
        return Err(fail(std::io::Error::other(messages.trim().to_owned())));
    }
    let memory = typst.bounds.as_ref().map(Bounds::memory);
    Err(failure(&messages, status, job.input, memory))
}

/// Most bytes of messages that are kept.
const MOST_OF_MESSAGES: u64 = 1 << 20;

/// What Typst writes to standard error; the rest of very long messages is dropped,
/// so that it never waits for a reader.
fn messages(mut stderr: ChildStderr) -> String {
    let mut text = Vec::new();
    // What could not be read is missing from the message, no more.
    let _ = stderr
        .by_ref()
        .take(MOST_OF_MESSAGES)
        .read_to_end(&mut text);
    let _ = std::io::copy(&mut stderr, &mut std::io::sink());
    String::from_utf8_lossy(&text).into_owned()
}

/// How Rust programs end when memory cannot be had.
const NO_MEMORY: [&str; 3] = [
    "memory allocation of ",
    "Cannot allocate memory",
    "os error 12)",
];

/// Why it failed, by what it said and how it ended. The words are those of Typst
/// itself, which are never placed in a source: a template may print any others.
fn failure(messages: &str, status: ExitStatus, input: &str, memory: Option<u64>) -> TypstError {
    let found = diagnostics::parse(messages, input);
    let own = || found.iter().filter(|message| message.place.is_none());
    if let Some(reason) = own().find_map(|message| diagnostics::not_written(&message.message)) {
        return TypstError::Write(reason.to_owned());
    }
    let says = |words: &str| own().any(|message| message.message.contains(words));
    if status.code().is_none_or(|code| code > 2) && NO_MEMORY.iter().any(|words| says(words)) {
        return TypstError::NoMemory(memory);
    }
    if found.is_empty() || status.code().is_none() {
        return TypstError::Stopped(status.to_string());
    }
    TypstError::Failed(found)
}

/// A PDF replaces that of the last run only if it is one from its first line to
/// its last.
fn is_pdf(path: &Path) -> Result<(), TypstError> {
    let bytes = std::fs::read(path).unwrap_or_default();
    let end = bytes.trim_ascii_end();
    if bytes.starts_with(b"%PDF-") && end.ends_with(b"%%EOF") {
        Ok(())
    } else {
        Err(TypstError::NoPdf(bytes.len()))
    }
}
