//! The rows of a sheet, tidied alike for all containers: blank ones are left
//! out, short ones are filled up, and nothing of that is silent.

use csv::ByteRecord;

use super::sheet::{Sheet, bad_byte, is_blank, is_blank_field};
use super::{Part, Record, Records, encoding};
use crate::findings::{Finding, Findings};

/// The rows of a sheet, read one at a time.
pub struct Rows<'s> {
    sheet: &'s Sheet<'s>,
    records: Box<dyn Records + 's>,
    record: Record,
    is_whole: bool,
    tally: Tally,
}

/// What was met in a part of the rows.
#[derive(Default)]
pub struct Tally {
    blank: Noted,
    skipped: Noted,
    others: Noted,
    short: Noted,
    long: Noted,
    controls: Noted,
    errors: Findings,
}

impl Tally {
    /// Adds that of the rows that follow.
    pub fn append(&mut self, other: Self) {
        self.blank.append(other.blank);
        self.skipped.append(other.skipped);
        self.others.append(other.others);
        self.short.append(other.short);
        self.long.append(other.long);
        self.controls.append(other.controls);
        self.errors.extend(other.errors);
    }

    /// What is said of it.
    pub fn told(self, sheet: &Sheet<'_>) -> Told {
        let mut remarks = Findings::default();
        let addressing = sheet.addressing();
        for (noted, one, many, help) in [
            (
                &self.blank,
                "1 row is blank and is left out",
                "rows are blank and are left out",
                "",
            ),
            (
                &self.skipped,
                "1 row is left out, as skip in [cohort] states",
                "rows are left out, as skip in [cohort] states",
                "",
            ),
            (
                &self.others,
                "1 row is left out, as it has other cells than only in [cohort] states",
                "rows are left out, as they have other cells than only in [cohort] states",
                "",
            ),
            (
                &self.short,
                "1 row has fewer fields than the header; the rest is taken as missing",
                "rows have fewer fields than the header; the rest is taken as missing",
                "check that no delimiter is missing there",
            ),
            (
                &self.long,
                "1 row has empty fields beyond the header, which are left out",
                "rows have empty fields beyond the header, which are left out",
                "",
            ),
            (
                &self.controls,
                "1 row has control or invisible characters, which are left out",
                "rows have control or invisible characters, which are left out",
                "check the export; such characters cannot be printed",
            ),
        ] {
            let count = noted.count;
            let Some(first) = noted.first.first() else {
                continue;
            };
            let what = match count {
                1 => one.to_owned(),
                _ => format!("{count} {many}: {}", addressing.list(&noted.first, count)),
            };
            let finding = Finding::new(sheet.file, what, help);
            remarks.push(finding.at(addressing.row(*first)));
        }
        Told {
            errors: self.errors,
            remarks,
        }
    }
}

/// What was found while the rows were read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Rows that cannot be used; they were left out.
    pub errors: Findings,
    /// What was understood without being written.
    pub remarks: Findings,
}

/// Some rows of one sort: how many, and the first of them.
#[derive(Default)]
struct Noted {
    count: usize,
    first: Vec<u64>,
}

/// How many of the rows of a sort are named.
const KEPT: usize = 8;

impl Noted {
    fn add(&mut self, number: u64) {
        self.count += 1;
        if self.first.len() < KEPT {
            self.first.push(number);
        }
    }

    fn append(&mut self, other: Self) {
        self.count += other.count;
        self.first.extend(other.first);
        self.first.truncate(KEPT);
    }
}

impl<'s> Rows<'s> {
    pub(super) fn new(sheet: &'s Sheet<'s>, part: Part<'s>) -> Self {
        Self {
            sheet,
            records: sheet.table.records_of(part.0),
            record: Record::default(),
            is_whole: sheet.header.is_whole(),
            tally: Tally::default(),
        }
    }

