//! The results of a check, as text, JSON or JUnit XML.

mod json;
mod junit;
mod text;

use std::io::{self, Write};

use super::Checked;

/// Who reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// People.
    Text,
    /// Programs.
    Json,
    /// A CI server, as JUnit XML.
    Junit,
}

/// Writes what was checked.
///
/// # Errors
/// Those of the writer.
pub fn write(checked: &Checked, format: Format, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Text => text::write(checked, out),
        Format::Json => json::write(checked, out),
        Format::Junit => junit::write(checked, out),
    }
}
