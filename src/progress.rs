//! How far long work is, for whoever shows it. Nothing that is computed depends on it.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

static STAGES: Mutex<Vec<Running>> = Mutex::new(Vec::new());

#[derive(Debug)]
struct Running {
    id: u64,
    name: String,
    since: Instant,
    measure: Measure,
    done: usize,
}

/// How the rest of a stage can be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// It cannot.
    Unknown,
    /// So many parts, each of which takes about as long as another.
    Even(usize),
    /// So many parts of which some take longer.
    Uneven(usize),
    /// No more than so many parts, each of which takes about as long as another.
    AtMost(usize),
    /// It took so long before.
    Expected(Duration),
}

/// A stage at work; it ends when this is dropped.
#[derive(Debug)]
pub struct Stage(u64);

/// What is to be shown of the stage that began last.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// Its name.
    pub name: String,
    /// Since it began.
    pub elapsed: Duration,
    /// How its rest can be known.
    pub measure: Measure,
    /// How many parts are done.
    pub done: usize,
}

/// The list holds no invariant that a panic could have broken.
fn stages() -> MutexGuard<'static, Vec<Running>> {
    STAGES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Begins a stage, which may be within another.
pub fn begin(name: impl Into<String>, measure: Measure) -> Stage {
    let mut stages = stages();
    let id = stages.last().map_or(0, |last| last.id + 1);
    stages.push(Running {
        id,
        name: name.into(),
        since: Instant::now(),
        measure,
        done: 0,
    });
    Stage(id)
}

impl Stage {
    /// One more part is done.
    pub fn advance(&self) {
        self.change(|done| done + 1);
    }

    /// So many parts are done, if not more.
    pub fn reach(&self, count: usize) {
        self.change(|done| done.max(count));
    }

    /// So many parts are done, by a measure that is known only now.
    pub fn set(&self, measure: Measure, done: usize) {
        if let Some(own) = stages().iter_mut().find(|stage| stage.id == self.0) {
            (own.measure, own.done) = (measure, done);
        }
    }

    fn change(&self, change: impl Fn(usize) -> usize) {
        if let Some(own) = stages().iter_mut().find(|stage| stage.id == self.0) {
            own.done = change(own.done);
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        stages().retain(|stage| stage.id != self.0);
    }
}

/// The stage that began last and has not ended.
pub fn now() -> Option<Shown> {
    stages().last().map(|stage| Shown {
        name: stage.name.clone(),
        elapsed: stage.since.elapsed(),
        measure: stage.measure,
        done: stage.done,
    })
}

impl Shown {
    /// How long it will still take, at most or about, as long as that can be told.
    pub fn left(&self) -> Option<Duration> {
        let all = match self.measure {
            Measure::Even(all) | Measure::AtMost(all) => all,
            Measure::Expected(all) => return all.checked_sub(self.elapsed),
            Measure::Unknown | Measure::Uneven(_) => return None,
        };
        let left = all.checked_sub(self.done)?;
        (self.done > 0).then(|| self.elapsed.mul_f64(left as f64 / self.done as f64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_follows_from_what_is_done() {
        let shown = |measure, done| Shown {
            name: String::new(),
            elapsed: Duration::from_secs(3),
            measure,
            done,
        };
        let left = shown(Measure::Even(12), 4).left();
        assert_eq!(left, Some(Duration::from_secs(6)));
        assert_eq!(shown(Measure::Even(12), 0).left(), None);
        assert_eq!(shown(Measure::Uneven(12), 4).left(), None);
        assert_eq!(shown(Measure::Unknown, 0).left(), None);
        assert_eq!(shown(Measure::Even(4), 5).left(), None);
        let left = shown(Measure::AtMost(12), 4).left();
        assert_eq!(left, Some(Duration::from_secs(6)));
        let before = |seconds| Measure::Expected(Duration::from_secs(seconds));
        assert_eq!(shown(before(8), 0).left(), Some(Duration::from_secs(5)));
        assert_eq!(shown(before(2), 0).left(), None);
    }
}
