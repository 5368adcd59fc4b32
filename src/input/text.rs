//! CSV text: delimiters, quotes, and the line on which each record begins.

use std::borrow::Cow;
use std::io::{self, Read};
use std::ops::Range;

use csv::ReaderBuilder;

use super::divide::Marks;
use super::encoding::{self, Encoded};
use super::pieces::{Form, Pieces, Rewritten, TextPiece};
use super::{Container, Content, Opened, Piece, Record, Records, Source, Table, delimiter, lines};
use crate::findings::{Addressing, Finding, Findings};

pub(super) static CONTAINER: Container = Container {
    name: "CSV text",
    endings: &["csv", "tsv", "txt", "tab"],
    media_type: "text/csv",
    recognises: |_| true,
    open,
};

/// A text file.
struct Text<'a> {
    content: Content<'a>,
    form: Form,
}

fn open<'a>(source: &Source<'a>) -> Result<Opened<'a>, Findings> {
    let mut remarks = Findings::default();
    let given = source.options.encoding;
    let encoded = encoding::survey(source.file, source.content, given, &mut remarks)?;
    let blank = |block: Cow<'_, [u8]>| block.iter().all(u8::is_ascii_whitespace);
    if encoded.blocks(source.content).all(blank) {
        let help = "export the cohort with a header line";
        return Err(Finding::new(source.file, "is empty", help).into());
    }
    let comment = source.options.frame.comment;
    let head = head(source.content, encoded, comment);
    let named = separator_line(&head);
    if let Some((delimiter, _)) = named {
        let problem = format!(
            "names the delimiter \"{}\"; the header follows",
            char::from(delimiter)
        );
        let help = "check that the columns are as expected";
        remarks.push(Finding::new(source.file, problem, help).at_line(1));
    }
    let mut blocks = encoded.blocks(source.content);
    let delimiter = delimiter_of(source, &head, named);
    let blanks_to_tabs = delimiter == b' ';
    let rewritten = Rewritten {
        // The csv crate ends a comment at LF alone.
        returns_to_feeds: comment.is_some() && !blocks.any(|block| block.contains(&b'\n')),
        blanks_to_tabs,
    };
    let delimiter = if blanks_to_tabs { b'\t' } else { delimiter };
    let form = Form {
        encoded,
        body: named.map_or(0, |(_, body)| body),
        marks: Marks { delimiter, comment },
        rewritten,
    };
    let content = source.content;
    Ok(Opened {
        table: Box::new(Text { content, form }),
        addressing: Addressing::Lines,
        described: Vec::new(),
        remarks,
    })
}

/// The beginning of a text, long enough to show its delimiter.
fn head(content: Content<'_>, encoded: Encoded, comment: Option<u8>) -> Vec<u8> {
    const MOST: usize = 1 << 24;
    let mut head = Vec::new();
    for block in encoded.blocks(content) {
        head.extend_from_slice(&block);
        if head.len() >= MOST || delimiter::is_shown(&head, comment) {
            break;
        }
    }
    head
}

/// The delimiter that the study states, the file names or its lines show.
fn delimiter_of(source: &Source<'_>, bytes: &[u8], named: Option<(u8, usize)>) -> u8 {
    let body = bytes.get(named.map_or(0, |(_, body)| body)..);
    let declared = source.options.delimiter;
    let delimiter = declared.or(named.map(|(delimiter, _)| delimiter));
    delimiter
        .unwrap_or_else(|| delimiter::sniff(body.unwrap_or_default(), source.options.frame.comment))
}

/// The delimiter of a text file.
pub(super) fn found_delimiter(source: &Source<'_>) -> Result<u8, Findings> {
    let told = &mut Findings::default();
    let given = source.options.encoding;
    let encoded = encoding::survey(source.file, source.content, given, told)?;
    let head = head(source.content, encoded, source.options.frame.comment);
    Ok(delimiter_of(source, &head, separator_line(&head)))
}

/// The delimiter of a file that has none of the usual ones: blanks, `^`, `~` or `:`.
pub(super) fn rare_delimiter(
    source: &Source<'_>,
    remarks: &mut Findings,
) -> Result<Option<u8>, Findings> {
    let told = &mut Findings::default();
    let given = source.options.encoding;
    let encoded = encoding::survey(source.file, source.content, given, told)?;
    let head = head(source.content, encoded, None);
    if separator_line(&head).is_some() || source.options.frame.comment.is_some() {
        return Ok(None);
    }
    let found = delimiter::rare(&head);
    if let Some(sign) = found {
        let what = match sign {
            b' ' => "blanks, which are".to_owned(),
            sign => format!("\"{}\", which is", char::from(sign)),
        };
        let problem = format!("has no delimiter but {what} taken for it");
        let help = "remove delimiter in [cohort] if the file has a single column";
        remarks.push(Finding::new(source.file, problem, help).at_line(1));
    }
    Ok(found)
}

