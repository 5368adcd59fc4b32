//! Text that people write: its numerals, their places and meaning.
//!
//! Published numbers, manuscripts and templates are read here with one
//! understanding of a numeral. Nothing here depends on a study or a ledger.

mod hidden;
mod markdown;
mod numeral;
mod passing;
mod typst;
mod unusual;

pub use numeral::{DecimalMark, Numeral, Relation, numerals, with_narrow_blanks};
pub use passing::{is_usual_level, passes};
pub use unusual::unusual;

use std::ops::Range;

/// How a text is marked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    /// No markup.
    Plain,
    /// CommonMark.
    Markdown,
    /// Typst.
    Typst,
}

impl Markup {
    /// By the ending of a file's name; plain unless known.
    pub fn of_file(name: &str) -> Self {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        match ending.to_lowercase().as_str() {
            "md" | "markdown" => Self::Markdown,
            "typ" => Self::Typst,
            _ => Self::Plain,
        }
    }
}

/// The parts of a text that a reader sees as prose, as byte ranges in order.
/// Labels, references and link targets are left out; of headings and code only what
/// is a result rather than a name is in.
pub fn prose(text: &str, markup: Markup) -> Vec<Range<usize>> {
    match markup {
        Markup::Plain => std::iter::once(0..text.len()).collect(),
        Markup::Markdown => markdown::prose(text),
        Markup::Typst => typst::prose(text),
    }
}

/// The text with everything but its prose blanked: every byte keeps its place.
pub fn only_prose(text: &str, markup: Markup) -> String {
    let parts = prose(text, markup);
    let mut next = parts.iter().peekable();
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        while next.peek().is_some_and(|part| part.end <= at) {
            next.next();
        }
        if c == '\n' || next.peek().is_some_and(|part| part.contains(&at)) {
            out.push(c);
        } else {
            out.extend(std::iter::repeat_n(' ', c.len_utf8()));
        }
    }
    out
}

/// Whether a heading prints a result: a percentage, a decimal, a limit.
pub fn heading_has_results(text: &str) -> bool {
    !hidden::in_heading(text).is_empty()
}

/// The line of a byte, counted from 1.
pub fn line_of(text: &str, at: usize) -> usize {
    text.get(..at)
        .map_or(0, |before| before.matches('\n').count())
        + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str, markup: Markup) -> String {
        let prose = only_prose(text, markup);
        assert_eq!(prose.len(), text.len());
        prose.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn markdown_shows_paragraphs_lists_and_tables() {
        let text = "# Results 2\n\nOf *24* patients, [12](http://a.b/7) `x1` left.\n\n```\n99\n```\n\n- n = 3\n\n<!-- 5 -->\n";
        assert_eq!(
            seen(text, Markup::Markdown),
            "Of 24 patients, 12 left. 99 n = 3"
        );
    }

    #[test]
    fn typst_shows_content_and_printed_literals() {
        let text = "= Results 2\n#set text(size: 10pt)\nOf *24* patients // 9\n#text(fill: red)[were 12] @fig-1 <label-3> `x1` #5 #\"80 mm\"\n$x = 7$\n+ item\n";
        assert_eq!(
            seen(text, Markup::Typst),
            "Of 24 patients were 12 5 80 mm x = 7 item"
        );
    }
}
