//! What the files of statistical packages share: records under typed columns
//! that the file itself describes.

use thiserror::Error;

use super::binary::Texts;
use super::cells::Cells;
use super::described::Described;
use super::workbook::Failure;
use super::{Opened, Source, contained};
use crate::findings::{Addressing, Finding, Findings};

/// Why such a file cannot be read.
#[derive(Debug, Error)]
pub(super) enum Fault {
    #[error("it ends early")]
    Truncated,
    #[error("{0}")]
    Damaged(String),
    #[error("is encrypted")]
    Encrypted,
    #[error("{0}")]
    Unknown(String),
    #[error("has more cells than can be read")]
    TooLarge,
}

impl Fault {
    pub(super) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged(what.into())
    }

    fn finding(&self, file: &str, what: &str) -> Finding {
        let (problem, help) = match self {
            Self::Truncated | Self::Damaged(_) => (
                format!("cannot be read as {what}: {self}"),
                "save it again in the program that wrote it; it may be truncated",
            ),
            Self::Encrypted => (self.to_string(), "save a copy without a password"),
            Self::Unknown(_) => (self.to_string(), "export it as CSV"),
            Self::TooLarge => (
                self.to_string(),
                "keep only the columns of the cohort, or export them as CSV",
            ),
        };
        Finding::new(file, problem, help)
    }
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::TooManyCells | Failure::TooLarge(_) => Self::TooLarge,
            Failure::Password => Self::Encrypted,
            Failure::Broken(what) => Self::Damaged(what),
            other => Self::damaged(other.to_string()),
        }
    }
}

/// Bytes that the value labels of all columns may take.
pub(super) const MOST_OF_LABELS: usize = 256 << 20;
/// Bytes of a label beside its texts.
const PER_LABEL: usize = 48;

/// Records as they are read, one after the other.
pub(super) struct Recorded {
    cells: Cells,
    described: Vec<Described>,
    /// Bytes of all value labels.
    labels: usize,
    count: u64,
    /// What was understood without being written: problem and help.
    pub(super) remarks: Vec<(String, &'static str)>,
}

impl Recorded {
    /// With the names of its columns, none of which is a record.
    pub(super) fn new<'n>(names: impl Iterator<Item = &'n str>) -> Result<Self, Fault> {
        let mut cells = Cells::default();
        cells.row(0)?;
        let mut width = 0;
        for (at, name) in names.enumerate() {
            cells.write(at, |text| text.push_str(name))?;
            width += 1;
        }
        if width == 0 {
            return Err(Fault::damaged("it has no columns"));
        }
        Ok(Self {
            cells,
            described: vec![Described::default(); width],
            labels: 0,
            count: 0,
            remarks: Vec::new(),
        })
    }

    /// Begins the next record.
    pub(super) fn next(&mut self) -> Result<(), Fault> {
        self.count += 1;
        Ok(self.cells.row(self.count)?)
    }

    /// Writes a cell of the record; cells that are not written are empty.
    pub(super) fn write(
        &mut self,
        column: usize,
        write: impl FnOnce(&mut String),
    ) -> Result<(), Fault> {
        Ok(self.cells.write(column, write)?)
    }

    /// Notes what is stated about a column.
    pub(super) fn describe(&mut self, column: usize, described: Described) -> Result<(), Fault> {
        // Many columns may share the labels of a few bytes.
        let size = |(code, label): &(String, String)| code.len() + label.len() + PER_LABEL;
        self.labels += described.labels.iter().map(size).sum::<usize>();
        if self.labels > MOST_OF_LABELS {
            return Err(Fault::TooLarge);
        }
        if let Some(own) = self.described.get_mut(column) {
            *own = described;
        }
        Ok(())
    }

    /// Remarks on texts that do not fit their encoding.
    pub(super) fn tell_encoding(&mut self, texts: &Texts) {
        if texts.unfit == 0 {
            return;
        }
        let problem = format!(
            "{} in the encoding {} have characters that it does not know, shown as \u{fffd}",
            match texts.unfit {
                1 => "1 text".to_owned(),
                many => format!("{many} texts"),
            },
            texts.encoding.name()
        );
        let help = "state the encoding of the file with encoding in [cohort]";
        self.remarks.push((problem, help));
    }
}

/// Opens a file that `read` turns into records. `what` is what messages call it.
pub(super) fn open<'a>(
    source: &Source<'a>,
    what: &str,
    read: impl FnOnce(&Source<'a>) -> Result<Recorded, Fault>,
) -> Result<Opened<'a>, Findings> {
    let read = contained::run(|| read(source));
    let read = read.unwrap_or_else(|| Err(Fault::damaged("its structure is damaged")));
    let recorded = read.map_err(|fault| Findings::from(fault.finding(source.file, what)))?;
    let mut remarks = Findings::default();
    for (problem, help) in recorded.remarks {
        remarks.push(Finding::new(source.file, problem, help));
    }
    Ok(Opened {
        table: Box::new(recorded.cells),
        addressing: Addressing::Records,
        described: recorded.described,
        remarks,
    })
}
