//! Work on every core, with results that do not depend on their number.

use std::panic::resume_unwind;

/// Maps on every core, results in the order of the items.
pub(super) fn in_parallel<T: Sync, R: Send>(items: &[T], map: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    // In turn rather than in pieces: costly items lie together.
    let share = |core: usize| {
        let own = items.iter().enumerate().skip(core).step_by(cores);
        own.map(|(at, item)| (at, map(item))).collect::<Vec<_>>()
    };
    let share = &share;
    let mut results: Vec<(usize, R)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores)
            .map(|core| scope.spawn(move || share(core)))
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap_or_else(|panic| resume_unwind(panic)))
            .collect()
    });
    results.sort_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}
