//! What must not outlive the process: private folders with a copy of a cohort,
//! and the programs that were started.
//!
//! A signal may arrive at any time. Whoever changes files does so inside
//! [`undisturbed`]; [`finish`] waits for the end of that, then ends the programs,
//! removes the folders and lets nobody enter again. The process is expected to
//! exit after it.

use std::cell::Cell;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};

static GATE: Mutex<()> = Mutex::new(());
static IS_ENDING: AtomicBool = AtomicBool::new(false);
static FOLDERS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
static CHILDREN: Mutex<Vec<Arc<Mutex<Child>>>> = Mutex::new(Vec::new());

thread_local! {
    /// How often this thread has entered.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

/// While it lives, the process is not ended by [`finish`].
#[derive(Debug)]
pub struct Undisturbed {
    /// Held by the outermost of a thread.
    _gate: Option<MutexGuard<'static, ()>>,
}

impl Drop for Undisturbed {
    fn drop(&mut self) {
        DEPTH.set(DEPTH.get().saturating_sub(1));
    }
}

/// Enters a part that is not to be interrupted; may be nested. Does not return
/// once the process is ending.
pub fn undisturbed() -> Undisturbed {
    let gate = (DEPTH.get() == 0).then(|| {
        stay_if_ending();
        let gate = locked(&GATE);
        if IS_ENDING.load(Ordering::SeqCst) {
            drop(gate);
            stay_if_ending();
            return locked(&GATE);
        }
        gate
    });
    DEPTH.set(DEPTH.get() + 1);
    Undisturbed { _gate: gate }
}

/// What another thread is about to end does nothing more.
fn stay_if_ending() {
    while IS_ENDING.load(Ordering::SeqCst) {
        std::thread::park();
    }
}

/// The lists hold no invariant that a panic could have broken.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Most time that [`finish`] waits for files to be written.
const PATIENCE: Duration = Duration::from_secs(10);

/// Ends the programs that were started and removes the private folders. What
/// another thread is writing is waited for; it writes nothing more afterwards.
pub fn finish() {
    IS_ENDING.store(true, Ordering::SeqCst);
    let start = Instant::now();
    let gate = loop {
        match GATE.try_lock() {
            Ok(gate) => break Some(gate),
            Err(TryLockError::Poisoned(poisoned)) => break Some(poisoned.into_inner()),
            // The journal of the outputs lets the next run set them right.
            Err(TryLockError::WouldBlock) if start.elapsed() > PATIENCE => break None,
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(1)),
        }
    };
    for child in locked(&CHILDREN).iter() {
        end(&mut locked(child));
    }
    if gate.is_some() {
        for folder in locked(&FOLDERS).drain(..) {
            // The next run removes what could not be removed now.
            let _ = std::fs::remove_dir_all(folder);
        }
    }
    // Nobody may enter between here and the exit.
    std::mem::forget(gate);
}

/// Already ended or not ours to end: waiting settles both.
fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

/// Has a folder removed by [`finish`].
pub fn remember(folder: &Path) {
    locked(&FOLDERS).push(folder.to_owned());
}

/// The opposite of [`remember`].
pub fn forget(folder: &Path) {
    locked(&FOLDERS).retain(|known| known != folder);
}

/// A program that was started, and that does not outlive the process.
#[derive(Debug)]
pub struct Started {
    child: Arc<Mutex<Child>>,
}

impl Started {
    /// Starts a program.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn spawn(command: &mut Command) -> io::Result<Self> {
        let _undisturbed = undisturbed();
        let child = Arc::new(Mutex::new(command.spawn()?));
        locked(&CHILDREN).push(Arc::clone(&child));
        Ok(Self { child })
    }

    /// What the program writes to standard error, once.
    pub fn take_stderr(&self) -> Option<std::process::ChildStderr> {
        locked(&self.child).stderr.take()
    }

    /// How it ended, if it did.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn try_wait(&self) -> io::Result<Option<ExitStatus>> {
        let _undisturbed = undisturbed();
        locked(&self.child).try_wait()
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        end(&mut locked(&self.child));
        locked(&CHILDREN).retain(|known| !Arc::ptr_eq(known, &self.child));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entering_may_be_nested() {
        let outer = undisturbed();
        let inner = undisturbed();
        assert_eq!(DEPTH.get(), 2);
        drop(inner);
        drop(outer);
        assert_eq!(DEPTH.get(), 0);
        drop(undisturbed());
    }
}
