//! Random permutations where an exact distribution is out of reach.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A simulated p-value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Simulated {
    /// (hits + 1) / (replicates + 1), so that it is never 0.
    pub p: f64,
    /// Its standard error, √(p (1 - p) / replicates).
    pub standard_error: f64,
    /// Number of random permutations.
    pub replicates: u32,
}

/// The seed of every simulation: the same input gives the same answer.
const SEED: u64 = 20_230_617;

/// The share of random orders of `items` for which `hit` holds.
///
/// ChaCha with 8 rounds, whose stream is the same on every machine.
pub(super) fn share<T>(
    replicates: u32,
    items: &mut [T],
    mut hit: impl FnMut(&[T]) -> bool,
) -> Simulated {
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    let mut hits = 0_u32;
    for _ in 0..replicates {
        for last in (1..items.len()).rev() {
            items.swap(last, below(&mut random, last as u64 + 1) as usize);
        }
        hits += u32::from(hit(items));
    }
    let p = (f64::from(hits) + 1.0) / (f64::from(replicates) + 1.0);
    Simulated {
        p,
        standard_error: (p * (1.0 - p) / f64::from(replicates)).sqrt(),
        replicates,
    }
}

/// A whole number below `bound`, each equally often (Lemire, *ACM TOMACS*
/// 2019;29:3).
fn below(random: &mut ChaCha8Rng, bound: u64) -> u64 {
    loop {
        let wide = u128::from(random.next_u64()) * u128::from(bound);
        let low = wide as u64;
        if low >= bound || low >= bound.wrapping_neg() % bound {
            return (wide >> 64) as u64;
        }
    }
}
