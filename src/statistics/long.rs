//! Tests that may take seconds: what they found is kept for the next command.

use crate::memory::{self, Key};
use crate::progress::{self, Measure};
use crate::stats::StatsError;
use crate::stats::monte_carlo::{SEED, Simulated};
use crate::stats::survival::Observation;
use crate::stats::waiting::{self, Done};

/// A test of no more tables, divisions or permuted values is computed each time.
pub const MOST_UNKEPT: f64 = 10_000_000.0;

/// All that a test is computed from, and about how much work it is.
#[derive(Debug, Clone)]
pub struct Task {
    input: Vec<u8>,
    work: f64,
}

impl Task {
    /// An exact test of a table of counts: as much work as there are tables with its
    /// margins, at most.
    pub fn of_table(counts: &[Vec<u64>]) -> Self {
        let mut task = Self::empty();
        task.add_counts(counts);
        let rows: Vec<u64> = counts.iter().map(|row| row.iter().sum()).collect();
        let width = counts.iter().map(Vec::len).max().unwrap_or(0);
        let column = |at: usize| counts.iter().filter_map(|row| row.get(at)).sum();
        let columns: Vec<u64> = (0..width).map(column).collect();
        task.work = free(rows)
            .iter()
            .flat_map(|row| free(columns.clone()).into_iter().map(|own| own.min(*row)))
            .map(|most| most as f64 + 1.0)
            .product();
        task
    }

    /// An exact test of numbers in groups: as much work as there are ways to divide
    /// them.
    pub fn of_groups(groups: &[&[f64]]) -> Self {
        let mut task = Self::empty();
        task.add_groups(groups);
        task.work = divisions(groups.iter().map(|group| group.len()));
        task
    }

    /// The same of times to event.
    pub fn of_observations(groups: &[&[Observation]]) -> Self {
        let mut task = Self::empty();
        for group in groups {
            task.add(group.len() as u64);
            for own in *group {
                task.add(own.entry.to_bits());
                task.add(own.time.to_bits());
                task.add(u64::from(own.event));
            }
        }
        task.work = divisions(groups.iter().map(|group| group.len()));
        task
    }

    /// The same, when so many steps are needed.
    #[must_use]
    pub fn in_steps(mut self, steps: f64) -> Self {
        self.work = steps;
        self
    }

    /// The same by so many random permutations of all values, or tables of all cells.
    #[must_use]
    pub fn at_random(mut self, replicates: u32, values: usize) -> Self {
        self.add(SEED);
        self.add(u64::from(replicates));
        self.work = f64::from(replicates) * values as f64;
        self
    }

    /// The same with another bound of its work, or another number that it depends on.
    #[must_use]
    pub fn with(mut self, number: u64) -> Self {
        self.add(number);
        self
    }

    fn empty() -> Self {
        Self {
            input: Vec::new(),
            work: 0.0,
        }
    }

    fn add(&mut self, number: u64) {
        self.input.extend(number.to_le_bytes());
    }

    fn add_counts(&mut self, counts: &[Vec<u64>]) {
        for row in counts {
            self.add(row.len() as u64);
            row.iter().for_each(|count| self.add(*count));
        }
    }

    fn add_groups(&mut self, groups: &[&[f64]]) {
        for group in groups {
            self.add(group.len() as u64);
            group.iter().for_each(|value| self.add(value.to_bits()));
        }
    }
}

/// All margins but the largest, which follows from the others.
fn free(mut margins: Vec<u64>) -> Vec<u64> {
    margins.sort_unstable();
    margins.pop();
    margins
}

/// In how many ways values can be divided into groups of these sizes.
fn divisions(sizes: impl Iterator<Item = usize>) -> f64 {
    let (mut all, mut ways) = (0.0, 1.0);
    for size in sizes {
        for own in 1..=size {
            all += 1.0;
            ways *= all / own as f64;
        }
    }
    ways
}

/// A result that can be kept.
pub trait Kept: Sized {
    /// As numbers.
    fn to_numbers(&self) -> Vec<u64>;

    /// The opposite; none for numbers that are no such result.
    fn from_numbers(numbers: &[u64]) -> Option<Self>;
}

impl Kept for f64 {
    fn to_numbers(&self) -> Vec<u64> {
        vec![self.to_bits()]
    }

