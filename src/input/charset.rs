//! Encodings of text files: those of the WHATWG, and the code pages of MS-DOS in
//! which spreadsheets still export.

use std::borrow::Cow;

use encoding_rs::{CoderResult, Encoding};

/// An encoding of a text file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Charset(Kind);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Whatwg(&'static Encoding),
    Dos(&'static Page),
}

/// A code page of MS-DOS.
#[derive(Debug, PartialEq, Eq)]
struct Page {
    name: &'static str,
    other: &'static str,
    /// The characters of the bytes from 0x80 on.
    high: &'static str,
}

/// Western Europe, the United States, Central Europe.
static DOS: [Page; 3] = [
    Page {
        name: "cp850",
        other: "ibm850",
        high: "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}",
    },
    Page {
        name: "cp437",
        other: "ibm437",
        high: "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}",
    },
    Page {
        name: "cp852",
        other: "ibm852",
        high: "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u{ad}˝˛ˇ˘§÷¸°¨˙űŘř■\u{a0}",
    },
];

impl From<&'static Encoding> for Charset {
    fn from(encoding: &'static Encoding) -> Self {
        Self(Kind::Whatwg(encoding))
    }
}

impl Charset {
    /// The encoding of this name, such as "windows-1252" or "cp850".
    pub fn for_label(label: &str) -> Option<Self> {
        let own = label.trim().to_ascii_lowercase().replace(['-', '_'], "");
        let page = DOS
            .iter()
            .find(|page| page.name == own || page.other == own);
        match page {
            Some(page) => Some(Self(Kind::Dos(page))),
            None => Encoding::for_label(label.as_bytes()).map(Self::from),
        }
    }

    /// The code pages of MS-DOS.
    pub(super) fn dos() -> impl Iterator<Item = Self> {
        DOS.iter().map(|page| Self(Kind::Dos(page)))
    }

    /// Its name, as a study file states it.
    pub fn name(self) -> &'static str {
        match self.0 {
            Kind::Whatwg(encoding) => encoding.name(),
            Kind::Dos(page) => page.name,
        }
    }

    /// Reads text piece by piece, without a byte order mark.
    pub(super) fn decoder(self) -> Decoder {
        match self.0 {
            Kind::Whatwg(encoding) => Decoder::Whatwg(encoding.new_decoder_with_bom_removal()),
            Kind::Dos(_) => Decoder::Dos(self),
        }
    }

    /// The text of these bytes without a byte order mark, and whether some are none.
    pub(super) fn decode(self, bytes: &[u8]) -> (Cow<'_, str>, bool) {
        match self.0 {
            Kind::Whatwg(encoding) => encoding.decode_with_bom_removal(bytes),
            Kind::Dos(_) => self.decode_part(bytes),
        }
    }

    /// The text of bytes amid others, which have no byte order mark, and whether some
    /// are none.
    pub(super) fn decode_part(self, bytes: &[u8]) -> (Cow<'_, str>, bool) {
        match self.0 {
            Kind::Whatwg(encoding) => encoding.decode_without_bom_handling(bytes),
            Kind::Dos(page) => {
                let high: Vec<char> = page.high.chars().collect();
                let read = |byte: &u8| match byte.checked_sub(0x80) {
                    Some(at) => high.get(usize::from(at)).copied().unwrap_or('\u{fffd}'),
                    None => char::from(*byte),
                };
                (Cow::Owned(bytes.iter().map(read).collect()), false)
            }
        }
    }
}

/// Where the text of a file goes on.
pub(super) enum Decoder {
    Whatwg(encoding_rs::Decoder),
    Dos(Charset),
}

impl Decoder {
    /// Adds the text of the bytes that follow to `text`, and tells whether some are
    /// none.
    pub(super) fn decode(&mut self, bytes: &[u8], end: End, text: &mut String) -> bool {
        match self {
            Self::Dos(page) => {
                let (part, faulty) = page.decode_part(bytes);
                text.push_str(&part);
                faulty
            }
            Self::Whatwg(decoder) => {
                let (mut rest, mut faulty) = (bytes, false);
                loop {
                    let most = decoder.max_utf8_buffer_length(rest.len());
                    text.reserve(most.unwrap_or(rest.len()));
                    let (result, read, own) =
                        decoder.decode_to_string(rest, text, end == End::Last);
                    faulty |= own;
                    rest = rest.get(read..).unwrap_or_default();
                    if result == CoderResult::InputEmpty {
                        return faulty;
                    }
                }
            }
        }
    }
}

/// Whether bytes are the last of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Last,
    MoreFollow,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_pages_have_a_character_for_every_byte() {
        for page in &DOS {
            assert_eq!(page.high.chars().count(), 128, "{}", page.name);
        }
        let read = |label: &str, bytes: &[u8]| {
            let (text, _) = Charset::for_label(label).unwrap().decode(bytes);
            text.into_owned()
        };
        assert_eq!(read("cp850", b"gr\x94\xe1e"), "gr\u{f6}\u{df}e");
        assert_eq!(read("IBM852", b"p\x88e\x86"), "p\u{142}e\u{107}");
        assert_eq!(read("cp437", b"caf\x82 5 \xe6l"), "caf\u{e9} 5 \u{b5}l");
        assert_eq!(read("latin1", b"\xe9"), "\u{e9}");
        assert_eq!(Charset::for_label("none"), None);
    }
}
