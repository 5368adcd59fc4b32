//! A rectangle of cells with a header and an address for each row.

use super::header::Header;
use super::rows::Rows;
use super::{
    Described, Frame, Opened, Part, Piece, ReadOptions, Record, Records, Table, encoding,
    header_rows, rows,
};
use crate::findings::{Addressing, Finding, Findings, nearest};

/// The cells of a file, whatever container they came in: a header with a name
/// for every column, and rows that can be read any number of times. It borrows
/// the bytes of a text file and holds no cell of it.
pub struct Sheet<'a> {
    pub(super) file: &'a str,
    pub(super) table: Box<dyn Table + 'a>,
    pub(super) header: Header,
    /// Fields of the header record, those left out included.
    pub(super) width: usize,
    header_number: u64,
    /// The units below the header, one for each column.
    units: Vec<String>,
    /// The rows stand after this number, and before that one.
    pub(super) body: (u64, u64),
    /// Rows among these that are left out.
    pub(super) skip: &'a [u64],
    /// Fields, each with the cell of the rows that are read.
    pub(super) only: Vec<(usize, &'a str)>,
    addressing: Addressing,
    described: Vec<Described>,
    remarks: Findings,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(
        file: &'a str,
        opened: Opened<'a>,
        frame: Frame,
        options: &ReadOptions<'a>,
    ) -> Result<Self, Findings> {
        let skip = options.skip;
        let Opened {
            table,
            mut addressing,
            described,
            mut remarks,
        } = opened;
        let mut record = Record::default();
        let mut records = table.records();
        let from = frame.header_line.unwrap_or(0);
        let next = |records: &mut dyn Records, record: &mut Record| {
            while records.next(record) {
                if record.number >= from && !is_blank(record) && !skip.contains(&record.number) {
                    return true;
                }
            }
            false
        };
        if !next(&mut *records, &mut record) {
            let (problem, help) = if from > 0 {
                (
                    format!("has nothing from line {from} on, where header_line places the header"),
                    "correct header_line in [cohort]",
                )
            } else {
                (
                    "is empty".to_owned(),
                    "export the cohort with a header line",
                )
            };
            return Err(Finding::new(file, problem, help).into());
        }
        let mut width = record.fields.len() + usize::from(frame.row_names);
        let (header, number) = if frame.header_line == Some(0) {
            (Header::numbered(width), 0)
        } else {
            let mut lines = vec![titles(file, &*records, &mut record, &addressing)?];
            let mut number = record.number;
            for _ in 1..frame.header_rows.unwrap_or(1) {
                if !next(&mut *records, &mut record) {
                    break;
                }
                lines.push(titles(file, &*records, &mut record, &addressing)?);
                number = record.number;
            }
            let mut written = match lines.as_mut_slice() {
                [only] => std::mem::take(only),
                several => header_rows::compose(several),
            };
            if frame.row_names {
                written.insert(0, String::new());
            }
            width = written.len();
            let has_cells = || columns_with_cells(&*table, number, written.len());
            let header = Header::new(file, &written, &addressing, number, has_cells);
            (header, number)
        };
        let mut units = Vec::new();
        let mut after = number;
        if frame.units_row && (number == 0 || next(&mut *records, &mut record)) {
            let written = titles(file, &*records, &mut record, &addressing)?;
            let unit = |at: &usize| written.get(*at).cloned().unwrap_or_default();
            units = header.fields.iter().map(unit).collect();
            after = record.number;
        }
        drop(records);
        let only = only(file, &header, options.only)?;
        let before = footer(&*table, frame.footer);
        remarks.extend(header.remarks.clone());
        if let Addressing::Cells { columns, .. } = &mut addressing {
            *columns = header
                .names
                .iter()
                .cloned()
                .zip(header.fields.iter().copied())
                .collect();
        }
        Ok(Self {
            file,
            table,
            width,
            header,
            header_number: number,
            units,
            body: (after, before),
            skip,
            only,
            addressing,
            described,
            remarks,
        })
    }

    /// The name of every column, no two alike and none empty.
    pub fn names(&self) -> &[String] {
        &self.header.names
    }

    /// What stands in the header of a column whose name was given to it.
    pub fn written(&self, column: usize) -> Option<&str> {
        self.header.written.get(column)?.as_deref()
    }

    /// The number of the header's row: its line in a text file; 1 without one.
    pub fn header_number(&self) -> u64 {
        self.header_number.max(1)
    }

    /// The units of the columns in the row below the header; none unless the
    /// study states that there is such a row.
    pub fn units(&self) -> &[String] {
        &self.units
    }

    /// What the file itself states about a column.
    pub fn described(&self, column: usize) -> Option<&Described> {
        self.described.get(*self.header.fields.get(column)?)
    }

    /// How rows are addressed.
    pub fn addressing(&self) -> &Addressing {
        &self.addressing
    }

    /// What was understood of the file and its header without being written.
    pub fn remarks(&self) -> &Findings {
        &self.remarks
    }

    /// The rows below the header.
    pub fn rows(&self) -> Rows<'_> {
        self.rows_of(Part(Piece::Whole))
    }

    /// Parts of about so many bytes, in order, to read their rows at the same time.
    pub fn parts(&self, bytes: usize) -> impl Iterator<Item = Part<'_>> + Send {
        self.table.pieces(bytes).map(Part)
    }

    /// The rows of a part.
    pub fn rows_of<'s>(&'s self, part: Part<'s>) -> Rows<'s> {
        Rows::new(self, part)
    }

    /// About how many bytes all parts have; 0 for a file that is not divided.
    pub(crate) fn size(&self) -> usize {
        self.table.size()
    }

    /// Why the rows that were read cannot be used: the file changed, or could not be
    /// read to its end.
    pub fn failure(&self) -> Option<Finding> {
        let problem = format!("cannot be read: {}", self.table.failure()?);
        Some(Finding::new(
            self.file,
            problem,
            "read it again once nothing writes to it",
        ))
    }
}