    /// The next row; `None` after the last.
    #[expect(
        clippy::should_implement_trait,
        reason = "a row borrows the one record that is reused, which no iterator can"
    )]
    pub fn next(&mut self) -> Option<Row<'_>> {
        loop {
            if !self.records.next(&mut self.record) {
                return None;
            }
            let (after, before) = self.sheet.body;
            if self.record.number >= before {
                return None;
            }
            if self.sheet.skip.contains(&self.record.number) {
                self.tally.skipped.add(self.record.number);
                continue;
            }
            if self.record.number > after && self.is_row() {
                if self.is_wanted() {
                    break;
                }
                self.tally.others.add(self.record.number);
            }
        }
        if without_controls(&mut self.record) {
            self.tally.controls.add(self.record.number);
        }
        Some(Row {
            sheet: self.sheet,
            records: &*self.records,
            record: &self.record,
            text: std::str::from_utf8(self.record.fields.as_slice()).ok(),
            is_whole: self.is_whole,
        })
    }

    /// Whether the row has the cells that those have which are read.
    fn is_wanted(&self) -> bool {
        self.sheet.only.iter().all(|(at, wanted)| {
            let field = self.record.fields.get(*at).unwrap_or_default();
            field == wanted.as_bytes() || field.trim_ascii() == wanted.as_bytes()
        })
    }

    /// Whether the record is a row, which is noted unless it fits as it is.
    fn is_row(&mut self) -> bool {
        let record = &self.record;
        let (count, width) = (record.fields.len(), self.sheet.width);
        if is_blank(record) {
            self.tally.blank.add(record.number);
            return false;
        }
        if count == width {
            if !self.takes_in_rows() {
                return true;
            }
            let problem = "a cell in quotes takes in the lines that follow, which look like rows";
            let help = self.escaped_quotes();
            let help = help.unwrap_or("check for a quote that is not closed on this line");
            let finding = Finding::new(self.sheet.file, problem, help);
            let place = self.sheet.addressing().row(record.number);
            self.tally.errors.push(finding.at(place));
            return false;
        }
        if count > width && record.fields.iter().skip(width).all(is_blank_field) {
            self.tally.long.add(record.number);
            return true;
        }
        if count < width && !self.is_torn() {
            self.tally.short.add(record.number);
            return true;
        }
        let problem = format!("has {count} fields, the header has {width}");
        let help = if let Some(help) = self.escaped_quotes() {
            help
        } else if count == 1 {
            "check for a quote that is not closed; if the last rows are notes, set footer in [cohort] to their number"
        } else {
            "check for a missing or extra delimiter, or a quote that is not closed"
        };
        let finding = Finding::new(self.sheet.file, problem, help);
        self.tally
            .errors
            .push(finding.at(self.sheet.addressing().row(record.number)));
        false
    }

    /// What to do about quotation marks behind a backslash, which end a cell.
    fn escaped_quotes(&self) -> Option<&'static str> {
        let raw = self.records.raw(&self.record);
        memchr::memmem::find(raw, b"\\\"").map(|_| {
            "quotation marks in cells stand behind a backslash, as MySQL writes them: export with doubled quotation marks (\"\"), or replace \\\" by \"\" in the file"
        })
    }

    /// Whether a quote that is not closed took in the rows that follow: a cell of
    /// several lines, each but the first with the delimiters of a row, or one
    /// that is still open at the end of the file.
    fn takes_in_rows(&self) -> bool {
        let Some(delimiter) = self.records.delimiter() else {
            return false;
        };
        if !self.spans_lines() {
            return false;
        }
        let raw = self.records.raw(&self.record).trim_ascii_end();
        let is_closed = raw.ends_with(b"\"");
        let looks_like_row = |line: &&[u8]| {
            // A blank follows the commas of prose.
            let delimits =
                |pair: &&[u8]| pair.first() == Some(&delimiter) && pair.get(1) != Some(&b' ');
            let ends = line.last() == Some(&delimiter);
            let delimiters = line.windows(2).filter(delimits).count() + usize::from(ends);
            delimiters >= 2 && delimiters + 1 == self.sheet.width
        };
        let last = self.record.fields.len().saturating_sub(1);
        self.record.fields.iter().enumerate().any(|(at, field)| {
            let is_open = at == last && !is_closed;
            if is_open && field.ends_with(b"\n") {
                return true;
            }
            let mut lines: Vec<&[u8]> = field
                .split(|byte| matches!(byte, b'\n' | b'\r'))
                .filter(|line| !line.is_empty())
                .skip(1)
                .collect();
            // The last line of a closed cell goes on behind it.
            if !is_open {
                lines.pop();
            }
            !lines.is_empty() && lines.iter().all(looks_like_row)
        })
    }

    /// Whether a cell of the record takes in the end of a line.
    fn spans_lines(&self) -> bool {
        let raw = self.records.raw(&self.record);
        let fields = &self.record.fields;
        let ends = |bytes: &[u8]| matches!(bytes.last(), Some(b'\n' | b'\r'));
        // Without quotes there is nothing in a record but its fields, what separates
        // them, and the end of its line; no field ends with that of a line.
        let bare = fields.as_slice().len() + fields.len().saturating_sub(1);
        let has_quotes = ends(fields.as_slice()) || raw.len() != bare + usize::from(ends(raw));
        has_quotes && memchr::memchr2(b'\n', b'\r', raw.trim_ascii_end()).is_some()
    }

    /// Whether a short row is more likely a fault than one whose last cells were
    /// left out: a quote that is not closed takes in the lines that follow, and
    /// a single field of many is a footnote.
    fn is_torn(&self) -> bool {
        const MANY: usize = 3;
        let raw = self.records.raw(&self.record).trim_ascii_end();
        let quotes = raw.iter().filter(|byte| **byte == b'"').count();
        self.spans_lines()
            || !quotes.is_multiple_of(2)
            || (self.record.fields.len() == 1 && self.sheet.width >= MANY)
    }

    /// What was found in the rows so far.
    pub fn finish(self) -> Told {
        self.tally.told(self.sheet)
    }

    /// What was met in the rows of a part, all of which were read.
    pub fn finish_part(self) -> Tally {
        self.tally
    }
}

