//! The files that a PDF carries, taken only where there is one way to take them:
//! viewers list them from different places, and each must find the same.

use std::collections::{BTreeMap, BTreeSet};

use super::pdf::{ATTACHMENTS, Budget, Dictionary, Object, Pdf, PdfError, Value, unpack};

/// The attached files by name; none when the PDF has no list of them.
///
/// # Errors
/// [`PdfError`] when the list is not as reports have it.
pub(super) fn attachments(
    pdf: &Pdf<'_>,
    budget: &mut Budget,
) -> Result<BTreeMap<String, Vec<u8>>, PdfError> {
    const PLACE: &str = "catalog /Names /EmbeddedFiles";
    let mut found = BTreeMap::new();
    let tree = pdf
        .catalog()
        .and_then(|catalog| pdf.at(catalog.get(b"Names")?)?.dictionary())
        .and_then(|names| pdf.at(names.get(b"EmbeddedFiles")?));
    let Some(tree) = tree else {
        return Ok(found);
    };
    let list = tree
        .dictionary()
        .filter(|tree| tree.get(b"Kids").is_none())
        .and_then(|tree| pdf.at(tree.get(b"Names")?)?.array());
    let Some(list) = list.filter(|list| list.len().is_multiple_of(2)) else {
        return Err(PdfError::of(PLACE, "is not one list of names and files"));
    };
    if list.len() / 2 > ATTACHMENTS {
        let problem = format!("lists more than {ATTACHMENTS} files");
        return Err(PdfError::of(PLACE, problem));
    }
    let mut streams = BTreeSet::new();
    for pair in list.chunks(2) {
        let [name, file] = pair else { continue };
        let name = pdf.at(name).and_then(Value::text).and_then(text_of);
        let Some(name) = name else {
            return Err(PdfError::of(PLACE, "has a name that is no text"));
        };
        let place = format!("attachment {name}");
        let own = pdf.at(file).and_then(Value::dictionary);
        let stream = own.and_then(|file| one_stream(pdf, file, &name));
        let Some(number) = stream else {
            let problem = "its name or its file is not the same wherever it is given";
            return Err(PdfError::of(place, problem));
        };
        let Some(Object::Stream(stream)) = pdf.object(number) else {
            return Err(PdfError::of(place, "is no stream"));
        };
        if !streams.insert(number) {
            return Err(PdfError::of(place, "is another attachment as well"));
        }
        let unpacked = unpack(stream, &place, budget)?;
        if !unpacked.left.is_empty() {
            return Err(PdfError::of(
                place,
                "is packed in another way than reports are",
            ));
        }
        let bytes = unpacked.bytes.into_owned();
        if found.insert(name, bytes).is_some() {
            return Err(PdfError::of(place, "is attached twice"));
        }
    }
    Ok(found)
}

/// The stream of a file specification that gives one name and one file.
fn one_stream(pdf: &Pdf<'_>, file: &Dictionary, name: &str) -> Option<u32> {
    let named = |key: &[u8]| {
        let own = pdf.at(file.get(key)?)?.text().and_then(text_of)?;
        (own == name).then_some(())
    };
    named(b"F")?;
    named(b"UF")?;
    let streams = pdf.at(file.get(b"EF")?)?.dictionary()?;
    let number = streams.get(b"F")?.reference()?;
    let same = streams
        .iter()
        .all(|(key, value)| (key == b"F" || key == b"UF") && value.reference() == Some(number));
    same.then_some(number)
}

/// A text string in UTF-16 or ASCII.
pub(super) fn text_of(bytes: &[u8]) -> Option<String> {
    match bytes.strip_prefix(b"\xfe\xff") {
        Some(wide) => {
            let units = wide.chunks(2).map(|pair| match pair {
                [high, low] => Some(u16::from_be_bytes([*high, *low])),
                _ => None,
            });
            String::from_utf16(&units.collect::<Option<Vec<u16>>>()?).ok()
        }
        None if bytes.is_ascii() => Some(String::from_utf8_lossy(bytes).into_owned()),
        None => None,
    }
}
