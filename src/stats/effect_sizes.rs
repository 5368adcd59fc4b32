//! Effect sizes with confidence intervals.

use nalgebra::{DMatrix, DVector};

use super::contingency::{ContingencyTable, ContinuityCorrection, chi_square, cramers_v};
use super::distribution::{NoncentralChiSquared, noncentral_f_lower, normal_quantile};
use super::kruskal_wallis::{KruskalWallis, kruskal_wallis};
use super::means::{Anova, cohens_d, hedges_g};
use super::proportion::Interval;
use super::ranks::rank;
use super::samples::pooled_ranks;
use super::two_by_two::Effect;
use super::{StatsError, math};

fn around(estimate: f64, variance: f64, confidence: f64) -> Effect {
    let half = normal_quantile(f64::midpoint(1.0, confidence)) * variance.sqrt();
    Effect {
        estimate,
        interval: Interval {
            lower: estimate - half,
            upper: estimate + half,
        },
    }
}

/// Variance of a standardised difference: (m + n) / (mn) + d² / (2 (m + n)).
fn difference_variance(d: f64, m: usize, n: usize) -> f64 {
    let (m, n) = (m as f64, n as f64);
    (m + n) / (m * n) + d * d / (2.0 * (m + n))
}

/// Cohen's d with its large-sample interval.
///
/// Hedges LV, Olkin I. *Statistical Methods for Meta-Analysis*, 1985, page 86.
///
/// # Errors
/// As [`cohens_d`].
pub fn cohens_d_interval(x: &[f64], y: &[f64], confidence: f64) -> Result<Effect, StatsError> {
    let d = cohens_d(x, y)?;
    Ok(around(
        d,
        difference_variance(d, x.len(), y.len()),
        confidence,
    ))
}

/// Hedges' g with its large-sample interval.
///
/// Hedges LV, Olkin I. *Statistical Methods for Meta-Analysis*, 1985, page 86.
///
/// # Errors
/// As [`hedges_g`].
pub fn hedges_g_interval(x: &[f64], y: &[f64], confidence: f64) -> Result<Effect, StatsError> {
    let g = hedges_g(x, y)?;
    Ok(around(
        g,
        difference_variance(g, x.len(), y.len()),
        confidence,
    ))
}

/// Standardised mean difference with the plain average of both variances, as
/// tables of baseline characteristics give it, `tableone` and `smd::smd`.
///
/// Austin PC. *Statistics in Medicine* 2009;28:3083-3107.
///
/// # Errors
/// [`StatsError::TooFew`], [`StatsError::NoVariation`], [`StatsError::NotFinite`].
pub fn standardised_difference(
    x: &[f64],
    y: &[f64],
    confidence: f64,
) -> Result<Effect, StatsError> {
    let (a, b) = (
        super::descriptive::Moments::of(x, 2)?,
        super::descriptive::Moments::of(y, 2)?,
    );
    let scale = f64::midpoint(a.variance(), b.variance()).sqrt();
    if scale == 0.0 {
        return Err(StatsError::NoVariation);
    }
    let d = (a.mean - b.mean) / scale;
    Ok(around(
        d,
        difference_variance(d, x.len(), y.len()),
        confidence,
    ))
}

