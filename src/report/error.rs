//! Why there is no report.

use std::path::Path;

use thiserror::Error;

use crate::figures::FigureError;
use crate::findings::Findings;
use crate::outputs::{self, OutputError};
use crate::template::TemplateError;
use crate::typst::TypstError;

/// Why there is no report.
#[derive(Debug, Error)]
pub enum ReportError {
    /// An input is invalid.
    #[error("{0}")]
    Findings(Findings),
    /// A template cannot be rendered.
    #[error("{0}")]
    Template(#[from] TemplateError),
    /// Typst does not accept what the templates made.
    #[error("{}", .0.join("\n"))]
    Source(Vec<String>),
    /// The pages changed each time Typst laid them out: the numbers of pages that it
    /// prints would be wrong.
    #[error("the pages do not settle, so that numbers of pages and references may be wrong\n  {}\n    help: a template decides by what its own choice changes, such as a place or the number of pages; \
             let it decide by something else", .0.join("\n  "))]
    Unsettled(Vec<String>),
    /// Figures cannot be drawn.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Figure(Vec<FigureError>),
    /// Typst is missing, cannot run or does not end.
    #[error("{0}")]
    Typst(TypstError),
    /// Numbers of one run contradict each other.
    #[error("internal error: computed numbers contradict each other\n  {}\n    help: please report it with the study file", .0.join("\n  "))]
    Contradiction(Vec<String>),
    /// The outputs could not be written.
    #[error("{0}")]
    Output(#[from] OutputError),
    /// Another file could not be read or written, for lack of space, permission or
    /// the file itself.
    #[error("{path}: {reason}\n    help: {help}")]
    Io {
        /// The file or folder.
        path: String,
        /// The error of the operating system.
        reason: String,
        /// How to help.
        help: &'static str,
    },
    /// A part of `results.json` or of a table could not be written as text.
    #[error(
        "internal error: cannot write {file}: {reason}\n    help: please report it with the study file"
    )]
    Internal {
        /// The file.
        file: String,
        /// The error of the writer.
        reason: String,
    },
}

impl From<Findings> for ReportError {
    fn from(findings: Findings) -> Self {
        Self::Findings(findings)
    }
}

impl ReportError {
    /// An I/O error at this path.
    pub(crate) fn io(path: &Path, error: &std::io::Error) -> Self {
        Self::Io {
            path: path.display().to_string(),
            reason: error.to_string(),
            help: outputs::help(error),
        }
    }

    /// An output that its own writer rejects.
    pub(super) fn internal(file: &str, error: &dyn std::fmt::Display) -> Self {
        Self::Internal {
            file: file.to_owned(),
            reason: error.to_string(),
        }
    }

    /// The exit status of the program.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Contradiction(_) => 1,
            Self::Findings(_) => 3,
            Self::Template(_) | Self::Source(_) | Self::Unsettled(_) | Self::Figure(_) => 4,
            Self::Typst(error) if error.is_of_templates() => 4,
            Self::Typst(_) | Self::Output(_) | Self::Io { .. } | Self::Internal { .. } => 5,
        }
    }
}
