//! Text files to UTF-8, and what to say of bytes that are not.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};

use super::charset::{Decoder, End};
use super::{Charset, Content, guess_encoding};
use crate::findings::{Address, Finding, Findings};

/// How the bytes of a file are text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Encoded {
    /// What they are converted from; none for UTF-8, which stays as it is.
    charset: Option<Charset>,
    /// The length of the byte order mark of UTF-8.
    pub(super) mark: usize,
    /// How many bytes the text has in UTF-8.
    pub(super) len: usize,
}

impl Encoded {
    /// Whether the text is the bytes after the mark.
    pub(super) fn is_as_it_stands(&self) -> bool {
        self.charset.is_none()
    }

    /// The text of a file in UTF-8, in blocks that may divide characters.
    pub(super) fn blocks<'a>(&self, content: Content<'a>) -> Blocks<'a> {
        Blocks {
            content,
            at: self.mark,
            decoder: self.charset.map(Charset::decoder),
            faulty: false,
        }
    }
}

/// Bytes of a file that are converted together.
const BLOCK: usize = 1 << 20;

/// The text of a file in UTF-8, block by block.
pub(super) struct Blocks<'a> {
    content: Content<'a>,
    at: usize,
    decoder: Option<Decoder>,
    /// Whether bytes were met that are no text.
    faulty: bool,
}

impl<'a> Iterator for Blocks<'a> {
    type Item = Cow<'a, [u8]>;

    fn next(&mut self) -> Option<Self::Item> {
        let block = self.content.part(self.at, BLOCK);
        if block.is_empty() {
            return None;
        }
        self.at += block.len();
        let Some(decoder) = &mut self.decoder else {
            return Some(block);
        };
        let end = match self.at >= self.content.len() {
            true => End::Last,
            false => End::MoreFollow,
        };
        let mut text = String::new();
        self.faulty |= decoder.decode(&block, end, &mut text);
        Some(Cow::Owned(text.into_bytes()))
    }
}

/// A text file in UTF-8 without its byte order mark.
pub(super) struct Decoded<'a> {
    pub(super) bytes: Cow<'a, [u8]>,
}

/// The whole text of a file, as [`survey`] finds it.
pub(super) fn decode<'a>(
    file: &str,
    bytes: &'a [u8],
    given: Option<Charset>,
    remarks: &mut Findings,
) -> Result<Decoded<'a>, Findings> {
    let encoded = survey(file, bytes.into(), given, remarks)?;
    let bytes = match encoded.charset {
        None => Cow::Borrowed(bytes.get(encoded.mark..).unwrap_or_default()),
        Some(charset) => Cow::Owned(charset.decode(bytes).0.into_owned().into_bytes()),
    };
    Ok(Decoded { bytes })
}

/// The text of a file that is no table, in whatever encoding it is.
///
/// # Errors
/// A finding where some of it is no text.
pub fn plain_text(file: &str, bytes: &[u8], remarks: &mut Findings) -> Result<String, Findings> {
    let decoded = decode(file, bytes, None, remarks)?;
    String::from_utf8(decoded.bytes.into_owned()).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..at).unwrap_or_default();
        let line = before.iter().filter(|&&byte| byte == b'\n').count() as u64 + 1;
        let problem = format!("is not UTF-8 at byte {}", at + 1);
        Findings::from(Finding::new(file, problem, "save the file as UTF-8").at_line(line))
    })
}

/// UTF-8 as it is, anything else to be converted: from the encoding that the study
/// gives, else from the one that the bytes show, with a remark. A file that is
/// partly UTF-8 stays as it is, and its other cells are findings.
pub(super) fn survey(
    file: &str,
    content: Content<'_>,
    given: Option<Charset>,
    remarks: &mut Findings,
) -> Result<Encoded, Findings> {
    if let Some(encoding) = given.filter(|encoding| *encoding != Charset::from(UTF_8)) {
        return Ok(converted(file, content, encoding)?.0);
    }
    let start = content.part(0, 3);
    let marked = start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff");
    let found = if given.is_some() {
        None
    } else if marked {
        Encoding::for_bom(&start)
            .map(|(encoding, _)| (Charset::from(encoding), "its byte order mark"))
    } else {
        guess_encoding::guess(content)
    };
    let Some((encoding, reason)) = found else {
        let mark = match start.as_ref() {
            b"\xef\xbb\xbf" => 3,
            _ => 0,
        };
        return Ok(Encoded {
            charset: None,
            mark,
            len: content.len() - mark,
        });
    };
    let (encoded, example) = converted(file, content, encoding)?;
    let name = name(encoding);
    let (problem, help) = if marked {
        (
            format!("is {name} and was converted to UTF-8"),
            String::new(),
        )
    } else {
        let example = example.map_or_else(String::new, |word| {
            format!(", in which a cell reads \"{word}\"")
        });
        (
            format!("is not UTF-8 and was read as {name}, from {reason}{example}"),
            format!(
                "set encoding = \"{}\" in [cohort] if this is right, or the right one",
                encoding.name()
            ),
        )
    };
    remarks.push(Finding::new(file, problem, help));
    Ok(encoded)
}

/// How the bytes are text in an encoding, and a word that shows it; an error if
/// they are none.
fn converted(
    file: &str,
    content: Content<'_>,
    encoding: Charset,
) -> Result<(Encoded, Option<String>), Findings> {
    let mut encoded = Encoded {
        charset: Some(encoding),
        mark: 0,
        len: 0,
    };
    let mut example = Example::default();
    let mut blocks = encoded.blocks(content);
    for block in blocks.by_ref() {
        encoded.len += block.len();
        example.look(&block);
    }
    if blocks.faulty {
        let problem = format!("is read as {}, but is not valid in it", name(encoding));
        let help =
            "export it again as \"CSV UTF-8\" (it may be truncated), or set encoding in [cohort]";
        return Err(Finding::new(file, problem, help).into());
    }
    Ok((encoded, example.finish()))
}

/// The first word with a character beyond ASCII, to judge an encoding by.
#[derive(Default)]
struct Example {
    found: Option<String>,
    /// What may go on in the next block.
    open: String,
}

impl Example {
    fn look(&mut self, block: &[u8]) {
        if self.found.is_some() {
            return;
        }
        self.open.push_str(&String::from_utf8_lossy(block));
        let end = self.open.rfind(Self::separates).unwrap_or(0);
        let rest = self.open.split_off(end);
        self.found = Self::first(&self.open);
        self.open = rest;
    }

    fn finish(self) -> Option<String> {
        self.found.or_else(|| Self::first(&self.open))
    }

    fn separates(c: char) -> bool {
        c.is_whitespace() || matches!(c, ',' | ';' | '|' | '"')
    }

    fn first(text: &str) -> Option<String> {
        if text.is_ascii() {
            return None;
        }
        let mut words = text.split(Self::separates);
        let found = words.find(|word| !word.is_ascii() && word.chars().count() < 40);
        found.map(str::to_owned)
    }
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