/// Standardised difference of a categorical variable between two groups: the
/// Mahalanobis distance of the level shares. For two levels it is |p - q| over
/// the root of the average of p (1 - p) and q (1 - q).
///
/// Yang D, Dalton JE. A unified approach to measuring the effect size between
/// two groups using SAS. *SAS Global Forum* 2012, paper 335; `smd::smd`.
///
/// # Errors
/// [`StatsError::Lengths`], [`StatsError::TooFew`] for an empty group,
/// [`StatsError::NoVariation`].
pub fn standardised_difference_of_levels(
    first: &[u64],
    second: &[u64],
    confidence: f64,
) -> Result<Effect, StatsError> {
    if first.len() != second.len() {
        return Err(StatsError::Lengths(first.len(), second.len()));
    }
    let (m, n) = (first.iter().sum::<u64>(), second.iter().sum::<u64>());
    if m == 0 || n == 0 {
        return Err(StatsError::TooFew { needed: 1, got: 0 });
    }
    // A level that nobody has would make the covariance singular; the first of
    // the others follows from the rest.
    let used: Vec<usize> = (0..first.len())
        .filter(|&level| first[level] + second[level] > 0)
        .skip(1)
        .collect();
    if used.is_empty() {
        return Err(StatsError::NoVariation);
    }
    let shares = |counts: &[u64], total: u64| -> Vec<f64> {
        used.iter()
            .map(|&level| counts[level] as f64 / total as f64)
            .collect()
    };
    let (p, q) = (shares(first, m), shares(second, n));
    let k = used.len();
    let covariance = DMatrix::from_fn(k, k, |i, j| {
        let own = |p: &[f64]| {
            if i == j {
                p[i] * (1.0 - p[i])
            } else {
                -p[i] * p[j]
            }
        };
        f64::midpoint(own(&p), own(&q))
    });
    let difference = DVector::from_fn(k, |i, _| p[i] - q[i]);
    let solved = covariance
        .cholesky()
        .map(|factor| factor.solve(&difference))
        .ok_or(StatsError::NoVariation)?;
    let d = difference.dot(&solved).sqrt();
    Ok(around(
        d,
        difference_variance(d, m as usize, n as usize),
        confidence,
    ))
}

/// Cliff's delta, P(X > Y) - P(X < Y), with the interval from its consistent
/// variance, asymmetric so that it stays within -1 and 1.
///
/// Cliff N. *Ordinal Methods for Behavioral Data Analysis*, 1996, equations 5.8
/// and 5.11; `effsize::cliff.delta`. O(n log n).
///
/// # Errors
/// [`StatsError::TooFew`] for fewer than two values in a sample,
/// [`StatsError::NotFinite`].
pub fn cliffs_delta(x: &[f64], y: &[f64], confidence: f64) -> Result<Effect, StatsError> {
    let all = pooled_ranks(x, y)?;
    let (m, n) = (x.len() as f64, y.len() as f64);
    // The dominance of a value over the other sample, from its two ranks.
    let dominance = |own: &[f64], all: &[f64], others: f64| -> Vec<f64> {
        let inner = rank(own).ranks;
        let pairs = all.iter().zip(&inner);
        pairs
            .map(|(all, inner)| 2.0 * (all - inner) / others - 1.0)
            .collect()
    };
    let over_y = dominance(x, &all[..x.len()], n);
    let over_x = dominance(y, &all[x.len()..], m);
    let delta = math::sum(over_y.iter().copied()) / m;
    let spread = |values: &[f64], centre: f64| {
        math::sum(
            values
                .iter()
                .map(|value| (value - centre) * (value - centre)),
        )
    };
    // Ties in a pair count 0, other pairs 1.
    let tied = tied_pairs(x, y);
    let squares = (m * n - tied) - m * n * delta * delta;
    let variance = (n * n * spread(&over_y, delta) + m * m * spread(&over_x, -delta) - squares)
        / (m * n * (m - 1.0) * (n - 1.0));
    // Cliff: never below what a sample of this size can show.
    let variance = variance.max((1.0 - delta * delta) / (m * n - 1.0));
    let z = normal_quantile(f64::midpoint(1.0, confidence));
    let half = z * variance.sqrt() * ((1.0 - delta * delta).powi(2) + z * z * variance).sqrt();
    let middle = delta - delta.powi(3);
    let scale = 1.0 - delta * delta + z * z * variance;
    let limit = |sign: f64| {
        if scale == 0.0 {
            delta
        } else {
            ((middle + sign * half) / scale).clamp(-1.0, 1.0)
        }
    };
    Ok(Effect {
        estimate: delta,
        interval: Interval {
            lower: limit(-1.0),
            upper: limit(1.0),
        },
    })
}

fn tied_pairs(x: &[f64], y: &[f64]) -> f64 {
    let mut sorted = y.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let equal = |value: &f64| {
        let below = sorted.partition_point(|other| other < value);
        sorted[below..].partition_point(|other| other <= value) as f64
    };
    x.iter().map(equal).sum()
}