/// The fields of the columns whose cells say which rows are read.
fn only<'a>(
    file: &str,
    header: &Header,
    stated: &'a [(String, String)],
) -> Result<Vec<(usize, &'a str)>, Findings> {
    let mut found = Vec::new();
    let mut findings = Findings::default();
    for (name, cell) in stated {
        let mut columns = header.names.iter().zip(&header.fields);
        match columns.find(|(own, _)| *own == name) {
            Some((_, field)) => found.push((*field, cell.as_str())),
            None => {
                let problem = format!("has no column \"{name}\", which only in [cohort] names");
                let near = nearest(name, header.names.iter().map(String::as_str));
                let near = near.map(|near| format!("; did you mean \"{near}\"?"));
                let help = format!("correct the header in only{}", near.unwrap_or_default());
                findings.push(Finding::new(file, problem, help));
            }
        }
    }
    if findings.is_empty() {
        Ok(found)
    } else {
        Err(findings)
    }
}

/// The fields of a record as text.
fn titles(
    file: &str,
    records: &dyn Records,
    record: &mut Record,
    addressing: &Addressing,
) -> Result<Vec<String>, Findings> {
    rows::without_controls(record);
    let mut written = Vec::new();
    for (at, field) in record.fields.iter().enumerate() {
        let Ok(title) = std::str::from_utf8(field) else {
            let offset = bad_byte(records, record, at);
            let address = addressing.row(record.number);
            return Err(encoding::cell(file, address, field, offset).into());
        };
        written.push(title.trim().to_owned());
    }
    Ok(written)
}

/// The number of the first of so many rows at the end that are not blank.
fn footer(table: &dyn Table, count: u64) -> u64 {
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    if count == 0 {
        return u64::MAX;
    }
    let mut last = std::collections::VecDeque::new();
    let mut record = Record::default();
    let mut records = table.records();
    while records.next(&mut record) {
        if !is_blank(&record) {
            if last.len() == count {
                last.pop_front();
            }
            last.push_back(record.number);
        }
    }
    last.front().copied().unwrap_or(u64::MAX)
}

/// Whether a record has no value: no field has a character to see, or all of
/// several say that they are missing, as statistics packages export blank rows.
pub(super) fn is_blank(record: &Record) -> bool {
    let several = record.fields.len() > 1;
    record
        .fields
        .iter()
        .all(|field| is_blank_field(field) || (several && is_none(field)))
}

/// Whether a field is what programs write for a missing value.
fn is_none(field: &[u8]) -> bool {
    matches!(
        field.trim_ascii(),
        b"NA" | b"N/A" | b"#N/A" | b"NaN" | b"nan" | b"NULL" | b"null" | b"<NA>" | b"."
    )
}

pub(super) fn is_blank_field(field: &[u8]) -> bool {
    field
        .iter()
        .all(|byte| byte.is_ascii_whitespace() || byte.is_ascii_control())
        || std::str::from_utf8(field).is_ok_and(|text| text.trim().is_empty())
}

/// Which of the first `count` columns have a cell below the header.
fn columns_with_cells(table: &dyn Table, header: u64, count: usize) -> Vec<bool> {
    let mut found = vec![false; count];
    let mut record = Record::default();
    let mut records = table.records();
    while records.next(&mut record) {
        if record.number > header {
            for (found, field) in found.iter_mut().zip(&record.fields) {
                *found |= !is_blank_field(field);
            }
        }
    }
    found
}

/// The offset in the file of the first byte of a field that is not UTF-8.
pub(super) fn bad_byte(records: &dyn Records, record: &Record, field: usize) -> usize {
    let invalid = |bytes: &[u8]| {
        let chunks = bytes.utf8_chunks();
        chunks.filter(|chunk| !chunk.invalid().is_empty()).count()
    };
    let before: usize = record.fields.iter().take(field).map(invalid).sum();
    let raw = records.raw(record);
    let mut offset = 0;
    let mut seen = 0;
    for chunk in raw.utf8_chunks() {
        offset += chunk.valid().len();
        if seen == before {
            break;
        }
        seen += usize::from(!chunk.invalid().is_empty());
        offset += chunk.invalid().len();
    }
    records.offset(record.start + offset)
}