/// Takes characters out that no page or figure can hold: control characters but
/// for tabs and line ends, the two that are none, and those that are never seen, such
/// as a byte order mark amid the text. Whether there were any.
pub(super) fn without_controls(record: &mut Record) -> bool {
    let is_control = |byte: u8| {
        ((byte < b' ') & (byte != b'\t') & (byte != b'\n') & (byte != b'\r')) | (byte == 0x7f)
    };
    // U+FFFE and U+FFFF; a byte order mark, blanks without width, marks of direction.
    let none = [
        b"\xef\xbf\xbe",
        b"\xef\xbf\xbf",
        b"\xef\xbb\xbf",
        b"\xe2\x80\x8b",
        b"\xe2\x80\x8e",
        b"\xe2\x80\x8f",
        b"\xe2\x81\xa0",
    ];
    let is_none = |bytes: &[u8]| none.iter().any(|none| bytes.starts_with(*none));
    let all = record.fields.as_slice();
    // All bytes are looked at, which is quicker than to stop at one.
    let suspect = |byte: &u8| is_control(*byte) | (*byte == 0xe2) | (*byte == 0xef);
    let found = all.iter().fold(false, |found, byte| found | suspect(byte))
        && (0..all.len()).any(|at| {
            let rest = all.get(at..).unwrap_or_default();
            rest.first().is_some_and(|byte| is_control(*byte)) || is_none(rest)
        });
    if !found {
        return false;
    }
    let mut clean = ByteRecord::with_capacity(all.len(), record.fields.len());
    for field in &record.fields {
        let mut kept = Vec::with_capacity(field.len());
        let mut at = 0;
        while let Some(byte) = field.get(at) {
            if is_none(field.get(at..).unwrap_or_default()) {
                at += 3;
                continue;
            }
            if !is_control(*byte) {
                kept.push(*byte);
            }
            at += 1;
        }
        clean.push_field(&kept);
    }
    record.fields = clean;
    true
}

/// One row of a sheet, with a cell for every column.
#[derive(Clone, Copy)]
pub struct Row<'r> {
    sheet: &'r Sheet<'r>,
    records: &'r dyn Records,
    record: &'r Record,
    /// All fields behind each other; none if they are not UTF-8.
    text: Option<&'r str>,
    is_whole: bool,
}

