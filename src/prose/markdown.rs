//! The prose of CommonMark.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

pub(super) fn prose(text: &str) -> Vec<Range<usize>> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    let mut parts = Vec::new();
    // Depth inside headings and code, whose numerals are names, not results.
    let mut hidden = 0_usize;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. } | Tag::CodeBlock(_)) => hidden += 1,
            Event::End(TagEnd::Heading(_) | TagEnd::CodeBlock) => hidden = hidden.saturating_sub(1),
            Event::Text(_) if hidden == 0 => parts.push(range),
            _ => {}
        }
    }
    parts
}
