//! Text files to UTF-8, and what to say of bytes that are not.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};

use super::{Charset, guess_encoding};
use crate::findings::{Address, Finding, Findings};

/// A text file without its byte order mark.
pub(super) struct Decoded<'a> {
    pub(super) bytes: Cow<'a, [u8]>,
    /// The length of the mark.
    pub(super) mark: usize,
}

/// UTF-8 as it is, anything else converted: from the encoding that the study
/// gives, else from the one that the bytes show, with a remark. A file that is
/// partly UTF-8 stays as it is, and its other cells are findings.
pub(super) fn decode<'a>(
    file: &str,
    bytes: &'a [u8],
    given: Option<Charset>,
    remarks: &mut Findings,
) -> Result<Decoded<'a>, Findings> {
    if let Some(encoding) = given.filter(|encoding| *encoding != Charset::from(UTF_8)) {
        return convert(file, bytes, encoding);
    }
    let marked = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let found = if given.is_some() {
        None
    } else if marked {
        Encoding::for_bom(bytes)
            .map(|(encoding, _)| (Charset::from(encoding), "its byte order mark"))
    } else {
        guess_encoding::guess(bytes)
    };
    let Some((encoding, reason)) = found else {
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        return Ok(Decoded {
            bytes: Cow::Borrowed(text),
            mark: bytes.len() - text.len(),
        });
    };
    let decoded = convert(file, bytes, encoding)?;
    let name = name(encoding);
    let (problem, help) = if marked {
        (
            format!("is {name} and was converted to UTF-8"),
            String::new(),
        )
    } else {
        (
            format!(
                "is not UTF-8 and was read as {name}, from {reason}{}",
                example(&decoded.bytes)
            ),
            format!(
                "set encoding = \"{}\" in [cohort] if this is right, or the right one",
                encoding.name()
            ),
        )
    };
    remarks.push(Finding::new(file, problem, help));
    Ok(decoded)
}

fn convert<'a>(file: &str, bytes: &[u8], encoding: Charset) -> Result<Decoded<'a>, Findings> {
    let (text, faulty) = encoding.decode(bytes);
    if faulty {
        let problem = format!("is read as {}, but is not valid in it", name(encoding));
        let help =
            "export it again as \"CSV UTF-8\" (it may be truncated), or set encoding in [cohort]";
        return Err(Finding::new(file, problem, help).into());
    }
    Ok(Decoded {
        bytes: Cow::Owned(text.into_owned().into_bytes()),
        mark: 0,
    })
}

fn name(encoding: Charset) -> &'static str {
    match encoding.name() {
        "UTF-16LE" => "UTF-16 (little endian)",
        "UTF-16BE" => "UTF-16 (big endian)",
        "windows-1252" => "Windows-1252",
        "windows-1250" => "Windows-1250",
        "windows-1251" => "Windows-1251",
        "cp850" => "code page 850 of MS-DOS",
        "cp437" => "code page 437 of MS-DOS",
        "cp852" => "code page 852 of MS-DOS",
        other => other,
    }
}

/// The first word with a character beyond ASCII, to judge the encoding by.
fn example(text: &[u8]) -> String {
    let text = std::str::from_utf8(text).unwrap_or_default();
    let separator = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '"');
    let mut words = text.split(separator);
    words
        .find(|word| !word.is_ascii() && word.chars().count() < 40)
        .map(|word| format!(", in which a cell reads \"{word}\""))
        .unwrap_or_default()
}

/// The finding for one cell; `at` is the offset of its first bad byte in the file.
pub(super) fn cell(file: &str, address: Address, bytes: &[u8], at: usize) -> Finding {
    let likely = guess_encoding::legacy(bytes);
    let (text, _) = likely.decode(bytes);
    let byte = bytes
        .get(std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), |_| 0))
        .copied()
        .unwrap_or_default();
    Finding::new(
        file,
        format!("is not UTF-8: byte {} of the file is 0x{byte:02X}", at + 1),
        format!(
            "save the file as UTF-8; it looks like {}, in which this cell reads \"{text}\"",
            likely.name()
        ),
    )
    .at(address)
    .with_value(&String::from_utf8_lossy(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_truncated_utf_16_file_is_an_error() {
        let mut remarks = Findings::default();
        let text: Vec<u8> = "\u{feff}a,b\n"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        let whole = decode("x.csv", &text, None, &mut remarks).unwrap();
        assert_eq!(&*whole.bytes, b"a,b\n");
        assert_eq!(remarks.len(), 1);
        let half = text.get(..text.len() - 1).unwrap();
        assert!(decode("x.csv", half, None, &mut remarks).is_err());
    }
}
