//! The text of a Word document: paragraphs, tables, footnotes and endnotes.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::prose;

/// The most that a part of a document may unpack to.
const MOST: u64 = 64 << 20;

/// The parts that have text which a reader sees, the first of which must be there.
const PARTS: [&str; 3] = [
    "word/document.xml",
    "word/footnotes.xml",
    "word/endnotes.xml",
];

/// What a document says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Document {
    pub(super) text: String,
    /// How many insertions and deletions its author has not accepted yet.
    pub(super) tracked: usize,
}

/// Why a file is not read as a document.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(super) enum WordError {
    /// An archive of another kind.
    #[error("is an archive, but no Word document")]
    Other,
    /// It cannot be unpacked or parsed.
    #[error("is a damaged Word document: {0}")]
    Damaged(String),
    /// It unpacks to more than a manuscript can be.
    #[error("unpacks to more than {} MiB", MOST >> 20)]
    TooLarge,
}

/// Reads the bytes of a `.docx` file.
///
/// # Errors
/// [`WordError`].
pub(super) fn read(bytes: &[u8]) -> Result<Document, WordError> {
    let broken = |error: &dyn std::fmt::Display| WordError::Damaged(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let mut document = Document::default();
    for (at, part) in PARTS.iter().enumerate() {
        let file = match archive.by_name(part) {
            Ok(file) => file,
            Err(_) if at > 0 => continue,
            Err(_) => return Err(WordError::Other),
        };
        let mut xml = String::new();
        let mut limited = file.take(MOST + 1);
        let read = limited.read_to_string(&mut xml);
        if limited.limit() == 0 {
            return Err(WordError::TooLarge);
        }
        read.map_err(|error| broken(&error))?;
        Part::default().read(&xml, &mut document)?;
    }
    Ok(document)
}

/// A part while it is read.
#[derive(Default)]
struct Part {
    paragraph: String,
    is_heading: bool,
    /// Whether letters of the run are raised.
    is_raised: bool,
    /// Inside `w:t`, the only element whose text is shown.
    in_text: bool,
    /// Inside what is not shown: moved away, or a second version of a drawing.
    skipped: usize,
    /// Tables within each other.
    tables: usize,
}

/// Elements whose text is not shown, or is shown elsewhere again.
const SKIPPED: [&[u8]; 3] = [b"moveFrom", b"Fallback", b"del"];

impl Part {
    fn read(mut self, xml: &str, into: &mut Document) -> Result<(), WordError> {
        let broken = |error: &dyn std::fmt::Display| WordError::Damaged(error.to_string());
        let mut reader = Reader::from_str(xml);
        loop {
            match reader.read_event().map_err(|error| broken(&error))? {
                Event::Eof => return Ok(()),
                Event::Start(own) => self.start(&own, into),
                Event::Empty(own) => self.empty(&own, into),
                Event::End(own) => self.end(own.local_name().as_ref().as_bytes(), into),
                Event::Text(text) if self.in_text => self.add(&text.xml10_content()),
                Event::GeneralRef(own) if self.in_text => {
                    let known = match own.xml10_content().as_ref() {
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "amp" => Some('&'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => own.resolve_char_ref().ok().flatten(),
                    };
                    if let Some(c) = known {
                        self.add(c.encode_utf8(&mut [0; 4]));
                    }
                }
                _ => {}
            }
        }
    }

    fn start(&mut self, own: &BytesStart<'_>, into: &mut Document) {
        let name = own.local_name();
        let name = name.as_ref().as_bytes();
        if name == b"ins" || name == b"del" {
            into.tracked += 1;
        }
        if SKIPPED.contains(&name) {
            self.skipped += 1;
        }
        match name {
            b"t" => self.in_text = self.skipped == 0,
            b"tbl" => self.tables += 1,
            b"r" => self.is_raised = false,
            _ => self.empty(own, into),
        }
    }

    fn empty(&mut self, own: &BytesStart<'_>, _: &mut Document) {
        let value = own.attributes().flatten().find_map(|attribute| {
            let is_value = attribute.key.local_name().as_ref().as_bytes() == b"val";
            is_value.then(|| String::from_utf8_lossy(attribute.value.as_bytes()).into_owned())
        });
        match own.local_name().as_ref().as_bytes() {
            b"pStyle" => {
                let style = value.unwrap_or_default().to_lowercase();
                let headings = ["heading", "title", "berschrift", "titre", "titel", "titolo"];
                self.is_heading |= headings.iter().any(|own| style.contains(own));
            }
            b"vertAlign" => self.is_raised = value.as_deref() == Some("superscript"),
            b"tab" | b"br" | b"cr" => self.paragraph.push(' '),
            b"noBreakHyphen" => self.paragraph.push('-'),
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8], into: &mut Document) {
        if SKIPPED.contains(&name) {
            self.skipped = self.skipped.saturating_sub(1);
        }
        match name {
            b"t" => self.in_text = false,
            b"p" => {
                let own = std::mem::take(&mut self.paragraph);
                let is_heading = std::mem::take(&mut self.is_heading);
                if is_heading && !prose::heading_has_results(&own) {
                    return;
                }
                into.text.push_str(&own);
                into.text
                    .push_str(if self.tables > 0 { " " } else { "\n\n" });
            }
            b"tc" => into.text.push_str("| "),
            b"tr" => into.text.push('\n'),
            b"tbl" => {
                self.tables = self.tables.saturating_sub(1);
                into.text.push('\n');
            }
            _ => {}
        }
    }

    fn add(&mut self, text: &str) {
        if !self.is_raised {
            self.paragraph.push_str(text);
            return;
        }
        // As an exponent or a reference reads in plain text.
        self.paragraph.extend(text.chars().map(|c| match c {
            '-' | '\u{2212}' | '–' => '⁻',
            c => c.to_digit(10).map_or(c, |digit| {
                let digits = crate::words::SUPERSCRIPTS;
                digits.get(digit as usize).copied().unwrap_or(c)
            }),
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(body: &str) -> Document {
        let mut document = Document::default();
        let xml = format!("<w:document xmlns:w=\"x\"><w:body>{body}</w:body></w:document>");
        Part::default().read(&xml, &mut document).unwrap();
        document
    }

    #[test]
    fn what_a_reader_sees_is_read() {
        let own = text(
            "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>2 Results</w:t></w:r></w:p>\
             <w:p><w:r><w:t>Of 22</w:t></w:r><w:r><w:t>8 &lt; 300 </w:t></w:r>\
             <w:ins><w:r><w:t>men</w:t></w:r></w:ins><w:del><w:r><w:delText>99</w:delText></w:r></w:del>\
             <w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>12</w:t></w:r></w:p>\
             <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Died</w:t></w:r></w:p></w:tc>\
             <w:tc><w:p><w:r><w:t>165</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        );
        assert_eq!(own.tracked, 2);
        assert_eq!(own.text, "Of 228 < 300 men¹²\n\nDied | 165 | \n\n");
    }

    #[test]
    fn other_files_are_told() {
        assert!(matches!(read(b"PK\x03\x04"), Err(WordError::Damaged(_))));
    }
}
