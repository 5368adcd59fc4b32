//! Results of long tests, kept beside the outputs of a study so that each is computed
//! once, and how long its report took.
//!
//! An entry is a file whose name is the hash of all that the result depends on: the
//! test, its input, the program. It holds the numbers bit for bit and the hash of its
//! own content; one that is damaged counts as none and is removed. Nothing is kept
//! until a command opens a folder for it: `verify` and users of the library always
//! compute. Where nothing can be written, nothing is kept, and nothing is told.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::digest::sha256;
use crate::interrupt;
use crate::outputs::{Disk, SystemDisk};

static OPENED: OnceLock<Folder> = OnceLock::new();

/// Most entries that a process adds: `check` may try thousands of cohorts.
const MOST_NEW: usize = 500;
/// A folder with more entries is emptied.
const MOST: usize = 5_000;
/// No entry is longer.
const MOST_BYTES: u64 = 4096;
/// The first line of every entry.
const HEAD: &str = "cohort-report cache 1";
const ENDING: &str = "result";

/// What a result depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key(String);

impl Key {
    /// Of a test with this name and these bytes of input.
    pub fn new(test: &str, input: &[u8]) -> Self {
        let input = sha256(input);
        Self(sha256(format!("{test}\n{input}\n{}", program()).as_bytes()))
    }
}

/// The version of this program, and its file: a build of changed source has the same
/// version.
fn program() -> &'static str {
    static PROGRAM: OnceLock<String> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let file = std::env::current_exe().and_then(std::fs::metadata);
        let built = file.ok().map(|data| (data.len(), data.modified().ok()));
        format!("{} {built:?}", env!("CARGO_PKG_VERSION"))
    })
}

/// Has results kept in this folder from now on. Only the first of a process counts.
pub fn open(folder: &Path) {
    let _ = OPENED.set(Folder::new(folder));
}

/// The numbers that were kept under a key.
pub fn recall(key: &Key) -> Option<Vec<u64>> {
    OPENED.get()?.recall(key)
}

/// Keeps numbers under a key.
pub fn keep(key: &Key, numbers: &[u64]) {
    if let Some(folder) = OPENED.get() {
        folder.keep(key, numbers);
    }
}

#[derive(Debug)]
struct Folder {
    path: PathBuf,
    added: AtomicUsize,
}

impl Folder {
    fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            added: AtomicUsize::new(0),
        }
    }

    fn file(&self, key: &Key) -> PathBuf {
        self.path.join(format!("{}.{ENDING}", key.0))
    }

    fn recall(&self, key: &Key) -> Option<Vec<u64>> {
        let file = self.file(key);
        let data = std::fs::symlink_metadata(&file).ok()?;
        let text = (data.is_file() && data.len() <= MOST_BYTES)
            .then(|| std::fs::read_to_string(&file).ok())
            .flatten();
        let numbers = text.and_then(|text| read(key, &text));
        if numbers.is_none() && data.is_file() {
            let _undisturbed = interrupt::undisturbed();
            let _ = SystemDisk.remove_file(&file);
        }
        numbers
    }

    fn keep(&self, key: &Key, numbers: &[u64]) {
        let added = self.added.fetch_add(1, Ordering::Relaxed);
        if added >= MOST_NEW || self.path.is_symlink() {
            return;
        }
        let _undisturbed = interrupt::undisturbed();
        if added == 0 {
            self.tidy();
        }
        let disk = SystemDisk;
        let new = self
            .path
            .join(format!(".{}-{added}.new", std::process::id()));
        // What cannot be kept is computed again.
        let _ = disk
            .make_folder(&self.path)
            .and_then(|()| disk.write(&new, written(key, numbers).as_bytes()))
            .and_then(|()| disk.rename(&new, &self.file(key)));
        if new.exists() {
            let _ = disk.remove_file(&new);
        }
    }

    /// Removes all entries when there are too many.
    fn tidy(&self) {
        let entries = std::fs::read_dir(&self.path)
            .into_iter()
            .flatten()
            .flatten();
        let own: Vec<PathBuf> = entries
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|ending| ending == ENDING))
            .collect();
        if own.len() > MOST {
            for path in own {
                let _ = SystemDisk.remove_file(&path);
            }
        }
    }
}

fn written(key: &Key, numbers: &[u64]) -> String {
    let numbers: Vec<String> = numbers.iter().map(|bits| format!("{bits:016x}")).collect();
    let content = format!("{HEAD}\n{}\n{}\n", key.0, numbers.join(" "));
    let hash = sha256(content.as_bytes());
    format!("{content}{hash}\n")
}

/// The numbers of an entry that is whole and is that of this key.
fn read(key: &Key, text: &str) -> Option<Vec<u64>> {
    let mut lines = text.lines();
    let (_, _, numbers) = (lines.next()?, lines.next()?, lines.next()?);
    let numbers: Option<Vec<u64>> = numbers
        .split_whitespace()
        .map(|bits| u64::from_str_radix(bits, 16).ok())
        .collect();
    // All of it is compared, the hash of the content included.
    numbers.filter(|numbers| written(key, numbers) == text)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_bit_for_bit_and_damaged_ones_do_not() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::new(&place.path().join("deep/cache"));
        let (key, other) = (Key::new("fisher", b"1 2"), Key::new("fisher", b"12"));
        assert_ne!(key, other);
        assert_ne!(key, Key::new("fisher\n", b"1 2"));
        assert_eq!(folder.recall(&key), None);
        let numbers = [0.1_f64.to_bits(), f64::NAN.to_bits(), 0, u64::MAX];
        folder.keep(&key, &numbers);
        assert_eq!(folder.recall(&key).unwrap(), numbers);
        assert_eq!(folder.recall(&other), None);
        let file = folder.file(&key);
        let whole = std::fs::read_to_string(&file).unwrap();
        let of_other = whole.replace(&key.0, &other.0);
        for broken in [
            whole.replacen('3', "4", 1),
            whole.replace("ffffffffffffffff", "fffffffffffffffe"),
            whole.get(..whole.len() - 1).unwrap().to_owned(),
            format!("{whole} "),
            of_other,
            String::new(),
            "x".repeat(9000),
        ] {
            std::fs::write(&file, &broken).unwrap();
            assert_eq!(folder.recall(&key), None, "{broken}");
            assert!(!file.exists(), "{broken}");
        }
        // An entry that was copied to the name of another.
        folder.keep(&key, &numbers);
        std::fs::copy(&file, folder.file(&other)).unwrap();
        assert_eq!(folder.recall(&other), None);
        assert_eq!(folder.recall(&key).unwrap(), numbers);
        assert_eq!(std::fs::read_dir(&folder.path).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_that_cannot_be_made_keeps_nothing() {
        let place = tempfile::tempdir().unwrap();
        std::fs::write(place.path().join("file"), "").unwrap();
        let folder = Folder::new(&place.path().join("file/cache"));
        let key = Key::new("fisher", b"");
        folder.keep(&key, &[1]);
        assert_eq!(folder.recall(&key), None);
    }
}