/// The delimiter of a first line `sep=;`, which spreadsheets write and read,
/// and where the next line begins.
fn separator_line(bytes: &[u8]) -> Option<(u8, usize)> {
    let end = bytes
        .iter()
        .position(|byte| matches!(byte, b'\r' | b'\n'))?;
    let line = bytes.get(..end)?;
    let line = line
        .strip_prefix(b"\"")
        .and_then(|line| line.strip_suffix(b"\""))
        .unwrap_or(line);
    let (word, rest) = line.split_at_checked(4)?;
    let [delimiter] = rest else { return None };
    let is_one = delimiter.is_ascii_punctuation() || *delimiter == b'\t';
    let crlf = bytes.get(end..end + 2) == Some(b"\r\n");
    (word.eq_ignore_ascii_case(b"sep=") && is_one)
        .then_some((*delimiter, end + 1 + usize::from(crlf)))
}

impl Table for Text<'_> {
    fn records(&self) -> Box<dyn Records + '_> {
        const SIZE: usize = 1 << 18;
        Box::new(AllRecords {
            pieces: Pieces::new(self.content, self.form, SIZE),
            current: None,
            form: self.form,
        })
    }

    fn pieces(&self, bytes: usize) -> Box<dyn Iterator<Item = Piece<'_>> + Send + '_> {
        Box::new(Pieces::new(self.content, self.form, bytes).map(Piece::Text))
    }

    fn records_of<'t>(&'t self, piece: Piece<'t>) -> Box<dyn Records + 't> {
        match piece {
            Piece::Whole => self.records(),
            Piece::Text(piece) => Box::new(TextRecords::new(piece, self.form)),
        }
    }

    fn size(&self) -> usize {
        self.form.encoded.len
    }

    fn failure(&self) -> Option<String> {
        self.content.failure()
    }
}

/// The records of all pieces.
struct AllRecords<'t> {
    pieces: Pieces<'t>,
    current: Option<TextRecords<'t>>,
    form: Form,
}

impl Records for AllRecords<'_> {
    fn next(&mut self, record: &mut Record) -> bool {
        loop {
            if let Some(current) = &mut self.current
                && current.next(record)
            {
                return true;
            }
            let Some(piece) = self.pieces.next() else {
                return false;
            };
            self.current = Some(TextRecords::new(piece, self.form));
        }
    }

    fn raw(&self, record: &Record) -> &[u8] {
        let current = self.current.as_ref();
        current.map_or(&[], |current| current.raw(record))
    }

    fn delimiter(&self) -> Option<u8> {
        Some(self.form.marks.delimiter)
    }

    fn offset(&self, at: usize) -> usize {
        let current = self.current.as_ref();
        current.map_or(at, |current| current.offset(at))
    }
}

/// The bytes of a piece, of which a reader takes one after the other.
struct Held<'t> {
    bytes: Cow<'t, [u8]>,
    read: usize,
}

impl Read for Held<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut rest = self.bytes.get(self.read..).unwrap_or_default();
        let count = rest.read(into)?;
        self.read += count;
        Ok(count)
    }
}

/// The records of a piece.
struct TextRecords<'t> {
    reader: csv::Reader<Held<'t>>,
    marks: Marks,
    /// Bytes of the file before the piece.
    before: usize,
    /// Bytes that are left out of the piece.
    blanks: Vec<Range<usize>>,
    /// Up to here line ends are counted.
    counted: usize,
    line: u64,
}

impl<'t> TextRecords<'t> {
    fn new(piece: TextPiece<'t>, form: Form) -> Self {
        let Marks { delimiter, comment } = form.marks;
        Self {
            before: form.encoded.mark + piece.start,
            blanks: piece.blanks,
            counted: 0,
            line: piece.line,
            marks: form.marks,
            reader: ReaderBuilder::new()
                .delimiter(delimiter)
                .comment(comment)
                .flexible(true)
                .has_headers(false)
                .buffer_capacity(1 << 16)
                .from_reader(Held {
                    bytes: piece.bytes,
                    read: 0,
                }),
        }
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.position().byte()).unwrap_or(usize::MAX)
    }

    fn bytes(&self) -> &[u8] {
        &self.reader.get_ref().bytes
    }
}