    fn from_numbers(numbers: &[u64]) -> Option<Self> {
        match numbers {
            [bits] => Some(Self::from_bits(*bits)),
            _ => None,
        }
    }
}

impl Kept for Simulated {
    fn to_numbers(&self) -> Vec<u64> {
        let replicates = u64::from(self.replicates);
        vec![self.p.to_bits(), self.standard_error.to_bits(), replicates]
    }

    fn from_numbers(numbers: &[u64]) -> Option<Self> {
        let [p, standard_error, replicates] = numbers else {
            return None;
        };
        Some(Self {
            p: f64::from_bits(*p),
            standard_error: f64::from_bits(*standard_error),
            replicates: u32::try_from(*replicates).ok()?,
        })
    }
}

/// Parts of a share that is shown.
const PARTS: usize = 1_000;

/// Computes something long, and shows how much of it is done.
pub fn shown<T>(title: impl Into<String>, compute: impl FnOnce() -> T) -> T {
    let stage = progress::begin(title, Measure::Unknown);
    let parts = |share: f64| (share * PARTS as f64) as usize;
    let listener = move |done| match done {
        Done::Share(share) => stage.set(Measure::Even(PARTS), parts(share)),
        Done::ShareOfMost(share) => stage.set(Measure::AtMost(PARTS), parts(share)),
    };
    waiting::heard(listener, compute)
}

/// Begins the numbers of a result.
const FOUND: u64 = 0;
/// Begins that of a test that was too much work, which only the work itself shows.
const TOO_MUCH_WORK: u64 = 1;

/// The result of a test, from the last command that computed it if it is long.
///
/// # Errors
/// Those of `compute`.
pub fn kept<T: Kept>(
    test: &str,
    task: &Task,
    compute: impl FnOnce() -> Result<T, StatsError>,
) -> Result<T, StatsError> {
    if task.work <= MOST_UNKEPT {
        return compute();
    }
    let key = Key::new(test, &task.input);
    let known = memory::recall(&key);
    if let Some(known) = known.and_then(|numbers| decoded(&numbers)) {
        return known;
    }
    let title = super::of_word(test).map_or("exact test", |statistic| statistic.title);
    let found = shown(title, compute);
    let numbers = match &found {
        Ok(result) => [vec![FOUND], result.to_numbers()].concat(),
        Err(StatsError::TooMuchWork(steps)) => vec![TOO_MUCH_WORK, *steps],
        // The others are found before any work.
        Err(_) => return found,
    };
    memory::keep(&key, &numbers);
    found
}

fn decoded<T: Kept>(numbers: &[u64]) -> Option<Result<T, StatsError>> {
    match numbers {
        [TOO_MUCH_WORK, steps] => Some(Err(StatsError::TooMuchWork(*steps))),
        [FOUND, rest @ ..] => T::from_numbers(rest).map(Ok),
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn work_is_counted_before_it_is_done() {
        // Divisions of 5 and of 4, 3, 2 values: 5!/(2! 3!), 9!/(4! 3! 2!).
        assert!((divisions([2, 3].into_iter()) - 10.0).abs() < 1e-9);
        assert!((divisions([4, 3, 2].into_iter()) - 1260.0).abs() < 1e-9);
        // One free cell of a table of four, which takes 0 to 3.
        let task = Task::of_table(&[vec![1, 2], vec![3, 4]]);
        assert!((task.work - 4.0).abs() < 1e-9);
        let simulated = task.clone().at_random(100_000, 4);
        assert!((simulated.work - 400_000.0).abs() < 1e-9);
        assert_ne!(task.input, simulated.input);
        // The same numbers in another shape.
        let other = Task::of_table(&[vec![1, 2, 3, 4]]);
        assert_ne!(task.input, other.input);
    }

    #[test]
    fn results_and_refusals_are_read_as_they_were_written() {
        let simulated = Simulated {
            p: 0.1,
            standard_error: 0.2,
            replicates: 7,
        };
        let numbers = [vec![FOUND], simulated.to_numbers()].concat();
        assert_eq!(decoded::<Simulated>(&numbers).unwrap().unwrap(), simulated);
        assert!(decoded::<f64>(&numbers).is_none());
        let refused = decoded::<f64>(&[TOO_MUCH_WORK, 9]).unwrap();
        assert_eq!(refused, Err(StatsError::TooMuchWork(9)));
        assert!(decoded::<f64>(&[]).is_none());
    }
}
