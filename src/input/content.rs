//! The bytes of a file: in memory, or on disk and read a piece at a time.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::SystemTime;

/// The bytes of a file.
#[derive(Debug, Clone, Copy)]
pub enum Content<'a> {
    /// All of them.
    Memory(&'a [u8]),
    /// Those of a file that stays on disk.
    Disk(&'a Stored),
}

impl<'a, B: AsRef<[u8]> + ?Sized> From<&'a B> for Content<'a> {
    fn from(bytes: &'a B) -> Self {
        Self::Memory(bytes.as_ref())
    }
}

/// A regular file whose bytes are not held.
#[derive(Debug)]
pub struct Stored {
    file: Mutex<File>,
    len: usize,
    modified: Option<SystemTime>,
    /// The first problem of a reading.
    failure: OnceLock<String>,
    /// All bytes, for what cannot be read in pieces.
    whole: OnceLock<Vec<u8>>,
}

impl Stored {
    /// The file, which is as long as it is now until it was read.
    ///
    /// # Errors
    /// Where the system does not tell its length, or memory cannot address it.
    pub fn new(file: File) -> io::Result<Self> {
        let data = file.metadata()?;
        let len = usize::try_from(data.len()).map_err(io::Error::other)?;
        Ok(Self {
            file: Mutex::new(file),
            len,
            modified: data.modified().ok(),
            failure: OnceLock::new(),
            whole: OnceLock::new(),
        })
    }

    fn read(&self, at: usize, count: usize) -> io::Result<Vec<u8>> {
        let count = count.min(self.len.saturating_sub(at));
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(count).map_err(io::Error::other)?;
        // The place in the file is sought anew by every reading.
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(at as u64))?;
        (&mut *file).take(count as u64).read_to_end(&mut bytes)?;
        match bytes.len() == count {
            true => Ok(bytes),
            false => Err(io::Error::other("it became shorter while it was read")),
        }
    }

    /// Notes the first problem; what could not be read counts as no bytes.
    fn noted(&self, read: io::Result<Vec<u8>>) -> Vec<u8> {
        read.unwrap_or_else(|error| {
            let _ = self.failure.set(error.to_string());
            Vec::new()
        })
    }

    /// Why what was read of it cannot be used: a problem of the disk, or a change
    /// since it was opened.
    fn failure(&self) -> Option<String> {
        let changed = || {
            let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
            let data = file.metadata().ok()?;
            let same = data.len() == self.len as u64 && data.modified().ok() == self.modified;
            (!same).then(|| "it changed while it was read".to_owned())
        };
        self.failure.get().cloned().or_else(changed)
    }
}

impl<'a> Content<'a> {
    /// How many there are.
    pub(crate) fn len(self) -> usize {
        match self {
            Self::Memory(bytes) => bytes.len(),
            Self::Disk(stored) => stored.len,
        }
    }

    /// So many from a place on, or as many as there are.
    pub(crate) fn part(self, at: usize, count: usize) -> Cow<'a, [u8]> {
        match self {
            Self::Memory(bytes) => {
                let end = at.saturating_add(count).min(bytes.len());
                Cow::Borrowed(bytes.get(at..end).unwrap_or_default())
            }
            Self::Disk(stored) => Cow::Owned(stored.noted(stored.read(at, count))),
        }
    }

    /// All of them, one piece after the other.
    pub(crate) fn pieces(self) -> impl Iterator<Item = Cow<'a, [u8]>> {
        const SIZE: usize = 1 << 20;
        let mut at = 0;
        std::iter::from_fn(move || {
            let piece = self.part(at, SIZE);
            at += piece.len();
            (!piece.is_empty()).then_some(piece)
        })
    }

    /// All of them. Those of a file on disk are held from then on.
    pub(crate) fn whole(self) -> &'a [u8] {
        match self {
            Self::Memory(bytes) => bytes,
            Self::Disk(stored) => stored
                .whole
                .get_or_init(|| stored.noted(stored.read(0, stored.len))),
        }
    }

    /// Blocks of about `size` bytes that end with lines. A line may be longer.
    pub(super) fn lines(self, size: usize) -> impl Iterator<Item = Cow<'a, [u8]>> {
        let (mut at, mut room) = (0, size.max(1));
        std::iter::from_fn(move || {
            loop {
                let mut block = self.part(at, room);
                let is_last = at + block.len() >= self.len();
                let end = memchr::memrchr2(b'\n', b'\r', &block).map_or(0, |end| end + 1);
                if block.is_empty() {
                    return None;
                }
                if end == 0 && !is_last {
                    room = room.saturating_mul(2);
                    continue;
                }
                if !is_last {
                    truncate(&mut block, end);
                }
                at += block.len();
                room = size.max(1);
                return Some(block);
            }
        })
    }

    /// Why what was read cannot be used.
    pub(crate) fn failure(self) -> Option<String> {
        match self {
            Self::Memory(_) => None,
            Self::Disk(stored) => stored.failure(),
        }
    }
}

/// Leaves out what stands from `end` on.
pub(super) fn truncate(bytes: &mut Cow<'_, [u8]>, end: usize) {
    match bytes {
        Cow::Borrowed(bytes) => *bytes = bytes.get(..end).unwrap_or(bytes),
        Cow::Owned(bytes) => bytes.truncate(end),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn stored(bytes: &[u8]) -> (tempfile::NamedTempFile, Stored) {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        let opened = Stored::new(File::open(file.path()).unwrap()).unwrap();
        (file, opened)
    }

    #[test]
    fn blocks_of_lines_are_the_file() {
        let text = b"ab\nc\r\n\nlonger than a block\nend";
        let (_file, stored) = stored(text);
        for size in 1..40 {
            for content in [Content::Memory(text), Content::Disk(&stored)] {
                let blocks: Vec<Vec<u8>> = content.lines(size).map(Cow::into_owned).collect();
                assert_eq!(blocks.concat(), text, "{size}");
                let (_, before) = blocks.split_last().unwrap();
                assert!(
                    before
                        .iter()
                        .all(|block| block.ends_with(b"\n") || block.ends_with(b"\r"))
                );
            }
        }
        assert_eq!(stored.failure(), None);
    }

    #[test]
    fn a_change_of_the_file_is_noticed() {
        let (mut file, stored) = stored(b"a,b\n1,2\n");
        file.as_file().set_len(3).unwrap();
        let content = Content::Disk(&stored);
        assert_eq!(content.whole(), b"");
        assert!(content.failure().unwrap().contains("became shorter"));
        file.write_all(b"x").unwrap();
        assert!(content.failure().is_some());
    }
}
