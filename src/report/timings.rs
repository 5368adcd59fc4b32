//! How long each stage took.

use std::fmt;
use std::time::{Duration, Instant};

use crate::progress::{self, Measure};

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
        let _shown = progress::begin(name, Measure::Unknown);
        let start = Instant::now();
        let result = work();
        self.stages.push((name, start.elapsed()));
        result
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
