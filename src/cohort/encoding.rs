//! What to say of bytes that are not UTF-8.

use encoding_rs::{Encoding, GB18030, WINDOWS_1252};

use crate::findings::Finding;

/// The finding for a file whose first bytes announce another encoding.
pub(super) fn whole_file(file: &str, bytes: &[u8]) -> Option<Finding> {
    let name = match bytes {
        [0xff, 0xfe, ..] => "UTF-16 (little endian)",
        [0xfe, 0xff, ..] => "UTF-16 (big endian)",
        [b'P', b'K', 3, 4, ..] => {
            return Some(Finding::new(
                file,
                "is a zip archive, perhaps an .xlsx workbook, expected CSV text",
                "export the sheet as \"CSV UTF-8\" from the spreadsheet",
            ));
        }
        _ => return None,
    };
    Some(Finding::new(
        file,
        format!("is {name}, expected UTF-8"),
        "save the file as \"CSV UTF-8\"",
    ))
}

/// The finding for one cell; `at` is the offset of its first bad byte in the file.
pub(super) fn cell(file: &str, line: u64, bytes: &[u8], at: usize) -> Finding {
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
    .at_line(line)
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
}
