//! A PDF that may come from anywhere, read so that there is no second reading.
//!
//! Every byte of the file belongs to its header, to one object, to the
//! cross-reference or to the end; every object is where the cross-reference says,
//! once; no dictionary has a key twice. Viewers differ in how they repair what is
//! not so, and each could show something else. `lopdf` and its like repair too,
//! which is why this reader is the program's own.

mod content;
mod error;
mod filters;
mod lexer;
mod limits;
mod linearized;
mod objects;
#[cfg(test)]
mod tests;
mod value;
mod xref;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

pub(super) use content::{Item as ContentItem, items as content};
pub use error::PdfError;
pub(super) use filters::unpack;
pub(super) use limits::{ATTACHMENTS, Budget};
pub(super) use value::{Dictionary, Number, Object, Stream, Value};

use lexer::{Cursor, is_blank};
use objects::Objects;
use xref::Section;

/// An opened PDF.
#[derive(Debug)]
pub struct Pdf<'a> {
    bytes: &'a [u8],
    /// The version that its first line gives.
    pub(super) version: &'a [u8],
    objects: BTreeMap<u32, Object<'a>>,
    /// Objects that hold nothing but the packing of others.
    packing: BTreeSet<u32>,
    pub(super) trailer: Dictionary,
    /// The pages in order.
    pub(super) pages: Vec<u32>,
}

/// What the trailer of a report has, beside the keys of a cross-reference stream.
const TRAILER: [&[u8]; 4] = [b"ID", b"Info", b"Root", b"Size"];
const OF_STREAM: [&[u8]; 6] = [
    b"DecodeParms",
    b"Filter",
    b"Index",
    b"Length",
    b"Type",
    b"W",
];

impl<'a> Pdf<'a> {
    /// Opens a PDF.
    ///
    /// # Errors
    /// [`PdfError`].
    pub fn open(bytes: &'a [u8]) -> Result<Self, PdfError> {
        if bytes.len() > limits::BYTES {
            return Err(PdfError::TooLarge);
        }
        let start = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
        if !start.windows(5).any(|window| window == b"%PDF-") {
            return Err(PdfError::NotPdf);
        }
        let end = End::find(bytes)?;
        let (version, header) = header(bytes)?;
        let mut budget = Budget::new();
        let last = Section::read(bytes, end.section, &mut budget)?;
        if last.trailer.get(b"Encrypt").is_some() {
            return Err(PdfError::Encrypted);
        }
        let mut spans = vec![0..header, end.span.clone()];
        let earlier = last.trailer.get(b"Prev").map(|at| {
            let at = at
                .unsigned()
                .ok_or_else(|| PdfError::of("trailer", "/Prev is no place in the file"))?;
            Section::read(bytes, at, &mut budget)
        });
        let earlier = earlier.transpose()?;
        let mut entries = last.entries;
        if let Some(earlier) = &earlier {
            for (number, entry) in &earlier.entries {
                if entries.insert(*number, *entry).is_some() {
                    let place = format!("object {number}");
                    return Err(PdfError::of(place, "is given in two revisions"));
                }
            }
            spans.extend(first_end(bytes, last.end, &end)?);
        }
        spans.extend(last.table);
        spans.extend(earlier.iter().filter_map(|section| section.table.clone()));
        let found = Objects::read(bytes, &entries, &mut budget)?;
        spans.extend(found.spans.iter().map(|(span, _)| span.clone()));
        covered(bytes, spans)?;
        let mut pdf = Self {
            bytes,
            version,
            objects: found.all,
            packing: found.packing,
            trailer: last.trailer,
            pages: Vec::new(),
        };
        pdf.packing.extend(last.stream);
        pdf.check_trailer(last.stream.is_some(), earlier.is_some())?;
        pdf.pages = pages(&pdf);
        if pdf.pages.is_empty() {
            return Err(PdfError::of("catalog /Pages", "has no pages"));
        }
        if let Some(earlier) = earlier {
            pdf.packing.extend(earlier.stream);
            pdf.accept_linearized(&earlier.trailer, &found.spans, end.section)?;
        }
        Ok(pdf)
    }

