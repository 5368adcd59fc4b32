//! The robust variance: from what each subject adds to the score.

use nalgebra::{DMatrix, DVector};

use super::GlobalTest;
use super::likelihood::{Likelihood, add_scaled};
use super::limit::Limit;
use crate::stats::regression::maximise::{Objective, solve};
use crate::stats::{StatsError, math};

/// Where the standard errors of a model come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variance<'a> {
    /// The inverse of the information, which takes each weight for a number of
    /// subjects.
    Information,
    /// The sandwich of Lin DY, Wei LJ. *JASA* 1989;84:1074-1078, which takes each
    /// subject for one observation, whatever its weight: `robust = TRUE`.
    Robust,
    /// The same with the subjects of a cluster as one observation: `cluster =`.
    /// The cluster of each subject, numbered from 0.
    Clustered(&'a [usize]),
}

impl Variance<'_> {
    /// The cluster of a subject.
    fn cluster(self, row: usize) -> Option<usize> {
        match self {
            Self::Information | Self::Robust => Some(row),
            Self::Clustered(clusters) => clusters.get(row).copied(),
        }
    }

    /// By how many numbers so many subjects name their clusters.
    pub(super) fn clusters(self, subjects: usize) -> usize {
        match self {
            Self::Information | Self::Robust => subjects,
            Self::Clustered(clusters) => clusters.iter().max().map_or(0, |last| last + 1),
        }
    }

    /// How many clusters have subjects.
    pub(super) fn occupied(self, subjects: usize) -> usize {
        let mut seen = vec![false; self.clusters(subjects)];
        for row in 0..subjects {
            let cluster = self.cluster(row).and_then(|own| seen.get_mut(own));
            cluster.into_iter().for_each(|seen| *seen = true);
        }
        seen.into_iter().filter(|seen| *seen).count()
    }
}

/// The sandwich: the spread of the scores between two inverse informations.
///
/// # Errors
/// [`StatsError::Collinear`].
pub(super) fn sandwich(
    limit: &Limit,
    variance: Variance<'_>,
    subjects: usize,
) -> Result<DMatrix<f64>, StatsError> {
    let inverse = limit.best.covariance()?;
    let clusters = variance.clusters(subjects);
    let subject = |row: usize| limit.subject(row);
    let scores = Scores::new(
        &limit.likelihood,
        &limit.best.beta,
        clusters,
        variance,
        subject,
    );
    Ok(&inverse * scores.spread() * &inverse)
}

/// The score test by the spread of the scores.
///
/// # Errors
/// As [`statistic`].
pub(super) fn score(
    likelihood: &Likelihood,
    variance: Variance<'_>,
    subjects: usize,
) -> Result<GlobalTest, StatsError> {
    let zero = DVector::zeros(likelihood.size());
    let clusters = variance.clusters(subjects);
    let scores = Scores::new(likelihood, &zero, clusters, variance, |row| row);
    statistic(&scores.spread(), &scores.total())
}

/// The chi-square of estimates with a covariance.
///
/// # Errors
/// [`StatsError::Domain`] when fewer clusters than estimates leave it singular.
pub(super) fn statistic(
    covariance: &DMatrix<f64>,
    estimates: &DVector<f64>,
) -> Result<GlobalTest, StatsError> {
    let inverse = solve(covariance, estimates).ok_or(StatsError::Domain(
        "a robust variance needs more clusters than coefficients",
    ))?;
    Ok(GlobalTest::new(inverse.dot(estimates), estimates.len()))
}

/// What each cluster adds to the score.
struct Scores {
    size: usize,
    /// The sums of each cluster behind each other.
    sums: Vec<f64>,
}

impl Scores {
    /// At some coefficients. `row` gives the subject of a row of the likelihood.
    fn new(
        likelihood: &Likelihood,
        beta: &DVector<f64>,
        clusters: usize,
        variance: Variance<'_>,
        row: impl Fn(usize) -> usize,
    ) -> Self {
        let size = beta.len();
        let mut sums = vec![0.0; clusters * size];
        for (place, own) in likelihood.residuals(beta).chunks_exact(size).enumerate() {
            let cluster = variance.cluster(row(likelihood.order.row(place)));
            let sum =
                cluster.and_then(|cluster| sums.get_mut(cluster * size..(cluster + 1) * size));
            if let Some(sum) = sum {
                add_scaled(sum, likelihood.order.weight(place), own);
            }
        }
        Self { size, sums }
    }

