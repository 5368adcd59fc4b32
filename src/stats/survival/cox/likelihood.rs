//! The partial likelihood with its derivatives.
//!
//! The subjects are sorted once; their covariates lie behind each other in that
//! order, and the sums over the risk set are updated in place, so that an
//! evaluation allocates nothing for a subject or an event.

use std::rc::Rc;

use nalgebra::{DMatrix, DVector};

use super::form::Form;
use super::{Subject, Ties};
use crate::stats::math;
use crate::stats::regression::Scales;
use crate::stats::regression::maximise::{Objective, Penalised, Point, ends};

/// The subjects in the order in which risk sets grow.
pub(super) struct Order {
    /// The time of each subject: by stratum, then falling, then as given.
    pub(super) times: Vec<f64>,
    /// Whether the event ended it.
    events: Vec<bool>,
    /// Their weights; empty where all are 1.
    weights: Vec<f64>,
    /// Where each stratum ends.
    pub(super) strata: Vec<usize>,
    /// The row of each as given; memory does not hold more than four bytes count.
    rows: Vec<u32>,
    /// Places by stratum, then by falling entry, with the entry; empty without
    /// delayed entry.
    pub(super) by_entry: Vec<(usize, f64)>,
}

impl Order {
    pub(super) fn new(subjects: &[Subject]) -> Self {
        // Keys beside each other are compared quicker than through their rows.
        let order = |key: fn(&Subject) -> f64| {
            let rows = (0_u32..).zip(subjects);
            let mut keys: Vec<(u32, f64, u32)> = rows
                .map(|(row, subject)| (subject.stratum as u32, key(subject), row))
                .collect();
            keys.sort_unstable_by(|a, b| {
                let falling = || b.1.total_cmp(&a.1);
                a.0.cmp(&b.0).then_with(falling).then(a.2.cmp(&b.2))
            });
            keys.into_iter().map(|(_, _, row)| row).collect()
        };
        let rows: Vec<u32> = order(|subject| subject.time);
        let late = subjects.iter().any(|s| s.entry > f64::NEG_INFINITY);
        let by_entry = if late {
            let mut places = vec![0; subjects.len()];
            for (place, &row) in rows.iter().enumerate() {
                places[row as usize] = place;
            }
            let by_entry: Vec<u32> = order(|subject| subject.entry);
            let entry = |row: u32| (places[row as usize], subjects[row as usize].entry);
            by_entry.into_iter().map(entry).collect()
        } else {
            Vec::new()
        };
        let sorted = || rows.iter().map(|&row| &subjects[row as usize]);
        let weights = if subjects
            .iter()
            .all(|s| s.weight.to_bits() == 1.0_f64.to_bits())
        {
            Vec::new()
        } else {
            sorted().map(|s| s.weight).collect()
        };
        let stratum = |row: &u32| subjects[*row as usize].stratum;
        let same = |a: &u32, b: &u32| stratum(a) == stratum(b);
        let strata = rows.chunk_by(same).scan(0, |end, stratum| {
            *end += stratum.len();
            Some(*end)
        });
        Self {
            times: sorted().map(|s| s.time).collect(),
            events: sorted().map(|s| s.event).collect(),
            weights,
            strata: strata.collect(),
            by_entry,
            rows,
        }
    }

    pub(super) fn weight(&self, place: usize) -> f64 {
        self.weights.get(place).copied().unwrap_or(1.0)
    }

    /// The row of a place, as given.
    pub(super) fn row(&self, place: usize) -> usize {
        self.rows[place] as usize
    }
}

/// Subjects in order, ready for repeated evaluation.
pub(super) struct Likelihood {
    ties: Ties,
    pub(super) order: Rc<Order>,
    /// How many covariates there are.
    size: usize,
    /// The covariates of each subject in order.
    covariates: Vec<f64>,
    /// By how much each covariate differs at most.
    ranges: Vec<f64>,
}

