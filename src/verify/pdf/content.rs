//! A content stream as operands and operators.

use super::error::PdfError;
use super::lexer::Cursor;
use super::value::Value;

/// A part of a content stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::verify) enum Item<'a> {
    Operand(Value),
    Operator(&'a [u8]),
}

/// The parts of a content stream of Typst, which has no images in it.
pub(in crate::verify) fn items(bytes: &[u8]) -> Items<'_> {
    Items {
        cursor: Cursor::of_content(bytes),
        has_failed: false,
    }
}

/// The iterator of [`items`].
#[derive(Debug)]
pub(in crate::verify) struct Items<'a> {
    cursor: Cursor<'a>,
    has_failed: bool,
}

impl<'a> Iterator for Items<'a> {
    type Item = Result<Item<'a>, PdfError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.cursor.skip_blanks();
        if self.has_failed || self.cursor.is_at_end() {
            return None;
        }
        if let Some(operator) = self.cursor.operator() {
            return Some(Ok(Item::Operator(operator)));
        }
        let value = self.cursor.value().map(Item::Operand);
        self.has_failed = value.is_err();
        Some(value)
    }
}
