//! Files of a cohort: bytes in, a [`Sheet`] out, whatever container they came
//! in. Knows how cells are stored, never what they mean.
//!
//! A container is one file with one [`Container`] record; [`CONTAINERS`] lists
//! them. Headers and rows are tidied in one place for all containers.

mod archive;
mod binary;
mod cells;
mod charset;
mod compound;
mod contained;
mod content;
mod delimiter;
mod described;
mod divide;
mod dta;
mod encoding;
mod examine;
mod foreign;
mod frame;
mod guess_encoding;
mod header;
mod header_rows;
mod hidden;
mod lines;
mod markup;
mod merged;
mod moment;
mod ods;
mod parquet;
mod pieces;
mod records;
mod rows;
mod sas;
mod sav;
mod sheet;
mod text;
mod workbook;
mod xls;
mod xlsx;
mod xpt;

pub use charset::Charset;
pub use content::{Content, Stored as StoredFile};
pub use described::{Described, Measure, Range, Stored};
pub use encoding::plain_text;
pub(crate) use examine::is_unit;
pub use examine::{Examined, counted_sums, examine};
pub use frame::Frame;
pub(crate) use markup::without_tags;
pub use parquet::{archive as archive_of_parts, is_part, without_value};
pub use rows::{Row, Rows, Tally, Told};
pub use sheet::Sheet;

use csv::ByteRecord;

use crate::findings::{Addressing, Finding, Findings};

/// What a study states about how its file is stored.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReadOptions<'a> {
    /// The delimiter of a text file; found from its first line unless given.
    pub delimiter: Option<u8>,
    /// The sheet of a workbook; the first with cells unless given.
    pub sheet: Option<&'a str>,
    /// The encoding of a text file; found from its bytes unless given.
    pub encoding: Option<Charset>,
    /// Where the header and the rows stand.
    pub frame: Frame,
    /// Lines of rows that are left out, in a workbook its rows.
    pub skip: &'a [u64],
    /// Headers of columns, each with the cell of the rows that are read; all rows
    /// unless given.
    pub only: &'a [(String, String)],
}

/// A format of files that hold one or more rectangles of cells.
struct Container {
    /// With its article, as messages name it.
    name: &'static str,
    /// Endings of file names, the usual one first.
    endings: &'static [&'static str],
    /// The media type of a file that is attached to a PDF.
    media_type: &'static str,
    /// Whether the bytes are in this format, from their beginning.
    recognises: fn(&[u8]) -> bool,
    /// Opens a file in this format.
    open: for<'a> fn(&Source<'a>) -> Result<Opened<'a>, Findings>,
}

/// Every container; the first that recognises a file opens it. Text comes last,
/// as it recognises anything.
const CONTAINERS: [&Container; 10] = [
    &sav::CONTAINER,
    &dta::CONTAINER,
    &sas::CONTAINER,
    &xpt::CONTAINER,
    &parquet::CONTAINER,
    &parquet::PARTS,
    &ods::CONTAINER,
    &xlsx::CONTAINER,
    &xls::CONTAINER,
    &text::CONTAINER,
];

/// What a container is given.
struct Source<'a> {
    /// The file, as the user named it.
    file: &'a str,
    content: Content<'a>,
    options: ReadOptions<'a>,
}

impl<'a> Source<'a> {
    /// All bytes, for what cannot be read in pieces.
    fn bytes(&self) -> &'a [u8] {
        self.content.whole()
    }
}

/// What a container hands over.
struct Opened<'a> {
    table: Box<dyn Table + 'a>,
    addressing: Addressing,
    /// What the file states about its columns, one for each field of the header;
    /// none for a container that states nothing.
    described: Vec<Described>,
    /// What was understood without being written down.
    remarks: Findings,
}

/// A rectangle of cells that can be read any number of times.
trait Table: Send + Sync {
    /// Its records from the first.
    fn records(&self) -> Box<dyn Records + '_>;

    /// Pieces of about so many bytes, in order, whose records can be read at the
    /// same time; one for a table that is not worth dividing.
    fn pieces(&self, _bytes: usize) -> Box<dyn Iterator<Item = Piece<'_>> + Send + '_> {
        Box::new(std::iter::once(Piece::Whole))
    }

    /// The records of a piece.
    fn records_of<'t>(&'t self, _piece: Piece<'t>) -> Box<dyn Records + 't> {
        self.records()
    }

    /// About how many bytes all pieces have.
    fn size(&self) -> usize {
        0
    }

    /// Why the records that were read cannot be used: the file changed, or could
    /// not be read to its end.
    fn failure(&self) -> Option<String> {
        None
    }
}

/// The records of a table, one after the other.
trait Records {
    /// Reads the next record into `record`; `false` after the last.
    fn next(&mut self, record: &mut Record) -> bool;

    /// The bytes of the record that was read last, in a text file.
    fn raw(&self, _record: &Record) -> &[u8] {
        &[]
    }

    /// What separates fields, in a text file.
    fn delimiter(&self) -> Option<u8> {
        None
    }

    /// Where a byte of the record that was read last stands in the file, counted
    /// from 0; `at` is counted as the start of the record is.
    fn offset(&self, at: usize) -> usize {
        at
    }
}

