//! How much of a long computation is done, told to whoever waits for it.
//!
//! Nothing that is computed depends on it: without a listener nothing is told. A
//! computation tells on the thread on which it was begun.

use std::cell::RefCell;

/// How much is done.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Done {
    /// A share of all, of which each part takes about as long as another.
    Share(f64),
    /// A share of the most that it may take.
    ShareOfMost(f64),
}

type Listener = Box<dyn Fn(Done)>;

thread_local! {
    static LISTENER: RefCell<Option<Listener>> = const { RefCell::new(None) };
}

/// Puts the listener back that was there before, also when a panic unwinds.
struct Restored(Option<Listener>);

impl Drop for Restored {
    fn drop(&mut self) {
        drop(LISTENER.replace(self.0.take()));
    }
}

/// Computes something while the listener hears how much of it is done.
pub fn heard<T>(listener: impl Fn(Done) + 'static, compute: impl FnOnce() -> T) -> T {
    let _before = Restored(LISTENER.replace(Some(Box::new(listener))));
    compute()
}

/// Computes a part whose own shares are not those of the whole.
pub(super) fn unheard<T>(compute: impl FnOnce() -> T) -> T {
    let _before = Restored(LISTENER.replace(None));
    compute()
}

/// So much is done.
pub(super) fn tell(done: impl FnOnce() -> Done) {
    LISTENER.with_borrow(|listener| {
        if let Some(listener) = listener {
            listener(done());
        }
    });
}

/// So many of all parts are done.
pub(super) fn tell_parts(done: usize, all: usize) {
    tell(|| Done::Share(done as f64 / all.max(1) as f64));
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::rc::Rc;

    #[test]
    fn only_the_computation_that_is_listened_to_is_heard() {
        let heard_of = Rc::new(RefCell::new(Vec::new()));
        let own = Rc::clone(&heard_of);
        tell_parts(1, 4);
        let result = heard(
            move |done| own.borrow_mut().push(done),
            || {
                tell_parts(1, 2);
                unheard(|| tell_parts(9, 9));
                tell(|| Done::ShareOfMost(0.75));
                7
            },
        );
        tell_parts(3, 4);
        assert_eq!(result, 7);
        let expected = [Done::Share(0.5), Done::ShareOfMost(0.75)];
        assert_eq!(*heard_of.borrow(), expected);
    }
}
