//! Sets of CSV lines, written short and kept small.

use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

/// Lines of the CSV in rising order. A copy shares them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RowSet(Arc<Kept>);

/// As runs of neighbours, or one bit for each line, whichever takes less: the
/// rows of a group of a registry are hundreds of thousands of runs.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Kept {
    Runs(Vec<(u64, u64)>),
    Bits { first: u64, bits: Vec<u64> },
}

/// As many runs take no room worth saving.
const FEW: usize = 64;
/// Lines in a word of bits.
const WORD: u64 = u64::BITS as u64;

impl RowSet {
    /// From lines in rising order, of which some may be repeated.
    pub fn new(lines: impl IntoIterator<Item = u64>) -> Self {
        let mut lines = lines.into_iter();
        let mut runs: Vec<(u64, u64)> = Vec::new();
        for line in lines.by_ref() {
            match runs.last_mut() {
                Some((_, end)) if *end + 1 == line => *end = line,
                // A line that stands for several patients.
                Some((_, end)) if *end == line => {}
                _ => runs.push((line, line)),
            }
            if runs.len() > FEW && is_scattered(&runs) {
                return Self::of_bits(&runs, lines);
            }
        }
        Self(Arc::new(Kept::Runs(runs)))
    }

    /// From those of the lines, in rising order, that are chosen.
    pub fn chosen(lines: &[u64], chosen: &[bool]) -> Self {
        let ends = lines.first().zip(lines.last());
        let span = ends.map_or(0, |(first, last)| last.saturating_sub(*first) as usize + 1);
        // A line for each row, as where no cell spans lines and none is counted: rising
        // lines without a gap.
        if span != lines.len() || !lines.is_sorted_by(|a, b| a < b) {
            let both = lines.iter().zip(chosen);
            return Self::new(both.filter(|(_, chosen)| **chosen).map(|(line, _)| *line));
        }
        let from = lines.first().copied().unwrap_or(0);
        let mut runs: Vec<(u64, u64)> = Vec::new();
        let mut at = 0;
        for run in chosen.get(..span).unwrap_or(chosen).chunk_by(|a, b| a == b) {
            let start = from + at as u64;
            at += run.len();
            if run.first() != Some(&true) {
                continue;
            }
            runs.push((start, start));
            if runs.len() > FEW && is_scattered(&runs) {
                return Self::of_chosen(&runs, from, chosen.get(..span).unwrap_or(chosen));
            }
            if let Some((_, end)) = runs.last_mut() {
                *end = from + at as u64 - 1;
            }
        }
        Self(Arc::new(Kept::Runs(runs)))
    }

    /// From neighbouring lines of which the first that is chosen begins the runs.
    fn of_chosen(runs: &[(u64, u64)], from: u64, chosen: &[bool]) -> Self {
        let first = runs.first().map_or(from, |(start, _)| *start);
        let chosen = chosen.get((first - from) as usize..).unwrap_or_default();
        let word = |rows: &[bool]| {
            let bits = (0..).zip(rows);
            bits.fold(0, |word, (at, chosen)| word | u64::from(*chosen) << at)
        };
        let mut bits: Vec<u64> = chosen.chunks(WORD as usize).map(word).collect();
        while bits.last() == Some(&0) {
            bits.pop();
        }
        bits.shrink_to_fit();
        Self(Arc::new(Kept::Bits { first, bits }))
    }

    /// From the runs of the first lines and those that follow.
    fn of_bits(runs: &[(u64, u64)], lines: impl Iterator<Item = u64>) -> Self {
        let first = runs.first().map_or(0, |(start, _)| *start);
        let mut bits: Vec<u64> = Vec::new();
        let before = runs.iter().flat_map(|(start, end)| *start..=*end);
        for line in before.chain(lines) {
            let at = line - first;
            let word = usize::try_from(at / WORD).unwrap_or(usize::MAX);
            if word >= bits.len() {
                bits.resize(word + 1, 0);
            }
            if let Some(word) = bits.get_mut(word) {
                *word |= 1 << (at % WORD);
            }
        }
        bits.shrink_to_fit();
        Self(Arc::new(Kept::Bits { first, bits }))
    }