    /// The object of this number.
    pub(super) fn object(&self, number: u32) -> Option<&Object<'a>> {
        self.objects.get(&number)
    }

    /// What a value is, a reference followed once.
    pub(super) fn at<'b>(&'b self, value: &'b Value) -> Option<&'b Value> {
        match value {
            Value::Reference(number) => self.object(*number)?.value(),
            value => Some(value),
        }
    }

    /// The catalog.
    pub(super) fn catalog(&self) -> Option<&Dictionary> {
        let root = self.trailer.get(b"Root")?.reference()?;
        self.object(root)?.dictionary()
    }

    /// The objects that hold more than the packing of others.
    pub(super) fn numbers(&self) -> impl Iterator<Item = u32> {
        let numbers = self.objects.keys();
        numbers
            .filter(|number| !self.packing.contains(number))
            .copied()
    }

    fn check_trailer(&self, is_stream: bool, is_linearized: bool) -> Result<(), PdfError> {
        for (key, _) in self.trailer.iter() {
            let known = TRAILER.contains(&key)
                || is_stream && OF_STREAM.contains(&key)
                || is_linearized && key == b"Prev";
            if !known {
                let key = String::from_utf8_lossy(key);
                return Err(PdfError::of("trailer", format!("has the key /{key}")));
            }
        }
        let size = self.trailer.get(b"Size").and_then(Value::unsigned);
        let highest = self.objects.keys().next_back();
        let highest = highest.and_then(|number| usize::try_from(*number).ok());
        if size.is_none() || size <= highest {
            return Err(PdfError::of(
                "trailer",
                "/Size leaves out objects of the file",
            ));
        }
        if self
            .catalog()
            .is_none_or(|root| !root.is_of_type(b"Catalog"))
        {
            return Err(PdfError::of("trailer", "/Root is no catalog"));
        }
        Ok(())
    }

    fn accept_linearized(
        &mut self,
        trailer: &Dictionary,
        spans: &[(Range<usize>, u32)],
        first_section: usize,
    ) -> Result<(), PdfError> {
        let first = spans.iter().min_by_key(|(span, _)| span.start);
        let marked = first.and_then(|(span, number)| {
            let numbers = self.object(*number)?.dictionary()?;
            // Some viewers read the cross-reference that follows this object.
            let between = self.bytes.get(span.end..first_section)?;
            let next = between.iter().all(|byte| is_blank(*byte));
            (next && linearized::is_marked(numbers)).then_some((*number, numbers))
        });
        let Some((number, numbers)) = marked else {
            let problem = "leads to an earlier revision of the file";
            return Err(PdfError::of("trailer /Prev", problem));
        };
        let known = |key: &[u8]| {
            key == b"Size"
                || OF_STREAM.contains(&key)
                || (key == b"ID" || key == b"Root" || key == b"Info")
                    && trailer.get(key) == self.trailer.get(key)
        };
        if !trailer.iter().all(|(key, _)| known(key)) {
            return Err(PdfError::of("trailer", "the two of the file do not agree"));
        }
        let hints = linearized::hints(self, numbers, spans, first_section)?;
        self.packing.extend([number, hints]);
        Ok(())
    }
}

/// The version and the length of the first line and the comment after it.
fn header(bytes: &[u8]) -> Result<(&[u8], usize), PdfError> {
    const LONGEST: usize = 32;
    let Some(rest) = bytes.strip_prefix(b"%PDF-") else {
        return Err(PdfError::at(0, "something stands before the header"));
    };
    let line = |rest: &[u8]| rest.iter().position(|byte| b"\r\n".contains(byte));
    let length = line(rest).unwrap_or_default();
    let version = rest.get(..length).unwrap_or_default();
    let [b'1'..=b'2', b'.', b'0'..=b'9'] = version else {
        return Err(PdfError::at(5, "the header gives no version"));
    };
    let mut at = b"%PDF-".len() + length;
    let blanks = |at: usize| {
        let rest = bytes.get(at..).unwrap_or_default().iter();
        rest.take_while(|byte| is_blank(**byte)).count()
    };
    at += blanks(at);
    let rest = bytes.get(at..).unwrap_or_default();
    if rest.first() == Some(&b'%') {
        let length = line(rest).unwrap_or(usize::MAX);
        let is_mark = rest
            .get(1..length)
            .is_some_and(|mark| mark.len() <= LONGEST && mark.iter().all(|byte| *byte >= 0x80));
        if !is_mark {
            return Err(PdfError::Rewritten);
        }
        at += length;
    }
    Ok((version, at))
}

