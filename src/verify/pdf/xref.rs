//! Cross-references: where each object is. A file has one section, or the two of
//! a linearized file; every other is a revision that hides an earlier one.

use std::collections::BTreeMap;
use std::ops::Range;

use super::error::PdfError;
use super::filters;
use super::lexer::Cursor;
use super::limits::{Budget, OBJECTS};
use super::value::{Dictionary, Number, Value};

/// Where an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    /// At this byte.
    At(usize),
    /// In a stream of objects, at this place among them.
    In { stream: u32, index: usize },
}

/// One section.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) entries: BTreeMap<u32, Entry>,
    pub(super) trailer: Dictionary,
    /// The bytes of a table and its trailer; a stream is an object as others are.
    pub(super) table: Option<Range<usize>>,
    /// Where it ends.
    pub(super) end: usize,
    /// The number of a stream.
    pub(super) stream: Option<u32>,
}

impl Section {
    /// Reads the section that begins at this byte.
    ///
    /// # Errors
    /// [`PdfError`].
    pub(super) fn read(bytes: &[u8], at: usize, budget: &mut Budget) -> Result<Self, PdfError> {
        let mut cursor = Cursor::new(bytes, at);
        if cursor.keyword(b"xref") {
            Self::table(cursor, at)
        } else {
            Self::stream(cursor, at, budget)
        }
    }

    fn table(mut cursor: Cursor<'_>, start: usize) -> Result<Self, PdfError> {
        let mut entries = BTreeMap::new();
        let mut free = Vec::new();
        cursor.skip_blanks();
        while !cursor.keyword(b"trailer") {
            let first = cursor.digits();
            cursor.skip_blanks();
            let (Some(first), Some(count)) = (first, cursor.digits()) else {
                return cursor.fail("the cross-reference table is irregular");
            };
            cursor.skip_blanks();
            if count > OBJECTS {
                return Err(PdfError::TooManyObjects);
            }
            for number in (first..).take(count) {
                let at = cursor.position();
                let line = cursor.take(20).and_then(entry_of);
                let (Some(found), Ok(number)) = (line, u32::try_from(number)) else {
                    return Err(PdfError::at(at, "the cross-reference table is irregular"));
                };
                match found {
                    Some(offset) => insert(&mut entries, number, Entry::At(offset), at)?,
                    None => free.push(number),
                }
            }
            cursor.skip_blanks();
        }
        if free.iter().any(|number| entries.contains_key(number)) {
            return Err(PdfError::at(start, "an object is given twice"));
        }
        cursor.skip_blanks();
        let trailer = cursor.dictionary()?;
        Ok(Self {
            entries,
            trailer,
            table: Some(start..cursor.position()),
            end: cursor.position(),
            stream: None,
        })
    }

    fn stream(mut cursor: Cursor<'_>, start: usize, budget: &mut Budget) -> Result<Self, PdfError> {
        let irregular = || PdfError::at(start, "the cross-reference stream is irregular");
        let number = cursor.object_header().map_err(|_| {
            PdfError::at(
                start,
                "no cross-reference is where the end of the file says",
            )
        })?;
        cursor.skip_blanks();
        let trailer = cursor.dictionary()?;
        let length = trailer.get(b"Length").and_then(Value::unsigned);
        let packed = length.and_then(|length| super::objects::stream_bytes(&mut cursor, length));
        let packed = packed.ok_or_else(irregular)?;
        if !trailer.is_of_type(b"XRef") {
            return Err(irregular());
        }
        let place = format!("byte {start}");
        let rows = match trailer.get(b"Filter").map(Value::name) {
            None if trailer.get(b"DecodeParms").is_none() => packed.to_vec(),
            Some(Some(b"FlateDecode")) => {
                let unpacked = filters::inflate(packed, &place, budget)?;
                match trailer.get(b"DecodeParms") {
                    None => unpacked,
                    Some(parameters) => {
                        let parameters = parameters.dictionary().ok_or_else(irregular)?;
                        unpredicted(&unpacked, parameters).ok_or_else(irregular)?
                    }
                }
            }
            _ => return Err(irregular()),
        };
        let numbers = |key: &[u8]| -> Option<Vec<usize>> {
            trailer
                .get(key)?
                .array()?
                .iter()
                .map(Value::unsigned)
                .collect()
        };
        let size = trailer.get(b"Size").and_then(Value::unsigned);
        let (Some(widths), Some(size)) = (numbers(b"W"), size) else {
            return Err(irregular());
        };
        let ranges = match trailer.get(b"Index") {
            None => vec![0, size],
            Some(_) => numbers(b"Index").ok_or_else(irregular)?,
        };
        let [kind, first, second] = widths[..] else {
            return Err(irregular());
        };
        if widths.iter().any(|width| *width > 8) || kind == 0 || !ranges.len().is_multiple_of(2) {
            return Err(irregular());
        }
        let mut entries = BTreeMap::new();
        let mut free = Vec::new();
        let mut lines = rows.chunks(kind + first + second);
        for range in ranges.chunks(2) {
            let [from, count] = range else { continue };
            if *count > OBJECTS {
                return Err(PdfError::TooManyObjects);
            }
            for number in (*from..).take(*count) {
                let line = lines
                    .next()
                    .filter(|line| line.len() == kind + first + second)
                    .ok_or_else(irregular)?;
                let number = u32::try_from(number).map_err(|_| irregular())?;
                let (kind, line) = line.split_at(kind);
                let (first, second) = line.split_at(first);
                let value = |bytes: &[u8]| {
                    bytes
                        .iter()
                        .fold(0_u64, |value, byte| (value << 8) | u64::from(*byte))
                };
                let first = usize::try_from(value(first)).map_err(|_| irregular())?;
                let second = usize::try_from(value(second)).map_err(|_| irregular())?;
                let entry = match value(kind) {
                    0 => {
                        free.push(number);
                        continue;
                    }
                    1 if second == 0 => Entry::At(first),
                    2 => Entry::In {
                        stream: u32::try_from(first).map_err(|_| irregular())?,
                        index: second,
                    },
                    _ => return Err(irregular()),
                };
                insert(&mut entries, number, entry, start)?;
            }
        }
        if lines.next().is_some() || free.iter().any(|number| entries.contains_key(number)) {
            return Err(irregular());
        }
        match entries.entry(number).or_insert(Entry::At(start)) {
            Entry::At(at) if *at == start => {}
            _ => return Err(irregular()),
        }
        cursor.skip_blanks();
        if !cursor.keyword(b"endobj") {
            return Err(irregular());
        }
        Ok(Self {
            entries,
            trailer,
            table: None,
            end: cursor.position(),
            stream: Some(number),
        })
    }
}

