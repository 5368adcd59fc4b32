//! Readers of others, which may panic on bytes that they do not expect: what they
//! do not expect in a damaged file is an error in that file all the same.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static IS_READING: Cell<bool> = const { Cell::new(false) };
}

static QUIET: Once = Once::new();

/// What `read` returns; none if it panics, of which nothing is printed.
pub(super) fn run<T>(read: impl FnOnce() -> T) -> Option<T> {
    // The finding says what the message of a panic would; panics elsewhere are
    // printed as before.
    QUIET.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !IS_READING.get() {
                before(info);
            }
        }));
    });
    let outer = IS_READING.replace(true);
    let read = panic::catch_unwind(AssertUnwindSafe(read));
    IS_READING.set(outer);
    read.ok()
}

#[cfg(test)]
#[allow(clippy::panic, reason = "that is what is tested")]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_nothing_and_the_next_one_is_told() {
        assert_eq!(run(|| 1), Some(1));
        let none: Option<()> = run(|| panic!("inner"));
        assert_eq!(none, None);
        assert!(!IS_READING.get());
    }
}