/// The last lines of the file.
struct End {
    /// Where the last cross-reference begins.
    section: usize,
    /// The bytes that the lines take.
    span: Range<usize>,
}

impl End {
    fn find(bytes: &[u8]) -> Result<Self, PdfError> {
        const MARK: &[u8] = b"%%EOF";
        let marks = bytes.windows(MARK.len());
        let Some(mark) = marks.rev().position(|window| window == MARK) else {
            return Err(PdfError::Damaged("it has no end"));
        };
        let mark = bytes.len() - MARK.len() - mark;
        let end = mark + MARK.len();
        let after = bytes.get(end..).unwrap_or_default();
        if !matches!(after, b"" | b"\n" | b"\r\n" | b"\r") {
            return Err(PdfError::at(end, "something stands after the end"));
        }
        const WORD: &[u8] = b"startxref";
        let near = bytes.get(mark.saturating_sub(64)..mark).unwrap_or_default();
        let word = near.windows(WORD.len()).rposition(|window| window == WORD);
        let Some(word) = word else {
            return Err(PdfError::at(mark, "no startxref stands before the end"));
        };
        let start = mark - near.len() + word;
        let (section, stop) = end_lines(bytes, start)?;
        if stop != end {
            return Err(PdfError::at(start, "the last lines are irregular"));
        }
        Ok(Self {
            section,
            span: start..bytes.len(),
        })
    }
}

/// `startxref`, a number, `%%EOF`: the number and where the lines stop.
fn end_lines(bytes: &[u8], start: usize) -> Result<(usize, usize), PdfError> {
    let mut cursor = Cursor::new(bytes, start);
    let word = cursor.keyword(b"startxref");
    cursor.skip_blanks();
    let section = cursor.digits();
    cursor.skip_blanks();
    match section {
        Some(section) if word && cursor.takes(b"%%EOF") => Ok((section, cursor.position())),
        _ => Err(PdfError::at(start, "the last lines are irregular")),
    }
}

/// The lines that may end the first part of a linearized file, after its first
/// cross-reference.
fn first_end(bytes: &[u8], from: usize, last: &End) -> Result<Option<Range<usize>>, PdfError> {
    let mut cursor = Cursor::new(bytes, from);
    cursor.skip_blanks();
    let start = cursor.position();
    if start == last.span.start || !cursor.keyword(b"startxref") {
        return Ok(None);
    }
    match end_lines(bytes, start)? {
        (0, stop) => Ok(Some(start..stop)),
        _ => Err(PdfError::at(
            start,
            "leads to an earlier revision of the file",
        )),
    }
}

/// Fails unless the spans take all bytes but blanks, each once.
fn covered(bytes: &[u8], mut spans: Vec<Range<usize>>) -> Result<(), PdfError> {
    spans.sort_by_key(|span| (span.start, span.end));
    let mut at = 0;
    for span in spans {
        if span.start < at {
            return Err(PdfError::at(span.start, "two objects share their bytes"));
        }
        let between = bytes.get(at..span.start).unwrap_or_default();
        if let Some(stray) = between.iter().position(|byte| !is_blank(*byte)) {
            if bytes.get(at + stray) == Some(&b'%') {
                return Err(PdfError::Rewritten);
            }
            let problem = "something stands here that the cross-reference does not give";
            return Err(PdfError::at(at + stray, problem));
        }
        at = span.end;
    }
    Ok(())
}

/// The pages in order, as far as the tree is one.
fn pages(pdf: &Pdf<'_>) -> Vec<u32> {
    let root = pdf.catalog().and_then(|root| root.get(b"Pages"));
    let mut open: Vec<u32> = root.and_then(Value::reference).into_iter().collect();
    let (mut pages, mut seen) = (Vec::new(), BTreeSet::new());
    while let Some(number) = open.pop() {
        if !seen.insert(number) {
            continue;
        }
        let Some(node) = pdf.object(number).and_then(Object::dictionary) else {
            continue;
        };
        match node.get(b"Kids").and_then(|kids| pdf.at(kids)) {
            Some(Value::Array(kids)) => {
                open.extend(kids.iter().rev().filter_map(Value::reference));
            }
            _ => pages.push(number),
        }
    }
    pages
}