/// Sums over subjects of weight, weight x and weight x x', column by column; with a
/// quadratic form q, those of weight q x and, last, weight q.
#[derive(Clone)]
struct Sums {
    weight: f64,
    first: Vec<f64>,
    second: Vec<f64>,
    form: Vec<f64>,
}

/// Mean and central moments of the covariates in the risk set of one event.
pub(super) struct Moments {
    pub(super) ln_weight: f64,
    /// What the event counts: the mean weight of those at its time.
    pub(super) counts: f64,
    pub(super) mean: Vec<f64>,
    /// Column by column.
    pub(super) covariance: Vec<f64>,
    /// The third cumulants with each covariate, the other two multiplied by the
    /// quadratic form and summed; empty without one.
    skewness: Vec<f64>,
}

/// The events at one time of one stratum.
pub(super) struct AtTime<'a> {
    /// The places of those with the event.
    pub(super) dead: &'a [usize],
    /// The largest linear predictor of the stratum, to which weights are relative.
    pub(super) most: f64,
    pub(super) time: f64,
    risk: &'a Sums,
    deaths: &'a Sums,
    counts: f64,
    ties: Ties,
    form: Option<&'a Form<'a>>,
    moments: &'a mut Moments,
}

impl Sums {
    fn zero(p: usize, form: Option<&Form<'_>>) -> Self {
        Self {
            weight: 0.0,
            first: vec![0.0; p],
            second: vec![0.0; p * p],
            form: vec![0.0; form.map_or(0, |_| p + 1)],
        }
    }

    fn clear(&mut self) {
        self.weight = 0.0;
        self.first.fill(0.0);
        self.second.fill(0.0);
        self.form.fill(0.0);
    }

    fn add(&mut self, weight: f64, x: &[f64], form: Option<&Form<'_>>) {
        self.weight += weight;
        add_scaled(&mut self.first, weight, x);
        add_product(&mut self.second, weight, x);
        if let (Some(form), Some((last, products))) = (form, self.form.split_last_mut()) {
            let own = weight * form.of(x);
            add_scaled(products, own, x);
            *last += own;
        }
    }
}

/// Adds a weighted x x', column by column.
#[inline]
fn add_product(sums: &mut [f64], weight: f64, x: &[f64]) {
    let mut rest = sums;
    for across in x {
        let Some((column, others)) = rest.split_at_mut_checked(x.len()) else {
            return;
        };
        add_scaled(column, weight * across, x);
        rest = others;
    }
}

impl Moments {
    fn zero(p: usize, form: Option<&Form<'_>>) -> Self {
        Self {
            ln_weight: 0.0,
            counts: 0.0,
            mean: vec![0.0; p],
            covariance: vec![0.0; p * p],
            skewness: vec![0.0; form.map_or(0, |_| p)],
        }
    }

    /// The moments of `risk` when a share of `deaths` is taken out.
    fn set(&mut self, risk: &Sums, deaths: &Sums, share: f64, form: Option<&Form<'_>>) {
        let weight = risk.weight - share * deaths.weight;
        self.ln_weight = math::ln(weight);
        let left = |all: &f64, dead: &f64| (all - share * dead) / weight;
        set_each(&mut self.mean, &risk.first, &deaths.first, left);
        set_each(&mut self.covariance, &risk.second, &deaths.second, left);
        if let (Some(form), Some((all, products)), Some((dead, of_dead))) =
            (form, risk.form.split_last(), deaths.form.split_last())
        {
            set_each(&mut self.skewness, products, of_dead, left);
            form.centre(
                &mut self.skewness,
                left(all, dead),
                &self.mean,
                &self.covariance,
            );
        }
        let mut rest = self.covariance.as_mut_slice();
        for across in &self.mean {
            let Some((column, others)) = rest.split_at_mut_checked(self.mean.len()) else {
                return;
            };
            add_scaled(column, -across, &self.mean);
            rest = others;
        }
    }
}

