//! How long each stage took.

use std::fmt;
use std::time::{Duration, Instant};

use crate::memory::{self, Key};
use crate::progress::{self, Measure};

/// How long a stage must take that its duration is kept for the next time.
const LONG: Duration = Duration::from_secs(1);

/// The stages of a run in order, with their durations.
#[derive(Default)]
pub struct Timings {
    stages: Vec<(&'static str, Duration)>,
}

impl Timings {
    /// The stages that ran, in order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.stages.iter().map(|(name, _)| *name)
    }

    /// Runs and times a stage.
    pub fn stage<T>(&mut self, name: &'static str, work: impl FnOnce() -> T) -> T {
        self.measured(name, Measure::Unknown, work).0
    }

    /// The same of a stage that took so long before, if that was kept, and keeps how
    /// long it takes now, if it succeeds.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn stage_as_before<T, E>(
        &mut self,
        name: &'static str,
        study: &str,
        work: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        let key = Key::new(name, study.as_bytes());
        let before = memory::recall(&key).and_then(|numbers| match numbers.as_slice() {
            [milliseconds] => Some(Duration::from_millis(*milliseconds)),
            _ => None,
        });
        let measure = before.map_or(Measure::Unknown, Measure::Expected);
        let (result, took) = self.measured(name, measure, work);
        // What is short is not shown; what takes about as long as before is kept already.
        let differs = |before: Duration| before.abs_diff(took) * 5 > before;
        if result.is_ok() && before.map_or(took >= LONG, differs) {
            memory::keep(&key, &[took.as_millis() as u64]);
        }
        result
    }

    fn measured<T>(
        &mut self,
        name: &'static str,
        measure: Measure,
        work: impl FnOnce() -> T,
    ) -> (T, Duration) {
        let _shown = progress::begin(name, measure);
        let start = Instant::now();
        let result = work();
        let took = start.elapsed();
        self.stages.push((name, took));
        (result, took)
    }
}

impl fmt::Display for Timings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let milliseconds = |duration: &Duration| duration.as_secs_f64() * 1000.0;
        let is_typst = |name: &str| name == "typst" || name == "find typst";
        let total = |typst: bool| -> f64 {
            let chosen = self
                .stages
                .iter()
                .filter(|(name, _)| is_typst(name) == typst);
            chosen.map(|(_, duration)| milliseconds(duration)).sum()
        };
        for (name, duration) in &self.stages {
            writeln!(f, "{:>9.1} ms  {name}", milliseconds(duration))?;
        }
        writeln!(f, "{:>9.1} ms  cohort-report", total(false))?;
        write!(f, "{:>9.1} ms  typst", total(true))
    }
}

impl fmt::Debug for Timings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.stages).finish()
    }
}
