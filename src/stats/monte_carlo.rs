//! Random permutations where an exact distribution is out of reach.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::math::{self, LnFactorials};
use super::waiting;

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
pub const SEED: u64 = 20_230_617;

/// The share of random orders of `items` for which `hit` holds.
pub(super) fn share<T>(
    replicates: u32,
    items: &mut [T],
    mut hit: impl FnMut(&[T]) -> bool,
) -> Simulated {
    share_of(replicates, |random| {
        for last in (1..items.len()).rev() {
            items.swap(last, random.below(last as u64 + 1) as usize);
        }
        hit(items)
    })
}

/// Draws from one word of how many are done to the next: a draw may be a permutation
/// of a million rows, or a small table.
const BETWEEN: u32 = 16;

/// The share of random draws that hit.
pub(super) fn share_of(replicates: u32, mut hit: impl FnMut(&mut Random) -> bool) -> Simulated {
    let mut random = Random(ChaCha8Rng::seed_from_u64(SEED));
    let draw = |done: &u32| {
        if done.is_multiple_of(BETWEEN) {
            waiting::tell_parts(*done as usize, replicates as usize);
        }
        hit(&mut random)
    };
    let hits = (0..replicates).filter(draw).count();
    let p = (hits as f64 + 1.0) / (f64::from(replicates) + 1.0);
    Simulated {
        p,
        standard_error: (p * (1.0 - p) / f64::from(replicates)).sqrt(),
        replicates,
    }
}

/// ChaCha with 8 rounds, whose stream is the same on every machine.
pub(super) struct Random(ChaCha8Rng);

impl Random {
    /// A whole number below `bound`, each equally often (Lemire, *ACM TOMACS*
    /// 2019;29:3).
    fn below(&mut self, bound: u64) -> u64 {
        loop {
            let wide = u128::from(self.0.next_u64()) * u128::from(bound);
            let low = wide as u64;
            if low >= bound || low >= bound.wrapping_neg() % bound {
                return (wide >> 64) as u64;
            }
        }
    }

    /// How many of `drawn` without replacement are among the `tagged`, of `tagged`
    /// and `others` in all.
    ///
    /// Inversion outwards from the mode: some standard deviations of steps, so
    /// that a table of a million rows costs no more than its cells.
    pub(super) fn hypergeometric(
        &mut self,
        ln_factorials: &LnFactorials,
        (tagged, others): (u64, u64),
        drawn: u64,
    ) -> u64 {
        let (low, high) = (drawn.saturating_sub(others), drawn.min(tagged));
        let ln_choose =
            |n: u64, k: u64| ln_factorials.of(n) - ln_factorials.of(k) - ln_factorials.of(n - k);
        let mode = ((drawn + 1) * (tagged + 1) / (tagged + others + 2)).clamp(low, high);
        let ln_top = ln_choose(tagged, mode) + ln_choose(others, drawn - mode)
            - ln_choose(tagged + others, drawn);
        // P(x + 1) / P(x).
        let ratio = |x: u64| {
            let up = (tagged - x) as f64 * (drawn - x) as f64;
            up / ((x + 1) as f64 * (others + x + 1 - drawn) as f64)
        };
        let top = math::exp(ln_top);
        let mut left = (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64 - top;
        let ((mut above, mut p_above), (mut below, mut p_below)) = ((mode, top), (mode, top));
        while left >= 0.0 && (above < high || below > low) {
            if above < high {
                p_above *= ratio(above);
                above += 1;
                left -= p_above;
                if left < 0.0 {
                    return above;
                }
            }
            if below > low {
                below -= 1;
                p_below /= ratio(below);
                left -= p_below;
                if left < 0.0 {
                    return below;
                }
            }
        }
        mode
    }
}
