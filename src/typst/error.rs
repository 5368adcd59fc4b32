//! Why there is no PDF.

use std::time::Duration;

use thiserror::Error;

use super::diagnostics::Diagnostic;

/// Why there is no PDF.
#[derive(Debug, Error)]
pub enum TypstError {
    /// No Typst of the pinned version.
    #[error("{0}")]
    NotFound(String),
    /// It could not be started or watched.
    #[error(
        "{program} could not be run: {source}\n    help: check that it exists and is executable"
    )]
    Run {
        /// The program.
        program: String,
        /// The error of the operating system.
        source: std::io::Error,
    },
    /// It took too long.
    #[error("typst did not finish within {} seconds\n    help: check the templates for an endless loop, or raise --time-limit", .0.as_secs())]
    TimedOut(Duration),
    /// It used more memory than it may, or than there is; with the limit, in bytes.
    #[error("typst ran out of memory{}\n    help: check the templates for a loop that grows{}", limit(*.0), raise(*.0))]
    NoMemory(Option<u64>),
    /// It was ended from outside, or ended without a message.
    #[error(
        "typst stopped without a message ({0})\n    help: it may have run out of memory, or another program may have ended it; run the command again"
    )]
    Stopped(String),
    /// It could not write the PDF.
    #[error(
        "typst could not write the PDF: {0}\n    help: check that the folder is writable and has free space, or choose another with --out"
    )]
    Write(String),
    /// What it wrote is no PDF; with its size in bytes.
    #[error(
        "typst reported success, but its output of {0} bytes is not a complete PDF; the previous report is kept\n    help: check that the disk has free space, and run the command again"
    )]
    NoPdf(usize),
    /// The source does not compile.
    #[error("typst could not compile the report")]
    Failed(Vec<Diagnostic>),
}

impl TypstError {
    /// Whether the templates are to be changed, rather than the system.
    pub fn is_of_templates(&self) -> bool {
        matches!(
            self,
            Self::TimedOut(_) | Self::NoMemory(_) | Self::Stopped(_) | Self::Failed(_)
        )
    }
}

fn limit(memory: Option<u64>) -> String {
    memory
        .map(|bytes| format!(": it may use {} MB", bytes >> 20))
        .unwrap_or_default()
}

fn raise(memory: Option<u64>) -> &'static str {
    memory.map_or("", |_| ", or raise --memory-limit")
}