fn insert(
    entries: &mut BTreeMap<u32, Entry>,
    number: u32,
    entry: Entry,
    at: usize,
) -> Result<(), PdfError> {
    // Viewers ignore objects with large numbers, each from another one on.
    if usize::try_from(number).is_ok_and(|number| number > OBJECTS) {
        return Err(PdfError::TooManyObjects);
    }
    if number == 0 || entries.insert(number, entry).is_some() {
        let problem = format!("object {number} is given twice or cannot be");
        return Err(PdfError::at(at, problem));
    }
    Ok(())
}

/// `0000012345 00000 n` and a line end of two bytes: the byte of the object, or
/// none of a free one. `None` for anything else.
fn entry_of(line: &[u8]) -> Option<Option<usize>> {
    let digits = |from: usize, to: usize| -> Option<usize> {
        let text = std::str::from_utf8(line.get(from..to)?).ok()?;
        let good = text.bytes().all(|byte| byte.is_ascii_digit());
        good.then(|| text.parse().ok())?
    };
    let (offset, generation) = (digits(0, 10)?, digits(11, 16)?);
    let ends = matches!(line.get(18..), Some(b" \n" | b" \r" | b"\r\n"));
    if line.get(10) != Some(&b' ') || line.get(16) != Some(&b' ') || !ends {
        return None;
    }
    match line.get(17) {
        Some(b'n') if generation == 0 => Some(Some(offset)),
        Some(b'f') => Some(None),
        _ => None,
    }
}

/// Rows of bytes, each as the difference from the row above (PNG's filter *Up*)
/// or as they are.
fn unpredicted(bytes: &[u8], parameters: &Dictionary) -> Option<Vec<u8>> {
    let mut columns = 1;
    for (key, value) in parameters.iter() {
        match (key, value) {
            (b"Columns", value) => columns = value.unsigned()?,
            (b"Predictor", Value::Number(Number::Integer(10..=15))) => {}
            (b"Colors", Value::Number(Number::Integer(1)))
            | (b"BitsPerComponent", Value::Number(Number::Integer(8))) => {}
            _ => return None,
        }
    }
    parameters.get(b"Predictor")?;
    if columns == 0 || columns > 24 || !bytes.len().is_multiple_of(columns + 1) {
        return None;
    }
    let mut above = vec![0_u8; columns];
    let mut rows = Vec::with_capacity(bytes.len());
    for row in bytes.chunks(columns + 1) {
        let (kind, row) = row.split_first()?;
        match kind {
            0 => above.copy_from_slice(row),
            2 => {
                for (above, byte) in above.iter_mut().zip(row) {
                    *above = above.wrapping_add(*byte);
                }
            }
            _ => return None,
        }
        rows.extend_from_slice(&above);
    }
    Some(rows)
}
