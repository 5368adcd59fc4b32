//! What the codes of a font mean, from its `ToUnicode` map.

use std::collections::BTreeMap;

/// The text of each code of two bytes.
#[derive(Debug, Clone, Default)]
pub(super) struct Cmap(BTreeMap<u16, String>);

impl Cmap {
    /// Reads a map as Typst writes it: `<0003> <0041>` between `beginbfchar` and
    /// `endbfchar`, `<0003> <0007> <0041>` between `beginbfrange` and `endbfrange`.
    pub(super) fn read(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let mut own = BTreeMap::new();
        for part in sections(&text, "beginbfchar", "endbfchar") {
            let codes: Vec<Vec<u16>> = hexadecimals(part).collect();
            for pair in codes.chunks_exact(2) {
                if let [code, meaning] = pair
                    && let [code] = code.as_slice()
                {
                    own.insert(*code, String::from_utf16_lossy(meaning));
                }
            }
        }
        for part in sections(&text, "beginbfrange", "endbfrange") {
            let codes: Vec<Vec<u16>> = hexadecimals(part).collect();
            for three in codes.chunks_exact(3) {
                if let [first, last, meaning] = three
                    && let ([first], [last], [start]) =
                        (first.as_slice(), last.as_slice(), meaning.as_slice())
                {
                    for (code, meaning) in (*first..=*last).zip(*start..) {
                        own.insert(code, String::from_utf16_lossy(&[meaning]));
                    }
                }
            }
        }
        Self(own)
    }

    /// The text of a string that is shown in this font.
    pub(super) fn text(&self, shown: &[u8]) -> String {
        let pairs = shown.chunks_exact(2);
        let codes = pairs.map(|pair| match pair {
            [high, low] => u16::from_be_bytes([*high, *low]),
            _ => 0,
        });
        codes
            .map(|code| self.0.get(&code).map_or("\u{fffd}", String::as_str))
            .collect()
    }
}

fn sections<'a>(
    text: &'a str,
    begin: &'a str,
    end: &'a str,
) -> impl Iterator<Item = &'a str> + use<'a> {
    let parts = text.split(begin).skip(1);
    parts.filter_map(move |part| part.split(end).next())
}

fn hexadecimals(text: &str) -> impl Iterator<Item = Vec<u16>> {
    let inner = text
        .split('<')
        .skip(1)
        .filter_map(|part| part.split('>').next());
    inner.map(|digits| {
        let digits: Vec<char> = digits.chars().filter(char::is_ascii_hexdigit).collect();
        let units = digits.chunks(4).map(|four| four.iter().collect::<String>());
        units
            .filter_map(|four| u16::from_str_radix(&four, 16).ok())
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_of_lists_are_read() {
        let map = Cmap::read(
            b"2 beginbfchar\n<0001> <0053>\n<0002> <D835DFD5>\nendbfchar\n1 beginbfrange\n<0003> <0005> <0030>\nendbfrange",
        );
        assert_eq!(map.text(&[0, 1, 0, 3, 0, 5, 0, 2, 0, 9]), "S02𝟕\u{fffd}");
    }
}
