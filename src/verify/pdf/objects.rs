//! The objects of a file: each where the cross-reference says, and nothing between
//! them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::error::PdfError;
use super::filters;
use super::lexer::Cursor;
use super::limits::Budget;
use super::value::{Object, Stream, Value};
use super::xref::Entry;

/// The objects, and which of them only hold the packing of others.
#[derive(Debug, Default)]
pub(super) struct Objects<'a> {
    pub(super) all: BTreeMap<u32, Object<'a>>,
    pub(super) packing: BTreeSet<u32>,
    /// The bytes that they take.
    pub(super) spans: Vec<(Range<usize>, u32)>,
}

impl<'a> Objects<'a> {
    /// Reads every object of the cross-reference.
    ///
    /// # Errors
    /// [`PdfError`].
    pub(super) fn read(
        bytes: &'a [u8],
        entries: &BTreeMap<u32, Entry>,
        budget: &mut Budget,
    ) -> Result<Self, PdfError> {
        let mut found = Self::default();
        let mut cursor = Cursor::new(bytes, 0);
        let at = entries.iter().filter_map(|(number, entry)| match entry {
            Entry::At(offset) => Some((*offset, *number)),
            Entry::In { .. } => None,
        });
        let mut places: Vec<(usize, u32)> = at.collect();
        places.sort_unstable();
        for (offset, number) in places {
            // No byte is read twice, however many objects claim it.
            if offset < cursor.position() {
                return Err(PdfError::at(offset, "two objects share their bytes"));
            }
            cursor.go_to(offset);
            let object = found.object(&mut cursor, number, entries, bytes)?;
            found.spans.push((offset..cursor.position(), number));
            found.all.insert(number, object);
        }
        found.read_packed(entries, cursor.values_left(), budget)?;
        Ok(found)
    }

    fn object(
        &mut self,
        cursor: &mut Cursor<'a>,
        number: u32,
        entries: &BTreeMap<u32, Entry>,
        bytes: &'a [u8],
    ) -> Result<Object<'a>, PdfError> {
        let start = cursor.position();
        if cursor.object_header()? != number {
            let problem =
                format!("the cross-reference gives object {number}, but another is there");
            return Err(PdfError::at(start, problem));
        }
        cursor.skip_blanks();
        let value = cursor.value()?;
        cursor.skip_blanks();
        let object = match value {
            Value::Dictionary(dictionary) if cursor.clone().takes(b"stream") => {
                let length = match dictionary.get(b"Length") {
                    Some(Value::Reference(at)) => {
                        self.packing.insert(*at);
                        length_at(*at, entries, bytes)
                    }
                    length => length.and_then(Value::unsigned),
                };
                let Some(packed) = length.and_then(|length| stream_bytes(cursor, length)) else {
                    return cursor.fail("the length of a stream is not the one that it gives");
                };
                Object::Stream(Stream { dictionary, packed })
            }
            value => Object::Value(value),
        };
        cursor.skip_blanks();
        if !cursor.keyword(b"endobj") {
            return cursor.fail("an object does not end where it should");
        }
        Ok(object)
    }

    /// The objects that are in streams.
    fn read_packed(
        &mut self,
        entries: &BTreeMap<u32, Entry>,
        values: usize,
        budget: &mut Budget,
    ) -> Result<(), PdfError> {
        let mut streams: BTreeMap<u32, BTreeMap<usize, u32>> = BTreeMap::new();
        for (number, entry) in entries {
            if let Entry::In { stream, index } = entry {
                let own = streams.entry(*stream).or_default();
                if own.insert(*index, *number).is_some() {
                    return Err(PdfError::of(format!("object {number}"), "shares its place"));
                }
            }
        }
        let mut values = values;
        for (stream, listed) in streams {
            let place = format!("object {stream}");
            let Some(Object::Stream(holder)) = self.all.get(&stream) else {
                return Err(PdfError::of(place, "is no stream of objects"));
            };
            let (numbers, left) = packed(holder, &place, values, budget)?;
            values = left;
            let matches = numbers.len() == listed.len()
                && listed.iter().enumerate().all(|(at, (index, number))| {
                    at == *index && numbers.get(at).is_some_and(|(own, _)| own == number)
                });
            if !matches {
                let problem = "holds other objects than the cross-reference says";
                return Err(PdfError::of(place, problem));
            }
            self.packing.insert(stream);
            for (number, value) in numbers {
                self.all.insert(number, Object::Value(value));
            }
        }
        Ok(())
    }
}

