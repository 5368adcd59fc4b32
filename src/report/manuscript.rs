//! A manuscript as it is read from its file: text in any encoding, or Word.

use super::word;
use crate::findings::{Finding, Findings};
use crate::input;

/// A manuscript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manuscript {
    /// Its name in the study.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// What it says.
    pub text: String,
    /// What its reader should know of how it was read.
    pub remarks: Vec<Finding>,
}

/// What to do with a file that is not read.
const HELP: &str = "save it as a Word document (.docx), or convert it to Markdown, as with \
                    `pandoc -t gfm -o paper.md`";

impl Manuscript {
    /// Reads the bytes of the file of this name, which messages call `shown`.
    ///
    /// # Errors
    /// A finding for what is neither text nor a Word document.
    pub(super) fn read(name: &str, shown: &str, bytes: Vec<u8>) -> Result<Self, Findings> {
        let unread = |problem: String| Findings::from(Finding::new(shown, problem, HELP));
        let mut remarks = Findings::default();
        let text = if bytes.starts_with(b"PK\x03\x04") {
            let document = word::read(&bytes).map_err(|error| unread(error.to_string()))?;
            if document.tracked > 0 {
                let problem = format!(
                    "has {} tracked changes: what was inserted is read, what was deleted is not",
                    document.tracked
                );
                remarks.push(Finding::new(
                    shown,
                    problem,
                    "accept or reject them in Word before the numbers are final",
                ));
            }
            document.text
        } else if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
            return Err(unread(
                "is a Word file of the format before 2007".to_owned(),
            ));
        } else if bytes.starts_with(b"%PDF-") || bytes.starts_with(b"{\\rtf") {
            return Err(unread("is neither text nor a Word document".to_owned()));
        } else {
            input::plain_text(shown, &bytes, &mut remarks)?
        };
        Ok(Self {
            name: name.to_owned(),
            bytes,
            text,
            remarks: remarks.iter().cloned().collect(),
        })
    }
}