/// The noncentrality at which a statistic has the share `level` below it; 0 when
/// even the central distribution has less.
fn noncentrality(level: f64, statistic: f64, lower: impl Fn(f64) -> f64) -> f64 {
    if lower(0.0) <= level {
        return 0.0;
    }
    let mut high = 4.0 * statistic.max(1.0);
    while lower(high) > level && high < 1e9 {
        high *= 2.0;
    }
    math::root(0.0, high, |lambda| lower(lambda) - level)
}

fn noncentral_interval(statistic: f64, confidence: f64, lower: impl Fn(f64) -> f64) -> Interval {
    let tail = (1.0 - confidence) / 2.0;
    Interval {
        lower: noncentrality(1.0 - tail, statistic, &lower),
        upper: noncentrality(tail, statistic, &lower),
    }
}

/// Eta squared of a classical analysis of variance with the interval from the
/// noncentral F distribution, λ / (λ + n).
///
/// Steiger JH. *Psychological Methods* 2004;9:164-182.
///
/// # Errors
/// [`StatsError::Domain`] for an analysis with unequal variances, which has no
/// such share.
pub fn eta_squared_interval(anova: &Anova, confidence: f64) -> Result<Effect, StatsError> {
    let estimate = anova
        .eta_squared
        .ok_or(StatsError::Domain("eta squared belongs to equal variances"))?;
    let (a, b) = (anova.df_between, anova.df_within);
    let lambda = noncentral_interval(anova.f * a, confidence, |lambda| {
        noncentral_f_lower(anova.f, a, b, lambda)
    });
    let share = |lambda: f64| lambda / (lambda + a + b + 1.0);
    Ok(Effect {
        estimate,
        interval: Interval {
            lower: share(lambda.lower),
            upper: share(lambda.upper),
        },
    })
}

/// Cramér's V with the interval from the noncentral chi-squared distribution,
/// √(λ / (n (k - 1))).
///
/// Smithson M. *Confidence Intervals*, 2003, chapter 4.
pub fn cramers_v_interval(table: &ContingencyTable, confidence: f64) -> Effect {
    let test = chi_square(table, ContinuityCorrection::None);
    let smaller = table.row_totals().len().min(table.column_totals().len()) as f64;
    let at = NoncentralChiSquared::new(test.chi_square, test.df);
    let lambda = noncentral_interval(test.chi_square, confidence, |lambda| at.lower(lambda));
    let v = |lambda: f64| {
        (lambda / (table.total() as f64 * (smaller - 1.0)))
            .sqrt()
            .min(1.0)
    };
    Effect {
        estimate: cramers_v(table),
        interval: Interval {
            lower: v(lambda.lower),
            upper: v(lambda.upper),
        },
    }
}

/// Rank epsilon squared of the Kruskal-Wallis test, with H referred to the
/// noncentral chi-squared distribution: λ / (n - 1).
///
/// Kelley TL. *PNAS* 1935;21:554-559; interval as for [`cramers_v_interval`].
///
/// # Errors
/// As [`kruskal_wallis`].
pub fn epsilon_squared_interval(groups: &[&[f64]], confidence: f64) -> Result<Effect, StatsError> {
    let n = groups.iter().map(|group| group.len()).sum();
    kruskal_wallis(groups).map(|test| epsilon_squared_of(&test, n, confidence))
}

/// [`epsilon_squared_interval`] from the test of so many observations.
pub fn epsilon_squared_of(test: &KruskalWallis, n: usize, confidence: f64) -> Effect {
    let at = NoncentralChiSquared::new(test.h, test.df);
    let lambda = noncentral_interval(test.h, confidence, |lambda| at.lower(lambda));
    let share = |lambda: f64| (lambda / (n as f64 - 1.0)).min(1.0);
    Effect {
        estimate: test.epsilon_squared,
        interval: Interval {
            lower: share(lambda.lower),
            upper: share(lambda.upper),
        },
    }
}
