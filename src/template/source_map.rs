//! From a line of the rendered Typst source back to the template line that the
//! author wrote.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use minijinja::{OutputSpan, OutputSpanKind};

use super::defaults;

/// A place in a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The template, as the author can find it.
    pub template: String,
    /// The line, counted from 1.
    pub line: usize,
    /// Its text.
    pub excerpt: String,
    /// Whether the template is the study's own.
    pub is_own: bool,
}

/// Where each piece of the output comes from.
#[derive(Debug, Default)]
pub struct SourceMap {
    line_starts: Vec<usize>,
    pieces: Vec<Piece>,
    /// The templates, by name.
    texts: BTreeMap<String, String>,
}

#[derive(Debug)]
struct Piece {
    output: Range<usize>,
    template: String,
    is_own: bool,
    line: usize,
    /// For verbatim text, the offset of each of its line breaks.
    breaks: Vec<usize>,
}

impl SourceMap {
    pub(super) fn new(
        output: &str,
        spans: &[OutputSpan],
        overrides: &BTreeMap<String, String>,
    ) -> Self {
        let line_starts = std::iter::once(0)
            .chain(output.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        let pieces = spans
            .iter()
            .map(|span| {
                let range = span.output_range();
                let raw = span.kind() == OutputSpanKind::Raw;
                let text = output
                    .get(range.clone())
                    .filter(|_| raw)
                    .unwrap_or_default();
                // The offset is more exact than the line where blanks were trimmed.
                let line = defaults::text_of(span.name(), overrides)
                    .filter(|_| raw)
                    .and_then(|source| {
                        let before = source.get(..span.source_range().start)?;
                        Some(before.matches('\n').count() + 1)
                    })
                    .unwrap_or(span.line());
                Piece {
                    output: range.clone(),
                    template: span.name().to_owned(),
                    is_own: overrides.contains_key(span.name()),
                    line,
                    breaks: text
                        .match_indices('\n')
                        .map(|(at, _)| range.start + at)
                        .collect(),
                }
            })
            .collect();
        let names: BTreeSet<&str> = spans.iter().map(OutputSpan::name).collect();
        let text_of = |name| defaults::text_of(name, overrides).unwrap_or_default();
        let texts = names
            .into_iter()
            .map(|name| (name.to_owned(), text_of(name).to_owned()))
            .collect();
        Self {
            line_starts,
            pieces,
            texts,
        }
    }

    /// The template line behind a line (from 1) and column (from 0, in bytes)
    /// of the output.
    pub fn place(&self, line: usize, column: usize) -> Option<Place> {
        let offset = self.line_starts.get(line.checked_sub(1)?)? + column;
        let after = self
            .pieces
            .partition_point(|piece| piece.output.start <= offset);
        let piece = self.pieces.get(after.checked_sub(1)?)?;
        let passed = piece.breaks.iter().filter(|&&at| at < offset).count();
        let line = piece.line + passed;
        let text = self.texts.get(&piece.template);
        let excerpt = text.and_then(|text| text.lines().nth(line - 1));
        Some(Place {
            template: shown_name(&piece.template, piece.is_own),
            line,
            excerpt: excerpt.unwrap_or_default().trim_end().to_owned(),
            is_own: piece.is_own,
        })
    }
}

/// The name of a template in messages: the study's own or a default.
pub(super) fn shown_name(name: &str, is_own: bool) -> String {
    if is_own {
        format!("templates/{name} (of the study)")
    } else {
        format!("templates/{name} (default)")
    }
}
