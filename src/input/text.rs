//! CSV text: delimiters, quotes, and the line on which each record begins.

use std::borrow::Cow;

use csv::ReaderBuilder;

use super::{
    Container, Opened, Record, Records, Source, Stretch, Table, delimiter, encoding, lines,
};
use crate::findings::{Addressing, Finding, Findings};

pub(super) static CONTAINER: Container = Container {
    name: "CSV text",
    endings: &["csv", "tsv", "txt", "tab"],
    media_type: "text/csv",
    recognises: |_| true,
    open,
};

/// A text file in UTF-8.
struct Text<'a> {
    bytes: Cow<'a, [u8]>,
    /// Bytes of the file before these: a byte order mark.
    mark: usize,
    /// Where the first record begins, after a line that names the delimiter.
    body: usize,
    delimiter: u8,
    /// What lines that are left out begin with.
    comment: Option<u8>,
}

fn open<'a>(source: &Source<'a>) -> Result<Opened<'a>, Findings> {
    let mut remarks = Findings::default();
    let decoded = encoding::decode(
        source.file,
        source.bytes,
        source.options.encoding,
        &mut remarks,
    )?;
    let bytes = decoded.bytes;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        let help = "export the cohort with a header line";
        return Err(Finding::new(source.file, "is empty", help).into());
    }
    let named = separator_line(&bytes);
    if let Some((delimiter, _)) = named {
        let problem = format!(
            "names the delimiter \"{}\"; the header follows",
            char::from(delimiter)
        );
        let help = "check that the columns are as expected";
        remarks.push(Finding::new(source.file, problem, help).at_line(1));
    }
    // The csv crate ends a comment at LF alone.
    let bytes = match source.options.frame.comment {
        Some(_) if !bytes.contains(&b'\n') => {
            let with_feeds = |byte: &u8| if *byte == b'\r' { b'\n' } else { *byte };
            Cow::Owned(bytes.iter().map(with_feeds).collect())
        }
        _ => bytes,
    };
    let body = named.map_or(0, |(_, body)| body);
    let comment = source.options.frame.comment;
    let delimiter = delimiter_of(source, &bytes, named);
    let (bytes, delimiter) = match delimiter {
        b' ' => (Cow::Owned(with_tabs(&bytes)), b'\t'),
        _ => (without_blanks_before_quotes(bytes, delimiter), delimiter),
    };
    Ok(Opened {
        table: Box::new(Text {
            bytes,
            mark: decoded.mark,
            body,
            delimiter,
            comment,
        }),
        addressing: Addressing::Lines,
        described: Vec::new(),
        remarks,
    })
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
    let decoded = encoding::decode(source.file, source.bytes, source.options.encoding, told)?;
    let named = separator_line(&decoded.bytes);
    Ok(delimiter_of(source, &decoded.bytes, named))
}

/// The delimiter of a file that has none of the usual ones: blanks, `^`, `~` or `:`.
pub(super) fn rare_delimiter(
    source: &Source<'_>,
    remarks: &mut Findings,
) -> Result<Option<u8>, Findings> {
    let told = &mut Findings::default();
    let decoded = encoding::decode(source.file, source.bytes, source.options.encoding, told)?;
    let is_named = separator_line(&decoded.bytes).is_some();
    if is_named || source.options.frame.comment.is_some() {
        return Ok(None);
    }
    let found = delimiter::rare(&decoded.bytes);
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

/// Fields between blanks with a tab between them, each on its line.
fn with_tabs(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|byte| matches!(byte, b'\n' | b'\r')) {
        let end = line.trim_ascii_end().len();
        let (text, end) = line.split_at(end);
        for (at, field) in delimiter::blank_fields(text).enumerate() {
            if at > 0 {
                out.push(b'\t');
            }
            out.extend_from_slice(text.get(field).unwrap_or_default());
        }
        out.extend(end.iter().filter(|byte| matches!(byte, b'\n' | b'\r')));
    }
    out
}