/// Some records of a table.
#[derive(Debug)]
enum Piece<'t> {
    /// All of them.
    Whole,
    /// Those of a part of a text file.
    Text(pieces::TextPiece<'t>),
}

/// Some rows of a sheet.
#[derive(Debug)]
pub struct Part<'s>(Piece<'s>);

impl Part<'_> {
    /// How many bytes of a text file it has.
    pub(crate) fn len(&self) -> usize {
        match &self.0 {
            Piece::Whole => 0,
            Piece::Text(piece) => piece.bytes.len(),
        }
    }
}

/// One record, reused for all of a table.
#[derive(Default)]
struct Record {
    fields: ByteRecord,
    /// The line, the row of the sheet or the number of the record.
    number: u64,
    /// Its bytes in a piece of a text file.
    start: usize,
    end: usize,
}

/// Bytes in which a format shows.
const FIRST: usize = 1 << 16;

/// Reads a file. `file` names it in findings and shows by its ending what it
/// should be.
///
/// # Errors
/// One finding for a file that cannot be read at all. What is wrong with single
/// rows is found when they are read.
pub fn read<'a>(
    file: &'a str,
    content: impl Into<Content<'a>>,
    options: &ReadOptions<'a>,
) -> Result<Sheet<'a>, Findings> {
    let content = content.into();
    let source = Source {
        file,
        content,
        options: *options,
    };
    let first = content.part(0, FIRST);
    if let Some(finding) = foreign::finding(file, &first) {
        return Err(finding.into());
    }
    let container = recognised(&first);
    let named = by_ending(file);
    if let Some(named) = named.filter(|named| is_text(container) && !is_text(named)) {
        let problem = format!("is not {}, as its name implies", named.name);
        let help = "export it again, or rename it if it is CSV text";
        return Err(Finding::new(file, problem, help).into());
    }
    // Archives may be anything; what is called a workbook is one, if a broken one.
    let other = named
        .filter(|named| !std::ptr::eq(*named, container) && !is_text(named) && !is_workbook(named));
    let mut opened = (container.open)(&source).map_err(|findings| match other {
        Some(named) => not_as_named(file, named, container, &findings),
        None => findings,
    })?;
    if named.is_some_and(|named| !std::ptr::eq(named, container)) {
        let problem = format!("is {}, which its name does not show", container.name);
        let usual = container.endings.first().copied().unwrap_or_default();
        let help = format!("rename it to end in .{usual}");
        opened.remarks.push(Finding::new(file, problem, help));
    }
    if options.sheet.is_some() && !matches!(opened.addressing, Addressing::Cells { .. }) {
        let problem = "has no sheets; sheet = in [cohort] is ignored";
        opened
            .remarks
            .push(Finding::new(file, problem, "remove the key"));
    }
    let frame = ignored_frame(file, &mut opened, options.frame);
    Sheet::new(file, opened, frame, options)
}

/// What is told of a file that neither is what its name shows nor can be read as
/// what it seems to be.
fn not_as_named(
    file: &str,
    named: &Container,
    container: &Container,
    findings: &Findings,
) -> Findings {
    let first = findings.iter().next();
    let problem = first.map_or("", |finding| &finding.problem);
    let help = first.map_or("", |finding| &finding.help);
    let problem = format!(
        "is not {}, as its name implies; read as {}, it {problem}",
        named.name, container.name
    );
    Finding::new(file, problem, help).into()
}

/// The frame, which a container with typed columns does not have.
fn ignored_frame(file: &str, opened: &mut Opened<'_>, frame: Frame) -> Frame {
    if opened.addressing != Addressing::Records {
        return frame;
    }
    if frame != Frame::default() {
        let problem = "states its columns itself; header_line, header_rows, comment, row_names, units_row and footer in [cohort] are ignored";
        let finding = Finding::new(file, problem, "remove the keys");
        opened.remarks.push(finding);
    }
    Frame::default()
}

/// The media type and the usual ending of a file, from its content.
pub fn media_type<'a>(content: impl Into<Content<'a>>) -> (&'static str, &'static str) {
    let container = recognised(&content.into().part(0, FIRST));
    let ending = container.endings.first().copied().unwrap_or_default();
    (container.media_type, ending)
}

/// The endings of files that can be read, without the point.
pub fn endings() -> impl Iterator<Item = &'static str> {
    let all = CONTAINERS.iter().map(|container| container.endings);
    all.flatten().copied()
}

fn recognised(bytes: &[u8]) -> &'static Container {
    let found = CONTAINERS
        .into_iter()
        .find(|container| (container.recognises)(bytes));
    found.unwrap_or(&text::CONTAINER)
}

fn is_text(container: &Container) -> bool {
    std::ptr::eq(container, &raw const text::CONTAINER)
}

fn is_workbook(container: &Container) -> bool {
    let workbooks = [&ods::CONTAINER, &xlsx::CONTAINER, &xls::CONTAINER];
    workbooks
        .into_iter()
        .any(|own| std::ptr::eq(container, &raw const *own))
}

fn by_ending(file: &str) -> Option<&'static Container> {
    let (_, ending) = file.rsplit_once('.')?;
    let ending = ending.to_lowercase();
    CONTAINERS
        .into_iter()
        .find(|container| container.endings.contains(&ending.as_str()))
}
