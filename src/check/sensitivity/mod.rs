//! The sensitivity of printed numbers to conventions and single rows
//! ([`fragile`]), and single cells of the data ([`mutate`]).

mod fragile;
mod mutate;

pub use fragile::{Fragile, Fragility, Shift, fragile};
pub use mutate::{ColumnOutcome, Mutation, mutate};

use std::sync::atomic::{AtomicUsize, Ordering};

/// Evenly spaced places, at most so many of `all`.
fn sample(all: usize, most: usize) -> Vec<usize> {
    if all <= most {
        return (0..all).collect();
    }
    (0..most).map(|index| index * all / most).collect()
}

/// The results of work on each item in the order of the items, on every core.
/// `progress` is called with the number done.
fn in_parallel<T: Sync, R: Send>(
    items: &[T],
    progress: &(dyn Fn(usize, usize) + Sync),
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let done = AtomicUsize::new(0);
    let mut results: Vec<(usize, R)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores.min(items.len()))
            .map(|_| {
                scope.spawn(|| {
                    let mut own = Vec::new();
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(item) = items.get(at) else {
                            return own;
                        };
                        own.push((at, work(item)));
                        progress(done.fetch_add(1, Ordering::Relaxed) + 1, items.len());
                    }
                })
            })
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| match worker.join() {
                Ok(own) => own,
                Err(panic) => std::panic::resume_unwind(panic),
            })
            .collect()
    });
    results.sort_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_even_and_results_in_order() {
        assert_eq!(sample(3, 5), [0, 1, 2]);
        assert_eq!(sample(10, 5), [0, 2, 4, 6, 8]);
        let items: Vec<usize> = (0..100).collect();
        let squares = in_parallel(&items, &|_, _| {}, |item| item * item);
        assert_eq!(squares.get(9), Some(&81));
        assert_eq!(squares.len(), 100);
    }
}
