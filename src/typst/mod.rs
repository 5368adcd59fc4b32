//! The Typst command line: found, checked, run with a time limit, understood.
//!
//! It reads one folder and writes one PDF. Arguments are passed one by one,
//! never through a shell; its environment is empty, so that neither settings of
//! the user nor the network can change what it makes.

mod bounds;
mod command;
mod diagnostics;
mod error;
mod find;
mod kept;

use std::io::Read;
use std::path::Path;
use std::process::{ChildStderr, ExitStatus, Stdio};
use std::time::{Duration, Instant};

pub use bounds::{Bounds, CANNOT_RUN, DEFAULT_MEMORY, run_bounded};
pub use diagnostics::{Diagnostic, Severity};
pub use error::TypstError;
pub use find::{ENVIRONMENT_VARIABLE, Typst, VERSION, find};
pub use kept::{Kept, Staged};

use crate::interrupt::Started;

/// What to compile, in a folder that holds all that Typst may read.
#[derive(Debug, Clone, Copy)]
pub struct Job<'a> {
    /// The source inside the folder.
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

/// Between two looks at a Typst at work.
const LOOK: Duration = Duration::from_millis(3);

/// Compiles what is in the folder `root` to PDF/A-3a and PDF/UA-1.
///
/// # Errors
/// [`TypstError`]; warnings are no error and are handed back.
pub fn compile(typst: &Typst, root: &Path, job: &Job<'_>) -> Result<Vec<Diagnostic>, TypstError> {
    let fail = |source| TypstError::Run {
        program: typst.path.display().to_string(),
        source,
    };
    let mut command = command::new(typst, root, job, &["compile"]);
    command.stderr(Stdio::piped());
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
        std::thread::sleep(LOOK);
    };
    let messages = reader.join().unwrap_or_default();
    if status.success() {
        let pdf = std::fs::read(root.join(job.output)).unwrap_or_default();
        is_pdf(&pdf)?;
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
fn is_pdf(bytes: &[u8]) -> Result<(), TypstError> {
    let end = bytes.trim_ascii_end();
    if bytes.starts_with(b"%PDF-") && end.ends_with(b"%%EOF") {
        Ok(())
    } else {
        Err(TypstError::NoPdf(bytes.len()))
    }
}
