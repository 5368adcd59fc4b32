//! Numbers and texts at a place in a binary file, whose lengths are never
//! believed beyond its end.

use std::borrow::Cow;

use super::Charset;
use super::records::Fault;

/// Which byte of a number comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Little,
    Big,
}

/// A place in a file.
#[derive(Debug, Clone)]
pub(super) struct Binary<'a> {
    bytes: &'a [u8],
    at: usize,
    pub(super) order: Order,
}

impl<'a> Binary<'a> {
    pub(super) fn new(bytes: &'a [u8], order: Order) -> Self {
        Self {
            bytes,
            at: 0,
            order,
        }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The bytes up to the end.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Goes to a place counted from the beginning.
    pub(super) fn go(&mut self, to: u64) -> Result<(), Fault> {
        let to = usize::try_from(to)
            .ok()
            .filter(|to| *to <= self.bytes.len());
        self.at = to.ok_or(Fault::Truncated)?;
        Ok(())
    }

    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8], Fault> {
        let end = self.at.checked_add(count).ok_or(Fault::Truncated)?;
        let taken = self.bytes.get(self.at..end).ok_or(Fault::Truncated)?;
        self.at = end;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        let mut bytes: [u8; N] = self.take(N)?.try_into().map_err(|_| Fault::Truncated)?;
        if self.order == Order::Big {
            bytes.reverse();
        }
        Ok(bytes)
    }

    pub(super) fn u8(&mut self) -> Result<u8, Fault> {
        self.array().map(u8::from_le_bytes)
    }

    pub(super) fn u16(&mut self) -> Result<u16, Fault> {
        self.array().map(u16::from_le_bytes)
    }

    pub(super) fn u32(&mut self) -> Result<u32, Fault> {
        self.array().map(u32::from_le_bytes)
    }

    pub(super) fn u64(&mut self) -> Result<u64, Fault> {
        self.array().map(u64::from_le_bytes)
    }

    pub(super) fn i32(&mut self) -> Result<i32, Fault> {
        self.array().map(i32::from_le_bytes)
    }

    pub(super) fn f64(&mut self) -> Result<f64, Fault> {
        self.array().map(f64::from_le_bytes)
    }

    pub(super) fn f32(&mut self) -> Result<f32, Fault> {
        self.array().map(f32::from_le_bytes)
    }

    /// A count or length, which no file can have negative.
    pub(super) fn length(&mut self) -> Result<usize, Fault> {
        usize::try_from(self.i32()?).map_err(|_| Fault::damaged("a length is negative"))
    }
}

/// Texts in one encoding; those that do not fit it are counted.
#[derive(Debug)]
pub(super) struct Texts {
    pub(super) encoding: Charset,
    pub(super) unfit: usize,
}

impl Texts {
    pub(super) fn new(encoding: impl Into<Charset>) -> Self {
        Self {
            encoding: encoding.into(),
            unfit: 0,
        }
    }

    /// A text without what fills it up: zeros and blanks.
    pub(super) fn text<'t>(&mut self, bytes: &'t [u8]) -> Cow<'t, str> {
        let zero = bytes.iter().position(|byte| *byte == 0);
        let own = bytes.get(..zero.unwrap_or(bytes.len())).unwrap_or_default();
        let own = own.trim_ascii_end();
        let (text, has_unfit) = self.encoding.decode_part(own);
        self.unfit += usize::from(has_unfit);
        text
    }
}