impl<'r> Row<'r> {
    /// The number of the row: the line on which it begins, the row of its sheet.
    pub fn number(&self) -> u64 {
        self.record.number
    }

    /// The text of every cell, or why it is none; empty where the row has no
    /// field for the column.
    pub fn cells(&self) -> impl Iterator<Item = Result<&'r str, Box<Finding>>> + use<'r> {
        let row = *self;
        let columns = 0..row.sheet.names().len();
        columns.map(move |column| {
            // In most files every field is a column.
            let at = if row.is_whole {
                column
            } else {
                let fields = &row.sheet.header.fields;
                fields.get(column).copied().unwrap_or(usize::MAX)
            };
            let Some(range) = row.record.fields.range(at) else {
                return Ok("");
            };
            match row.text.and_then(|text| text.get(range)) {
                Some(text) => Ok(text),
                None => row.text(column, at, row.record.fields.get(at).unwrap_or_default()),
            }
        })
    }

    fn text(&self, column: usize, at: usize, field: &'r [u8]) -> Result<&'r str, Box<Finding>> {
        std::str::from_utf8(field).map_err(|_| {
            let offset = bad_byte(self.records, self.record, at);
            let name = self.sheet.names().get(column).map_or("", String::as_str);
            let address = self.sheet.addressing().cell(self.number(), name);
            Box::new(encoding::cell(self.sheet.file, address, field, offset).in_column(name))
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::input::{ReadOptions, read};

    /// Rows as "line: cells", then errors and remarks.
    fn tidied(text: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
        let sheet = read("x.csv", text.as_bytes(), &ReadOptions::default()).unwrap();
        let mut rows = sheet.rows();
        let mut lines = vec![sheet.names().join("|")];
        while let Some(row) = rows.next() {
            let cells: Vec<&str> = row.cells().map(|cell| cell.unwrap()).collect();
            lines.push(format!("{}: {}", row.number(), cells.join("|")));
        }
        let told = rows.finish();
        let all = sheet.remarks().iter().chain(told.remarks.iter());
        let remarks = all.map(ToString::to_string).collect();
        (
            lines,
            told.errors.iter().map(ToString::to_string).collect(),
            remarks,
        )
    }

    #[test]
    fn rows_fit_the_header() {
        let (rows, errors, remarks) =
            tidied("a,b,c,,\n1,2\n,,\n\n1,2,3,,\n1,2,3,,,6\nnote\n7,8,9,,,\n");
        assert_eq!(rows, ["a|b|c", "2: 1|2|", "5: 1|2|3", "8: 7|8|9"][..]);
        assert_eq!(errors.len(), 2);
        assert!(errors[0].starts_with("x.csv:6: has 6 fields, the header has 5"));
        assert!(errors[1].starts_with("x.csv:7: has 1 fields, the header has 5"));
        let said = remarks.join("\n");
        for part in [
            "columns 4, 5 have neither",
            "x.csv:3: 1 row is blank",
            "x.csv:2: 1 row has fewer fields",
            "x.csv:8: 1 row has empty fields beyond",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
    }

    #[test]
    fn a_quote_that_is_open_to_the_end_takes_in_rows() {
        for end in ["", "\n", "\r\n"] {
            let (rows, errors, _) = tidied(&format!("a,b,c\n1,2,3\n4,5,\"6\n7,8,9{end}"));
            assert_eq!(rows.len(), 2, "{end:?}: {rows:?}");
            assert!(
                errors[0].contains("takes in the lines"),
                "{end:?}: {errors:?}"
            );
        }
    }

    #[test]
    fn a_quote_that_is_not_closed_is_no_short_row() {
        let (rows, errors, _) = tidied("a,b,c\n1,\"2,3\n4,5,6\n7,8,9\n");
        assert_eq!(rows.len(), 1);
        assert!(errors[0].starts_with("x.csv:2: has 2 fields"), "{errors:?}");
    }
}
