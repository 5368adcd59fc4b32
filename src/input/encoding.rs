//! Text files to UTF-8, and what to say of bytes that are not.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::findings::{Address, Finding, Findings};

/// A text file without its byte order mark.
pub(super) struct Decoded<'a> {
    pub(super) bytes: Cow<'a, [u8]>,
    /// The length of the mark.
    pub(super) mark: usize,
}

/// UTF-8 as it is, UTF-16 converted with a remark. Single cells may still be
/// in another encoding.
pub(super) fn decode<'a>(
    file: &str,
    bytes: &'a [u8],
    remarks: &mut Findings,
) -> Result<Decoded<'a>, Findings> {
    let (encoding, name) = match bytes {
        [0xff, 0xfe, ..] => (UTF_16LE, "UTF-16 (little endian)"),
        [0xfe, 0xff, ..] => (UTF_16BE, "UTF-16 (big endian)"),
        _ => {
            let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            return Ok(Decoded {
                bytes: Cow::Borrowed(text),
                mark: bytes.len() - text.len(),
            });
        }
    };
    let (text, faulty) = encoding.decode_with_bom_removal(bytes);
    if faulty {
        let problem = format!("begins as {name} text, but is not valid");
        let help = "export it again as \"CSV UTF-8\"; it may be truncated";
        return Err(Finding::new(file, problem, help).into());
    }
    let problem = format!("is {name} and was converted to UTF-8");
    let help = "check that names and units are readable";
    remarks.push(Finding::new(file, problem, help));
    Ok(Decoded {
        bytes: Cow::Owned(text.into_owned().into_bytes()),
        mark: 0,
    })
}

/// The finding for one cell; `at` is the offset of its first bad byte in the file.
pub(super) fn cell(file: &str, address: Address, bytes: &[u8], at: usize) -> Finding {
    let likely = likely_encoding(bytes);
    let (text, _, _) = likely.decode(bytes);
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

/// Chinese text in GB 18030 comes in pairs that decode without a fault;
/// a lone accented letter is most often Windows-1252.
fn likely_encoding(bytes: &[u8]) -> &'static Encoding {
    let high = bytes.iter().filter(|byte| **byte >= 0x80).count();
    let (text, _, faulty) = GB18030.decode(bytes);
    let all_ideographs = text
        .chars()
        .filter(|c| !c.is_ascii())
        .all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c) || ('\u{3000}'..='\u{303f}').contains(&c));
    if !faulty && high >= 2 && high.is_multiple_of(2) && all_ideographs {
        GB18030
    } else {
        WINDOWS_1252
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likely_encoding_is_offered() {
        assert_eq!(likely_encoding(b"M\xfcller"), WINDOWS_1252);
        let (chinese, _, _) = GB18030.encode("肿瘤");
        assert_eq!(likely_encoding(&chinese), GB18030);
    }

    #[test]
    fn a_truncated_utf_16_file_is_an_error() {
        let mut remarks = Findings::default();
        let text: Vec<u8> = "\u{feff}a,b\n"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        let whole = decode("x.csv", &text, &mut remarks).unwrap();
        assert_eq!(&*whole.bytes, b"a,b\n");
        assert_eq!(remarks.len(), 1);
        let half = text.get(..text.len() - 1).unwrap();
        assert!(decode("x.csv", half, &mut remarks).is_err());
    }
}
