//! Characters of a Typst source that need a font of their own, or that no font
//! has.

use std::collections::BTreeSet;

use typst_syntax::{SyntaxKind, SyntaxNode};

use super::emit::array;
use super::escape::literal;
use crate::fonts::{Fonts, number_of};

/// Stands in the templates where the printed source has the families that are
/// asked for a character after those of the report. A comment, so that no text
/// of a study can write it.
pub(super) const FAMILIES: &str = "()/*families*/";

/// The characters that a source prints beside the usual ones.
pub(super) fn unusual(source: &str) -> BTreeSet<char> {
    let written = source.chars().filter(|c| !Fonts::is_usual(*c));
    let escaped = source.split("\\u{").skip(1).filter_map(escaped);
    let escaped = escaped.filter(|c| !Fonts::is_usual(*c) && !c.is_control());
    // Typst's own names for characters.
    let named = [("emoji.", '🙂'), ("sym.", '∈')];
    let named = named.into_iter().filter(|(name, _)| source.contains(name));
    let all = written.chain(escaped).chain(named.map(|(_, c)| c));
    all.filter(|c| *c != char::REPLACEMENT_CHARACTER).collect()
}

/// The character whose number stands before the brace.
fn escaped(rest: &str) -> Option<char> {
    let (digits, _) = rest.split_once('}')?;
    char::from_u32(u32::from_str_radix(digits, 16).ok()?)
}

/// The families in the place that the style part has for them.
pub(super) fn with_families(source: &str, families: &[&str]) -> String {
    let families = array(families.iter().map(|family| literal(family)));
    source.replacen(FAMILIES, &families, 1)
}

/// The source with the numbers of these characters in place of them, wherever it
/// prints them: a PDF/A must show what it holds. Lines stay where they are.
pub fn by_number(source: &str, lacking: &BTreeSet<char>) -> String {
    let holds = source.chars().any(|c| lacking.contains(&c)) || source.contains("\\u{");
    if lacking.is_empty() || !holds {
        return source.to_owned();
    }
    let mut out = Numbered {
        text: String::with_capacity(source.len() + 1024),
        ends_with_number: false,
    };
    write_node(&typst_syntax::parse(source), lacking, &mut out);
    out.text
}

/// A source with numbers in place of characters.
struct Numbered {
    text: String,
    /// Whether a number was written last.
    ends_with_number: bool,
}

impl Numbered {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends_with_number = false;
    }

    /// A word or a number behind a number stands apart from it; a mark follows closely.
    fn push_printed(&mut self, c: char, text: &str) {
        if self.ends_with_number && c.is_alphanumeric() {
            self.text.push(' ');
        }
        self.push(text);
    }

    fn push_number(&mut self, c: char) {
        self.push_printed('U', &number_of(c));
        self.ends_with_number = true;
    }
}

fn write_node(node: &SyntaxNode, lacking: &BTreeSet<char>, out: &mut Numbered) {
    if node.children().len() > 0 {
        for child in node.children() {
            write_node(child, lacking, out);
        }
        return;
    }
    let text = node.leaf_text();
    let is_printed = matches!(
        node.kind(),
        SyntaxKind::Text
            | SyntaxKind::Str
            | SyntaxKind::Escape
            | SyntaxKind::MathText
            | SyntaxKind::MathIdent
            | SyntaxKind::Link
    );
    if !is_printed {
        out.push(text);
        return;
    }
    let mut rest: &str = text;
    while let Some(c) = rest.chars().next() {
        let number = rest.strip_prefix("\\u{").and_then(escaped);
        let (own, length) = match (number, rest.find('}')) {
            (Some(own), Some(end)) => (own, end + 1),
            _ => (c, c.len_utf8()),
        };
        let (head, tail) = rest.split_at(length);
        if lacking.contains(&own) {
            out.push_number(own);
        } else {
            out.push_printed(own, head);
        }
        rest = tail;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_found_however_they_are_written() {
        let source = "a é 男 #\"\\u{22}\\u{12000}\" #emoji.face";
        let found: Vec<char> = unusual(source).into_iter().collect();
        assert_eq!(found, ['男', '\u{12000}', '🙂']);
    }

    #[test]
    fn what_is_printed_becomes_a_number() {
        let lacking = ['𒀀', '女'].into();
        let source = "= 𒀀 a\n#let 女 = \"b女\" // 女\n\\u{12000} `x𒀀`\n$\"𒀀\"$ #女";
        let written = by_number(source, &lacking);
        assert_eq!(
            written,
            "= U+12000 a\n#let 女 = \"bU+5973\" // 女\nU+12000 `xU+12000`\n$\"U+12000\"$ #女"
        );
        assert_eq!(by_number("𒀀𒀀a𒀀.", &lacking), "U+12000 U+12000 aU+12000.");
        assert_eq!(by_number("plain", &lacking), "plain");
    }
}
