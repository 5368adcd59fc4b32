//! Pairs of groups after a significant test.

use super::record::{Basis, Entry, Grouping, Recorder};
use crate::ledger::Method;
use crate::ledger::format::Format;
use crate::stats::multiplicity::adjust;
use crate::study::adjustment_name;

/// The comparison of two levels.
pub(super) struct Pair {
    pub(super) first: usize,
    pub(super) second: usize,
    pub(super) unadjusted: Option<(f64, Method)>,
    /// By the method itself; for their number where it is `None`.
    pub(super) adjusted: (Option<f64>, Method),
}

/// The pairs of the groups that are filled, in order; none for two groups,
/// whose only pair is the overall test.
pub(super) fn each(filled: impl Iterator<Item = bool>) -> Vec<(usize, usize)> {
    let levels: Vec<usize> = filled
        .enumerate()
        .filter(|(_, filled)| *filled)
        .map(|(level, _)| level)
        .collect();
    if levels.len() < 3 {
        return Vec::new();
    }
    let later = |at: usize| levels.iter().skip(at + 1);
    levels
        .iter()
        .enumerate()
        .flat_map(|(at, first)| later(at).map(|second| (*first, *second)))
        .collect()
}

/// Records `PREFIX.A_vs_B.p` and, where there is one, `.p_unadjusted`.
pub(super) fn record(
    recorder: &mut Recorder<'_>,
    basis: &Basis,
    grouping: &Grouping<'_>,
    prefix: &str,
    what: &str,
    pairs: &[Pair],
) {
    let raw: Vec<f64> = pairs
        .iter()
        .map(|pair| pair.unadjusted.map_or(1.0, |(p, _)| p))
        .collect();
    let adjustment = recorder.study.conventions.adjustment;
    for (pair, adjusted) in pairs.iter().zip(adjust(&raw, adjustment)) {
        let prefix = format!("{prefix}.{}", grouping.pair_id(pair.first, pair.second));
        let words = format!("{what}, {}", grouping.pair_label(pair.first, pair.second));
        let (own, method) = pair.adjusted;
        let mut entry = Entry::new(
            format!("{prefix}.p"),
            format!("adjusted p-value of {words}"),
            own.unwrap_or(adjusted),
            Format::PValue,
            method,
        );
        if own.is_none() {
            entry = entry.convention(format!("adjustment = {}", adjustment_name(adjustment)));
        }
        recorder.add(basis, entry);
        if let Some((p, method)) = pair.unadjusted {
            let words = format!("unadjusted p-value of {words}");
            let id = format!("{prefix}.p_unadjusted");
            recorder.add(basis, Entry::new(id, words, p, Format::PValue, method));
        }
    }
}
