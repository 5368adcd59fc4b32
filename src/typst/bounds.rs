//! What Typst may use, and for how long it may live.
//!
//! A process can bound itself but, without unsafe code, not a child between its
//! birth and its first instruction. So this program is started once more, bounds
//! itself, and becomes Typst.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The memory that Typst may use unless another limit is chosen, in bytes. A report
/// of 100 pages takes less than a tenth.
pub const DEFAULT_MEMORY: u64 = 4 << 30;

/// The exit status of a process that could not become Typst; no status of Typst.
pub const CANNOT_RUN: u8 = 126;

/// How Typst is kept from outliving the program that started it, and from using all
/// memory of the machine. On systems other than Linux it does nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounds {
    program: PathBuf,
    words: Vec<OsString>,
    memory: u64,
}

impl Bounds {
    /// Has Typst started by `program`, which with these first words calls
    /// [`run_bounded`] with the words that follow.
    pub fn new(program: PathBuf, words: Vec<OsString>, memory: u64) -> Self {
        Self {
            program,
            words,
            memory: least(memory, of_this_process()),
        }
    }

    /// The memory that Typst may use, in bytes.
    pub fn memory(&self) -> u64 {
        self.memory
    }

    /// Begins a command that becomes this Typst.
    pub(super) fn command(&self, typst: &Path) -> Command {
        if !cfg!(target_os = "linux") {
            return Command::new(typst);
        }
        let mut command = Command::new(&self.program);
        command
            .args(&self.words)
            .arg(std::process::id().to_string())
            .arg(self.memory.to_string())
            .arg(typst);
        command
    }
}

fn least(memory: u64, limit: Option<u64>) -> u64 {
    limit.map_or(memory, |limit| limit.min(memory))
}

/// The limit that the user set for this process, which also holds for Typst.
#[cfg(target_os = "linux")]
fn of_this_process() -> Option<u64> {
    use rustix::process::{Resource, getrlimit};
    getrlimit(Resource::As).current
}

#[cfg(not(target_os = "linux"))]
fn of_this_process() -> Option<u64> {
    None
}

/// Bounds this process and becomes the program that `words` name: the id of the
/// process that started it, bytes of memory, the program, its arguments.
/// Returns only if that cannot be done.
#[cfg(target_os = "linux")]
pub fn run_bounded(words: &[OsString]) -> io::Error {
    use rustix::process::{
        Resource, Rlimit, Signal, getppid, getrlimit, set_parent_process_death_signal, setrlimit,
    };
    use std::os::unix::process::CommandExt;

    let [parent, memory, program, arguments @ ..] = words else {
        return io::ErrorKind::InvalidInput.into();
    };
    let number = |word: &OsString| word.to_str().and_then(|word| word.parse::<u64>().ok());
    let (Some(parent), Some(memory)) = (number(parent), number(memory)) else {
        return io::ErrorKind::InvalidInput.into();
    };
    if let Err(error) = set_parent_process_death_signal(Some(Signal::KILL)) {
        return error.into();
    }
    // It may have died before the line above.
    let now = getppid().map(|id| id.as_raw_nonzero().get());
    if now.and_then(|id| u64::try_from(id).ok()) != Some(parent) {
        return io::Error::other("the program that started it has ended");
    }
    let known = getrlimit(Resource::As);
    let limit = Rlimit {
        current: Some(least(memory, known.current)),
        maximum: Some(least(memory, known.maximum)),
    };
    if let Err(error) = setrlimit(Resource::As, limit) {
        return error.into();
    }
    Command::new(program).args(arguments).exec()
}

/// Without a use on this system.
#[cfg(not(target_os = "linux"))]
pub fn run_bounded(_: &[OsString]) -> io::Error {
    io::ErrorKind::Unsupported.into()
}