impl AtTime<'_> {
    /// The share of the tied events that has left the risk set of each event.
    pub(super) fn shares(&self) -> impl Fn(usize) -> f64 + use<> {
        let (ties, events) = (self.ties, self.dead.len() as f64);
        move |event| match ties {
            // For the k-th event, tied events have less weight.
            Ties::Efron => event as f64 / events,
            Ties::Breslow => 0.0,
        }
    }

    /// The moments of the risk set once for each event.
    pub(super) fn each_event(&mut self, mut visit: impl FnMut(usize, &Moments)) {
        let shares = self.shares();
        for (k, &place) in self.dead.iter().enumerate() {
            let share = shares(k);
            // Without such a share every event sees the same risk set.
            if k == 0 || self.ties == Ties::Efron {
                self.moments.set(self.risk, self.deaths, share, self.form);
                self.moments.counts = self.counts;
            }
            visit(place, self.moments);
        }
    }
}

impl Likelihood {
    pub(super) fn new(order: Rc<Order>, columns: &[&[f64]], scales: &Scales, ties: Ties) -> Self {
        let size = columns.len();
        let mut covariates = Vec::with_capacity(order.rows.len() * size);
        for &row in &order.rows {
            let values = columns.iter().map(|column| column[row as usize]);
            covariates.extend(values.enumerate().map(|(at, value)| scales.unit(at, value)));
        }
        let range = |at: usize| {
            let (low, high) = ends(covariates.iter().skip(at).step_by(size).copied());
            high - low
        };
        Self {
            ties,
            order,
            size,
            ranges: (0..size).map(range).collect(),
            covariates,
        }
    }

    /// The linear predictor of each subject, in the order given.
    pub(super) fn predictors(&self, beta: &DVector<f64>) -> Vec<f64> {
        let sorted = self.sorted_predictors(beta);
        let mut predictors = vec![0.0; sorted.len()];
        for (&row, own) in self.order.rows.iter().zip(sorted) {
            predictors[row as usize] = own;
        }
        predictors
    }

    pub(super) fn sorted_predictors(&self, beta: &DVector<f64>) -> Vec<f64> {
        let beta = beta.as_slice();
        let mut predictors = Vec::with_capacity(self.order.times.len());
        for place in 0..self.order.times.len() {
            let x = &self.covariates(place)[..beta.len()];
            // As the sum of an iterator begins.
            let mut sum = -0.0;
            for at in 0..beta.len() {
                sum += x[at] * beta[at];
            }
            predictors.push(sum);
        }
        predictors
    }

    #[inline]
    pub(super) fn covariates(&self, place: usize) -> &[f64] {
        let p = self.size;
        &self.covariates[place * p..(place + 1) * p]
    }

