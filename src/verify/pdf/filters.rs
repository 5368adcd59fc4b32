//! The bytes of a stream after its filters. Those that only pack are undone;
//! those that are part of an image are not, so that they must be the same.

use std::borrow::Cow;

use flate2::{Decompress, FlushDecompress, Status};

use super::error::PdfError;
use super::limits::{Budget, FILTERS};
use super::value::{Stream, Value};

/// A stream without its packing.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::verify) struct Unpacked<'a> {
    pub(in crate::verify) bytes: Cow<'a, [u8]>,
    /// The filters that were not undone, with their parameters.
    pub(in crate::verify) left: Vec<(&'a Value, Option<&'a Value>)>,
}

/// Undoes the packing of a stream.
///
/// # Errors
/// [`PdfError::UnpacksToTooMuch`] beyond the budget, and what makes its bytes
/// readable in more than one way.
pub(in crate::verify) fn unpack<'a>(
    stream: &'a Stream<'a>,
    place: &str,
    budget: &mut Budget,
) -> Result<Unpacked<'a>, PdfError> {
    let mut left = filters(stream, place)?;
    let mut bytes = Cow::Borrowed(stream.packed);
    while let Some((filter, None)) = left.first() {
        let unpacked = match filter.name() {
            Some(b"FlateDecode") => inflate(&bytes, place, budget)?,
            Some(b"ASCIIHexDecode") => hexadecimal(&bytes, place, budget)?,
            _ => break,
        };
        bytes = Cow::Owned(unpacked);
        left.remove(0);
    }
    if stream.dictionary.get(b"Filter").is_none() {
        budget.spend(bytes.len())?;
    }
    Ok(Unpacked { bytes, left })
}

/// The filters of a stream with their parameters, first to undo first.
fn filters<'a>(
    stream: &'a Stream<'a>,
    place: &str,
) -> Result<Vec<(&'a Value, Option<&'a Value>)>, PdfError> {
    let irregular = || PdfError::of(place, "its filters are not a list of names");
    let listed = |key: &[u8]| match stream.dictionary.get(key) {
        None => Vec::new(),
        Some(Value::Array(values)) => values.iter().collect(),
        Some(value) => vec![value],
    };
    let (filters, parameters) = (listed(b"Filter"), listed(b"DecodeParms"));
    let known = filters.iter().all(|filter| filter.name().is_some());
    let paired = parameters.is_empty() || parameters.len() == filters.len();
    if !known || !paired || filters.len() > FILTERS {
        return Err(irregular());
    }
    let own = |at: usize| {
        let own = parameters.get(at).copied();
        own.filter(|value| **value != Value::Null)
    };
    let pairs = filters.iter().enumerate();
    Ok(pairs.map(|(at, filter)| (*filter, own(at))).collect())
}

/// The whole of a zlib stream, and nothing else.
pub(super) fn inflate(
    packed: &[u8],
    place: &str,
    budget: &mut Budget,
) -> Result<Vec<u8>, PdfError> {
    let irregular = |problem: &str| PdfError::of(place, problem);
    // Deflate with the largest window, without a dictionary: what all programs write.
    match packed {
        [0x78, flags, ..] if flags & 0x20 == 0 && (0x7800 + u16::from(*flags)) % 31 == 0 => {}
        _ => {
            return Err(irregular(
                "its FlateDecode stream begins with another header",
            ));
        }
    }
    const STEP: usize = 64 << 10;
    let mut inflater = Decompress::new(true);
    let mut unpacked = Vec::new();
    loop {
        let read = usize::try_from(inflater.total_in()).unwrap_or(usize::MAX);
        let left = packed.get(read..).unwrap_or_default();
        if unpacked.len() > budget.left() {
            return Err(PdfError::UnpacksToTooMuch);
        }
        let room = unpacked.len().max(STEP);
        unpacked.reserve_exact(room.min(budget.left() - unpacked.len() + 1));
        let before = (inflater.total_in(), inflater.total_out());
        let status = inflater
            .decompress_vec(left, &mut unpacked, FlushDecompress::None)
            .map_err(|_| irregular("its FlateDecode stream is damaged"))?;
        if status == Status::StreamEnd {
            break;
        }
        if before == (inflater.total_in(), inflater.total_out()) {
            return Err(irregular("its FlateDecode stream is cut short"));
        }
    }
    if inflater.total_in() != packed.len() as u64 {
        return Err(irregular("bytes follow its FlateDecode stream"));
    }
    budget.spend(unpacked.len())?;
    unpacked.shrink_to_fit();
    Ok(unpacked)
}

/// Pairs of digits to the mark at the end.
fn hexadecimal(packed: &[u8], place: &str, budget: &mut Budget) -> Result<Vec<u8>, PdfError> {
    let irregular = || PdfError::of(place, "its ASCIIHexDecode stream is irregular");
    let mut digits = packed
        .iter()
        .copied()
        .filter(|byte| !super::lexer::is_blank(*byte));
    let mut unpacked = Vec::with_capacity(packed.len() / 2);
    loop {
        let high = digits.next().ok_or_else(irregular)?;
        if high == b'>' {
            break;
        }
        let low = digits.next().ok_or_else(irregular)?;
        let digit = |byte: u8| char::from(byte).to_digit(16);
        let code = digit(high)
            .zip(digit(low))
            .map(|(high, low)| high * 16 + low);
        let byte = code.and_then(|code| u8::try_from(code).ok());
        unpacked.push(byte.ok_or_else(irregular)?);
    }
    if digits.next().is_some() {
        return Err(irregular());
    }
    budget.spend(unpacked.len())?;
    Ok(unpacked)
}
