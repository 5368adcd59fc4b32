//! The template tags of a text: `<< … >>`, `<% … %>`, `<# … #>`.

use std::ops::Range;

/// What a tag does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TagKind {
    /// Prints an expression.
    Print,
    /// A statement.
    Statement,
    /// Nothing.
    Remark,
}

/// A tag and what is inside its delimiters, as byte ranges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) kind: TagKind,
    pub(super) whole: Range<usize>,
    pub(super) inside: Range<usize>,
}

const DELIMITERS: [(&str, &str, TagKind); 3] = [
    ("<<", ">>", TagKind::Print),
    ("<%", "%>", TagKind::Statement),
    ("<#", "#>", TagKind::Remark),
];

/// The tags of a text, in order.
pub(super) fn tags(text: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut from = 0;
    loop {
        let rest = text.get(from..).unwrap_or_default();
        let next = DELIMITERS
            .iter()
            .filter_map(|(open, close, kind)| Some((rest.find(open)?, *open, *close, *kind)))
            .min_by_key(|(at, ..)| *at);
        let Some((at, open, close, kind)) = next else {
            return found;
        };
        let start = from + at;
        let inside = start + open.len();
        let length = end_of(text.get(inside..).unwrap_or_default(), close, kind);
        let Some(length) = length else {
            return found;
        };
        let end = inside + length + close.len();
        found.push(Tag {
            kind,
            whole: start..end,
            inside: inside..inside + length,
        });
        from = end;
    }
}

/// How far it is to the closing delimiter, which may be inside a string.
fn end_of(text: &str, close: &str, kind: TagKind) -> Option<usize> {
    if kind == TagKind::Remark {
        return text.find(close);
    }
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None if text.get(at..).is_some_and(|rest| rest.starts_with(close)) => return Some(at),
            None => {}
        }
    }
    None
}

/// The text with each tag blanked; an expression becomes a word, so that Typst
/// code around it stays code.
pub(super) fn blanked(text: &str, tags: &[Tag]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for tag in tags {
        out.push_str(text.get(from..tag.whole.start).unwrap_or_default());
        let inside = text.get(tag.whole.clone()).unwrap_or_default();
        let mut word = if tag.kind == TagKind::Print {
            "none".chars()
        } else {
            "".chars()
        };
        for c in inside.chars() {
            if c == '\n' {
                out.push('\n');
            } else if c.len_utf8() == 1 {
                out.push(word.next().unwrap_or(' '));
            } else {
                out.extend(std::iter::repeat_n(' ', c.len_utf8()));
            }
        }
        from = tag.whole.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

impl Tag {
    fn text<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.inside.clone()).unwrap_or_default()
    }

    /// `if`, `elif` and `for` look at values; they print nothing.
    pub(super) fn is_condition(&self, text: &str) -> bool {
        let word = self
            .text(text)
            .trim_start_matches(['-', '+'])
            .split_whitespace()
            .next();
        self.kind == TagKind::Statement
            && !matches!(word, Some("set" | "with" | "call" | "do" | "filter"))
    }

    /// String literals inside, with the byte at which each begins.
    pub(super) fn strings<'a>(&self, text: &'a str) -> Vec<(usize, &'a str)> {
        let inside = self.text(text);
        let mut found = Vec::new();
        let mut open: Option<(usize, char)> = None;
        for (at, c) in inside.char_indices() {
            match open {
                Some((start, quote)) if c == quote => {
                    let literal = inside.get(start..at).unwrap_or_default();
                    found.push((self.inside.start + start, literal));
                    open = None;
                }
                None if matches!(c, '"' | '\'') => open = Some((at + 1, c)),
                _ => {}
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_their_strings() {
        let text = "Of << num(\"a >> b\") >>, <% set n = 24 %>é<# 5 #> << \"7 mm\" >>";
        let tags = tags(text);
        assert_eq!(tags.len(), 4);
        assert_eq!(tags[0].strings(text), [(11, "a >> b")]);
        let blank = blanked(text, &tags);
        assert_eq!(blank.len(), text.len());
        assert!(!blank.contains(|c: char| c.is_ascii_digit()), "{blank}");
    }
}