    /// Calls `visit` with the first and the last line of each run.
    fn each_run<E>(&self, mut visit: impl FnMut(u64, u64) -> Result<(), E>) -> Result<(), E> {
        let (first, bits) = match &*self.0 {
            Kept::Runs(runs) => {
                return runs.iter().try_for_each(|(start, end)| visit(*start, *end));
            }
            Kept::Bits { first, bits } => (*first, bits),
        };
        let mut open = None;
        let mut line = first;
        for word in bits {
            for bit in 0..WORD {
                let is_in = word >> bit & 1 == 1;
                match open {
                    None if is_in => open = Some(line),
                    Some(start) if !is_in => {
                        visit(start, line - 1)?;
                        open = None;
                    }
                    _ => {}
                }
                line += 1;
            }
        }
        match open {
            Some(start) => visit(start, line - 1),
            None => Ok(()),
        }
    }
}

/// Whether the runs take more room than a bit for each line from the first to
/// the last.
fn is_scattered(runs: &[(u64, u64)]) -> bool {
    let (Some((first, _)), Some((_, last))) = (runs.first(), runs.last()) else {
        return false;
    };
    let words = (last - first) / WORD + 1;
    2 * runs.len() as u64 > words
}

impl Default for RowSet {
    fn default() -> Self {
        Self::new([])
    }
}

impl fmt::Display for RowSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut between = "";
        self.each_run(|start, end| {
            f.write_str(between)?;
            between = ",";
            if start == end {
                write!(f, "{start}")
            } else {
                write!(f, "{start}-{end}")
            }
        })?;
        if between.is_empty() {
            f.write_str("none")?;
        }
        Ok(())
    }
}

impl Serialize for RowSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn neighbours_are_joined() {
        assert_eq!(RowSet::new([2, 3, 4, 7, 9, 10]).to_string(), "2-4,7,9-10");
        assert_eq!(RowSet::new([]).to_string(), "none");
    }

    /// Written from the lines themselves.
    fn written(lines: &[u64]) -> String {
        let runs = lines.chunk_by(|a, b| a + 1 == *b);
        let run = |run: &[u64]| match run {
            [one] => one.to_string(),
            _ => format!("{}-{}", run[0], run[run.len() - 1]),
        };
        let all: Vec<String> = runs.map(run).collect();
        if all.is_empty() {
            "none".to_owned()
        } else {
            all.join(",")
        }
    }

    proptest! {
        /// However scattered the lines are, they are written alike.
        #[test]
        fn scattered_lines_are_written_as_they_are(
            steps in prop::collection::vec((1_u64..4, 1_usize..3), 0..2000),
            far in 0_u64..100_000,
            from in 0_u64..1000,
        ) {
            let mut lines = Vec::new();
            let mut line = from;
            for (at, (step, length)) in steps.iter().enumerate() {
                line += step + if at == steps.len() / 2 { far } else { 0 };
                for _ in 0..*length {
                    lines.push(line);
                    line += 1;
                }
            }
            let set = RowSet::new(lines.iter().copied());
            prop_assert_eq!(set.to_string(), written(&lines));
            // The same of all lines from before the first to after the last.
            let all: Vec<u64> = (from..line + 3).collect();
            let mut chosen = vec![false; all.len()];
            lines.iter().for_each(|line| chosen[(line - from) as usize] = true);
            prop_assert_eq!(&RowSet::chosen(&all, &chosen), &set);
            let ones = vec![true; lines.len()];
            prop_assert_eq!(&RowSet::chosen(&lines, &ones), &set);
            prop_assert_eq!(RowSet::new(lines), set);
        }
    }
}
