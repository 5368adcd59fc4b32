//! What the formats of workbooks share: the choice of a sheet, and why one
//! cannot be read.

use calamine::{Range, Reader, SheetType, SheetVisible};
use thiserror::Error;

use super::cells::{self, Cells};
use super::{Opened, Source, contained};
use crate::findings::{Addressing, Finding, Findings, nearest};

/// Why a workbook cannot be read.
#[derive(Debug, Error)]
pub(super) enum Failure {
    #[error("is protected with a password")]
    Password,
    #[error("cannot be read as a workbook: {0}")]
    Broken(String),
    #[error("has a sheet whose cells are not in order")]
    Disordered,
    #[error("has more cells than can be read")]
    TooManyCells,
    #[error("takes more than {0} MB when decompressed")]
    TooLarge(u64),
}

impl Failure {
    fn help(&self) -> &'static str {
        match self {
            Self::Password => "save a copy without a password",
            Self::TooManyCells | Self::TooLarge(_) => {
                "keep only the sheet of the cohort, or export it as CSV"
            }
            Self::Broken(_) | Self::Disordered => {
                "open it in a spreadsheet program and save it again; it may be truncated"
            }
        }
    }
}

/// A workbook whose sheets can be read one by one.
pub(super) trait Workbook {
    /// Names of the worksheets, with whether each is shown.
    fn sheets(&self) -> Vec<(String, bool)>;

    /// Whether a sheet has no cell with a value.
    fn is_empty(&mut self, sheet: &str) -> Result<bool, Failure>;

    /// The cells of a sheet.
    fn cells(&mut self, sheet: &str) -> Result<Cells, Failure>;
}

/// The worksheets among the sheets of a workbook.
pub(super) fn worksheets(sheets: &[calamine::Sheet]) -> Vec<(String, bool)> {
    let own = sheets
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet);
    own.map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible))
        .collect()
}

/// Opens a workbook and reads the sheet that the study names, or the first that
/// is shown and has cells.
pub(super) fn open<'a, W: Workbook>(
    source: &Source<'a>,
    open: impl FnOnce(&'a [u8]) -> Result<W, Failure>,
) -> Result<Opened<'a>, Findings> {
    let read =
        contained::run(|| open(source.bytes()).map(|mut workbook| choose(source, &mut workbook)));
    let failure = match read {
        Some(Ok(Ok(Ok(opened)))) => return Ok(opened),
        Some(Ok(Ok(Err(finding)))) => return Err(finding),
        Some(Ok(Err(failure)) | Err(failure)) => failure,
        None => Failure::Broken("its structure is damaged".to_owned()),
    };
    let help = failure.help();
    Err(Finding::new(source.file, failure.to_string(), help).into())
}

fn choose<'a>(
    source: &Source<'a>,
    workbook: &mut impl Workbook,
) -> Result<Result<Opened<'a>, Findings>, Failure> {
    let file = source.file;
    let sheets = workbook.sheets();
    let names = || sheets.iter().map(|(name, _)| name.as_str());
    let mut remarks = Findings::default();
    let chosen = if let Some(wanted) = source.options.sheet {
        if !names().any(|name| name == wanted) {
            let problem = format!("has no sheet \"{wanted}\"");
            let near = nearest(wanted, names());
            let near = near.map_or_else(String::new, |near| format!("did you mean \"{near}\"? "));
            let help = match names().count() {
                1 => format!("{near}it has one sheet: {}", listed(names())),
                _ => format!("{near}it has the sheets {}", listed(names())),
            };
            return Ok(Err(Finding::new(file, problem, help).into()));
        }
        wanted.to_owned()
    } else {
        let mut filled = Vec::new();
        for (name, _) in sheets.iter().filter(|(_, shown)| *shown) {
            if !workbook.is_empty(name)? {
                filled.push(name.clone());
            }
        }
        let mut filled = filled.into_iter();
        let Some(first) = filled.next() else {
            let help = "export the cohort with a header row";
            return Ok(Err(Finding::new(file, "is empty", help).into()));
        };
        let others: Vec<String> = filled.map(|name| format!("\"{name}\"")).collect();
        if !others.is_empty() {
            let problem = format!(
                "has several sheets; the first, \"{first}\", is read, and not {}",
                others.join(", ")
            );
            let help = "name another with --sheet, or with sheet = in [cohort]";
            remarks.push(Finding::new(file, problem, help));
        }
        first
    };
    let cells = workbook.cells(&chosen)?;
    for (problem, help) in cells.told() {
        let problem = format!("the sheet \"{chosen}\" {problem}");
        remarks.push(Finding::new(file, problem, help.clone()));
    }
    Ok(Ok(Opened {
        table: Box::new(cells),
        addressing: Addressing::Cells {
            sheet: chosen.into(),
            columns: Vec::new(),
        },
        described: Vec::new(),
        remarks,
    }))
}

/// Names of sheets in quotes, the first of many.
fn listed<'n>(names: impl Iterator<Item = &'n str> + Clone) -> String {
    const LISTED: usize = 12;
    let shown: Vec<String> = names
        .clone()
        .take(LISTED)
        .map(|name| format!("\"{name}\""))
        .collect();
    match names.count().saturating_sub(LISTED) {
        0 => shown.join(", "),
        more => format!("{}, … and {more} more", shown.join(", ")),
    }
}

/// A workbook that is read whole.
pub(super) struct Whole<R>(pub(super) R);

impl<'a, R> Workbook for Whole<R>
where
    R: Reader<std::io::Cursor<&'a [u8]>>,
    R::Error: std::fmt::Display,
{
    fn sheets(&self) -> Vec<(String, bool)> {
        worksheets(self.0.sheets_metadata())
    }

    fn is_empty(&mut self, sheet: &str) -> Result<bool, Failure> {
        let range = self.range(sheet)?;
        Ok(range
            .used_cells()
            .all(|(_, _, value)| cells::is_empty(value)))
    }

    fn cells(&mut self, sheet: &str) -> Result<Cells, Failure> {
        let range = self.range(sheet)?;
        let (top, left) = range.start().unwrap_or_default();
        let mut cells = Cells::default();
        for (row, column, value) in range.used_cells() {
            let place =
                |from: u32, at: usize| from.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
            cells.push(place(top, row), place(left, column), value)?;
        }
        Ok(cells)
    }
}

impl<'a, R> Whole<R>
where
    R: Reader<std::io::Cursor<&'a [u8]>>,
    R::Error: std::fmt::Display,
{
    fn range(&mut self, sheet: &str) -> Result<Range<calamine::Data>, Failure> {
        let range = self.0.worksheet_range(sheet);
        range.map_err(|error| Failure::Broken(error.to_string()))
    }
}
