//! Work on several cores whose results are taken in order.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::mpsc::sync_channel;
use std::thread;

/// The cores that this process may use.
pub(crate) fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Does every piece of work on so many `cores`, and takes the results one after
/// the other in the order of the pieces, until `take` breaks. A piece is fetched when
/// a core is free for it.
pub(crate) fn in_order<W, T: Send>(
    cores: usize,
    pieces: impl Iterator<Item = W> + Send,
    work: impl Fn(W) -> T + Sync,
    mut take: impl FnMut(T) -> ControlFlow<()>,
) {
    let at_most = pieces.size_hint().1.unwrap_or(usize::MAX);
    if cores.min(at_most) < 2 {
        let mut pieces = pieces;
        let _ = pieces.try_for_each(|piece| take(work(piece)));
        return;
    }
    let pieces = Mutex::new(pieces.enumerate());
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel(cores);
        for _ in 0..cores.min(at_most) {
            let (sender, pieces, work) = (sender.clone(), &pieces, &work);
            scope.spawn(move || {
                loop {
                    // Whoever panicked while it fetched a piece stops everything.
                    let next = pieces.lock().map(|mut pieces| pieces.next());
                    let Ok(Some((at, piece))) = next else { return };
                    // Nobody receives what comes after a break.
                    if sender.send((at, work(piece))).is_err() {
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
                    0..count,
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
            0..1000,
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