impl Records for TextRecords<'_> {
    fn next(&mut self, record: &mut Record) -> bool {
        let before = self.position();
        // Reading bytes from memory cannot fail.
        let read = self.reader.read_byte_record(&mut record.fields);
        if !read.unwrap_or(false) {
            return false;
        }
        record.end = self.position();
        // The LF of a CRLF belongs to the next record for the csv crate, as do
        // blank lines, so the lines that it counts itself are not those of the
        // file.
        let between = self.bytes().get(before..record.end).unwrap_or_default();
        record.start = before + lines::skipped(between, self.marks.comment);
        self.line += lines::ends(self.bytes(), self.counted..record.start);
        self.counted = record.start;
        record.number = self.line;
        true
    }

    fn raw(&self, record: &Record) -> &[u8] {
        self.bytes()
            .get(record.start..record.end)
            .unwrap_or_default()
    }

    fn delimiter(&self) -> Option<u8> {
        Some(self.marks.delimiter)
    }

    fn offset(&self, mut at: usize) -> usize {
        for blanks in &self.blanks {
            if blanks.start <= at {
                at += blanks.len();
            }
        }
        self.before + at
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::input::{Frame, ReadOptions, read};

    /// The line of each row, the header's first.
    fn lines_of(bytes: &[u8]) -> Vec<u64> {
        lines_with(bytes, &ReadOptions::default())
    }

    fn lines_with(bytes: &[u8], options: &ReadOptions<'_>) -> Vec<u64> {
        let sheet = read("cohort.csv", bytes, options).unwrap();
        let mut rows = sheet.rows();
        let mut lines = vec![sheet.header_number()];
        while let Some(row) = rows.next() {
            lines.push(row.number());
        }
        lines
    }

    #[test]
    fn rows_begin_on_the_lines_that_an_editor_shows() {
        for end in ["\n", "\r\n", "\r"] {
            let file = |text: &str| lines_of(text.replace('\n', end).as_bytes());
            assert_eq!(file("a,b\n1,2\n3,4\n"), [1, 2, 3], "{end:?}");
            assert_eq!(file("a,b\n1,2\n3,4"), [1, 2, 3], "{end:?}");
            assert_eq!(file("\n\na,b\n\n1,2\n\n\n3,4\n\n"), [3, 5, 8], "{end:?}");
            assert_eq!(file("a,b\n1,\"x\ny\n\"\n3,4\n"), [1, 2, 5], "{end:?}");
            assert_eq!(file("sep=;\na;b\n1;2\n3;4\n"), [2, 3, 4], "{end:?}");
            assert_eq!(file("\u{feff}a,b\n1,2\n3,4\n"), [1, 2, 3], "{end:?}");
            assert_eq!(file("a,b\n1,2\n,\n3,4\n"), [1, 2, 4], "{end:?}");
            let commented = "# \"x\n#\n\na,b\n1,2\n# y\n\n3,4\n".replace('\n', end);
            let frame = Frame {
                comment: Some(b'#'),
                ..Frame::default()
            };
            let options = ReadOptions {
                frame,
                ..ReadOptions::default()
            };
            assert_eq!(
                lines_with(commented.as_bytes(), &options),
                [4, 5, 8],
                "{end:?}"
            );
            let wide: Vec<u8> = "\u{feff}a,b\n1,\"x\ny\"\n\n3,4\n"
                .replace('\n', end)
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect();
            assert_eq!(lines_of(&wide), [1, 2, 5], "{end:?}");
        }
    }

    #[test]
    fn a_first_line_may_name_the_delimiter() {
        assert_eq!(separator_line(b"sep=;\na;b\n"), Some((b';', 6)));
        assert_eq!(separator_line(b"\"SEP=\t\"\r\na\tb\n"), Some((b'\t', 9)));
        assert_eq!(separator_line(b"sep=ab\na,b\n"), None);
        assert_eq!(separator_line(b"sepal,b\na,b\n"), None);
    }

    fn end() -> impl Strategy<Value = &'static str> {
        prop_oneof![Just("\n"), Just("\r\n"), Just("\r")]
    }

    proptest! {
        /// Whatever the line ends, quoted line ends and blank lines: a row is on
        /// the line that is one more than the line ends before it.
        #[test]
        fn a_row_is_on_the_line_after_the_ends_before_it(
            records in prop::collection::vec(
                (prop::collection::vec(end(), 0..3), prop::collection::vec(end(), 0..3), end()),
                1..30,
            ),
            marked in any::<bool>(),
        ) {
            let mut text = if marked { "\u{feff}".to_owned() } else { String::new() };
            let mut starts = Vec::new();
            for (index, (blank, quoted, end)) in records.iter().enumerate() {
                // A blank line after a CR and before an LF would be its LF.
                for blank in blank {
                    text.push_str(if text.ends_with('\r') { "\r" } else { blank });
                }
                starts.push(text.len());
                text.push_str(&format!("r{index},\"x"));
                for quoted in quoted {
                    text.push_str(quoted);
                    text.push('y');
                }
                text.push('"');
                text.push_str(end);
            }
            let lines: Vec<u64> = starts
                .iter()
                .map(|start| {
                    let before = text[..*start].replace("\r\n", "\n").replace('\r', "\n");
                    1 + before.matches('\n').count() as u64
                })
                .collect();
            prop_assert_eq!(lines_of(text.as_bytes()), lines);
        }
    }
}