    /// Visits every time with events, stratum by stratum, the latest first.
    pub(super) fn each_time(&self, beta: &DVector<f64>, visit: impl FnMut(AtTime<'_>)) {
        self.walk(&self.sorted_predictors(beta), None, visit);
    }

    /// The same with the linear predictors at hand, and with a quadratic form of the
    /// covariates whose sums are wanted.
    pub(super) fn walk(
        &self,
        predictors: &[f64],
        form: Option<&Form<'_>>,
        mut visit: impl FnMut(AtTime<'_>),
    ) {
        let p = self.size;
        let mut risk = Sums::zero(p, form);
        let mut deaths = risk.clone();
        let mut moments = Moments::zero(p, form);
        let mut dead = Vec::new();
        let mut entered = 0;
        let mut at = 0;
        let order = &*self.order;
        for &end in &order.strata {
            // A stratum of its own: weights relative to its largest predictor.
            let own = predictors[at..end].iter().copied();
            let most = own.fold(f64::NEG_INFINITY, f64::max);
            let weight = |place: usize| order.weight(place) * math::exp(predictors[place] - most);
            risk.clear();
            while at < end {
                let time = order.times[at];
                if !dead.is_empty() {
                    deaths.clear();
                    dead.clear();
                }
                while at < end && order.times[at] == time {
                    let (x, weight) = (self.covariates(at), weight(at));
                    risk.add(weight, x, form);
                    if order.events[at] {
                        deaths.add(weight, x, form);
                        dead.push(at);
                    }
                    at += 1;
                }
                // Those who enter at or after this time were not yet at risk.
                while let Some(&(place, entry)) = order.by_entry.get(entered) {
                    if entered >= end || entry < time {
                        break;
                    }
                    risk.add(-weight(place), self.covariates(place), form);
                    entered += 1;
                }
                if dead.is_empty() {
                    continue;
                }
                let total: f64 = dead.iter().map(|&place| self.order.weight(place)).sum();
                visit(AtTime {
                    dead: &dead,
                    most,
                    time,
                    risk: &risk,
                    deaths: &deaths,
                    counts: total / dead.len() as f64,
                    ties: self.ties,
                    form,
                    moments: &mut moments,
                });
            }
            entered = end;
        }
    }

    /// Adds the weighted covariates of some subjects to a sum.
    pub(super) fn add_covariates(&self, places: &[usize], sum: &mut [f64]) {
        for &place in places {
            add_scaled(sum, self.order.weight(place), self.covariates(place));
        }
    }
}

impl Objective for Likelihood {
    fn size(&self) -> usize {
        self.size
    }

    fn intercepts(&self) -> usize {
        0
    }

    fn may_run_away(&self) -> bool {
        true
    }

    fn range(&self, coefficient: usize) -> f64 {
        self.ranges[coefficient]
    }

    fn at(&self, beta: &DVector<f64>) -> Point {
        let p = self.size;
        let predictors = self.sorted_predictors(beta);
        let mut point = Point {
            value: 0.0,
            gradient: DVector::zeros(p),
            information: DMatrix::zeros(p, p),
        };
        let mut observed = vec![0.0; p];
        self.walk(&predictors, None, |mut now| {
            observed.fill(0.0);
            self.add_covariates(now.dead, &mut observed);
            add_scaled(point.gradient.as_mut_slice(), 1.0, &observed);
            let most = now.most;
            now.each_event(|place, own| {
                point.value += self.order.weight(place) * (predictors[place] - most);
                point.value -= own.counts * own.ln_weight;
                add_scaled(point.gradient.as_mut_slice(), -own.counts, &own.mean);
                let information = point.information.as_mut_slice();
                add_scaled(information, own.counts, &own.covariance);
            });
        });
        point
    }
}

impl Penalised for Likelihood {
    /// The derivative of the information is made of third cumulants of the risk sets.
    fn traces(&self, beta: &DVector<f64>, matrix: &DMatrix<f64>) -> DVector<f64> {
        let mut traces = DVector::zeros(self.size);
        let form = Form(matrix);
        self.walk(&self.sorted_predictors(beta), Some(&form), |mut now| {
            now.each_event(|_, own| {
                add_scaled(traces.as_mut_slice(), own.counts, &own.skewness);
            });
        });
        traces
    }
}

/// Adds a multiple of some values to others.
#[inline]
// By index: of a few values at a time, iterators cost as much again to set up.
pub(super) fn add_scaled(sums: &mut [f64], scale: f64, values: &[f64]) {
    let count = sums.len().min(values.len());
    let (sums, values) = (&mut sums[..count], &values[..count]);
    for at in 0..count {
        sums[at] += scale * values[at];
    }
}

/// Sets each value from two others.
#[inline]
fn set_each(values: &mut [f64], a: &[f64], b: &[f64], of: impl Fn(&f64, &f64) -> f64) {
    let count = values.len().min(a.len()).min(b.len());
    let (values, a, b) = (&mut values[..count], &a[..count], &b[..count]);
    for at in 0..count {
        values[at] = of(&a[at], &b[at]);
    }
}
