//! Work on several cores whose results are taken in order.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;

/// The cores that this process may use.
pub(crate) fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Does `count` pieces of work on as many `cores`, and takes their results one
/// after the other in the order of the pieces, until `take` breaks.
pub(crate) fn in_order<T: Send>(
    cores: usize,
    count: usize,
    work: impl Fn(usize) -> T + Sync,
    mut take: impl FnMut(T) -> ControlFlow<()>,
) {
    if cores.min(count) < 2 {
        let _ = (0..count).map(work).try_for_each(take);
        return;
    }
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel(cores);
        for _ in 0..cores.min(count) {
            let (sender, next, work) = (sender.clone(), &next, &work);
            scope.spawn(move || {
                loop {
                    let piece = next.fetch_add(1, Ordering::Relaxed);
                    // Nobody receives what comes after a break.
                    if piece >= count || sender.send((piece, work(piece))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut wanted = 0;
        for (piece, result) in receiver {
            waiting.insert(piece, result);
            while let Some(result) = waiting.remove(&wanted) {
                wanted += 1;
                if take(result).is_break() {
                    return;
                }
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_work() {
        for count in [0, 1, 2, 7, 500] {
            let mut found = Vec::new();
            for cores in [1, 3] {
                found.clear();
                in_order(
                    cores,
                    count,
                    |piece| piece * piece,
                    |square| {
                        found.push(square);
                        ControlFlow::Continue(())
                    },
                );
            }
            assert_eq!(found, (0..count).map(|at| at * at).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_break_ends_it() {
        let mut taken = 0;
        in_order(
            4,
            1000,
            |piece| piece,
            |piece| {
                taken += 1;
                match piece {
                    3 => ControlFlow::Break(()),
                    _ => ControlFlow::Continue(()),
                }
            },
        );
        assert_eq!(taken, 4);
    }
}
