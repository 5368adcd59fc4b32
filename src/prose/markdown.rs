//! The prose of CommonMark.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::hidden;

/// What the text around is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Prose,
    Heading,
    Code,
}

pub(super) fn prose(text: &str) -> Vec<Range<usize>> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    let mut parts = Vec::new();
    let mut kind = Kind::Prose;
    let mut html = Html::default();
    let slice = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
    let shifted = |parts: Vec<Range<usize>>, by: usize| {
        parts
            .into_iter()
            .map(move |own| own.start + by..own.end + by)
    };
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                kind = Kind::Heading;
                let own = hidden::in_heading(slice(&range));
                parts.extend(shifted(own, range.start));
            }
            Event::Start(Tag::CodeBlock(_)) => kind = Kind::Code,
            Event::End(TagEnd::Heading(_) | TagEnd::CodeBlock) => kind = Kind::Prose,
            // A list that begins with "98." prints the number.
            Event::Start(Tag::List(Some(first))) if first > 1 => {
                let own = slice(&range);
                let blanks = own.len() - own.trim_start().len();
                let digits = own.trim_start().bytes().take_while(u8::is_ascii_digit);
                let start = range.start + blanks;
                parts.push(start..start + digits.count());
            }
            Event::Text(_) if kind == Kind::Prose => parts.push(range),
            Event::Text(_) if kind == Kind::Code => {
                let own = hidden::in_code(slice(&range));
                parts.extend(shifted(own, range.start));
            }
            Event::Code(_) if kind == Kind::Prose => {
                let own = slice(&range);
                let inner = own.trim_matches('`');
                let ticks = own.len() - own.trim_start_matches('`').len();
                let found = hidden::in_code(inner);
                parts.extend(shifted(found, range.start + ticks));
            }
            Event::Html(_) | Event::InlineHtml(_) => {
                let own = html.text_of(slice(&range));
                parts.extend(shifted(own, range.start));
            }
            _ => {}
        }
    }
    parts.sort_by_key(|part| part.start);
    parts
}

/// HTML, as far as it has been read: blocks come line by line.
#[derive(Default)]
struct Html {
    /// What ends the part that is not shown: a comment, a script, a style.
    hidden_until: Option<&'static str>,
    in_tag: bool,
}

impl Html {
    /// The text between the tags of a piece, which converters write tables in.
    fn text_of(&mut self, html: &str) -> Vec<Range<usize>> {
        const HIDDEN: [(&str, &str); 3] = [
            ("<!--", "-->"),
            ("<script", "</script"),
            ("<style", "</style"),
        ];
        let lower = html.to_ascii_lowercase();
        let mut found: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        while let Some(rest) = lower.get(at..).filter(|rest| !rest.is_empty()) {
            if let Some(end) = self.hidden_until {
                let Some(length) = rest.find(end) else { break };
                at += length + end.len();
                self.in_tag = end.starts_with('<');
                self.hidden_until = None;
            } else if self.in_tag {
                let Some(length) = rest.find('>') else { break };
                at += length + 1;
                self.in_tag = false;
            } else if let Some((begin, end)) =
                HIDDEN.iter().find(|(begin, _)| rest.starts_with(begin))
            {
                at += begin.len();
                self.hidden_until = Some(end);
            } else if rest.starts_with('<') {
                at += 1;
                self.in_tag = true;
            } else {
                let length = rest.find('<').unwrap_or(rest.len());
                found.push(at..at + length);
                at += length;
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> String {
        let parts = prose(text).into_iter();
        let parts: Vec<&str> = parts.filter_map(|part| text.get(part)).collect();
        parts.join("|")
    }

    #[test]
    fn results_in_other_places_than_paragraphs() {
        for (text, expected) in [
            (
                "a\n\n<table><tr><td>Response</td><td>98%</td></tr></table>\n",
                "98%",
            ),
            (
                "<table width=\"99\">\n<tr>\n<td>98%</td>\n</tr>\n</table>\n",
                "98%",
            ),
            ("Response <b>98%</b> of all", "98%"),
            ("a\n\n    Response 98%\n", "Response 98%"),
            ("It was `98%`.", "98%"),
            ("98. responded\n", "98"),
            ("Results: 98% responded\n====", "98%"),
            ("# Response in 98%\n", "98%"),
        ] {
            assert!(seen(text).contains(expected), "{text}: {}", seen(text));
        }
        for text in [
            "a <!-- 98% --> b",
            "<!--\n98\n-->\n",
            "<style>td { width: 98% }</style>\n",
            "<script>\nlet x = 98;\n</script>\n",
            "run `x <- 98` and `f(98)`",
            "## 2.1 Methods of 3 kinds",
            "1. first\n2. second\n",
        ] {
            let digits = seen(text).contains(|c: char| c.is_ascii_digit());
            assert!(!digits, "{text}: {}", seen(text));
        }
    }
}
