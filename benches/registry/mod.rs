//! A registry of any size: ages, treatment, and times to death in days, with
//! ties and censoring, the same in every run.

#![allow(dead_code, reason = "each bench uses its share")]

use cohort_report::stats::regression::{CoefficientInterval, FitOptions};
use cohort_report::stats::survival::Observation;
use cohort_report::stats::survival::cox::{Subject, Ties, cox};

pub struct Registry {
    pub age: Vec<f64>,
    pub treated: Vec<f64>,
    pub rows: Vec<Observation>,
}

impl Registry {
    pub fn new(size: usize) -> Self {
        // Knuth's linear congruential generator: speed is all that is asked.
        let mut state = 1_u64;
        let mut draw = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        let mut registry = Self {
            age: Vec::with_capacity(size),
            treated: Vec::with_capacity(size),
            rows: Vec::with_capacity(size),
        };
        for _ in 0..size {
            let age = 40.0 + (45.0 * draw()).floor() + draw();
            let treated = f64::from(u8::from(draw() < 0.5));
            let hazard = ((age - 60.0) / 30.0 - 0.3 * treated).exp();
            let death = -(1.0 - draw()).ln() * 2000.0 / hazard;
            let censored = 3650.0 * draw();
            registry.age.push(age);
            registry.treated.push(treated);
            let time = death.min(censored).ceil();
            registry
                .rows
                .push(Observation::new(time, death <= censored));
        }
        registry
    }

    pub fn first(&self, size: usize) -> Self {
        Self {
            age: self.age[..size].to_vec(),
            treated: self.treated[..size].to_vec(),
            rows: self.rows[..size].to_vec(),
        }
    }

    pub fn groups(&self) -> (Vec<Observation>, Vec<Observation>) {
        let of = |wanted: f64| {
            let own = self
                .rows
                .iter()
                .zip(&self.treated)
                .filter(|(_, t)| **t == wanted);
            own.map(|(row, _)| *row).collect()
        };
        (of(0.0), of(1.0))
    }

    pub fn cox(&self) -> Option<f64> {
        let subject = |row: &Observation| Subject {
            entry: f64::NEG_INFINITY,
            time: row.time,
            event: row.event,
            stratum: 0,
            weight: 1.0,
        };
        let subjects: Vec<Subject> = self.rows.iter().map(subject).collect();
        let options = FitOptions {
            confidence: 0.95,
            interval: CoefficientInterval::Wald,
            firth: false,
        };
        let fit = cox(&subjects, &[&self.age, &self.treated], Ties::Efron, options);
        Some(fit.ok()?.terms[0].finite()?.estimate)
    }
}
