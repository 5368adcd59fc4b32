//! Pairs of groups after a significant test.

use super::record::{Basis, Entry, Grouping, Recorder, both, count};
use crate::number::{Format, Method, Path};
use crate::stats::multiplicity::adjust;
use crate::study::ConventionKey;

/// Which rows the comparison of two levels is computed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PairRows {
    /// Those of the two levels.
    TwoGroups,
    /// Those of all levels, which share ranks or a variance.
    AllGroups,
}

/// The comparison of two levels.
pub(super) struct Pair {
    pub(super) first: usize,
    pub(super) second: usize,
    pub(super) rows: PairRows,
    /// The statistic of the pair, with its name.
    pub(super) statistic: Option<(&'static str, f64)>,
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

/// What the pairs are of.
pub(super) struct Compared<'a> {
    /// Of the test of all groups.
    pub(super) basis: &'a Basis,
    /// The rows of all groups.
    pub(super) used: &'a [bool],
    pub(super) variables: &'a [&'a str],
    pub(super) grouping: &'a Grouping<'a>,
    pub(super) path: &'a Path,
    pub(super) what: &'a str,
}

impl Compared<'_> {
    /// Records `PATH.A_vs_B.p` and, where there is one, `.p_unadjusted`.
    pub(super) fn record(&self, recorder: &mut Recorder<'_>, pairs: &[Pair]) {
        let raw: Vec<f64> = pairs
            .iter()
            .map(|pair| pair.unadjusted.map_or(1.0, |(p, _)| p))
            .collect();
        let conventions = &recorder.study.conventions;
        let rule = conventions.setting(ConventionKey::Adjustment);
        let adjustment = conventions.adjustment;
        let grouping = self.grouping;
        for (pair, adjusted) in pairs.iter().zip(adjust(&raw, adjustment)) {
            let path = self
                .path
                .clone()
                .then(grouping.pair(pair.first, pair.second));
            let label = grouping.pair_label(pair.first, pair.second);
            let words = format!("{}, {label}", self.what);
            let basis = self.basis_of(recorder, pair);
            let (own, method) = pair.adjusted;
            let mut entry = Entry::new(
                path.key("p"),
                format!("adjusted p-value of {words}"),
                own.unwrap_or(adjusted),
                Format::PValue,
                method,
            );
            if own.is_none() {
                entry = entry.convention(rule);
            }
            recorder.add(&basis, entry);
            if let Some((p, method)) = pair.unadjusted {
                let words = format!("unadjusted p-value of {words}");
                let id = path.key("p_unadjusted");
                recorder.add(&basis, Entry::new(id, words, p, Format::PValue, method));
                if let Some((key, value)) = pair.statistic {
                    let words = format!("{key} of {}, {label}", self.what);
                    let two = Format::Digits(2);
                    recorder.add(&basis, Entry::new(path.key(key), words, value, two, method));
                }
            }
        }
    }

    fn basis_of(&self, recorder: &mut Recorder<'_>, pair: &Pair) -> Basis {
        match pair.rows {
            PairRows::AllGroups => self.basis.clone(),
            PairRows::TwoGroups => {
                let members = self.grouping.members_of_pair(pair.first, pair.second);
                let own = both(self.used, &members);
                recorder.basis(&own, count(&members), self.variables)
            }
        }
    }
}
