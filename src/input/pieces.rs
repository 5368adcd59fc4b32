//! A text file in pieces that begin and end with records.
//!
//! Only the pieces that are in use are held: what is read from a disk, or
//! converted to UTF-8, is so on the way.

use std::borrow::Cow;
use std::ops::Range;

use super::content::{Content, truncate};
use super::delimiter::blank_fields;
use super::divide::{Follows, Marks, divide};
use super::encoding::{Blocks, Encoded};
use super::lines;

/// How the text of a file is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form {
    pub(super) encoded: Encoded,
    /// Where the first record begins, after a line that names the delimiter.
    pub(super) body: usize,
    pub(super) marks: Marks,
    pub(super) rewritten: Rewritten,
}

/// What is done with the text before records are read from it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Rewritten {
    /// Its carriage returns become line feeds.
    pub(super) returns_to_feeds: bool,
    /// Fields between blanks get a tab between them, each on its line.
    pub(super) blanks_to_tabs: bool,
}

/// Some records of a text file.
#[derive(Debug)]
pub(super) struct TextPiece<'t> {
    pub(super) bytes: Cow<'t, [u8]>,
    /// How many bytes of text stand before it.
    pub(super) start: usize,
    /// What was taken out of it.
    pub(super) blanks: Vec<Range<usize>>,
    /// The line on which it begins.
    pub(super) line: u64,
}

/// The pieces of a text file.
pub(super) struct Pieces<'t> {
    supply: Supply<'t>,
    form: Form,
    size: usize,
    start: usize,
    line: u64,
    is_over: bool,
}

/// Bytes beyond a piece in which its last record usually ends.
const AHEAD: usize = 1 << 14;

impl<'t> Pieces<'t> {
    /// Pieces of about `size` bytes.
    pub(super) fn new(content: Content<'t>, form: Form, size: usize) -> Self {
        let as_it_stands = form.encoded.is_as_it_stands() && form.rewritten == Rewritten::default();
        let mut supply = if as_it_stands {
            let start = form.encoded.mark;
            Supply::AsItStands { content, start }
        } else {
            Supply::Converted(Converted {
                blocks: form.encoded.blocks(content),
                rewritten: form.rewritten,
                open: Vec::new(),
                ready: Vec::new(),
                is_over: false,
            })
        };
        let (before, _) = supply.take(0, form.body);
        let line = 1 + lines::ends(&before, 0..form.body.min(before.len()));
        supply.give_back(before, form.body);
        Self {
            supply,
            form,
            size: size.max(1),
            start: form.body,
            line,
            is_over: false,
        }
    }
}

impl<'t> Iterator for Pieces<'t> {
    type Item = TextPiece<'t>;

    fn next(&mut self) -> Option<TextPiece<'t>> {
        if self.is_over {
            return None;
        }
        let mut room = self.size.saturating_add(AHEAD);
        loop {
            let (mut bytes, follows) = self.supply.take(self.start, room);
            let found = divide(&bytes, self.size, self.form.marks, follows);
            let end = match (found.end, follows) {
                (None, Follows::More) => {
                    self.supply.give_back(bytes, 0);
                    room = room.saturating_mul(2);
                    continue;
                }
                (Some(end), _) => end,
                (None, Follows::Nothing) => bytes.len(),
            };
            self.is_over = end == bytes.len() && follows == Follows::Nothing;
            let (start, line) = (self.start, self.line);
            self.start += end;
            self.line += lines::ends(&bytes, 0..end);
            bytes = self.supply.keep_after(bytes, end);
            if !found.blanks.is_empty() {
                bytes = Cow::Owned(without(&bytes, &found.blanks));
            }
            return Some(TextPiece {
                bytes,
                start,
                blanks: found.blanks,
                line,
            });
        }
    }
}

/// Without some of the bytes.
fn without(bytes: &[u8], ranges: &[Range<usize>]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(bytes.len());
    let mut at = 0;
    for range in ranges {
        kept.extend_from_slice(bytes.get(at..range.start).unwrap_or_default());
        at = range.end;
    }
    kept.extend_from_slice(bytes.get(at..).unwrap_or_default());
    kept
}

/// Where the text comes from.
enum Supply<'t> {
    /// From the bytes after the byte order mark.
    AsItStands {
        content: Content<'t>,
        start: usize,
    },
    Converted(Converted<'t>),
}

impl<'t> Supply<'t> {
    /// About so many bytes of the text from a place on, the end of what was taken
    /// before.
    fn take(&mut self, at: usize, count: usize) -> (Cow<'t, [u8]>, Follows) {
        match self {
            Self::AsItStands { content, start } => {
                let bytes = content.part(*start + at, count);
                // Fewer are there also where reading fails.
                let is_last = bytes.len() < count || *start + at + count >= content.len();
                (bytes, follows(is_last))
            }
            Self::Converted(converted) => {
                converted.fill(count);
                let bytes = std::mem::take(&mut converted.ready);
                (Cow::Owned(bytes), follows(converted.is_over))
            }
        }
    }

    /// Gives back what was taken from `from` on.
    fn give_back(&mut self, bytes: Cow<'t, [u8]>, from: usize) {
        if let Self::Converted(converted) = self {
            converted.ready = bytes.into_owned();
            converted.ready.drain(..from.min(converted.ready.len()));
        }
    }

    /// Gives back what stands after `end`, and hands on what stands before.
    fn keep_after(&mut self, mut bytes: Cow<'t, [u8]>, end: usize) -> Cow<'t, [u8]> {
        if let Self::Converted(converted) = self {
            bytes
                .get(end..)
                .unwrap_or_default()
                .clone_into(&mut converted.ready);
        }
        truncate(&mut bytes, end);
        bytes
    }
}

fn follows(is_last: bool) -> Follows {
    match is_last {
        true => Follows::Nothing,
        false => Follows::More,
    }
}

/// Text that is converted on the way.
struct Converted<'t> {
    blocks: Blocks<'t>,
    rewritten: Rewritten,
    /// What begins a line whose end has not come.
    open: Vec<u8>,
    ready: Vec<u8>,
    is_over: bool,
}

impl Converted<'_> {
    fn fill(&mut self, count: usize) {
        while self.ready.len() < count && !self.is_over {
            let block = self.blocks.next();
            self.is_over = block.is_none();
            let mut block = block.unwrap_or_default();
            if self.rewritten.returns_to_feeds {
                for byte in block.to_mut() {
                    *byte = if *byte == b'\r' { b'\n' } else { *byte };
                }
            }
            if !self.rewritten.blanks_to_tabs {
                self.ready.extend_from_slice(&block);
                continue;
            }
            self.open.extend_from_slice(&block);
            let end = match self.is_over {
                true => self.open.len(),
                false => memchr::memrchr2(b'\n', b'\r', &self.open).map_or(0, |end| end + 1),
            };
            add_with_tabs(self.open.get(..end).unwrap_or_default(), &mut self.ready);
            self.open.drain(..end);
        }
    }
}

/// Fields between blanks with a tab between them, each on its line.
fn add_with_tabs(bytes: &[u8], out: &mut Vec<u8>) {
    for line in bytes.split_inclusive(|byte| matches!(byte, b'\n' | b'\r')) {
        let end = line.trim_ascii_end().len();
        let (text, end) = line.split_at(end);
        for (at, field) in blank_fields(text).enumerate() {
            if at > 0 {
                out.push(b'\t');
            }
            out.extend_from_slice(text.get(field).unwrap_or_default());
        }
        out.extend(end.iter().filter(|byte| matches!(byte, b'\n' | b'\r')));
    }
}