/// The objects of one stream, and how many values may still be read.
fn packed(
    holder: &Stream<'_>,
    place: &str,
    values: usize,
    budget: &mut Budget,
) -> Result<(Vec<(u32, Value)>, usize), PdfError> {
    const KEYS: [&[u8]; 6] = [
        b"DecodeParms",
        b"Filter",
        b"First",
        b"Length",
        b"N",
        b"Type",
    ];
    let irregular = || PdfError::of(place, "is an irregular stream of objects");
    let dictionary = &holder.dictionary;
    let is_plain = dictionary.iter().all(|(key, _)| KEYS.contains(&key));
    let size = |key: &[u8]| dictionary.get(key).and_then(Value::unsigned);
    let (Some(count), Some(first)) = (size(b"N"), size(b"First")) else {
        return Err(irregular());
    };
    if !is_plain || !dictionary.is_of_type(b"ObjStm") {
        return Err(irregular());
    }
    let unpacked = filters::unpack(holder, place, budget)?;
    if !unpacked.left.is_empty() {
        return Err(irregular());
    }
    let bytes = &unpacked.bytes;
    let mut cursor = Cursor::new(bytes, 0).with_values(values);
    let mut places = Vec::new();
    for _ in 0..count {
        cursor.skip_blanks();
        let number = cursor.digits();
        cursor.skip_blanks();
        let (Some(number), Some(at)) = (number, cursor.digits()) else {
            return Err(irregular());
        };
        places.push((u32::try_from(number).map_err(|_| irregular())?, at));
    }
    let mut found = Vec::new();
    for (number, at) in places {
        cursor.skip_blanks();
        let here = first.checked_add(at).ok_or_else(irregular)?;
        // The next object begins where the one before ends, but for blanks.
        if here > cursor.position() {
            return Err(irregular());
        }
        let between = bytes.get(here..cursor.position());
        if !between.is_some_and(|between| between.iter().all(|b| super::lexer::is_blank(*b))) {
            return Err(irregular());
        }
        let value = cursor.value().map_err(|error| match error {
            PdfError::Irregular { problem, .. } => PdfError::of(place, problem),
            other => other,
        })?;
        found.push((number, value));
    }
    cursor.skip_blanks();
    if cursor.position() != bytes.len() {
        return Err(irregular());
    }
    Ok((found, cursor.values_left()))
}

/// The bytes of a stream of this length, from its keyword to the other.
pub(super) fn stream_bytes<'a>(cursor: &mut Cursor<'a>, length: usize) -> Option<&'a [u8]> {
    cursor.skip_blanks();
    if !cursor.takes(b"stream") || !(cursor.takes(b"\r\n") || cursor.takes(b"\n")) {
        return None;
    }
    let packed = cursor.take(length)?;
    if !cursor.takes(b"\r\n") && !cursor.takes(b"\n") {
        cursor.takes(b"\r");
    }
    cursor.keyword(b"endstream").then_some(packed)
}

/// A length that is an object of its own.
fn length_at(number: u32, entries: &BTreeMap<u32, Entry>, bytes: &[u8]) -> Option<usize> {
    let Some(Entry::At(offset)) = entries.get(&number) else {
        return None;
    };
    let mut cursor = Cursor::new(bytes, *offset);
    if cursor.object_header().ok()? != number {
        return None;
    }
    cursor.skip_blanks();
    cursor.digits()
}