    /// The score itself.
    fn total(&self) -> DVector<f64> {
        let mut total = DVector::zeros(self.size);
        for own in self.sums.chunks_exact(self.size) {
            add_scaled(total.as_mut_slice(), 1.0, own);
        }
        total
    }

    /// Its empirical variance, the mean taken to be 0.
    fn spread(&self) -> DMatrix<f64> {
        let size = self.size;
        let mut spread = DMatrix::zeros(size, size);
        for own in self.sums.chunks_exact(size) {
            let columns = spread.as_mut_slice().chunks_exact_mut(size);
            for (column, across) in columns.zip(own) {
                add_scaled(column, *across, own);
            }
        }
        spread
    }
}

/// The events of one time, as they bear on all who are at risk then.
struct Step {
    /// The first place of those with the event.
    place: usize,
    time: f64,
    /// The largest linear predictor of the stratum, to which hazards are relative.
    most: f64,
    hazard: f64,
    /// The hazard times the mean of the covariates.
    moment: Vec<f64>,
}

impl Likelihood {
    /// The score residual of each subject without its weight, `residuals(fit, "score",
    /// weighted = FALSE)`, in the order of places: covariates less their mean in the
    /// risk set, integrated over the martingale. O(n log n).
    fn residuals(&self, beta: &DVector<f64>) -> Vec<f64> {
        let size = beta.len();
        let predictors = self.sorted_predictors(beta);
        let mut residuals = vec![0.0; predictors.len() * size];
        let mut steps = Vec::new();
        self.walk(&predictors, None, |mut now| {
            let (dead, most, time) = (now.dead, now.most, now.time);
            let shares = now.shares();
            let (mut hazard, mut spared) = (0.0, 0.0);
            let (mut mean, mut moment) = (vec![0.0; size], vec![0.0; size]);
            let mut spared_moment = vec![0.0; size];
            let mut event = 0;
            now.each_event(|_, own| {
                let share = shares(event);
                event += 1;
                let step = own.counts * math::exp(-own.ln_weight);
                hazard += step;
                spared += share * step;
                add_scaled(&mut mean, 1.0 / dead.len() as f64, &own.mean);
                add_scaled(&mut moment, step, &own.mean);
                add_scaled(&mut spared_moment, share * step, &own.mean);
            });
            for &place in dead {
                let x = self.covariates(place);
                // The events themselves; by Efron's rule each is at risk of the
                // others in part.
                let relative = math::exp(predictors[place] - most);
                let residual = &mut residuals[place * size..(place + 1) * size];
                add_scaled(residual, 1.0 + relative * spared, x);
                add_scaled(residual, -1.0, &mean);
                add_scaled(residual, -relative, &spared_moment);
            }
            steps.push(Step {
                place: dead.first().copied().unwrap_or(0),
                time,
                most,
                hazard,
                moment,
            });
        });
        let mut entries = vec![f64::NEG_INFINITY; predictors.len()];
        for &(place, entry) in &self.order.by_entry {
            entries[place] = entry;
        }
        let (mut start, mut later) = (0, steps.as_mut_slice());
        for &end in &self.order.strata {
            let own = later.partition_point(|step| step.place < end);
            let (stratum, others) = later.split_at_mut(own);
            later = others;
            // The latest times came first.
            stratum.reverse();
            add_up(stratum);
            for place in start..end {
                let time = self.order.times[place];
                let residual = &mut residuals[place * size..(place + 1) * size];
                let mut compensate = |until: f64, sign: f64| {
                    let passed = stratum.partition_point(|step| step.time <= until);
                    if let Some(step) = passed.checked_sub(1).and_then(|last| stratum.get(last)) {
                        let relative = sign * math::exp(predictors[place] - step.most);
                        add_scaled(residual, -relative * step.hazard, self.covariates(place));
                        add_scaled(residual, relative, &step.moment);
                    }
                };
                compensate(time, 1.0);
                compensate(entries[place], -1.0);
            }
            start = end;
        }
        residuals
    }
}

/// Makes each step the sum of all up to it.
fn add_up(steps: &mut [Step]) {
    let mut rest = steps;
    while let Some((before, others)) = rest.split_first_mut() {
        if let Some(next) = others.first_mut() {
            next.hazard += before.hazard;
            add_scaled(&mut next.moment, 1.0, &before.moment);
        }
        rest = others;
    }
}