/// Without blanks between a delimiter and the quotation mark of a field, which
/// would else be one of its characters: `a, "b, c"`.
fn without_blanks_before_quotes(bytes: Cow<'_, [u8]>, delimiter: u8) -> Cow<'_, [u8]> {
    let begins = |at: usize| {
        let rest = bytes.get(at + 1..).unwrap_or_default();
        let blanks = rest.iter().take_while(|byte| **byte == b' ').count();
        (blanks > 0 && rest.get(blanks) == Some(&b'"')).then_some(blanks)
    };
    let is_any = delimiter != b'\t'
        && bytes.contains(&b'"')
        && bytes
            .windows(3)
            .any(|three| three == [delimiter, b' ', b'"']);
    // In a quoted field they stay: a file with remarks such as `CT, ""no""` is not copied.
    let mut quoted = false;
    let is_dropped = |(at, byte): (usize, &u8)| {
        quoted ^= *byte == b'"';
        *byte == delimiter && !quoted && begins(at).is_some()
    };
    if !is_any || !bytes.iter().enumerate().any(is_dropped) {
        return bytes;
    }
    let mut out = Vec::with_capacity(bytes.len());
    let mut quoted = false;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        quoted ^= *byte == b'"';
        out.push(*byte);
        if *byte == delimiter && !quoted {
            at += begins(at).unwrap_or(0);
        }
        at += 1;
    }
    Cow::Owned(out)
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
        self.records_of(Stretch::WHOLE)
    }

    fn stretches(&self, bytes: usize) -> Vec<Stretch> {
        // The line feeds after which a file can be divided end comments as well,
        // in which quotes mean nothing.
        if self.comment.is_some() {
            return vec![Stretch::WHOLE];
        }
        let mut stretches = Vec::new();
        let mut open = Stretch::WHOLE;
        for cut in lines::divisions(&self.bytes, self.body, bytes) {
            let line = open.line + lines::ends(&self.bytes, open.start..cut);
            stretches.push(Stretch { end: cut, ..open });
            open = Stretch {
                start: cut,
                end: usize::MAX,
                line,
            };
        }
        stretches.push(Stretch {
            end: self.bytes.len(),
            ..open
        });
        stretches
    }

    fn records_of(&self, stretch: Stretch) -> Box<dyn Records + '_> {
        let start = stretch.start.max(self.body);
        Box::new(TextRecords {
            bytes: &self.bytes,
            start,
            end: stretch.end,
            comment: self.comment,
            reader: ReaderBuilder::new()
                .delimiter(self.delimiter)
                .comment(self.comment)
                .flexible(true)
                .has_headers(false)
                .from_reader(self.bytes.get(start..).unwrap_or_default()),
            counted: stretch.start,
            line: stretch.line,
        })
    }

    fn raw(&self, record: &Record) -> &[u8] {
        self.bytes.get(record.start..record.end).unwrap_or_default()
    }

    fn offset(&self, record: &Record) -> usize {
        self.mark + record.start
    }
}

struct TextRecords<'t> {
    bytes: &'t [u8],
    /// Where reading began, and where the stretch ends.
    start: usize,
    end: usize,
    comment: Option<u8>,
    reader: csv::Reader<&'t [u8]>,
    /// Up to here line ends are counted.
    counted: usize,
    line: u64,
}

impl TextRecords<'_> {
    fn position(&self) -> usize {
        let byte = usize::try_from(self.reader.position().byte());
        self.start + byte.unwrap_or(usize::MAX - self.start)
    }

    /// Whether nothing but ends of lines is left of the stretch.
    fn is_over(&self, position: usize) -> bool {
        let end = self.end.min(self.bytes.len());
        let left = self.bytes.get(position..end).unwrap_or_default();
        left.iter().all(|byte| matches!(byte, b'\r' | b'\n'))
    }
}

impl Records for TextRecords<'_> {
    fn next(&mut self, record: &mut Record) -> bool {
        let before = self.position();
        // Reading bytes from memory cannot fail.
        if self.is_over(before)
            || !self
                .reader
                .read_byte_record(&mut record.fields)
                .unwrap_or(false)
        {
            return false;
        }
        record.end = self.position();
        // The LF of a CRLF belongs to the next record for the csv crate, as do
        // blank lines, so the lines that it counts itself are not those of the
        // file.
        let between = self.bytes.get(before..record.end).unwrap_or_default();
        record.start = before + lines::skipped(between, self.comment);
        self.line += lines::ends(self.bytes, self.counted..record.start);
        self.counted = record.start;
        record.number = self.line;
        true
    }

    fn rest(&self) -> Option<Stretch> {
        let position = self.position();
        (position > self.end).then(|| Stretch {
            start: position,
            end: self.bytes.len(),
            line: self.line + lines::ends(self.bytes, self.counted..position),
        })
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
    fn a_file_is_copied_only_where_a_blank_is_dropped() {
        let of = |text: &'static str| without_blanks_before_quotes(text.as_bytes().into(), b',');
        for kept in [
            "a,b\n1,\"CT, \"\"no\"\" pain\"\n",
            "a,b\n1,\"x\"\n",
            "a,b\n1, 2\n",
        ] {
            assert!(matches!(of(kept), Cow::Borrowed(_)), "{kept}");
        }
        let dropped = of("a,b\n\"CT, \"\"no\"\"\",  \"x, \"\"y\"\"\"\n");
        assert_eq!(&*dropped, b"a,b\n\"CT, \"\"no\"\"\",\"x, \"\"y\"\"\"\n");
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
