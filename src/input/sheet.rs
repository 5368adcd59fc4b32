//! A rectangle of cells with a header and an address for each row.

use super::header::Header;
use super::rows::Rows;
use super::{Opened, Record, Table, encoding};
use crate::findings::{Addressing, Finding, Findings};

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
    addressing: Addressing,
    remarks: Findings,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(file: &'a str, opened: Opened<'a>) -> Result<Self, Findings> {
        let Opened {
            table,
            mut addressing,
            mut remarks,
        } = opened;
        let mut record = Record::default();
        let mut records = table.records();
        let mut found = records.next(&mut record);
        while found && is_blank(&record) {
            found = records.next(&mut record);
        }
        drop(records);
        if !found {
            let help = "export the cohort with a header line";
            return Err(Finding::new(file, "is empty", help).into());
        }
        let number = record.number;
        let mut written = Vec::new();
        for (at, field) in record.fields.iter().enumerate() {
            let Ok(title) = std::str::from_utf8(field) else {
                let at = bad_byte(&*table, &record, at);
                return Err(encoding::cell(file, addressing.row(number), field, at).into());
            };
            written.push(title.trim().to_owned());
        }
        let has_cells = || columns_with_cells(&*table, number, written.len());
        let header = Header::new(file, &written, &addressing, number, has_cells);
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
            width: written.len(),
            header,
            header_number: number,
            addressing,
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

    /// The number of the header's row: its line in a text file.
    pub fn header_number(&self) -> u64 {
        self.header_number
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
        Rows::new(self)
    }
}

/// Whether no field of a record has a character to see.
pub(super) fn is_blank(record: &Record) -> bool {
    record.fields.iter().all(is_blank_field)
}

pub(super) fn is_blank_field(field: &[u8]) -> bool {
    field.trim_ascii().is_empty()
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
pub(super) fn bad_byte(table: &dyn Table, record: &Record, field: usize) -> usize {
    let invalid = |bytes: &[u8]| {
        let chunks = bytes.utf8_chunks();
        chunks.filter(|chunk| !chunk.invalid().is_empty()).count()
    };
    let before: usize = record.fields.iter().take(field).map(invalid).sum();
    let raw = table.raw(record);
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
    table.offset(record) + offset
}
