//! A file that is arranged so that its first page can be shown before the rest
//! has arrived. Viewers take the first page from these few numbers, so they must
//! be true.

use super::Pdf;
use super::error::PdfError;
use super::value::{Dictionary, Object, Value};

/// Whether a dictionary is the first object of a linearized file.
pub(super) fn is_marked(dictionary: &Dictionary) -> bool {
    dictionary.get(b"Linearized").is_some()
}

/// Checks the numbers of a linearized file, and returns the object of its hints,
/// which is in no other place of the document.
///
/// # Errors
/// [`PdfError::Irregular`].
pub(super) fn hints(
    pdf: &Pdf<'_>,
    numbers: &Dictionary,
    spans: &[(std::ops::Range<usize>, u32)],
    first_section: usize,
) -> Result<u32, PdfError> {
    const KEYS: [&[u8]; 7] = [b"E", b"H", b"L", b"Linearized", b"N", b"O", b"T"];
    let place = "the dictionary of linearization";
    let irregular = |problem: &str| PdfError::of(place, problem);
    let number = |key: &[u8]| numbers.get(key).and_then(Value::unsigned);
    if numbers.iter().map(|(key, _)| key).ne(KEYS) {
        return Err(irregular("has other keys than it should"));
    }
    let first = pdf
        .pages
        .first()
        .and_then(|page| usize::try_from(*page).ok());
    let size = pdf.bytes.len();
    let is_within = |key: &[u8]| number(key).is_some_and(|at| at > first_section && at < size);
    let true_numbers = number(b"L") == Some(size)
        && number(b"O") == first
        && number(b"N") == Some(pdf.pages.len())
        && is_within(b"E")
        && is_within(b"T");
    if !true_numbers {
        return Err(irregular("has numbers that are not those of the file"));
    }
    let place_of_hints = numbers.get(b"H").and_then(Value::array);
    let Some([start, length]) = place_of_hints else {
        return Err(irregular("has no place of hints"));
    };
    let (Some(start), Some(length)) = (start.unsigned(), length.unsigned()) else {
        return Err(irregular("has no place of hints"));
    };
    let own = spans.iter().find(|(span, _)| span.start == start);
    let Some((span, hints)) = own else {
        return Err(irregular("has no hints where it says"));
    };
    let is_stream = matches!(pdf.objects.get(hints), Some(Object::Stream(stream))
        if stream.dictionary.get(b"Type").is_none());
    // The length is with or without the line end that follows.
    if !is_stream || !(span.len()..=span.len() + 2).contains(&length) {
        return Err(irregular("has no hints where it says"));
    }
    Ok(*hints)
}
